package difference_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/wording"
)

// answer is a fresh answer with one of everything that can change.
func answer() *engine.Result {
	three := credit.Quantity{Amount: credit.Int(3), Unit: credit.Semester}
	rule := &engine.RuleRef{Agreement: "coast-ridge", Version: 1, Rule: "math"}
	ledger := engine.Ledger{Brought: credit.Int(3), Counted: credit.Int(3)}
	return &engine.Result{
		AsOf: calendar.NewDate(2025, 9, 1), RulesVersion: "r1", InputHash: "i", Engine: "1",
		Targets: []engine.TargetResult{
			{Target: engine.Target{Institution: "coast"}, InstitutionName: "Coast College"},
			{
				Target:          engine.Target{Institution: "ridge", Program: "ridge/bs"},
				InstitutionName: "Ridge University", ProgramTitle: "BS", Unit: credit.Semester,
				Lines: []engine.Line{{
					ID: "l1", Source: engine.Source{Item: "coast/math-7", Code: "MATH 7"}, Status: engine.Awarded,
					Awards:  []engine.Award{{Item: "ridge/math-20a", Code: "MATH 20A", Credits: &three, Rule: rule}},
					Ledger:  ledger,
					Reasons: []engine.Reason{{Code: "awarded_by_rule", Text: "MATH 7 counts as MATH 20A", Rule: rule}},
				}},
				Receiving: []engine.Receiving{{
					Items: []engine.ReceivingItem{{Item: "ridge/math-20a", Code: "MATH 20A"}}, Status: engine.ReceivingSatisfied, By: []string{"l1"}, Rule: *rule,
				}},
				Totals: engine.Totals{Ledger: ledger},
				Audit: &engine.Audit{
					Version: "2024", Right: "entry 2024-09-01", Verdict: audit.Incomplete,
					Remaining:    engine.Remaining{Credits: three, Items: 1, Unmet: 1},
					Requirements: []engine.Requirement{{Path: "math", Text: "Complete MATH 20A.", Status: engine.RequirementSatisfied}, {Path: "more", Text: "Complete MATH 20B.", Status: engine.RequirementUnmet}},
					Exceptions:   []engine.AppliedException{{ID: "x1", Path: "more", Mark: "waived by dean, until 2025-12-31"}},
				},
			},
		},
	}
}

// edits change one thing each, with what the change must say.
var edits = []struct {
	name  string
	edit  func(*engine.TargetResult)
	kind  difference.Kind
	cause difference.Cause
	says  []string
}{
	{"a rule expires", func(t *engine.TargetResult) {
		l := &t.Lines[0]
		l.Status, l.Awards, l.Ledger = engine.Expired, nil, engine.Ledger{Brought: credit.Int(3), NotAccepted: credit.Int(3)}
		l.Reasons = []engine.Reason{{Code: "outside_window", Text: "the agreement ended on 2025-12-31"}}
	}, difference.Line, difference.RuleValidity, []string{"awarded as MATH 20A (3)", "expired", "the agreement ended on 2025-12-31"}},
	{"others fill a cap", func(t *engine.TargetResult) {
		l := &t.Lines[0]
		l.Status, l.Awards, l.Ledger = engine.OverCap, nil, engine.Ledger{Brought: credit.Int(3), Excess: credit.Int(3)}
		l.Reasons = []engine.Reason{{Code: "over_cap", Text: "the cap allows 6 in all"}}
	}, difference.Line, difference.Consequence, []string{"over cap", "the cap allows 6 in all"}},
	{"the line brings less", func(t *engine.TargetResult) {
		t.Lines[0].Credits.Source = credit.Quantity{Amount: credit.Int(2), Unit: credit.Semester}
	}, difference.Line, difference.Credits, []string{"brings 2 semester"}},
	{"a credential expires", func(t *engine.TargetResult) {
		r := &t.Audit.Requirements[0]
		r.Status = engine.RequirementUnmet
		r.Reasons = []engine.Reason{{
			Code: "requirement_not_shown", Text: "LIC was active until 2025-06-01",
			Have: &engine.Value{Text: "active until", Date: calendar.NewDate(2025, 6, 1)}, Need: &engine.Value{Text: "active on", Date: calendar.NewDate(2025, 9, 1)},
		}}
	}, difference.Requirement, difference.CredentialValidity, []string{"LIC was active until 2025-06-01"}},
	{"an item grows too old", func(t *engine.TargetResult) {
		r := &t.Audit.Requirements[0]
		r.Status = engine.RequirementUnmet
		r.Reasons = []engine.Reason{{
			Code: "requirement_line_does_not_qualify", Text: "MATH 20A does not qualify",
			Have: &engine.Value{Text: "2020-06-01", Date: calendar.NewDate(2020, 6, 1)}, Need: &engine.Value{Text: "not older than 5 years", Date: calendar.NewDate(2025, 9, 1)},
		}}
	}, difference.Requirement, difference.Recency, []string{"MATH 20A does not qualify"}},
	{"another version of the agreement", func(t *engine.TargetResult) {
		r := engine.RuleRef{Agreement: "coast-ridge", Version: 2, Rule: "math"}
		t.Lines[0].Awards[0].Rule, t.Lines[0].Reasons[0].Rule = &r, &r
	}, difference.Line, difference.AgreementVersion, []string{"version 1 of coast-ridge", "version 2"}},
	{"another rule", func(t *engine.TargetResult) {
		r := engine.RuleRef{Agreement: "valley", Version: 1, Rule: "all"}
		t.Lines[0].Awards[0].Rule = &r
	}, difference.Line, difference.Rule, []string{"coast-ridge", "valley"}},
	{"the award is renumbered", func(t *engine.TargetResult) { t.Lines[0].Awards[0].Code = "MATH 120A" }, difference.Line, difference.ItemRenumbered, []string{"MATH 20A", "MATH 120A"}},
	{"the code is another item", func(t *engine.TargetResult) {
		t.Lines[0].Source.Item, t.Lines[0].Status = "coast/other", engine.NotEvaluated
	}, difference.Line, difference.ItemRenumbered, []string{"not evaluated"}},
	{"a credential expires", func(t *engine.TargetResult) {
		t.Lines[0].Status, t.Lines[0].Awards = engine.Expired, nil
		t.Lines[0].Reasons = append(t.Lines[0].Reasons, engine.Reason{Code: "not_active", Text: "LPN expired on 2025-11-01"})
	}, difference.Line, difference.CredentialValidity, []string{"2025-11-01"}},
	{"too old", func(t *engine.TargetResult) {
		t.Lines[0].Status, t.Lines[0].Awards = engine.Expired, nil
		t.Lines[0].Reasons = []engine.Reason{{Code: "too_old", Text: "valid for 5 years: until 2025-10-01"}}
	}, difference.Line, difference.Recency, []string{"2025-10-01"}},
	{"finished", func(t *engine.TargetResult) {
		t.Lines[0].Status, t.Lines[0].Awards = engine.Pending, nil
		t.Lines[0].Reasons = []engine.Reason{{Code: "not_finished", Text: "in progress"}}
	}, difference.Line, difference.Attainment, []string{"pending"}},
	{"credit by conversion", func(t *engine.TargetResult) {
		t.Lines[0].Credits.Receiver.Amount = credit.Int(2)
		t.Lines[0].Ledger.Counted = credit.Int(2)
	}, difference.Line, difference.Credits, []string{"3 credits", "2 credits"}},
	{"a line goes", func(t *engine.TargetResult) { t.Lines = nil }, difference.Line, difference.Record, []string{"not in the record"}},
	{"receiving status", func(t *engine.TargetResult) { t.Receiving[0].Status, t.Receiving[0].By = engine.ReceivingPending, nil }, difference.Receiving, difference.Consequence, []string{"satisfied by l1", "pending"}},
	{"receiving code", func(t *engine.TargetResult) { t.Receiving[0].Items[0].Code = "MATH 120A" }, difference.Receiving, difference.ItemRenumbered, []string{"MATH 120A"}},
	{"receiving rule", func(t *engine.TargetResult) { t.Receiving[0].Rule.Version = 2 }, difference.Receiving, difference.AgreementVersion, []string{"version 1", "version 2"}},
	{"receiving goes", func(t *engine.TargetResult) { t.Receiving = nil }, difference.Receiving, difference.Rule, []string{"no agreement speaks of it"}},
	{"another catalogue", func(t *engine.TargetResult) { t.Audit.Version = "2025" }, difference.Program, difference.RequirementVersion, []string{"2024", "2025"}},
	{"the verdict", func(t *engine.TargetResult) { t.Audit.Verdict, t.Audit.Remaining = audit.Complete, engine.Remaining{} }, difference.Program, difference.Consequence, []string{"incomplete", "complete"}},
	{"no requirements", func(t *engine.TargetResult) { t.Audit = nil }, difference.Program, difference.RequirementChanged, []string{"no requirements are known"}},
	{"a requirement is met", func(t *engine.TargetResult) { t.Audit.Requirements[1].Status = engine.RequirementSatisfied }, difference.Requirement, difference.Consequence, []string{"unmet", "satisfied"}},
	{"a requirement asks otherwise", func(t *engine.TargetResult) { t.Audit.Requirements[1].Text = "Complete MATH 20C." }, difference.Requirement, difference.RequirementChanged, []string{"MATH 20B", "MATH 20C"}},
	{"a requirement goes", func(t *engine.TargetResult) { t.Audit.Requirements = t.Audit.Requirements[:1] }, difference.Requirement, difference.RequirementChanged, []string{"not asked"}},
	{"an exception expires", func(t *engine.TargetResult) { t.Audit.Exceptions = nil }, difference.Exception, difference.ExceptionValidity, []string{"waived by dean, until 2025-12-31", "not in force"}},
	{"the totals", func(t *engine.TargetResult) { t.Totals.Counted = credit.Int(0) }, difference.Totals, difference.Consequence, []string{"transfers 3", "transfers 0"}},
}

func TestEachChangeIsNamedWithBothValues(t *testing.T) {
	t.Parallel()
	for _, c := range edits {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			after := answer()
			c.edit(&after.Targets[1])
			d := difference.Between(answer(), after)
			if len(d.Changes) != 1 {
				t.Fatalf("%d changes: %v", len(d.Changes), d.Changes)
			}
			x := d.Changes[0]
			if x.Kind != c.kind || x.Cause != c.cause || x.Target != "ridge/bs" || x.Before == "" || x.After == "" {
				t.Errorf("%+v, want %s by %s", x, c.kind, c.cause)
			}
			for _, want := range c.says {
				if !strings.Contains(x.Text, want) {
					t.Errorf("%q does not say %q", x.Text, want)
				}
			}
			mirrored(t, d, difference.Between(after, answer()))
		})
	}
}

func TestATargetOfOneSideOnly(t *testing.T) {
	t.Parallel()
	after := answer()
	after.Targets = after.Targets[:1]
	d := difference.Between(answer(), after)
	if len(d.Changes) != 1 || d.Changes[0].Kind != difference.Target || d.Changes[0].Cause != difference.Scope {
		t.Errorf("%+v", d.Changes)
	}
	mirrored(t, d, difference.Between(after, answer()))
}

// Equal answers have no changes, in whatever order their targets were asked.
func TestNothingChanged(t *testing.T) {
	t.Parallel()
	after := answer()
	slices.Reverse(after.Targets)
	after.AsOf = calendar.NewDate(2026, 9, 1)
	if d := difference.Between(answer(), after); len(d.Changes) != 0 || d.Changes == nil {
		t.Errorf("%+v", d.Changes)
	}
}

// Whatever changes, the way back changes the same things for the same causes,
// with the values exchanged, and two equal answers have no changes.
func TestDifferencesAreSymmetric(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a, b := answer(), answer()
		for _, r := range []*engine.Result{a, b} {
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(edits)-1), 0, 4).Draw(rt, "edits") {
				target := &r.Targets[1]
				if len(target.Lines) == 0 || len(target.Receiving) == 0 || target.Audit == nil || len(target.Audit.Requirements) < 2 || len(target.Lines[0].Awards) == 0 {
					break // what an edit looks at is gone
				}
				edits[i].edit(target)
			}
		}
		mirrored(rt, difference.Between(a, b), difference.Between(b, a))
		if d := difference.Between(a, a); len(d.Changes) != 0 {
			rt.Errorf("equal answers differ: %+v", d.Changes)
		}
	})
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

func mirrored(t failer, there, back difference.Difference) {
	t.Helper()
	plain := func(d difference.Difference, swap bool) []difference.Change {
		out := slices.Clone(d.Changes)
		for i := range out {
			out[i].Text, out[i].Why, out[i].WhyWords = "", nil, nil
			if swap {
				out[i].Before, out[i].After = out[i].After, out[i].Before
				out[i].BeforeWords, out[i].AfterWords = out[i].AfterWords, out[i].BeforeWords
			}
			if out[i].Kind == difference.Receiving || out[i].Kind == difference.Requirement || out[i].Kind == difference.Line {
				out[i].Name, out[i].NameWords = "", wording.Phrase{} // the name of the side that comes first
			}
		}
		slices.SortFunc(out, func(x, y difference.Change) int {
			return cmp.Or(cmp.Compare(x.Target, y.Target), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.ID, y.ID))
		})
		return out
	}
	if diff := gocmp.Diff(plain(there, false), plain(back, true)); diff != "" {
		t.Errorf("the way back differs:\n%s", diff)
	}
	if there.Before != back.After || there.After != back.Before {
		t.Errorf("sides %v %v, back %v %v", there.Before, there.After, back.Before, back.After)
	}
}

// Under other rules a cap is what the policy says now.
func TestCapUnderOtherRules(t *testing.T) {
	t.Parallel()
	before, after := answer(), answer()
	after.RulesVersion = "r2"
	l := &after.Targets[1].Lines[0]
	l.Status, l.Reasons = engine.OverCap, []engine.Reason{{Code: "over_cap", Text: "the cap allows 6 in all"}}
	for _, c := range difference.Between(before, after).Changes {
		if c.Kind == difference.Line && c.Cause != difference.Policy {
			t.Errorf("cause %s, want policy", c.Cause)
		}
	}
}

// So is the least grade that it accepts.
func TestLeastGradeUnderOtherRules(t *testing.T) {
	t.Parallel()
	before, after := answer(), answer()
	after.RulesVersion = "r2"
	l := &after.Targets[1].Lines[0]
	l.Status, l.Awards, l.Reasons = engine.ConditionFailed, nil, []engine.Reason{{Code: "policy_min_grade", Text: "U accepts C or better; this is D"}}
	found := false
	for _, c := range difference.Between(before, after).Changes {
		if c.Kind != difference.Line {
			continue
		}
		if found = true; c.Cause != difference.Policy {
			t.Errorf("cause %s, want policy", c.Cause)
		}
	}
	if !found {
		t.Error("the line did not change")
	}
}
