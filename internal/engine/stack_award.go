package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

func (w *stackWriter) award(d *stackDone) StackAward {
	p := &w.ix.list[d.program]
	in := &w.s.institutions[p.inst]
	a := StackAward{
		Program: p.ID, Title: w.title(d.program), Institution: p.Institution, InstitutionName: in.Name,
		Credential: p.Credential, Level: w.level(d.program), Conferral: w.conferral(d.program),
		Pieces: cmp.Or(p.policy.Pieces, requirement.PiecesShared), Issued: d.issued, Expires: d.expires,
		Counts: credit.Quantity{Unit: in.Unit}, Elsewhere: credit.Quantity{Unit: in.Unit},
	}
	if d.line != nil {
		a.Line = d.line.id
	}
	if d.held {
		a.Reasons = append(a.Reasons, stackHeld(d.line))
	} else {
		w.fill(&a, d)
	}
	if d.renewed != nil {
		a.Reasons = append(a.Reasons, *d.renewed)
	}
	if a.Expired = !a.Expires.IsZero() && a.Expires < w.q.AsOf; a.Expired {
		a.Reasons = append(a.Reasons, stackExpired(a.Expires, w.q.AsOf))
	}
	for q := range w.ix.list {
		longer := &w.ix.list[q]
		if w.c.state.done[int32(q)] == nil && w.held[int32(q)] == nil && slices.Contains(longer.policy.Exits, p.ID) {
			a.ExitOf = append(a.ExitOf, longer.ID)
		}
	}
	return a
}

// fill says what a completed program is made of.
func (w *stackWriter) fill(a *StackAward, d *stackDone) {
	answer := d.answer
	a.Step = w.step(d)
	a.Counts.Amount, a.Elsewhere.Amount = answer.counts, answer.elsewhere
	o := w.outlineOf(answer)
	for piece := range usedPieces(answer.sol) {
		a.Uses = append(a.Uses, o.use(piece, false))
	}
	for _, q := range w.foundations(d) {
		a.BuildsOn = append(a.BuildsOn, w.ix.list[q].ID)
	}
	a.ReverseTransfer = w.reverse(d)
	if a.Conferral == requirement.ByApplication {
		a.Reasons = append(a.Reasons, stackAvailable(d.issued))
	} else {
		a.Reasons = append(a.Reasons, stackConferred(d.issued))
	}
	if a.ReverseTransfer {
		a.Reasons = append(a.Reasons, stackReverse(a, w.lastHome(d.program)))
	}
}

// outlineOf lets an answer be read as an audit is.
func (r *stackRun) outlineOf(a *stackAnswer) *outline {
	return &outline{e: a.e, sol: a.sol, tree: a.sol.tree, part: &a.sol.answer.Parts[0], items: &a.sol.question.Parts[0]}
}

// foundations are the programs whose credentials a completed one uses, or looks
// at, ascending.
func (w *stackWriter) foundations(d *stackDone) []int32 {
	var out []int32
	for _, id := range d.used {
		if c := w.byID[id]; c != nil {
			out = addOnce(out, c.program)
		}
	}
	sol, e := d.answer.sol, d.answer.e
	for i := range sol.tree.Nodes {
		n := &sol.tree.Nodes[i]
		if n.Kind == view.Fixed && n.From != nil && n.From.Held != nil && n.Truth == requirement.Yes && sol.answer.Parts[0].Nodes[i].Owed {
			out = w.looksAt(out, d.answer.held, e, n.From.Held)
		}
	}
	for _, id := range w.ix.list[d.program].tests {
		q, ok := w.ix.byID[id]
		if ok && (w.held[q] != nil || w.c.state.done[q] != nil && w.conferral(q) == requirement.Automatic) {
			out = addOnce(out, q)
		}
	}
	slices.Sort(out)
	return out
}

// looksAt adds the programs behind what a filter selects of what is held.
func (w *stackWriter) looksAt(out []int32, list []requirement.Piece, e *evaluation, f *requirement.ItemFilter) []int32 {
	sel := requirement.Selector{Pieces: list, Sets: e.prog.Sets, AsOf: e.asOf, Scales: w.s.scales, HomeScale: e.recv.GradeScale}
	for i, t := range sel.Select(f) {
		if c := w.byID[list[i].Line]; c != nil && t == requirement.Yes {
			out = addOnce(out, c.program)
		}
	}
	return out
}

// step is one more than that of what the program builds on.
func (w *stackWriter) step(d *stackDone) int {
	if n, ok := w.steps[d.program]; ok {
		return n
	}
	w.steps[d.program] = 1 // a circle, which validation refuses, ends here
	n := 1
	for _, q := range w.foundations(d) {
		if c := w.c.state.done[q]; c != nil && q != d.program {
			n = max(n, w.step(c)+1)
		}
	}
	w.steps[d.program] = n
	return n
}
