package assist

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// institution reads an institution as agreements and institutions.json write
// it, adds it to the import and returns its id. ok is false where it has
// neither a number nor a name.
func (im *importer) institution(n *intake.Node) (id catalog.InstitutionID, ok bool) {
	number := strings.TrimSpace(n.Get("id").Text())
	names := institutionNames(n, number)
	if number == "" && len(names) == 0 {
		n.Report(diag.Error, "missing_institution", "an institution needs an id or a name", "")
		return "", false
	}
	inst := im.known(number, names)
	if inst == nil {
		inst = newInstitution(n, number, names)
	}
	if unit, known := termUnit(n); known {
		inst.Unit = unit
	} else if inst.Unit == "" {
		inst.Unit = credit.Semester
		n.Report(diag.Warning, "unknown_term_type", fmt.Sprintf("the term type of %s is not known; its credits are read as semester units", inst.Name), "state the unit in the catalogue")
	}
	im.institutions[inst.ID] = *inst
	return inst.ID, true
}

// known finds an institution in this import, the base or the directory, in
// that order, by number or else by name.
func (im *importer) known(number string, names []datedName) *catalog.Institution {
	for _, inst := range im.institutions {
		if number != "" && inst.ExternalIDs[System] == number {
			return &inst
		}
	}
	if inst, ok := im.baseByNumber[number]; ok && number != "" {
		c := *inst
		return &c
	}
	d := loadDirectory()
	if inst, ok := d.byNumber[number]; ok {
		return adopt(im, inst)
	}
	if number == "" && len(names) > 0 {
		return im.byName(names[len(names)-1].name)
	}
	return nil
}

// byName finds an institution by any of its names, or returns nil.
func (im *importer) byName(name string) *catalog.Institution {
	key := strings.ToLower(intake.OneLine(name))
	if inst, ok := im.baseByName[key]; ok {
		c := *inst
		return &c
	}
	if inst, ok := loadDirectory().byName[key]; ok {
		return adopt(im, inst)
	}
	return nil
}

// adopt copies a directory entry. An institution that the base has under the
// same id, though without its number, is the base's: it only gains the number.
func adopt(im *importer, inst *catalog.Institution) *catalog.Institution {
	c := *inst
	if held, ok := im.baseByID[inst.ID]; ok {
		c = *held
		ids := map[string]string{System: inst.ExternalIDs[System]}
		maps.Copy(ids, held.ExternalIDs)
		c.ExternalIDs = ids
	}
	return &c
}

// newInstitution describes an institution that the directory does not have. An
// independent college is named by its name: their codes repeat one another
// ("SU" twice) and the abbreviations of others ("SMC").
func newInstitution(n *intake.Node, number string, names []datedName) *catalog.Institution {
	code := strings.TrimSpace(n.Get("code").Text())
	segment := segmentOf(n.Get("category"))
	inst := &catalog.Institution{Country: "US", Kind: cmp.Or(segmentKinds[segment], catalog.FourYear)}
	if number != "" {
		inst.ExternalIDs = map[string]string{System: number}
	}
	setNames(inst, names)
	slug := intake.Slug(code)
	if segment == "aiccu" || slug == "" {
		slug = intake.Slug(inst.Name)
	}
	if slug == "" {
		slug = "assist-" + number
	}
	if _, clash := loadDirectory().byName[slug]; clash || loadDirectory().hasID(slug) {
		slug += "~" + number
	}
	inst.ID = catalog.InstitutionID(slug)
	if inst.Name == "" {
		inst.Name = cmp.Or(code, slug)
	}
	return inst
}

func (d *directory) hasID(id string) bool {
	return slices.ContainsFunc(d.all, func(i catalog.Institution) bool { return string(i.ID) == id })
}

// institutionNames reads the names with the years in which they began. Names
// that belong to another institution (a merger) are left to that one.
func institutionNames(n *intake.Node, number string) []datedName {
	var names []datedName
	for _, e := range n.Get("names").List() {
		other := e.Get("alternateInstitutionId")
		name := intake.OneLine(e.Get("name").Text())
		if name == "" || other.Present() && other.Text() != number {
			continue
		}
		names = append(names, datedName{e.Get("fromYear").Int(), name})
	}
	slices.SortStableFunc(names, func(a, b datedName) int { return cmp.Compare(a.from, b.from) })
	return names
}

// segmentOf reads the segment, a word in agreements and a number in
// institutions.json.
func segmentOf(n *intake.Node) string {
	text := strings.ToLower(n.Text())
	if i, err := strconv.Atoi(text); err == nil {
		return map[int]string{0: "csu", 1: "uc", 2: "ccc", 5: "aiccu"}[i]
	}
	return text
}

// termUnit is the unit of the latest academic year that is stated; the member
// termType above it is out of date where a university left quarters (Pomona).
// Words and numbers mean the same: 0 Semester, 1 Quarter. The numbers were read
// off institutions that appear in both forms.
func termUnit(n *intake.Node) (credit.Unit, bool) {
	latest, text := -1, n.Get("termType").Text()
	for _, y := range n.Get("termTypeAcademicYears").List() {
		if from := y.Get("fromYear").Int(); from > latest {
			latest, text = from, y.Get("termType").Text()
		}
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "semester", "0":
		return credit.Semester, true
	case "quarter", "1":
		return credit.Quarter, true
	}
	return "", false
}
