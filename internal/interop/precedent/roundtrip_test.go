package precedent

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// exportsAndComesBack writes a set as catalogue files and reads them again.
func exportsAndComesBack(t *testing.T, set *ruleset.Set) {
	t.Helper()
	dir := t.TempDir()
	if err := catalogfile.WriteDir(dir, *set); err != nil {
		t.Fatal(err)
	}
	got, _, problems := catalogfile.Load(t.Context(), []string{dir}, catalogfile.Options{})
	intaketest.NoErrors(t, problems)
	got.Sort()
	if got.Version() != set.Version() {
		t.Errorf("%d items and %d agreements came back as another rules version", len(got.Items), len(got.Agreements))
	}
}

func TestMojibakeCanBeExported(t *testing.T) {
	t.Parallel()
	const header = "University,University-Country,Exchange-Course-Code,Exchange-Course-Title,HKU-Course-Code,HKU-Course-Title\n"
	set, report, problems := ImportData("t.csv", []byte(header+
		"Sciences Po,France,AFRE 22,\"Langue, SocieÌ\u0081teÌ\u0081 et Culture\",FREN2001,French I\n"), Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Balanced(t, &report)
	if n := report.By("normalised"); n != 1 {
		t.Errorf("%d rows normalised, want 1: %s", n, &report)
	}
	exportsAndComesBack(t, &set)
}

func TestRealTableCanBeExported(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "..", "..", "shared", "data", realTable)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the table is not here; it is not part of the repository")
	}
	set, _, problems := Import(path, Options{})
	intaketest.NoErrors(t, problems)
	exportsAndComesBack(t, &set)
}
