package app

import (
	"context"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/search"
	"github.com/cairnproject/cairn/internal/wording"
)

// Search finds items, programs and institutions by what people type, and
// returns the rules that it looked in. Codes: not_found (an institution that
// does not exist), unavailable, internal.
func (s *Service) Search(ctx context.Context, q search.Query) (search.Result, *View, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return search.Result{}, nil, err
	}
	if q.Institution != "" {
		if _, ok := v.Institution(q.Institution); !ok {
			return search.Result{}, nil, fault.Say(fault.NotFound, wording.Of("fault.no_institution", "There is no institution {institution}.", "institution", string(q.Institution)))
		}
	}
	return v.Search(q), v, nil
}

// Search finds items, programs and institutions of these rules. The first search
// makes the index: about a second for 100,000 items.
func (v *View) Search(q search.Query) search.Result { return v.index().Search(q) }
