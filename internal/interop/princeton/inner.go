package princeton

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
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

// poolable parts pass up their courses one by one: what is asked of them
// together is a number of courses from all their lists.
func (c *converter) poolable(parts []*req) bool {
	for _, p := range parts {
		leaf := p.hasCourses || p.areas != nil
		if !leaf && !c.poolable(p.parts) || !leaf && len(p.parts) == 0 || need(p, 0) > 1 || p.byTerm > 0 || p.double != nil && *p.double || p.common >= 0 {
			return false
		}
	}
	return true
}

// pool is m courses of all lists together, of each list at most what it may
// pass up.
func (c *converter) pool(q *req, m int, here place) requirement.Node {
	union := requirement.ItemFilter{}
	var limits []requirement.Limit
	c.lists(q.parts, m, here, &union, &limits)
	n := c.take(m, &union, here)
	n.Limits = limits
	return n
}

func (c *converter) lists(parts []*req, m int, here place, union *requirement.ItemFilter, limits *[]requirement.Limit) {
	first := len(union.Any)
	var caps []int
	for i, p := range parts {
		below := here
		below.file += "//" + orElse(p.name, fmt.Sprintf("%03d", i))
		c.paths[below.file] = here.path // part of the pool above
		own := requirement.ItemFilter{}
		if p.parts != nil {
			c.lists(p.parts, m, below, &own, limits)
		} else {
			own = *c.filter(p)
		}
		union.Any = append(union.Any, own)
		caps = append(caps, p.maxCounted)
		if p.pdfs >= 0 {
			pdfs := p.pdfs
			*limits = append(*limits, requirement.Limit{Items: &pdfs, Of: &requirement.ItemFilter{All: []requirement.ItemFilter{own, {Grading: requirement.PassFail}}}})
		}
	}
	own := union.Any[first:]
	for i := range own {
		if caps[i] < m {
			*limits = append(*limits, requirement.Limit{Items: &caps[i], Of: alone(own, i)})
		}
	}
}

// alone is what one list has and no other: a course of two lists may be passed
// up by either, so that only the courses of one list alone are bounded by it.
func alone(lists []requirement.ItemFilter, i int) *requirement.ItemFilter {
	f := lists[i]
	var others []requirement.ItemFilter
	for j := range lists {
		if j != i && overlap(&f, &lists[j]) {
			others = append(others, lists[j])
		}
	}
	switch {
	case others == nil:
		return &f
	case len(others) == 1 && f.Except == nil:
		f.Except = &others[0]
		return &f
	}
	return &requirement.ItemFilter{All: []requirement.ItemFilter{f}, Except: &requirement.ItemFilter{Any: others}}
}

// overlap reports whether two lists may have a course in common.
func overlap(a, b *requirement.ItemFilter) bool {
	var closed requirement.Closed
	x, okX := closed.Items(a)
	y, okY := closed.Items(b)
	if okX && okY {
		return slices.ContainsFunc(x, func(id catalog.ItemID) bool { return slices.Contains(y, id) })
	}
	in := map[string]bool{}
	subjects(a, in)
	out := map[string]bool{}
	subjects(b, out)
	for s := range in {
		if out[s] || s == "" || out[""] {
			return true
		}
	}
	return false
}

// subjects collects the subjects that a filter names; "" stands for any.
func subjects(f *requirement.ItemFilter, into map[string]bool) {
	for _, id := range f.Items {
		local := string(id)[len(Institution)+1:]
		subject, _, _ := strings.Cut(strings.ToUpper(local), "-")
		into[subject] = true
	}
	for _, s := range f.Subjects {
		into[s] = true
	}
	for i := range f.Any {
		subjects(&f.Any[i], into)
	}
	if f.Set != "" || f.Attributes != nil {
		into[""] = true
	}
}

// gather makes one part of those that pass up their courses one by one.
func gather(parts []*req) []*req {
	c := converter{}
	pool := &req{pdfs: -1, common: -1, made: true}
	var out []*req
	for _, p := range parts {
		if c.poolable([]*req{p}) {
			pool.parts = append(pool.parts, p)
			pool.maxCounted += most(p)
			continue
		}
		out = append(out, p)
	}
	if len(pool.parts) < 2 {
		return parts
	}
	return append(out, pool)
}

// maxMixed bounds the combinations that are written out.
const maxMixed = 400

// mixed writes out every way in which parts that pass up different amounts
// reach m: at least so much from each, no way that another one implies.
func (c *converter) mixed(parts []*req, m int, here place) requirement.Node {
	var ways [][]int
	levels := make([]int, len(parts))
	var walk func(i, left int)
	walk = func(i, left int) {
		if left <= 0 || i == len(parts) || len(ways) > maxMixed {
			if left <= 0 && minimal(levels[:i], parts, m) {
				ways = append(ways, append([]int(nil), levels[:i]...))
			}
			return
		}
		p := parts[i]
		for k := min(most(p), max(m, need(p, 0))); k >= 0; k-- {
			if levels[i] = k; k > 0 && k < min(need(p, 0), most(p)) {
				continue // passes up nothing below its own need
			}
			walk(i+1, left-k)
		}
		levels[i] = 0
	}
	walk(0, m)
	if len(ways) == 0 || len(ways) > maxMixed {
		c.unread = append(c.unread, fmt.Sprintf("%d ways to reach %d", len(ways), m))
		return requirement.Node{Unknown: "The file combines the parts in too many ways."}
	}
	return requirement.Node{Any: c.ways(parts, ways, here)}
}

// minimal reports whether no part could pass up one less.
func minimal(levels []int, parts []*req, m int) bool {
	sum := 0
	for _, k := range levels {
		sum += k
	}
	for i, k := range levels {
		if k == 0 {
			continue
		}
		lower := k - 1
		if lower < min(need(parts[i], 0), most(parts[i])) {
			lower = 0
		}
		if sum-k+lower >= m {
			return false
		}
	}
	return true
}

func (c *converter) ways(parts []*req, ways [][]int, here place) []requirement.Node {
	var out []requirement.Node
	for w, levels := range ways {
		var chosen []*req
		var at []int
		for i, k := range levels {
			if k > 0 {
				chosen, at = append(chosen, parts[i]), append(at, k)
			}
		}
		below := here
		below.path = join(here.path, fmt.Sprintf("way-%d", w+1))
		i := -1
		nodes := c.each(chosen, below, func(*req) int { i++; return at[i] })
		out = append(out, requirement.Node{ID: fmt.Sprintf("way-%d", w+1), All: nodes})
	}
	return out
}
