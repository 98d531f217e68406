package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// A program that needs credentials is finished together with the programs that
// earn them. Which credentials it counts on, and who earns them, is tried case by
// case; in each case the least that completes all these programs is looked for.

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

// settleCrew finds the least of a program with the credentials on the way.
func (w *stackWriter) settleCrew(p int32, c *stackCost) {
	cases, sure := w.cases(p, c)
	var best *stackCase
	for i := range cases {
		x := &cases[i]
		if w.settledCount++; w.settledCount > maxSettled || !w.solveCase(x) {
			sure = sure && x.finish != nil && x.finish.impossible
			continue
		}
		sure = sure && x.finish.proven && x.crew.sure
		if best == nil || cmp.Or(x.credits.Cmp(best.credits), x.items-best.items) < 0 {
			best = x
		}
	}
	if best == nil {
		w.atLeast(p, c)
		return
	}
	for i := range cases {
		sure = sure && !w.couldFeed(&cases[i], best)
	}
	changed := !best.credits.Equal(c.credits) || best.items != c.items
	c.atMost = !sure || c.doubt || len(c.fed) > 0 && (changed || c.atMost)
	c.credits, c.items = best.credits, best.items
	w.readCase(best, c, changed)
}

// couldFeed reports whether a program of a case could get credit from a credential
// that it does not count on and that costs less than the best case.
func (w *stackWriter) couldFeed(x, best *stackCase) bool {
	for i, p := range x.programs {
		var counted []int32
		if slices.Contains(x.plain, i) { // with them is another case
			for _, d := range w.costs[p].fed {
				counted = append(counted, d.program)
			}
		}
		for _, f := range x.feeds {
			if f[0] == i {
				counted = append(counted, x.programs[f[1]])
			}
		}
		if w.feedsLess(p, best.credits, best.items, counted) {
			return true
		}
	}
	return false
}

// solveCase finds the least of one case; false says that nothing was found.
func (w *stackWriter) solveCase(x *stackCase) bool {
	b := &stackCrew{w: w, crew: &crew{}, place: map[string]int32{}, sure: true}
	x.crew = b
	for k, p := range x.programs {
		a := w.answerIn(x, k)
		if a.e.prog.met || w.ix.list[p].policy.SpanYears > 0 {
			return false
		}
		b.add(p, a, x)
	}
	b.keepApart(x)
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
	x.credits, x.items = x.finish.best.credits.Add(x.extra), x.finish.best.items+x.more
	return true
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

// keepApart keeps rivals from using the same piece, a program from using what a
// credential is made of that gives it credit, and two such credentials from being
// made of the same: a receiver gives credit for it once.
func (b *stackCrew) keepApart(x *stackCase) {
	none := 0
	for k, q := range x.programs {
		for i, p := range x.programs[:k] {
			if b.w.rivals(p, q) || slices.Contains(x.feeds, [2]int{i, k}) || slices.Contains(x.feeds, [2]int{k, i}) || x.feedOne(i, k) {
				b.crew.between = append(b.crew.between, audit.Between{A: audit.Whole(i), B: audit.Whole(k), Items: &none})
			}
		}
	}
}

// feedOne reports whether two programs give credit to the same one.
func (x *stackCase) feedOne(i, k int) bool {
	return slices.ContainsFunc(x.feeds, func(f [2]int) bool { return f[1] == i && slices.Contains(x.feeds, [2]int{f[0], k}) })
}
