package open_test

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/storetest"
)

// whole is of the size of a whole state: 1.3 million rules.
var whole = storetest.Size{Items: 60_000, Agreements: 2500, Rules: 1_300_000}

// BenchmarkWholeState applies and loads 1.3 million rules once and reports the
// memory needed beyond the set itself.
func BenchmarkWholeState(b *testing.B) {
	if testing.Short() {
		b.Skip("takes minutes")
	}
	set := storetest.Synthetic(whole)
	for _, backend := range backends {
		b.Run(backend.name, func(b *testing.B) {
			for b.Loop() {
				s := opened(b, backend.url(b))
				runtime.GC()
				before := heap()
				var most uint64
				// Collect often, so that the heap shows what is in use rather
				// than what waits to be collected.
				percent := debug.SetGCPercent(10)
				start := time.Now()
				_, err := s.Apply(context.Background(), set, store.ApplyOptions{Progress: func(int, int) { most = max(most, heap()) }})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/apply")
				debug.SetGCPercent(percent)
				b.ReportMetric(float64(most-before)/(1<<20), "MB-beyond-set")
				start = time.Now()
				loaded, v, err := s.Load(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/load")
				if loaded.Version() != v || v != set.Version() {
					b.Fatal("the versions differ")
				}
			}
		})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
