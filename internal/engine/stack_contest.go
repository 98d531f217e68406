package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// contest is a part of the stack in which programs compete for pieces: the
// rivals, and what else hangs on them.
type contest struct {
	rivals, riders []int32
	// linked says that some of them build on the credentials of others, so that
	// what cannot stand alone may stand in a larger set.
	linked bool
}

// contests divides the programs that can be completed, each by itself, into
// those that never compete and the contests.
func (r *stackRun) contests(st *stackState) (free []int32, out []contest, err error) {
	if !slices.ContainsFunc(st.order, r.contends) {
		return st.order, nil, nil
	}
	wants, err := r.wants(st)
	if err != nil {
		return nil, nil, err
	}
	r.wanted = wants
	n := len(st.order)
	group := make([]int, n)
	for i := range group {
		group[i] = i
	}
	first := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	join := func(i, j int) { group[first(i)] = first(j) }
	rival := make([]bool, n)
	linked := make([]bool, n)
	for i, p := range st.order {
		for j, q := range st.order {
			if i < j && r.compete(p, q) {
				rival[i], rival[j] = true, true
				join(i, j)
			}
			if i != j && r.builds(st, q, p, wants[q]) {
				linked[i], linked[j] = true, true
				join(i, j)
			}
		}
	}
	for i := range group {
		group[i] = first(i)
	}
	return r.split(st.order, group, rival, linked)
}

func (r *stackRun) split(order []int32, group []int, rival, linked []bool) (free []int32, out []contest, err error) {
	for g := range order {
		var c contest
		for i, p := range order {
			if group[i] != g {
				continue
			}
			if rival[i] {
				c.rivals = append(c.rivals, p)
			} else {
				c.riders = append(c.riders, p)
			}
			c.linked = c.linked || linked[i]
		}
		if len(c.rivals) == 0 {
			free = append(free, c.riders...)
			continue
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b contest) int { return cmp.Compare(a.rivals[0], b.rivals[0]) })
	slices.Sort(free)
	return free, out, nil
}

// compete reports whether one may stand in the other's way.
func (r *stackRun) compete(p, q int32) bool {
	return r.notWith(p, q) || r.rivals(p, q) && meet(r.wanted[p], r.wanted[q])
}

// wants are the lines that each program could use in any way, those behind
// credentials included.
func (r *stackRun) wants(st *stackState) (map[int32]lineSet, error) {
	out := map[int32]lineSet{}
	for _, p := range st.order {
		answer, err := r.solve(r.askOf(st, p, r.heldSpent(p)))
		if err != nil {
			return nil, err
		}
		if answer.sol == nil {
			continue
		}
		var set lineSet
		for i := range answer.sol.tree.Nodes {
			n := &answer.sol.tree.Nodes[i]
			if n.Kind != view.Take {
				continue
			}
			for piece := range answer.sol.tree.Pieces {
				if s := &answer.sol.tree.Sets[n.Set]; !s.Yes.Has(piece) && !s.Maybe.Has(piece) || idle(answer.sol.tree, n, piece) {
					continue
				}
				for _, l := range answer.sol.pieces.lines[piece] {
					set = set.with(answer.e.lines[l].id)
				}
			}
		}
		out[p] = set
	}
	r.behindCredentials(st, out)
	return out, nil
}

// behindCredentials adds what a credential could be made of to the wants of
// whoever could use it, until nothing is added.
func (r *stackRun) behindCredentials(st *stackState, wants map[int32]lineSet) {
	credential := map[string]int32{}
	for _, q := range st.order {
		if d := st.done[q]; d.line != nil {
			credential[d.line.id] = q
		}
	}
	users := map[int32][]int32{} // who could use the credential of a program
	note := func(p int32, lines []string) {
		for _, id := range lines {
			if q, ok := credential[id]; ok && q != p {
				users[q] = append(users[q], p)
			}
		}
	}
	for _, p := range st.order {
		note(p, wants[p])
	}
	queue := slices.Clone(st.order)
	for len(queue) > 0 {
		q := queue[0]
		queue = queue[1:]
		for _, p := range users[q] {
			fresh := wants[p].lacking(wants[q])
			if len(fresh) == 0 {
				continue
			}
			wants[p] = slices.Sorted(slices.Values(slices.Concat(wants[p], fresh)))
			note(p, fresh)
			queue = append(queue, p)
			for _, id := range fresh {
				if c, ok := credential[id]; ok && c != p {
					queue = append(queue, c)
				}
			}
		}
	}
}

// contends reports whether a program may compete with others at all.
func (r *stackRun) contends(p int32) bool {
	q := &r.ix.list[p]
	return len(q.notWith) > 0 || q.policy.Pieces == requirement.PiecesOneAward || q.policy.Pieces == requirement.PiecesDebited
}

// idle reports whether a piece adds nothing to a leaf: it has no credit, and
// nothing counts items.
func idle(tree *view.Tree, n *view.Node, piece int) bool {
	if n.Items > 0 || n.Distinct > 0 || !tree.Pieces[piece].Credits.IsZero() {
		return false
	}
	for i := range tree.Nodes {
		for _, c := range tree.Nodes[i].Conditions {
			if c.Measure == view.AtLeastItems {
				return false
			}
		}
	}
	return true
}

func meet(a, b lineSet) bool {
	return slices.ContainsFunc(a, b.has)
}

// builds reports whether q may use or look at the credential of p.
func (r *stackRun) builds(st *stackState, q, p int32, wants lineSet) bool {
	d, id := st.done[p], r.ix.list[p].ID
	if slices.Contains(r.ix.list[q].tests, id) {
		return true
	}
	if d.line == nil {
		return false
	}
	return wants.has(d.line.id) || slices.Contains(r.ix.byItem[r.ix.list[p].Credential], q) || slices.Contains(r.ix.anything, q)
}
