package solve

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/proof"
)

// split proves every case of the decision that the search would take next.
func (r *prover) split(depth, mark int) *proof.No {
	s := r.s
	if n := s.openNode(); n >= 0 {
		out := &proof.No{Split: proof.OnNode, Subject: r.as.at[s.m.nodes[n].origin]}
		for _, to := range [2]int8{wanted, unmet} {
			s.st.set(n, to)
			if !r.add(out, depth, mark) {
				return nil
			}
		}
		return out
	}
	if g := s.openGroup(); g >= 0 {
		return r.splitGroup(g, depth, mark)
	}
	if v := s.openSlot(); v >= 0 {
		return r.splitSlot(v, depth, mark)
	}
	return nil // a placement that satisfies the root
}

// add proves one case and takes the decision back.
func (r *prover) add(out *proof.No, depth, mark int) bool {
	n := r.prove(depth + 1)
	r.s.back(mark)
	out.Cases = append(out.Cases, n)
	return n != nil
}

func (r *prover) splitGroup(g int32, depth, mark int) *proof.No {
	s := r.s
	gr := &s.m.groups[g]
	out := &proof.No{Split: proof.OnBundle, Subject: int(gr.origin)}
	for b := range int32(len(gr.cost)) {
		for o := range int32(len(gr.cost)) {
			if o != b {
				s.st.dropBundle(g, o)
			}
		}
		for _, i := range gr.items {
			if !s.m.holds(gr, int(b), i) {
				s.leaveOut(i)
			}
		}
		if !r.add(out, depth, mark) {
			return nil
		}
	}
	return out
}

func (r *prover) splitSlot(v int32, depth, mark int) *proof.No {
	s, m := r.s, r.s.m
	sl := &m.slots[v]
	item := int(m.items[sl.item])
	scope := int(sl.scope)
	if scope < 0 {
		t := m.used[m.pats[sl.from].uFrom]
		scope = -1 - r.as.at[m.nodes[m.takes[t]].origin]
	}
	out := &proof.No{Split: proof.OnItem, Subject: item, Scope: scope}
	for _, takes := range r.as.out.Options(item, scope) {
		q := r.pattern(sl, takes)
		if q < 0 {
			return nil
		}
		s.st.keep(m, q)
		if !r.add(out, depth, mark) {
			return nil
		}
	}
	return out
}

// pattern finds the pattern of a slot that uses the Takes of the certificate.
func (r *prover) pattern(sl *slot, takes []int) int32 {
	m := r.s.m
	for q := sl.from; q < sl.to; q++ {
		var uses []int
		for _, t := range m.used[m.pats[q].uFrom:m.pats[q].uTo] {
			uses = append(uses, r.as.at[m.nodes[m.takes[t]].origin])
		}
		slices.Sort(uses)
		if slices.Equal(uses, takes) {
			return q
		}
	}
	return -1
}
