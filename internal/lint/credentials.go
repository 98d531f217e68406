package lint

import (
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// stack is what the set says about credentials: who leads to them, who awards
// them, whether they can be earned.
type stack struct {
	leads      map[catalog.ItemID][]*requirement.Program
	publishes  map[publisher]bool
	awarded    map[catalog.ItemID]bool
	unearnable map[catalog.ItemID]string // why not; "" for what can be earned
}

// publisher is an institution that has programs in the set, for credentials of a
// kind or, with "", of any.
type publisher struct {
	institution catalog.InstitutionID
	kind        catalog.ItemKind
}

// expectsProgram reports whether a credential of the institution is expected to
// have a program. A micro-credential is often a single piece of learning; it
// needs a program only where its institution has programs for others.
func (s *stack) expectsProgram(it *catalog.Item) bool {
	switch it.Kind {
	case catalog.Certificate, catalog.Diploma, catalog.Degree:
		return s.publishes[publisher{it.Institution, ""}]
	}
	return it.Kind.Credential() && s.publishes[publisher{it.Institution, it.Kind}]
}

func (l *linter) stacks() *stack {
	if l.stack != nil {
		return l.stack
	}
	s := &stack{
		leads: map[catalog.ItemID][]*requirement.Program{}, publishes: map[publisher]bool{},
		awarded: map[catalog.ItemID]bool{}, unearnable: map[catalog.ItemID]string{},
	}
	for i := range l.set.Programs {
		p := &l.set.Programs[i]
		if p.Credential != "" {
			s.publishes[publisher{p.Institution, ""}] = true
			if it := l.items[p.Credential]; it != nil {
				s.publishes[publisher{p.Institution, it.Kind}] = true
			}
			s.leads[p.Credential] = append(s.leads[p.Credential], p)
		}
	}
	for i := range l.set.Agreements {
		a := &l.set.Agreements[i]
		for j := range a.Rules {
			if !live(a) {
				break
			}
			for k := range a.Rules[j].Awards {
				for _, id := range awardItems(&a.Rules[j].Awards[k]) {
					s.awarded[id] = true
				}
			}
		}
	}
	l.stack = s
	return s
}

// unearnable reports a requirement that names credentials of which nobody can
// earn any.
func (l *linter) unearnable(at string, p *requirement.Program, n *requirement.Node, closed *requirement.Closed) {
	ids, key := []catalog.ItemID(nil), ""
	switch {
	case n.Item != "":
		ids, key = []catalog.ItemID{n.Item}, "/item"
	case n.Held != nil:
		ids, _ = closed.Items(n.Held)
		key = "/held"
	}
	if l.work -= len(ids); len(ids) == 0 || l.work < 0 {
		return
	}
	why := ""
	for _, id := range ids {
		reason := l.whyNot(id)
		if reason == "" {
			return
		}
		why = first(why, reason)
	}
	if it := l.items[ids[0]]; n.Held == nil && !it.Kind.Credential() {
		return // a course that ended is reported as such
	}
	l.findf(at+key, CredentialUnearnable, "open a program that leads to it, or ask for something else",
		"%s asks for %s, which nobody can earn: %s", p.ID, l.code(ids[0]), why)
}

// whyNot says why nobody can earn an item any more, or "".
func (l *linter) whyNot(id catalog.ItemID) string {
	s := l.stacks()
	if why, known := s.unearnable[id]; known {
		return why
	}
	s.unearnable[id] = "" // circles are validation's to report
	s.unearnable[id] = l.judge(id)
	return s.unearnable[id]
}

func (l *linter) judge(id catalog.ItemID) string {
	it := l.items[id]
	if it == nil {
		return ""
	}
	if end := lastDay(it); !end.IsZero() && !l.asOf.IsZero() && end < l.asOf {
		return l.code(id) + " ended on " + end.String()
	}
	s := l.stacks()
	programs := s.leads[id]
	switch {
	case len(programs) == 0 && (s.awarded[id] || !s.expectsProgram(it)):
		return "" // a course, or of an institution that publishes no programs here
	case len(programs) == 0:
		return "no program of " + string(it.Institution) + " leads to it"
	}
	why := ""
	for _, p := range programs {
		reason := l.dead(p)
		if reason == "" {
			return ""
		}
		why = first(why, reason)
	}
	return why
}

// dead says why nobody who enters now can complete a program: it is closed, or
// asks, in a part that everybody owes, for what nobody can earn.
func (l *linter) dead(p *requirement.Program) string {
	open := false
	why := p.ID + " asks for nothing yet"
	for _, v := range p.Each {
		if l.closed(v) {
			why = p.ID + " has been closed since " + v.Catalog.To.String()
			continue
		}
		reason := ""
		if v.Requires != nil {
			reason = l.owes(v.Requires, 0)
		}
		if reason == "" {
			return ""
		}
		open, why = true, p.ID+" asks for what nobody can earn: "+reason
	}
	if !open && p.Requires == nil && p.Versions == nil {
		return ""
	}
	return why
}

// owes looks through what only All stands above.
func (l *linter) owes(n *requirement.Node, depth int) string {
	if n.Recommended || depth > requirement.MaxDepth {
		return ""
	}
	if l.work--; l.work < 0 {
		return ""
	}
	if n.Item != "" {
		return l.whyNot(n.Item)
	}
	for _, id := range n.Series {
		if why := l.whyNot(id); why != "" {
			return why
		}
	}
	for i := range n.All {
		if why := l.owes(&n.All[i], depth+1); why != "" {
			return why
		}
	}
	return ""
}
