package audit

import (
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// A search that was cut short has shown a no where its bound leaves something
// unsatisfied, and nothing where it does not.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer solve.Answer
		want   bool
	}{
		"the search ended":         {solve.Answer{Proven: true}, true},
		"the bound is above":       {solve.Answer{Bound: []int64{1, 39}}, true},
		"the bound is nothing":     {solve.Answer{Bound: []int64{0, 0}}, false},
		"there is no bound at all": {solve.Answer{}, false},
	} {
		if got := refused(&c.answer); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
