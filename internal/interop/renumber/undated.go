package renumber

import (
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// undatedRows reads the rows that do not say when the code changed. Inventing a
// day would make codes unknown on days on which they were in use, so the former
// code becomes an item of its own, cross-listed with the course: credit for one
// is credit for both. Where the former code means something else as well, only
// a person can say which course a transcript means; the code is then kept as an
// external id ("formerly") and recognises nothing.
func (im *importer) undatedRows(rows []row) {
	var undated []row
	next := map[string]map[string]bool{} // former code => new codes
	isNew := map[string]bool{}
	for _, r := range rows {
		if !r.day.IsZero() {
			continue
		}
		undated = append(undated, r)
		isNew[r.next] = isNew[r.next] || r.former != r.next
		if next[r.former] == nil {
			next[r.former] = map[string]bool{}
		}
		next[r.former][r.next] = true
	}
	seen := map[[2]string]bool{}
	for _, r := range undated {
		pair := [2]string{r.former, r.next}
		if seen[pair] {
			im.report.Add(rowsTable, "repeats another row", intake.Normalised, im.sample(r))
			continue
		}
		seen[pair] = true
		im.undated(r, len(next[r.former]) > 1, isNew[r.former])
	}
}

// undated reads one row; split says that the former code became several, taken
// that it is the new code of another course.
func (im *importer) undated(r row, split, taken bool) {
	c := im.holder(r)
	switch {
	case r.former == r.next:
		im.report.Add(rowsTable, "nothing changes", intake.Normalised, im.sample(r))
	case !usualCode.MatchString(r.former) || !usualCode.MatchString(r.next):
		c.formerly = append(c.formerly, r.former)
		im.report.Add(rowsTable, "code of an unusual form", intake.Left, im.sample(r))
	case split:
		c.formerly = append(c.formerly, r.former)
		im.report.Add(rowsTable, "one course to two codes, undated", intake.Left, im.sample(r))
	case taken || im.dated[r.former] != nil || im.current[r.former] != nil:
		c.formerly = append(c.formerly, r.former)
		im.report.Add(rowsTable, "former code is used for another course, undated", intake.Left, im.sample(r))
	default:
		old := &course{versions: []version{{code: r.former, title: r.title}}}
		im.courses = append(im.courses, old)
		im.current[r.former] = old
		link(old, c)
		c.formerly = append(c.formerly, r.former)
		im.report.Add(rowsTable, "undated, cross-listed", intake.Kept, im.sample(r))
	}
}

// holder is the course of the new code. The undated notes come from catalogues
// older than the dated renumbering, so the course that had the code then comes
// first.
func (im *importer) holder(r row) *course {
	if c := im.dated[r.next]; c != nil {
		return c
	}
	if c := im.current[r.next]; c != nil {
		return c
	}
	c := &course{versions: []version{{code: r.next, title: r.title}}}
	im.courses = append(im.courses, c)
	im.current[r.next] = c
	return c
}
