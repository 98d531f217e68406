package web_test

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/scenario"
)

// learners are the demo learners by name.
func learners(t *testing.T, view *app.View) map[string]record.Record {
	t.Helper()
	entries, err := fs.ReadDir(fixtures.FS, fixtures.Records)
	if err != nil || len(entries) == 0 {
		t.Fatal("there are no demo learners", err)
	}
	out := map[string]record.Record{}
	for _, e := range entries {
		data, err := fs.ReadFile(fixtures.FS, path.Join(fixtures.Records, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		rec, problems := recordfile.Read(bytes.NewReader(data), e.Name(), recordfile.Options{Units: scenario.Units(&view.Set)})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		out[strings.TrimSuffix(e.Name(), path.Ext(e.Name()))] = rec
	}
	return out
}
