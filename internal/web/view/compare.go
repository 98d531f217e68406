package view

import (
	"strconv"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/compare"
)

// Compare is a record at several targets.
type Compare struct {
	// Learner is whose record it is; "" for the session's own. Empty says that it
	// holds nothing.
	Learner string
	Empty   bool
	// Columns are the targets as ranked, Unit the one they are ranked in.
	Columns []Column
	Unit    credit.Unit
	// OnlyDifferences leaves out the rows that are the same everywhere.
	OnlyDifferences bool
	// Groups are what can be added; none where there are too many to list.
	Groups []TargetGroup
	// Unknown is what was typed and not found, Most the greatest number of targets,
	// Dropped how many were given beyond it.
	Unknown       []string
	Most, Dropped int
}

// Column is one target of a comparison.
type Column struct {
	Row     *compare.Row
	Target  *engine.TargetResult
	Certain app.Certainty
	// Open is the whole result, Remove the comparison without this target.
	Open, Remove string
}

// TargetGroup is an institution with its programs.
type TargetGroup struct {
	Name    string
	Choices []Choice
}

// Choice is one target that can be picked.
type Choice struct {
	Value, Text string
	Picked      bool
}

// figure is a row of a comparison.
type figure struct {
	Key   string
	Cells []cell
}

// cell is one value: a number with its unit, a status, or words.
type cell struct {
	Amount *credit.Amount
	Mark   Mark
	Text   string
	// Notes stand below.
	Notes []note
}

type note struct {
	Mark Mark
	Text string
}

// same reports whether all cells say the same.
func (f *figure) same() bool {
	for i := range f.Cells {
		a, b := &f.Cells[0], &f.Cells[i]
		if a.Mark != b.Mark || a.Text != b.Text || len(a.Notes) != len(b.Notes) || (a.Amount == nil) != (b.Amount == nil) ||
			a.Amount != nil && !a.Amount.Equal(*b.Amount) {
			return false
		}
		for j := range a.Notes {
			if a.Notes[j] != b.Notes[j] {
				return false
			}
		}
	}
	return true
}

// figures are the rows of a comparison, and how many were left out because they
// are the same everywhere.
func figures(p *Page, m *Compare) (rows []figure, left int) {
	for _, key := range [...]string{"verdict", "remaining", "used", "transfers", "counts", "elective", "excess", "not_accepted", "undecided", "certainty"} {
		f := figure{Key: key}
		for i := range m.Columns {
			f.Cells = append(f.Cells, cellOf(p, key, &m.Columns[i]))
		}
		if m.OnlyDifferences && len(f.Cells) > 1 && f.same() {
			left++
			continue
		}
		rows = append(rows, f)
	}
	return rows, left
}

func cellOf(p *Page, key string, c *Column) cell {
	r, l := c.Row, &c.Target.Totals.Ledger
	amount := func(a credit.Amount) cell { return cell{Amount: &a, Text: p.Loc.Unit(r.Unit, a)} }
	switch key {
	case "verdict":
		if r.Remaining == nil {
			return cell{Text: p.T("compare.no_program")}
		}
		return cell{Mark: verdictChip(r.Verdict)}
	case "remaining":
		return remainingCell(p, r)
	case "transfers":
		return amount(r.Transfers)
	case "used":
		if r.Remaining == nil {
			return cell{Text: "–"}
		}
		return amount(r.Counts)
	case "counts":
		return amount(l.Counted)
	case "elective":
		return amount(r.Elective)
	case "excess":
		return amount(l.Excess)
	case "not_accepted":
		return amount(l.NotAccepted)
	case "undecided":
		return amount(r.Undecided)
	}
	return cell{Notes: certainty(p, c)}
}

func remainingCell(p *Page, r *compare.Row) cell {
	if r.Remaining == nil {
		return cell{Text: "–"}
	}
	left := r.Remaining.Credits.Amount
	out := cell{Amount: &left, Text: p.Loc.Unit(r.Remaining.Credits.Unit, left)}
	if r.Verdict != audit.Complete && r.Remaining.Items > 0 {
		out.Notes = append(out.Notes, note{Text: itemsText(p, r.Remaining.Items)})
	}
	if r.Left != nil && r.Remaining.Credits.Unit != compare.Unit {
		out.Notes = append(out.Notes, note{Text: p.T("compare.converted", "credits", p.Loc.Quantity(credit.Quantity{Amount: *r.Left, Unit: compare.Unit}))})
	}
	return out
}

// certainty is what a column stands on, each fact alone.
func certainty(p *Page, c *Column) []note {
	out := []note{{markOf("check", "yes"), p.T("compare.published")}}
	switch {
	case len(c.Certain.Unpublished) > 0:
		out[0] = note{markOf("warn", "over"), p.N("compare.unpublished", len(c.Certain.Unpublished))}
	case c.Certain.Agreements == 0:
		out[0] = note{markOf("dot", "quiet"), p.T("compare.no_rules")}
	}
	if n := c.Certain.Undecided; n > 0 {
		out = append(out, note{markOf("ask", "ask"), p.N("compare.open_questions", n)})
	}
	switch c.Row.Certainty {
	case compare.Proven:
		out = append(out, note{markOf("check", "yes"), p.T("compare.proven")})
	case compare.Undecided:
		out = append(out, note{markOf("warn", "over"), p.T("compare.cut_short")})
	case compare.Decided, compare.Questions:
	}
	for _, e := range c.Certain.Ending {
		out = append(out, note{markOf("warn", "over"), p.N("compare.ends", e.Days, "title", firstOf(e.Title, string(e.Agreement)), "day", p.Loc.Date(e.Last))})
	}
	return out
}

func markOf(shape, tone string) Mark { return Mark{Shape: shape, Tone: tone} }

// columnName is how a target is named above its column.
func columnName(c *Column) string { return firstOf(c.Row.ProgramTitle, c.Row.InstitutionName) }

// Count is a number of things, exact.
func Count(n int) string { return strconv.Itoa(n) }

// carriedTargets are the targets of a comparison, to keep them in a form.
func (m *Compare) carriedTargets() []string {
	out := make([]string, len(m.Columns))
	for i := range m.Columns {
		out[i] = m.Columns[i].Row.String()
	}
	return out
}
