package microaudit_test

import (
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

func TestSlow(t *testing.T) {
	for _, name := range []string{"small-1000.json", "pathological.json", "full-features.json"} {
		file := load(t, name)
		var s solve.Solver
		for i := range file.Cases {
			c := &file.Cases[i]
			begin := time.Now()
			got := microaudit.Solve(&s, c, 20000)
			if took := time.Since(begin); took > 5*time.Millisecond {
				t.Logf("%s steps %d %v want %v decided %v", c.ID, got.Steps, took, c.Expected.Satisfied, got.Decided)
			}
		}
	}
}
