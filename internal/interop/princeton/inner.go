package princeton

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/requirement"
)

// inner is "the parts pass up at least m together".
func (c *converter) inner(q *req, m int, here place) requirement.Node {
	if c.poolable(q.parts) && m > 0 && anyAbove(q.parts, 1) {
		return c.pool(q, m, here)
	}
	all, unit := 0, true
	for _, p := range q.parts {
		all += stated(p)
		unit = unit && most(p) <= 1
	}
	switch {
	case m <= 0 || m == all:
		return requirement.Node{All: c.each(q.parts, here, atMost)}
	case unit:
		return c.choose(q.parts, m, here)
	}
	return c.mixed(gather(q.parts), m, here)
}

// atMost is what a part must pass up where everything is asked for.
func atMost(p *req) int {
	if p.maxCounted >= unlimited {
		return 0
	}
	return p.maxCounted
}

func anyAbove(parts []*req, n int) bool {
	for _, p := range parts {
		if p.maxCounted > n {
			return true
		}
	}
	return false
}

// each turns the parts into nodes with ids of their own.
func (c *converter) each(parts []*req, here place, level func(*req) int) []requirement.Node {
	out := []requirement.Node{}
	used := map[string]bool{}
	for i, p := range parts {
		id := slug(p.name)
		if id == "" {
			id = fmt.Sprintf("%03d", i)
		}
		for used[id] {
			id += "-" + strconv.Itoa(i+1)
		}
		used[id] = true
		below := here
		below.file, below.path = here.file+"//"+orElse(p.name, fmt.Sprintf("%03d", i)), join(here.path, id)
		if here.file == "" {
			below.file = orElse(p.name, fmt.Sprintf("%03d", i))
		}
		if p.made {
			below.file = here.file
		} else {
			c.paths[below.file] = below.path
		}
		n := c.at(p, level(p), below)
		n.ID = id
		if p.common >= 0 {
			budget := p.common
			c.shares = append(c.shares, requirement.Share{Between: []string{"program:*", below.path}, Items: &budget})
		}
		out = append(out, n)
	}
	return out
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "/" + b
}

// choose is m of the parts, each of which passes up one; parts that pass up
// nothing are owed beside it.
func (c *converter) choose(parts []*req, m int, here place) requirement.Node {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p *req) bool { return most(p) == 0 })
	nodes := c.each(parts, here, func(p *req) int { return min(most(p), 1) })
	if m == 1 {
		return requirement.Node{Any: nodes}
	}
	if m > len(nodes) {
		c.unread = append(c.unread, fmt.Sprintf("%d of %d parts", m, len(nodes)))
		m = len(nodes)
	}
	return requirement.Node{Choose: &requirement.Choose{Count: m, Of: nodes}}
}
