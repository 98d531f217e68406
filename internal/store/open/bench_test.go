package open_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/storetest"
	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

// backends are the databases that the benchmarks compare.
var backends = []struct {
	name string
	url  func(testing.TB) string
}{
	{"sqlite", file},
	{"postgres", func(tb testing.TB) string { tb.Helper(); return pgtest.New(tb) }},
}

// large is a set of 100,000 items with the rules of the matrix.
var large = storetest.Size{Items: 100_000, Agreements: 21, Rules: 22_002}

func mustApply(b *testing.B, s store.Store, set ruleset.Set) ruleset.Change {
	b.Helper()
	c, err := s.Apply(context.Background(), set, store.ApplyOptions{Source: "benchmark", At: time.Unix(0, 0)})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkApply imports into an empty store.
func BenchmarkApply(b *testing.B) {
	for _, size := range []storetest.Size{storetest.Matrix, large} {
		set := storetest.Synthetic(size)
		for _, backend := range backends {
			b.Run(fmt.Sprintf("%s/items=%d", backend.name, size.Items), func(b *testing.B) {
				for range b.N {
					b.StopTimer()
					s := opened(b, backend.url(b))
					b.StartTimer()
					mustApply(b, s, set)
				}
				b.ReportMetric(float64(size.Items+size.Rules)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
			})
		}
	}
}

// BenchmarkApplyAgain imports what is there already, and one agreement in which
// one rule differs.
func BenchmarkApplyAgain(b *testing.B) {
	set := storetest.Synthetic(large)
	for _, backend := range backends {
		s := opened(b, backend.url(b))
		mustApply(b, s, set)
		b.Run(backend.name+"/all-unchanged", func(b *testing.B) {
			for b.Loop() {
				if c := mustApply(b, s, set); len(c.Entries) != 0 {
					b.Fatal("something changed")
				}
			}
		})
		b.Run(backend.name+"/one-rule", func(b *testing.B) {
			one := set.Agreements[3]
			one.Rules = append([]agreement.Rule{}, one.Rules...)
			n := 0
			for b.Loop() {
				n++
				one.Rules[500].Provisional = fmt.Sprint(n)
				c := mustApply(b, s, ruleset.Set{Agreements: []agreement.Agreement{one}})
				if len(c.Entries) != 1 {
					b.Fatal("nothing changed")
				}
			}
		})
	}
}

// BenchmarkLoad reads the whole set.
func BenchmarkLoad(b *testing.B) {
	for _, size := range []storetest.Size{storetest.Matrix, large} {
		set := storetest.Synthetic(size)
		for _, backend := range backends {
			s := opened(b, backend.url(b))
			mustApply(b, s, set)
			b.Run(fmt.Sprintf("%s/items=%d", backend.name, size.Items), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, _, err := s.Load(context.Background()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkVersion is what every request asks first.
func BenchmarkVersion(b *testing.B) {
	for _, backend := range backends {
		s := opened(b, backend.url(b))
		mustApply(b, s, storetest.Synthetic(storetest.Size{Items: 10, Agreements: 1, Rules: 10}))
		b.Run(backend.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Version(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
