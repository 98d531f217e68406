package audit

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// Auditor answers questions one after the other and keeps its memory. It is not
// safe for use by several goroutines at a time; the zero value is ready.
type Auditor struct {
	solver solve.Solver
}

// StopAt lets every search end as if its budget were reached once the channel is
// closed; nil is never.
func (v *Auditor) StopAt(stop <-chan struct{}) { v.solver.Stop = stop }

// one asks for a single program, several for programs that are solved
// together: then the most complete ones come before the least that remains.
var (
	one     = []solve.Goal{solve.Satisfied, solve.Remaining, solve.Unmet, solve.Lacking, solve.MostCredit, solve.BundleCost}
	several = []solve.Goal{solve.Satisfied, solve.TopUnmet, solve.Remaining, solve.Unmet, solve.Lacking, solve.MostCredit, solve.BundleCost}
)

// Answer solves a question. The error says that the numbers are too large or
// too finely divided, or that the trees do not make a problem.
func (v *Auditor) Answer(q *Question) (*Answer, error) {
	goals := one
	if len(q.Parts) > 1 {
		goals = several
	}
	m := newModel(q, false, true)
	a, err := v.place(m, goals)
	if err == nil && m.pooled && !a.agrees() {
		a, err = v.place(newModel(q, false, false), goals)
	}
	if err != nil {
		return nil, err
	}
	a.realise()
	return a, v.judge(a)
}

// place solves a model and reads the answer.
func (v *Auditor) place(m *model, goals []solve.Goal) (*Answer, error) {
	if !m.ok {
		return nil, ErrTooFine
	}
	placed, err := v.solver.Solve(&m.p, solve.Options{Goals: goals, Budget: m.q.Budget})
	if err != nil {
		return nil, fmt.Errorf("the requirements make no problem: %w", err)
	}
	if len(placed.Goals) < len(goals) { // beyond what the solver can count with
		return nil, ErrTooMany
	}
	a := &Answer{model: m, placed: placed, Proven: placed.Proven && !m.narrow && !m.wide}
	a.read(goals)
	return a, nil
}

// judge decides the verdicts: what is not complete is incomplete only where
// even what is open would not complete it.
func (v *Auditor) judge(a *Answer) error {
	m := a.model
	if a.placed.Satisfied {
		a.Verdict = Complete
		if m.wide {
			a.Verdict = Undecided
		}
	} else {
		holds, proven := false, refused(&a.placed)
		if m.q.open() {
			var err error
			if holds, proven, err = v.hope(m.q); err != nil {
				return err
			}
		}
		a.Verdict = Incomplete
		if holds || !proven || m.narrow {
			a.Verdict = Undecided
		}
	}
	for k := range a.Parts {
		p := &a.Parts[k]
		switch {
		case len(a.Parts) == 1:
			p.Verdict = a.Verdict
		case p.Nodes[0].Truth == requirement.Yes:
			p.Verdict = Complete
		case p.Nodes[0].Truth == requirement.Open || !a.Proven:
			p.Verdict = Undecided
		default:
			p.Verdict = Incomplete
		}
	}
	return nil
}

// hope asks whether everything would be satisfied if all that is open were.
func (v *Auditor) hope(q *Question) (holds, proven bool, err error) {
	m := newModel(q, true, false)
	if !m.ok {
		return false, false, nil
	}
	answer, err := v.solver.Solve(&m.p, solve.Options{Goals: []solve.Goal{solve.Satisfied}, Budget: q.Budget})
	if err != nil {
		return false, false, fmt.Errorf("the requirements make no problem: %w", err)
	}
	return answer.Satisfied, refused(&answer), nil
}

// refused reports whether it is proven that nothing satisfies the root: the
// search has ended, or its bound, whose first goal that is, leaves no doubt.
func refused(a *solve.Answer) bool {
	return a.Proven || len(a.Bound) > 0 && a.Bound[0] > 0
}

// open reports whether anything in the trees is open.
func (q *Question) open() bool {
	for k := range q.Parts {
		t := q.Parts[k].Tree
		for i := range t.Sets {
			if !t.Sets[i].Maybe.Empty() {
				return true
			}
		}
		for i := range t.Nodes {
			if t.Nodes[i].Kind == view.Fixed && t.Nodes[i].Truth == requirement.Open {
				return true
			}
		}
	}
	return false
}
