package scenario

import (
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/requirement"
)

// stackReferences reports expectations about programs and lines that there are
// not: they could never be met.
func (r *reader) stackReferences(c *Case, at *yaml.Node) {
	s := c.Stacks
	if s == nil {
		return
	}
	look := lookup{r: r, c: c, expect: at}
	for section, ids := range map[string][]string{
		"completed": slices.Sorted(maps.Keys(s.Completed)), "available": slices.Sorted(maps.Keys(s.Available)),
		"held": slices.Sorted(maps.Keys(s.Held)), "oneStep": slices.Sorted(maps.Keys(s.OneStep)),
		"inReach": slices.Sorted(maps.Keys(s.InReach)), "undecided": slices.Sorted(maps.Keys(s.Undecided)),
		"excluded": slices.Sorted(maps.Keys(s.Excluded)),
	} {
		for _, id := range ids {
			look.program(id, section, id)
		}
	}
	for i, id := range s.Order {
		look.program(id, "order", fmt.Sprint(i))
	}
}

func (l *lookup) program(id string, keys ...string) {
	programs := l.r.out.Set.Programs
	if slices.ContainsFunc(programs, func(p requirement.Program) bool { return p.ID == id }) {
		return
	}
	known := make([]string, len(programs))
	for i := range programs {
		known[i] = programs[i].ID
	}
	l.r.d.Problem(l.node(keys), "unknown_program", fmt.Sprintf("there is no program %q", id), yamltext.DidYouMean(id, known))
}
