package audit

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// Finish is the cheapest choice of bundles that completes a question.
type Finish struct {
	// Answer is the placement, nil where none was found.
	Answer *Answer
	// Cost is the sum of the costs of its bundles.
	Cost int64
	// Impossible says that no choice completes it; Proven that none is cheaper.
	// Wide says that some budget is narrower than could be asked for, so that
	// what was found may be over it.
	Impossible, Proven, Wide bool
	// Steps is the work done.
	Steps int
}

// Finish finds the choice of bundles that completes a question at the least
// cost. The error is that of [Auditor.Answer].
func (v *Auditor) Finish(q *Question) (Finish, error) {
	own := *q
	own.Finishing = true
	m := newModel(&own, false, false)
	if !m.ok {
		return Finish{}, ErrTooFine
	}
	// Whether it can be done at all is found sooner than the least of it.
	first, err := v.solver.Solve(&m.p, solve.Options{Goals: []solve.Goal{solve.Satisfied}, Budget: q.Budget})
	if err != nil {
		return Finish{}, fmt.Errorf("the requirements make no problem: %w", err)
	}
	out := Finish{Steps: first.Steps}
	if !first.Satisfied {
		out.Impossible = first.Proven && !m.narrow
		return out, nil
	}
	goals := []solve.Goal{solve.Satisfied, solve.BundleCost}
	placed, err := v.solver.Solve(&m.p, solve.Options{Goals: goals, Budget: q.Budget, Enough: q.Enough})
	if err != nil {
		return Finish{}, fmt.Errorf("the requirements make no problem: %w", err)
	}
	out.Steps += placed.Steps
	if len(placed.Goals) < len(goals) {
		return out, ErrTooMany
	}
	if !placed.Satisfied {
		return out, nil
	}
	out.Cost, out.Proven, out.Wide = placed.Goals[1], placed.Proven && !m.narrow, m.wide
	a := &Answer{model: m, placed: placed, Proven: out.Proven && !m.wide, Verdict: Complete}
	a.read(goals)
	out.Answer = a
	return out, nil
}

// Place places a question that is known to be complete, as [Auditor.Answer]
// would; nil says that it was not found so.
func (v *Auditor) Place(q *Question) *Answer {
	m := newModel(q, false, true)
	a, err := v.place(m, one)
	if m.pooled && (err != nil || !a.placed.Satisfied || !a.agrees()) {
		a, err = v.place(newModel(q, false, false), one)
	}
	if err != nil || !a.placed.Satisfied {
		return nil
	}
	return a
}

// Holds reports whether a question is complete with what is certain; where the
// search reached its budget it says no.
func (v *Auditor) Holds(q *Question) bool {
	m := newModel(q, false, false)
	if !m.ok {
		return false
	}
	a, err := v.solver.Solve(&m.p, solve.Options{Goals: []solve.Goal{solve.Satisfied}, Budget: q.Budget})
	return err == nil && a.Satisfied && !m.wide
}
