package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
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
	tr.Audit.Choices, tr.Audit.RightReasons = e.choices, e.rightReasons
	if tr.Audit.Lenses, err = e.lenses(); err != nil {
		return TargetResult{}, err
	}
	tr.Audit.Flips, err = e.flips(tr.Audit, tr.Lines)
	return tr, err
}

// maxRounds bounds how often an audit is done again because a test looks at the
// result of another requirement. Validation refuses circles, so that each round
// settles at least one more.
const maxRounds = 16

// solveResults solves until the tests that look at results have them.
func (e *evaluation) solveResults() (*programSolution, error) {
	sol, err := e.solveProgram()
	if err != nil || !e.prog.met {
		return sol, err
	}
	for range maxRounds {
		results := sol.results()
		if sameResults(results, e.results) {
			break
		}
		e.results = results
		if sol, err = e.solveProgram(); err != nil {
			return nil, err
		}
	}
	return sol, nil
}

// results are the requirements of a solution by path.
func (s *programSolution) results() map[string]requirement.Truth {
	out := map[string]requirement.Truth{}
	for i := range s.tree.Nodes {
		if n := &s.tree.Nodes[i]; !n.Made {
			out[n.Path] = s.answer.Parts[0].Nodes[i].Truth
		}
	}
	return out
}

func sameResults(a, b map[string]requirement.Truth) bool {
	if len(a) != len(b) {
		return false
	}
	for path, t := range a {
		if o, ok := b[path]; !ok || o != t {
			return false
		}
	}
	return true
}

// lenses evaluates again with what is in progress, and with what is planned.
func (e *evaluation) lenses() ([]Lens, error) {
	var out []Lens
	for _, with := range []record.Status{record.InProgress, record.Planned} {
		if !slices.ContainsFunc(e.lines, func(l line) bool { return l.expected() && l.status == with || l.future && with == record.InProgress }) {
			continue
		}
		other := e.assuming(with)
		sol, err := other.solveResults()
		other.release()
		if err != nil {
			return nil, err
		}
		verdict := sol.answer.Verdict
		if !sol.proven && verdict == audit.Incomplete {
			verdict = audit.Undecided
		}
		out = append(out, Lens{With: string(with), Verdict: verdict, Remaining: other.remaining(sol.answer)})
	}
	return out, nil
}

// assuming is the evaluation with what is in progress (and, for planned, what
// is planned) taken as finished.
func (e *evaluation) assuming(with record.Status) *evaluation {
	return e.variant(func(l *line) bool {
		l.assumed = l.status == record.InProgress || l.status == with || l.future
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
	other := e.s.newEvaluation(e.rec, lines, e.target, e.asOf, e.budget)
	other.stop = e.stop
	other.hold(held{e.prog, e.right}) // a change never changes the catalogue
	other.collect()
	return other
}
