package view

import (
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/difference"
)

// shownChange is a change as it is shown.
type shownChange struct {
	Kind          difference.Kind
	Cause         difference.Cause
	Name          string
	Before, After shownSide
	Why           []string
}

// shownSide is one of the two values: a status, a text, or both.
type shownSide struct {
	Mark Mark
	Text string
}

// changes are the changes of a difference, without those that the figures show.
func changes(p *Page, t *app.Trial) []shownChange {
	var out []shownChange
	for i := range t.Difference.Changes {
		c := &t.Difference.Changes[i]
		if c.Kind == difference.Totals || c.Kind == difference.Program && c.ID == "verdict" {
			continue
		}
		s := shownChange{Kind: c.Kind, Cause: c.Cause, Name: firstOf(words(p, c.NameWords, c.Name), c.ID)}
		for _, w := range c.WhyWords {
			s.Why = append(s.Why, p.Loc.Say(w))
		}
		s.Before, s.After = sideOf(p, &t.Before.Targets[0], c), sideOf(p, &t.After.Targets[0], c)
		if c.Kind == difference.Requirement && s.Before == s.After && s.Before != (shownSide{}) {
			continue // such as two of one part, where one was: people are told of one either way
		}
		if s.Before == s.After || s.Before == (shownSide{}) && s.After == (shownSide{}) {
			s.Before, s.After = shownSide{Text: words(p, c.BeforeWords, c.Before)}, shownSide{Text: words(p, c.AfterWords, c.After)}
		}
		if c.Kind == difference.Requirement {
			s.Name = changedStep(p, t, c)
		}
		out = append(out, s)
	}
	return out
}

// changedStep names a requirement with its number.
func changedStep(p *Page, t *app.Trial, c *difference.Change) string {
	for _, r := range [2]*engine.TargetResult{&t.After.Targets[0], &t.Before.Targets[0]} {
		if r.Audit != nil {
			if s := stepAt(r.Audit.Requirements, c.ID); s != nil {
				return strings.TrimSpace(s.Number + " " + s.name(p))
			}
		}
	}
	return firstOf(words(p, c.NameWords, c.Name), c.ID)
}

// sideOf is how the changed thing stands in one answer; zero where the engine's
// sentence has to say it.
func sideOf(p *Page, t *engine.TargetResult, c *difference.Change) shownSide {
	switch c.Kind {
	case difference.Line:
		return lineSide(p, t, c.ID)
	case difference.Requirement:
		return requirementSide(p, t, c.ID)
	case difference.Receiving:
		return receivingSide(p, t, c.ID)
	case difference.Target, difference.Program, difference.Exception, difference.Totals:
	}
	return shownSide{}
}

func lineSide(p *Page, t *engine.TargetResult, id string) shownSide {
	for i := range t.Lines {
		l := &t.Lines[i]
		if l.ID != id {
			continue
		}
		words := make([]string, len(l.Awards))
		for j := range l.Awards {
			words[j] = awardText(p, &l.Awards[j])
			if q := l.Awards[j].Credits; q != nil && !q.Amount.IsZero() {
				words[j] += " (" + p.Loc.Quantity(*q) + ")"
			}
		}
		return shownSide{Mark: MarkOfLine(l.Status), Text: p.Loc.List(words)}
	}
	return shownSide{Text: p.T("change.no_line")}
}

func requirementSide(p *Page, t *engine.TargetResult, path string) shownSide {
	if t.Audit == nil {
		return shownSide{Text: p.T("change.not_asked")}
	}
	s := stepAt(t.Audit.Requirements, path)
	if s == nil {
		return shownSide{Text: p.T("change.not_asked")}
	}
	words := s.measures(p)
	names := Names(t)
	for i := range s.Uses {
		words = append(words, useName(p, &s.Uses[i], names))
	}
	return shownSide{Mark: MarkOfRequirement(s.Status), Text: strings.Join(words, " · ")}
}

func receivingSide(p *Page, t *engine.TargetResult, id string) shownSide {
	for i := range t.Receiving {
		r := &t.Receiving[i]
		items := make([]string, len(r.Items))
		for j := range r.Items {
			items[j] = string(r.Items[j].Item)
		}
		if strings.Join(items, "+") != id {
			continue
		}
		s := shownSide{Mark: MarkOfReceiving(r.Status)}
		if len(r.By) > 0 {
			s.Text = p.T("results.receiving.by", "lines", linesText(p, r.By, Names(t)))
		}
		return s
	}
	return shownSide{Text: p.T("change.not_articulated")}
}
