package scenario_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/scenario"
)

const small = `
set:
  institutions:
    - {id: aster, name: Aster College, kind: two-year, unit: semester}
    - {id: cedar, name: Cedar University, kind: university, unit: semester, policy: {unlisted: elective}}
  items: [{id: aster/a-1, kind: course, versions: [{code: A 1, title: A One, credits: 3}]}]
asOf: 2024-01-01
targets: [cedar]
record: {attainments: [{id: a, item: aster/a-1, grade: B}]}
`

// TestExpectationsThatMustFail states what is not so, one thing at a time: none
// may pass unseen.
func TestExpectationsThatMustFail(t *testing.T) {
	t.Parallel()
	for _, expect := range []string{
		"{unit: quarter}", "{decided: false}", "{noteCodes: [x]}", "{conflicts: [x]}",
		"{receiving: {B 1: {status: satisfied}}}",
		"{totals: {accepted: 2.99}}", "{totals: {brought: 4}}", "{totals: {source: {quarter: 3}}}",
		"{totals: {source: {semester: 4}}}", `{totals: {acceptedShare: "99.9"}}`, "{totals: {byStatus: {awarded: 1}}}",
		"{lines: {a: {status: awarded}}}", "{lines: {a: {item: aster/a-2}}}", "{lines: {a: {title: A Two}}}",
		"{lines: {a: {awards: []}}}", "{lines: {a: {awards: [{kind: course}]}}}",
		"{lines: {a: {awards: [{kind: elective, credits: 2}]}}}",
		"{lines: {a: {awards: [{kind: elective}, {kind: elective}]}}}",
		"{lines: {a: {credits: {source: 2}}}}", "{lines: {a: {credits: {receiver: 2}}}}",
		"{lines: {a: {ledger: {elective: 10/3}}}}", "{lines: {a: {ledger: {rounding: 1}}}}",
		"{lines: {a: {reasonCodes: [x]}}}", "{lines: {a: {says: [nothing of the sort]}}}",
	} {
		f, problems := scenario.Parse(t.Context(), "t.yaml", []byte(small+"expect: {cedar: "+expect+"}\n"))
		if len(problems) > 0 {
			t.Fatal(expect, problems)
		}
		outcomes, err := scenario.Run(t.Context(), scenario.Engine{}, []scenario.File{f})
		if err != nil || len(outcomes) != 1 {
			t.Fatal(outcomes, err)
		}
		if outcomes[0].Pass || outcomes[0].Error != "" {
			t.Errorf("%s: %+v", expect, outcomes[0])
		}
	}
}

func TestMistakesHaveTheirPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"", "t.yaml:1:1: empty"},
		{"set: {}\n", "missing_cases"},
		{"asOf: 2024-01-01\ntargets: [x]\nrecord: {attainments: []}\nrefused: [x]\n", "t.yaml:1:1: missing_set"},
		{small + "expct: {}\n", "t.yaml:10:1: unknown_key"},
		{small + "expect: {cedar: {lines: {b: {}}}}\n", "t.yaml:10:29: unknown_line"},
		{small + "expect: {cedra: {}}\n", "unknown_target"},
		{small + "expect: {cedar: {lines: {a: {stats: x}}}}\n", "t.yaml:10:30: unknown_key"},
		{small + "expect: {cedar: {lines: {a: {ledger: {counted: x}}}}}\n", "bad_value"},
		{small, "missing_expectation"},
		{strings.Replace(small, "asOf: 2024-01-01\n", "", 1) + "expect: {cedar: {}}\n", "missing_date"},
		{strings.Replace(small, "targets: [cedar]\n", "", 1) + "refused: [x]\n", "missing_targets"},
		{strings.Replace(small, "credits: 3", "credits: -3", 1) + "expect: {cedar: {}}\n", "t.yaml:6:87: negative_credits"},
	} {
		_, problems := scenario.Parse(t.Context(), "t.yaml", []byte(c.text))
		if !strings.Contains(problems.Error(), c.want) {
			t.Errorf("want %q in %q for\n%s", c.want, problems.Error(), c.text)
		}
	}
}

// TestTheOrderOfLinesChangesNothing shuffles every record of the fixtures.
func TestTheOrderOfLinesChangesNothing(t *testing.T) {
	t.Parallel()
	files, problems := scenario.Load(t.Context(), []string{fixtures})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range files {
		for j := range files[i].Cases {
			c := files[i].Cases[j]
			before, err := scenario.Engine{}.Evaluate(t.Context(), &files[i].Set, c.Query())
			if err != nil {
				continue
			}
			list := c.Record.Attainments
			r.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
			after, err := scenario.Engine{}.Evaluate(t.Context(), &files[i].Set, c.Query())
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("%s:%d: %s: another order, another answer (%v)", files[i].Name, c.Line, c.Name, err)
			}
		}
	}
}

// TestEveryStatusIsInAScenario keeps the fixtures from forgetting a status.
func TestEveryStatusIsInAScenario(t *testing.T) {
	t.Parallel()
	files, _ := scenario.Load(t.Context(), []string{fixtures})
	expected := map[engine.Status]bool{}
	for i := range files {
		for j := range files[i].Cases {
			for _, target := range files[i].Cases[j].Expect {
				for _, l := range target.Lines {
					expected[l.Status] = true
				}
			}
		}
	}
	for _, s := range engine.Statuses() {
		if !expected[s] {
			t.Errorf("no scenario expects %s", s)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small + "expect: {cedar: {totals: {accepted: 3}}}\n"))
	names, err := filepath.Glob(filepath.Join(fixtures, "*.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, problems := scenario.Parse(t.Context(), "fuzz.yaml", data)
		if problems.HasErrors() {
			return
		}
		if _, err := scenario.Run(t.Context(), scenario.Engine{}, []scenario.File{file}); err != nil {
			t.Error(err)
		}
	})
}

// TestEveryWorkedCaseIsAScenario holds the fixtures against the list of worked
// cases. F7 (rights to a catalogue) and G10 (appeals) are answered elsewhere.
func TestEveryWorkedCaseIsAScenario(t *testing.T) {
	t.Parallel()
	files, _ := scenario.Load(t.Context(), []string{fixtures})
	var said strings.Builder
	for i := range files {
		said.WriteString(" " + files[i].Source)
	}
	words := strings.FieldsFunc(said.String(), func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '(' || r == ')' })
	for want := range strings.FieldsSeq("A1 A2 A3 A4 A5 A6 A7 A8 A10 A11 A13 A14 A15 A17 A18 B1 B2 B3 B4 " +
		"C1 C2 C3 C4 C6 C7 C8 C9 D2 D3 D4 D6 D7 D8 D9 D9c D10 D11b D12 D13 D15 E1 E2 E3 E6 E7 E8 E9 E10 E11 E12 " +
		"F1 F2 F3 F4 F5 F8 F9 G1 G2 G3 G4 G5 G6 G8 G9 H1 H3 H4 J2 J3 J4 J6") {
		if !slices.Contains(words, want) {
			t.Errorf("no scenario says that it shows %s", want)
		}
	}
}
