package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// A program that counts on credentials is finished together with the programs that
// earn them. Which it counts on is tried case by case; in each case the least that
// completes all these programs is looked for.

// stackCrew puts the programs of one case together.
type stackCrew struct {
	w    *stackWriter
	crew *crew
	// answers are those of the members.
	answers []*stackAnswer
	// items are the common pieces, list what they are, place where each is.
	items []audit.Item
	list  []requirement.Piece
	place map[string]int32
	// sure is false where something was settled beforehand.
	sure bool
}

// solve finds the least of one case; false says that nothing was found. Where it
// is free, a credential and its pieces may both give credit to the same program: so
// less than this never does.
func (h *helpers) solve(x *stackCase, free bool) bool {
	w := h.w
	b := &stackCrew{w: w, crew: &crew{}, place: map[string]int32{}, sure: true}
	x.crew, x.finish = b, nil
	for i, p := range x.programs {
		before := x.order
		if i > 0 {
			before = x.order[:i-1]
		}
		a, ok := h.counting(p, before, free)
		if !ok || a.e.prog.met || w.ix.list[p].policy.SpanYears > 0 {
			return false
		}
		b.add(p, a, x)
	}
	b.keepApart(x, h, free)
	b.crew.base = len(b.items)
	e, _ := w.searched(b.answers[0])
	e.crew, e.prog, e.results, e.others = b.crew, b.crew.version(), nil, nil
	sol := &programSolution{question: &audit.Question{Items: b.items}, pieces: &pieces{list: b.list, lines: make([][]int32, len(b.list))}}
	sol.tree = b.crew.tree(b.list)
	sol.answer = blank(sol.tree)
	x.finish = e.findFinish(sol)
	if !x.finish.found {
		return false
	}
	x.left = amountLeft{x.finish.best.credits.Add(x.extra), x.finish.best.items + x.more}
	return true
}

// counting is how a program stands when it counts on credentials that are earned
// before it.
func (h *helpers) counting(x int32, before []int32, free bool) (*stackAnswer, bool) {
	w := h.w
	a := w.askOf(w.c.state, x, w.spentFor(x))
	a.whole = true
	for _, q := range h.of(x) {
		if slices.Contains(before, q) {
			a.earn(w.suppose(q, w.costs[q], free), w.ix.list[q].ID)
		}
	}
	slices.Sort(a.results)
	answer, err := w.solve(a)
	return answer, err == nil && answer.sol != nil
}

// add takes a program into the crew.
func (b *stackCrew) add(p int32, a *stackAnswer, x *stackCase) {
	e, _ := b.w.searched(a)
	b.sure = b.sure && a.proven && len(a.sol.question.Groups) == 0
	m := crewMember{e: e, own: a.sol.pieces.list, under: a.e.results, factor: b.factor(x.programs[0], p), held: x.held}
	m.item = b.share(a, m.factor)
	b.crew.members, b.answers = append(b.crew.members, m), append(b.answers, a)
}

// factor turns the credits of a program into those of the first.
func (b *stackCrew) factor(first, p int32) credit.Amount {
	from, to := &b.w.s.institutions[b.w.ix.list[p].inst], &b.w.s.institutions[b.w.ix.list[first].inst]
	ratio, ok := to.table.Ratio(from.Unit, to.Unit)
	if !ok || from.Unit == to.Unit {
		return credit.Amount{}
	}
	return ratio
}

// share puts the pieces of an answer into the common list: those of the same
// lines that are worth the same are one. What the answer did not choose is not
// there.
func (b *stackCrew) share(a *stackAnswer, factor credit.Amount) []int32 {
	out := make([]int32, len(a.sol.pieces.list))
	count := map[string]int{}
	for piece := range a.sol.pieces.list {
		out[piece] = -1
		if !a.sol.available(int32(piece)) {
			continue
		}
		it := a.sol.question.Items[piece]
		if it.Credits = a.sol.answer.Kept[piece]; !factor.IsZero() {
			it.Credits = it.Credits.Mul(factor)
		}
		var ids []string
		for _, l := range a.sol.pieces.lines[piece] {
			ids = append(ids, a.e.lines[l].id)
		}
		same := strings.Join(ids, "\x00")
		count[same]++
		key := fmt.Sprintf("%s\x01%d\x01%s", same, count[same], it.Credits)
		at, known := b.place[key]
		if !known {
			at = int32(len(b.items))
			b.place[key] = at
			b.items = append(b.items, it)
			p := a.sol.pieces.list[piece]
			p.Credits = it.Credits
			b.list = append(b.list, p)
		}
		out[piece] = at
	}
	return out
}

// keepApart keeps rivals from using the same piece, and unless it is free a
// program from using what a credential is made of that gives it credit.
func (b *stackCrew) keepApart(x *stackCase, h *helpers, free bool) {
	none := 0
	for k, q := range x.programs {
		for i, p := range x.programs[:k] {
			if b.w.rivals(p, q) || !free && (h.gives(q, p) || h.gives(p, q)) {
				b.crew.between = append(b.crew.between, audit.Between{A: audit.Whole(i), B: audit.Whole(k), Items: &none})
			}
		}
	}
}

// gives reports whether a program's credential may give another credit.
func (h *helpers) gives(q, p int32) bool {
	w := h.w
	return w.ix.list[q].inst != w.ix.list[p].inst && w.ix.list[q].Credential != "" && slices.Contains(w.ix.feeds()[p], q)
}
