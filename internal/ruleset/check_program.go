package ruleset

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

func (c *checker) programs() {
	seen := map[string]bool{}
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
		if p.Requires != nil {
			c.in("requires", func() { c.node(p.Requires, 1) })
		}
		c.pop()
	}
	c.programCycles()
}

func (c *checker) node(n *requirement.Node, depth int) {
	if depth > MaxDepth {
		c.reportf("", "too_deep", "split the requirement", "requirements are nested more than %d levels deep", MaxDepth)
		return
	}
	given := 0
	for _, set := range []bool{n.All != nil, n.Any != nil, n.Choose != nil, n.Item != "", n.Series != nil} {
		if set {
			given++
		}
	}
	if given != 1 {
		c.reportf("", "bad_requirement", "give exactly one of all, any, choose, item and series", "%d of the five kinds of requirement are given", given)
	}
	if n.Item != "" {
		c.item("item", n.Item)
	}
	if n.Series != nil && len(n.Series) == 0 {
		c.reportf("series", "empty_list", "", "the series is empty")
	}
	c.itemList("series", n.Series)
	c.nodes("all", n.All, depth)
	c.nodes("any", n.Any, depth)
	if n.Choose != nil {
		c.in("choose", func() { c.choose(n.Choose, depth) })
	}
}

func (c *checker) choose(ch *requirement.Choose, depth int) {
	c.nodes("of", ch.Of, depth)
	switch {
	case len(ch.Of) == 0:
		c.reportf("of", "empty_list", "", "there is nothing to choose from")
	case ch.Count < 0 || ch.Count > len(ch.Of):
		c.reportf("count", "count_out_of_range", fmt.Sprintf("from 1 to %d", len(ch.Of)), "%d of %d parts cannot be chosen", ch.Count, len(ch.Of))
	case ch.Count == 0 && ch.Credits == "":
		c.reportf("", "count_out_of_range", "give count or credits", "nothing says how many to choose")
	}
	if ch.Credits != "" {
		if a, err := credit.ParseAmount(ch.Credits); err != nil {
			c.reportf("credits", "bad_value", "", "%s", err)
		} else {
			c.amount("credits", a)
		}
	}
}

func (c *checker) nodes(key string, list []requirement.Node, depth int) {
	if list != nil && len(list) == 0 && key != "of" {
		c.reportf(key, "empty_list", "", "%s has no parts", key)
	}
	for i := range list {
		c.push(key, i)
		c.node(&list[i], depth+1)
		c.pop()
	}
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
	if p.Requires != nil {
		for id := range p.Requires.Items {
			next, ok := f.leads[id]
			if ok && f.state[next] == 1 {
				f.report(next)
			} else if ok {
				f.visit(next)
			}
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
	f.c.reportf(strconv.Itoa(first)+"/requires", "cyclic_program", "remove one of the steps", "nobody can complete it: %s", path.String())
	f.c.path = f.c.path[:len(f.c.path)-1]
}
