package catalogfile

import (
	"os"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// A name that no file can have is found before the first file is written.
func TestLongNamesAreRefusedBeforeWriting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	long := catalog.InstitutionID(strings.Repeat("z", 9000))
	err := WriteDir(dir, ruleset.Set{Institutions: []catalog.Institution{{ID: "a", Name: "A"}, {ID: long, Name: "B"}}})
	if err == nil || len(err.Error()) > 200 {
		t.Errorf("error %.300v", err)
	}
	if written, _ := os.ReadDir(dir); len(written) > 0 {
		t.Errorf("%d entries were written", len(written))
	}
}
