package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// In reach is what lacks at most so many items, or of which at least three
// quarters are there.
const (
	reachItems = 4
	reachPart  = 4
	// maxMissing bounds the requirements that a near miss lists.
	maxMissing = 12
)

// nearProgram is a program that is not complete, with what ranks it.
type nearProgram struct {
	program int32
	answer  *stackAnswer
	left    credit.Amount // in semester credits
}

// nearMisses lists what is nearly complete, the least that is left first, and
// what waits for a person.
func (w *stackWriter) nearMisses() error {
	var steps, reach, open []nearProgram
	for _, p := range byProgram(w.c.state.near) {
		answer, err := w.nearAnswer(p)
		if err != nil {
			return err
		}
		n := nearProgram{p, answer, w.common(p, answer.needs.Credits.Amount)}
		switch {
		case answer.sol == nil || answer.verdict == audit.Complete:
		case answer.verdict == audit.Undecided && w.progress(answer):
			open = append(open, n)
			w.undecided = w.undecided || !answer.proven
		case !w.progress(answer):
		case answer.needs.Items <= 1:
			steps = append(steps, n)
		case inReach(answer):
			reach = append(reach, n)
		}
	}
	w.out.OneStep = w.list(steps)
	w.out.InReach = w.list(reach)
	w.out.Undecided = w.list(open)
	return nil
}

// nearAnswer is how a program stands when the pieces that the chosen awards
// use up are gone.
func (w *stackWriter) nearAnswer(p int32) (*stackAnswer, error) {
	spent := w.heldSpent(p)
	for _, q := range w.c.state.order {
		if w.rivals(p, q) {
			for _, id := range w.c.state.done[q].used {
				spent = spent.with(id)
			}
		}
	}
	return w.solveSpan(w.askOf(w.c.state, p, spent))
}

// progress reports whether something is there already.
func (w *stackWriter) progress(a *stackAnswer) bool {
	if len(a.used) > 0 {
		return true
	}
	for i := range a.sol.tree.Nodes {
		if a.sol.tree.Nodes[i].Kind == view.Fixed && a.sol.tree.Nodes[i].Truth == requirement.Yes {
			return true
		}
	}
	return false
}

func inReach(a *stackAnswer) bool {
	left := a.needs.Credits.Amount
	return a.needs.Items <= reachItems || left.Mul(credit.Int(reachPart)).Cmp(left.Add(a.counts)) <= 0
}

func (w *stackWriter) list(found []nearProgram) []NearMiss {
	slices.SortStableFunc(found, func(a, b nearProgram) int {
		return cmp.Or(a.left.Cmp(b.left), cmp.Compare(a.answer.needs.Items, b.answer.needs.Items),
			cmp.Compare(w.ix.list[a.program].ID, w.ix.list[b.program].ID))
	})
	limit := w.q.Near
	if limit == 0 {
		limit = DefaultNear
	}
	out := []NearMiss{}
	for i := range found {
		if i >= max(limit, 0) {
			w.out.More += len(found) - i
			break
		}
		out = append(out, w.nearMiss(&found[i]))
	}
	return out
}

func (w *stackWriter) nearMiss(n *nearProgram) NearMiss {
	p := &w.ix.list[n.program]
	in := &w.s.institutions[p.inst]
	out := NearMiss{
		Program: p.ID, Title: w.title(n.program), Institution: p.Institution, InstitutionName: in.Name,
		Credential: p.Credential, Remaining: n.answer.needs, Counts: credit.Quantity{Amount: n.answer.counts, Unit: in.Unit},
	}
	for _, q := range n.answer.sol.tree.Open {
		out.Questions = append(out.Questions, Question{Path: q.Path, Text: q.Text})
	}
	out.Missing = w.missing(n.answer)
	if n.answer.span {
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

// missing lists the owed requirements that lack something: leaves, and minima
// and means of what is above them.
func (w *stackWriter) missing(a *stackAnswer) []StackMissing {
	var out []StackMissing
	o := w.outlineOf(a)
	places, _ := requirement.Places(a.e.prog.Requires, 0, 0)
	o.byPointer = make(map[string]*requirement.Node, len(places))
	for i := range places {
		o.byPointer[places[i].Pointer] = places[i].Node
	}
	nodes := a.sol.answer.Parts[0].Nodes
	whole := make([]bool, len(nodes)) // said already with what is above
	for i := range a.sol.tree.Nodes {
		n, s := &a.sol.tree.Nodes[i], &nodes[i]
		if whole[i] = n.Parent >= 0 && whole[n.Parent]; whole[i] || !s.Owed || s.Truth == requirement.Yes || len(out) >= maxMissing {
			continue
		}
		if openChoice(n, nodes) {
			whole[i] = true
			out = append(out, StackMissing{Path: n.Path, Credits: a.e.quantity(s.Remaining), Items: below(a.sol.tree, nodes, i), Text: n.From.Sentence(a.e.s.itemName)})
			continue
		}
		m := StackMissing{Path: n.Path, Credits: a.e.quantity(s.Remaining), Items: s.Missing}
		if n.Kind == view.Fixed || n.Kind == view.Take && s.Missing > 0 {
			m.Text = n.From.Sentence(a.e.s.itemName)
			out = append(out, m)
			continue
		}
		for k := range s.Conditions {
			if !s.Conditions[k].Holds {
				m.Text = o.conditionWords(&n.Conditions[k])
				out = append(out, m)
			}
		}
	}
	return out
}
