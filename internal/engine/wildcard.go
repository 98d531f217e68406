package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// wildcard is a rule with a wildcard and the institutions whose items it could
// match; any is set where that may be every institution.
type wildcard struct {
	rule int32
	any  bool
	from []int32
}

// wildcardOf describes the wildcards of an expression; ok is false where it has
// none.
func (s *Snapshot) wildcardOf(e *agreement.Expr, a *agreement.Agreement) (w wildcard, ok bool) {
	for leaf := range e.Leaves {
		if leaf.Match == nil {
			continue
		}
		ok = true
		from := a.Senders
		if leaf.Match.Institution != "" {
			from = []catalog.InstitutionID{leaf.Match.Institution}
		}
		w.any = w.any || len(from) == 0
		for _, id := range from {
			if i, known := s.instByID[id]; known && !slices.Contains(w.from, i) {
				w.from = append(w.from, i)
			}
		}
	}
	return w, ok
}
