package engine_test

import (
	"encoding/json"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/engine"
)

// Workers only make it faster: one of them and several find the same. It changes
// how many there are for the whole process, so that it runs alone.
func TestStacksSideBySideAreThoseOfOneWorker(t *testing.T) { //nolint:paralleltest // see above
	set, rec := fiveHundredCredentials()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(workers int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
		res, err := s.Stacks(engine.StackQuery{Record: rec, AsOf: asOf})
		if err != nil || len(res.Completed) == 0 || len(res.OneStep)+len(res.InReach) == 0 {
			t.Fatal(err, len(res.Completed), len(res.OneStep), len(res.InReach))
		}
		text, err := json.Marshal(res)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if diff := cmp.Diff(answer(1), answer(4)); diff != "" {
		t.Errorf("-one worker +four:\n%s", diff)
	}
}
