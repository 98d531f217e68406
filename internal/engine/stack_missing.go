package engine

import (
	"errors"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

func (w *stackWriter) nearMiss(n *nearProgram) NearMiss {
	p, c := &w.ix.list[n.program], n.cost
	in := &w.s.institutions[p.inst]
	out := NearMiss{
		Program: p.ID, Title: w.title(n.program), Institution: p.Institution, InstitutionName: in.Name,
		Credential: p.Credential, Remaining: c.answer.needs, AtMost: c.atMost, AtLeast: c.atLeast, Counts: credit.Quantity{Amount: c.plain.counts, Unit: in.Unit},
	}
	out.Remaining.Credits.Amount, out.Remaining.Items, out.Remaining.Unmet = c.credits, c.items, c.plain.needs.Unmet
	for _, q := range c.answer.sol.tree.Open {
		out.Questions = append(out.Questions, question(q.Path, q.Words))
	}
	if out.Missing = c.missing; out.Missing == nil {
		out.Missing = w.missing(c.answer)
	}
	for _, step := range c.earn {
		out.Earn = append(out.Earn, w.earn(n.program, step))
	}
	if c.answer.span {
		out.Reasons = append(out.Reasons, stackSpan(p.policy.SpanYears))
	}
	for _, id := range p.policy.Exits {
		q, ok := w.ix.byID[id]
		if ok && (w.held[q] != nil || w.c.state.done[q] != nil) {
			out.Exits = append(out.Exits, id)
		}
	}
	return out
}

// openChoice reports whether more branches could still be taken than are
// needed: then the choice is what is missing, and not one of its branches.
func openChoice(n *view.Node, nodes []audit.NodeAnswer) bool {
	if n.Kind != view.Any && n.Kind != view.Choose {
		return false
	}
	need, left := 1, 0
	if n.Kind == view.Choose {
		need = n.K
	}
	for _, c := range n.Children {
		if nodes[c].Truth == requirement.Yes {
			need--
		} else {
			left++
		}
	}
	return need > 0 && left > need
}

// below counts the items that owed leaves below a node lack.
func below(tree *view.Tree, nodes []audit.NodeAnswer, at int) int {
	sum := 0
	if nodes[at].Owed && nodes[at].Truth != requirement.Yes {
		sum = nodes[at].Missing
		for _, c := range tree.Nodes[at].Children {
			sum += below(tree, nodes, c)
		}
	}
	return sum
}

// asks says what a requirement asks for.
func (m StackMissing) asks(n *requirement.Node, s *Snapshot) StackMissing {
	m.Text, m.Words = n.Sentence(s.itemName), n.Words(s.itemName)
	return m
}

// missing lists the owed requirements that lack something: leaves, and minima
// and means of what is above them.
func (w *stackWriter) missing(a *stackAnswer) []StackMissing {
	var out []StackMissing
	o := w.outlineOf(a)
	nodes := a.sol.answer.Parts[0].Nodes
	whole := make([]bool, len(nodes)) // said already with what is above
	for i := range a.sol.tree.Nodes {
		n, s := &a.sol.tree.Nodes[i], &nodes[i]
		if whole[i] = n.Parent >= 0 && whole[n.Parent]; whole[i] || !s.Owed || s.Truth == requirement.Yes || len(out) >= maxMissing {
			continue
		}
		if openChoice(n, nodes) {
			whole[i] = true
			m := StackMissing{Path: n.Path, Credits: a.e.quantity(s.Remaining), Items: below(a.sol.tree, nodes, i)}
			out = append(out, m.asks(n.From, a.e.s))
			continue
		}
		m := StackMissing{Path: n.Path, Credits: a.e.quantity(s.Remaining), Items: s.Missing}
		if h := a.prices[n.Set]; h != nil && n.Kind == view.Fixed && priced(n) {
			m.Items = h.items
		}
		if n.Kind == view.Fixed || n.Kind == view.Take && s.Missing > 0 {
			out = append(out, m.asks(n.From, a.e.s))
			continue
		}
		for k := range s.Conditions {
			if !s.Conditions[k].Holds {
				m.Words = o.conditionWords(&n.Conditions[k])
				m.Text = m.Words.String()
				out = append(out, m)
			}
		}
	}
	return out
}

// unweighed lists a program whose requirements cannot be weighed exactly, with
// the reason; what it lacks is not known.
func (w *stackWriter) unweighed(p int32, why error) {
	w.undecided = true
	e := &w.ix.list[p]
	in := &w.s.institutions[e.inst]
	none := credit.Quantity{Unit: in.Unit}
	w.out.Undecided = append(w.out.Undecided, NearMiss{
		Program: e.ID, Title: w.title(p), Institution: e.Institution, InstitutionName: in.Name, Credential: e.Credential,
		Remaining: Remaining{Credits: none}, AtLeast: true, Counts: none,
		Reasons: []Reason{because("stack_unweighed", wording.Of("stack.unweighed", "it cannot be weighed exactly: {problem}", "problem", firstProblem(why)))},
	})
}

// firstProblem is the sentence of the first problem of an error.
func firstProblem(err error) string {
	var list diag.List
	if errors.As(err, &list) && len(list) > 0 {
		return list[0].Message
	}
	return err.Error()
}
