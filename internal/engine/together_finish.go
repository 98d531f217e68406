package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// finish says what remains of all programs: the least set of future items that
// completes every one of them, with their budgets.
func (j *joint) finish() {
	j.out.Remaining = j.evals[0].remaining(j.answer)
	if j.answer.Verdict == audit.Complete {
		return
	}
	r := &j.out.Remaining
	c, sol := j.crew(), j.crewSolution()
	e := *j.evals[0]
	e.crew, e.prog, e.results, e.figures = c, c.version(), nil, j.q.Brief
	sol.tree = c.tree(sol.pieces.list)
	sol.answer = blank(sol.tree)
	f := e.findFinish(sol)
	if !f.found {
		least := e.quantity(j.leastOfOne())
		r.Bound = &least
		return
	}
	j.found = f
	r.Credits, r.Items, r.Bound = e.quantity(f.best.credits), f.best.items, nil
	if !f.proven || !j.exact(f) {
		if least := e.quantity(j.leastOfOne()); least.Amount.Cmp(f.best.credits) < 0 {
			r.Bound = &least
		}
	}
	if !j.q.Brief {
		j.ways(f)
	}
}

// crew are the programs for the search.
func (j *joint) crew() *crew {
	c := &crew{base: len(j.question.Items), maxUses: j.q.MaxUses, between: j.question.Between}
	for k, e := range j.evals {
		sol, part := j.sols[k], &j.question.Parts[k]
		m := crewMember{e: e, own: sol.pieces.list, factor: part.Factor, under: sol.end().under}
		for piece := range m.own {
			at := part.At(int32(piece))
			if !j.whole && !sol.has(piece) {
				at = -1
			}
			m.item = append(m.item, at)
		}
		c.members = append(c.members, m)
	}
	return c
}

// crewSolution is what the search for one program begins with.
func (j *joint) crewSolution() *programSolution {
	out := &programSolution{question: &j.question, pieces: &pieces{list: make([]requirement.Piece, len(j.question.Items)), lines: j.lines}}
	for k := range slices.Backward(j.sols) { // of several views of a piece the first program's
		for piece, p := range j.question.Parts[k].Tree.Pieces {
			at := j.question.Parts[k].At(int32(piece))
			p.Credits = j.question.Items[at].Credits
			out.pieces.list[at] = p
		}
	}
	return out
}

// blank is the answer of a tree of which nothing is known.
func blank(tree *view.Tree) *audit.Answer {
	nodes := make([]audit.NodeAnswer, len(tree.Nodes))
	for i := range nodes {
		nodes[i].Conditions = make([]audit.ConditionAnswer, len(tree.Nodes[i].Conditions))
	}
	return &audit.Answer{Verdict: audit.Incomplete, Parts: []audit.PartAnswer{{Nodes: nodes}}}
}

// leastOfOne is what no way for all of them can be less than: the most that one
// of the programs needs by itself.
func (j *joint) leastOfOne() credit.Amount {
	var most credit.Amount
	for k, e := range j.evals {
		if j.sols[k].answer.Verdict == audit.Complete {
			continue
		}
		e.figures = true
		r := e.left(j.sols[k])
		own := r.Credits.Amount
		if r.Bound != nil {
			own = credit.Min(own, r.Bound.Amount)
		}
		if f := j.question.Parts[k].Factor; !f.IsZero() {
			own = own.Mul(f)
		}
		most = credit.Max(most, own)
	}
	return most
}

// exact reports whether the search looked at everything: the rules that apply
// were not settled before it, no test looks at a result that will be another at
// the end, and no agreement could carry a course of one institution to another.
func (j *joint) exact(f *finish) bool {
	for k, sol := range j.sols {
		if sol.least != nil || sol.assumed || !j.whole && (len(sol.question.Groups) > 0 || j.evals[k].truncated) {
			return false
		}
	}
	for k, e := range j.evals {
		for i := range f.plan.futures {
			if x := &f.plan.futures[i]; x.item >= 0 && j.carries(x.item, e) && !j.evals[k].prog.named[x.piece.Item] {
				return false
			}
		}
	}
	return true
}

// carries reports whether an item of another institution could count at the
// program's through an agreement.
func (j *joint) carries(item int32, e *evaluation) bool {
	if j.s.items[item].institution == e.recvIdx {
		return false
	}
	found := false
	j.s.stacks.affected(j.s, &line{item: item, inst: j.s.items[item].institution}, func(p int32) {
		found = found || j.s.stacks.list[p].inst == e.recvIdx
	})
	return found
}

// ways writes the ways that were found, and the first of them as one change.
func (j *joint) ways(f *finish) {
	outlines := make([]*outline, len(j.evals))
	for k, e := range j.evals {
		outlines[k] = &outline{e: e, sol: j.sols[k]}
	}
	seen := map[string]bool{}
	for _, w := range append([]finishWay{f.best}, f.others...) {
		way := readWay(outlines, f.plan, &w, nil)
		for i := range way.Steps {
			slices.Sort(way.Steps[i].Programs)
		}
		if key := way.reads(); !seen[key] && len(j.out.Ways) < waysShown {
			seen[key] = true
			j.out.Ways = append(j.out.Ways, way)
		}
	}
	if f.own != nil && !slices.ContainsFunc(j.out.Ways, func(w Way) bool { return !w.asks }) {
		j.out.Ways = append(j.out.Ways[:min(len(j.out.Ways), waysShown-1)], readWay(outlines, f.own.plan, &f.own.best, nil))
	}
	if j.answer.Verdict == audit.Incomplete {
		j.out.Flips = []Flip{{To: audit.Complete, Text: f.plan.change(&f.best, j.out.Ways)}}
	}
}

// change is the best way as one change: the items by name where all are listed.
func (p *finishPlan) change(w *finishWay, ways []Way) string {
	var names []string
	for k := range p.futures {
		if !w.whole[k] {
			continue
		}
		if p.futures[k].item < 0 {
			names = nil
			break
		}
		names = append(names, p.e.s.itemName(p.futures[k].piece.Item))
	}
	if len(names) == 0 || len(p.owed) > 0 {
		return wayFlip(&Audit{Verdict: audit.Incomplete, Ways: ways})[0].Text
	}
	return "complete " + listed(names).String()
}

// share is what the best way takes for one program.
func (j *joint) share(k int) credit.Amount {
	f := j.found
	m := &f.plan.e.crew.members[k]
	used := map[int]bool{}
	for i := range m.count {
		a := &f.best.answer.Parts[0].Nodes[m.nodes+i]
		for _, piece := range slices.Concat(a.Uses, a.Extra) {
			used[int(piece)-f.plan.base] = true
		}
	}
	var sum credit.Amount
	for g, b := range f.best.bundles {
		from := &f.plan.groups[g].bundles[b]
		if slices.ContainsFunc(from.whole, func(k int) bool { return used[k] }) {
			sum = sum.Add(from.price)
		}
	}
	if !m.factor.IsZero() {
		sum = sum.Div(m.factor)
	}
	return sum
}
