package app

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/search"
	"github.com/cairnproject/cairn/internal/wording"
)

// LineState says whether a line of a record is recognised.
type LineState string

// The states. Ambiguous: items with its code are known, and it is not settled which
// one is meant. An unknown line stays in the record and is undecided.
const (
	LineRecognised LineState = "recognised"
	LineAmbiguous  LineState = "ambiguous"
	LineUnknown    LineState = "unknown"
)

// SheetLine is a line of a record as it is understood.
type SheetLine struct {
	*record.Attainment `json:"attainment"`

	Understood engine.Understood `json:"understood"`
	State      LineState         `json:"state"`
	// Catalogue is the item's size where the line states another one: a number may
	// have been misread.
	Catalogue *credit.Quantity `json:"catalogue,omitempty"`
	// Candidates are items that may be meant, best first.
	Candidates []search.Hit `json:"candidates,omitempty"`
}

// SheetTotal is credit of one unit, at one institution where it names one.
type SheetTotal struct {
	Institution catalog.InstitutionID `json:"institution,omitempty"`
	Name        string                `json:"name,omitempty"`
	Lines       int                   `json:"lines"`
	Credits     credit.Quantity       `json:"credits"`
}

// Sheet is a record line by line, with its sums: nothing is converted, each unit
// has its own.
type Sheet struct {
	Lines         []SheetLine       `json:"lines"`
	States        map[LineState]int `json:"states"`
	Totals        []SheetTotal      `json:"totals"`
	ByInstitution []SheetTotal      `json:"byInstitution"`
}

// maxCandidates is how many items are proposed for a line, maxProposed for how many
// lines of a record.
const (
	maxCandidates = 6
	maxProposed   = 60
)

// Sheet understands a record. The fault is invalid where a line cannot be used.
func (v *View) Sheet(r *record.Record, asOf calendar.Date) (Sheet, error) {
	understood, problems := v.Snapshot.Understand(r, asOf)
	if problems.HasErrors() {
		return Sheet{}, fault.SayList(fault.Invalid, wording.Of("fault.record_mistakes", "The record has mistakes."), problems)
	}
	out := Sheet{Lines: make([]SheetLine, len(understood)), States: map[LineState]int{}}
	proposed := 0
	for i := range understood {
		l := SheetLine{Attainment: &r.Attainments[i], Understood: understood[i], State: LineRecognised}
		if !l.Understood.Recognised() {
			l.State = LineUnknown
			if proposed++; proposed <= maxProposed {
				l.Candidates, l.State = v.candidates(&l, asOf)
			}
		}
		l.Catalogue = v.otherSize(&l)
		out.States[l.State]++
		out.add(&l)
		out.Lines[i] = l
	}
	order := func(a, b SheetTotal) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Institution, b.Institution), cmp.Compare(a.Credits.Unit, b.Credits.Unit))
	}
	slices.SortFunc(out.Totals, order)
	slices.SortFunc(out.ByInstitution, order)
	return out, nil
}

// otherSize is the catalogue's size of a recognised line that states another one.
func (v *View) otherSize(l *SheetLine) *credit.Quantity {
	it, ok := v.Item(l.Understood.Source.Item)
	if !ok || l.Credits == nil {
		return nil
	}
	version, ok := it.At(l.Day())
	least, most := version.Credits, credit.Max(version.Credits, version.MaxCredits)
	unit := version.Unit
	if home, known := v.Institution(it.Institution); known && unit == "" {
		unit = home.Unit
	}
	if !ok || least.IsZero() || l.Understood.Credits.Unit != unit || l.Credits.Cmp(least) >= 0 && l.Credits.Cmp(most) <= 0 {
		return nil
	}
	return &credit.Quantity{Amount: most, Unit: unit}
}

func (s *Sheet) add(l *SheetLine) {
	src := &l.Understood.Source
	s.Totals = sum(s.Totals, SheetTotal{Lines: 1, Credits: l.Understood.Credits})
	s.ByInstitution = sum(s.ByInstitution, SheetTotal{src.Institution, src.InstitutionName, 1, l.Understood.Credits})
}

func sum(list []SheetTotal, t SheetTotal) []SheetTotal {
	i := slices.IndexFunc(list, func(o SheetTotal) bool {
		return o.Institution == t.Institution && o.Name == t.Name && o.Credits.Unit == t.Credits.Unit
	})
	if i < 0 {
		return append(list, t)
	}
	list[i].Lines++
	list[i].Credits.Amount = list[i].Credits.Amount.Add(t.Credits.Amount)
	return list
}

// candidates are items that a line may mean: those with its code, else those whose
// title is like its.
func (v *View) candidates(l *SheetLine, asOf calendar.Date) ([]search.Hit, LineState) {
	q := search.Query{Limit: maxCandidates, AsOf: l.Day(), Kinds: []search.Kind{search.Item}, Institution: l.Understood.Source.Institution}
	if q.AsOf.IsZero() {
		q.AsOf = asOf
	}
	where := ""
	if q.Institution == "" && l.Institution != pastetext.NotStated {
		where = " " + l.Institution
	}
	if l.Code != "" {
		q.Text = l.Code
		if exact := withCode(v.Search(q).Hits); len(exact) > 0 {
			return exact, LineAmbiguous
		}
	}
	texts := []string{l.Code + " " + l.Title + where, l.Title, l.Code}
	for range 2 {
		for _, text := range texts {
			if q.Text = text; strings.TrimSpace(text) == "" {
				continue
			}
			if hits := v.Search(q).Hits; len(hits) > 0 {
				return hits, LineUnknown
			}
		}
		if q.Institution == "" {
			break
		}
		q.Institution = "" // an examination stands below the name of a college
	}
	return nil, LineUnknown
}

func withCode(hits []search.Hit) []search.Hit {
	return slices.DeleteFunc(hits, func(h search.Hit) bool {
		return h.Match != search.ByCode && h.Match != search.ByFormerCode && h.Match != search.ByNumber
	})
}

// Settle says which item a line means: what the learner wrote of code, title and
// institution stays beside it. Codes: invalid (no such line or item).
func (v *View) Settle(r record.Record, line string, item catalog.ItemID) (record.Record, error) {
	i := slices.IndexFunc(r.Attainments, func(a record.Attainment) bool { return a.ID == line })
	if _, ok := v.Item(item); !ok || i < 0 {
		return r, fault.Say(fault.Invalid, wording.Of("fault.no_item_line", "There is no such line or item."))
	}
	r.Attainments = slices.Clone(r.Attainments)
	r.Attainments[i].Item = item
	return r, nil
}

// Named is the record with an id for every line: those that an answer gives to
// lines without one.
func (v *View) Named(r record.Record, asOf calendar.Date) record.Record {
	understood, _ := v.Snapshot.Understand(&r, asOf)
	r.Attainments = slices.Clone(r.Attainments)
	for i := range r.Attainments {
		r.Attainments[i].ID = understood[i].ID
	}
	return r
}
