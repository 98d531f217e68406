package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// blockLines applies what the receiver decides before any rule is looked at:
// passing, policy minimum, recency, repeats, exclusions by order.
func (e *evaluation) blockLines() {
	for i := range e.lines {
		e.blocked[i] = e.blockOf(&e.lines[i])
		if e.spent[e.lines[i].id] {
			e.blocked[i] = block{Duplicate, spentElsewhere(&e.lines[i]), fails}
		}
	}
	e.blockRepeats()
	for i := range e.recv.policy.Exclusions {
		x := &e.recv.policy.Exclusions[i]
		if x.Kind == catalog.NoLowerAfterHigher {
			e.blockRegression(x)
		}
	}
}

func (e *evaluation) blockOf(l *line) block {
	switch l.status {
	case record.Failed:
		return block{ConditionFailed, notPassed(l), fails}
	case record.Withdrawn:
		return block{ConditionFailed, withdrawn(l), fails}
	}
	if l.gradeDoubt != nil && l.earned() {
		return block{NeedsAssessment, *l.gradeDoubt, unsure}
	}
	if l.inst == e.recvIdx {
		return block{} // its own credit is not transfer credit
	}
	p := e.recv.policy
	if p.RefusePassFail && l.graded && !l.mark.Letter {
		return block{ConditionFailed, policyPassFail(l, e.recv), fails}
	}
	if p.MinGrade != "" && l.graded && l.earned() {
		switch v, why := e.bound(l, p.MinGrade, -1); v {
		case fails:
			return block{ConditionFailed, policyMinGrade(l, e.recv), fails}
		case unsure:
			if !e.scored(l) {
				return block{NeedsAssessment, why, unsure}
			}
		}
	}
	for i := range p.Recency {
		r := &p.Recency[i]
		if !e.selects(&r.Filter, l) {
			continue
		}
		if until := e.dayOf(l).AddYears(r.Years); until < e.asOf {
			why := tooOld(l, r.Years, until, e.asOf, e.recv.Name)
			if r.Note != "" {
				why = why.note(r.Note)
			}
			return block{Expired, why, lapsed}
		}
	}
	return e.blockCredential(l)
}

// scored reports whether a line is an examination with a score on its own scale: a
// least grade for courses says nothing of it, the rules that name it do.
func (e *evaluation) scored(l *line) bool {
	return e.kindOf(l) == catalog.Exam && l.graded
}

// scoreUnasked compares a score with the receiver's least grade after all, where
// the rule asks for none.
func (e *evaluation) scoreUnasked(l *line, conds []*agreement.Condition) (verdict, Reason) {
	if !e.scored(l) || !l.earned() || l.inst == e.recvIdx ||
		slices.ContainsFunc(conds, func(c *agreement.Condition) bool { return c.MinGrade != "" || c.LetterGrade }) {
		return holds, Reason{}
	}
	return e.bound(l, e.recv.policy.MinGrade, -1)
}

// blockCredential applies what the receiver asks of everything that a credential
// shows.
func (e *evaluation) blockCredential(l *line) block {
	if l.att.Evidence != catalog.VerifiedCredential && l.att.Attributes[record.CredentialIssuer] == "" {
		return block{}
	}
	for i := range e.recv.policy.Credentials {
		r := &e.recv.policy.Credentials[i]
		if !e.selects(&r.Filter, l) {
			continue
		}
		v, why := e.checkOne(l, &agreement.Condition{
			MinIssuerTier: r.MinIssuerTier, MinLevel: r.MinLevel, MaxAgeMonths: r.MaxAgeMonths, Active: r.Active, Attributes: r.Attributes,
		})
		if v == holds {
			continue
		}
		words := wording.Of("reason.policy", "the policy of {institution}: {why}", "institution", e.recv.Name, "why", why.Phrase())
		why.Words, why.Text = words, words.String()
		if r.Note != "" {
			why = why.note(r.Note)
		}
		return block{map[verdict]Status{fails: ConditionFailed, lapsed: Expired, unsure: NeedsAssessment}[v], why, v}
	}
	return block{}
}

// blockRepeats keeps one passed attempt at the same learning: the best grade,
// the latest or the first, as the policy says.
func (e *evaluation) blockRepeats() {
	for i := range e.lines {
		for j := i + 1; j < len(e.lines); j++ {
			if !e.repeated(i, j) {
				continue
			}
			loser, winner := j, i
			if e.counts(j, i) {
				loser, winner = i, j
			}
			e.blocked[loser] = block{Duplicate, repeatOf(&e.lines[loser], &e.lines[winner], e.recv.policy.Repeats), fails}
		}
	}
}

func (e *evaluation) repeated(i, j int) bool {
	a, b := &e.lines[i], &e.lines[j]
	if a.item < 0 || b.item < 0 || e.blocked[i].status != "" || e.blocked[j].status != "" {
		return false
	}
	if a.item != b.item && !slices.Contains(e.s.items[a.item].same, b.item) {
		return false
	}
	return !e.s.items[a.item].Repeatable
}

// counts reports whether attempt j counts rather than i. Where the policy names
// no attempt, one that some rule can use counts before one that none can: a
// later attempt that is worth nothing takes nothing away.
func (e *evaluation) counts(j, i int) bool {
	if r := e.recv.policy.Repeats; r == "" || r == catalog.RepeatBest {
		if uj, ui := e.usable(int32(j)), e.usable(int32(i)); uj != ui {
			return uj
		}
	}
	return e.prefers(&e.lines[j], &e.lines[i])
}

// usable reports whether some statement in force today could take the line: its
// own receiver, a decision, a hub, or a leaf of a rule whose conditions hold.
func (e *evaluation) usable(i int32) bool {
	l := &e.lines[i]
	if l.inst == e.recvIdx || slices.ContainsFunc(e.rec.Decisions, func(d record.Decision) bool { return slices.Contains(d.Lines, l.id) }) {
		return true
	}
	for h := range e.s.hubs {
		if slices.Contains(e.s.hubs[h].members, l.inst) && slices.Contains(e.s.hubs[h].members, e.recvIdx) {
			return true
		}
	}
	for _, ri := range e.touched {
		r := &e.s.rules[ri]
		a := &e.s.agreements[r.agreement]
		if e.inForce(a, r.Rule, e.alone(i)).ok && e.leafTakes(&e.s.nodes[r.when], i, a) {
			return true
		}
	}
	return false
}

// leafTakes reports whether a leaf of the expression asks for the line and its
// conditions do not fail.
func (e *evaluation) leafTakes(n *node, i int32, a *compiledAgreement) bool {
	parts := e.s.parts(n)
	if len(parts) > 0 {
		return slices.ContainsFunc(parts, func(p node) bool { return e.leafTakes(&p, i, a) })
	}
	for _, x := range e.linesFor(n, a) {
		if x.line == i {
			v, _ := e.check(&e.lines[i], n.conds)
			return v == holds || v == unsure
		}
	}
	return false
}

// prefers reports whether attempt b counts rather than a. What is finished
// counts before what is not.
func (e *evaluation) prefers(b, a *line) bool {
	if a.earned() != b.earned() {
		return b.earned()
	}
	switch e.recv.policy.Repeats {
	case catalog.RepeatLatest:
		return b.day > a.day
	case catalog.RepeatFirst:
		return b.day < a.day
	}
	if a.graded && b.graded {
		if order, ok := b.mark.Compare(a.mark); ok && order != 0 {
			return order > 0
		}
	}
	return cmp.Or(b.amount.Cmp(a.amount), int(b.day-a.day)) > 0
}

// blockRegression blocks what was attained after something higher in the list.
func (e *evaluation) blockRegression(x *catalog.Exclusion) {
	for i := range e.lines {
		low := e.place(x, i)
		if low < 0 {
			continue
		}
		for j := range e.lines {
			if high := e.place(x, j); high > low && e.dayOf(&e.lines[j]) < e.dayOf(&e.lines[i]) && e.blocked[j].status == "" {
				e.blocked[i] = block{Duplicate, afterHigher(&e.lines[i], &e.lines[j], x.Note), fails}
				break
			}
		}
	}
}

// place is the line's position in an exclusion, or -1.
func (e *evaluation) place(x *catalog.Exclusion, i int) int {
	l := &e.lines[i]
	if l.item < 0 || e.blocked[i].status != "" {
		return -1
	}
	return slices.IndexFunc(x.Items, func(id catalog.ItemID) bool {
		k, ok := e.s.itemByID[id]
		return ok && (k == l.item || slices.Contains(e.s.items[l.item].same, k))
	})
}
