package engine

import (
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/wording"
)

// FinishedWay is a set of items that is said to complete a program.
type FinishedWay struct {
	Credits credit.Amount
	Items   int
	Take    []catalog.ItemID
	// Unlisted says that it counts on courses that the catalogue does not list.
	Unlisted bool
}

// FinishedWays are the ways that were searched for the first target of a query;
// none where the estimate stands.
func (s *Snapshot) FinishedWays(q *Query) ([]FinishedWay, error) {
	lines, _ := s.recognise(&q.Record, q.AsOf)
	e := s.newEvaluation(&q.Record, lines, q.Targets[0], q.AsOf, 0)
	e.hold(held{s.programs[q.Targets[0].Program].versions[0], wording.Phrase{}})
	e.collect()
	sol, err := e.solveResults()
	if err != nil {
		return nil, err
	}
	f := e.finishing(sol)
	if f == nil || !f.found {
		return nil, nil
	}
	return f.ways(), nil
}

// TogetherWays are the ways that were found to complete all targets of a query.
func (s *Snapshot) TogetherWays(q *Query) (*Together, []FinishedWay, error) {
	lines, _ := s.recognise(&q.Record, q.AsOf)
	j, err := s.joined(q, lines)
	if err != nil || j == nil || j.found == nil {
		return &j.out, nil, err
	}
	return &j.out, j.found.ways(), nil
}

func (f *finish) ways() []FinishedWay {
	var out []FinishedWay
	for _, w := range append([]finishWay{f.best}, f.others...) {
		way := FinishedWay{Credits: w.credits, Items: w.items}
		for k := range f.plan.futures {
			if !w.whole[k] {
				continue
			}
			if x := &f.plan.futures[k]; x.item >= 0 {
				way.Take = append(way.Take, f.plan.e.s.items[x.item].ID)
			} else {
				way.Unlisted = true
			}
		}
		out = append(out, way)
	}
	return out
}

// VerdictWith is the verdict of the first target, without anything else.
func (s *Snapshot) VerdictWith(q Query) (audit.Verdict, error) {
	lines, _ := s.recognise(&q.Record, q.AsOf)
	e := s.newEvaluation(&q.Record, lines, q.Targets[0], q.AsOf, 0)
	e.hold(held{s.programs[q.Targets[0].Program].versions[0], wording.Phrase{}})
	e.collect()
	sol, err := e.solveResults()
	if err != nil {
		return "", err
	}
	return sol.answer.Verdict, nil
}

// VerdictTogether is the verdict of all targets together.
func (s *Snapshot) VerdictTogether(q Query) (audit.Verdict, error) {
	lines, _ := s.recognise(&q.Record, q.AsOf)
	j, err := s.laid(&q, lines)
	if err != nil {
		return "", err
	}
	return j.answer.Verdict, nil
}
