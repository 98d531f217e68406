package app

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// WhatIf is what somebody tries on top of a record. The record is left as it is.
type WhatIf struct {
	// Add are items as if they were passed on the day of the question.
	Add []Passed
	// Entered, where given, is the day of entry into the target's catalogue.
	Entered calendar.Date
	// Place says where lines are to count.
	Place []Placement
	// Instead, where it names an institution, is another target.
	Instead engine.Target
}

// Passed is an item with its grade; without one it is the best grade of the
// institution's scale.
type Passed struct {
	Item  catalog.ItemID
	Grade string
}

// Placement has a line count at a requirement of the target's program: by a pin
// where it qualifies, by force where it does not.
type Placement struct {
	Line, Path string
	Force      bool
}

// Empty reports whether nothing is tried.
func (w *WhatIf) Empty() bool {
	return len(w.Add) == 0 && w.Entered.IsZero() && len(w.Place) == 0 && w.Instead.Institution == ""
}

// Effect says what a what-if does to the answer.
type Effect string

// The effects. The order is that of a comparison: a complete program, then what
// remains, then what counts, then what transfers.
const (
	Better Effect = "better"
	Worse  Effect = "worse"
	// Same: neither; what counts where may differ all the same.
	Same Effect = "same"
	// Unlike: the two cannot be compared, such as a program and an institution.
	Unlike Effect = "unlike"
)

// Effects lists the effects.
func Effects() []Effect { return []Effect{Better, Worse, Same, Unlike} }

// Trial is a what-if with its answer beside the one without it.
type Trial struct {
	// Record is the record as it was tried.
	Record        record.Record
	Before, After engine.Result
	// Rows are both answers as a comparison writes them.
	Rows   [2]compare.Row
	Effect Effect
	// Difference is empty where the target is another one.
	Difference difference.Difference
	// Placed says of each placement, in order, what became of it.
	Placed []Placed
}

// Placed is what became of a placement.
type Placed struct {
	// Kept says that the line counts there now. Where it does not, Reasons say why,
	// if anything is known.
	Kept    bool
	Reasons []engine.Reason
}

// Try answers a question about one target twice: as it is, and with the what-if.
// Codes: invalid, unknown_rules_version.
func (s *Service) Try(v *View, q Query, w *WhatIf) (Trial, error) {
	var t Trial
	var err error
	if t.Before, err = s.EvaluateOn(v, q.brief()); err != nil {
		return t, err
	}
	q.Targets = slices.Clone(q.Targets)
	if w.Instead.Institution != "" {
		q.Targets[0] = w.Instead
	}
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	q.Record = v.with(&q.Record, q.Targets[0], q.AsOf, w)
	t.Record = q.Record
	if t.After, err = s.EvaluateOn(v, q); err != nil {
		return t, err
	}
	for _, p := range w.Place {
		t.Placed = append(t.Placed, s.placed(v, q, p, t.After.Targets[0].Audit))
	}
	t.Rows[0], t.Rows[1] = v.Rank(&t.Before).Rows[0], v.Rank(&t.After).Rows[0]
	t.Effect = effect(&t.Rows[0], &t.Rows[1])
	if t.Before.Targets[0].Target == t.After.Targets[0].Target {
		t.Difference = difference.Between(&t.Before, &t.After)
	}
	return t, nil
}

// placed looks whether a line counts where it was placed, and why it does not.
func (s *Service) placed(v *View, q Query, p Placement, a *engine.Audit) Placed {
	var out Placed
	if a == nil {
		return out
	}
	for i := range a.Requirements {
		r := &a.Requirements[i]
		if r.Path == p.Path && slices.ContainsFunc(r.Uses, func(u engine.Use) bool { return slices.Contains(u.Lines, p.Line) }) {
			out.Kept = true
			return out
		}
	}
	// Without the placement the explanation says how the line stands there.
	q.Record.Exceptions = slices.DeleteFunc(slices.Clone(q.Record.Exceptions), func(e requirement.Exception) bool {
		return e.Path == p.Path && e.Line == p.Line
	})
	x, err := v.Snapshot.Explain(s.engineQuery(q), p.Path)
	if err != nil {
		return out
	}
	for i := range x.Record {
		if slices.Contains(x.Record[i].Lines, p.Line) {
			out.Reasons = append(out.Reasons, x.Record[i].Reasons...)
		}
	}
	return out
}

// Replay answers a question about one target on two days. Codes: invalid,
// unknown_rules_version.
func (s *Service) Replay(v *View, q Query, against calendar.Date) (Trial, error) {
	t := Trial{Record: q.Record}
	q = q.brief()
	var err error
	if t.Before, err = s.EvaluateOn(v, q); err != nil {
		return t, err
	}
	q.AsOf = against
	if t.After, err = s.EvaluateOn(v, q); err != nil {
		return t, err
	}
	t.Rows[0], t.Rows[1] = v.Rank(&t.Before).Rows[0], v.Rank(&t.After).Rows[0]
	t.Effect = effect(&t.Rows[0], &t.Rows[1])
	t.Difference = difference.Between(&t.Before, &t.After)
	return t, nil
}

// with is a copy of the record with what is tried.
func (v *View) with(rec *record.Record, target engine.Target, day calendar.Date, w *WhatIf) record.Record {
	out := *rec
	out.Attainments = slices.Clone(rec.Attainments)
	under := v.underWay(&out, day)
	for i, p := range w.Add {
		grade := cmp.Or(p.Grade, v.bestGrade(p.Item))
		if at, ok := under[p.Item]; ok { // it is passed, not taken a second time
			a := &out.Attainments[at]
			a.Status, a.Grade, a.Scale, a.Attained, a.Term = record.Earned, grade, "", day, ""
			delete(under, p.Item)
			continue
		}
		out.Attainments = append(out.Attainments, record.Attainment{
			ID: fmt.Sprintf("what-if-%d", i+1), Item: p.Item, Attained: day, Grade: grade, Status: record.Earned,
		})
	}
	if !w.Entered.IsZero() {
		out.EntryCatalog = maps.Clone(rec.EntryCatalog)
		if out.EntryCatalog == nil {
			out.EntryCatalog = map[catalog.InstitutionID]calendar.Date{}
		}
		out.EntryCatalog[target.Institution] = w.Entered
	}
	out.Exceptions = slices.Clone(rec.Exceptions)
	for i, p := range w.Place {
		kind := requirement.Pin
		if p.Force {
			kind = requirement.Force
		}
		out.Exceptions = append(out.Exceptions, requirement.Exception{
			ID: fmt.Sprintf("what-if-%d", i+1), Program: target.Program, Path: p.Path, Kind: kind, Line: p.Line,
			Reason: "nobody has granted it", Approver: "a what-if",
		})
	}
	return out
}

// underWay are the first lines of a record that are in progress or planned, by item.
func (v *View) underWay(rec *record.Record, day calendar.Date) map[catalog.ItemID]int {
	understood, _ := v.Snapshot.Understand(rec, day)
	out := map[catalog.ItemID]int{}
	for i := range understood {
		item, status := understood[i].Source.Item, rec.Attainments[i].Status
		if _, is := out[item]; item != "" && !is && (status == record.InProgress || status == record.Planned) {
			out[item] = i
		}
	}
	return out
}

// bestGrade is the highest grade of the scale of an item's institution; "" for
// items that carry no grade.
func (v *View) bestGrade(id catalog.ItemID) string {
	it, ok := v.Item(id)
	if !ok || it.Kind != catalog.Course {
		return ""
	}
	scale := catalog.USLetter
	if in, ok := v.Institution(it.Institution); ok {
		scale = cmp.Or(in.GradeScale, scale)
	}
	for _, list := range [2][]catalog.Scale{v.Set.Scales, catalog.BuiltinScales()} {
		for i := range list {
			if sc := &list[i]; sc.ID == scale {
				return best(sc)
			}
		}
	}
	return ""
}

func best(s *catalog.Scale) string {
	if s.Numeric {
		return s.Max.String()
	}
	for i := range s.Steps {
		if s.Steps[i].Passing {
			return s.Steps[i].Symbol
		}
	}
	return ""
}

// effect compares two answers as a comparison ranks them.
func effect(a, b *compare.Row) Effect {
	if (a.Remaining == nil) != (b.Remaining == nil) {
		return Unlike
	}
	if a.Remaining != nil {
		if done := b.Verdict == audit.Complete; done != (a.Verdict == audit.Complete) {
			return toward(map[bool]int{true: 1, false: -1}[done])
		}
		if a.Left == nil || b.Left == nil {
			return Unlike
		}
		if d := cmp.Or(a.Left.Cmp(*b.Left), a.Remaining.Items-b.Remaining.Items, a.Remaining.Unmet-b.Remaining.Unmet); d != 0 {
			return toward(d)
		}
	}
	if a.Unit != b.Unit {
		return Unlike
	}
	return toward(cmp.Or(b.Counts.Cmp(a.Counts), b.Transfers.Cmp(a.Transfers)))
}

// toward turns a sign into an effect.
func toward(d int) Effect {
	switch {
	case d > 0:
		return Better
	case d < 0:
		return Worse
	}
	return Same
}
