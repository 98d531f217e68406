package web

import (
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/web/view"
)

// Finder finds items by what people type.
type Finder interface {
	// Find returns the best hits in order, at most limit.
	Find(rules *app.View, query string, limit int) []catalog.ItemID
}

// exactFinder knows ids and codes as they are written.
type exactFinder struct{}

// Find implements Finder.
func (exactFinder) Find(rules *app.View, query string, limit int) []catalog.ItemID {
	var out []catalog.ItemID
	code := catalog.NormalCode(query)
	for i := range rules.Set.Items {
		it := &rules.Set.Items[i]
		match := string(it.ID) == strings.TrimSpace(query)
		for j := range it.Versions {
			match = match || catalog.NormalCode(it.Versions[j].Code) == code
		}
		if match && len(out) < limit {
			out = append(out, it.ID)
		}
	}
	return out
}

// maxHits bounds a page of search results.
const maxHits = 50

// search finds items by code, title or institution.
func (s *Site) search(x *exchange) (*answer, error) {
	q := strings.TrimSpace(x.query.Get("q"))
	var hits []view.Hit
	if q != "" {
		for _, id := range s.finder.Find(x.rules, clipped(q), maxHits) {
			it, ok := x.rules.Item(id)
			if !ok {
				continue
			}
			h := view.Hit{Item: it.ID, Code: it.Latest().Code, Title: it.Latest().Title}
			if in, ok := x.rules.Institution(it.Institution); ok {
				h.Institution = in.Name
			}
			hits = append(hits, h)
		}
	}
	p := x.page("check", x.loc.T("landing.title"))
	p.SearchText = q
	return &answer{page: p, body: view.SearchPage(p, q, hits)}, nil
}

// clipped bounds what is searched for.
func clipped(text string) string {
	const longest = 200
	if len(text) > longest {
		return strings.ToValidUTF8(text[:longest], "")
	}
	return text
}
