package view

import (
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
)

// troubleText is the message of a fault; "" where only English says it, so that
// the title and the next steps speak alone.
func troubleText(p *Page, t *Trouble) string {
	if t.Words.IsZero() && p.Loc.Tag() != "en" {
		return ""
	}
	return words(p, t.Words, t.Message)
}

// problemText is a problem in the language of the page: in English its own words,
// or those of the page where its own are for operators; in another language what
// its code means, and where it is.
func problemText(p *Page, d *diag.Problem) string {
	if p.Loc.Tag() == "en" && !p.Loc.Has("problem."+d.Code) {
		return sentence(d.Message)
	}
	text := p.T("error.problem", "code", d.Code)
	if key := "problem." + d.Code; p.Loc.Has(key) {
		text = p.T(key)
	}
	place := d.Pointer
	switch {
	case d.Line > 0:
		place = p.T("error.line", "n", d.Line)
	case strings.Count(place, "/") > 3:
		place = ""
	}
	if place == "" {
		return text
	}
	return text + " (" + place + ")"
}

// institutionText is the institution of a line as the record names it: none, or the
// issuer of a credential whom no catalogue knows.
func institutionText(p *Page, name string) string {
	if name == "" || name == pastetext.NotStated {
		return p.T("record.place.none")
	}
	if issuer, ok := strings.CutPrefix(name, "issuer "); ok {
		return p.T("record.place.issuer", "issuer", issuer)
	}
	return name
}

// problemAdvice is what to do about a problem; other languages say it with the
// problem.
func problemAdvice(p *Page, d *diag.Problem) string {
	if p.Loc.Tag() != "en" || d.Suggestion == "" || p.Loc.Has("problem."+d.Code) {
		return ""
	}
	return sentence(d.Suggestion)
}
