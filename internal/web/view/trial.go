package view

import (
	"net/url"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// Trial is a what-if as it is shown.
type Trial struct {
	*app.Trial

	// Unknown is what was typed and not found.
	Unknown []string
	// Added and Placed are what is tried, each with the address without it.
	Added, Placed []Tried
	// Entered is the day of entry that is tried.
	Entered    calendar.Date
	NotEntered string
	// From is the answer at the target without the what-if, where that is another
	// one; Back leads there, Beside compares both.
	From         *engine.TargetResult
	Back, Beside string
	// Plain is the result of the record as it is; State is the address of this one.
	Plain, State string
}

// Tried is one thing that is tried.
type Tried struct {
	Name, Grade string
	// Line is placed at Path, by force or by a pin.
	Line, Path string
	Force      bool
	// Remove is the address without it, Forced that with force in place of the pin.
	Remove, Forced string
}

// Kept is a what-if that was saved by name.
type Kept struct{ Name, Link string }

// PinChoice offers places for a line.
type PinChoice struct {
	Line   *engine.Line
	Places []PinPlace
	Back   string
}

// PinPlace is a requirement at which a line can be pinned.
type PinPlace struct {
	Step *Step
	Link string
}

// effectMark is how the effect of a what-if is shown.
func effectMark(e app.Effect) Mark {
	m := map[app.Effect]Mark{
		app.Better: {"check", "yes", ""}, app.Worse: {"warn", "over", ""}, app.Same: {"dash", "quiet", ""}, app.Unlike: {"dot", "quiet", ""},
	}[e]
	m.Key = "effect." + string(e)
	return m
}

// verdictChip is a verdict with its word.
func verdictChip(v audit.Verdict) Mark {
	m := verdictMark(v)
	m.Key = "verdict." + string(v)
	return m
}

// targetText names a target: "Computer Science BS, Lakeside University".
func targetText(t *engine.TargetResult) string {
	if t.ProgramTitle != "" {
		return t.ProgramTitle + ", " + t.InstitutionName
	}
	return t.InstitutionName
}

func addedText(p *Page, t *Tried) string {
	if t.Grade != "" {
		return p.T("try.is.added_grade", "item", t.Name, "grade", t.Grade)
	}
	return p.T("try.is.added", "item", t.Name)
}

func placedText(p *Page, t *Trial, x *Tried) string {
	key := "try.is.pinned"
	if x.Force {
		key = "try.is.forced"
	}
	place := x.Path
	if a := t.After.Targets[0].Audit; a != nil {
		if s := stepAt(a.Requirements, x.Path); s != nil {
			name := s.name(p)
			place = strings.TrimSpace(s.Number + " " + name)
		}
	}
	return p.T(key, "line", x.Name, "place", place)
}

func stepAt(list []engine.Requirement, path string) *Step {
	var found *Step
	var walk func([]*Step)
	walk = func(steps []*Step) {
		for _, s := range steps {
			if s.Path == path && found == nil {
				found = s
			}
			walk(s.Parts)
		}
	}
	walk(Steps(list))
	return found
}

// uses reports whether a requirement uses a line.
func uses(s *Step, line string) bool {
	return slices.ContainsFunc(s.Uses, func(u engine.Use) bool { return slices.Contains(u.Lines, line) })
}

// countsKey is the word for what counts: at programs it is what they use.
func countsKey(t *app.Trial) string {
	if t.Rows[0].Remaining != nil && t.Rows[1].Remaining != nil {
		return "used"
	}
	return "counts"
}

// remainingDiffers reports whether what remains is not the same.
func remainingDiffers(t *app.Trial) bool {
	a, b := t.Rows[0].Remaining, t.Rows[1].Remaining
	return (a == nil) != (b == nil) || a != nil && (!a.Credits.Amount.Equal(b.Credits.Amount) || a.Credits.Unit != b.Credits.Unit || a.Items != b.Items)
}

func catalogueText(p *Page, c *engine.CatalogueChoice) string {
	l := engine.Lens{Verdict: c.Verdict, Remaining: c.Remaining}
	return lensText(p, &l)
}

// tryLink is the address of the result with an option tried.
func tryLink(p *Page, m *engine.Missing) string {
	q := p.without("pin_for")
	list := slices.Clone(q["add"])
	for i := range m.Items {
		list = append(list, string(m.Items[i].Item))
	}
	q["add"] = list
	return address(p.Path, q) + "#what-if"
}

// hidden are parameters as fields: name and value.
func hidden(q url.Values, except []string) []Option {
	var names []string
	for name := range q {
		if !slices.Contains(except, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []Option
	for _, name := range names {
		for _, v := range q[name] {
			out = append(out, Option{Value: name, Text: v})
		}
	}
	return out
}

func catalogues(p *Page, list []Option) []Group {
	return []Group{{Options: append([]Option{{"", p.T("try.entered.own")}}, list...)}}
}
