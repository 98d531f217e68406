package app

import (
	"runtime"
	"testing"

	"github.com/cairnproject/cairn/internal/engine"
)

// BenchmarkKeptCost compares what an answer is taken to cost with the memory that
// answers of the demo world hold.
func BenchmarkKeptCost(b *testing.B) {
	s, v, learners := demoView(b)
	var results []engine.Result
	for b.Loop() {
		results = nil
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		said := 0
		for i := range learners {
			for k := range v.Set.Programs {
				p := &v.Set.Programs[k]
				r, err := s.EvaluateOn(v, demoQuery(learners[i], engine.Target{Institution: p.Institution, Program: p.ID}))
				if err != nil {
					b.Fatal(err)
				}
				said += keptCost(&r)
				results = append(results, r)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(said)/float64(len(results)), "said-B")
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(results)), "held-B")
		runtime.KeepAlive(results)
	}
}
