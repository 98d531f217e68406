package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// lineState is what the solution says of one line.
type lineState struct {
	chosen  []int // chosen candidates with this line, in canonical order
	primary int   // the chosen candidate whose units count, or -1
	status  Status
	reasons []Reason
}

// result writes the ledger.
func (e *evaluation) result(sol *solution, notes []Reason) TargetResult {
	tr := TargetResult{
		Target: e.target, InstitutionName: e.recv.Name, Unit: e.recv.Unit, Decided: sol.proven,
		Lines: make([]Line, len(e.lines)),
	}
	if p, ok := e.s.programs[e.target.Program]; ok {
		tr.ProgramTitle = p.Title
	}
	if !sol.proven {
		tr.Bound = &credit.Quantity{Amount: sol.bound, Unit: e.recv.Unit}
	}
	e.findNear()
	e.index(sol)
	states := e.states(sol)
	for i := range e.lines {
		tr.Lines[i] = e.line(sol, i, &states[i])
	}
	tr.Receiving = e.receiving(sol)
	tr.Notes = once(slices.Concat(notes, e.tierNotes(sol), e.programsToTry()))
	tr.Totals = e.totals(tr.Lines, &tr.Notes)
	return tr
}

// once drops notes that say the same again.
func once(notes []Reason) []Reason {
	seen := make(map[string]bool, len(notes))
	return slices.DeleteFunc(notes, func(r Reason) bool {
		again := seen[r.Text]
		seen[r.Text] = true
		return again
	})
}

func (e *evaluation) states(sol *solution) []lineState {
	states := make([]lineState, len(e.lines))
	for i := range states {
		states[i].primary = -1
	}
	for _, ci := range sol.chosen {
		for k, i := range e.cands[ci].lines {
			st := &states[i]
			st.chosen = e.chosenOf[i]
			if e.cands[ci].consumes && (st.primary < 0 || e.outranks(ci, k, st.primary, i)) {
				st.primary = ci
			}
		}
	}
	return states
}

// outranks reports whether candidate ci says more about the line than the
// current primary: giving credit before not, more units before fewer.
func (e *evaluation) outranks(ci, k, primary int, line int32) bool {
	a, b := &e.cands[ci], &e.cands[primary]
	if ga, gb := a.gives(), b.gives(); ga != gb {
		return ga
	}
	return a.split[k].units().Cmp(b.shareOf(line).units()) > 0
}

func (c *candidate) gives() bool {
	return c.outcome == Awarded || c.outcome == Provisional || c.outcome == Ambiguous
}

func (c *candidate) shareOf(line int32) *share {
	return &c.split[slices.Index(c.lines, line)]
}

// line writes one line of the ledger.
func (e *evaluation) line(sol *solution, i int, st *lineState) Line {
	l := &e.lines[i]
	out := Line{ID: l.id, Source: e.s.source(l)}
	out.Credits = LineCredits{
		Source:   credit.Quantity{Amount: l.amount, Unit: l.unit},
		Receiver: credit.Quantity{Amount: e.brought[i], Unit: e.recv.Unit},
	}
	if len(st.chosen) > 0 {
		e.settleChosen(sol, i, st, &out)
	}
	if st.status == "" {
		e.settleLeft(sol, i, st)
	}
	out.Status = st.status
	e.fillLedger(sol, i, st, &out.Ledger)
	if st.primary >= 0 && e.cands[st.primary].tier == unlistedTier {
		st.reasons = append(st.reasons, e.notToday(i)...)
	}
	st.reasons = append(st.reasons, e.alsoPossible(i, st)...)
	if l.renewed != nil {
		st.reasons = append(st.reasons, *l.renewed)
	}
	out.Reasons = st.reasons
	return out
}

// settleChosen takes status, awards and reasons from the chosen candidates.
func (e *evaluation) settleChosen(sol *solution, i int, st *lineState, out *Line) {
	direct := false
	st.reasons = make([]Reason, 0, 2*len(st.chosen)+2)
	for _, ci := range st.chosen {
		c := &e.cands[ci]
		if c.gives() || c.outcome == SatisfiedNoCredit {
			if out.Awards == nil {
				out.Awards = make([]Award, 0, e.roomForAwards(st.chosen))
			}
			for a := range c.awards {
				out.Awards = append(out.Awards, e.award(c, i, &c.awards[a]))
				direct = direct || c.awards[a].Kind.GivesCredit() && !c.awards[a].Kind.Elective()
			}
			if c.rule >= 0 && c.outcome != Ambiguous {
				st.reasons = append(st.reasons, e.awardedBy(c, awardCode(c)))
			}
		}
		st.reasons = append(st.reasons, c.reasons...)
		st.reasons = append(st.reasons, c.rivals...)
	}
	if names := e.sharedTargets(st); len(names) > 1 {
		st.reasons = append(st.reasons, unitsOnce(&e.lines[i], names))
	}
	if st.primary < 0 {
		st.status = "" // requirement only: settled below if nothing else is said
		return
	}
	c := &e.cands[st.primary]
	st.status = c.outcome
	if c.outcome == Awarded && !direct {
		st.status = AwardedAsElective
	}
	if !c.gives() {
		return
	}
	e.explainCredit(sol, i, st, out)
}

// roomForAwards is how many awards a line may list: those of its candidates and
// a remainder.
func (e *evaluation) roomForAwards(chosen []int) int {
	n := 1
	for _, ci := range chosen {
		n += len(e.cands[ci].awards)
	}
	return n
}

// sharedTargets names what a line gives subject credit to in several rules.
func (e *evaluation) sharedTargets(st *lineState) []wording.Phrase {
	if len(st.chosen) < 2 {
		return nil
	}
	var names []wording.Phrase
	for _, ci := range st.chosen {
		c := &e.cands[ci]
		if c.consumes && c.gives() && c.share >= 0 {
			names = append(names, e.awardNames(c.awards))
		}
	}
	return names
}

func awardCode(c *candidate) string {
	if c.outcome == SatisfiedNoCredit {
		return "satisfied_by_rule"
	}
	return "awarded_by_rule"
}

// explainCredit adds the reasons of the numbers: remainder, grant, rounding,
// caps; a line whose units all fall to a cap is over it.
func (e *evaluation) explainCredit(sol *solution, i int, st *lineState, out *Line) {
	c := &e.cands[st.primary]
	s := c.shareOf(int32(i))
	elective := sol.units(i).Sub(sol.direct(i))
	if st.status != AwardedAsElective && st.status != Ambiguous && elective.Sign() > 0 && !hasElective(c.awards) {
		st.reasons = append(st.reasons, remainderElective(c.ref, elective, e.recv.Unit))
		out.Awards = append(out.Awards, Award{
			Kind: agreement.AwardElective, Effect: agreement.UnitCredit, Rule: c.ref,
			Credits: &credit.Quantity{Amount: elective, Unit: e.recv.Unit},
		})
	}
	if s.granted.Sign() > 0 {
		st.reasons = append(st.reasons, grantedBy(c.ref, s.granted, e.recv.Unit))
	}
	if !s.rounding.IsZero() {
		st.reasons = append(st.reasons, roundingTook(e.recv, s.rounding, s.units().Add(s.rounding)))
	}
	if over := s.units().Sub(sol.units(i)); over.Sign() > 0 {
		e.explainCap(sol, i, st, out, over)
	}
}

func hasElective(awards []agreement.Award) bool {
	return slices.ContainsFunc(awards, func(a agreement.Award) bool { return a.Kind.Elective() })
}

func (e *evaluation) explainCap(sol *solution, i int, st *lineState, out *Line, over credit.Amount) {
	had := e.cands[st.primary].shareOf(int32(i)).units()
	for k := range e.recv.policy.Caps {
		c := &e.recv.policy.Caps[k]
		if !slices.Contains(e.capped(c), int32(i)) || !e.capFull(sol, c) {
			continue
		}
		limit, _ := e.capLimit(c)
		why := overCap(c, limit, over, had, e.recv.Unit)
		if !sol.units(i).IsZero() || st.status == Ambiguous {
			st.reasons = append(st.reasons, why)
			return
		}
		st.status, st.reasons = OverCap, slices.Insert(st.reasons, 0, why) // what decides comes first
		if c.DropSubject {
			out.Awards = nil
		}
		return
	}
}

// capFull reports whether the cap has no room for the next unit of its lines.
func (e *evaluation) capFull(sol *solution, c *catalog.Cap) bool {
	limit, ok := e.capLimit(c)
	if !ok {
		return false
	}
	var kept, had credit.Amount
	for _, i := range e.capped(c) {
		kept = kept.Add(sol.units(int(i)))
		for _, ci := range e.chosenOf[i] {
			had = had.Add(e.cands[ci].shareOf(i).units())
		}
	}
	return kept.Cmp(had) < 0 && (kept.Equal(limit) || had.Cmp(limit) > 0)
}

// award writes one award as this line sees it.
func (e *evaluation) award(c *candidate, i int, a *agreement.Award) Award {
	out := Award{
		Kind: a.Kind, Effect: a.Kind.Effect(), Item: a.Item, Subject: a.Subject, Level: a.Level,
		Name: a.Name, Rule: c.ref,
	}
	if k, ok := e.s.itemByID[a.Item]; ok {
		v, _ := e.s.items[k].At(e.asOf)
		out.Code, out.Title = v.Code, v.Title
	}
	if a.Kind.GivesCredit() {
		out.Credits = &credit.Quantity{Amount: e.awardShare(c, i, a), Unit: e.recv.Unit}
	}
	for _, j := range c.lines {
		if int(j) != i {
			out.With = append(out.With, e.lines[j].id)
		}
	}
	return out
}

// awardShare is the line's part of what an award gives: what it states, in
// proportion to what the line brought, never more than the line gives.
func (e *evaluation) awardShare(c *candidate, i int, a *agreement.Award) credit.Amount {
	s := c.shareOf(int32(i))
	pool := s.counted
	if a.Kind.Elective() {
		pool = s.elective
	}
	size, known := e.awardSize(a, false)
	if !known {
		return pool
	}
	var all credit.Amount
	for k := range c.awards {
		if c.awards[k].Kind.GivesCredit() && c.awards[k].Kind.Elective() == a.Kind.Elective() {
			other, _ := e.awardSize(&c.awards[k], false)
			all = all.Add(other)
		}
	}
	if all.IsZero() {
		return pool
	}
	return pool.Mul(size).Div(all)
}

// fillLedger splits the line's credit so that both sides are equal.
func (e *evaluation) fillLedger(sol *solution, i int, st *lineState, out *Ledger) {
	out.Brought = e.brought[i]
	if st.primary >= 0 && e.cands[st.primary].gives() {
		s := e.cands[st.primary].shareOf(int32(i))
		out.Granted, out.Rounding, out.NotAccepted = s.granted, s.rounding, s.notAccepted
		out.Counted = sol.direct(i)
		out.Elective = sol.units(i).Sub(out.Counted)
		out.Excess = s.units().Sub(sol.units(i)).Add(s.twice)
		if st.status == Ambiguous {
			out.Undecided = out.In().Sub(out.Out())
		}
		return
	}
	*bucket(out, st.status) = e.brought[i]
}

// bucket is where the credit of a line without an award goes.
func bucket(l *Ledger, s Status) *credit.Amount {
	switch s {
	case Duplicate, OverCap:
		return &l.Excess
	case Held, Pending, NotEvaluated, NeedsAssessment, Ambiguous:
		return &l.Undecided
	}
	return &l.NotAccepted
}

// totals sums the lines and rounds the total where the policy does.
func (e *evaluation) totals(lines []Line, notes *[]Reason) Totals {
	t := Totals{Unit: e.recv.Unit, ByStatus: make(map[Status]int, 4)}
	for i := range lines {
		t.add(&lines[i].Ledger)
		t.ByStatus[lines[i].Status]++
		t.addSource(lines[i].Credits.Source)
	}
	slices.SortFunc(t.Source, func(a, b credit.Quantity) int { return cmp.Compare(a.Unit, b.Unit) })
	if p := e.recv.policy.Rounding; p.At(credit.OnTotal) {
		if taken := t.Ledger.Accepted().Sub(p.Apply(t.Ledger.Accepted())); !taken.IsZero() {
			*notes = append(*notes, roundingTook(e.recv, taken, t.Ledger.Accepted()))
			t.takeRounding(taken)
		}
	}
	t.Accepted = t.Ledger.Accepted()
	t.AcceptedShare, t.CountedShare = percent(t.Accepted, t.In()), percent(t.Counted, t.In())
	t.Balanced = t.Ledger.Balanced()
	return t
}

func (t *Totals) takeRounding(taken credit.Amount) {
	t.Rounding = t.Rounding.Add(taken)
	t.Elective = t.Elective.Sub(taken)
	if t.Elective.Sign() < 0 {
		t.Counted = t.Counted.Add(t.Elective)
		t.Elective = credit.Amount{}
	}
}

// addSource sums the record's credit in its own units.
func (t *Totals) addSource(q credit.Quantity) {
	for i := range t.Source {
		if t.Source[i].Unit == q.Unit {
			t.Source[i].Amount = t.Source[i].Amount.Add(q.Amount)
			return
		}
	}
	t.Source = append(t.Source, q)
}

// percent is a ÷ b in per cent with one decimal, rounded half up.
func percent(a, b credit.Amount) string {
	if b.Sign() <= 0 {
		return ""
	}
	r := credit.Rounding{Mode: credit.HalfUp, Quantum: credit.Frac(1, 10)}
	return r.Apply(a.Mul(credit.Int(100)).Div(b)).String()
}
