package audit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// Way is one way to finish: what is then still to be done.
type Way struct {
	Remaining credit.Amount
	// Items is how many courses it takes at least; one can serve a total too.
	Items int
	Lacks []Lack
}

// Lack is what one requirement still needs. Condition is the condition of the
// node that lacks, or -1 where its own need does.
type Lack struct {
	Part, Node, Condition int
	Credits               credit.Amount
	Items                 int
	// Have is how the node stands in the way.
	Have *NodeAnswer
}

// maxWaySolves bounds the search for ways.
const maxWaySolves = 48

// wayBudget is the number of steps that all these searches share: other ways are
// a service, and may not take longer than the answer itself.
const wayBudget = 20_000

// wayLimit is the largest product of items and nodes for which other ways are
// looked for.
const wayLimit = 1 << 16

// avoid is what a requirement costs that a way must do without. It is more than
// any real remaining work, and small enough to be added up.
const avoid = 1 << 21

// Ways lists at most k ways to finish, least remaining work first; of equal
// ones the one found first. Two ways differ in what is still to be done, not
// only in how the pieces are placed. Every other way does without at least one
// step of a way, so the search forbids the steps of each way it finds, one at a
// time.
func (v *Auditor) Ways(a *Answer, k int) []Way {
	if a.Verdict == Complete || k <= 0 {
		return nil
	}
	if len(a.model.p.Items)*len(a.model.p.Nodes) > wayLimit {
		return []Way{wayOf(a)} // too large to be solved again and again
	}
	s := waySearch{v: v, q: a.model.q, left: wayBudget, seen: map[string]bool{}, known: map[string]bool{}}
	if s.q.Budget > 0 {
		s.left = min(s.left, s.q.Budget)
	}
	s.open = append(s.open, candidateWay{way: wayOf(a)})
	var out []Way
	for len(s.open) > 0 && len(out) < k {
		slices.SortStableFunc(s.open, func(x, y candidateWay) int { return x.way.Remaining.Cmp(y.way.Remaining) })
		next := s.open[0]
		s.open = s.open[1:]
		if key := signature(&next.way); !s.known[key] {
			s.known[key] = true
			out = append(out, next.way)
		}
		s.branch(&next)
	}
	return out
}

// candidateWay is a way with the solver's nodes that it had to do without.
type candidateWay struct {
	way       Way
	forbidden []int32
}

type waySearch struct {
	v      *Auditor
	q      *Question
	open   []candidateWay
	seen   map[string]bool
	known  map[string]bool
	solves int
	left   int // of the budget
}

// branch looks for the best way without each step of this one.
func (s *waySearch) branch(c *candidateWay) {
	for _, l := range c.way.Lacks {
		if s.solves >= maxWaySolves || s.left <= 0 || l.Condition >= 0 {
			continue
		}
		m := newModel(s.q, false, true)
		at := m.base[l.Part] + int32(l.Node)
		forbidden := append(slices.Clone(c.forbidden), at)
		slices.Sort(forbidden)
		key := keyOf(forbidden)
		if s.seen[key] {
			continue
		}
		s.seen[key] = true
		s.solves++
		if a := s.solve(m, forbidden); a != nil {
			s.open = append(s.open, candidateWay{wayOf(a), forbidden})
		}
	}
}

// solve finds the best way that leaves none of the nodes to be done, or nil.
func (s *waySearch) solve(m *model, forbidden []int32) *Answer {
	for _, at := range forbidden {
		if !m.forbid(at) {
			return nil
		}
	}
	q := *m.q
	q.Budget, m.q = s.left, &q
	a, err := s.v.place(m, one)
	if err != nil {
		return nil
	}
	if s.left -= a.placed.Steps; !a.Proven {
		return nil
	}
	a.realise()
	if a.Remaining.Cmp(m.amount(avoid)) >= 0 {
		return nil
	}
	return a
}

// forbid makes it dear that the node lacks anything. What lacks credits cannot
// be made so, and is left out with the branch it belongs to.
func (m *model) forbid(at int32) bool {
	n := &m.p.Nodes[at]
	switch {
	case n.Kind == solve.Fixed:
		n.Remaining = avoid
		return true
	case n.Kind == solve.Take && n.NeedCredits == 0:
		n.Typical = avoid
		return true
	}
	branch := m.branchOf(at)
	if branch < 0 {
		return false
	}
	m.p.Nodes[branch] = solve.Node{Kind: solve.Fixed, Key: m.p.Nodes[branch].Key, Remaining: avoid}
	return true
}

// branchOf is the nearest node at or above that is a branch of a choice, or -1.
func (m *model) branchOf(at int32) int32 {
	part, node := m.place(at)
	if part < 0 {
		return -1
	}
	nodes := m.q.Parts[part].Tree.Nodes
	for node >= 0 && nodes[node].Parent >= 0 {
		if k := nodes[nodes[node].Parent].Kind; k == view.Any || k == view.Choose {
			return m.base[part] + int32(node)
		}
		node = nodes[node].Parent
	}
	return -1
}

// wayOf reads what is still to be done from an answer.
func wayOf(a *Answer) Way {
	w := Way{Remaining: a.Remaining}
	for k := range a.Parts {
		tree := a.model.q.Parts[k].Tree
		w.Items += a.Parts[k].Nodes[0].Missing
		for i := range tree.Nodes {
			n, st := &tree.Nodes[i], &a.Parts[k].Nodes[i]
			if !st.Owed {
				continue
			}
			if (n.Kind == view.Take || n.Kind == view.Fixed) && st.Truth != requirement.Yes {
				w.Lacks = append(w.Lacks, Lack{Part: k, Node: i, Condition: -1, Credits: a.model.q.Parts[k].convert(st.Remaining), Items: st.Missing, Have: st})
			}
			for c := range st.Conditions {
				if !st.Conditions[c].Holds {
					w.Lacks = append(w.Lacks, Lack{Part: k, Node: i, Condition: c, Credits: a.model.short(k, i, c, st), Have: st})
				}
			}
		}
	}
	return w
}

// short is the credit that a minimum lacks.
func (m *model) short(part, node, condition int, st *NodeAnswer) credit.Amount {
	p := &m.q.Parts[part]
	c := &p.Tree.Nodes[node].Conditions[condition]
	if c.Measure == view.AtLeastItems {
		return c.Amount.Sub(st.Conditions[condition].Have).Mul(m.amount(m.p.Nodes[m.base[part]+int32(node)].Typical))
	}
	return p.convert(c.Amount.Sub(st.Conditions[condition].Have))
}

func signature(w *Way) string {
	var list []int32
	for _, l := range w.Lacks {
		list = append(list, int32(l.Part), int32(l.Node), int32(l.Condition), int32(l.Items))
	}
	return keyOf(list)
}

func keyOf(list []int32) string {
	b := make([]byte, 0, 4*len(list))
	for _, n := range list {
		b = append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	}
	return string(b)
}
