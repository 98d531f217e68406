package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/lint"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// ways is a world with four sources and targets of four credits each.
const ways = `
institutions:
  - {id: x, name: X, kind: two-year, unit: semester}
  - {id: y, name: Y, kind: university, unit: semester, policy: {minGrade: C}}
items:
  - {id: x/1, kind: course, versions: [{code: X 1, title: A, credits: 4, level: lower}]}
  - {id: x/2, kind: course, versions: [{code: X 2, title: A, credits: 4}]}
  - {id: x/3, kind: course, versions: [{code: X 3, title: A, credits: 4}]}
  - {id: x/4, kind: course, versions: [{code: X 4, title: A, credits: 4}]}
  - {id: y/1, kind: course, versions: [{code: Y 1, title: A, credits: 4}]}
  - {id: y/2, kind: course, versions: [{code: Y 2, title: A, credits: 4}]}
  - {id: y/3, kind: course, versions: [{code: Y 3, title: A, credits: 4}]}
agreements:
  - id: table
    title: Table
    kind: receiver-table
    senders: [x]
    receiver: y
    lifecycle: approved
    evidence: {reference: x, signedOn: 2020-01-01}
    rules: [%s]
  - id: pair
    title: Pair
    kind: articulation
    senders: [x]
    receiver: y
    lifecycle: approved
    remainder: none
    evidence: {reference: x, signedOn: 2020-01-01}
    rules: [%s]
`

func TestRulesThatMeetInPart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, table, rules string
		want               []string
	}{
		{"an alternative is another rule", "", "{id: a, when: {any: [X 1, X 2]}, awards: [Y 3]}, {id: b, when: X 1, awards: [Y 1]}", []string{
			"rules_ambiguous: pair/a and pair/b, on X 1: they give different courses and nothing says which",
		}},
		{"two alternatives of two rules", "", "{id: a, when: {any: [X 1, X 2, X 3]}, awards: [Y 3]}, {id: b, when: {any: [X 3, X 2]}, awards: [Y 1]}", []string{
			"rules_ambiguous: pair/a and pair/b, on X 2 and in 1 more way: they give different courses and nothing says which",
		}},
		{"any two of three", "", "{id: a, when: {atLeast: {count: 2, of: [X 1, X 2, X 3]}}, awards: [Y 3, Y 2]}, {id: b, when: {all: [X 3, X 1]}, awards: [Y 1, Y 2]}", []string{
			"rules_ambiguous: pair/a and pair/b, on X 1 and X 3: they give different courses and nothing says which",
		}},
		{"more sources are another statement", "", "{id: a, when: {all: [X 1, X 2]}, awards: [Y 3, Y 2]}, {id: b, when: X 1, awards: [Y 1]}", nil},
		{"only some grades", "", "{id: a, when: {any: [{item: X 1, maxGrade: B}, X 2]}, awards: [Y 3]}, {id: b, when: {item: X 1, minGrade: B-}, awards: [Y 1]}", []string{
			"grade_overlap: pair/a and pair/b, on X 1: the grades B-, B meet both rules: they give different courses and nothing says which",
		}},
		{"no grade in common", "", "{id: a, when: {any: [{item: X 1, maxGrade: C+}, X 2]}, awards: [Y 3]}, {id: b, when: {item: X 1, minGrade: B-}, awards: [Y 1]}", nil},
		{"no day in common", "", "{id: a, when: {item: X 1, attained: {to: 2020-12-31}}, awards: [Y 3]}, {id: b, when: {item: X 1, attained: {from: 2021-01-01}}, awards: [Y 1]}", nil},
		{"other attributes", "", "{id: a, when: {item: X 1, attributes: {lab: yes}}, awards: [Y 3]}, {id: b, when: {item: X 1, attributes: {lab: no}}, awards: [Y 1]}", nil},
		{"another condition may hold too", "", "{id: a, when: {item: X 1, letterGrade: true}, awards: [Y 3]}, {id: b, when: X 1, awards: [Y 1]}", []string{
			"rules_ambiguous: pair/a and pair/b: they give different courses and nothing says which",
		}},
		{"many rivals are counted", "", "{id: a, when: X 1, awards: [Y 1]}, {id: b, when: X 1, awards: [Y 2]}, {id: c, when: X 1, awards: [Y 3]}", []string{
			"rules_ambiguous: pair/a and pair/b: they give different courses and nothing says which",
			"rules_ambiguous: pair/a and pair/c: they give different courses and nothing says which; and so with 1 more rule",
		}},
		{"the same courses, other sizes", "", "{id: a, when: X 1, awards: [{item: Y 1, credits: 4}]}, {id: b, when: X 1, awards: [{item: Y 1, credits: 4}, {kind: elective, credits: 0}]}", []string{
			"rules_equivalent: pair/a and pair/b: they give the same courses and differ in the rest; one of them is used",
		}},
		{"the order of awards", "", "{id: a, when: {all: [X 1, X 2]}, awards: [Y 1, Y 2]}, {id: b, when: {all: [X 2, X 1]}, awards: [Y 2, Y 1]}", []string{
			"rules_duplicate: pair/a and pair/b: they say the same",
		}},
		{"the pair decides before the table", "{id: t, when: X 1, awards: [Y 2]}", "{id: a, when: X 1, awards: [Y 1]}", []string{
			"rule_shadowed: table/t is never used: pair/a speaks of the same sources, and an agreement between institutions decides before a table",
		}},
		{"the table takes more grades", "{id: t, when: X 1, awards: [Y 2]}", "{id: a, when: {item: X 1, minGrade: B}, awards: [Y 1]}", nil},
		{"less gives the same", "", "{id: a, when: {all: [X 1, X 2, X 3]}, awards: [Y 1, Y 2, Y 3]}, {id: b, when: {all: [X 1, X 3]}, awards: [Y 1, Y 2, Y 3], credit: sender}", []string{
			"rule_shadowed: pair/a is never needed: pair/b gives the same for X 1 and X 3 alone",
		}},
		{"less gives the same for better grades only", "", "{id: a, when: {all: [X 1, X 2]}, awards: [Y 1, Y 2]}, {id: b, when: {item: X 1, minGrade: B}, awards: [Y 1, Y 2], credit: sender}", nil},
		{"an alternative inside another", "", "{id: a, when: {any: [X 1, {all: [X 1, X 2]}]}, awards: [Y 1]}", []string{
			"rule_shadowed: an alternative of pair/a is never needed: X 1 alone meets the rule",
		}},
		{"grades that the receiver refuses", "", "{id: a, when: {item: X 1, maxGrade: C-}, awards: [{kind: elective}]}", []string{
			"rule_unreachable: nobody can meet pair/a: it takes grades up to C-, and Y accepts C or better only",
		}},
		{"a grade that fails", "", "{id: a, when: {item: X 1, maxGrade: F}, awards: [{kind: elective}]}", []string{
			"rule_unreachable: nobody can meet pair/a: F and what is below it does not pass",
		}},
		{"contrary grades at two levels", "", "{id: a, when: {any: [X 1, X 2], minGrade: B, all: ~}, awards: [{kind: elective}]}", nil},
		{"a level that it never had", "", "{id: a, when: {item: X 1, minLevel: upper}, awards: [Y 1]}", []string{
			"rule_unreachable: nobody can meet pair/a: X 1 is below the level upper",
		}},
		{"a size that it never had", "", "{id: a, when: {item: X 1, minCredits: 5}, awards: [Y 1]}", []string{
			"rule_unreachable: nobody can meet pair/a: X 1 never carried 5 credits",
		}},
		{"too few credits", "", "{id: a, when: {atLeast: {credits: 9, of: [X 1, X 2]}}, awards: [Y 1]}", []string{
			"rule_unreachable: nobody can meet pair/a: 9 credits are asked for, and the parts carry 8",
		}},
		{"one way is left", "", "{id: a, when: {any: [{item: X 1, minCredits: 5}, X 2]}, awards: [Y 1]}", nil},
		{"a wildcard for nothing", "", "{id: a, when: {match: {institution: x, subject: X, number: 2##}}, awards: [{kind: elective}]}", []string{
			"rule_unreachable: nobody can meet pair/a: the catalogue has nothing that is any X 2## course of x",
		}},
		{"a wildcard for something", "", "{id: a, when: {match: {institution: x, subject: X}}, awards: [{kind: elective}]}", nil},
		{"an alternative that loses less", "", "{id: a, when: {any: [X 1, {all: [X 1, X 2]}]}, awards: [{item: Y 1, credits: 3}], remainder: none}", []string{
			"credits_lost: 1 of 4 semester credits are unaccounted for, whichever alternative is brought",
			"rule_shadowed: an alternative of pair/a is never needed: X 1 alone meets the rule",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			set, _, problems := catalogfile.Parse("test.yaml", fmt.Appendf(nil, ways, c.table, c.rules), catalogfile.Options{})
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			var got []string
			for _, f := range lint.Check(&set, lint.Options{AsOf: calendar.NewDate(2025, 6, 1)}) {
				got = append(got, f.Code+": "+f.Message)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// A rule whose days lie outside its agreement's is said once, as what it is:
// never in force. It competes with nothing.
func TestARuleThatIsNeverInForce(t *testing.T) {
	t.Parallel()
	const rules = "{id: a, when: X 1, awards: [Y 3], valid: {from: 2019-01-01, to: 2019-12-31}}, {id: b, when: X 1, awards: [Y 1]}"
	world := strings.Replace(fmt.Sprintf(ways, "", rules), "remainder: none", "remainder: none\n    effective: {from: 2020-01-01}", 1)
	set, _, problems := catalogfile.Parse("test.yaml", []byte(world), catalogfile.Options{})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var got []string
	for _, f := range lint.Check(&set, lint.Options{AsOf: calendar.NewDate(2025, 6, 1)}) {
		got = append(got, f.Code+": "+f.Message)
	}
	want := []string{
		"rule_unreachable: pair/a is never in force: it is valid 2019-01-01 to 2019-12-31, and its agreement is in force from 2020-01-01",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// register is a set of n rules, one course each; every so many have a rival.
func register(n, rivals int, when func(i int) *agreement.Expr) *ruleset.Set {
	set := &ruleset.Set{Institutions: []catalog.Institution{{ID: "x", Unit: credit.Semester}, {ID: "y", Unit: credit.Semester}}}
	a := agreement.Agreement{
		ID: "a", Version: 1, Kind: agreement.Articulation, Senders: []catalog.InstitutionID{"x"}, Receiver: "y", Lifecycle: agreement.Approved,
		Evidence: agreement.Evidence{Reference: "r", SignedOn: 1},
	}
	for i := range n {
		award := agreement.Award{Kind: agreement.AwardCourse, Item: catalog.ItemID(fmt.Sprint("y/", i))}
		a.Rules = append(a.Rules, agreement.Rule{ID: fmt.Sprint("r", i), When: when(i % (n - rivals)), Awards: []agreement.Award{award}})
	}
	set.Agreements = []agreement.Agreement{a}
	return set
}

func oneItem(i int) *agreement.Expr {
	return &agreement.Expr{Item: catalog.ItemID(fmt.Sprint("x/", i))}
}

// Whatever the rules look like, the work is bounded, and what was not compared
// is said.
func TestAllRulesOnOneCourse(t *testing.T) {
	t.Parallel()
	wide := agreement.Expr{}
	for i := range 5000 {
		wide.Any = append(wide.Any, *oneItem(i))
	}
	half := agreement.Expr{Any: wide.Any[:2000]}
	deep := agreement.Expr{AtLeast: &agreement.AtLeast{Count: 20, Of: wide.Any[:40]}}
	for name, c := range map[string]struct {
		set       *ruleset.Set
		ambiguous int
		cut       bool
	}{
		"100,000 rules on one course":      {register(100_000, 99_999, oneItem), 0, true},
		"three hundred lists of 2,000":     {register(300, 0, func(int) *agreement.Expr { return &half }), 0, true},
		"a hundred lists too long":         {register(100, 0, func(int) *agreement.Expr { return &wide }), 99, false},
		"twenty of forty, a hundred times": {register(100, 0, func(int) *agreement.Expr { return &deep }), 99, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]int{}
			for _, f := range lint.Check(c.set, lint.Options{}) {
				got[f.Code]++
			}
			if got[lint.RulesAmbiguous] < c.ambiguous || (got[lint.Incomplete] == 1) != c.cut {
				t.Errorf("%v", got)
			}
		})
	}
}

// The findings do not depend on the order in which ways and rules are written.
func TestFindingsIgnoreTheOrderOfAlternatives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.IntRange(0, 5), 2, 6)
		x, y := list.Draw(t, "x"), list.Draw(t, "y")
		expr := func(ids []int) *agreement.Expr {
			e := &agreement.Expr{}
			for _, i := range ids {
				e.Any = append(e.Any, *oneItem(i))
			}
			return e
		}
		common := false
		for _, i := range x {
			for _, j := range y {
				common = common || i == j
			}
		}
		set := register(2, 0, func(i int) *agreement.Expr { return expr([][]int{x, y}[i]) })
		turned := register(2, 0, func(i int) *agreement.Expr {
			return expr([][]int{rapid.Permutation(x).Draw(t, "x turned"), rapid.Permutation(y).Draw(t, "y turned")}[i])
		})
		count := func(s *ruleset.Set) int {
			return strings.Count(fmt.Sprint(lint.Check(s, lint.Options{})), "rules_ambiguous")
		}
		if got := count(set); got != count(turned) || (got == 1) != common {
			t.Fatalf("%d findings, %d turned, common %v", got, count(turned), common)
		}
	})
}

// BenchmarkRegister checks a register of the size of a large university system.
func BenchmarkRegister(b *testing.B) {
	set := register(1_300_000, 5000, oneItem)
	b.ReportAllocs()
	for b.Loop() {
		if n := len(lint.Check(set, lint.Options{})); n != 5000 {
			b.Fatal(n)
		}
	}
}
