package web_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/web"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// BenchmarkPages draws every demo page again and again, as those do who read them:
// an answer that is kept is not worked out again. p95-ms is what the slowest
// twentieth takes, least-ms what remains of a page where nothing else runs, cpu-ms
// what all of the process uses for one.
func BenchmarkPages(b *testing.B) { benchPages(b, func(*web.Site) {}) }

// BenchmarkPagesCold does the same and drops the answers that are kept before each
// page, outside of what is measured.
func BenchmarkPagesCold(b *testing.B) { benchPages(b, (*web.Site).ForgetAnswers) }

func benchPages(b *testing.B, before func(*web.Site)) {
	world := webtest.Demo(b)
	for _, path := range demoPages {
		b.Run(strings.ReplaceAll(path, "/", ":"), func(b *testing.B) {
			var took []time.Duration
			used := cpuTime(b)
			for b.Loop() {
				before(world.Site)
				begin := time.Now()
				rec := httptest.NewRecorder()
				world.Site.ServeHTTP(rec, httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody))
				took = append(took, time.Since(begin))
			}
			b.ReportMetric(float64((cpuTime(b)-used).Microseconds())/1000/float64(b.N), "cpu-ms")
			slices.Sort(took)
			b.ReportMetric(float64(took[0].Microseconds())/1000, "least-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

// cpuTime is what the process has used: on a machine that others use too it says
// more than the clock.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
