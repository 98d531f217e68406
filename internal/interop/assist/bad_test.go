package assist

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func readFile(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// TestBadInput gives a problem with a position and a stable code for each way
// in which a file can be wrong, and still reads the good file beside it.
func TestBadInput(t *testing.T) {
	t.Parallel()
	good := readFile(t, "testdata/invented_studies_ba.json")
	bare := string(readFile(t, "testdata/invented_studies_ba_2025_bare.json"))
	tests := map[string]struct{ text, code string }{
		"empty":                 {"", "syntax"},
		"cut off":               {string(good[:len(good)/2]), "syntax"},
		"cut off inside":        {strings.Replace(string(good), `}]\"`, `\"`, 1) + "}", "syntax"},
		"string cut off":        {strings.Replace(bare, `"articulations": [`, `"articulations": "[{", "x": [`, 1), "syntax"},
		"not UTF-8":             {strings.Replace(bare, "Calculus", "Calc\xfflus", 1), "invalid_utf8"},
		"deep nesting":          {strings.Repeat(`{"result":`, 500), "too_deep"},
		"deep inside a string":  {`{"result":"` + strings.Repeat("[", 500) + `"}`, "too_deep"},
		"something else":        {`{"hello": "world"}`, "unknown_format"},
		"a bundle":              {strings.Replace(bare, `"type": "Major"`, `"type": "AllMajors"`, 1), "bundled_agreements"},
		"a list for an object":  {strings.Replace(bare, `"sendingInstitution": {`, `"sendingInstitution": [], "x": {`, 1), "wrong_type"},
		"negative units":        {strings.Replace(bare, `"minUnits": 4.0`, `"minUnits": -4.0`, 1), "wrong_type"},
		"units in words":        {strings.Replace(bare, `"minUnits": 4.0`, `"minUnits": "four"`, 1), "wrong_type"},
		"no academic year":      {strings.Replace(bare, `"academicYear"`, `"x"`, 1), "missing_year"},
		"a date in words":       {strings.Replace(bare, `"2025-11-02T08:00:00"`, `"soon"`, 1), "bad_date"},
		"nameless institutions": {strings.Replace(bare, `"sendingInstitution": {`, `"sendingInstitution": {}, "x": {`, 1), "missing_institution"},
		"area list, no college": {`{"metadata":{"source":"X"},"area":{},"courses":[]}`, "missing_institution"},
		"area list, no year":    {`{"metadata":{"source":"Santa Monica College IGETC "},"area":{},"courses":[]}`, "missing_area"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, report, problems := ImportData([]Input{{"bad.json", []byte(tt.text)}, {"good.json", good}}, Options{})
			intaketest.Balanced(t, &report)
			found := false
			for _, p := range problems {
				if p.File == "good.json" {
					continue
				}
				if p.Severity == diag.Error && (p.Line < 1 || p.Column < 1) {
					t.Errorf("no position: %+v", p)
				}
				found = found || p.Code == tt.code && p.Severity == diag.Error
			}
			if !found {
				t.Errorf("want %s, got\n%v", tt.code, problems)
			}
			if report.By(intake.Refused) == 0 {
				t.Error("the report refuses nothing")
			}
			find(t, &set, sampleID, 2024)
		})
	}
}

func TestHugeFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "huge.tsv")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), 2000), 0o600); err != nil {
		t.Fatal(err)
	}
	set, report, problems := Import([]string{path}, Options{MaxBytes: 1000})
	if len(problems) != 1 || problems[0].Code != "file_too_large" || len(set.Agreements) != 0 || report.By(intake.Refused) != 1 {
		t.Errorf("got %v, %s", problems, &report)
	}
	if _, _, problems := ImportData([]Input{{"a.json", make([]byte, 2000)}}, Options{MaxBytes: 1000}); problems[0].Code != "file_too_large" {
		t.Errorf("got %v", problems)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var last [2]int
	_, _, problems := Import([]string{"testdata"}, Options{Progress: func(done, total int) { last = [2]int{done, total} }})
	if !problems.HasErrors() {
		t.Error("the broken samples are not noticed")
	}
	if last[0] != last[1] || last[0] < 6 {
		t.Errorf("ended at %v", last)
	}
}

func FuzzImport(f *testing.F) {
	for _, name := range []string{
		"invented_studies_ba.json", "invented_studies_ba_2025_bare.json", "department_mathematics.json",
		"institutions_sample.json", "area_sample.json", "matrix_sample.tsv",
	} {
		f.Add(filepath.Ext(name) == ".tsv", readFile(f, "testdata/"+name))
	}
	f.Fuzz(func(t *testing.T, table bool, data []byte) {
		name := "f.json"
		if table {
			name = "f.tsv"
		}
		set, report, problems := ImportData([]Input{{name, data}}, Options{})
		intaketest.Balanced(t, &report)
		if problems.HasErrors() {
			return
		}
		again, _, _ := ImportData([]Input{{name, data}}, Options{})
		if set.Version() != again.Version() {
			t.Error("two imports of one file differ")
		}
		if err := ruleset.Validate(&set).Err(); err != nil {
			t.Errorf("accepted, but not valid: %v", err)
		}
	})
}

func BenchmarkImportAgreements(b *testing.B) {
	dir := intaketest.Data(b, realDir)
	for b.Loop() {
		if _, _, problems := Import([]string{dir}, Options{}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}

func BenchmarkImportMatrix(b *testing.B) {
	path := intaketest.Data(b, realMatrix)
	for b.Loop() {
		if _, _, problems := Import([]string{path}, Options{}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}
