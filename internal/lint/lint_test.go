package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/lint"
)

// world is a sender and a receiver; %s are the agreement's further keys.
const world = `
institutions:
  - {id: aster, name: Aster College, kind: two-year, unit: semester}
  - {id: cedar, name: Cedar University, kind: university, unit: semester}
  - {id: board, name: Board, kind: examining-board, unit: semester, gradeScale: exam-1-5}
items:
  - {id: aster/a, kind: course, versions: [{code: A 1, title: A, credits: 4}]}
  - {id: aster/b, kind: course, versions: [{code: B 1, title: B, credits: 3}]}
  - {id: aster/old, kind: course, versions: [{code: OLD 1, title: Old, credits: 3, valid: {to: 2010-12-31}}]}
  - id: aster/moved
    kind: course
    versions: [{code: M 1, title: M, credits: 3, valid: {to: 2022-12-31}}, {code: M 2, title: M, credits: 3, valid: {from: 2023-01-01}}]
  - {id: board/x, kind: exam, versions: [{code: X, title: X}]}
  - {id: cedar/three, kind: course, versions: [{code: T 3, title: Three, credits: 3}]}
  - {id: cedar/four, kind: course, versions: [{code: F 4, title: Four, credits: 4}]}
  - {id: cedar/gone, kind: course, versions: [{code: G 1, title: Gone, credits: 4, valid: {to: 2023-06-30}}]}
agreements:
  - id: pair
    title: Aster and Cedar
    kind: articulation
    senders: [aster, board]
    receiver: cedar
    lifecycle: approved
    effective: {from: 2020-01-01}
%s
    rules:
%s
`

const signed = "    evidence: {reference: x, signedOn: 2020-01-01}"

func TestFindings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, keys, rules string
		want              []string
	}{
		{"nothing to find", signed, "- {id: r, when: aster/a, awards: [cedar/four]}", nil},
		{"A4: a credit is unaccounted for", signed, "- {id: r, when: aster/a, awards: [cedar/three]}", []string{"r credits_lost"}},
		{"the remainder is elective", signed + "\n    remainder: elective", "- {id: r, when: aster/a, awards: [cedar/three]}", nil},
		{"the sender's credits count", signed + "\n    credit: sender", "- {id: r, when: aster/a, awards: [cedar/three]}", nil},
		{"more than is brought", signed, "- {id: r, when: aster/b, awards: [cedar/four]}", []string{"r credits_granted"}},
		{"an examination brings nothing of its own", signed, "- {id: r, when: board/x, awards: [cedar/four]}", nil},
		{
			"B1: the overlap of two intervals", signed,
			"- {id: low, when: {item: aster/a, maxGrade: C-}, awards: [{kind: elective, credits: 4}]}\n- {id: high, when: {item: aster/a, minGrade: D}, awards: [cedar/four]}",
			[]string{"high grade_overlap"},
		},
		{
			"no gap and no overlap", signed,
			"- {id: low, when: {item: aster/a, maxGrade: D+}, awards: [{kind: elective, credits: 4}]}\n- {id: high, when: {item: aster/a, minGrade: C-}, awards: [cedar/four]}",
			nil,
		},
		{
			"a gap of three grades", signed,
			"- {id: low, when: {item: aster/a, maxGrade: D-}, awards: [{kind: elective, credits: 4}]}\n- {id: high, when: {item: aster/a, minGrade: C}, awards: [cedar/four]}",
			[]string{"high grade_gap"},
		},
		{
			"a gap between scores", signed,
			"- {id: low, when: {item: board/x, maxGrade: 2}, awards: [{kind: elective, credits: 4}]}\n- {id: high, when: {item: board/x, minGrade: 4}, awards: [cedar/four]}",
			[]string{"high grade_gap"},
		},
		{
			"scores that follow one another", signed,
			"- {id: low, when: {item: board/x, maxGrade: 3}, awards: [{kind: elective, credits: 4}]}\n- {id: high, when: {item: board/x, minGrade: 4}, awards: [cedar/four]}",
			nil,
		},
		{
			"two rules say the same", signed,
			"- {id: r1, when: aster/a, awards: [cedar/four]}\n- {id: r2, when: aster/a, awards: [cedar/four]}",
			[]string{"r2 rules_duplicate"},
		},
		{
			"two electives", signed,
			"- {id: r1, when: aster/a, awards: [{kind: elective, credits: 4}]}\n- {id: r2, when: aster/a, awards: [{kind: subject-elective, subject: X, credits: 4}]}",
			[]string{"r2 rules_equivalent"},
		},
		{
			"a blanket beside a course", signed,
			"- {id: r1, when: aster/a, awards: [cedar/four]}\n- {id: r2, when: aster/a, awards: [{kind: elective, credits: 4}]}",
			[]string{"r2 rules_blanket"},
		},
		{
			"two courses without an or", signed + "\n    remainder: elective",
			"- {id: r1, when: aster/a, awards: [cedar/four]}\n- {id: r2, when: aster/a, awards: [cedar/three]}",
			[]string{"r2 rules_ambiguous"},
		},
		{
			"two courses that share their source", signed + "\n    remainder: elective\n    use: shared",
			"- {id: r1, when: aster/a, awards: [cedar/four]}\n- {id: r2, when: aster/a, awards: [cedar/three]}",
			nil,
		},
		{
			"a wildcard is another tier", signed,
			"- {id: r1, when: aster/a, awards: [cedar/four]}\n- {id: r2, when: {match: {institution: aster}}, awards: [{kind: elective}]}",
			nil,
		},
		{
			"a requirement beside a course, and another requirement", signed + "\n    credit: sender",
			"- {id: r1, when: aster/a, awards: [cedar/four]}\n- {id: r2, when: aster/a, awards: [{kind: requirement, name: Area 1}]}\n- {id: r3, when: aster/a, awards: [{kind: requirement, name: Area 2}]}",
			nil,
		},
		{
			"wildcards of two agreements", signed, `- {id: r1, when: {match: {institution: aster}}, awards: [{kind: elective}]}
  - id: second
    title: Aster and Cedar again
    kind: articulation
    senders: [aster]
    receiver: cedar
    lifecycle: approved
    evidence: {reference: x, signedOn: 2020-01-01}
    rules:
      - {id: r2, when: {match: {institution: aster}}, awards: [{kind: elective}]}`,
			nil,
		},
		{"approved and not signed", "", "- {id: r, when: aster/a, awards: [cedar/four]}", []string{"agreement_unsigned"}},
		{"review", signed + "\n    reviewBy: 2024-01-01", "- {id: r, when: aster/a, awards: [cedar/four]}", []string{"review_overdue"}},
		{"ended before the rule began", signed, "- {id: r, when: aster/old, awards: [cedar/three]}", []string{"r item_inactive"}},
		{"the receiving course is gone", signed, "- {id: r, when: aster/a, awards: [cedar/gone]}", []string{"r item_inactive"}},
		{"the rule ended with the course", signed, "- {id: r, when: aster/a, awards: [cedar/gone], valid: {to: 2023-06-30}}", nil},
		{"renumbered since", signed, "- {id: r, when: aster/moved, awards: [cedar/three]}", []string{"r item_renumbered"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rules := "      " + strings.ReplaceAll(c.rules, "\n- ", "\n      - ")
			set, _, problems := catalogfile.Parse("test.yaml", fmt.Appendf(nil, world, c.keys, rules), catalogfile.Options{})
			if problems.HasErrors() {
				t.Fatal(problems)
			}
			var got []string
			for _, p := range lint.Check(&set, lint.Options{AsOf: calendar.NewDate(2025, 6, 1)}) {
				at := strings.Split(p.Pointer, "/")
				name := p.Code
				if len(at) == 5 {
					name = set.Agreements[0].Rules[int(at[4][0]-'0')].ID + " " + p.Code
				}
				got = append(got, name)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
