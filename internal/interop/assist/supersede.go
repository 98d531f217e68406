package assist

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
)

// supersede ends every older version of an agreement on the day before the next
// begins, whether the older one is in this import or in the base, and whatever
// the order in which the years arrive.
func (im *importer) supersede() {
	years := map[agreement.ID][]agreement.Agreement{}
	for _, a := range im.agreements {
		if hasVersion(years[a.ID], a.Version) {
			// Two matrices for one pair: agreement files were sorted out before.
			im.problems = append(im.problems, diag.Problem{
				Severity: diag.Warning, Code: "older_copy",
				Message: fmt.Sprintf("%s v%d is described twice in this import; the first description is used", a.ID, a.Version),
			})
			continue
		}
		years[a.ID] = append(years[a.ID], a)
	}
	if im.o.Base != nil {
		for i := range im.o.Base.Agreements {
			a := &im.o.Base.Agreements[i]
			if mine, ok := years[a.ID]; ok && !hasVersion(mine, a.Version) {
				years[a.ID] = append(mine, *a)
			}
		}
	}
	im.agreements = nil
	for _, list := range years {
		slices.SortFunc(list, func(a, b agreement.Agreement) int { return a.Version - b.Version })
		for i := range list[:len(list)-1] {
			next := list[i+1].Effective.From
			list[i].Lifecycle = agreement.Superseded
			if to := list[i].Effective.To; !next.IsZero() && (to.IsZero() || to >= next) {
				list[i].Effective.To = next - 1
			}
		}
		im.agreements = append(im.agreements, list...)
	}
}

func hasVersion(list []agreement.Agreement, version int) bool {
	return slices.ContainsFunc(list, func(a agreement.Agreement) bool { return a.Version == version })
}
