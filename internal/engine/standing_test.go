package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cairnproject/cairn/internal/engine"
)

// What is said of the lines alone is what the whole explanation says of them.
func TestStandingsAreThoseOfTheExplanation(t *testing.T) {
	t.Parallel()
	s := explainWorld(t)
	q := explainQuery(t, ridge(t, "cs-301", "B"), ridge(t, "cs-302", "D"), ridge(t, "hist-10", "A"))
	for _, path := range []string{"", "core", "upper"} {
		x, err := s.Explain(q, path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Standings(q, path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(x.Record, got, cmpopts.IgnoreUnexported(engine.Reason{})); d != "" || len(got) != 3 {
			t.Errorf("%q: %s", path, d)
		}
	}
	if _, err := s.Standings(q, "nowhere"); err == nil {
		t.Error("a requirement that is not there has standings")
	}
	q.Targets[0].Program = ""
	if _, err := s.Standings(q, "core"); err == nil {
		t.Error("a target without requirements has standings")
	}
}
