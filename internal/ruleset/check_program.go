package ruleset

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/check"
)

func (c *checker) programs() {
	seen := map[string]bool{}
	c.world = &programWorld{c: c}
	for i := range c.set.Programs {
		p := &c.set.Programs[i]
		c.push("programs", i)
		pairID(c, p.ID, p.Institution, "program", seen)
		if p.Title == "" {
			c.reportf("title", "missing_title", "", "the program has no title")
		}
		if p.Credential != "" {
			c.item("credential", p.Credential)
			if it := c.names.items[p.Credential]; it != nil && it.Institution != p.Institution {
				c.reportf("credential", "wrong_institution", "a program leads to a credential of its own institution", "%s is a credential of %s", p.Credential, it.Institution)
			}
		}
		c.dates("catalog", p.Catalog)
		prefix := c.pointer("")
		for _, problem := range check.Program(p, c.world) {
			problem.Pointer = prefix + problem.Pointer
			c.problems = append(c.problems, problem)
		}
		c.pop()
	}
	c.programCycles()
}

// programCycles reports programs that require their own credential, directly or
// through the credentials of other programs. A part that is only recommended is
// never owed, but it is no way out of a cycle either, so it counts.
func (c *checker) programCycles() {
	f := cycleFinder{c: c, leads: map[catalog.ItemID][]int{}, byID: map[string]int{}, state: make([]byte, len(c.set.Programs))}
	for i := range c.set.Programs {
		p := &c.set.Programs[i]
		f.byID[p.ID] = i
		if p.Credential != "" {
			f.leads[p.Credential] = append(f.leads[p.Credential], i)
		}
	}
	for i := range c.set.Programs {
		f.visit(i)
	}
}

// cycleFinder is a depth-first walk; state is 0 for new, 1 for on the trail, 2
// for done.
type cycleFinder struct {
	c     *checker
	leads map[catalog.ItemID][]int // credential → programs of the set
	byID  map[string]int
	state []byte
	trail []int
}

func (f *cycleFinder) visit(i int) {
	if f.state[i] != 0 {
		return
	}
	f.state[i] = 1
	f.trail = append(f.trail, i)
	for next := range f.needs(i) {
		switch f.state[next] {
		case 0:
			f.visit(next)
		case 1:
			f.report(next)
		}
	}
	f.trail = f.trail[:len(f.trail)-1]
	f.state[i] = 2
}

// needs lists the programs that a program builds on: those whose credential it
// names, also in a test, and those whose result it tests.
func (f *cycleFinder) needs(i int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		p := &f.c.set.Programs[i]
		more := true
		item := func(id catalog.ItemID) bool {
			for _, next := range f.leads[id] {
				more = more && yield(next)
			}
			return more
		}
		for id := range p.Items {
			if !item(id) {
				return
			}
		}
		for _, v := range p.Each {
			places, _ := requirement.Places(v.Requires, 0, 0)
			for k := range places {
				places[k].Node.Tests(func(_ string, t *requirement.Test) bool { return f.test(t, item, yield, &more) })
				if !more {
					return
				}
			}
		}
	}
}

func (f *cycleFinder) test(t *requirement.Test, item func(catalog.ItemID) bool, yield func(int) bool, more *bool) bool {
	if t.Holds != nil {
		for _, id := range t.Holds.Items {
			if !item(id) {
				return false
			}
		}
	}
	if id, ok := strings.CutPrefix(t.Met, "program:"); ok {
		if next, known := f.byID[id]; known {
			*more = *more && yield(next)
		}
	}
	t.Each(func(_ string, part *requirement.Test) bool { return f.test(part, item, yield, more) })
	return *more
}

func (f *cycleFinder) report(first int) {
	start := 0
	for f.trail[start] != first {
		start++
	}
	var path strings.Builder
	for _, i := range f.trail[start:] {
		path.WriteString(f.name(i) + " requires ")
	}
	path.WriteString(f.name(first))
	f.c.path = append(f.c.path, step{key: "programs"})
	part := "/requires"
	if f.c.set.Programs[first].Requires == nil {
		part = "/versions"
	}
	f.c.reportf(strconv.Itoa(first)+part, "cyclic_program", "remove one of the steps", "nobody can complete it: %s", path.String())
	f.c.path = f.c.path[:len(f.c.path)-1]
}

// name is the credential of a program, or the program where it has none.
func (f *cycleFinder) name(i int) string {
	p := &f.c.set.Programs[i]
	return cmp.Or(string(p.Credential), p.ID)
}
