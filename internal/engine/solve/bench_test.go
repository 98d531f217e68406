package solve_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// degree is an ordinary degree: 40 courses of 3 or 4 credits, and 60
// requirements in general education, a major with choices, and totals. done is
// how many of the courses have been taken.
func degree(seed uint64, done int) *solve.Problem {
	r := rand.New(rand.NewPCG(seed, 3))
	var b b
	for range done {
		b.items(int64(3 + r.IntN(4)/3))
	}
	var core []int32
	pick := func(lo, hi int) (out []int32) { // courses that qualify, in a window of the record
		for range 1 + r.IntN(4) {
			if i := int32(lo + r.IntN(hi-lo)); int(i) < done && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
		return out
	}
	for k := range 40 { // one course each; every third a choice of two
		set := append(pick(0, 40), int32(min(k, done-1)))
		if k%3 == 0 {
			core = append(core, b.anyOf(b.count(int32(k%4), 1, set...), b.count(int32(k%4), 1, pick(0, 40)...)))
			continue
		}
		core = append(core, b.count(int32(k%4), 1, set...))
	}
	for k := range 6 {
		core = append(core, b.credits(4, 6, append(pick(5*k, 5*k+8), pick(0, 40)...)...))
	}
	core = append(core, b.total(120, upTo(int32(done))...))
	b.all(core...)
	return &b.p
}

func BenchmarkOrdinaryDegree(bench *testing.B) {
	for _, done := range []int{20, 40} {
		bench.Run(fmt.Sprintf("%d courses taken", done), func(bench *testing.B) {
			var problems []*solve.Problem
			for seed := range uint64(50) {
				problems = append(problems, degree(seed, done))
			}
			var s solve.Solver
			var times []time.Duration
			bench.ReportAllocs()
			for i := 0; bench.Loop(); i++ {
				begin := time.Now()
				a, err := s.Solve(problems[i%len(problems)], solve.Options{})
				if err != nil || !a.Proven {
					bench.Fatalf("%d: %+v %v", i, a, err)
				}
				times = append(times, time.Since(begin))
			}
			slices.Sort(times)
			bench.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
			bench.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
		})
	}
}
