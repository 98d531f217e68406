package catalogfile

import (
	"strings"
	"testing"
)

// A number or a key that cannot be read is one mistake, not two, and the keys
// that are suggested are those that people write.
func TestOneMistakeIsOneProblem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"requires: {all: [{id: t, credits: 99999999999999999999, from: {subject: A}}]}": "bad_value",
		"requires: {all: [{id: t, credits: NaN, from: {subject: A}}]}":                  "bad_value",
		"requires: {all: [{id: t, itemz: 1, from: {subject: A}}]}":                      "did you mean items?",
		"requires: {all: [{id: t, xyz: 1, all: [A 1]}]}":                                "one of items, credits, distinct, same, free, from, courses, total",
	} {
		_, _, problems := Parse("x.yaml", []byte(program(text)), Options{})
		if len(problems) != 1 || !strings.Contains(problems.Error(), want) {
			t.Errorf("%s:\n%s\nwant one problem with %q", text, problems.Error(), want)
		}
	}
	// What is really nothing is still reported beside another mistake.
	_, _, problems := Parse("x.yaml", []byte(program("requires: {all: [{id: t, credits: NaN, from: {subject: A}}, {id: s, items: 0, from: {subject: A}}]}")), Options{})
	if !strings.Contains(problems.Error(), "zero_required") {
		t.Error(problems.Error())
	}
}
