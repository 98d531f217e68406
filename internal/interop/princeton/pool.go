package princeton

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

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
