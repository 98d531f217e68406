package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// In reach is what lacks at most so many items, or of which at least three
// quarters are there.
const (
	reachItems = 4
	reachPart  = 4
	// maxMissing bounds the requirements that a near miss lists.
	maxMissing = 12
)

// nearProgram is a program that is not complete, with what ranks it.
type nearProgram struct {
	program int32
	cost    *stackCost // nil until it is searched
	items   int
	left    credit.Amount // in semester credits; at least, where nothing was searched
	// placed says that it stands where what was settled puts it.
	placed bool
}

// nearMisses lists what is nearly complete, the least that is left first, and
// what waits for a person. Programs are looked at in the order of what they lack
// at least, and only as long as they could still be listed.
func (w *stackWriter) nearMisses() error {
	found, err := w.nearPrograms()
	if err != nil {
		return err
	}
	limit := w.q.Near
	if limit == 0 {
		limit = DefaultNear
	}
	var steps, reach, open nearList
	asked := 0 // what was asked beforehand
	for i := range found {
		n := &found[i]
		if (n.items > 1 || steps.full(limit, n)) && reach.full(limit, n) {
			w.out.More++
			continue
		}
		if i >= asked {
			w.aheadNear(found[i:])
			asked = i + nearBatch
		}
		if n.cost, err = w.cost(n.program); err != nil {
			return err
		}
		if !n.cost.ok || !w.progress(n.cost) {
			continue
		}
		answer := n.cost.answer
		n.left, n.items = w.common(n.program, n.cost.credits), n.cost.items
		switch {
		case answer.verdict == audit.Complete && len(n.cost.earn) == 0:
		case answer.verdict == audit.Undecided:
			open = append(open, *n)
			w.undecided = w.undecided || !answer.proven
		case n.items <= 1:
			steps = append(steps, *n)
		case n.inReach():
			reach = append(reach, *n)
		}
	}
	w.settleShown(&steps, &reach, limit)
	for i := range open {
		if i < limit {
			w.settle(open[i].program)
		}
	}
	w.out.OneStep, w.out.InReach = w.list(steps, limit), w.list(reach, limit)
	w.out.Undecided = append(w.list(open, limit), w.out.Undecided...)
	return nil
}

// nearPrograms are the programs that are not complete and not far off, the
// least that lacks at least first.
func (w *stackWriter) nearPrograms() ([]nearProgram, error) {
	var out []nearProgram
	all, behind := w.nearOrBehind()
	for _, p := range all {
		if !w.shown(p) {
			continue
		}
		answer, err := w.nearAnswer(p, w.ix.list[p].looks)
		if err != nil {
			return nil, err
		}
		n := nearProgram{program: p}
		switch {
		case answer.unweighed != nil:
			w.unweighed(p, answer.unweighed)
			continue
		case len(w.ix.feeds()[p]) > 0: // nobody knows how much a credential would give
		case answer.sol != nil:
			n.left, n.items = w.common(p, answer.needs.Credits.Amount), answer.needs.Items
		case answer.least.far || !answer.least.some && !behind[p]:
			continue
		default:
			n.left, n.items = w.common(p, answer.least.left), answer.least.items
		}
		out = append(out, n)
	}
	slices.SortFunc(out, compareNear)
	return out, nil
}

// nearOrBehind are the programs that the record touches and that are not
// complete, with those that build on their credentials only, one behind the
// other; behind marks all that build on such a credential.
func (w *stackWriter) nearOrBehind() (all []int32, behind map[int32]bool) {
	all, behind = byProgram(w.c.state.near), map[int32]bool{}
	for i := 0; i < len(all); i++ {
		p := &w.ix.list[all[i]]
		list := w.ix.byResult[p.ID]
		if p.Credential != "" {
			list = slices.Concat(list, w.ix.byItem[p.Credential])
		}
		for _, q := range list {
			if behind[q] || w.c.state.done[q] != nil || w.held[q] != nil {
				continue
			}
			behind[q] = true
			if w.c.state.near[q] == nil {
				all = append(all, q)
			}
		}
	}
	slices.Sort(all)
	return all, behind
}

// nearList are near misses of one kind.
type nearList []nearProgram

// full reports whether the list holds enough that a program which lacks at
// least what n does cannot enter it.
func (l nearList) full(limit int, n *nearProgram) bool {
	better := 0
	for i := range l {
		if compareNear(l[i], *n) < 0 {
			better++
		}
	}
	return better >= limit
}

// compareNear orders near misses: least credit, fewest items, then the
// canonical order.
func compareNear(a, b nearProgram) int {
	return cmp.Or(a.left.Cmp(b.left), cmp.Compare(a.items, b.items), cmp.Compare(a.program, b.program))
}

// nearAnswer asks quickly how a program stands when the pieces that the chosen
// awards use up are gone; with floors, what it lacks at least when the
// credentials that it looks at have to be earned.
func (w *stackWriter) nearAnswer(p int32, floors bool) (*stackAnswer, error) {
	a := w.askOf(w.c.state, p, w.spentFor(p))
	a.quick, a.floors = true, floors
	return w.solve(a)
}

// spentFor are the lines that held and chosen awards use up for a program.
func (w *stackWriter) spentFor(p int32) lineSet {
	spent := w.heldSpent(p)
	for _, q := range w.c.state.order {
		if w.rivals(p, q) {
			for _, id := range w.c.state.done[q].used {
				spent = spent.with(id)
			}
		}
	}
	return spent
}

// progress reports whether something is there already, in the program itself or
// in a credential on the way.
func (w *stackWriter) progress(c *stackCost) bool {
	if c.plain.started() || c.answer.started() {
		return true
	}
	for _, step := range c.earn {
		if step.program < 0 {
			continue
		}
		if on := w.costs[step.program]; on != nil && on.ok && on.plain.started() {
			return true
		}
	}
	return false
}

// started reports whether an answer uses something, or looks at something that
// is there.
func (a *stackAnswer) started() bool {
	if len(a.used) > 0 {
		return true
	}
	return slices.ContainsFunc(a.sol.tree.Nodes, func(n view.Node) bool { return n.Kind == view.Fixed && n.Truth == requirement.Yes })
}

func (n *nearProgram) inReach() bool {
	left := n.cost.credits
	return n.items <= reachItems || left.Mul(credit.Int(reachPart)).Cmp(left.Add(n.cost.plain.counts)) <= 0
}

func (w *stackWriter) list(found nearList, limit int) []NearMiss {
	slices.SortFunc(found, compareNear)
	out := []NearMiss{}
	for i := range found {
		if i >= max(limit, 0) {
			w.out.More += len(found) - i
			break
		}
		out = append(out, w.nearMiss(&found[i]))
	}
	return out
}
