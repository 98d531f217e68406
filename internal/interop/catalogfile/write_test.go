package catalogfile

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cairnproject/cairn/internal/ruleset"
)

func TestWriteIsReadable(t *testing.T) {
	t.Parallel()
	set := loadClean(t, "testdata/small.yaml")
	files, err := Files(set)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	var all bytes.Buffer
	for _, f := range files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		all.WriteString("# " + f.Name + "\n" + string(f.Data))
	}
	golden(t, "testdata/small.golden", all.Bytes())
	again, _, problems := LoadFS(t.Context(), fsys, ".", Options{})
	if len(problems) > 0 {
		t.Fatalf("what was written does not load:\n%s", problems.Error())
	}
	if diff := cmp.Diff(set, again); diff != "" {
		t.Errorf("load after write differs (-before +after):\n%s", diff)
	}
	if set.Version() != again.Version() {
		t.Error("the rules version changed by writing and loading")
	}
}

func loadClean(t *testing.T, path string) ruleset.Set {
	t.Helper()
	set, _, problems := Load(t.Context(), []string{path}, Options{})
	if problems.HasErrors() {
		t.Fatalf("%s:\n%s", path, problems.Error())
	}
	return set
}

// golden compares with a file, or writes it where -update is given.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs; run the test with -update if that is right (-want +got):\n%s", name, diff)
	}
}

// The demo world says the same after it was written, and is written once.
func TestDemoWorldRoundTrips(t *testing.T) {
	t.Parallel()
	set := loadClean(t, filepath.Join("..", "..", "..", "fixtures", "demo", "catalogue"))
	dir := t.TempDir()
	for range 2 { // the second time over the files of the first
		if err := WriteDir(dir, set); err != nil {
			t.Fatal(err)
		}
	}
	again := loadClean(t, dir)
	if diff := cmp.Diff(set, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("load after write (-before +after):\n%s", diff)
	}
	if set.Version() != again.Version() {
		t.Error("the rules version changed by writing and loading")
	}
}
