package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store/open"
)

const triedProgram = "lakeside/computer-science-bs"

// triedWorld is a service with the demo world, and a question of one line.
func triedWorld(t *testing.T, edit func(*ruleset.Set)) (*app.Service, *app.View, app.Query) {
	t.Helper()
	set, _, problems := catalogfile.LoadFS(context.Background(), fixtures.FS, fixtures.Catalogue, catalogfile.Options{})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	if edit != nil {
		edit(&set)
	}
	data, err := open.Open(t.Context(), "sqlite::memory:", open.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	s, err := app.New(app.Options{Store: data, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Import(t.Context(), set, app.ImportOptions{Source: "test"}); err != nil {
		t.Fatal(err)
	}
	v, err := s.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rec := record.Record{Attainments: []record.Attainment{{ID: "java", Institution: "riverbend", Code: "CIS 110", Grade: "A", Term: "Fall 2024"}}}
	return s, v, app.Query{Record: rec, Targets: []engine.Target{{Institution: "lakeside", Program: triedProgram}}, AsOf: fixtures.DemoDay()}
}

func TestTry(t *testing.T) {
	t.Parallel()
	s, v, q := triedWorld(t, nil)
	for name, c := range map[string]struct {
		try    app.WhatIf
		effect app.Effect
		kept   []bool
	}{
		"a course":            {app.WhatIf{Add: []app.Passed{{Item: "lakeside/cse-15l"}}}, app.Better, nil},
		"a course that fails": {app.WhatIf{Add: []app.Passed{{Item: "lakeside/cse-15l", Grade: "F"}}}, app.Same, nil},
		// CIS 110 serves two courses; pinned at one it serves no other.
		"a pin where it counts":   {app.WhatIf{Place: []app.Placement{{Line: "java", Path: "any/cse-8b"}}}, app.Worse, []bool{true}},
		"a pin where it does not": {app.WhatIf{Place: []app.Placement{{Line: "java", Path: "all/cse-12"}}}, app.Worse, []bool{false}},
		"by force":                {app.WhatIf{Place: []app.Placement{{Line: "java", Path: "all/cse-12", Force: true}}}, app.Same, []bool{true}},
		"an institution":          {app.WhatIf{Instead: engine.Target{Institution: "hilltop"}}, app.Unlike, nil},
	} {
		trial, err := s.Try(v, q, &c.try)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if trial.Effect != c.effect {
			t.Errorf("%s: %s, want %s", name, trial.Effect, c.effect)
		}
		for i, want := range c.kept {
			got := trial.Placed[i]
			if got.Kept != want || !want && len(got.Reasons) == 0 {
				t.Errorf("%s: kept %t with %d reasons, want %t", name, got.Kept, len(got.Reasons), want)
			}
		}
	}
	if len(q.Record.Attainments) != 1 || q.Record.Exceptions != nil || q.Targets[0].Program != triedProgram {
		t.Error("the question was changed")
	}
}

func TestNearestAreTheLeastRemaining(t *testing.T) {
	t.Parallel()
	s, v, q := triedWorld(t, nil)
	got, err := s.Nearest(v, q, 3)
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	q.Targets = got
	r, err := s.EvaluateOn(v, q)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range v.Rank(&r).Rows {
		if row.Target != got[i] {
			t.Errorf("%d is %s, want %s", i, got[i], row.Target)
		}
	}
}

// An agreement that ends within 60 days is told, unless another version goes on.
func TestCertain(t *testing.T) {
	t.Parallel()
	const id = agreement.ID("riverbend-lakeside-cs")
	last := fixtures.DemoDay() + 30
	for name, c := range map[string]struct {
		to     calendar.Date
		next   bool
		ending int
	}{
		"without end": {0, false, 0}, "in 30 days": {last, false, 1}, "in 60 days": {fixtures.DemoDay() + app.Soon, false, 1},
		"in 61 days": {fixtures.DemoDay() + app.Soon + 1, false, 0}, "continued": {last, true, 0},
	} {
		s, v, q := triedWorld(t, func(set *ruleset.Set) {
			for i := range set.Agreements {
				if a := &set.Agreements[i]; a.ID == id && a.Lifecycle == agreement.Approved {
					a.Effective.To = c.to
					if c.next {
						next := *a
						next.Version, next.Effective = a.Version+1, calendar.Range{From: c.to + 1}
						set.Agreements = append(set.Agreements, next)
					}
					return
				}
			}
		})
		r, err := s.EvaluateOn(v, q)
		if err != nil {
			t.Fatal(err)
		}
		got := v.Certain(&r.Targets[0], fixtures.DemoDay())
		if len(got.Ending) != c.ending || got.Agreements == 0 || len(got.Unpublished) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A course that is being taken is passed by a what-if, not taken a second time:
// nothing is brought twice, and nothing is a duplicate.
func TestTryingWhatIsUnderWayPassesIt(t *testing.T) {
	t.Parallel()
	s, v, q := triedWorld(t, nil)
	q.Record.Attainments = append(q.Record.Attainments, record.Attainment{ID: "now", Institution: "riverbend", Code: "CIS 130", Status: record.InProgress, Term: "Fall 2026"})
	q.Targets = []engine.Target{{Institution: "hilltop", Program: "hilltop/computer-science-bs"}}
	trial, err := s.Try(v, q, &app.WhatIf{Add: []app.Passed{{Item: "riverbend/cis-130", Grade: "B"}, {Item: "riverbend/cis-120"}}})
	if err != nil {
		t.Fatal(err)
	}
	before, after := &trial.Before.Targets[0], &trial.After.Targets[0]
	if len(after.Lines) != len(before.Lines)+1 || after.Totals.Excess.Sign() != 0 {
		t.Errorf("%d lines after %d, %s are excess", len(after.Lines), len(before.Lines), after.Totals.Excess)
	}
	for i := range after.Lines {
		if l := &after.Lines[i]; l.ID == "now" && (l.Status != engine.Awarded || l.Source.Grade != "B") {
			t.Errorf("the line is %s with %q", l.Status, l.Source.Grade)
		}
	}
	if q.Record.Attainments[1].Status != record.InProgress {
		t.Error("the record was changed")
	}
}
