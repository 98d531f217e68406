package princeton

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/requirement"
)

// need is how much a requirement must count to pass up at least k.
func need(q *req, k int) int {
	m := q.minNeeded
	switch {
	case m < 0 && q.parts != nil:
		m = 0
		for _, p := range q.parts {
			m += stated(p)
		}
	case m < 0:
		m = len(q.courses)
	}
	return max(m, k)
}

// stated is what a part adds to ALL.
func stated(p *req) int {
	if p.maxCounted < unlimited {
		return p.maxCounted
	}
	return max(p.minNeeded, 0)
}

// most is what a part can pass up, given its lists.
func most(q *req) int {
	switch {
	case q.parts != nil:
		sum := 0
		for _, p := range q.parts {
			sum += most(p)
		}
		return min(q.maxCounted, sum)
	case q.hasCourses && !slices.ContainsFunc(q.courses, wildcard):
		return min(q.maxCounted, len(q.courses))
	}
	return q.maxCounted
}

func wildcard(course string) bool {
	return strings.ContainsAny(course, "*/") || strings.HasPrefix(course, "LANG")
}

// at is "the requirement passes up at least k"; k is 0 for "is satisfied".
func (c *converter) at(q *req, k int, here place) requirement.Node {
	n := requirement.Node{}
	if q.double != nil {
		here.double = *q.double
	}
	m := need(q, k)
	switch {
	case q.parts != nil:
		n = c.inner(q, m, here)
	case q.hasCourses, q.areas != nil:
		n = c.take(m, c.filter(q), here)
	case q.numCourses > 0:
		n.Take = &requirement.Take{Items: q.numCourses, Free: true}
	default:
		n.Unknown = "The file does not check: " + orElse(q.name, "this requirement") + "."
	}
	n.Recommended = n.Recommended || m <= 0 && n.Unknown == "" && q.numCourses == 0
	c.limits(&n, q)
	return n
}

// filter is what a leaf selects.
func (c *converter) filter(q *req) *requirement.ItemFilter {
	if q.hasCourses {
		return c.courses(q.courses, q.excluded)
	}
	var parts []requirement.ItemFilter
	for _, area := range q.areas {
		parts = append(parts, requirement.ItemFilter{Attributes: map[string]string{"area": area}})
	}
	f := &requirement.ItemFilter{Any: parts}
	if len(parts) == 1 {
		f = &parts[0]
	}
	if len(q.excluded) > 0 {
		f.Except = c.courses(q.excluded, nil)
	}
	return f
}

func (c *converter) take(m int, f *requirement.ItemFilter, here place) requirement.Node {
	n := requirement.Node{}
	if bare := (requirement.ItemFilter{Items: f.Items}); m == 1 && len(f.Items) == 1 && same(f, &bare) {
		n.Item = f.Items[0]
	} else {
		n.Take = &requirement.Take{Items: max(m, 1), From: f}
	}
	if here.double { // a scope of its own shares with every other
		c.scopes++
		n.Scope = "double-" + strconv.Itoa(c.scopes)
	}
	return n
}

// limits adds what stands beside the list of a requirement.
func (c *converter) limits(n *requirement.Node, q *req) {
	n.Title, n.About = q.name, q.about
	if q.byTerm > 0 && q.byTerm < lastTerm {
		n.Where = &requirement.ItemFilter{ByTerm: q.byTerm}
	}
	if q.minGrade > 0 {
		if n.Where == nil {
			n.Where = &requirement.ItemFilter{}
		}
		n.Where.MinGrade = "us-points:" + strconv.Itoa(q.minGrade)
	}
	if q.pdfs >= 0 && n.Unknown == "" {
		pdfs := q.pdfs
		n.Limits = append(n.Limits, requirement.Limit{Items: &pdfs, Of: &requirement.ItemFilter{Grading: requirement.PassFail}})
	}
}

// lastTerm is the last of a learner's terms: to be done by then is no limit.
const lastTerm = 8

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func same(a, b *requirement.ItemFilter) bool {
	return fmt.Sprintf("%+v", *a) == fmt.Sprintf("%+v", *b)
}

func slug(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
