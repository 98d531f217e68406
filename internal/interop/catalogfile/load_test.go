package catalogfile

import (
	"context"
	"flag"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
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

// All that is wrong with a file is said at once, each at its place.
func TestBrokenCatalogue(t *testing.T) {
	t.Parallel()
	_, _, problems := Load(t.Context(), []string{"testdata/broken.yaml"}, Options{})
	golden(t, "testdata/broken.golden", []byte(problems.Error()+"\n"))
}

func TestUnreadableInputs(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"testdata/absent.yaml": "testdata/absent.yaml: unreadable: cannot read: no such file or directory",
	} {
		_, _, problems := Load(t.Context(), []string{name}, Options{})
		if problems.Error() != want {
			t.Errorf("got %q, want %q", problems.Error(), want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, problems := Load(ctx, []string{"testdata/small.yaml", "testdata/broken.yaml"}, Options{}); len(problems) != 1 || problems[0].Code != "canceled" {
		t.Errorf("got %v", problems)
	}
	limits := yamltext.Limits{Bytes: 100}
	if _, _, problems := Load(t.Context(), []string{"testdata/small.yaml"}, Options{Limits: limits}); len(problems) != 1 || problems[0].Code != "file_too_large" {
		t.Errorf("got %v", problems)
	}
}

// What a file says is completed by a base, such as the store.
func TestLoadOnABase(t *testing.T) {
	t.Parallel()
	base := loadClean(t, "testdata/small.yaml")
	update := `agreements:
  - {id: more, title: More, kind: articulation, senders: [coast], receiver: ridge, lifecycle: draft,
     rules: [{id: r, when: MATH 7, awards: [MATH 20B]}]}
`
	set, _, problems := Parse("more.yaml", []byte(update), Options{Base: &base})
	if problems != nil {
		t.Fatal(problems.Error())
	}
	if got := set.Agreements[0].Rules[0].When.Item; got != "coast/math-7" || set.Agreements[0].Version != 1 {
		t.Errorf("got %+v", set.Agreements[0])
	}
	if _, _, problems := Parse("more.yaml", []byte(update), Options{}); !problems.HasErrors() {
		t.Error("without the base it loads too")
	}
}

// A code means what it meant when the agreement began.
func TestCodesAreReadAtTheAgreementsDate(t *testing.T) {
	t.Parallel()
	const text = `institutions:
  - {id: a, name: A, kind: university, unit: semester}
  - {id: b, name: B, kind: university, unit: semester}
items:
  - {id: a/cultural, kind: course, versions: [{code: ANTH 2302, valid: {to: 2021-08-15}}, {code: ANTH 2351, valid: {from: 2021-08-16}}]}
  - {id: a/archaeology, kind: course, versions: [{code: ANTH 2303, valid: {to: 2021-08-15}}, {code: ANTH 2302, valid: {from: 2021-08-16}}]}
  - {id: b/x, kind: course, versions: [{code: X 1}]}
agreements:
  - {id: old, title: Old, kind: articulation, senders: [a], receiver: b, lifecycle: draft, effective: {from: 2020-08-16}, rules: [{id: r, when: ANTH 2302, awards: [X 1]}]}
  - {id: new, title: New, kind: articulation, senders: [a], receiver: b, lifecycle: draft, effective: {from: 2022-08-16}, rules: [{id: r, when: ANTH 2302, awards: [X 1]}]}
  - {id: open, title: Open, kind: articulation, senders: [a], receiver: b, lifecycle: draft, rules: [{id: r, when: ANTH 2302, awards: [X 1]}]}
`
	set, _, problems := Parse("x.yaml", []byte(text), Options{})
	if problems != nil {
		t.Fatal(problems.Error())
	}
	for _, a := range set.Agreements {
		want := map[agreement.ID]string{"old": "a/cultural", "new": "a/archaeology", "open": "a/archaeology"}[a.ID]
		if got := string(a.Rules[0].When.Item); got != want {
			t.Errorf("%s: ANTH 2302 is %s, want %s", a.ID, got, want)
		}
	}
}
