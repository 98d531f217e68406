package view

import (
	"net/url"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/search"
)

// Record is a record line by line.
type Record struct {
	Sheet *app.Sheet
	// Learner is whose it is; "" for the session's own, which Own says can be
	// changed.
	Learner string
	Own     bool
	Empty   bool
	// Forgotten says that everything has just been deleted.
	Forgotten bool
	// Notes are what came of the last change; nil where there was none.
	Notes *Notes
	// Editing is the line that is being changed; one without an id is new.
	Editing *record.Attainment
	// Institutions and Units can be chosen.
	Institutions, Units []Option
	// From and To are the lines on this page.
	From, To int
	Place    Place
}

// Notes are what came of a change of a record.
type Notes struct {
	Added, Removed, Settled, Changed, Beyond int
	Nothing                                  bool
	Warnings                                 diag.List
}

// NotesText says it in sentences.
func NotesText(p *Page, n *Notes) string {
	var words []string
	say := func(key string, n int) {
		if n > 0 {
			words = append(words, p.N(key, n))
		}
	}
	say("record.note.added", n.Added)
	say("record.note.removed", n.Removed)
	say("record.note.settled", n.Settled)
	say("record.note.changed", n.Changed)
	say("record.note.beyond", n.Beyond)
	if len(words) == 0 {
		words = append(words, p.T("record.note.nothing"))
	}
	return strings.Join(words, " ")
}

// markOfState is how a line's recognition is shown.
func markOfState(s app.LineState) Mark {
	m := map[app.LineState]Mark{
		app.LineRecognised: {"check", "yes", ""}, app.LineAmbiguous: {"half", "over", ""}, app.LineUnknown: {"ask", "ask", ""},
	}[s]
	m.Key = "record.state." + string(s)
	return m
}

// placeText is where a line was attained, in words.
func placeText(p *Page, l *app.SheetLine) string {
	name := firstOf(l.Understood.Source.InstitutionName, l.Institution, string(l.Understood.Source.Institution))
	if name == "" {
		return ""
	}
	return institutionText(p, name)
}

// whenText is when: the day, or the term as it is written.
func whenText(p *Page, a *record.Attainment) string {
	if a.Attained.IsZero() && a.Term != "" {
		return termText(p, a.Term)
	}
	return p.Loc.Date(a.Day())
}

// statusText is the status where it is not simply earned.
func statusText(p *Page, l *app.SheetLine) string {
	s := l.Understood.Source.Status
	if s == record.Earned || s == "" {
		return ""
	}
	return p.T("record.status." + string(s))
}

// lineSub is the small print of a line.
func lineSub(p *Page, l *app.SheetLine) string {
	var words []string
	for _, w := range []string{placeText(p, l), whenText(p, l.Attainment), statusText(p, l)} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " · ")
}

func hitOption(h *search.Hit) string {
	text := strings.TrimSpace(h.Code + " " + h.Title)
	if h.InstitutionName != "" {
		text += " · " + h.InstitutionName
	}
	if h.Former {
		text += " (" + h.Matched + ")"
	}
	return text
}

func placeName(p *Page, t *app.SheetTotal) string {
	name := firstOf(t.Name, string(t.Institution))
	return institutionText(p, name)
}

// institutionValue is what the form of a line starts with.
func institutionValue(a *record.Attainment) string {
	if a.Institution == pastetext.NotStated {
		return ""
	}
	return firstOf(a.Institution, string(a.Item.Institution()))
}

func creditsValue(a *record.Attainment) string {
	if a.Credits == nil {
		return ""
	}
	return a.Credits.Decimal()
}

func statusOptions(p *Page) []Option {
	out := make([]Option, 0, len(record.Statuses()))
	for _, s := range record.Statuses() {
		out = append(out, Option{string(s), p.T("record.status." + string(s))})
	}
	return out
}

func chosenStatus(a *record.Attainment) string {
	return firstOf(string(a.Status), string(record.Earned))
}

// fromCredential reports whether a line says what a credential says.
func fromCredential(a *record.Attainment) bool { return a.Attributes[record.CredentialID] != "" }

// verifiedMark says whether the credential behind a line verified when it was
// taken in.
func verifiedMark(a *record.Attainment) Mark {
	if a.Attributes[record.CredentialVerified] == "true" {
		return Mark{"check", "yes", "record.credential.verified"}
	}
	return Mark{"warn", "over", "record.credential.unverified"}
}

// proposes reports whether a line on this page has items to choose from.
func proposes(r *Record) bool {
	for i := r.From; i < r.To; i++ {
		if len(r.Sheet.Lines[i].Candidates) > 0 {
			return true
		}
	}
	return false
}

// langAddress keeps a stated language in the address of a change.
func langAddress(p *Page, path string) string {
	if lang := p.Query.Get("lang"); lang != "" {
		return path + "?lang=" + url.QueryEscape(lang)
	}
	return path
}

// termText is a term in the language of the page, or as it is written.
func termText(p *Page, text string) string {
	t, err := calendar.ParseTerm(text)
	if err != nil {
		return text
	}
	season, year, _ := strings.Cut(t.String(), " ")
	return p.T("term."+strings.ToLower(season), "year", year)
}
