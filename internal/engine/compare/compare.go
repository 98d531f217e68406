// Package compare ranks what a record is worth at many targets by what remains.
//
// The order is exact: programs that are complete; then programs by least
// remaining credit, converted to one unit; then those whose remaining credit
// nobody has stated a conversion for; then targets without requirements, by
// most accepted credit. Ties go to what counts most, in the same unit, then to
// the name, then to the id.
package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Unit is the unit in which targets are compared.
const Unit = credit.Semester

// Comparison is the ranked targets.
type Comparison struct {
	AsOf         calendar.Date   `json:"asOf"`
	RulesVersion ruleset.Version `json:"rulesVersion"`
	InputHash    string          `json:"inputHash"`
	Engine       string          `json:"engine"`
	// Unit is the one in which Row.Left is written and rows are ordered.
	Unit credit.Unit `json:"unit"`
	Rows []Row       `json:"rows"`
}

// Row is one target.
type Row struct {
	// Rank counts from 1; targets between which nothing decides but the name
	// share one.
	Rank int `json:"rank"`
	engine.Target
	InstitutionName string `json:"institutionName"`
	ProgramTitle    string `json:"programTitle,omitempty"`
	// Verdict is empty for targets without requirements; Text says it in words.
	Verdict audit.Verdict `json:"verdict,omitempty"`
	Text    string        `json:"text,omitempty"`
	// Unit is the target's; the amounts below are in it.
	Unit credit.Unit `json:"unit"`
	// Transfers is what is accepted; Counts what serves requirements or, without
	// any, counts directly; Elective is accepted as elective credit.
	Transfers credit.Amount `json:"transfers"`
	Counts    credit.Amount `json:"counts"`
	Elective  credit.Amount `json:"elective"`
	// Lost is brought and gives nothing: not accepted, over a cap or duplicate.
	Lost credit.Amount `json:"lost"`
	// Undecided is brought and nobody has decided about it.
	Undecided credit.Amount `json:"undecided"`
	// Remaining is what the program still asks for; Left is its credit in the
	// unit of the comparison, nil where nobody has stated a conversion.
	Remaining *engine.Remaining `json:"remaining,omitempty"`
	Left      *credit.Amount    `json:"left,omitempty"`
	Certainty Certainty         `json:"certainty"`
	// Questions is how many a person must answer.
	Questions int `json:"questions,omitempty"`

	counts, accepted credit.Amount // in the unit of the comparison
	known            bool
}

// Certainty says how sure a row is.
type Certainty string

// The certainties.
const (
	// Proven rows carry a proof that the independent checker accepted.
	Proven Certainty = "proven"
	// Decided rows come from a search that reached its end.
	Decided Certainty = "decided"
	// Questions rows depend on what a person must answer.
	Questions Certainty = "questions"
	// Undecided rows are the best that was found within the budget.
	Undecided Certainty = "undecided"
)

// Certainties lists the certainties.
func Certainties() []Certainty { return []Certainty{Proven, Decided, Questions, Undecided} }

// Tables gives the conversions of an institution.
type Tables func(catalog.InstitutionID) credit.Table

// Rank orders the targets of a result. The same result gives the same rows,
// whatever the order of its targets.
func Rank(r *engine.Result, tables Tables) Comparison {
	c := Comparison{
		AsOf: r.AsOf, RulesVersion: r.RulesVersion, InputHash: r.InputHash, Engine: r.Engine,
		Unit: Unit, Rows: make([]Row, 0, len(r.Targets)),
	}
	for i := range r.Targets {
		c.Rows = append(c.Rows, row(&r.Targets[i], tables(r.Targets[i].Institution)))
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int {
		return cmp.Or(a.order(&b), strings.Compare(a.name(), b.name()), strings.Compare(a.String(), b.String()))
	})
	for i := range c.Rows {
		c.Rows[i].Rank = i + 1
		if i > 0 && c.Rows[i].order(&c.Rows[i-1]) == 0 {
			c.Rows[i].Rank = c.Rows[i-1].Rank
		}
	}
	return c
}

func row(t *engine.TargetResult, table credit.Table) Row {
	l := &t.Totals.Ledger
	out := Row{
		Target: t.Target, InstitutionName: t.InstitutionName, ProgramTitle: t.ProgramTitle, Unit: t.Unit,
		Transfers: l.Accepted(), Counts: l.Counted, Elective: l.Elective, Undecided: l.Undecided,
		Lost: l.NotAccepted.Add(l.Excess), Certainty: Decided,
	}
	if !t.Decided {
		out.Certainty = Undecided
	}
	if a := t.Audit; a != nil {
		out.audited(a, table)
	}
	ratio, ok := table.Ratio(t.Unit, Unit)
	out.known = ok
	out.counts, out.accepted = out.Counts.Mul(ratio), out.Transfers.Mul(ratio)
	return out
}

func (r *Row) audited(a *engine.Audit, table credit.Table) {
	remaining := a.Remaining
	r.Verdict, r.Text, r.Counts, r.Remaining, r.Questions = a.Verdict, a.Text, a.Counts.Amount, &remaining, len(a.Questions)
	switch {
	case !a.Proven:
		r.Certainty = Undecided
	case r.Questions > 0 || a.Verdict == audit.Undecided:
		r.Certainty = Questions
	case a.Proof != nil && a.Proof.Checked:
		r.Certainty = Proven
	}
	if ratio, ok := table.Ratio(remaining.Credits.Unit, Unit); ok {
		left := remaining.Credits.Amount.Mul(ratio)
		r.Left = &left
	}
}

// group is the part of the ranking that the row belongs to.
func (r *Row) group() int {
	switch {
	case r.Remaining == nil && r.known:
		return 3
	case r.Remaining == nil:
		return 4
	case r.Verdict == audit.Complete:
		return 0
	case r.Left != nil:
		return 1
	}
	return 2
}

// order is the order of the ranking without the name.
func (r *Row) order(o *Row) int {
	if d := cmp.Compare(r.group(), o.group()); d != 0 {
		return d
	}
	switch r.group() {
	case 0:
		return o.counts.Cmp(r.counts)
	case 1:
		return cmp.Or(r.Left.Cmp(*o.Left), o.counts.Cmp(r.counts))
	case 3:
		return cmp.Or(o.accepted.Cmp(r.accepted), o.counts.Cmp(r.counts))
	}
	return 0 // nobody has stated how to compare them
}

func (r *Row) name() string {
	return strings.ToLower(cmp.Or(r.ProgramTitle, r.InstitutionName) + "\x00" + r.InstitutionName)
}
