package check

import (
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/requirement"
)

// test checks a test; exactly one of its kinds is given.
func (c *checker) test(at string, t *requirement.Test, depth int) {
	if depth > requirement.MaxDepth {
		c.reportf(at, "too_deep", "", "tests are nested more than %d levels deep", requirement.MaxDepth)
		return
	}
	given := 0
	for _, set := range []bool{t.All != nil, t.Any != nil, t.Not != nil, t.Fact != "", t.Met != "", t.Holds != nil, t.Entered != (calendar.Range{})} {
		if set {
			given++
		}
	}
	if given != 1 {
		c.reportf(at, "bad_test", "give exactly one of all, any, not, fact, met, holds and entered", "%d of the kinds of test are given", given)
	}
	if t.AtLeast != nil && t.AtMost != nil && t.AtLeast.Cmp(*t.AtMost) > 0 {
		c.reportf(at+"/atMost", "inverted_credits", "exchange the two", "no number is at least %s and at most %s", t.AtLeast, t.AtMost)
	}
	if t.Entered.Empty() {
		c.reportf(at+"/entered", "inverted_dates", "exchange the two dates", "the range ends on %s, before it begins on %s", t.Entered.To, t.Entered.From)
	}
	if t.Met != "" {
		c.metName(at+"/met", t.Met)
	}
	for key, part := range t.Each {
		c.test(at+"/"+key, part, depth+1)
	}
}

func (c *checker) metName(at, name string) {
	if id, ok := strings.CutPrefix(name, "program:"); ok {
		if !c.w.Program(id) {
			c.reportf(at, "unknown_program", c.w.Suggest("program", id), "there is no program %q", id)
		}
		return
	}
	if _, ok := c.byPath[name]; !ok {
		c.reportf(at, "unknown_path", c.nearPath(name), "there is no requirement %q", name)
	}
}

// nearPath suggests a path; not all of very many are compared.
func (c *checker) nearPath(path string) string {
	near := c.nearest(path, &c.paths, func() (paths []string) {
		for i := range c.places {
			if len(paths) < 2000 && c.places[i].Path != "" {
				paths = append(paths, c.places[i].Path)
			}
		}
		return paths
	})
	if near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// met reports requirements whose test waits for their own result.
func (c *checker) met() {
	waits := map[string][]string{}
	for i := range c.places {
		p := &c.places[i]
		for _, t := range p.Node.Tests {
			collectMet(t, 0, func(name string) { waits[p.Path] = append(waits[p.Path], name) })
		}
	}
	if len(waits) == 0 {
		return
	}
	// A requirement waits for its parts, and for what its tests name.
	var names []string
	for i := range c.places {
		p := &c.places[i]
		names = append(names, p.Path)
		if p.Parent >= 0 {
			above := c.places[p.Parent].Path
			waits[above] = append(waits[above], p.Path)
		}
	}
	cycle := findCycle(names, func(name string, yield func(string)) {
		for _, to := range waits[name] {
			yield(to)
		}
	})
	if cycle == nil {
		return
	}
	for i, name := range cycle {
		if name == "" {
			cycle[i] = "the whole program"
		}
	}
	at := c.base + "/requires"
	if k, ok := c.byPath[cycle[0]]; ok {
		at = c.at(&c.places[k])
	}
	c.reportf(at, "cyclic_requirement", "remove one of the tests", "it waits for its own result: %s", around(cycle, " waits for "))
}

func collectMet(t *requirement.Test, depth int, yield func(string)) {
	if depth > requirement.MaxDepth {
		return
	}
	if t.Met != "" && !strings.HasPrefix(t.Met, "program:") {
		yield(t.Met)
	}
	for _, part := range t.Each {
		collectMet(part, depth+1, yield)
	}
}
