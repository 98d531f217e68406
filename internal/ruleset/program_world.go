package ruleset

import (
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// programWorld shows the set to the checks of requirements.
type programWorld struct {
	c         *checker
	catalogue map[catalog.InstitutionID][]*catalog.Item
	levels    map[string]bool
}

// Item implements check.World.
func (w *programWorld) Item(id catalog.ItemID) *catalog.Item { return w.c.names.items[id] }

// ItemProblem implements check.World.
func (w *programWorld) ItemProblem(id catalog.ItemID) (code, message, suggestion string) {
	return w.first(func(c *checker) { c.item("", id) })
}

// GradeProblem implements check.World.
func (w *programWorld) GradeProblem(inst catalog.InstitutionID, grade string) (code, message, suggestion string) {
	var of []catalog.InstitutionID
	if inst != "" {
		of = []catalog.InstitutionID{inst}
	}
	return w.first(func(c *checker) { c.grade("", grade, of) })
}

// first runs one check aside and returns the problem that it reports, if any.
func (w *programWorld) first(check func(*checker)) (code, message, suggestion string) {
	aside := checker{set: w.c.set, names: w.c.names}
	check(&aside)
	if len(aside.problems) == 0 {
		return "", "", ""
	}
	p := aside.problems[0]
	return p.Code, p.Message, p.Suggestion
}

// Institution implements check.World.
func (w *programWorld) Institution(id catalog.InstitutionID) bool {
	return w.c.names.institutions[id] != nil
}

// Program implements check.World.
func (w *programWorld) Program(id string) bool { return w.c.names.programs[id] != nil }

// Suggest implements check.World.
func (w *programWorld) Suggest(kind, text string) string {
	if kind == "program" {
		return w.c.names.suggestProgram(text)
	}
	return w.c.names.suggestInstitution(catalog.InstitutionID(text))
}

// Catalogue implements check.World.
func (w *programWorld) Catalogue(inst catalog.InstitutionID) []*catalog.Item {
	if w.catalogue == nil {
		w.catalogue = map[catalog.InstitutionID][]*catalog.Item{}
		for _, it := range w.c.names.items {
			w.catalogue[it.Institution] = append(w.catalogue[it.Institution], it)
		}
	}
	return w.catalogue[inst]
}

// TopPoints implements check.World.
func (w *programWorld) TopPoints(inst catalog.InstitutionID) (credit.Amount, bool) {
	scale := w.c.names.scales[w.c.names.scaleOf(inst)]
	if scale == nil || scale.Numeric {
		return credit.Amount{}, false
	}
	var top credit.Amount
	found := false
	for _, s := range scale.Steps {
		if s.Points != nil {
			top, found = credit.Max(top, *s.Points), true
		}
	}
	return top, found
}

// GradeOrder implements check.World.
func (w *programWorld) GradeOrder(inst catalog.InstitutionID, a, b string) (order int, ok bool) {
	x, ok1 := w.c.mark(w.c.names.scaleOf(inst), a)
	y, ok2 := w.c.mark(w.c.names.scaleOf(inst), b)
	if !ok1 || !ok2 {
		return 0, false
	}
	return x.Compare(y)
}

// GradePoints implements check.World.
func (w *programWorld) GradePoints(inst catalog.InstitutionID, grade string) (credit.Amount, bool) {
	m, ok := w.c.mark(w.c.names.scaleOf(inst), grade)
	if !ok || m.Points == nil {
		return credit.Amount{}, false
	}
	return *m.Points, true
}

// Level implements check.World.
func (w *programWorld) Level(text string) bool {
	if w.levels == nil {
		w.levels = map[string]bool{}
		for _, it := range w.c.names.items {
			for i := range it.Versions {
				w.levels[strings.ToLower(it.Versions[i].Level)] = true
			}
		}
		for i := range w.c.set.Agreements {
			for k := range w.c.set.Agreements[i].Rules {
				for _, a := range w.c.set.Agreements[i].Rules[k].Awards {
					w.levels[strings.ToLower(a.Level)] = true
				}
			}
		}
	}
	return text != "" && w.levels[strings.ToLower(text)]
}
