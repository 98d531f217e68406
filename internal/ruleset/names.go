package ruleset

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// names is everything that ids can refer to.
type names struct {
	institutions map[catalog.InstitutionID]*catalog.Institution
	items        map[catalog.ItemID]*catalog.Item
	programs     map[string]*requirement.Program
	scales       map[catalog.ScaleID]*catalog.Scale
	units        map[credit.Unit]bool
	grades       map[gradeKey]bool // whether a scale has a grade, once looked up
	nearest      nearest
}

type gradeKey struct {
	scale catalog.ScaleID
	text  string
}

func newNames(base, set *Set) *names {
	n := &names{
		institutions: map[catalog.InstitutionID]*catalog.Institution{},
		items:        make(map[catalog.ItemID]*catalog.Item, len(set.Items)),
		programs:     map[string]*requirement.Program{},
		scales:       map[catalog.ScaleID]*catalog.Scale{},
		units:        map[credit.Unit]bool{},
		grades:       map[gradeKey]bool{},
	}
	builtin := &Set{Scales: catalog.BuiltinScales()}
	for _, s := range []*Set{builtin, base, set} {
		if s != nil {
			n.add(s)
		}
	}
	for _, u := range credit.Units() {
		n.units[u] = true
	}
	return n
}

func (n *names) add(s *Set) {
	for i := range s.Scales {
		n.scales[s.Scales[i].ID] = &s.Scales[i]
	}
	for i := range s.Items {
		n.items[s.Items[i].ID] = &s.Items[i]
	}
	for i := range s.Programs {
		n.programs[s.Programs[i].ID] = &s.Programs[i]
	}
	for i := range s.Institutions {
		in := &s.Institutions[i]
		n.institutions[in.ID] = in
		// An institution gives a unit of its own a meaning by converting it.
		for _, f := range in.Policy.Conversions {
			n.units[f.From], n.units[f.To] = true, true
		}
	}
}

// scaleOf is the scale of an institution's grades.
func (n *names) scaleOf(id catalog.InstitutionID) catalog.ScaleID {
	if in := n.institutions[id]; in != nil && in.GradeScale != "" {
		return in.GradeScale
	}
	return catalog.USLetter
}

// hasGrade reports whether the scale has the grade.
func (n *names) hasGrade(scale catalog.ScaleID, text string) bool {
	key := gradeKey{scale, text}
	ok, seen := n.grades[key]
	if !seen {
		if s := n.scales[scale]; s != nil {
			_, ok = s.Read(text)
		}
		n.grades[key] = ok
	}
	return ok
}

// nearest suggests ids. Comparing is the one step that does not grow linearly,
// so it stops after a fixed number of comparisons: a set with a million unknown
// ids has another problem than spelling.
type nearest struct {
	used     int
	sections map[string][]string
}

const nearestBudget = 500_000

func (n *names) suggestItem(id catalog.ItemID) string {
	inst, _, _ := strings.Cut(string(id), "/")
	return n.nearest.suggest("item "+inst, string(id), func() []string {
		var out []string
		for other := range n.items {
			if strings.HasPrefix(string(other), inst+"/") {
				out = append(out, string(other))
			}
		}
		return out
	})
}

func (n *names) suggestInstitution(id catalog.InstitutionID) string {
	return n.nearest.suggest("institution", string(id), func() []string { return keys(n.institutions) })
}

func (n *names) suggestProgram(id string) string {
	return n.nearest.suggest("program", id, func() []string { return keys(n.programs) })
}

func (n *names) suggestScale(id catalog.ScaleID) string {
	return n.nearest.suggest("scale", string(id), func() []string { return keys(n.scales) })
}

func (n *names) suggestUnit(u credit.Unit) string {
	return n.nearest.suggest("unit", string(u), func() []string { return keys(n.units) })
}

func (n *nearest) suggest(section, text string, list func() []string) string {
	if n.used > nearestBudget {
		return ""
	}
	candidates, ok := n.sections[section]
	if !ok {
		candidates = list()
		slices.Sort(candidates)
		if n.sections == nil {
			n.sections = map[string][]string{}
		}
		n.sections[section] = candidates
	}
	n.used += len(candidates)
	return suggest(text, candidates)
}

func keys[K ~string, V any](m map[K]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		if k != "" {
			out = append(out, string(k))
		}
	}
	return out
}
