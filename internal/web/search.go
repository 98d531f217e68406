package web

import (
	"bytes"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/ruleset"
	lookup "github.com/cairnproject/cairn/internal/search"
	"github.com/cairnproject/cairn/internal/web/view"
)

// maxHits bounds a page of search results.
const maxHits = 50

// maxSuggested bounds the suggestions below a search box.
const maxSuggested = 7

// search finds items, programs and institutions by what people type.
func (s *Site) search(x *exchange) (*answer, error) {
	text := strings.TrimSpace(x.query.Get("q"))
	limit, suggesting := maxHits, x.query.Get("suggest") != ""
	if suggesting {
		limit = maxSuggested
	}
	found := x.rules.Search(lookup.Query{Text: text, Limit: limit, AsOf: x.asOf})
	p := x.page("check", x.loc.T("landing.title"))
	p.SearchText = text
	if suggesting {
		return &answer{page: p, body: view.Suggestions(p, text, &found), fragment: true}, nil
	}
	a := &answer{page: p, body: view.SearchPage(p, text, &found)}
	if text != "" {
		a.json = func() ([]byte, error) { return encodeFound(&found, x.rules.Version) }
		a.csv = func() [][]string { return foundRows(&found) }
	}
	return a, nil
}

// encodeFound is what GET /v1/search answers.
func encodeFound(r *lookup.Result, version ruleset.Version) ([]byte, error) {
	var buf bytes.Buffer
	err := app.EncodeJSON(&buf, struct {
		Data         []lookup.Hit    `json:"data"`
		Total        int             `json:"total"`
		RulesVersion ruleset.Version `json:"rulesVersion"`
	}{r.Hits, r.Total, version})
	return buf.Bytes(), err
}

func foundRows(r *lookup.Result) [][]string {
	rows := [][]string{{"kind", "id", "institution", "code", "title", "match", "matched", "valid_from", "valid_to", "note"}}
	for i := range r.Hits {
		h := &r.Hits[i]
		rows = append(rows, []string{
			string(h.Kind), h.ID, h.InstitutionName, h.Code, h.Title, string(h.Match), h.Matched,
			dayText(h.Valid.From), dayText(h.Valid.To), h.Note,
		})
	}
	return rows
}
