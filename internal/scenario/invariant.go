package scenario

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/engine"
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
