package sqlite

import (
	"bufio"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"
)

// modernc.org/sqlite is C translated to Go for one exact version of
// modernc.org/libc; with another one it may corrupt memory. Some other module
// can raise libc without anybody noticing, hence this test.
func TestLibcIsTheVersionThatSQLiteWasMadeFor(t *testing.T) {
	t.Parallel()
	if linked, wanted := linkedLibc(t), wantedLibc(t); linked != wanted {
		t.Fatalf("linked modernc.org/libc %q, but modernc.org/sqlite requires exactly %q", linked, wanted)
	}
}

// linkedLibc asks the test binary. The go command leaves the dependencies out of
// test binaries (seen with go 1.26); then the version that it selects for this
// module is the one it linked.
func linkedLibc(t *testing.T) string {
	t.Helper()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "modernc.org/libc" {
				return dep.Version
			}
		}
	}
	return goList(t, "{{.Version}}", "modernc.org/libc")
}

// goList prints one property of a module of the build list.
func goList(t *testing.T, format, module string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", format, module).Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", module, err)
	}
	return strings.TrimSpace(string(out))
}

// wantedLibc reads the version from the go.mod of modernc.org/sqlite.
func wantedLibc(t *testing.T) string {
	t.Helper()
	f, err := os.Open(goList(t, "{{.GoMod}}", "modernc.org/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(lines.Text()), "require "))
		if len(words) >= 2 && words[0] == "modernc.org/libc" {
			return words[1]
		}
	}
	t.Fatal("modernc.org/sqlite does not require modernc.org/libc any more; drop this test")
	return ""
}
