package assist

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

type versionKey struct {
	id      agreement.ID
	version int
}

// dropOlderCopies keeps one file for each agreement and year: the one published
// last, of the same day the one whose hash comes first. What the others hold is
// counted and said.
func (im *importer) dropOlderCopies() {
	slices.SortStableFunc(im.parsed, func(a, b *parsed) int {
		return cmp.Or(cmp.Compare(b.published, a.published), cmp.Compare(a.hash, b.hash))
	})
	kept := map[versionKey]*parsed{}
	im.parsed = slices.DeleteFunc(im.parsed, func(p *parsed) bool {
		a := (&builder{im: im, p: p}).head()
		key := versionKey{a.ID, a.Version}
		first, twice := kept[key]
		if !twice {
			kept[key] = p
			return false
		}
		im.problems = append(im.problems, diag.Problem{
			Severity: diag.Warning, Code: "older_copy", File: p.file,
			Message: fmt.Sprintf("%s describes the same agreement and year and was published no earlier; this file is not used", filepath.Base(first.file)),
		})
		for range p.articulations {
			im.report.Add(articulationsTable, "in an older copy of the same agreement", intake.Normalised, filepath.Base(p.file))
		}
		return true
	})
	slices.SortStableFunc(im.parsed, func(a, b *parsed) int { return cmp.Compare(a.file, b.file) })
}
