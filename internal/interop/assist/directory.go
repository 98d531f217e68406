package assist

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

//go:embed directory.tsv
var directoryText string

// directory is the public institutions that ASSIST covers. It gives them the
// same ids whatever file names them first: the raw agreements know a number,
// the matrix only a name.
type directory struct {
	byNumber map[string]*catalog.Institution
	byName   map[string]*catalog.Institution // lower-case names, former names and aliases
	all      []catalog.Institution
}

var loadDirectory = sync.OnceValue(func() *directory {
	d := &directory{byNumber: map[string]*catalog.Institution{}, byName: map[string]*catalog.Institution{}}
	for line := range strings.Lines(directoryText) {
		if !strings.HasPrefix(line, "#") {
			d.all = append(d.all, directoryEntry(strings.Split(strings.TrimRight(line, "\n"), "\t")))
		}
	}
	d.addInitials()
	for i := range d.all {
		inst := &d.all[i]
		d.byNumber[inst.ExternalIDs[System]] = inst
		for _, name := range allNames(inst) {
			d.byName[strings.ToLower(name)] = inst
		}
	}
	return d
})

func directoryEntry(f []string) catalog.Institution {
	inst := catalog.Institution{
		ID: catalog.InstitutionID(f[1]), Country: "US", Unit: credit.Unit(f[3]),
		Kind: segmentKinds[f[2]], ExternalIDs: map[string]string{System: f[0]},
	}
	var names []datedName
	for _, n := range f[4:] {
		year, name, dated := strings.Cut(n, ":")
		from, err := strconv.Atoi(year)
		if !dated || err != nil {
			from, name = 0, n
		}
		names = append(names, datedName{from, name})
	}
	setNames(&inst, names)
	inst.Aliases = append(shortForms(inst.Name), knownAbbreviations[inst.ID]...)
	return inst
}

// datedName is a name and the year from whose autumn it was in use; 0 means
// since ever.
type datedName struct {
	from int
	name string
}

// setNames makes the last name the current one and the others former names. The
// names are in order of their years.
func setNames(inst *catalog.Institution, names []datedName) {
	for i, n := range names {
		if i == len(names)-1 {
			inst.Name = n.name
			break
		}
		p := catalog.NamePeriod{Name: n.name}
		if n.from > 0 {
			p.Valid.From = calendar.Term{Year: n.from, Season: calendar.Fall}.Start()
		}
		p.Valid.To = calendar.Term{Year: names[i+1].from, Season: calendar.Fall}.Start() - 1
		inst.FormerNames = append(inst.FormerNames, p)
	}
}

// segmentKinds are the segments of public higher education in California, and
// the independent colleges that joined in 2024.
var segmentKinds = map[string]catalog.InstitutionKind{
	"ccc": catalog.TwoYear, "csu": catalog.FourYear, "uc": catalog.University, "aiccu": catalog.FourYear,
}

// knownAbbreviations are short names in common use that no rule gives.
var knownAbbreviations = map[catalog.InstitutionID][]string{
	"csufull": {"CSUF"}, "csustan": {"CSUStan", "Stanislaus State"}, "csuhay": {"CSUEB"},
	"hsu": {"Cal Poly Humboldt", "Humboldt"}, "ssu": {"Sonoma State", "Sonoma"}, "csus": {"Sacramento State"},
	"csufres": {"Fresno State"}, "cpp": {"Cal Poly Pomona"}, "cpslo": {"Cal Poly", "Cal Poly San Luis Obispo"},
	"ucb": {"UC Berkeley"}, "csumb": {"CSUMB"}, "csuc": {"Chico State"},
}

// shortForms are the everyday forms of the names of the two state systems.
func shortForms(name string) []string {
	if place, ok := strings.CutPrefix(name, "University of California, "); ok {
		return []string{"UC " + place}
	}
	if place, ok := strings.CutPrefix(name, "California State University, "); ok {
		return []string{"CSU " + place, "Cal State " + place}
	}
	return nil
}

// addInitials adds the initials of a name ("SMC" for Santa Monica College)
// where they mean one institution only and are nobody's id.
func (d *directory) addInitials() {
	owners := map[string][]int{}
	for i := range d.all {
		inst := &d.all[i]
		for _, a := range append([]string{string(inst.ID)}, inst.Aliases...) {
			owners[strings.ToLower(a)] = append(owners[strings.ToLower(a)], i)
		}
	}
	initials := make([]string, len(d.all))
	for i := range d.all {
		initials[i] = initialsOf(d.all[i].Name)
		key := strings.ToLower(initials[i])
		owners[key] = append(owners[key], i)
	}
	for i := range d.all {
		if len(initials[i]) > 1 && len(owners[strings.ToLower(initials[i])]) == 1 {
			d.all[i].Aliases = append(d.all[i].Aliases, initials[i])
		}
	}
}

func initialsOf(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(name) {
		if w != "of" && w != "the" && w != "at" {
			b.WriteByte(w[0])
		}
	}
	return strings.ToUpper(b.String())
}

func allNames(inst *catalog.Institution) []string {
	names := append([]string{inst.Name}, inst.Aliases...)
	for _, f := range inst.FormerNames {
		names = append(names, f.Name)
	}
	return names
}

// PublicInstitution finds a public college or university of California by its
// id, name, former name or a common short form, so that other importers give it
// the same id.
func PublicInstitution(name string) (catalog.Institution, bool) {
	d := loadDirectory()
	if inst, ok := d.byName[strings.ToLower(strings.Join(strings.Fields(name), " "))]; ok {
		return *inst, true
	}
	for i := range d.all {
		if strings.EqualFold(string(d.all[i].ID), name) {
			return d.all[i], true
		}
	}
	return catalog.Institution{}, false
}
