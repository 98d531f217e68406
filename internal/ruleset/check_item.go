package ruleset

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// pairID reports a missing, malformed or repeated "institution/local" id, and
// one that contradicts the institution beside it.
func pairID[T ~string](c *checker, id T, inst catalog.InstitutionID, what string, seen map[T]bool) {
	switch {
	case id == "":
		c.reportf("id", "missing_id", "", "the %s has no id", what)
		return
	case c.length("id", string(id[strings.IndexByte(string(id), '/')+1:]), MaxLocalID):
	case !validPair(string(id)):
		c.reportf("id", "bad_id", `write "institution/`+what+`"; `+idHelp, "%q is no id of a %s", string(id), what)
	case seen[id]:
		c.reportf("id", "duplicate_id", "each id stands for one thing", "the %s %s is given twice", what, string(id))
	case catalog.ItemID(id).Institution() != inst:
		c.reportf("institution", "wrong_institution", "leave it out, or correct one of the two", "the id %s belongs to %s, not to %q", string(id), catalog.ItemID(id).Institution(), string(inst))
	default:
		c.institution("institution", inst)
	}
	seen[id] = true
}

func (c *checker) items() {
	seen := make(map[catalog.ItemID]bool, len(c.set.Items))
	codes := map[codeKey][]codeUse{}
	for i := range c.set.Items {
		it := &c.set.Items[i]
		c.push("items", i)
		pairID(c, it.ID, it.Institution, "item", seen)
		enum(c, "kind", "kind of item", it.Kind, catalog.ItemKinds(), false)
		if len(it.Versions) == 0 {
			c.reportf("", "missing_versions", "give at least one version with a code or a title", "the item has no versions")
		}
		for j := range it.Versions {
			c.push("versions", j)
			c.version(&it.Versions[j])
			c.pop()
			if code := it.Versions[j].Code; code != "" {
				key := codeKey{it.Institution, catalog.NormalCode(code)}
				codes[key] = append(codes[key], codeUse{i, j, it.Versions[j].Valid})
			}
		}
		c.overlaps(it)
		c.renewal(it)
		c.itemList("crossListed", it.CrossListed)
		if j := slices.Index(it.CrossListed, it.ID); j >= 0 {
			c.reportf("crossListed/"+strconv.Itoa(j), "cross_listed_with_itself", "remove it", "%s is cross-listed with itself", it.ID)
		}
		c.pop()
	}
	c.sharedCodes(codes)
}

// renewal checks how long an item stays active.
func (c *checker) renewal(it *catalog.Item) {
	if it.ValidYears < 0 {
		c.reportf("validYears", "bad_years", "give a number of years from 1", "%d years is no time", it.ValidYears)
	}
	r := it.Renewal
	if r == nil {
		return
	}
	c.in("renewal", func() {
		if it.ValidYears == 0 {
			c.reportf("", "nothing_to_renew", "give validYears", "%s never expires", it.ID)
		}
		if len(r.Items) == 0 {
			c.reportf("items", "missing_items", "list the continuing education that renews it", "nothing renews it")
		}
		c.itemList("items", r.Items)
		if r.Count < 0 {
			c.reportf("count", "negative_need", "", "%d items is no need", r.Count)
		}
		c.amount("credits", r.Credits)
	})
}

func (c *checker) version(v *catalog.ItemVersion) {
	if strings.TrimSpace(v.Code) == "" && strings.TrimSpace(v.Title) == "" {
		c.reportf("", "missing_code", "give the code, the title or both", "the version has neither a code nor a title")
	}
	c.length("code", v.Code, maxCode)
	c.amount("credits", v.Credits)
	c.amount("maxCredits", v.MaxCredits)
	if !v.MaxCredits.IsZero() && v.MaxCredits.Cmp(v.Credits) < 0 {
		c.reportf("maxCredits", "inverted_credits", "exchange the two", "at most %s credits is less than %s", v.MaxCredits, v.Credits)
	}
	c.unit("unit", v.Unit)
	c.level("level", v.Level)
	c.dates("valid", v.Valid)
}

// overlaps reports two descriptions of one item on the same day. Sorted by
// their beginning, each version need only be compared with the longest before.
func (c *checker) overlaps(it *catalog.Item) {
	if len(it.Versions) < 2 {
		return
	}
	order := make([]int, 0, len(it.Versions))
	for j := range it.Versions {
		if !it.Versions[j].Valid.Empty() {
			order = append(order, j)
		}
	}
	from := func(j int) calendar.Date { return it.Versions[j].Valid.From }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(from(a), from(b)) })
	for i, longest := 1, 0; i < len(order); i++ {
		a, b := it.Versions[order[longest]].Valid, it.Versions[order[i]].Valid
		if a.Overlaps(b) {
			c.reportf("versions/"+strconv.Itoa(order[i])+"/valid", "overlapping_versions", "end the older version the day before",
				"the version is in force %s, and so is another one of the item (%s)", b, a)
		}
		if later(b.To, a.To) {
			longest = i
		}
	}
}

type codeKey struct {
	institution catalog.InstitutionID
	code        string
}

type codeUse struct {
	item, version int
	valid         calendar.Range
}

// sharedCodes reports a code that means two items of an institution on the same
// day.
func (c *checker) sharedCodes(codes map[codeKey][]codeUse) {
	var keys []codeKey
	for k, uses := range codes {
		if len(uses) > 1 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b codeKey) int {
		return cmp.Or(cmp.Compare(a.institution, b.institution), cmp.Compare(a.code, b.code))
	})
	for _, k := range keys {
		c.sharedCode(k, codes[k])
	}
}

// sharedCode sorts the uses by their beginning, so that comparing each with the
// longest one before it finds every item that is in conflict.
func (c *checker) sharedCode(key codeKey, uses []codeUse) {
	slices.SortStableFunc(uses, func(a, b codeUse) int { return cmp.Compare(a.valid.From, b.valid.From) })
	longest := uses[0]
	for _, u := range uses[1:] {
		if u.item != longest.item && u.valid.Overlaps(longest.valid) && !u.valid.Empty() && !longest.valid.Empty() {
			c.push("items", u.item)
			c.reportf("versions/"+strconv.Itoa(u.version)+"/code", "shared_code", "give the versions dates that do not overlap, or list one item as cross-listed under its own code",
				"the code %s of %s also means %s on the same day", key.code, key.institution, c.set.Items[longest.item].ID)
			c.pop()
		}
		if later(u.valid.To, longest.valid.To) {
			longest = u
		}
	}
}

// later reports whether a range that ends on a lasts longer than one that ends
// on b; an open end lasts longest.
func later(a, b calendar.Date) bool {
	return !b.IsZero() && (a.IsZero() || a > b)
}
