package cli

import (
	"testing"

	"github.com/cairnproject/cairn/internal/interop/verify"
)

// TestWhatIsInsideIsNotPassedOver: the last word on a record says so where credentials
// inside it are not good.
func TestWhatIsInsideIsNotPassedOver(t *testing.T) {
	t.Parallel()
	for want, inner := range map[string][]bool{
		"": {true, true}, "; 1 of the 2 credentials inside are not": {true, false}, "; 3 of the 3 credentials inside are not": {false, false, false},
	} {
		if got := butInside(&verify.Verdict{Verified: true, Inner: inner}); got != want {
			t.Errorf("%v: %q, want %q", inner, got, want)
		}
	}
}
