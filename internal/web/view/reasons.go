package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/wording"
)

// words are the engine's words in the language of the page: the phrase, or the
// text where there is none, as with names and other words of the data.
func words(p *Page, phrase wording.Phrase, text string) string {
	if phrase.IsZero() {
		return text
	}
	return p.Loc.Say(phrase)
}

// reasonText says a reason in the language of the page.
func reasonText(p *Page, r *engine.Reason) string {
	if !r.Words.IsZero() {
		return sentence(p.Loc.Say(r.Words))
	}
	if text, ok := p.Loc.Reason(r.Code, values(p, r)...); ok {
		return text
	}
	return sentence(r.Text)
}

// fixText says what would change the answer.
func fixText(p *Page, r *engine.Reason) string {
	if !r.FixWords.IsZero() {
		return sentence(p.Loc.Say(r.FixWords))
	}
	if text, ok := p.Loc.Fix(r.Code, values(p, r)...); ok {
		return text
	}
	return sentence(r.Fix)
}

func values(p *Page, r *engine.Reason) []any {
	out := []any{"have", valueText(p, r.Have), "need", valueText(p, r.Need)}
	if r.Rule != nil {
		out = append(out, "agreement", string(r.Rule.Agreement))
	}
	return out
}

// valueText is one side of a comparison in words, without its day where the text
// has one.
func valueText(p *Page, v *engine.Value) string {
	if v == nil {
		return ""
	}
	text := words(p, v.Words, v.Text)
	if a, err := credit.ParseAmount(v.Text); err == nil {
		text = p.Loc.Amount(a)
		if v.Unit != "" && credit.Known(credit.Unit(v.Unit)) {
			text += " " + p.Loc.Unit(credit.Unit(v.Unit), a)
		}
	}
	if !v.Date.IsZero() && v.Text == v.Date.String() {
		return p.Loc.Date(v.Date)
	}
	if !v.Date.IsZero() && !strings.Contains(text, v.Date.String()) {
		text = strings.TrimSpace(text + " (" + p.Loc.Date(v.Date) + ")")
	}
	return text
}

// sentence begins with a capital letter and ends with a full stop. Codes such as
// "eCampus" keep their first letter: only a small letter followed by a small one
// is raised.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if first, size := utf8.DecodeRuneInString(s); unicode.IsLower(first) {
		if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsLower(next) || next == ' ' {
			s = capital(s)
		}
	}
	if !strings.ContainsAny(s[len(s)-1:], ".!?") && !strings.HasSuffix(s, "…") {
		s += "."
	}
	return s
}

// unitText is the unit of a measure, as it follows the second value.
func unitText(p *Page, m *engine.Measure) string {
	return p.Loc.Unit(credit.Unit(m.Unit), m.Need)
}

// capital begins a text with a capital letter.
func capital(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// agreementText is the title of the agreement behind a rule, and when it is in
// force; both are "" where that is not known.
func agreementText(p *Page, r *engine.RuleRef) (title, valid string) {
	if p.Agreement == nil {
		return "", ""
	}
	title, period, ok := p.Agreement(r)
	if !ok {
		return "", ""
	}
	return title, p.Loc.Range(period)
}

// sameAgreement reports whether two rules belong to one version of an agreement.
func sameAgreement(a, b *engine.RuleRef) bool {
	return a != nil && b != nil && a.Agreement == b.Agreement && a.Version == b.Version && a.Reference == b.Reference
}
