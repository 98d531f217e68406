package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// blockLines applies what the receiver decides before any rule is looked at:
// passing, policy minimum, recency, repeats, exclusions by order.
func (e *evaluation) blockLines() {
	for i := range e.lines {
		e.blocked[i] = e.blockOf(&e.lines[i])
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
			return block{NeedsAssessment, why, unsure}
		}
	}
	for i := range p.Recency {
		r := &p.Recency[i]
		if !e.selects(&r.Filter, l) {
			continue
		}
		if until := e.dayOf(l).AddYears(r.Years); until < e.asOf {
			return block{Expired, tooOld(l, r.Years, until, e.asOf, e.recv.Name), lapsed}
		}
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
			if e.prefers(&e.lines[j], &e.lines[i]) {
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
