package assist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/record"
)

// transcript is the record of worked case H1: code, credits, grade.
var transcript = []string{
	"CS 55 3 A", "CS 20A 3 B", "CS 20B 3 B", "MATH 7 5 A", "MATH 8 5 B", "MATH 10 3 B", "MATH 11 5 C", "MATH 13 3 B",
	"PHYSCS 21 5 B", "PHYSCS 22 5 C",
}

// journey evaluates the transcript without one code and returns the courses
// that are satisfied and the credit that is accepted.
func journey(t *testing.T, s *engine.Snapshot, without string) (satisfied map[catalog.ItemID]bool, accepted string) {
	t.Helper()
	var r record.Record
	for i, line := range transcript {
		f := strings.Fields(line)
		code := strings.Join(f[:2], " ")
		if code == without {
			continue
		}
		credits, err := credit.ParseAmount(f[2])
		if err != nil {
			t.Fatal(err)
		}
		r.Attainments = append(r.Attainments, record.Attainment{
			Institution: []string{"Santa Monica College", "SMC", "smcc"}[i%3], Code: code, Credits: &credits, Grade: f[3],
			Attained: calendar.NewDate(2025, 5, 31), Evidence: catalog.Transcript,
		})
	}
	res, err := s.Evaluate(engine.Query{
		Record: r, AsOf: calendar.NewDate(2026, 1, 15),
		Targets: []engine.Target{{Institution: "ucsd", Program: "ucsd/cse-computer-science-bs"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	satisfied = map[catalog.ItemID]bool{}
	for _, l := range res.Targets[0].Lines {
		for _, a := range l.Awards {
			satisfied[a.Item] = satisfied[a.Item] || a.Item != ""
		}
	}
	delete(satisfied, "")
	totals := res.Targets[0].Totals
	if !totals.Balanced {
		t.Errorf("the ledger does not balance: %+v", totals)
	}
	return satisfied, totals.Accepted.String()
}

// TestJourney is worked case H1 on the real agreement: 40 semester units are 60
// quarter units, and taking MATH 8 away fails MATH 20A and MATH 20B.
func TestJourney(t *testing.T) {
	t.Parallel()
	set, _, problems := Import([]string{intaketest.Data(t, realDir)}, Options{})
	intaketest.NoErrors(t, problems)
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	satisfied, accepted := journey(t, s, "")
	if accepted != "60" {
		t.Errorf("%s quarter units are accepted, want 60", accepted)
	}
	want := map[catalog.ItemID]bool{}
	for _, c := range []string{"cse-8b", "cse-11", "cse-12", "cse-20", "math-18", "math-20a", "math-20b", "math-20c", "phys-2a", "phys-2b"} {
		want[catalog.ItemID("ucsd/"+c)] = true
	}
	if d := cmp.Diff(want, satisfied); d != "" {
		t.Error(d)
	}
	fewer, accepted := journey(t, s, "MATH 8")
	if accepted != "52.5" {
		t.Errorf("without MATH 8 %s quarter units are accepted, want 52.5", accepted)
	}
	if fewer["ucsd/math-20a"] || fewer["ucsd/math-20b"] || !fewer["ucsd/math-20c"] {
		t.Errorf("without MATH 8: %v", fewer)
	}
}
