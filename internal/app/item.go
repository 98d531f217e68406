package app

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// ItemQuery asks where one item counts.
type ItemQuery struct {
	Item catalog.ItemID
	// AsOf is the day of evaluation; the zero day means Today.
	AsOf calendar.Date
	// Attained is the day on which it is earned; the zero day means AsOf.
	Attained calendar.Date
	// Grade is the grade earned; "" means the best of the institution's scale
	// where the item is graded at all.
	Grade string
}

// ItemAnswer says where an item counts, as the engine answers for a record that
// holds it and nothing else.
type ItemAnswer struct {
	Item *catalog.Item
	// Attained and Grade are those that were asked about.
	Attained calendar.Date
	Grade    string
	Result   engine.Result
	// Rows are the targets that have decided something, institutions in the order
	// of their names, each followed by its programs.
	Rows []ItemRow
	// Silent are institutions at which nothing is published about it.
	Silent []*catalog.Institution
	// Unasked counts receiving institutions that were not asked, because no rule
	// of theirs names the item and there are too many to ask them all.
	Unasked int
}

// ItemRow is what an item is worth at one target.
type ItemRow struct {
	Target *engine.TargetResult
	Line   *engine.Line
	// Level is the level of what it becomes there, "" where nothing says.
	Level string
	// Uses are requirements that it serves: of the target's program, or in the
	// row of an institution of those programs at which it is worth the same.
	Uses []ItemUse
	// Rules are the statements behind the answer.
	Rules []ItemRule
}

// ItemUse is a requirement that the item serves.
type ItemUse struct {
	Program, Title string
	UsedFor
	// Words are the phrase of Text where it is no title.
	Words wording.Phrase
}

// ItemRule is a statement behind an answer, with the days on which it holds.
type ItemRule struct {
	Ref      engine.RuleRef
	Title    string
	Sentence string
	// Words are the phrase of Sentence.
	Words  wording.Phrase
	Valid  calendar.Range
	Signed bool
}

// The most targets that a page about one item asks.
const (
	maxItemInstitutions = 40
	maxItemPrograms     = 24
)

// ItemOn answers where an item counts. Codes: not_found, invalid.
func (s *Service) ItemOn(v *View, q ItemQuery) (ItemAnswer, error) {
	it, ok := v.Item(q.Item)
	if !ok {
		return ItemAnswer{}, fault.Say(fault.NotFound, wording.Of("fault.no_item", "There is no item {item}.", "item", string(q.Item)))
	}
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	if q.Attained.IsZero() {
		q.Attained = q.AsOf
	}
	a := ItemAnswer{Item: it, Attained: q.Attained, Grade: cmp.Or(q.Grade, v.topGrade(it))}
	line := record.Attainment{ID: "item", Item: it.ID, Attained: q.Attained, Grade: a.Grade}
	targets, unasked := v.itemTargets(it)
	a.Unasked = unasked
	var err error
	a.Result, err = s.EvaluateOn(v, Query{
		Record: record.Record{Attainments: []record.Attainment{line}}, Targets: targets, AsOf: q.AsOf,
	})
	if err != nil {
		return ItemAnswer{}, err
	}
	a.rows(v, q.AsOf)
	return a, nil
}

// itemTargets are the institutions that receive, and their programs that might
// use the item.
func (v *View) itemTargets(it *catalog.Item) (targets []engine.Target, unasked int) {
	named, programs := map[catalog.InstitutionID]bool{it.Institution: true}, map[string]bool{}
	u := v.Uses(it.ID)
	for _, at := range u.Source {
		named[at.Agreement.Receiver] = true
		for _, id := range at.Agreement.Programs {
			programs[id] = true
		}
		for _, award := range at.Awards() {
			for _, p := range v.uses().programs[award] {
				programs[p.ID] = true
			}
		}
	}
	for _, p := range u.Programs {
		named[p.Institution], programs[p.ID] = true, true
	}
	all := v.receivers()
	for _, in := range all {
		if len(all) <= maxItemInstitutions || named[in.ID] {
			targets = append(targets, engine.Target{Institution: in.ID})
		} else {
			unasked++
		}
	}
	count := 0
	for i := range v.Set.Programs {
		if p := &v.Set.Programs[i]; programs[p.ID] && count < maxItemPrograms {
			targets = append(targets, engine.Target{Institution: p.Institution, Program: p.ID})
			count++
		}
	}
	return targets, unasked
}

// receivers are the institutions that decide about credit: an agreement names
// them as receiver, or they have programs or a policy of their own.
func (v *View) receivers() []*catalog.Institution {
	receives := map[catalog.InstitutionID]bool{}
	for i := range v.Set.Agreements {
		a := &v.Set.Agreements[i]
		receives[a.Receiver] = true
		if a.Receiver == "" {
			for _, id := range a.Senders {
				receives[id] = true
			}
		}
	}
	for i := range v.Set.Programs {
		receives[v.Set.Programs[i].Institution] = true
	}
	var out []*catalog.Institution
	for i := range v.Set.Institutions {
		if in := &v.Set.Institutions[i]; receives[in.ID] || in.Policy.Unlisted != "" {
			out = append(out, in)
		}
	}
	return out
}

// topGrade is the best grade of the scale on which an item is graded, "" for
// what has no grades.
func (v *View) topGrade(it *catalog.Item) string {
	if it.Kind != catalog.Course && it.Kind != catalog.Exam {
		return ""
	}
	in, ok := v.Institution(it.Institution)
	if !ok {
		return ""
	}
	id := cmp.Or(in.GradeScale, catalog.USLetter)
	scales := slices.Concat(v.Set.Scales, catalog.BuiltinScales())
	i := slices.IndexFunc(scales, func(s catalog.Scale) bool { return s.ID == id })
	switch {
	case i < 0:
		return ""
	case scales[i].Numeric:
		return scales[i].Max.String()
	case slices.ContainsFunc(scales[i].Steps, func(g catalog.GradeStep) bool { return g.Symbol == "A" }):
		return "A" // a scale may begin with "A+", which says more than "the best"
	case len(scales[i].Steps) > 0:
		return scales[i].Steps[0].Symbol
	}
	return ""
}

// rulesOf are the statements that a line's awards and reasons name, each once.
func (v *View) rulesOf(l *engine.Line) []ItemRule {
	var out []ItemRule
	add := func(ref *engine.RuleRef) {
		if ref == nil || slices.ContainsFunc(out, func(r ItemRule) bool {
			return r.Ref.Agreement == ref.Agreement && r.Ref.Version == ref.Version && r.Ref.Rule == ref.Rule
		}) {
			return
		}
		out = append(out, v.ruleAt(ref))
	}
	for i := range l.Awards {
		add(l.Awards[i].Rule)
	}
	for i := range l.Reasons {
		add(l.Reasons[i].Rule)
	}
	return out
}

func (v *View) ruleAt(ref *engine.RuleRef) ItemRule {
	out := ItemRule{Ref: *ref}
	for _, a := range v.Agreement(ref.Agreement) {
		if a.Version != ref.Version {
			continue
		}
		out.Title, out.Valid, out.Signed = a.Title, a.Effective, a.Evidence.Signed()
		i := slices.IndexFunc(a.Rules, func(r agreement.Rule) bool { return r.ID == ref.Rule })
		if i >= 0 {
			out.Words = a.Rules[i].Words(v.Name)
			out.Sentence = out.Words.String()
			if valid := a.Rules[i].Valid; valid != (calendar.Range{}) {
				out.Valid = valid
			}
		}
	}
	return out
}
