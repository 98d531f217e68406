package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// receiving lists where the receiving items stand: every one that an agreement
// of the target program speaks of, and of institution-wide agreements those
// that the record touches.
func (e *evaluation) receiving(sol *solution) []Receiving {
	rules := e.receivingRules()
	seen := make(map[string]int, len(rules))
	out := make([]Receiving, 0, len(rules))
	for _, ri := range rules {
		entry, ok := e.receivingOf(ri, sol)
		if !ok {
			continue
		}
		key := receivingKey(&entry)
		if at, dup := seen[key]; dup {
			// The same item may stand in several rows: the best answer counts.
			if rankReceiving(entry.Status) < rankReceiving(out[at].Status) {
				out[at] = entry
			} else if entry.Status == out[at].Status {
				out[at].Missing = mergeMissing(out[at].Missing, entry.Missing)
			}
			continue
		}
		seen[key] = len(out)
		out = append(out, entry)
	}
	slices.SortStableFunc(out, func(a, b Receiving) int { return catalog.CompareNatural(receivingKey(&a), receivingKey(&b)) })
	return out
}

// receivingRules are the rules whose receiving items are listed.
func (e *evaluation) receivingRules() []int32 {
	var list []int32
	if e.target.Program != "" {
		for ai := range e.s.agreements {
			a := &e.s.agreements[ai]
			if a.Receiver == e.recv.ID && slices.Contains(a.Programs, e.target.Program) && e.speaks(a) {
				for ri := a.first; ri < a.end; ri++ {
					list = append(list, ri)
				}
			}
		}
	}
	for i := range e.cands {
		if e.cands[i].rule >= 0 {
			list = append(list, e.cands[i].rule)
		}
	}
	for i := range e.prospects {
		if e.prospects[i].rule >= 0 {
			list = append(list, e.prospects[i].rule)
		}
	}
	list = append(list, e.nearMisses...)
	slices.Sort(list)
	return slices.Compact(list)
}

// speaks reports whether a program agreement concerns this record: it is the
// version in force, and one of its senders issued a line or the record is
// empty.
func (e *evaluation) speaks(a *compiledAgreement) bool {
	if !lifecycleForce(a, e.asOf).ok || a.Lifecycle == agreement.Superseded || e.laterGoverns(a, e.asOf) {
		return false
	}
	if len(a.Senders) == 0 || len(e.lines) == 0 {
		return true
	}
	return slices.ContainsFunc(e.lines, func(l line) bool {
		return l.inst >= 0 && slices.Contains(a.Senders, e.s.institutions[l.inst].ID)
	})
}

func (e *evaluation) receivingOf(ri int32, sol *solution) (Receiving, bool) {
	r := &e.s.rules[ri]
	out := Receiving{Rule: *e.s.ruleRef(ri), Sentence: e.s.sentence(ri)}
	for i := range r.Awards {
		if r.Awards[i].Kind == agreement.AwardCourse {
			out.Items = append(out.Items, e.receivingItem(r.Awards[i].Item))
		}
	}
	if len(out.Items) == 0 {
		return Receiving{}, false
	}
	for i := range r.Conditions {
		out.Texts = append(out.Texts, r.Conditions[i].Text)
	}
	e.standing(ri, sol, &out)
	return out, true
}

// standing sets the status of a receiving item and what it waits for.
func (e *evaluation) standing(ri int32, sol *solution, out *Receiving) {
	r := &e.s.rules[ri]
	switch r.Outcome {
	case agreement.OutcomeNoEquivalent:
		out.Status = ReceivingNoEquivalent
		return
	case agreement.OutcomeTakeAtReceiver:
		out.Status = ReceivingTakeAtReceiver
		return
	case agreement.OutcomeAbsent:
		out.Status = ReceivingAbsent
		return
	}
	for _, ci := range e.candidatesOf(ri) {
		c := &e.cands[ci]
		switch {
		case sol.taken[ci] && (c.outcome == Awarded || c.outcome == Provisional):
			out.Status, out.By = ReceivingSatisfied, e.lineIDs(c.lines)
			return
		case c.outcome == NeedsAssessment || c.outcome == Ambiguous:
			out.Status, out.By = ReceivingNeedsAssessment, e.lineIDs(c.lines)
		case c.outcome == Held || c.outcome == Pending:
			out.Status, out.By = ReceivingPending, e.lineIDs(c.lines)
		}
	}
	if by, ok := e.givenTogether(out); ok {
		out.Status, out.By = ReceivingSatisfied, by
		return
	}
	if out.Status != "" {
		return
	}
	if i, ok := e.pendingOf[ri]; ok {
		out.Status, out.By = ReceivingPending, e.lineIDs(e.prospects[i].lines)
		return
	}
	if r.when < 0 {
		out.Status = ReceivingNeedsAssessment
		return
	}
	out.Status = ReceivingWaiting
	e.waitFor(ri, out)
}

// candidatesOf returns the candidates of a rule, in order, until the next call.
func (e *evaluation) candidatesOf(ri int32) []int {
	if e.byRule != nil {
		return e.byRule[ri]
	}
	e.ofRule = e.ofRule[:0]
	for ci := range e.cands {
		if e.cands[ci].rule == ri {
			e.ofRule = append(e.ofRule, ci)
		}
	}
	return e.ofRule
}

// givenTogether reports whether other rules give all the items of an entry: a
// series may stand for its courses, and the courses for their series.
func (e *evaluation) givenTogether(out *Receiving) (by []string, ok bool) {
	for i := range out.Items {
		lines, given := e.giver(out.Items[i].Item)
		if !given {
			return nil, false
		}
		for _, id := range e.lineIDs(lines) {
			if !slices.Contains(by, id) {
				by = append(by, id)
			}
		}
	}
	return by, true
}

// giver returns the lines that are awarded an item.
func (e *evaluation) giver(id catalog.ItemID) ([]int32, bool) {
	ci, ok := e.givenBy[e.oncePerItem(id)]
	if !ok || e.cands[ci].outcome == Ambiguous {
		return nil, false
	}
	return e.cands[ci].lines, true
}

func (e *evaluation) waitFor(ri int32, out *Receiving) {
	for _, w := range e.waysOf(ri) {
		m := option([]ReceivingItem{}, e.gapWords(w.missing))
		for _, g := range w.missing {
			if g.leaf.item >= 0 {
				m.Items = append(m.Items, e.receivingItem(e.s.items[g.leaf.item].ID))
			}
		}
		if len(w.missing) > 0 {
			out.Missing = append(out.Missing, m)
		}
		if len(w.missing) > 0 && !slices.ContainsFunc(w.missing, func(g gap) bool { return g.how != unsure }) {
			out.Status = ReceivingNeedsAssessment // only a person's word is missing
		}
	}
}

func (e *evaluation) lineIDs(lines []int32) []string {
	out := make([]string, len(lines))
	for k, i := range lines {
		out[k] = e.lines[i].id
	}
	return out
}

func (e *evaluation) receivingItem(id catalog.ItemID) ReceivingItem {
	out := ReceivingItem{Item: id}
	if i, ok := e.s.itemByID[id]; ok {
		it := &e.s.items[i]
		v, _ := it.At(e.asOf)
		out.Code, out.Title = v.Code, v.Title
		unit := v.Unit
		if unit == "" && it.institution >= 0 {
			unit = e.s.institutions[it.institution].Unit
		}
		out.Credits = credit.Quantity{Amount: v.Credits, Unit: unit}
	}
	return out
}

// gapWords names missing leaves in words: "MATH 8 Calculus 2", or for a line
// that fails a condition, the condition.
func (e *evaluation) gapWords(gaps []gap) wording.Phrase {
	parts := make([]wording.Phrase, 0, len(gaps))
	for _, g := range gaps {
		words := g.leaf.expr.Words(e.s.nameOf)
		if g.why != nil {
			words = wording.Row(words, " (", g.why.Phrase(), ")")
		}
		parts = append(parts, words)
	}
	return alland(parts)
}

// nameOf is code and title, for sentences that tell people what to take.
func (s *Snapshot) nameOf(id catalog.ItemID) string {
	i, ok := s.itemByID[id]
	if !ok {
		return string(id)
	}
	v := s.items[i].Latest()
	if v.Code == "" || v.Title == "" {
		return s.codeOf(id)
	}
	return v.Code + " " + v.Title
}

func receivingKey(r *Receiving) string {
	if len(r.Items) == 1 {
		return string(r.Items[0].Item)
	}
	var b strings.Builder
	for i := range r.Items {
		b.WriteString(string(r.Items[i].Item))
		b.WriteByte('\x00')
	}
	return b.String()
}

func rankReceiving(s ReceivingStatus) int {
	return slices.Index([]ReceivingStatus{
		ReceivingSatisfied, ReceivingNeedsAssessment, ReceivingPending, ReceivingWaiting,
		ReceivingTakeAtReceiver, ReceivingNoEquivalent, ReceivingAbsent,
	}, s)
}

func mergeMissing(a, b []Missing) []Missing {
	for _, m := range b {
		if !slices.ContainsFunc(a, func(x Missing) bool { return x.Text == m.Text }) {
			a = append(a, m)
		}
	}
	slices.SortStableFunc(a, func(x, y Missing) int { return cmp.Compare(len(x.Items), len(y.Items)) })
	return a
}
