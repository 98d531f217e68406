package recordfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/record"
)

const appealed = `attainments: [{id: a, item: coast/math-7, attained: 2024-05-31}]
decisions:
  - id: d
    receiver: ridge
    lines: [a]
    decidedOn: 2024-07-01
    outcome: refused
    appeals:
      - {lodgedOn: 2024-07-12, asks: [ridge/math-20a], answeredOn: 2024-07-26, outcome: refused}
      - {lodgedOn: 2024-07-26, asks: [{item: ridge/math-20a, credits: 4}]}
`

func TestAppealsAreRead(t *testing.T) {
	t.Parallel()
	rec, problems := Read(strings.NewReader(appealed), "r.yaml", Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := rec.Decisions[0].Appeals
	first := record.Appeal{
		LodgedOn: calendar.NewDate(2024, 7, 12), Asks: []agreement.Award{{Kind: agreement.AwardCourse, Item: "ridge/math-20a"}},
		AnsweredOn: calendar.NewDate(2024, 7, 26), Outcome: agreement.OutcomeRefused,
	}
	if len(got) != 2 || got[1].Asks[0].Kind != agreement.AwardCourse {
		t.Fatalf("%+v", got)
	}
	if diff := cmp.Diff(first, got[0]); diff != "" {
		t.Error(diff)
	}
}

// TestAppealsOfARecord changes one thing of a sound record at a time.
func TestAppealsOfARecord(t *testing.T) {
	t.Parallel()
	const first, second = "/decisions/0/appeals/0", "/decisions/0/appeals/1"
	for _, c := range []struct{ old, now, code, pointer string }{
		{"{lodgedOn: 2024-07-12, ", "{", "missing_date", first + "/lodgedOn"},
		{"lodgedOn: 2024-07-12", "lodgedOn: 2024-06-30", "inverted_dates", first + "/lodgedOn"},
		{"lodgedOn: 2024-07-12", "lodgedOn: 2024-07-32", "bad_value", ""},
		{"asks: [ridge/math-20a], ", "", "missing_asks", first + "/asks"},
		{"asks: [ridge/math-20a]", "asks: [{kind: curse}]", "unknown_kind", first + "/asks/0/kind"},
		{"credits: 4", "credits: -4", "negative_credits", second + "/asks/0/credits"},
		{"answeredOn: 2024-07-26", "answeredOn: 2024-07-11", "inverted_dates", first + "/answeredOn"},
		{"answeredOn: 2024-07-26, outcome: refused", "answeredOn: 2024-07-26", "missing_answer", first + "/answeredOn"},
		{"07-26, outcome: refused", "07-26, outcome: refuse", "unknown_outcome", first + "/outcome"},
		{"07-26, outcome: refused", "07-26, awards: [{kind: curse}]", "unknown_kind", first + "/awards/0/kind"},
		{"credits: 4}]", "credits: 4}], answeredOn: soon", "bad_value", ""},
		{", answeredOn: 2024-07-26, outcome: refused", "", "appeal_before_answer", second},
		{"credits: 4}]", "credits: 4}], outcome: award", "missing_date", second + "/answeredOn"},
		{"lodgedOn: 2024-07-26", "lodgedOn: 2024-07-25", "inverted_dates", second + "/lodgedOn"},
	} {
		_, problems := Read(strings.NewReader(strings.Replace(appealed, c.old, c.now, 1)), "r.yaml", Options{})
		if len(problems) != 1 || problems[0].Code != c.code || problems[0].Pointer != c.pointer || problems[0].Line < 1 {
			t.Errorf("%s -> %s: %v (%+v), want %s at %s", c.old, c.now, problems, problems, c.code, c.pointer)
		}
	}
	many := appealed + strings.Repeat("      - {lodgedOn: 2024-08-01, asks: [ridge/math-20a], answeredOn: 2024-08-01, outcome: refused}\n", 9)
	if _, problems := Read(strings.NewReader(many), "r.yaml", Options{}); len(problems) != 1 || problems[0].Code != "too_many_appeals" || problems[0].Line != 9 {
		t.Error(problems)
	}
}
