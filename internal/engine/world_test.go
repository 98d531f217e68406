package engine_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// world makes small random worlds: two senders, two receivers, every shape of
// rule, policy and attainment, so that anything the engine can do happens in
// some of them. One seed gives one world.
type world struct {
	*rand.Rand
	set     ruleset.Set
	sources []catalog.ItemID
	targets []catalog.ItemID
}

var asOf = calendar.NewDate(2026, 6, 1)

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7))}
	w.institutions()
	for _, inst := range []catalog.InstitutionID{"s1", "s2"} {
		for n := range 4 {
			w.sources = append(w.sources, w.item(inst, n))
		}
	}
	for n := range 4 {
		w.targets = append(w.targets, w.item("r1", n))
	}
	for n := range 2 {
		w.targets = append(w.targets, w.item("r2", n))
	}
	for n := range 1 + w.IntN(4) {
		w.agreement(n)
	}
	w.set.Sort()
	return w
}

func (w *world) chance(oneIn int) bool { return w.IntN(oneIn) == 0 }

func pick[T any](w *world, list ...T) T { return list[w.IntN(len(list))] }

func (w *world) institutions() {
	units := []credit.Unit{credit.Semester, credit.Quarter, credit.ECTS}
	for _, id := range []catalog.InstitutionID{"r1", "r2", "s1", "s2"} {
		in := catalog.Institution{ID: id, Name: "Institution " + string(id), Kind: catalog.FourYear, Unit: pick(w, units...)}
		if id[0] == 'r' {
			in.Policy = w.policy()
		}
		w.set.Institutions = append(w.set.Institutions, in)
	}
}

func (w *world) policy() catalog.Policy {
	p := catalog.Policy{
		Repeats:    pick(w, "", catalog.RepeatBest, catalog.RepeatLatest, catalog.RepeatFirst),
		Duplicates: pick(w, "", catalog.DuplicateHome, catalog.DuplicateBest),
		Unlisted:   pick(w, "", catalog.UnlistedElective, catalog.UnlistedRefused),
	}
	if w.chance(2) {
		p.Rounding = credit.Rounding{
			Mode: pick(w, credit.Modes()...), Stage: pick(w, credit.Stages()...),
			Quantum: pick(w, credit.Int(1), credit.Frac(1, 2), credit.Frac(1, 100)),
		}
	}
	if w.chance(4) {
		p.MinGrade = pick(w, "C", "D")
	}
	p.RefusePassFail = w.chance(5)
	if w.chance(3) {
		p.Caps = append(p.Caps, catalog.Cap{
			ID: "cap", Limit: credit.Int(int64(w.IntN(12))), WholeItems: w.chance(3), DropSubject: w.chance(3),
			Filter: catalog.Filter{Institutions: pick(w, nil, []catalog.InstitutionID{"s1"})},
			Except: pick(w, nil, nil, &catalog.Filter{Kinds: []catalog.ItemKind{catalog.Exam}}),
		})
	}
	if w.chance(4) {
		p.Recency = []catalog.Recency{{Years: 5}}
	}
	if w.chance(3) {
		p.Exclusions = []catalog.Exclusion{{
			Kind:  pick(w, catalog.OneOf, catalog.NoLowerAfterHigher),
			Items: []catalog.ItemID{"s1/c-0", "s1/c-1", "s2/c-0"},
		}}
	}
	return p
}

func (w *world) item(inst catalog.InstitutionID, n int) catalog.ItemID {
	id := catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, n))
	it := catalog.Item{ID: id, Institution: inst, Kind: pick(w, catalog.Course, catalog.Course, catalog.Exam)}
	it.Versions = []catalog.ItemVersion{{
		Code: fmt.Sprintf("AB %d", 100+n), Title: fmt.Sprintf("Course %d", n), Credits: w.amount(), Level: pick(w, "lower", "upper"),
	}}
	if n > 0 && w.chance(8) {
		it.CrossListed = []catalog.ItemID{catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, n-1))}
	}
	it.Repeatable = w.chance(10)
	w.set.Items = append(w.set.Items, it)
	return id
}

func (w *world) amount() credit.Amount {
	return pick(w, credit.Int(3), credit.Int(4), credit.Int(5), credit.Frac(5, 2), credit.Int(0))
}

func (w *world) agreement(n int) {
	a := agreement.Agreement{
		ID: agreement.ID(fmt.Sprintf("a%d", n)), Version: 1, Title: fmt.Sprintf("Agreement %d", n),
		Kind:      pick(w, agreement.Articulation, agreement.Articulation, agreement.Guarantee, agreement.ReceiverTable),
		Receiver:  pick[catalog.InstitutionID](w, "r1", "r1", "r2"),
		Basis:     pick(w, agreement.Bases()...),
		Lifecycle: pick(w, agreement.Approved, agreement.Approved, agreement.Approved, agreement.Draft, agreement.Expired),
		Use:       pick(w, agreement.Exclusive, agreement.Shared),
		Credit:    pick(w, agreement.ByRule, agreement.BySender, agreement.ByCatalog, agreement.ByLower),
		Remainder: pick(w, agreement.RemainderDefault, agreement.RemainderElective, agreement.RemainderNone),
	}
	if !w.chance(6) {
		a.Evidence = agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2020, 1, 1)}
	}
	if w.chance(3) {
		a.Effective = calendar.Range{From: calendar.NewDate(2018, 1, 1), To: calendar.NewDate(2019+w.IntN(8), 1, 1)}
	}
	for r := range 1 + w.IntN(4) {
		a.Rules = append(a.Rules, w.rule(r, a.Receiver))
	}
	if w.chance(3) {
		w.contradict(&a)
	}
	w.set.Agreements = append(w.set.Agreements, a)
}

// contradict lets the first rule of an agreement have a second statement about
// the same source beside it, usually about another course.
func (w *world) contradict(a *agreement.Agreement) {
	a.Use, a.Rules[0].Outcome, a.Rules[0].Conditions = agreement.Exclusive, "", nil
	second := a.Rules[0]
	second.ID = fmt.Sprintf("r%d", len(a.Rules))
	a.Rules[0].Awards = []agreement.Award{w.award(a.Receiver)}
	second.Awards = []agreement.Award{w.award(a.Receiver)}
	a.Rules = append(a.Rules, second)
}

func (w *world) rule(n int, receiver catalog.InstitutionID) agreement.Rule {
	e := w.expr(0)
	r := agreement.Rule{
		ID: fmt.Sprintf("r%d", n), When: &e,
		Outcome: pick(w, "", "", "", "", agreement.OutcomeRefused, agreement.OutcomeNoEquivalent, agreement.OutcomeNeedsAssessment),
	}
	if r.Outcome == "" {
		for range 1 + w.IntN(2) {
			r.Awards = append(r.Awards, w.award(receiver))
		}
	}
	if w.chance(8) {
		r.Conditions = []agreement.Text{{Text: "by consent", Meaning: pick(w, "", agreement.MeansLetterGrade, agreement.MeansOneOfCourses)}}
	}
	if w.chance(10) {
		hold := w.expr(1)
		r.HoldUntil = &hold
	}
	if w.chance(10) {
		r.Provisional = "finish with B"
	}
	return r
}

func (w *world) award(receiver catalog.InstitutionID) agreement.Award {
	aw := agreement.Award{Kind: pick(w, agreement.AwardCourse, agreement.AwardCourse, agreement.AwardElective, agreement.AwardSubjectElective, agreement.AwardRequirement, agreement.AwardBlock)}
	switch aw.Kind {
	case agreement.AwardCourse:
		for aw.Item == "" || aw.Item.Institution() != receiver {
			aw.Item = pick(w, w.targets...)
		}
	case agreement.AwardSubjectElective:
		aw.Subject = "AB"
	default:
		aw.Name = "something"
	}
	if aw.Kind.GivesCredit() && w.chance(2) {
		c := w.amount()
		aw.Credits = &c
	}
	return aw
}

func (w *world) expr(depth int) agreement.Expr {
	if depth >= 2 || w.chance(2) {
		return w.leaf()
	}
	parts := make([]agreement.Expr, 2+w.IntN(2))
	for i := range parts {
		parts[i] = w.expr(depth + 1)
	}
	switch w.IntN(4) {
	case 0:
		return agreement.Expr{Any: parts}
	case 1:
		return agreement.Expr{Sequence: parts}
	case 2:
		return agreement.Expr{AtLeast: &agreement.AtLeast{Count: 1 + w.IntN(len(parts)), Of: parts}}
	}
	return agreement.Expr{All: parts}
}

func (w *world) leaf() agreement.Expr {
	var e agreement.Expr
	if w.chance(4) {
		e.Match = &agreement.Pattern{Subject: "AB", Number: pick(w, "", "10#", "100-101"), InAgreement: w.chance(3)}
	} else {
		e.Item = pick(w, w.sources...)
	}
	if w.chance(3) {
		e.MinGrade = pick(w, "C", "B")
	}
	if w.chance(8) {
		e.MaxGrade = "B"
	}
	if w.chance(10) {
		e.MaxAgeYears = 4
	}
	return e
}

func (w *world) record() record.Record {
	var r record.Record
	for i := range 1 + w.IntN(6) {
		a := record.Attainment{
			ID: fmt.Sprintf("l%d", i), Item: pick(w, append(w.sources, w.targets[0])...),
			Attained: calendar.NewDate(2017+w.IntN(9), 6, 1), Grade: pick(w, "A", "B", "C-", "D", "F", "P", ""),
			Status: pick(w, record.Earned, record.Earned, record.Earned, record.InProgress, record.Withdrawn),
		}
		if w.chance(10) {
			a.Item, a.Institution, a.Code = "", "s1", "ZZ 999"
		}
		if w.chance(3) {
			c := w.amount()
			a.Credits = &c
		}
		r.Attainments = append(r.Attainments, a)
	}
	if w.chance(6) {
		r.Decisions = []record.Decision{{
			ID: "d", Receiver: "r1", Lines: []string{"l0"}, DecidedOn: calendar.NewDate(2025, 1, 1),
			Outcome: pick(w, "", agreement.OutcomeRefused), Awards: []agreement.Award{w.award("r1")},
		}}
	}
	return r
}

func (w *world) query() engine.Query {
	return engine.Query{Record: w.record(), AsOf: asOf, Targets: []engine.Target{{Institution: "r1"}, {Institution: "r2"}}}
}
