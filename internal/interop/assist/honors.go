package assist

import (
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
)

// linkHonors marks honours twins: a course whose code is another's with an H
// behind it and whose title is the other's but for the word honors. Both carry
// the external id "honors-of" with the regular item's id. A pair that differs
// in anything else is not linked: combining it needs a person.
func (im *importer) linkHonors() {
	byCode := map[string]*catalog.Item{}
	items := im.courses.Items()
	for i := range items {
		v := items[i].Latest()
		byCode[string(items[i].Institution)+"/"+catalog.NormalCode(v.Code)] = &items[i]
	}
	for i := range items {
		v := items[i].Latest()
		regularCode, isHonors := strings.CutSuffix(catalog.NormalCode(v.Code), "H")
		regular := byCode[string(items[i].Institution)+"/"+regularCode]
		if !isHonors || regular == nil {
			continue
		}
		plain, said := withoutHonors(v.Title)
		other, both := withoutHonors(regular.Latest().Title)
		if said && !both && plain == other {
			im.courses.SetExternal(items[i].ID, "honors-of", string(regular.ID))
			im.courses.SetExternal(regular.ID, "honors-of", string(regular.ID))
			im.report.Note("honours twins", 1)
		}
	}
}

// withoutHonors is a title without the word and without punctuation.
func withoutHonors(title string) (rest string, found bool) {
	var words []string
	for w := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return !isWordRune(r) }) {
		if w == "honors" || w == "honor" || w == "honours" {
			found = true
			continue
		}
		words = append(words, w)
	}
	return strings.Join(words, " "), found
}

func isWordRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 || r == '+' || r == '#'
}
