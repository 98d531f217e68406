package view

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The generated Go code is that of the templates: make generate.
func TestGeneratedCodeIsFresh(t *testing.T) {
	t.Parallel()
	templates, err := filepath.Glob("*.templ")
	if err != nil || len(templates) == 0 {
		t.Fatal("there are no templates", err)
	}
	above := t.TempDir()
	folder := filepath.Join(above, "view") // the generated code names its file below the path
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range templates {
		copyFile(t, name, filepath.Join(folder, name))
	}
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "tool", "-modfile=internal/tools/go.mod", "templ", "generate", "-path", above)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range templates {
		name = name[:len(name)-len(".templ")] + "_templ.go"
		fresh, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(name)
		if err != nil || string(kept) != string(fresh) {
			t.Errorf("%s is stale: run make generate (%v)", name, err)
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
