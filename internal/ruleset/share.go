package ruleset

import (
	"sync"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Sharer lets equal parts of entries share memory: sources that ask for one
// item, lists of one award, and texts that come again and again. Of a million
// rules, nearly all take one item for one course, and the items are few: what
// they share is more than half of their size. What went through a Sharer must
// only be read, since a change would show in other rules. The zero value is
// ready, and any number of goroutines may use it.
type Sharer struct {
	mu     sync.Mutex
	texts  map[string]string
	leaves map[leafKey]*agreement.Expr
	awards map[awardKey][]agreement.Award
}

// leafKey is a source of one item with conditions that compare as they are.
type leafKey struct {
	item                         catalog.ItemID
	minGrade, maxGrade, minLevel string
	minCredits, maxCredits       credit.Amount
	attained                     calendar.Range
	maxAgeYears                  int
	letterGrade, active          bool
}

// awardKey is an award without alternatives and conditions.
type awardKey struct {
	kind                 agreement.AwardKind
	item                 catalog.ItemID
	subject, level, name string
	credits              credit.Amount
	stated               bool
}

// Share lets the equal parts of a whole set share memory.
func (s *Set) Share() {
	var sharer Sharer
	sharer.lock()
	defer sharer.mu.Unlock()
	for i := range s.Items {
		sharer.item(&s.Items[i])
	}
	for i := range s.Agreements {
		rules := s.Agreements[i].Rules
		for j := range rules {
			sharer.rule(&rules[j])
		}
	}
}

// Share shares the parts of rules and items, given as pointers; other entries
// stay as they are.
func (s *Sharer) Share(entries ...any) {
	s.lock()
	defer s.mu.Unlock()
	for _, e := range entries {
		switch e := e.(type) {
		case *agreement.Rule:
			s.rule(e)
		case *catalog.Item:
			s.item(e)
		}
	}
}

func (s *Sharer) lock() {
	s.mu.Lock()
	if s.texts == nil {
		s.texts = map[string]string{}
		s.leaves = map[leafKey]*agreement.Expr{}
		s.awards = map[awardKey][]agreement.Award{}
	}
}

func (s *Sharer) item(it *catalog.Item) {
	share(s, &it.ID)
	share(s, &it.Institution)
	share(s, &it.Kind)
	for i := range it.Versions {
		share(s, &it.Versions[i].Unit)
		share(s, &it.Versions[i].Level)
	}
	for i := range it.CrossListed {
		share(s, &it.CrossListed[i])
	}
	for i := range it.Tags {
		share(s, &it.Tags[i])
	}
}

func (s *Sharer) rule(r *agreement.Rule) {
	r.When, r.HoldUntil = s.source(r.When), s.source(r.HoldUntil)
	r.Awards = s.list(r.Awards)
	share(s, &r.Outcome)
	share(s, &r.Credit)
	share(s, &r.Remainder)
	share(s, &r.Provisional)
	for i := range r.Conditions {
		share(s, &r.Conditions[i].Text)
		share(s, &r.Conditions[i].Meaning)
	}
	for i := range r.Notes {
		share(s, &r.Notes[i])
	}
}

// source returns the first expression that was equal, where it is simple.
func (s *Sharer) source(e *agreement.Expr) *agreement.Expr {
	if e == nil {
		return nil
	}
	key, ok := keyOfLeaf(e)
	if !ok {
		s.parts(e)
		return e
	}
	if same, seen := s.leaves[key]; seen {
		return same
	}
	s.parts(e)
	key, _ = keyOfLeaf(e) // with the shared texts
	s.leaves[key] = e
	return e
}

// parts shares the texts of an expression.
func (s *Sharer) parts(e *agreement.Expr) {
	share(s, &e.Item)
	share(s, &e.MinGrade)
	share(s, &e.MaxGrade)
	share(s, &e.MinLevel)
	list := e.Parts()
	for i := range list {
		s.parts(&list[i])
	}
}

func keyOfLeaf(e *agreement.Expr) (leafKey, bool) {
	simple := e.Item != "" && e.All == nil && e.Any == nil && e.Sequence == nil && e.AtLeast == nil &&
		e.Match == nil && e.Evidence == nil && e.Attributes == nil && e.MaxAgeMonths == 0 && e.MinIssuerTier == ""
	return leafKey{
		e.Item, e.MinGrade, e.MaxGrade, e.MinLevel, e.MinCredits, e.MaxCredits, e.Attained,
		e.MaxAgeYears, e.LetterGrade, e.Active,
	}, simple
}

// list returns the first list of awards that was equal, where it is simple.
func (s *Sharer) list(awards []agreement.Award) []agreement.Award {
	if len(awards) == 1 && awards[0].OneOf == nil && awards[0].If == nil {
		if same, seen := s.awards[keyOfAward(&awards[0])]; seen {
			return same
		}
		s.award(&awards[0])
		awards = awards[:1:1] // nobody appends into what is shared
		s.awards[keyOfAward(&awards[0])] = awards
		return awards
	}
	for i := range awards {
		s.award(&awards[i])
	}
	return awards
}

func (s *Sharer) award(a *agreement.Award) {
	share(s, &a.Kind)
	share(s, &a.Item)
	share(s, &a.Subject)
	share(s, &a.Level)
	share(s, &a.Name)
	for i := range a.OneOf {
		s.award(&a.OneOf[i])
	}
}

func keyOfAward(a *agreement.Award) awardKey {
	key := awardKey{kind: a.Kind, item: a.Item, subject: a.Subject, level: a.Level, name: a.Name}
	if a.Credits != nil {
		key.credits, key.stated = *a.Credits, true
	}
	return key
}

// share makes a text the first one that was equal.
func share[T ~string](s *Sharer, text *T) {
	if *text == "" {
		return
	}
	same, seen := s.texts[string(*text)]
	if !seen {
		same = string(*text)
		s.texts[same] = same
	}
	*text = T(same)
}
