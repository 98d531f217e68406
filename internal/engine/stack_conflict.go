package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/requirement"
)

// rivals reports whether no piece may serve both programs: one of them debits
// its pieces, or lets a piece serve one award of the institution, which is
// theirs.
func (r *stackRun) rivals(p, q int32) bool {
	a, b := &r.ix.list[p], &r.ix.list[q]
	if p == q {
		return false
	}
	if a.policy.Pieces == requirement.PiecesDebited || b.policy.Pieces == requirement.PiecesDebited {
		return true
	}
	one := a.policy.Pieces == requirement.PiecesOneAward || b.policy.Pieces == requirement.PiecesOneAward
	return one && a.inst == b.inst
}

// notWith reports whether a learner gets one of the two programs only.
func (r *stackRun) notWith(p, q int32) bool { return slices.Contains(r.ix.list[p].notWith, q) }

// link is a step from a program to a line that it uses.
type link struct {
	program int32
	line    string
}

// reach lists the lines that a program is made of, directly and through the
// credentials that it uses, each with the steps that lead to it. The
// credential of the program except is not looked into: who builds on a
// credential does not use its pieces a second time.
func (st *stackState) reach(d *stackDone, lines lineSet, except int32, byLine map[string]*stackDone, f func(line string, way []link)) {
	var walk func(p int32, lines lineSet, way []link)
	seen := map[string]bool{}
	walk = func(p int32, lines lineSet, way []link) {
		for _, id := range lines {
			if seen[id] {
				continue
			}
			seen[id] = true
			here := append(slices.Clip(way), link{p, id})
			f(id, here)
			if c := byLine[id]; c != nil && c.program != except && c != d {
				walk(c.program, c.used, here)
			}
		}
	}
	walk(d.program, lines, nil)
}

// byLine finds the credential that a line is.
func (r *stackRun) byLine(st *stackState) map[string]*stackDone {
	out := map[string]*stackDone{}
	for _, d := range r.held {
		if old := out[d.line.id]; old == nil || d.program < old.program {
			out[d.line.id] = d
		}
	}
	for _, d := range st.done {
		if d.line != nil {
			out[d.line.id] = d
		}
	}
	return out
}

// collision is a line that two rivals use, with the ways to it.
type collision struct {
	line string
	ways [2][]link
}

// collide finds the first line that two rivals are both made of.
func (r *stackRun) collide(st *stackState) *collision {
	byLine := r.byLine(st)
	shared := st.shared(byLine)
	for i, p := range st.order {
		for _, j := range shared[i] {
			q := st.order[j]
			if !r.rivals(p, q) {
				continue
			}
			if c := r.overlap(st, st.done[p], st.done[q], byLine); c != nil {
				return c
			}
		}
	}
	return nil
}

// shared lists for each program that is done the later ones that are made of
// some line that it is made of, by their places in the order, ascending.
func (st *stackState) shared(byLine map[string]*stackDone) [][]int {
	users := map[string][]int{}
	out := make([][]int, len(st.order))
	for j, q := range st.order {
		st.reach(st.done[q], st.done[q].used, -1, byLine, func(id string, _ []link) {
			for _, i := range users[id] {
				if n := len(out[i]); n == 0 || out[i][n-1] != j {
					out[i] = append(out[i], j)
				}
			}
			users[id] = append(users[id], j)
		})
	}
	return out
}

func (r *stackRun) overlap(st *stackState, a, b *stackDone, byLine map[string]*stackDone) *collision {
	ways := map[string][]link{}
	st.reach(a, a.used, b.program, byLine, func(id string, way []link) { ways[id] = way })
	var found *collision
	st.reach(b, b.used, a.program, byLine, func(id string, way []link) {
		// A line that is the credential of the other is no piece of it.
		if found == nil && ways[id] != nil {
			found = &collision{id, [2][]link{ways[id], way}}
		}
	})
	return found
}

// heldSpent are the lines that credentials which the record shows have used up
// for a program.
func (r *stackRun) heldSpent(p int32) lineSet {
	var out lineSet
	for _, h := range byProgram(r.held) {
		if r.rivals(p, h) {
			for _, id := range r.held[h].used {
				out = out.with(id)
			}
		}
	}
	return out
}

// heldAgainst is a held credential that excludes the program, or -1.
func (r *stackRun) heldAgainst(p int32) int32 {
	for _, h := range r.ix.list[p].notWith {
		if r.held[h] != nil {
			return h
		}
	}
	return -1
}
