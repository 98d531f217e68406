package recordfile

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const excepted = `learner: L-1
attainments: [{id: a, item: coast/math-7, attained: 2024-05-31}]
facts: {gpa: "3.2"}
competencies: {Ethics: true}
milestones: {Review: false}
exceptions:
  - {id: x, program: ridge/cs, path: core, kind: force, line: a, reason: by petition, approver: Dean, approvedOn: 2024-06-01, expires: 2025-06-01}
`

// TestExceptionsOfARecord changes one thing of a sound record at a time.
func TestExceptionsOfARecord(t *testing.T) {
	t.Parallel()
	if _, problems := Read(strings.NewReader(excepted), "r.yaml", Options{}); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct{ old, now, code, pointer string }{
		{"id: x, ", "", "missing_id", "/exceptions/0"},
		{"program: ridge/cs, ", "", "missing_program", "/exceptions/0/program"},
		{"program: ridge/cs", "program: ridge", "missing_program", "/exceptions/0/program"},
		{"kind: force", "kind: forced", "unknown_kind", "/exceptions/0/kind"},
		{"kind: force, ", "", "missing_kind", "/exceptions/0/kind"},
		{"reason: by petition", "reason: ''", "missing_reason", "/exceptions/0/reason"},
		{"reason: by petition, ", "", "missing_reason", "/exceptions/0/reason"},
		{"approver: Dean, ", "", "missing_approver", "/exceptions/0/approver"},
		{"expires: 2025-06-01", "expires: 2024-05-31", "inverted_dates", "/exceptions/0/expires"},
		{"line: a", "line: b", "unknown_line", "/exceptions/0/line"},
		{"line: a, ", "", "missing_line", "/exceptions/0/line"},
		{"kind: force", "kind: credits", "missing_to", "/exceptions/0/to"},
		{"kind: force", "kind: credits, to: -1", "negative_need", "/exceptions/0/to"},
		{"kind: force", "kind: threshold, to: 3", "missing_what", "/exceptions/0/what"},
		{"kind: force", "kind: threshold, what: credits", "missing_to", "/exceptions/0/to"},
		{"kind: force", "kind: threshold, what: hours, to: 3", "unknown_what", "/exceptions/0/what"},
		{"kind: force", "kind: substitute, with: ridge/b", "missing_item", "/exceptions/0/item"},
		{"kind: force", "kind: substitute, item: ridge/b", "missing_with", "/exceptions/0/with"},
		{`facts: {gpa: "3.2"}`, `facts: {"": "3.2"}`, "empty_text", "/facts"},
		{"milestones: {Review: false}", `milestones: {" ": false}`, "empty_text", "/milestones"},
		{"milestones: {Review: false}", "milestones: {Review: maybe}", "wrong_type", ""},
	} {
		_, problems := Read(strings.NewReader(strings.Replace(excepted, c.old, c.now, 1)), "r.yaml", Options{})
		if len(problems) != 1 || problems[0].Code != c.code || problems[0].Pointer != c.pointer || problems[0].Line < 1 {
			t.Errorf("%s -> %s: %v (%+v), want %s at %s", c.old, c.now, problems, problems, c.code, c.pointer)
		}
	}
	twice := excepted + "  - {id: x, program: ridge/cs, path: core, kind: waive, reason: r, approver: Dean}\n"
	if _, problems := Read(strings.NewReader(twice), "r.yaml", Options{}); len(problems) != 1 || problems[0].Code != "duplicate_id" {
		t.Error(problems)
	}
}

// TestTheReferenceIsRead reads every record in the documentation.
func TestTheReferenceIsRead(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "record-files.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 2 {
		t.Fatal("the page shows no records")
	}
	var kinds []string
	for _, b := range blocks {
		rec, problems := Read(strings.NewReader(b[1]), "r.yaml", Options{})
		if len(problems) > 0 {
			t.Error(problems)
		}
		for i := range rec.Exceptions {
			kinds = append(kinds, string(rec.Exceptions[i].Kind))
		}
	}
	if !slices.Contains(kinds, "substitute") {
		t.Error("no record shows an exception")
	}
}
