// Package intaketest helps the tests of importers: it finds the real files,
// which are not part of the repository, and reads JSON without the importer's
// own reader, so that a count can be made twice.
package intaketest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Data is the path of a real file in ../shared/data beside the repository. The
// test is skipped where the files are absent.
func Data(tb testing.TB, path string) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			tb.Skip("no go.mod above the test: the real files cannot be found")
		}
	}
	full := filepath.Join(filepath.Dir(dir), "shared", "data", filepath.FromSlash(path))
	if _, err := os.Stat(full); err != nil {
		tb.Skipf("the real file ../shared/data/%s is not here; only the invented samples are tested", path)
	}
	return full
}

// JSON reads a file into maps and lists, with the JSON inside strings where a
// string holds an object or a list.
func JSON(tb testing.TB, path string) any {
	tb.Helper()
	data, err := os.ReadFile(path) // #nosec G304 -- a test reads its own files
	if err != nil {
		tb.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return unwrap(v)
}

func unwrap(v any) any {
	switch v := v.(type) {
	case string:
		var inner any
		if len(v) > 1 && (v[0] == '{' || v[0] == '[') && json.Unmarshal([]byte(v), &inner) == nil {
			return unwrap(inner)
		}
	case map[string]any:
		for k := range v {
			v[k] = unwrap(v[k])
		}
	case []any:
		for i := range v {
			v[i] = unwrap(v[i])
		}
	}
	return v
}

// NoErrors fails the test where the problems hold an error.
func NoErrors(tb testing.TB, problems diag.List) {
	tb.Helper()
	if err := problems.Err(); err != nil {
		tb.Fatalf("the import has errors:\n%v", err)
	}
}

// Valid fails the test where the set does not pass the checks of package
// ruleset on top of base, which may be nil; warnings are allowed.
func Valid(tb testing.TB, base, set *ruleset.Set) {
	tb.Helper()
	if err := ruleset.ValidateOn(base, set).Err(); err != nil {
		tb.Errorf("the imported set is not valid:\n%v", err)
	}
}

// Balanced fails the test where some record of a table is in no count or in
// several.
func Balanced(tb testing.TB, r *intake.Report) {
	tb.Helper()
	for _, t := range r.Tables {
		sum := 0
		for _, c := range t.Counts {
			sum += c.N
		}
		if sum != t.Total {
			tb.Errorf("%s: the counts add up to %d of %d records", t.Name, sum, t.Total)
		}
	}
}

// Want fails the test where a table has other counts than the given ones, by
// code.
func Want(tb testing.TB, r *intake.Report, table string, want map[string]int) {
	tb.Helper()
	total := 0
	for code, n := range want {
		total += n
		if got := r.N(table, code); got != n {
			tb.Errorf("%s: %d are %q, want %d", table, got, code, n)
		}
	}
	if got := r.Total(table); got != total {
		tb.Errorf("%s: %d records in all, want %d:\n%s", table, got, total, r)
	}
}
