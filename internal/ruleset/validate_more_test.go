package ruleset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

func TestValidateSuggestsTheNearestID(t *testing.T) {
	t.Parallel()
	s := newWorld(t)
	rule(s, 0).When.All[0].Item = "coast/cs-11"
	s.Institutions[0].Kind = "twoyear"
	got := []string{}
	for _, p := range Validate(s) {
		got = append(got, p.Suggestion)
	}
	if diff := cmp.Diff([]string{"did you mean two-year?", "did you mean coast/cs-1?"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCycleNamesItsWholePath(t *testing.T) {
	t.Parallel()
	s := newWorld(t)
	s.Programs[0].Requires.All[1].Item = "ridge/ba"
	got := Validate(s)
	const want = "ridge/cert requires ridge/ba requires ridge/cert"
	if len(got) != 1 || !strings.HasSuffix(got[0].Message, want) {
		t.Errorf("got %v, want one problem that ends in %q", got, want)
	}
}

func TestValidateOnABase(t *testing.T) {
	t.Parallel()
	base := newWorld(t)
	update := Set{Agreements: []agreement.Agreement{base.Agreements[0]}}
	if problems := ValidateOn(base, &update); len(problems) > 0 {
		t.Errorf("the base was not seen:\n%s", problems.Error())
	}
	if problems := Validate(&update); !problems.HasErrors() {
		t.Error("an agreement between unknown institutions passed")
	}
	base.Agreements[1].Kind = "broken"
	if problems := ValidateOn(base, &update); len(problems) > 0 {
		t.Errorf("the base itself was checked:\n%s", problems.Error())
	}
}

func TestDepthIsLimited(t *testing.T) {
	t.Parallel()
	s := newWorld(t)
	e := agreement.Expr{Item: "coast/cs-2"}
	n := requirement.Node{Item: "ridge/cs-1"}
	for range 5000 {
		e = agreement.Expr{Any: []agreement.Expr{e}}
		n = requirement.Node{Any: []requirement.Node{n}}
	}
	rule(s, 1).When, s.Programs[0].Requires = &e, &n
	codes := []string{}
	for _, p := range Validate(s) {
		codes = append(codes, p.Code)
	}
	if diff := cmp.Diff([]string{"too_deep", "too_deep"}, codes); diff != "" {
		t.Error(diff)
	}
}

// bigSet has one agreement between two institutions with n rules.
func bigSet(n int) *Set {
	s := &Set{Institutions: []catalog.Institution{
		{ID: "a", Name: "A", Kind: catalog.TwoYear, Unit: credit.Semester},
		{ID: "b", Name: "B", Kind: catalog.University, Unit: credit.Semester},
	}}
	for i := range 2000 {
		for _, inst := range []catalog.InstitutionID{"a", "b"} {
			s.Items = append(s.Items, catalog.Item{
				ID: catalog.ItemID(fmt.Sprintf("%s/x-%d", inst, i)), Institution: inst, Kind: catalog.Course,
				Versions: []catalog.ItemVersion{{Code: fmt.Sprintf("X %d", i), Title: "X", Credits: credit.Int(3)}},
			})
		}
	}
	a := agreement.Agreement{
		ID: "big", Version: 1, Title: "Big", Kind: agreement.Articulation, Senders: []catalog.InstitutionID{"a"},
		Receiver: "b", Lifecycle: agreement.Draft, Rules: make([]agreement.Rule, n),
	}
	for i := range a.Rules {
		source := func(k int) agreement.Expr {
			return agreement.Expr{Item: catalog.ItemID(fmt.Sprintf("a/x-%d", (i+k)%2000)), Condition: agreement.Condition{MinGrade: "C"}}
		}
		a.Rules[i] = agreement.Rule{
			ID: fmt.Sprint(i), When: &agreement.Expr{All: []agreement.Expr{source(0), source(1)}},
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: catalog.ItemID(fmt.Sprintf("b/x-%d", i%2000))}},
		}
	}
	s.Agreements = []agreement.Agreement{a}
	return s
}

// A set of unknown ids must not become quadratic through its suggestions.
func TestManyUnknownIDsAreReportedOnce(t *testing.T) {
	t.Parallel()
	s := bigSet(20_000)
	for i := range s.Agreements[0].Rules {
		s.Agreements[0].Rules[i].Awards[0].Item = catalog.ItemID(fmt.Sprintf("b/y-%d", i))
	}
	if got := len(Validate(s)); got != 20_000 {
		t.Errorf("%d problems, want one a rule", got)
	}
}

func BenchmarkValidate(b *testing.B) {
	s := bigSet(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if p := Validate(s); len(p) > 0 {
			b.Fatal(p[0])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100_000, "ns/rule")
}

// Circles through a second program of one credential, and through tests, are
// found too.
func TestEveryCircleOfProgramsIsFound(t *testing.T) {
	t.Parallel()
	program := func(id string, credential catalog.ItemID, n requirement.Node) requirement.Program {
		return requirement.Program{ID: "ridge/" + id, Institution: "ridge", Title: id, Credential: credential, Requires: &n}
	}
	for name, programs := range map[string][]requirement.Program{
		"ridge/a requires ridge/b requires ridge/a": {
			program("a", "", requirement.Node{If: &requirement.Branch{Test: requirement.Test{Met: "program:ridge/b"}, Then: requirement.Node{Unknown: "x"}}}),
			program("b", "", requirement.Node{If: &requirement.Branch{Test: requirement.Test{Not: &requirement.Test{Met: "program:ridge/a"}}, Then: requirement.Node{Unknown: "x"}}}),
		},
		"ridge/cert requires ridge/ba requires ridge/cert": {
			program("a", "ridge/cert", requirement.Node{Held: &requirement.ItemFilter{Items: []catalog.ItemID{"ridge/ba"}}}),
			program("b", "ridge/ba", requirement.Node{Item: "ridge/cert"}),
			program("c", "ridge/cert", requirement.Node{Unknown: "x"}),
		},
	} {
		s := newWorld(t)
		s.Programs = programs
		found := false
		for _, p := range Validate(s) {
			found = found || p.Code == "cyclic_program" && p.Pointer == "/programs/0/requires" && strings.HasSuffix(p.Message, name)
		}
		if !found {
			t.Errorf("%s was not found:\n%s", name, Validate(s).Error())
		}
	}
}
