package engine

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/record"
)

// MaxTargets bounds the targets of one query.
const MaxTargets = 200

// MaxAttainments bounds the attainments of one record.
const MaxAttainments = 2000

// Evaluate answers a query. The error is a diag.List naming, by JSON pointer
// into the query, everything that makes it unanswerable: an unknown target,
// unit or program, negative credits, no as-of date.
func (s *Snapshot) Evaluate(q Query) (Result, error) {
	problems := s.checkQuery(&q)
	lines, recordProblems := s.recognise(&q.Record, q.AsOf)
	problems = append(problems, recordProblems...)
	if err := problems.Err(); err != nil {
		return Result{}, err
	}
	res := Result{
		AsOf: q.AsOf, RulesVersion: s.version, Engine: Version,
		InputHash: inputHash(&q, lines),
	}
	var err error
	if res.Targets, err = s.evaluateTargets(&q, lines); err != nil {
		return Result{}, err
	}
	if q.Together {
		if res.Together, err = s.together(&q, lines); err != nil {
			return Result{}, err
		}
	}
	if given(q.Stop) {
		return Result{}, ErrStopped
	}
	return res, nil
}

// given reports whether a question was given up.
func given(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

func (s *Snapshot) checkQuery(q *Query) diag.List {
	var problems diag.List
	add := func(code, pointer, message, suggestion string) {
		problems = append(problems, diag.Problem{Code: code, Pointer: pointer, Message: message, Suggestion: suggestion})
	}
	if q.AsOf.IsZero() {
		add("as_of_missing", "/asOf", "no as-of date is stated", "state the day of evaluation, for example 2026-09-01")
	}
	if len(q.Targets) == 0 {
		add("no_targets", "/targets", "no target is named", "name at least one institution or program")
	}
	if len(q.Targets) > MaxTargets {
		add("too_many_targets", "/targets", fmt.Sprintf("%d targets are named; at most %d are answered at once", len(q.Targets), MaxTargets), "ask in several queries")
	}
	if n := len(q.Record.Attainments); n > MaxAttainments {
		add("record_too_long", "/record/attainments", fmt.Sprintf("the record has %d attainments; at most %d are evaluated", n, MaxAttainments), "split the record")
	}
	for i, t := range q.Targets {
		pointer := fmt.Sprintf("/targets/%d", i)
		if _, ok := s.instByID[t.Institution]; !ok {
			add("unknown_institution", pointer, fmt.Sprintf("no institution has the id %q", t.Institution), s.nearInstitution(string(t.Institution)))
		} else if t.Program != "" && !s.knownProgram(t) {
			add("unknown_program", pointer, fmt.Sprintf("%s has no program %q", t.Institution, t.Program), s.nearProgram(t.Program))
		}
	}
	return problems
}

// knownProgram reports whether a program or an agreement knows the id.
func (s *Snapshot) knownProgram(t Target) bool {
	if p, ok := s.programs[t.Program]; ok {
		return p.Institution == t.Institution
	}
	return false
}

func (s *Snapshot) nearInstitution(text string) string {
	var ids []string
	for i := range s.institutions {
		ids = append(ids, string(s.institutions[i].ID))
	}
	return didYouMean(text, ids, "list the institutions to see their ids")
}

func (s *Snapshot) nearProgram(text string) string {
	ids := make([]string, 0, len(s.set.Programs))
	for i := range s.set.Programs {
		ids = append(ids, s.set.Programs[i].ID)
	}
	return didYouMean(text, ids, "list the programs to see their ids")
}

func didYouMean(text string, candidates []string, otherwise string) string {
	if near := diag.Nearest(text, candidates); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

func issuers(lines []line) []int32 {
	var out []int32
	for i := range lines {
		if lines[i].item >= 0 && !slices.Contains(out, lines[i].inst) {
			out = append(out, lines[i].inst)
		}
	}
	return out
}

func (s *Snapshot) evaluateTarget(q *Query, lines []line, t Target) (TargetResult, error) {
	e, notes, err := s.settled(q, lines, t)
	if err != nil {
		return TargetResult{}, err
	}
	e.certificate, e.critical, e.figures = q.Certificate, q.Critical, q.Brief
	if e.prog != nil {
		return e.withProgram(notes)
	}
	sol, err := e.solve()
	if err != nil {
		return TargetResult{}, err
	}
	return e.result(&sol, notes), nil
}

// collect finds the candidates and settles the conflicts between them.
func (e *evaluation) collect() []Reason {
	e.touched = e.touchedRules()
	e.blockLines()
	e.findCandidates()
	e.dropSelfRivals()
	return e.resolveConflicts()
}

// newEvaluation prepares one record at one target.
func (s *Snapshot) newEvaluation(rec *record.Record, lines []line, t Target, asOf calendar.Date, budget int) *evaluation {
	ri := s.instByID[t.Institution]
	e := &evaluation{
		s: s, rec: rec, lines: lines, target: t, recv: &s.institutions[ri], recvIdx: ri,
		asOf: asOf, budget: budget,
		blocked: make([]block, len(lines)), brought: make([]credit.Amount, len(lines)),
		convertible: make([]bool, len(lines)), waysMade: map[int32][]way{}, programLines: map[string]int{},
	}
	if e.budget <= 0 {
		e.budget = DefaultBudget
	}
	for i := range lines {
		e.brought[i], e.convertible[i] = e.convert(&lines[i])
		if e.conferredHere(&lines[i]) {
			e.brought[i] = credit.Amount{}
		}
	}
	e.byItem, e.issuers = s.indexLines(lines), issuers(lines)
	e.prog, e.right = e.version()
	return e
}
