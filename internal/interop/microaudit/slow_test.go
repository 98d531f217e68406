package microaudit_test

import (
	"flag"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

var budget = flag.Int("budget", 20000, "")

func TestSlow(t *testing.T) {
	for _, name := range []string{"small-1000.json", "pathological.json", "full-features.json"} {
		file := load(t, name)
		var s solve.Solver
		total, und := 0, 0
		t0 := time.Now()
		for i := range file.Cases {
			c := &file.Cases[i]
			begin := time.Now()
			got := microaudit.Solve(&s, c, *budget)
			total += got.Steps
			if !got.Decided {
				und++
			}
			if took := time.Since(begin); took > 5*time.Millisecond {
				t.Logf("%s steps %d %v want %v decided %v", c.ID, got.Steps, took, c.Expected.Satisfied, got.Decided)
			}
		}
		t.Logf("TOTAL %s %d steps undecided %d %v", name, total, und, time.Since(t0))
	}
}
