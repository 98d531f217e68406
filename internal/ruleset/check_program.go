package ruleset

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
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
	leads := map[catalog.ItemID]int{} // credential → program of the set
	for i := range c.set.Programs {
		if id := c.set.Programs[i].Credential; id != "" {
			leads[id] = i
		}
	}
	f := cycleFinder{c: c, leads: leads, state: make([]byte, len(c.set.Programs))}
	for i := range c.set.Programs {
		f.visit(i)
	}
}

// cycleFinder is a depth-first walk; state is 0 for new, 1 for on the trail, 2
// for done.
type cycleFinder struct {
	c     *checker
	leads map[catalog.ItemID]int
	state []byte
	trail []int
}

func (f *cycleFinder) visit(i int) {
	if f.state[i] != 0 {
		return
	}
	p := &f.c.set.Programs[i]
	f.state[i] = 1
	f.trail = append(f.trail, i)
	for id := range p.Items {
		next, ok := f.leads[id]
		if ok && f.state[next] == 1 {
			f.report(next)
		} else if ok {
			f.visit(next)
		}
	}
	f.trail = f.trail[:len(f.trail)-1]
	f.state[i] = 2
}

func (f *cycleFinder) report(first int) {
	start := 0
	for f.trail[start] != first {
		start++
	}
	var path strings.Builder
	for _, i := range f.trail[start:] {
		path.WriteString(string(f.c.set.Programs[i].Credential) + " requires ")
	}
	path.WriteString(string(f.c.set.Programs[first].Credential))
	f.c.path = append(f.c.path, step{key: "programs"})
	part := "/requires"
	if f.c.set.Programs[first].Requires == nil {
		part = "/versions"
	}
	f.c.reportf(strconv.Itoa(first)+part, "cyclic_program", "remove one of the steps", "nobody can complete it: %s", path.String())
	f.c.path = f.c.path[:len(f.c.path)-1]
}
