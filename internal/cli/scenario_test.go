package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/api"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/cli"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/scenario"
	"github.com/cairnproject/cairn/internal/store/open"
)

// today is the clock of every test.
func today() time.Time { return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC) }

// TestScenariosThroughEveryEdge runs every scenario file through the engine,
// the command line and the HTTP API. All three meet the expectations, and their
// answers are the same bytes.
func TestScenariosThroughEveryEdge(t *testing.T) {
	t.Parallel()
	files, problems := scenario.Load(t.Context(), []string{filepath.Join("..", "..", "fixtures", "scenarios")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for i := range files {
		f := &files[i]
		t.Run(filepath.Base(f.Name), func(t *testing.T) {
			t.Parallel()
			if f.Problems != nil {
				return // no edge takes such a set; the engine's test reads it
			}
			runners := map[string]scenario.Runner{
				"command line": newCommandLine(t, &f.Set),
				"API":          newHTTP(t, &f.Set),
			}
			for j := range f.Cases {
				c := &f.Cases[j]
				want, refusal := scenario.Answer(t.Context(), scenario.Engine{}, &f.Set, c)
				for edge, r := range runners {
					got, err := scenario.Answer(t.Context(), r, &f.Set, c)
					if (err != nil) != (refusal != nil) {
						t.Errorf("%s:%d: %s: the %s says %v, the engine %v", f.Name, c.Line, c.Name, edge, err, refusal)
						continue
					}
					if !bytes.Equal(got, want) {
						t.Errorf("%s:%d: %s: the %s answers otherwise than the engine:\n%s", f.Name, c.Line, c.Name, edge, cmp.Diff(pretty(want), pretty(got)))
					}
					if o := scenario.RunCase(t.Context(), r, f, c); !o.Pass {
						t.Errorf("%s:%d: %s through the %s:\n%s", f.Name, c.Line, c.Name, edge, scenario.Report(o))
					}
				}
			}
		})
	}
}

func pretty(b []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, b, "", " ") != nil {
		return string(b)
	}
	return out.String()
}

// commandLine answers by "cairn evaluate --json" on catalogue files.
type commandLine struct{ dir string }

func newCommandLine(t *testing.T, set *ruleset.Set) commandLine {
	t.Helper()
	dir := t.TempDir()
	if err := catalogfile.WriteDir(filepath.Join(dir, "catalogue"), *set); err != nil {
		t.Fatal(err)
	}
	return commandLine{dir}
}

func (r commandLine) Evaluate(ctx context.Context, _ *ruleset.Set, q engine.Query) ([]byte, error) {
	args := []string{"evaluate", "--as-of", q.AsOf.String()}
	for _, t := range q.Targets {
		args = append(args, "--to", t.String())
	}
	if q.Together {
		args = append(args, "--together", "--max-uses", strconv.Itoa(q.MaxUses))
	}
	return r.run(ctx, &q.Record, args...)
}

func (r commandLine) Stacks(ctx context.Context, _ *ruleset.Set, q engine.StackQuery) ([]byte, error) {
	args := []string{"stacks", "--as-of", q.AsOf.String()}
	for _, id := range q.Institutions {
		args = append(args, "--at", string(id))
	}
	if q.Near != 0 {
		args = append(args, "--near", strconv.Itoa(q.Near))
	}
	return r.run(ctx, &q.Record, args...)
}

// run runs a verb on the catalogue and a record.
func (r commandLine) run(ctx context.Context, rec *record.Record, args ...string) ([]byte, error) {
	body, err := json.Marshal(rec)
	if err != nil {
		return nil, err
	}
	args = append(args, "--json", "--record", "-", "--catalogue", filepath.Join(r.dir, "catalogue"))
	var out, words bytes.Buffer
	code := cli.Run(ctx, cli.System{
		In: bytes.NewReader(body), Out: &out, Err: &words,
		Getenv: func(string) string { return "" }, Now: today,
	}, args)
	if code != fault.ExitOK && code != fault.ExitNotMet {
		return nil, errors.New(words.String())
	}
	return out.Bytes(), nil
}

// overHTTP answers by POST /v1/evaluations on a store in memory.
type overHTTP struct{ server http.Handler }

func newHTTP(t *testing.T, set *ruleset.Set) overHTTP {
	t.Helper()
	data, err := open.Open(t.Context(), "sqlite::memory:", open.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	})
	service, err := app.New(app.Options{Store: data, Now: today, TrustStated: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := service.Import(t.Context(), *set, app.ImportOptions{Source: "scenario"}); err != nil {
		t.Fatal(err)
	}
	server, err := api.New(api.Options{Service: service, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	return overHTTP{server}
}

func (r overHTTP) Evaluate(ctx context.Context, _ *ruleset.Set, q engine.Query) ([]byte, error) {
	return r.post(ctx, "/v1/evaluations", map[string]any{"record": q.Record, "targets": q.Targets, "asOf": q.AsOf, "together": q.Together, "maxUses": q.MaxUses})
}

func (r overHTTP) Stacks(ctx context.Context, _ *ruleset.Set, q engine.StackQuery) ([]byte, error) {
	return r.post(ctx, "/v1/stacks", map[string]any{"record": q.Record, "institutions": q.Institutions, "asOf": q.AsOf, "near": q.Near})
}

func (r overHTTP) post(ctx context.Context, path string, ask any) ([]byte, error) {
	body, err := json.Marshal(ask)
	if err != nil {
		return nil, err
	}
	req := httptest.NewRequestWithContext(ctx, http.MethodPost, path, bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	r.server.ServeHTTP(w, req)
	if w.Code != http.StatusOK {
		return nil, errors.New(w.Body.String())
	}
	return w.Body.Bytes(), nil
}

// realAssist is where the raw agreement files lie beside the repository; they
// are nobody's to ship.
func realAssist(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "assist", "smc_to_ucsd_2024-25")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the ASSIST files are not here (%s); they are not part of the repository", dir)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}
