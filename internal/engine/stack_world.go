package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// stackRun answers one query about stacks.
type stackRun struct {
	s   *Snapshot
	ix  *stackIndex
	q   *StackQuery
	rec *record.Record
	// lined are the record's lines in canonical order.
	lined []line
	// within says which programs are shown; nil is all. Those of others are
	// completed all the same: what is shown may build on them.
	within []bool
	// held are the programs whose credential the record shows.
	held  map[int32]*stackDone
	memo  map[string]*stackAnswer
	bases map[string]*stackBase
	// touched are the programs that the record itself can affect, reached those
	// that a completed program can.
	touched []int32
	reached map[int32]reached
	auditor *audit.Auditor
	// work counts audits, asked questions, those that were answered before too,
	// and kept the lines of the transfers that are remembered; limit and the
	// constants beside it bound them.
	work, limit, asked, kept int
	undecided                bool
	// ranks order the levels of what can be completed.
	ranks map[int32]int
	// wanted are the lines that each program could use in any way.
	wanted map[int32]lineSet
	// asking are the programs whose costs are being found, each for the one
	// before; round is the first of them that was met again, or beyond the end.
	asking []int32
	round  int
	// priceNodes prices the credentials that a tree looks at, and addFloors says
	// what they cost at least; both are made when the awards are chosen.
	addFloors  func(a *stackAsk, tree *view.Tree, e *evaluation, least *distance) error
	priceNodes func(a *stackAsk, tree *view.Tree, e *evaluation) (map[int]*heldPrice, error)
}

// stackDone is a program that is complete, or whose credential is held.
type stackDone struct {
	program int32
	held    bool
	// line is the attainment that it is or becomes, nil where it becomes none.
	line *line
	// issued is the day of issue, expires the last day on which it is active and
	// renewed why that is later than the first one; zero and nil where there is
	// none.
	issued, expires calendar.Date
	renewed         *Reason
	// used are the ids of the lines that it is made of.
	used   lineSet
	answer *stackAnswer
}

// stackState is what is complete in one world.
type stackState struct {
	done map[int32]*stackDone
	// order are the programs of done, ascending, conferred those of them that
	// became attainments.
	order, conferred []int32
	// near are the last answers of programs that are not complete.
	near map[int32]*stackAnswer
	// withdrawn are those of a round that were complete and no longer are: what
	// they built on turned out to be older, and to have expired.
	withdrawn []*stackDone
}

// stackRounds is how many rounds are always allowed.
const stackRounds = 16

// conferredID is the id of the line that a program's credential becomes.
func conferredID(program string) string { return "conferred:" + program }

// hold finds the credentials that the record shows.
func (r *stackRun) hold() {
	r.held = map[int32]*stackDone{}
	byItem := map[catalog.ItemID]*line{}
	for i := range r.lined {
		l := &r.lined[i]
		if l.item < 0 || !l.earned() {
			continue
		}
		if old := byItem[r.s.items[l.item].ID]; old == nil || old.day < l.day {
			byItem[r.s.items[l.item].ID] = l
		}
	}
	for i := range r.ix.list {
		p := &r.ix.list[i]
		if l := byItem[p.Credential]; l != nil && p.Credential != "" {
			r.held[int32(i)] = &stackDone{program: int32(i), held: true, line: l, issued: l.day, expires: l.expires, renewed: l.renewed, used: slices.Compact(slices.Sorted(slices.Values(l.madeOf)))}
		}
	}
}

// fixedPoint completes what can be completed among the allowed programs until
// nothing is added. spent are the lines that a program may not use.
func (r *stackRun) fixedPoint(allowed func(int32) bool, spent map[int32]lineSet) (*stackState, error) {
	st := &stackState{done: map[int32]*stackDone{}, near: map[int32]*stackAnswer{}}
	queue := r.first(allowed)
	for round := 0; len(queue) > 0; round++ {
		if given(r.q.Stop) {
			return nil, ErrStopped
		}
		if round > stackRounds+2*len(r.ix.list) || r.kept > maxKept {
			r.undecided = true // credentials that take turns; validation knows of none
			break
		}
		r.ahead(st, queue, spent)
		var added []*stackDone
		for _, p := range queue {
			d, err := r.attempt(st, p, spent[p])
			if err != nil {
				return nil, err
			}
			if d != nil {
				added = append(added, d)
			}
		}
		queue = r.next(st, added, allowed)
		st.withdrawn = nil
	}
	for p := range st.done {
		st.order = append(st.order, p)
		delete(st.near, p)
	}
	slices.Sort(st.order)
	return st, nil
}

// next enters what was completed in a round and lists what it can affect.
// Programs that are complete already are looked at again only where that could
// have been earlier.
func (r *stackRun) next(st *stackState, added []*stackDone, allowed func(int32) bool) []int32 {
	again := map[int32]bool{}
	for _, d := range st.withdrawn {
		list, _ := r.affectedBy(d)
		for _, p := range list {
			again[p] = true
		}
	}
	var older []*stackDone
	for _, d := range added {
		if old := st.done[d.program]; old != nil && !d.expires.IsZero() {
			older = append(older, d) // who builds on it may have to do without it
		}
		st.done[d.program] = d
		if at, known := slices.BinarySearch(st.conferred, d.program); d.line != nil && !known {
			st.conferred = slices.Insert(st.conferred, at, d.program)
		}
	}
	for _, d := range added {
		list, _ := r.affectedBy(d)
		for _, p := range list {
			if old := st.done[p]; old != nil && !slices.Contains(older, d) && (old.issued.IsZero() || old.issued <= d.issued || p == d.program) {
				continue
			}
			again[p] = true
		}
	}
	return r.among(r.sortedPrograms(again), allowed)
}

// attempt tries to complete a program; nil says that nothing changed.
func (r *stackRun) attempt(st *stackState, p int32, spent lineSet) (*stackDone, error) {
	a := r.quickAsk(st, p, spent)
	answer, err := r.solveSpan(a)
	if err != nil {
		return nil, err
	}
	if answer.verdict != audit.Complete {
		st.withdraw(p)
		st.near[p] = answer
		return nil, nil
	}
	issued, answer, err := r.earliest(a, answer)
	if err != nil {
		return nil, err
	}
	d := &stackDone{program: p, issued: issued, used: answer.used, answer: answer}
	if old := st.done[p]; old != nil && old.issued <= d.issued {
		return nil, nil
	}
	r.expiry(d)
	if r.conferral(p) == requirement.Automatic {
		d.line = r.confer(d)
	}
	return d, nil
}

// askOf is the question how a program stands in a state.
func (r *stackRun) askOf(st *stackState, p int32, spent lineSet) *stackAsk {
	a := &stackAsk{program: p, spent: spent}
	for _, id := range r.ix.list[p].tests {
		if q, ok := r.ix.byID[id]; ok && (r.held[q] != nil || st.done[q] != nil && r.conferral(q) == requirement.Automatic) {
			a.results = append(a.results, id)
		}
	}
	slices.Sort(a.results)
	inst := r.ix.list[p].inst
	given := map[catalog.ItemID]bool{}
	for _, q := range st.conferred {
		d := st.done[q]
		if q == p || given[r.ix.list[q].Credential] {
			continue
		}
		list, insts := r.affectedBy(d)
		if !insts[inst] {
			continue
		}
		a.around = append(a.around, d.line)
		if _, ok := slices.BinarySearch(list, p); ok {
			given[r.ix.list[q].Credential] = true
			a.extra = append(a.extra, d.line)
		}
	}
	if len(a.extra) == 0 {
		a.around = nil
	}
	return a
}

func byProgram[V any](m map[int32]V) []int32 {
	out := make([]int32, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// confer makes the credential an attainment of its institution. It has no
// credit at home, where its pieces have it, and the credit of its pieces
// elsewhere, unless the catalogue gives it a size.
func (r *stackRun) confer(d *stackDone) *line {
	p := &r.ix.list[d.program]
	if p.Credential == "" {
		return nil
	}
	att := &record.Attainment{ID: conferredID(p.ID), Item: p.Credential, Attained: d.issued, Expires: d.expires}
	l, _ := r.s.recogniseLine(att)
	if l.item < 0 {
		return nil
	}
	if l.amount.IsZero() {
		l.amount, l.unit = d.answer.counts, r.s.institutions[p.inst].Unit
	}
	l.id, l.madeOf, l.expires = att.ID, d.used, d.expires
	l.future = l.notYet(r.q.AsOf)
	return &l
}

// expiry finds until when the credential is active: by the catalogue's word on
// the item, else by the program's, and as far as continuing education renewed
// it. It is found as for a line of the record.
func (r *stackRun) expiry(d *stackDone) {
	p := &r.ix.list[d.program]
	k, ok := r.s.itemByID[p.Credential]
	years := p.policy.ValidYears
	if ok {
		years = cmp.Or(r.s.items[k].ValidYears, years)
	}
	if years <= 0 || d.issued.IsZero() {
		return
	}
	d.expires = d.issued.AddYears(years)
	if !ok {
		return
	}
	l := line{item: k, day: d.issued, expires: d.expires, status: record.Earned, att: &record.Attainment{Item: p.Credential, Attained: d.issued}}
	l.ver, _ = r.s.items[k].At(d.issued)
	r.s.renew(r.lined, &l, years)
	d.expires, d.renewed = l.expires, l.renewed
}

// withdraw takes back what was complete.
func (st *stackState) withdraw(p int32) {
	old := st.done[p]
	if old == nil {
		return
	}
	delete(st.done, p)
	st.conferred = slices.DeleteFunc(st.conferred, func(q int32) bool { return q == p })
	st.withdrawn = append(st.withdrawn, old)
}
