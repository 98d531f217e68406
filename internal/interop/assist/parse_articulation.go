package assist

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/intake"
)

// articulation is one statement: what is received, and what is sent for it.
type articulation struct {
	cellID     string
	receiving  receiving
	sending    *sending // nil: nothing is said about sending
	attributes []string
	pointer    string
}

// sending is the source side of an articulation.
type sending struct {
	reason       string
	groups       []group
	conjunctions []conjunction
	denied       []intake.Key
	unreadable   bool // a course or group could not be read
}

type group struct {
	position    int
	conjunction string
	courses     []intake.Key
}

// conjunction joins the groups from begin to end, both included.
type conjunction struct {
	word       string
	begin, end int
}

// articulations reads the statements. Agreements by department wrap them in one
// more list, by prefix.
func (r reader) articulations(list *intake.Node) {
	for _, n := range list.List() {
		if n.Get("articulations").Present() && !n.Has("articulation") {
			r.articulations(n.Get("articulations").Embedded())
			continue
		}
		r.p.articulations = append(r.p.articulations, r.articulation(n))
	}
}

func (r reader) articulation(n *intake.Node) articulation {
	body := n
	if n.Has("articulation") {
		body = n.Get("articulation").Embedded()
	}
	a := articulation{
		cellID: strings.TrimSpace(n.Get("templateCellId").Text()), receiving: r.receiving(body),
		attributes: allAttributes(n), pointer: n.Pointer(),
	}
	if s := body.Get("sendingArticulation").Embedded(); s.Present() {
		a.sending = r.sending(s)
	}
	return a
}

func (r reader) sending(n *intake.Node) *sending {
	s := &sending{reason: intake.OneLine(n.Get("noArticulationReason").Text())}
	for i, g := range n.Get("items").List() {
		s.groups = append(s.groups, r.group(g, i, s))
	}
	slices.SortStableFunc(s.groups, func(a, b group) int { return cmp.Compare(a.position, b.position) })
	for _, c := range n.Get("courseGroupConjunctions").List() {
		s.conjunctions = append(s.conjunctions, conjunction{
			word:  strings.ToLower(c.Get("groupConjunction").Text()),
			begin: c.Get("sendingCourseGroupBeginPosition").Int(), end: c.Get("sendingCourseGroupEndPosition").Int(),
		})
	}
	for _, d := range n.Get("deniedCourses").List() {
		if d.Has("course") {
			d = d.Get("course")
		}
		if k, ok := r.course(d, r.p.sender); ok {
			s.denied = append(s.denied, k)
		}
	}
	return s
}

// group reads one group of courses. A course that stands alone in the list is a
// group of its own.
func (r reader) group(n *intake.Node, i int, s *sending) group {
	g := group{position: positionOf(n, i), conjunction: strings.ToLower(n.Get("courseConjunction").Text())}
	if !n.Has("items") {
		k, ok := r.course(n, r.p.sender)
		if ok {
			g.courses = []intake.Key{k}
		}
		s.unreadable = s.unreadable || !ok
		return g
	}
	type placed struct {
		position int
		key      intake.Key
	}
	var list []placed
	for i, c := range n.Get("items").List() {
		k, ok := r.course(c, r.p.sender)
		if !ok {
			s.unreadable = true
			continue
		}
		list = append(list, placed{positionOf(c, i), k})
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.position, b.position) })
	for _, c := range list {
		g.courses = append(g.courses, c.key)
	}
	return g
}
