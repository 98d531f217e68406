package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/requirement"
)

// transferWorld is a program whose record brings part of it by agreements: grades
// that are too low, repeats, duplicates, exclusions, caps, residence and credit
// that is held until something else is passed.
type transferWorld struct {
	*finishWorld
	sources []catalog.ItemID
}

func newTransferWorld(seed uint64) *transferWorld {
	w := &transferWorld{finishWorld: &finishWorld{Rand: rand.New(rand.NewPCG(seed, 99))}}
	w.credits = w.IntN(4) == 0
	for n := range 4 + w.IntN(3) {
		w.items = append(w.items, w.course("u/i", []string{"AA", "BB"}[w.IntN(2)], n))
	}
	for n := range 4 {
		w.sources = append(w.sources, w.course([]string{"v/s", "w/s"}[n/2], "S", n))
	}
	w.set.Institutions = []catalog.Institution{
		{ID: "u", Name: "U", Kind: catalog.FourYear, Unit: credit.Semester, Policy: w.policy()},
		{ID: "v", Name: "V", Kind: catalog.FourYear, Unit: credit.Semester},
		{ID: "w", Name: "W", Kind: catalog.FourYear, Unit: credit.Semester},
	}
	for n := range 1 + w.IntN(2) {
		w.set.Agreements = append(w.set.Agreements, w.agreement(n))
	}
	w.set.Programs = []requirement.Program{w.program()}
	w.set.Sort()
	for _, id := range slices.Concat(w.items, w.sources) {
		odds := 4
		if id.Institution() != "u" {
			odds = 2
		}
		if w.IntN(odds) == 0 {
			a := attained(id)
			a.Grade = []string{"A", "B", "C", "D"}[w.IntN(4)]
			w.rec.Attainments = append(w.rec.Attainments, a)
		}
	}
	return w
}

func (w *transferWorld) course(id, subject string, n int) catalog.ItemID {
	of := catalog.ItemID(fmt.Sprint(id, n))
	w.set.Items = append(w.set.Items, catalog.Item{ID: of, Institution: of.Institution(), Kind: catalog.Course, Versions: []catalog.ItemVersion{{
		Code: fmt.Sprintf("%s %d", subject, 100+n), Title: "T", Credits: credit.Int(int64(1 + w.IntN(4))), Level: []string{"lower", "upper"}[w.IntN(2)],
	}}})
	return of
}

func (w *transferWorld) policy() catalog.Policy {
	p := catalog.Policy{
		Unlisted:   []catalog.Unlisted{"", catalog.UnlistedElective, catalog.UnlistedRefused}[w.IntN(3)],
		Repeats:    []catalog.RepeatRule{"", catalog.RepeatBest, catalog.RepeatLatest, catalog.RepeatFirst}[w.IntN(4)],
		Duplicates: []catalog.DuplicateRule{"", catalog.DuplicateHome, catalog.DuplicateBest}[w.IntN(3)],
	}
	if w.IntN(4) == 0 {
		p.MinGrade = "C"
	}
	if w.IntN(4) == 0 {
		p.Caps = []catalog.Cap{{
			ID: "tr", Limit: credit.Int(int64(1 + w.IntN(6))), Filter: catalog.Filter{Institutions: []catalog.InstitutionID{"v", "w"}},
			DropSubject: w.IntN(2) == 0, WholeItems: w.IntN(2) == 0,
		}}
	}
	if w.IntN(5) == 0 {
		p.Exclusions = []catalog.Exclusion{{Kind: catalog.OneOf, Items: []catalog.ItemID{w.items[0], w.items[1+w.IntN(len(w.items)-1)]}}}
	}
	return p
}

func (w *transferWorld) agreement(n int) agreement.Agreement {
	a := agreement.Agreement{
		ID: agreement.ID(fmt.Sprint("a", n)), Version: 1, Title: "A", Kind: []agreement.Kind{agreement.Articulation, agreement.ReceiverTable}[w.IntN(2)],
		Receiver: "u", Lifecycle: agreement.Approved, Use: []agreement.Use{agreement.Exclusive, agreement.Shared}[w.IntN(2)],
		Credit:    []agreement.CreditSource{agreement.ByRule, agreement.BySender, agreement.ByCatalog, agreement.ByLower}[w.IntN(4)],
		Remainder: []agreement.Remainder{"", agreement.RemainderElective, agreement.RemainderNone}[w.IntN(3)],
		Evidence:  agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2020, 1, 1)},
	}
	if a.Kind == agreement.Articulation {
		a.Senders = []catalog.InstitutionID{"v", "w"}
	}
	for r := range 1 + w.IntN(4) {
		a.Rules = append(a.Rules, w.rule(fmt.Sprint("r", r)))
	}
	return a
}

func (w *transferWorld) rule(id string) agreement.Rule {
	when := agreement.Expr{Item: w.sources[w.IntN(4)]}
	if w.IntN(4) == 0 {
		when.MinGrade = "us-letter:B"
	}
	if other := w.sources[w.IntN(4)]; w.IntN(4) == 0 && other != when.Item {
		when = agreement.Expr{All: []agreement.Expr{when, {Item: other}}}
	}
	rule := agreement.Rule{ID: id, When: &when}
	first := w.items[w.IntN(len(w.items))]
	switch w.IntN(8) {
	case 0:
		rule.Awards = []agreement.Award{{Kind: agreement.AwardElective}}
	case 1:
		rule.Awards = []agreement.Award{{Kind: agreement.AwardSubjectElective, Subject: "AA"}}
	default:
		rule.Awards = []agreement.Award{{Kind: agreement.AwardCourse, Item: first}}
		if other := w.items[w.IntN(len(w.items))]; w.IntN(4) == 0 && other != first {
			rule.Awards = append(rule.Awards, agreement.Award{Kind: agreement.AwardCourse, Item: other})
		}
	}
	if w.IntN(5) == 0 {
		rule.HoldUntil = &agreement.Expr{Item: w.items[w.IntN(len(w.items))]}
	}
	return rule
}

func (w *transferWorld) program() requirement.Program {
	top := requirement.Node{}
	for k := range 1 + w.IntN(3) {
		n := w.node(fmt.Sprint("r", k), 1)
		if w.IntN(5) == 0 {
			n.Where = &requirement.ItemFilter{MinGrade: "us-letter:C"}
		}
		top.All = append(top.All, n)
	}
	if w.IntN(2) == 0 {
		w.conditions(&top)
	}
	if w.IntN(3) == 0 {
		top.Minima = append(top.Minima, requirement.Minimum{Items: 1 + w.IntN(2), Of: &requirement.ItemFilter{Origin: "home"}})
	}
	p := requirement.Program{ID: "u/p", Institution: "u", Title: "P", Requires: &top}
	if some := w.IntN(3); len(top.All) > 1 && w.IntN(3) == 0 {
		p.Shares = append(p.Shares, requirement.Share{Between: []string{"r0", "r1"}, Items: &some})
	}
	return p
}

// with is the record with items that were passed at the end with the best grade.
func (w *transferWorld) with(ids []catalog.ItemID) engine.Query {
	q := w.query()
	q.Record.Attainments = slices.Clone(w.rec.Attainments)
	for _, id := range ids {
		a := attained(id)
		a.ID, a.Attained = "new "+string(id), asOf-1
		q.Record.Attainments = append(q.Record.Attainments, a)
	}
	return q
}

// brings reports whether the record has an item, or a rule may give it.
func (w *transferWorld) brings(id catalog.ItemID) bool {
	for _, a := range w.rec.Attainments {
		if a.Item == id {
			return true
		}
	}
	for i := range w.set.Agreements {
		for _, r := range w.set.Agreements[i].Rules {
			if slices.ContainsFunc(r.Awards, func(a agreement.Award) bool { return a.Item == id }) {
				return true
			}
		}
	}
	return false
}
