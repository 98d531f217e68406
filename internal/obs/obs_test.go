package obs

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
)

func TestLogFormats(t *testing.T) {
	t.Parallel()
	for format, wantJSON := range map[string]bool{"text": false, "json": true, "auto": true, "": true} {
		var out bytes.Buffer
		log, err := NewLogger(&out, LogOptions{Format: format})
		if err != nil {
			t.Fatal(err)
		}
		log.Info("hello", "n", 1)
		if json.Valid(out.Bytes()) != wantJSON || !strings.Contains(out.String(), "hello") {
			t.Errorf("format %q printed %s, want JSON = %v", format, out.String(), wantJSON)
		}
	}
	if _, err := NewLogger(&bytes.Buffer{}, LogOptions{Format: "xml"}); err == nil {
		t.Error("format xml was accepted")
	}
}

func TestLogLevelCanChangeWhileRunning(t *testing.T) {
	t.Parallel()
	var (
		out   bytes.Buffer
		level slog.LevelVar
	)
	log, err := NewLogger(&out, LogOptions{Level: &level})
	if err != nil {
		t.Fatal(err)
	}
	log.Debug("hidden")
	level.Set(slog.LevelDebug)
	log.Debug("shown")
	if got := out.String(); strings.Contains(got, "hidden") || !strings.Contains(got, "shown") {
		t.Errorf("log = %s", got)
	}
}

func TestAFileIsNoTerminal(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if IsTerminal(f) || IsTerminal(&bytes.Buffer{}) {
		t.Error("a file or a buffer was taken for a terminal")
	}
}

func TestBuildFromStamp(t *testing.T) {
	t.Parallel()
	got := BuildFrom(&debug.BuildInfo{
		GoVersion: "go1.26.8",
		Main:      debug.Module{Version: "v1.2.3"},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "0123456789abcdef0123"},
			{Key: "vcs.time", Value: "2026-03-01T12:00:00+02:00"},
			{Key: "vcs.modified", Value: "true"},
		},
	})
	want := Build{
		Version: "v1.2.3", Commit: "0123456789abcdef0123", Modified: true, Go: "go1.26.8",
		Time: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got, want := got.String(), "v1.2.3 (0123456789ab+changes, go1.26.8)"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	if got := BuildFrom(&debug.BuildInfo{}).String(); got != "devel" {
		t.Errorf("String() without a stamp = %q, want devel", got)
	}
}

func TestMetricsAreServed(t *testing.T) {
	t.Parallel()
	m, err := NewMetrics(Build{Version: "v9"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	runs := prometheus.NewCounter(prometheus.CounterOpts{Namespace: Namespace, Name: "test_runs_total", Help: "Runs."})
	if err := m.Register(runs); err != nil {
		t.Fatal(err)
	}
	if err := m.Register(runs); err == nil {
		t.Error("the same metric was registered twice")
	}
	runs.Add(3)
	rec := httptest.NewRecorder()
	m.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{`cairn_build_info{commit="",go="",modified="false",version="v9"} 1`, "cairn_test_runs_total 3", "go_goroutines "} {
		if !strings.Contains(rec.Body.String(), want) {
			t.Errorf("metrics lack %q", want)
		}
	}
}

func TestTwoRegistriesDoNotClash(t *testing.T) {
	t.Parallel()
	for range 2 {
		if _, err := NewMetrics(ReadBuild(), nil); err != nil {
			t.Fatal(err)
		}
	}
}
