package princeton

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Result is a file as a program.
type Result struct {
	Program requirement.Program
	// Items are the courses that it names, by id.
	Items []catalog.Item
	// Paths leads from the name of a requirement in the file ("Core
	// Courses//Theory") to its path in the program.
	Paths map[string]string
	// Alone is each named requirement by itself, so that one which the whole
	// does not need can be audited too.
	Alone map[string]requirement.Node
	// Constructs counts the keys of the file; Unknown are keys, and Unread
	// courses and combinations, that the conversion does not understand.
	Constructs map[string]int
	Unknown    []string
	Unread     []string
}

// Convert reads a file; name is used in problems.
func Convert(name string, data []byte) (*Result, diag.List) {
	r := reader{constructs: map[string]int{}}
	f, problems := r.read(name, data)
	if f == nil {
		return nil, problems
	}
	c := converter{items: map[catalog.ItemID]catalog.Item{}, paths: map[string]string{}}
	top := c.top(f)
	alone := map[string]requirement.Node{}
	apart := converter{items: c.items, paths: map[string]string{}}
	apart.alone("", f.top.parts, alone)
	out := &Result{
		Program:    c.program(f, top),
		Paths:      c.paths,
		Alone:      alone,
		Constructs: r.constructs, Unknown: r.unknown, Unread: c.unread,
	}
	for _, id := range slices.Sorted(maps.Keys(c.items)) {
		out.Items = append(out.Items, c.items[id])
	}
	return out, problems
}

// alone converts every named requirement by itself.
func (c *converter) alone(above string, parts []*req, out map[string]requirement.Node) {
	for i, p := range parts {
		name := orElse(p.name, fmt.Sprintf("%03d", i))
		if above != "" {
			name = above + "//" + name
		}
		out[name] = c.at(p, 0, place{})
		c.alone(name, p.parts, out)
	}
}

type converter struct {
	items          map[catalog.ItemID]catalog.Item
	paths          map[string]string
	unread         []string
	scopes         int
	needsLanguages bool
	shares         []requirement.Share
}

func (c *converter) program(f *file, top requirement.Node) requirement.Program {
	id := slug(f.texts["type"] + " " + f.texts["code"] + " " + f.texts["year"])
	p := requirement.Program{
		ID: string(Institution) + "/" + id, Institution: Institution, Title: f.texts["name"],
		Notes: f.notes, Requires: &top, Shares: c.shares,
	}
	if f.common >= 0 {
		p.Shares = append(p.Shares, requirement.Share{Between: []string{"program:*", ""}, Items: &f.common})
	}
	if c.needsLanguages {
		p.Sets = map[string]requirement.ItemFilter{languageSet: {Subjects: languages}}
	}
	return p
}

// top is the whole file: every part that passes something up, and what nobody
// checks.
func (c *converter) top(f *file) requirement.Node {
	here := place{}
	if len(f.excluded) > 0 {
		here.path = "requirements"
	}
	n := c.inner(&f.top, need(&f.top, 0), here)
	c.limits(&n, &f.top)
	if len(f.excluded) > 0 {
		n.ID = "requirements"
		n = requirement.Node{All: []requirement.Node{{
			ID: "open-to",
			If: &requirement.Branch{
				Test: requirement.Test{Fact: "major", Is: f.excluded},
				Then: requirement.Node{Unknown: "The program is not open to majors in " + strings.Join(f.excluded, ", ") + "."},
			},
		}, n}}
	}
	return n
}

// place is where a requirement stands.
type place struct {
	file, path string
	double     bool
}
