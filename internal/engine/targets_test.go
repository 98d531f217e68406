package engine_test

import (
	"encoding/json"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/engine"
)

// Several targets side by side get the answers that each gets by itself, in the
// order of the question. It changes how many workers there are for the whole
// process, so that it runs alone.
func TestTargetsSideBySideAreThoseOfOneWorker(t *testing.T) { //nolint:paralleltest // see above
	set, rec := fiveHundredCredentials()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	var targets []engine.Target
	for i := range set.Programs[:40] {
		p := &set.Programs[len(set.Programs)-1-i]
		targets = append(targets, engine.Target{Institution: p.Institution, Program: p.ID})
	}
	answer := func(workers int, of ...engine.Target) []engine.TargetResult {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
		res, err := s.Evaluate(engine.Query{Record: rec, AsOf: asOf, Targets: of})
		if err != nil || len(res.Targets) != len(of) {
			t.Fatal(err, len(res.Targets))
		}
		return res.Targets
	}
	text := func(v any) string {
		out, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	together := answer(4, targets...)
	for i, target := range targets {
		if diff := cmp.Diff(text(answer(1, target)[0]), text(together[i])); diff != "" {
			t.Fatalf("%v: -alone +with others:\n%s", target, diff)
		}
	}
}
