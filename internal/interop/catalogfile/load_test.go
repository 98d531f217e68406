package catalogfile

import (
	"flag"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestLoadReadsTheShortForms(t *testing.T) {
	t.Parallel()
	set, pos, problems := Load(t.Context(), []string{"testdata/small.yaml"}, Options{})
	if len(problems) > 0 {
		t.Fatalf("problems:\n%s", problems.Error())
	}
	rules := set.Agreements[0].Rules
	if got := rules[0].When.All[1].Item; got != "coast/math-8" {
		t.Errorf("MATH 8 resolved to %q", got)
	}
	if got := rules[1].When.Item; got != "coast/math-8" {
		t.Errorf("math 8 resolved to %q", got)
	}
	if got := rules[0].Awards[0]; got.Item != "ridge/math-20a" || got.Kind != agreement.AwardCourse {
		t.Errorf("award %+v", got)
	}
	if got := rules[1].Awards[0].Credits; got == nil || !got.Equal(credit.Frac(9, 2)) {
		t.Errorf("4.5 was read as %v", got)
	}
	if got := rules[1].Conditions[0].Text; got != "Must be taken for a letter grade" {
		t.Errorf("condition %q", got)
	}
	file, line, column, ok := pos.Find("/agreements/0/rules/1/awards/0/credits")
	if file != "testdata/small.yaml" || line != 52 || column != 39 || !ok {
		t.Errorf("credits are at %s:%d:%d, %v", file, line, column, ok)
	}
}
