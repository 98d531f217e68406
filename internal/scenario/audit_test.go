package scenario_test

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/scenario"
)

const smallProgram = `
set:
  institutions: [{id: cedar, name: Cedar University, kind: university, unit: semester}]
  items:
    - {id: cedar/a-1, kind: course, versions: [{code: A 1, title: A One, credits: 3}]}
    - {id: cedar/a-2, kind: course, versions: [{code: A 2, title: A Two, credits: 3}]}
    - {id: cedar/a-3, kind: course, versions: [{code: A 3, title: A Three, credits: 3}]}
  programs:
    - id: cedar/cert
      title: Certificate
      institution: cedar
      requires: {all: [{id: core, all: [A 1, A 2]}, {id: gate, milestone: Review}, {id: more, items: 1, from: [A 3]}]}
asOf: 2024-01-01
targets: [cedar/cert]
record:
  attainments:
    - {id: a, item: cedar/a-1, attained: 2023-01-01, grade: B}
    - {id: b, item: cedar/a-2, attained: 2024-05-01, status: in-progress}
  milestones: {Review: true}
  exceptions: [{id: x, program: cedar/cert, path: more, kind: waive, reason: moved away, approver: Dean}]
`

// TestAuditExpectationsThatMustFail states what is not so, one thing at a time.
func TestAuditExpectationsThatMustFail(t *testing.T) {
	t.Parallel()
	if got := runAudit(t, "{verdict: incomplete, proven: true, right: current, remaining: {credits: 3, items: 1, unmet: 1}, counts: 3, "+
		`requirements: {"": unmet, core: unmet, core/a-1: {status: satisfied, uses: [a], beyond: []}, core/a-2: {status: unmet, uses: [], remaining: 3, `+
		"measures: {items: {have: 0, need: 1, holds: false}}, reasonCodes: [requirement_items_short], says: [0 of 1]}, gate: satisfied, more: waived}, "+
		"unused: [], questions: [], exceptions: [{id: x, path: more, says: moved away}], "+
		"lenses: {in-progress: {verdict: complete, remaining: {credits: 0}}}, says: [is not complete]}"); len(got.Mismatches) > 0 || got.Error != "" {
		t.Fatalf("what is so does not pass: %+v", got)
	}
	for _, expect := range []string{
		"{verdict: complete}", "{proven: false}", `{version: "2020"}`, "{right: entry}", "{counts: 6}",
		"{remaining: {credits: 6}}", "{remaining: {items: 2}}", "{remaining: {unmet: 0}}",
		`{requirements: {"": satisfied}}`, "{requirements: {core/a-1: {uses: []}}}", "{requirements: {core/a-1: {beyond: [a]}}}",
		"{requirements: {core/a-2: {remaining: 2}}}", "{requirements: {core/a-2: {measures: {items: {have: 1}}}}}",
		"{requirements: {core/a-2: {measures: {gpa: {have: 0}}}}}", "{requirements: {core/a-2: {measures: {items: {holds: true}}}}}",
		"{requirements: {core/a-2: {reasonCodes: [x]}}}", "{requirements: {core/a-2: {says: [nothing of the sort]}}}",
		"{unused: [a]}", "{questions: [gate]}", "{exceptions: []}", "{exceptions: [{id: x, says: another}]}",
		"{exceptions: [{id: x, orphan: gone}]}", "{exceptions: [{id: x}, {id: x}]}", "{lenses: {planned: {}}}",
		"{lenses: {in-progress: {verdict: incomplete}}}", "{lenses: {in-progress: {remaining: {items: 1}}}}", "{says: [is complete]}",
		"{ways: [{credits: 99}]}", "{flips: [{says: nothing of the sort}]}", "{proof: {kind: none}}",
	} {
		if o := runAudit(t, expect); o.Pass || o.Error != "" {
			t.Errorf("%s: %+v", expect, o)
		}
	}
}

func runAudit(t *testing.T, expect string) scenario.Outcome {
	t.Helper()
	f, problems := scenario.Parse(t.Context(), "t.yaml", []byte(smallProgram+"expect: {cedar/cert: {audit: "+expect+"}}\n"))
	if len(problems) > 0 {
		t.Fatal(expect, problems)
	}
	outcomes, err := scenario.Run(t.Context(), scenario.Engine{}, []scenario.File{f})
	if err != nil || len(outcomes) != 1 {
		t.Fatal(outcomes, err)
	}
	return outcomes[0]
}

// TestAuditMistakesHaveTheirPlace writes what no program, record or vocabulary
// has.
func TestAuditMistakesHaveTheirPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ expect, want string }{
		{"{verdict: completed}", "unknown_verdict"},
		{"{requirements: {cor: unmet}}", `unknown_path: there is no path "cor" (did you mean core?)`},
		{"{requirements: {core: met}}", "unknown_status"},
		{"{requirements: {core: {status: met}}}", "unknown_status"},
		{"{requirements: {core: {uses: [c]}}}", "unknown_line"},
		{"{requirements: {core: {beyond: [c]}}}", "unknown_line"},
		{"{requirements: {core: {measures: {courses: {have: 1}}}}}", "unknown_measure"},
		{"{requirements: {core: {used: []}}}", "unknown_key"},
		{"{unused: [c]}", "unknown_line"},
		{"{questions: [petition]}", "(one of core, core/a-1, core/a-2, gate, more)"},
		{"{exceptions: [{id: y}]}", "unknown_exception"},
		{"{lenses: {hoped: {}}}", "unknown_lens"},
		{"{lenses: {planned: {verdict: yes}}}", "unknown_verdict"},
		{"{ways: [{steps: [petition]}]}", "unknown_path"},
		{"{flips: [{to: done}]}", "unknown_verdict"},
		{"{flips: [{lines: [c]}]}", "unknown_line"},
		{"{flips: [{path: petition}]}", "unknown_path"},
		{"{remains: {}}", "unknown_key"},
	} {
		text := smallProgram + "expect: {cedar/cert: {audit: " + c.expect + "}}\n"
		_, problems := scenario.Parse(t.Context(), "t.yaml", []byte(text))
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), "t.yaml:21:") || !strings.Contains(problems[0].String(), c.want) {
			t.Errorf("%s: %v, want %s", c.expect, problems, c.want)
		}
	}
	_, problems := scenario.Parse(t.Context(), "t.yaml", []byte(small+"expect: {cedar: {audit: {verdict: complete}}}\n"))
	if !strings.Contains(problems.Error(), "no_requirements") {
		t.Error(problems)
	}
}
