package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// explainWorld is a program with two requirements that want the same course, and
// one with a filter of several parts.
func explainWorld(t *testing.T) *engine.Snapshot {
	t.Helper()
	set := ruleset.Set{Institutions: []catalog.Institution{{ID: "ridge", Name: "Ridge", Kind: catalog.University, Unit: credit.Semester}}}
	for code, level := range map[string]string{"CS 101": "lower", "CS 301": "upper", "CS 302": "upper", "CS 303": "upper", "HIST 10": "lower"} {
		set.Items = append(set.Items, catalog.Item{
			ID: catalog.ItemID("ridge/" + strings.ToLower(strings.ReplaceAll(code, " ", "-"))), Institution: "ridge", Kind: catalog.Course,
			Versions: []catalog.ItemVersion{{Code: code, Title: code, Credits: credit.Int(3), Level: level}},
		})
	}
	set.Programs = []requirement.Program{{
		ID: "ridge/cs", Institution: "ridge", Title: "CS",
		Requires: &requirement.Node{All: []requirement.Node{
			{ID: "core", Item: "ridge/cs-301"},
			{ID: "upper", Take: &requirement.Take{Items: 2, From: &requirement.ItemFilter{Subjects: []string{"CS"}, Levels: []string{"upper"}}}, Where: &requirement.ItemFilter{MinGrade: "C"}},
		}},
	}}
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func explainQuery(t *testing.T, lines ...record.Attainment) engine.Query {
	return engine.Query{Record: record.Record{Attainments: lines}, Targets: []engine.Target{{Institution: "ridge", Program: "ridge/cs"}}, AsOf: day(t, "2026-01-01")}
}

func ridge(t *testing.T, id, grade string) record.Attainment {
	return record.Attainment{ID: id, Item: catalog.ItemID("ridge/" + id), Grade: grade, Attained: day(t, "2025-05-31")}
}

func TestARequirementIsExplained(t *testing.T) {
	t.Parallel()
	s := explainWorld(t)
	failed := ridge(t, "cs-303", "F")
	failed.Status = record.Failed
	q := explainQuery(t, ridge(t, "cs-301", "B"), ridge(t, "cs-302", "D"), ridge(t, "hist-10", "A"), failed)
	x, err := s.Explain(q, "UPPER")
	if err != nil {
		t.Fatal(err)
	}
	fits, said := map[string]engine.Fit{}, map[string]string{}
	for _, st := range x.Record {
		fits[st.Lines[0]] = st.Fit
		for _, r := range st.Reasons {
			said[st.Lines[0]] += r.Text + "; "
		}
	}
	want := map[string]engine.Fit{"cs-301": engine.FitElsewhere, "cs-302": engine.FitNo, "hist-10": engine.FitNo, "cs-303": engine.FitNoCredit}
	if diff := cmp.Diff(want, fits); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if said["cs-302"] != "the grade is D; asked is C or better; " {
		t.Errorf("cs-302: %q", said["cs-302"])
	}
	if text := said["hist-10"]; !strings.Contains(text, "asked is CS") || !strings.Contains(text, "lower; asked is upper level") {
		t.Errorf("hist-10: %q", text)
	}
	var accepted []string
	for _, it := range x.Accepts {
		accepted = append(accepted, it.Code)
	}
	if !slices.Equal(accepted, []string{"CS 301", "CS 302", "CS 303"}) || x.AcceptsInAll != 3 {
		t.Errorf("accepts %v of %d", accepted, x.AcceptsInAll)
	}
	if x.Requirement.Path != "upper" || x.Requirement.Status != engine.RequirementUnmet || x.Verdict != "incomplete" || x.Proof == nil {
		t.Errorf("%+v", x)
	}
}

// An explanation never contradicts the audit: the same status, the same uses,
// and every line of the record stands in it.
func TestExplanationsAgreeWithTheAudit(t *testing.T) {
	t.Parallel()
	s := explainWorld(t)
	q := explainQuery(t, ridge(t, "cs-301", "B"), ridge(t, "cs-302", "B"), ridge(t, "cs-303", "C"), ridge(t, "cs-101", "A"))
	r, err := s.Evaluate(q)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range r.Targets[0].Audit.Requirements {
		x, err := s.Explain(q, want.Path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, x.Requirement, cmp.Comparer(func(a, b credit.Amount) bool { return a.Equal(b) })); diff != "" {
			t.Errorf("%q: -audit +explanation:\n%s", want.Path, diff)
		}
		var used, seen []string
		for _, u := range want.Uses {
			used = append(used, u.Lines...)
		}
		for _, st := range x.Record {
			seen = append(seen, st.Lines...)
			if slices.Contains(used, st.Lines[0]) != (st.Fit == engine.FitUsed) && len(x.Parts) == 0 {
				t.Errorf("%q: %s is %s, used are %v", want.Path, st.Lines[0], st.Fit, used)
			}
		}
		slices.Sort(seen)
		if !slices.Equal(seen, []string{"cs-101", "cs-301", "cs-302", "cs-303"}) {
			t.Errorf("%q: the explanation speaks of %v", want.Path, seen)
		}
	}
}

func TestExplanationsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := explainWorld(t)
	place := explainQuery(t)
	place.Targets = []engine.Target{{Institution: "ridge"}}
	two := explainQuery(t)
	two.Targets = append(two.Targets, place.Targets...)
	for _, c := range []struct {
		q    engine.Query
		path string
		code string
	}{
		{explainQuery(t), "uper", "unknown_requirement"}, {place, "upper", "no_requirements"}, {two, "upper", "too_many_targets"}, {engine.Query{}, "", "no_targets"},
	} {
		_, err := s.Explain(c.q, c.path)
		list, ok := err.(diag.List) //nolint:errorlint // it is promised
		if !ok || !slices.ContainsFunc(list, func(p diag.Problem) bool { return p.Code == c.code }) {
			t.Errorf("%q: %v, want %s", c.path, err, c.code)
		}
	}
}
