package app

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
)

// Promise is the credit that an institution's published rules gave for an item, as
// of the day of sharing.
type Promise struct {
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	// Program, where it is set, is the only program for which the institution gives
	// this; ProgramTitle names it.
	Program      string          `json:"program,omitempty"`
	ProgramTitle string          `json:"programTitle,omitempty"`
	Status       engine.Status   `json:"status"`
	Credits      credit.Quantity `json:"credits"`
	// Elective is the part of Credits that is elective credit only, in their unit.
	Elective credit.Amount `json:"elective"`
	// As names what is given: receiving courses, or electives.
	As string `json:"as,omitempty"`
}

// maxReceivers bounds the institutions whose promises are looked up.
const maxReceivers = 60

// promise adds what every other institution's rules give for the items: for all its
// programs, and where an agreement for one program gives something else, for that.
func (s *Service) promise(v *View, part *record.Record, q *ShareRequest, out *SharedStack, place map[string]int) error {
	targets := append(v.promisers(), v.namedPrograms(out.Items)...)
	if len(part.Attainments) == 0 || len(targets) == 0 {
		return nil
	}
	result, err := s.EvaluateOn(v, Query{Record: *part, Targets: targets, AsOf: q.AsOf, Brief: true})
	if err != nil {
		return err
	}
	for i := range result.Targets {
		t := &result.Targets[i]
		for j := range t.Lines {
			l := &t.Lines[j]
			if l.Ledger.Accepted().Sign() <= 0 || l.Source.Institution == t.Institution {
				continue
			}
			it := &out.Items[place[l.ID]-1]
			if p := promiseOf(t, l); t.Program == "" || !slices.ContainsFunc(it.Promises, p.same) {
				it.Promises = append(it.Promises, p)
			}
		}
	}
	for i := range out.Items { // what one institution gives stands together
		slices.SortStableFunc(out.Items[i].Promises, func(a, b Promise) int { return strings.Compare(string(a.Institution), string(b.Institution)) })
	}
	return nil
}

func promiseOf(t *engine.TargetResult, l *engine.Line) Promise {
	return Promise{
		Institution: t.Institution, InstitutionName: t.InstitutionName, Program: t.Program, ProgramTitle: t.ProgramTitle, Status: l.Status,
		Credits: credit.Quantity{Amount: l.Ledger.Accepted(), Unit: t.Unit}, Elective: l.Ledger.Elective, As: awardCodes(l.Awards),
	}
}

// same reports whether the whole institution gives what a program does.
func (p *Promise) same(o Promise) bool {
	return o.Institution == p.Institution && o.Program == "" && o.Status == p.Status && o.Credits == p.Credits && o.Elective == p.Elective && o.As == p.As
}

// promisers are the institutions that are asked.
func (v *View) promisers() []engine.Target {
	var out []engine.Target
	for i := range v.Set.Institutions[:min(maxReceivers, len(v.Set.Institutions))] {
		out = append(out, engine.Target{Institution: v.Set.Institutions[i].ID})
	}
	return out
}

// namedPrograms are the programs that agreements about the items are limited to.
func (v *View) namedPrograms(items []SharedItem) []engine.Target {
	named := map[string]bool{}
	for i := range items {
		if items[i].Item == "" {
			continue
		}
		for _, at := range v.Uses(items[i].Item).Source {
			for _, id := range at.Agreement.Programs {
				named[id] = true
			}
		}
	}
	var out []engine.Target
	for i := range v.Set.Programs {
		if p := &v.Set.Programs[i]; named[p.ID] && len(out) < maxItemPrograms {
			out = append(out, engine.Target{Institution: p.Institution, Program: p.ID})
		}
	}
	return out
}

func awardCodes(list []engine.Award) string {
	var words []string
	for i := range list {
		a := &list[i]
		if word := strings.TrimSpace(a.Code + " " + a.Title); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
