package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
)

// Stacks finds what a record completes anywhere, each completed credential
// being an attainment for the next, until nothing is added; which awards are
// best where they compete for pieces; and what is nearly complete. The error is
// a diag.List naming, by JSON pointer into the query, everything that makes it
// unanswerable.
func (s *Snapshot) Stacks(q StackQuery) (StackResult, error) {
	problems := s.checkStacks(&q)
	lines, more := s.recognise(&q.Record, q.AsOf)
	if err := append(problems, more...).Err(); err != nil {
		return StackResult{}, err
	}
	r := s.newStackRun(&q, lines)
	defer r.borrowAuditor()()
	r.hold()
	chosen, err := r.decide()
	if err != nil {
		return StackResult{}, err
	}
	result, err := r.write(chosen)
	if given(q.Stop) {
		return StackResult{}, ErrStopped
	}
	return result, err
}

func (s *Snapshot) newStackRun(q *StackQuery, lines []line) *stackRun {
	return &stackRun{
		s: s, ix: s.stacks, q: q, rec: &q.Record, lined: lines, limit: stackLimit, memo: map[string]*stackAnswer{},
		reached: map[int32]reached{}, bases: map[string]*stackBase{}, within: s.institutionsAsked(q.Institutions),
	}
}

// institutionsAsked marks the programs of the institutions; nil is all.
func (s *Snapshot) institutionsAsked(list []catalog.InstitutionID) []bool {
	if len(list) == 0 {
		return nil
	}
	out := make([]bool, len(s.stacks.list))
	for i := range out {
		out[i] = slices.Contains(list, s.stacks.list[i].Institution)
	}
	return out
}

func (s *Snapshot) checkStacks(q *StackQuery) diag.List {
	var problems diag.List
	add := func(code, pointer, message, suggestion string) {
		problems = append(problems, diag.Problem{Code: code, Pointer: pointer, Message: message, Suggestion: suggestion})
	}
	if q.AsOf.IsZero() {
		add("as_of_missing", "/asOf", "no as-of date is stated", "state the day of evaluation, for example 2026-09-01")
	}
	if n := len(q.Record.Attainments); n > MaxAttainments {
		add("record_too_long", "/record/attainments", fmt.Sprintf("the record has %d attainments; at most %d are evaluated", n, MaxAttainments), "split the record")
	}
	for i, id := range q.Institutions {
		if _, ok := s.instByID[id]; !ok {
			add("unknown_institution", fmt.Sprintf("/institutions/%d", i), fmt.Sprintf("no institution has the id %q", id), s.nearInstitution(string(id)))
		}
	}
	return problems
}

// stackHash identifies what was asked, as inputHash does for evaluations.
func (r *stackRun) stackHash() string {
	targets := []Target{{Program: "stacks"}}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(r.q.Institutions))) {
		targets = append(targets, Target{Institution: id})
	}
	return inputHash(&Query{Record: r.q.Record, AsOf: r.q.AsOf, Targets: targets}, r.lined)
}

func (r *stackRun) title(p int32) string { return cmp.Or(r.ix.list[p].Title, r.ix.list[p].ID) }
