package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/requirement"
)

// award puts the credential together: what the issuer file says of the program,
// completed from the catalogue and the audit.
func (s *Service) award(v *View, i *issuing.Issuer, p *requirement.Program, t *engine.TargetResult, r *IssueRequest) (*issuing.Award, error) {
	id, err := s.id()
	if err != nil {
		return nil, err
	}
	salt, err := s.id()
	if err != nil {
		return nil, err
	}
	a := &issuing.Award{ID: id, Achievement: v.achievement(i, p, t), Recipient: r.Recipient, From: r.From, Until: r.Until}
	if a.Recipient.Identity != "" && a.Recipient.Salt == "" {
		a.Recipient.Salt = salt.String()
	}
	uses := usesOf(t.Audit)
	last := v.evidence(i, a, t, uses)
	if a.From.IsZero() {
		a.From = s.stamp()
	}
	a.From = a.From.UTC().Truncate(time.Second)
	begin := a.From
	if !last.IsZero() {
		a.Awarded = midnight(last)
		begin = a.Awarded
	}
	if a.Until.IsZero() {
		a.Until = expiry(begin, &a.Achievement, p)
	}
	if a.Endorsements, err = i.EndorsementsOf(p.ID); err != nil {
		return nil, refused(diag.List{{Code: "bad_endorsement", Message: err.Error()}})
	}
	return a, nil
}

func midnight(d calendar.Date) time.Time {
	t, err := time.Parse(time.DateOnly, d.String())
	if err != nil {
		return time.Time{}
	}
	return t
}

// expiry is the last moment of validity: as the issuer file says in months, else
// as the program says in years; zero where neither does.
func expiry(from time.Time, a *issuing.Achievement, p *requirement.Program) time.Time {
	switch {
	case a.ValidMonths > 0:
		return from.AddDate(0, a.ValidMonths, 0)
	case p.Stack != nil && p.Stack.ValidYears > 0:
		return from.AddDate(p.Stack.ValidYears, 0, 0)
	}
	return time.Time{}
}

// achievement completes what the issuer file says of a program.
func (v *View) achievement(i *issuing.Issuer, p *requirement.Program, t *engine.TargetResult) issuing.Achievement {
	a := i.Achievements[p.ID]
	a.ID = cmp.Or(a.ID, i.Base+"/v1/programs/"+p.ID)
	a.Name = cmp.Or(a.Name, p.Title)
	a.Description = cmp.Or(a.Description, p.Title+", "+t.InstitutionName)
	if a.Criteria == "" {
		a.Criteria = v.criteria(p, t)
	}
	if item, ok := v.Item(p.Credential); ok {
		now := item.Latest()
		a.Type = cmp.Or(a.Type, issuing.TypeOf(item.Kind))
		a.Code = cmp.Or(a.Code, now.Code)
		a.Level = cmp.Or(a.Level, now.Level)
		if a.Credits == nil && !now.Credits.IsZero() {
			a.Credits, a.Unit = &now.Credits, cmp.Or(a.Unit, now.Unit, t.Unit)
		}
	}
	a.Type = cmp.Or(a.Type, "Achievement")
	if counts := t.Audit.Counts; a.Credits == nil && !counts.Amount.IsZero() {
		a.Credits, a.Unit = &counts.Amount, cmp.Or(a.Unit, counts.Unit, t.Unit)
	}
	if a.Credits != nil {
		a.Unit = cmp.Or(a.Unit, t.Unit)
	}
	return a
}

// criteria are the requirements of the version that was met, in words.
func (v *View) criteria(p *requirement.Program, t *engine.TargetResult) string {
	node := p.Current()
	for _, version := range p.Each {
		if version.ID == t.Audit.Version && version.Requires != nil {
			node = version.Requires
		}
	}
	if node == nil {
		return p.Title
	}
	return node.Sentence(v.code)
}

// code is how people know an item.
func (v *View) code(id catalog.ItemID) string {
	if it, ok := v.Item(id); ok {
		return cmp.Or(it.Latest().Code, string(id))
	}
	return string(id)
}

// usesOf are the pieces behind the audit, each once, in the order of the
// requirements.
func usesOf(a *engine.Audit) []engine.Use {
	var out []engine.Use
	seen := map[string]bool{}
	for i := range a.Requirements {
		for _, u := range a.Requirements[i].Uses {
			key := strings.Join(u.Lines, " ") + "|" + string(u.Item)
			if !u.Expected && !seen[key] {
				seen[key] = true
				out = append(out, u)
			}
		}
	}
	return out
}

// evidence writes the pieces into the award and returns the day of the last.
func (v *View) evidence(i *issuing.Issuer, a *issuing.Award, t *engine.TargetResult, uses []engine.Use) (last calendar.Date) {
	lines := map[string]*engine.Line{}
	for n := range t.Lines {
		lines[t.Lines[n].ID] = &t.Lines[n]
	}
	for _, u := range uses {
		words := []string{}
		if !u.Credits.Amount.IsZero() {
			words = append(words, fmt.Sprintf("%s %s credits", u.Credits.Amount.Decimal(), cmp.Or(u.Credits.Unit, t.Unit)))
		}
		if u.Grade != "" {
			words = append(words, "grade "+u.Grade)
			a.Results = append(a.Results, issuing.Result{Name: cmp.Or(u.Code, u.Title), Value: u.Grade, URL: itemURL(i, u.Item)})
		}
		for _, id := range u.Lines {
			if l, ok := lines[id]; ok {
				words = append(words, earnedAt(l))
				last = max(last, l.Source.Attained)
			}
		}
		words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
		a.Evidence = append(a.Evidence, issuing.Evidence{
			Name: strings.TrimSpace(u.Code + " " + u.Title), Narrative: strings.Join(words, ", "), Genre: "Course",
		})
	}
	return last
}

func earnedAt(l *engine.Line) string {
	words := "earned"
	if l.Source.InstitutionName != "" {
		words += " at " + l.Source.InstitutionName
	}
	if l.Source.Code != "" {
		words += " as " + l.Source.Code
	}
	if !l.Source.Attained.IsZero() {
		words += " on " + l.Source.Attained.String()
	}
	if words == "earned" {
		return ""
	}
	return words
}

func itemURL(i *issuing.Issuer, id catalog.ItemID) string {
	if id == "" {
		return ""
	}
	return i.Base + "/v1/items/" + string(id)
}
