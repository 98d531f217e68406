package solve

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/proof"
)

// split asks the question that the search would decide next and proves both
// answers.
func (r *prover) split(depth, mark int) *proof.No {
	s := r.s
	if n := s.openNode(); n != none {
		q := proof.Question{About: proof.OfNode, Subject: r.as.at[s.m.nodes[n].origin]}
		return r.both(q, depth, mark, func(yes bool) {
			s.st.set(n, map[bool]int8{true: wanted, false: unmet}[yes])
		})
	}
	if g := s.openGroup(); g != none {
		b := s.chosen[g]
		q := proof.Question{About: proof.OfBundle, Subject: int(s.m.groups[g].origin), Choice: int(b)}
		return r.both(q, depth, mark, func(yes bool) { r.decideBundle(g, b, yes) })
	}
	if v := s.openSlot(); v != none {
		return r.splitSlot(v, depth, mark)
	}
	return nil // a placement that satisfies the root
}

// both proves both answers and takes them back.
func (r *prover) both(q proof.Question, depth, mark int, decide func(yes bool)) *proof.No {
	out := &proof.No{Split: &q}
	for _, yes := range [2]bool{true, false} {
		decide(yes)
		n := r.prove(depth + 1)
		r.s.back(mark)
		if n == nil {
			return nil
		}
		if yes {
			out.Yes = n
		} else {
			out.No = n
		}
	}
	return out
}

// decideBundle keeps one bundle, or drops it; items that no bundle holds any
// more are left out.
func (r *prover) decideBundle(g, b int32, yes bool) {
	s := r.s
	gr := &s.m.groups[g]
	for o := range int32(len(gr.cost)) {
		if (o == b) != yes && s.st.bundle[g][o] {
			s.st.dropBundle(g, o)
		}
	}
	for _, i := range gr.items {
		held := false
		for o := range gr.cost {
			held = held || s.st.bundle[g][o] && s.m.holds(gr, o, i)
		}
		if !held {
			s.leaveOut(i)
		}
	}
}

// splitSlot asks for one Take whether it uses the item.
func (r *prover) splitSlot(v int32, depth, mark int) *proof.No {
	s, m := r.s, r.s.m
	sl := &m.slots[v]
	take := r.doubtful(sl)
	if take == none {
		return nil
	}
	q := proof.Question{About: proof.OfItem, Subject: int(m.items[sl.item]), Choice: r.as.at[m.nodes[m.takes[take]].origin]}
	return r.both(q, depth, mark, func(yes bool) {
		for p := sl.from; p < sl.to; p++ {
			if s.st.alive[p] && m.usesTake(p, take) != yes {
				s.st.drop(m, p)
			}
		}
	})
}

// doubtful finds a Take of the best pattern that not every living pattern uses,
// or else any such Take; -1 where there is none.
func (r *prover) doubtful(sl *slot) int32 {
	s, m := r.s, r.s.m
	best, found := s.pick[m.pats[sl.from].slot], int32(none)
	for p := sl.from; p < sl.to; p++ {
		if !s.st.alive[p] {
			continue
		}
		for _, t := range m.used[m.pats[p].uFrom:m.pats[p].uTo] {
			if found == none || p == best {
				for o := sl.from; o < sl.to; o++ {
					if s.st.alive[o] && !m.usesTake(o, t) {
						found = t
						break
					}
				}
			}
		}
	}
	return found
}

func (m *model) usesTake(q, t int32) bool {
	return slices.Contains(m.used[m.pats[q].uFrom:m.pats[q].uTo], t)
}
