package engine

import (
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// stackAnswer is how a program stands.
type stackAnswer struct {
	verdict audit.Verdict
	proven  bool
	// used are the ids of the lines behind what is used, ascending.
	used              []string
	counts, elsewhere credit.Amount
	first, last       calendar.Date
	// undated says that something used has no day.
	undated bool
	sol     *programSolution
	e       *evaluation
	// held are what the learner holds, as requirements see it.
	held []requirement.Piece
	// span says that the pieces are there and lie too far apart.
	span bool
	// needs is the answer's remaining work.
	needs Remaining
	// prices are those of credentials in the tree, by set.
	prices map[int]*heldPrice
	// least is what lacks at least, where sol is nil.
	least distance
	// unweighed says why the requirements cannot be weighed, where they cannot.
	unweighed error
}

// read sums up a solution.
func (r *stackRun) read(b *stackBase, e *evaluation, sol *programSolution) *stackAnswer {
	out := &stackAnswer{held: b.selector.Holdings, verdict: sol.answer.Verdict, proven: sol.proven, sol: sol, e: e, needs: e.remaining(sol.answer)}
	if !sol.whole && out.verdict == audit.Incomplete {
		out.verdict = audit.Undecided
	}
	if left := out.needs.Credits.Amount; out.needs.Items == 0 && left.Sign() > 0 {
		// Only minima lack something: it takes courses of the usual size.
		out.needs.Items = coursesFor(left, r.s.typical[e.recvIdx])
	}
	ids := map[string]bool{}
	for piece := range usedPieces(sol) {
		p := &sol.tree.Pieces[piece]
		out.counts = out.counts.Add(sol.answer.Kept[piece])
		if !p.Home {
			out.elsewhere = out.elsewhere.Add(sol.answer.Kept[piece])
		}
		for _, i := range sol.pieces.lines[piece] {
			out.see(&e.lines[i])
			ids[e.lines[i].id] = true
		}
	}
	out.used = slices.Sorted(maps.Keys(ids))
	return out
}

// coursesFor is how many courses of a size it takes to earn the credits.
func coursesFor(credits, size credit.Amount) int {
	n := 1
	for sum := size; size.Sign() > 0 && sum.Cmp(credits) < 0; sum = sum.Add(size) {
		n++
	}
	return n
}

func (a *stackAnswer) see(l *line) {
	if l.day.IsZero() {
		a.undated = true
		return
	}
	if a.first.IsZero() || l.day < a.first {
		a.first = l.day
	}
	a.last = max(a.last, l.day)
}

// usedPieces are the pieces that owed requirements need, each once, in order.
func usedPieces(sol *programSolution) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		used := make([]bool, len(sol.tree.Pieces))
		nodes := sol.answer.Parts[0].Nodes
		for i := range nodes {
			if !nodes[i].Owed {
				continue
			}
			for _, piece := range nodes[i].Uses {
				used[piece] = used[piece] || !idle(sol.tree, &sol.tree.Nodes[i], int(piece))
			}
		}
		for piece, is := range used {
			if is && !yield(int32(piece)) {
				return
			}
		}
	}
}

// lineSet is ids of lines, ascending.
type lineSet []string

func (s lineSet) with(id string) lineSet {
	at, ok := slices.BinarySearch(s, id)
	if ok {
		return s
	}
	return slices.Insert(slices.Clone(s), at, id)
}

// lacking are the ids of a list that the set does not have.
func (s lineSet) lacking(list []string) (out []string) {
	for _, id := range list {
		if !s.has(id) {
			out = append(out, id)
		}
	}
	return out
}

func (s lineSet) has(id string) bool {
	_, ok := slices.BinarySearch(s, id)
	return ok
}
