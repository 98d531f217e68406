package scenario

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// Mismatch is one expectation that the answer does not meet.
type Mismatch struct {
	// Path leads to the value: "lakeview › lines › anth › ledger › counted".
	Path string `json:"path"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// Compare returns every expectation of the case that the result does not meet,
// and every ledger that does not balance, in a fixed order.
func Compare(c *Case, result *engine.Result) []Mismatch {
	m := &matcher{}
	for _, name := range slices.Sorted(maps.Keys(c.Expect)) {
		want := c.Expect[name]
		i := slices.IndexFunc(result.Targets, func(t engine.TargetResult) bool { return t.String() == name })
		m.in(name, func() {
			if i < 0 {
				m.miss("a result", "none")
				return
			}
			m.target(&want, &result.Targets[i])
		})
	}
	if c.Together != nil {
		m.in("together", func() { m.together(c.Together, result.Together) })
	}
	for i := range result.Targets {
		t := &result.Targets[i]
		m.in(t.String(), func() { m.invariants(c, t) })
	}
	return m.list
}

type matcher struct {
	path []string
	list []Mismatch
}

func (m *matcher) in(part string, f func()) {
	m.path = append(m.path, part)
	f()
	m.path = m.path[:len(m.path)-1]
}

func (m *matcher) miss(want, got string) {
	m.list = append(m.list, Mismatch{Path: strings.Join(m.path, " › "), Want: want, Got: got})
}

func (m *matcher) text(key, want, got string) {
	if want != "" && want != got {
		m.in(key, func() { m.miss(want, cmp.Or(got, "nothing")) })
	}
}

func (m *matcher) amount(key string, want *credit.Amount, got credit.Amount) {
	if want != nil && !want.Equal(got) {
		m.in(key, func() { m.miss(want.String(), got.String()) })
	}
}

func (m *matcher) target(want *Target, got *engine.TargetResult) {
	m.text("unit", string(want.Unit), string(got.Unit))
	if want.Decided != nil && *want.Decided != got.Decided {
		m.in("decided", func() { m.miss(strconv.FormatBool(*want.Decided), strconv.FormatBool(got.Decided)) })
	}
	for _, id := range slices.Sorted(maps.Keys(want.Lines)) {
		line := want.Lines[id]
		i := slices.IndexFunc(got.Lines, func(l engine.Line) bool { return l.ID == id })
		m.in("lines › "+id, func() {
			if i < 0 {
				m.miss("a line", "none")
				return
			}
			m.line(&line, &got.Lines[i])
		})
	}
	for _, key := range slices.Sorted(maps.Keys(want.Items)) {
		item := want.Items[key]
		m.in("receiving › "+key, func() { m.receiving(key, &item, got.Receiving) })
	}
	if want.Totals != nil {
		m.in("totals", func() { m.totals(want.Totals, &got.Totals) })
	}
	codes := reasonCodes(got.Notes)
	for _, code := range want.NoteCodes {
		if !slices.Contains(codes, code) {
			m.in("notes", func() { m.miss(code, list(codes)) })
		}
	}
	for _, text := range want.Conflicts {
		if !conflictSays(got, text) {
			m.in("conflicts", func() { m.miss(text, list(codes)) })
		}
	}
	if want.Audit != nil {
		m.in("audit", func() { m.audit(want.Audit, got.Audit) })
	}
}

func (m *matcher) line(want *Line, got *engine.Line) {
	m.text("status", string(want.Status), string(got.Status))
	m.text("item", string(want.Item), string(got.Source.Item))
	m.text("title", want.Title, got.Source.Title)
	if want.Credits != nil {
		m.amount("credits › source", want.Credits.Source, got.Credits.Source.Amount)
		m.amount("credits › receiver", want.Credits.Receiver, got.Credits.Receiver.Amount)
	}
	if want.Ledger != nil {
		m.in("ledger", func() { m.ledger(want.Ledger, &got.Ledger) })
	}
	if want.Awards != nil {
		m.in("awards", func() { m.awards(want.Awards, got.Awards) })
	}
	codes := reasonCodes(got.Reasons)
	for _, code := range want.ReasonCodes {
		if !slices.Contains(codes, code) {
			m.in("reasonCodes", func() { m.miss(code, list(codes)) })
		}
	}
	words := reasonWords(got.Reasons)
	for _, text := range want.Says {
		if !strings.Contains(words, text) {
			m.in("says", func() { m.miss(text, words) })
		}
	}
}

func (m *matcher) ledger(want *Ledger, got *engine.Ledger) {
	m.amount("brought", want.Brought, got.Brought)
	m.amount("granted", want.Granted, got.Granted)
	m.amount("counted", want.Counted, got.Counted)
	m.amount("elective", want.Elective, got.Elective)
	m.amount("excess", want.Excess, got.Excess)
	m.amount("notAccepted", want.NotAccepted, got.NotAccepted)
	m.amount("undecided", want.Undecided, got.Undecided)
	m.amount("rounding", want.Rounding, got.Rounding)
}

func (m *matcher) totals(want *Totals, got *engine.Totals) {
	m.ledger(&want.Ledger, &got.Ledger)
	m.amount("accepted", want.Accepted, got.Accepted)
	for _, unit := range slices.Sorted(maps.Keys(want.Source)) {
		amount := want.Source[unit]
		i := slices.IndexFunc(got.Source, func(q credit.Quantity) bool { return string(q.Unit) == unit })
		if i < 0 {
			m.in("source › "+unit, func() { m.miss(amount.String(), "none") })
			continue
		}
		m.amount("source › "+unit, &amount, got.Source[i].Amount)
	}
	for _, s := range []struct {
		key, got string
		want     *string
	}{{"acceptedShare", got.AcceptedShare, want.AcceptedShare}, {"countedShare", got.CountedShare, want.CountedShare}} {
		if s.want != nil && !sameNumber(*s.want, s.got) {
			m.in(s.key, func() { m.miss(strconv.Quote(*s.want), strconv.Quote(s.got)) })
		}
	}
	for _, status := range slices.Sorted(maps.Keys(want.ByStatus)) {
		if n := got.ByStatus[engine.Status(status)]; n != want.ByStatus[status] {
			m.in("byStatus › "+status, func() { m.miss(strconv.Itoa(want.ByStatus[status]), strconv.Itoa(n)) })
		}
	}
}

func list(texts []string) string {
	if len(texts) == 0 {
		return "none"
	}
	return strings.Join(texts, ", ")
}

// sameNumber compares two decimals, "60" and "60.0" being one, or two texts.
func sameNumber(want, got string) bool {
	a, errA := credit.ParseAmount(want)
	b, errB := credit.ParseAmount(got)
	return want == got || errA == nil && errB == nil && a.Equal(b)
}
