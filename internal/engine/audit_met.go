package engine

import (
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// A test may look at the result of another requirement: three courses, or one if
// the core is satisfied. How the program stands today is answered with today's
// results. The least that remains is another question: when the program is
// finished the results are others, and what was needed without the core may be
// needed no more. So every combination of results that can hold at the end is
// tried, and the least of all counts.

// maxMet bounds the results that are tried both ways.
const maxMet = 5

// solveResults solves until the tests that look at results have them, and then
// finds the least that remains whatever they will be.
func (e *evaluation) solveResults() (*programSolution, error) {
	sol, err := e.solveProgram()
	if err != nil || !e.prog.met {
		return sol, err
	}
	sol, err = e.settleResults(sol)
	if err != nil || sol.answer.Verdict == audit.Complete {
		return sol, err
	}
	return e.leastResults(sol)
}

// maxRounds bounds how often an audit is done again because a test looks at the
// result of another requirement. Validation refuses circles, so that each round
// settles at least one more.
const maxRounds = 16

func (e *evaluation) settleResults(sol *programSolution) (*programSolution, error) {
	for range maxRounds {
		results := sol.results()
		if sameResults(results, e.results) {
			break
		}
		e.results = results
		var err error
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

func sameResults(a, b map[string]requirement.Truth) bool { return maps.Equal(a, b) }

// leastResults tries the results that the tests look at both ways. now is the
// answer with today's; what it returns is that, or a complete one that was
// found.
func (e *evaluation) leastResults(now *programSolution) (*programSolution, error) {
	today := e.results
	defer func() { e.results = today }()
	tested := e.prog.tested(now.results())
	if len(tested) == 0 {
		return now, nil
	}
	if len(tested) > maxMet {
		now.assumed = true
		return now, nil
	}
	var least *programSolution
	below := now.answer.Bound // of what is tried and might be reached
	for mask := range 1 << len(tested) {
		e.results = maps.Clone(today)
		for i, path := range tested {
			e.results[path] = requirement.No
			if mask>>i&1 == 1 {
				e.results[path] = requirement.Yes
			}
		}
		sol, err := e.solveProgram()
		if err != nil {
			return nil, err
		}
		if !sol.proven || sol.canEnd(tested, e.results) != requirement.Yes {
			if sol.canEnd(tested, e.results) != requirement.No {
				below = credit.Min(below, sol.answer.Bound)
			}
			continue
		}
		if sol.answer.Verdict == audit.Complete {
			today = e.results
			return sol, nil
		}
		if least == nil || sol.less(least) {
			least = sol
		}
	}
	if least == nil {
		now.assumed = true
		return now, nil
	}
	now.least, now.below = least, credit.Min(below, least.answer.Remaining)
	if below.Equal(now.answer.Bound) {
		now.below = least.answer.Remaining // nothing else could be less
	}
	return now, nil
}

// canEnd reports whether the results can be those of the finished program: what
// is taken as satisfied is, or is owed; what is taken as not satisfied is not,
// and is not owed. Open is what might with other choices.
func (s *programSolution) canEnd(tested []string, results map[string]requirement.Truth) requirement.Truth {
	out := requirement.Yes
	for i := range s.tree.Nodes {
		n, a := &s.tree.Nodes[i], &s.answer.Parts[0].Nodes[i]
		if n.Made || !slices.Contains(tested, n.Path) {
			continue
		}
		will := a.Truth == requirement.Yes || a.Owed
		switch {
		case will == (results[n.Path] == requirement.Yes):
		case s.always(i):
			return requirement.No // it is owed in any case
		default:
			out = requirement.Open
		}
	}
	return out
}

// always reports whether a node is owed whatever branches are taken.
func (s *programSolution) always(at int) bool {
	for at = s.tree.Nodes[at].Parent; at >= 0; at = s.tree.Nodes[at].Parent {
		if n := &s.tree.Nodes[at]; len(n.Children) > s.needed(at) {
			return false
		}
	}
	return true
}

func (s *programSolution) needed(at int) int {
	o := outline{}
	return o.parts(&s.tree.Nodes[at])
}

// less reports whether less remains.
func (s *programSolution) less(o *programSolution) bool {
	if c := s.answer.Remaining.Cmp(o.answer.Remaining); c != 0 {
		return c < 0
	}
	return s.answer.Parts[0].Nodes[0].Missing < o.answer.Parts[0].Nodes[0].Missing
}

// end is the solution by which the program is finished with the least work.
func (s *programSolution) end() *programSolution {
	if s.least != nil {
		return s.least
	}
	return s
}

// lacking counts the requirements without parts that lack something, totals left
// out, which lack the same again. The goal of the search counts only those of the
// greater work, where a total hides the others.
func (s *programSolution) lacking() int {
	count := 0
	for i := range s.tree.Nodes {
		if n, a := &s.tree.Nodes[i], &s.answer.Parts[0].Nodes[i]; (n.Kind == view.Take && !n.Free || n.Kind == view.Fixed) && a.Owed && a.Truth != requirement.Yes {
			count++
		}
	}
	return count
}

// left is what remains of a solution.
func (e *evaluation) left(s *programSolution) Remaining {
	r := e.remaining(s.end().answer)
	r.Unmet = max(s.answer.Unmet, s.lacking())
	if s.least != nil && s.below.Cmp(s.least.answer.Remaining) < 0 {
		bound := e.quantity(s.below)
		r.Bound = &bound
	}
	if s.assumed {
		none := e.quantity(credit.Amount{})
		r.Bound = &none
	}
	e.leftToFinish(s, &r)
	return r
}

// tested lists the requirements of the program at whose results some test looks
// and that are not satisfied yet.
func (v *programVersion) tested(results map[string]requirement.Truth) []string {
	var out []string
	var see func(t *requirement.Test)
	see = func(t *requirement.Test) {
		if truth, ours := results[t.Met]; t.Met != "" && ours && truth != requirement.Yes && !slices.Contains(out, t.Met) {
			out = append(out, t.Met)
		}
		if t.Not != nil {
			see(t.Not)
		}
		for i := range t.All {
			see(&t.All[i])
		}
		for i := range t.Any {
			see(&t.Any[i])
		}
	}
	for i := range v.places {
		n := v.places[i].Node
		if n.If != nil {
			see(&n.If.Test)
		}
		for k := range n.Changes {
			see(&n.Changes[k].When)
		}
	}
	return out
}

// whenMet says of a requirement that its need will be another when the tested
// requirements are satisfied.
func (o *outline) whenMet(at int) []Reason {
	end := o.sol.least
	if end == nil {
		return nil
	}
	n := &o.tree.Nodes[at]
	for i := range end.tree.Nodes {
		k := &end.tree.Nodes[i]
		if k.Path != n.Path || k.Made || k.Kind != n.Kind {
			continue
		}
		now, then := needWords(n), needWords(k)
		if now.Equal(then) {
			return nil
		}
		r := because("requirement_need_changes", wording.Of("reason.need_changes",
			"as the program stands today this needs {now}; with what finishes it best, {then}", "now", now, "then", then))
		r.Have, r.Need = said(now), said(then)
		return []Reason{r}
	}
	return nil
}

// needWords is what a node asks for: "3 courses and 9 credits".
func needWords(n *view.Node) wording.Phrase {
	var out []wording.Phrase
	if n.Items > 0 {
		out = append(out, wording.Count("count.courses", n.Items, "{n} course", "{n} courses"))
	}
	if n.Credits.Sign() > 0 {
		out = append(out, creditPhrase(n.Credits))
	}
	if n.Distinct > 0 {
		by := string(n.By)
		out = append(out, wording.Count("count.different", n.Distinct, "{n} different {class}", "{n} different {class}s",
			"class", by, "one", wording.Term("different_one", by, by), "many", wording.Term("different", by, by)))
	}
	if n.Kind == view.Choose {
		out = append(out, wording.Count("count.parts", n.K, "{n} part", "{n} parts"))
	}
	if len(out) == 0 {
		return wording.Of("need.nothing", "nothing by number")
	}
	return wording.And(out)
}
