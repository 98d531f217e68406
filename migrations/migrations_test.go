package migrations

import (
	"fmt"
	"io/fs"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := fs.ReadDir(FS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestBothDialectsHaveTheSameNumbersAndNames(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(names(t, "postgres"), names(t, "sqlite")); diff != "" {
		t.Errorf("postgres and sqlite differ (-postgres +sqlite):\n%s", diff)
	}
}

func TestNumbersHaveNoGapAndEveryFileCanBeUndone(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^\d{5}_[a-z0-9_]+\.sql$`)
	up, down := regexp.MustCompile(`(?m)^-- \+goose Up$`), regexp.MustCompile(`(?m)^-- \+goose Down$`)
	for _, dir := range []string{"postgres", "sqlite"} {
		for i, name := range names(t, dir) {
			if want := fmt.Sprintf("%05d_", i+1); !form.MatchString(name) || name[:6] != want {
				t.Errorf("%s/%s: want a name like %sname.sql", dir, name, want)
			}
			body, err := fs.ReadFile(FS(), dir+"/"+name)
			if err != nil {
				t.Fatal(err)
			}
			if !up.Match(body) || !down.Match(body) {
				t.Errorf("%s/%s: want a goose Up and a goose Down section", dir, name)
			}
		}
	}
}
