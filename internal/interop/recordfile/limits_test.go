package recordfile

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
)

// Lines may end as they do on any machine.
func TestLineEnds(t *testing.T) {
	t.Parallel()
	const table = "institution,code,title,credits\nsmc,CS 1,\"one: a\",3\nsmc,CS 2,two,4\n"
	for _, name := range []string{"r.csv", "-"} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			rec, problems := Read(strings.NewReader(strings.ReplaceAll(table, "\n", end)), name, Options{})
			if len(problems) > 0 || len(rec.Attainments) != 2 || rec.Attainments[1].Code != "CS 2" {
				t.Errorf("%s with %q: %d lines, %v", name, end, len(rec.Attainments), problems)
			}
		}
	}
}

func TestARecordWithoutLinesWarns(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"r.csv": "institution,code\n", "r.yaml": "learner: x\n", "r.json": `{"attainments":[]}`} {
		_, problems := Read(strings.NewReader(text), name, Options{})
		if len(problems) != 1 || problems[0].Code != "no_lines" || problems[0].Severity != diag.Warning || problems[0].Line != 1 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// endless repeats a text for ever.
type endless struct{ text []byte }

func (e endless) Read(b []byte) (int, error) {
	n := 0
	for n+len(e.text) <= len(b) {
		n += copy(b[n:], e.text)
	}
	return max(n, copy(b, e.text)), nil
}

// What is too large or too much is refused with its place, before memory is
// spent on it.
//
//nolint:paralleltest // it measures the memory of the process
func TestLargeRecordsAreRefusedEarly(t *testing.T) {
	line := []byte(`{"institution":"smc","code":"CS 1","credits":"3"},` + "\n")
	for name, c := range map[string]struct {
		in   io.Reader
		code string
	}{
		"huge.json":  {endless{line}, "file_too_large"},
		"dense.json": {strings.NewReader(`{"attainments":[` + strings.Repeat("[],", 4<<20)), "too_many"},
		"dense.yaml": {strings.NewReader("attainments:\n" + strings.Repeat("- {}\n", 3<<20)), "too_many"},
		"wrong.json": {strings.NewReader(`{"attainments":[` + strings.Repeat("1,", 300_000) + "1]}"), "too_many_lines"},
		"deep.yaml":  {strings.NewReader("attainments: " + strings.Repeat("? ", 1<<20)), "syntax"},
		"long.csv":   {io.MultiReader(strings.NewReader("institution,code\n"), bytes.NewReader(bytes.Repeat([]byte("smc,CS 1\n"), 1<<20))), "too_many_lines"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, problems := Read(c.in, name, Options{})
		runtime.ReadMemStats(&after)
		if len(problems) != 1 || problems[0].Code != c.code || problems[0].Line < 1 || problems[0].Column < 1 {
			t.Errorf("%s: %v, want %s with a place", name, problems, c.code)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 300 {
			t.Errorf("%s allocated %d MiB", name, used)
		}
	}
}

// A record in JSON is read as over HTTP: null is none, a byte order mark is no
// matter.
func TestJSONIsReadAsOverHTTP(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"null": "r.json:1:1: empty", `{"learner":"\ud800"}`: "r.json:1:13: syntax", "\ufeff" + `{"learner":"x"}`: "r.json:1:1: no_lines",
	} {
		_, problems := Read(strings.NewReader(text), "r.json", Options{})
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), want) {
			t.Errorf("%s: %v, want %s", text, problems, want)
		}
	}
}
