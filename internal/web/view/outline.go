package view

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Step is a requirement with its number and its parts.
type Step struct {
	*engine.Requirement

	// Number is "1.2.3"; "" for the whole.
	Number string
	Parts  []*Step
}

// Steps puts the flat outline of an audit in order as a tree and numbers it.
func Steps(list []engine.Requirement) []*Step {
	var (
		roots []*Step
		path  []*Step
	)
	for i := range list {
		r := &list[i]
		s := &Step{Requirement: r}
		for len(path) > 0 && path[len(path)-1].Depth >= r.Depth {
			path = path[:len(path)-1]
		}
		switch {
		case len(path) == 0 && r.Path == "" && r.Depth == 0:
			roots = append(roots, s)
		case len(path) == 0:
			roots = append(roots, s)
			s.Number = strconv.Itoa(len(roots))
		default:
			above := path[len(path)-1]
			above.Parts = append(above.Parts, s)
			s.Number = strings.TrimPrefix(above.Number+"."+strconv.Itoa(len(above.Parts)), ".")
		}
		path = append(path, s)
	}
	return roots
}

// Leaves are the requirements without parts, in order: where something can count.
func Leaves(list []engine.Requirement) []*Step {
	var out []*Step
	var walk func([]*Step)
	walk = func(steps []*Step) {
		for _, s := range steps {
			if len(s.Parts) == 0 && s.Path != "" && s.Status != engine.RequirementAdvice {
				out = append(out, s)
			}
			walk(s.Parts)
		}
	}
	walk(Steps(list))
	return out
}

// name is what a requirement is called.
func (s *Step) name(p *Page) string {
	switch {
	case s.Title != "":
		return s.Title
	case s.Path == "" && s.Depth == 0 && s.Kind == requirement.KindAll:
		return p.T("outline.whole")
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(s.Text, "Complete "), ".")
	if len(s.Parts) > 0 && !s.closed() {
		switch s.Kind {
		case requirement.KindAll:
			return p.T("outline.all")
		case requirement.KindAny:
			return p.T("outline.any")
		case requirement.KindChoose:
			if n, _, ok := strings.Cut(bare, " of "); ok {
				if _, err := strconv.Atoi(n); err == nil {
					return p.T("outline.choose", "n", n)
				}
			}
		}
	}
	return words(p, s.Words, bare)
}

// closed branches are not owed: their parts are left out.
func (s *Step) closed() bool {
	return s.Status == engine.RequirementNotNeeded || s.Status == engine.RequirementAdvice || s.Status == engine.RequirementWaived
}

// measures are the values worth showing: not "1 of 1" beside the course itself.
func (s *Step) measures(p *Page) []string {
	if s.closed() {
		return nil
	}
	var out []string
	for i := range s.Measures {
		if m := &s.Measures[i]; !m.Holds || m.What != "items" || s.Kind != requirement.KindItem {
			out = append(out, measureText(p, m))
		}
	}
	return out
}

func measureText(p *Page, m *engine.Measure) string {
	have, need := p.Loc.Amount(m.Have), p.Loc.Amount(m.Need)
	if m.What == "parts" && m.Holds {
		have = p.Loc.Amount(credit.Min(m.Have, m.Need)) // "2 of 1 part" says nothing to anybody
	}
	switch m.What {
	case "items", "parts":
		form := ".other"
		if need == "1" {
			form = ".one"
		}
		return p.T("outline.measure."+m.What+form, "have", have, "need", need)
	case "credits":
		return p.T("outline.measure.credits", "have", have, "need", need, "unit", unitText(p, m))
	case "gpa":
		if m.Holds && m.Have.IsZero() {
			return p.T("outline.measure.no_gpa", "need", need)
		}
		return p.T("outline.measure.gpa", "have", have, "need", need)
	case "distinct":
		return p.T("outline.measure.distinct", "have", have, "need", need, "of", words(p, m.Words, m.Of))
	}
	return p.T("outline.measure.other", "of", words(p, m.Words, m.Of), "have", have)
}

// Names are the codes by which people know the lines of a target, by id.
func Names(t *engine.TargetResult) map[string]string {
	out := make(map[string]string, len(t.Lines))
	for i := range t.Lines {
		l := &t.Lines[i]
		out[l.ID] = firstOf(l.Source.Code, l.Source.Title, l.ID)
	}
	return out
}

// linesText names lines: "CIS 120 and CIS 121".
func linesText(p *Page, ids []string, names map[string]string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = firstOf(names[id], id)
	}
	return p.Loc.List(words)
}

// exceptionsAt are the marks of the exceptions at a requirement.
func exceptionsAt(p *Page, a *engine.Audit, path string) []string {
	var out []string
	for i := range a.Exceptions {
		if a.Exceptions[i].Path == path {
			out = append(out, words(p, a.Exceptions[i].Words, a.Exceptions[i].Mark))
		}
	}
	return out
}

// useName is how people know a piece that is used: the receiving course, or the
// lines behind it.
func useName(p *Page, u *engine.Use, names map[string]string) string {
	return firstOf(u.Code, u.Title, string(u.Item), linesText(p, u.Lines, names))
}
