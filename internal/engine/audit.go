package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
)

// withProgram solves transfer and requirements together and writes both.
func (e *evaluation) withProgram(notes []Reason) (TargetResult, error) {
	defer e.release()
	sol, err := e.solveResults()
	if err != nil {
		return TargetResult{}, err
	}
	e.solved = sol
	tr := e.result(&sol.solution, notes)
	tr.Audit = e.outline(sol, tr.Receiving)
	tr.Audit.Choices, tr.Audit.RightReasons = e.choices, slices.Concat(e.rightReasons, e.entryUnknown())
	if e.figures {
		return tr, nil
	}
	if tr.Audit.Lenses, err = e.lenses(); err != nil {
		return TargetResult{}, err
	}
	tr.Audit.Flips, err = e.flips(tr.Audit, tr.Lines)
	return tr, err
}

// lenses evaluates again with what is in progress, and with what is planned.
func (e *evaluation) lenses() ([]Lens, error) {
	var out []Lens
	for _, with := range []record.Status{record.InProgress, record.Planned} {
		if !slices.ContainsFunc(e.lines, func(l line) bool { return l.status == with || l.underWay() && with == record.InProgress }) {
			continue
		}
		other := e.assuming(with)
		other.figures = true
		sol, err := other.solveResults()
		if err != nil {
			other.release()
			return nil, err
		}
		verdict := sol.answer.Verdict
		if !sol.whole && verdict == audit.Incomplete {
			verdict = audit.Undecided
		}
		out = append(out, Lens{With: string(with), Verdict: verdict, Remaining: other.left(sol)})
		other.release()
	}
	return out, nil
}

// assuming is the evaluation with what is in progress (and, for planned, what
// is planned) taken as finished.
func (e *evaluation) assuming(with record.Status) *evaluation {
	return e.variant(func(l *line) bool {
		l.assumed = l.underWay() || l.status == with
		return true
	})
}

// variant is the evaluation with other lines: change changes one, and says
// whether it stays.
func (e *evaluation) variant(change func(l *line) bool) *evaluation {
	lines := make([]line, 0, len(e.lines))
	for i := range e.lines {
		l := e.lines[i]
		if change(&l) {
			lines = append(lines, l)
		}
	}
	return e.with(lines)
}

// with is the evaluation of other lines.
func (e *evaluation) with(lines []line) *evaluation {
	other := e.s.newEvaluation(e.rec, lines, e.target, e.asOf, e.budget)
	other.stop = e.stop
	other.hold(held{e.prog, e.right}) // a change never changes the catalogue
	other.collect()
	return other
}
