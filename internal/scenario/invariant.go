package scenario

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// invariants hold for every answer, expected or not: one status from the
// vocabulary and a reason for every line, every line of the record answered
// once, and ledgers that balance and add up.
func (m *matcher) invariants(c *Case, t *engine.TargetResult) {
	if len(t.Lines) != len(c.Record.Attainments) {
		m.miss(strconv.Itoa(len(c.Record.Attainments))+" lines", strconv.Itoa(len(t.Lines)))
	}
	var sum engine.Ledger
	for i := range t.Lines {
		l := &t.Lines[i]
		m.in("lines › "+l.ID, func() {
			if !slices.Contains(engine.Statuses(), l.Status) {
				m.miss("a status of the vocabulary", strconv.Quote(string(l.Status)))
			}
			if len(l.Reasons) == 0 {
				m.miss("a reason", "none")
			}
			m.balance(&l.Ledger)
		})
		add(&sum, &l.Ledger)
	}
	m.in("totals", func() {
		m.balance(&t.Totals.Ledger)
		if !t.Totals.Balanced {
			m.miss("balanced", "not balanced")
		}
		// Rounding of the total is the one column that lines do not have.
		if !sum.Brought.Equal(t.Totals.Brought) || !sum.In().Equal(t.Totals.In()) {
			m.miss("the sum of the lines, "+sum.In().String(), t.Totals.In().String())
		}
	})
	if t.Audit != nil {
		m.in("audit", func() { m.sound(t.Audit) })
	}
}

// sound holds for every audit: the verdict agrees with what remains and with
// the program's own line, statuses are of the vocabulary, and what is not
// satisfied says why or has a part that is not.
func (m *matcher) sound(a *engine.Audit) {
	done := a.Remaining.Unmet == 0 && a.Remaining.Items == 0 && a.Remaining.Credits.Amount.IsZero()
	if a.Verdict == audit.Complete != done && a.Proven && a.Verdict != audit.Undecided {
		m.miss("nothing remaining exactly where the program is complete", string(a.Verdict)+", "+strconv.Itoa(a.Remaining.Unmet)+" unmet")
	}
	if len(a.Requirements) == 0 {
		m.miss("requirements", "none")
		return
	}
	if top := a.Requirements[0].Status; a.Verdict == audit.Complete && (top == engine.RequirementUnmet || top == engine.RequirementUndecided) {
		m.miss("a complete program that is satisfied at the top", string(top))
	}
	for i := range a.Requirements {
		r := &a.Requirements[i]
		m.in("requirements › "+r.Path, func() {
			if !slices.Contains(engine.RequirementStatuses(), r.Status) {
				m.miss("a status of the vocabulary", strconv.Quote(string(r.Status)))
			}
			if r.Text == "" {
				m.miss("a sentence", "none")
			}
			part := i+1 < len(a.Requirements) && a.Requirements[i+1].Depth > r.Depth
			if r.Status == engine.RequirementUnmet && len(r.Reasons) == 0 && !part {
				m.miss("a reason", "none")
			}
		})
	}
}

func (m *matcher) balance(l *engine.Ledger) {
	if !l.Balanced() {
		m.miss("a ledger that balances: "+l.In().String()+" in", l.Out().String()+" out")
	}
}

func add(sum, l *engine.Ledger) {
	sum.Brought = sum.Brought.Add(l.Brought)
	sum.Granted = sum.Granted.Add(l.Granted)
}
