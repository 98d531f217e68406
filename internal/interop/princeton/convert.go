package princeton

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
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
