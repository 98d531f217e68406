package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/wording"
)

// settled prepares the evaluation of one target and finds its candidates; where
// the learner may choose the catalogue, the best version for the learner is
// taken and the others are kept beside it.
func (s *Snapshot) settled(q *Query, lines []line, t Target) (*evaluation, []Reason, error) {
	first := s.newEvaluation(&q.Record, lines, t, q.AsOf, q.Budget)
	first.stop = q.Stop
	choices := first.rights()
	if len(choices) == 1 {
		first.hold(choices[0])
	}
	if len(choices) < 2 {
		return first, first.collect(), nil
	}
	var (
		best  *evaluation
		notes []Reason
		chose int
		found []CatalogueChoice
	)
	for i, c := range choices {
		e := s.newEvaluation(&q.Record, lines, t, q.AsOf, q.Budget)
		e.stop, e.figures = q.Stop, true // the choice asks what remains, not which ways there are
		e.hold(c)
		said := e.collect()
		sol, err := e.solveResults()
		if err != nil {
			return nil, nil, err
		}
		found = append(found, e.choice(c, sol))
		if best == nil || better(&found[i], &found[chose]) {
			best, notes, chose = e, said, i
		}
	}
	found[chose].Chosen, best.figures = true, false
	best.choices, best.rightReasons = found, slices.Concat(first.rightReasons, []Reason{chosenBest(found, chose)})
	return best, notes, nil
}

// hold holds the learner to a version.
func (e *evaluation) hold(h held) { e.prog, e.right = h.version, h.right }

func (e *evaluation) choice(h held, sol *programSolution) CatalogueChoice {
	verdict := sol.answer.Verdict
	if !sol.whole && verdict == audit.Incomplete {
		verdict = audit.Undecided
	}
	return CatalogueChoice{
		Version: h.version.ID, Catalog: h.version.Catalog, Right: h.right.String(), RightWords: h.right, Verdict: verdict, Remaining: e.left(sol),
	}
}

// better reports whether choice a is better for the learner than b, in the order
// of engine.md section 5: complete, least remaining, fewest unmet.
func better(a, b *CatalogueChoice) bool {
	done := func(c *CatalogueChoice) int {
		if c.Verdict == audit.Complete {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(done(a), done(b)), a.Remaining.Credits.Amount.Cmp(b.Remaining.Credits.Amount), cmp.Compare(a.Remaining.Unmet, b.Remaining.Unmet),
	) < 0
}

func chosenBest(found []CatalogueChoice, chose int) Reason {
	c := &found[chose]
	version := wording.Name(c.Version)
	if c.Version == "" {
		version = wording.Row(c.Catalog)
	}
	r := because("catalogue_choice", wording.Of("reason.catalogue_choice", "of {n} catalogue versions that the learner may choose, {version} leaves least",
		"n", len(found), "version", version))
	r.Have = &Value{Text: c.Right, Words: c.RightWords}
	return r.fix(wording.Of("fix.another_catalogue", "the learner may ask for another of them"))
}
