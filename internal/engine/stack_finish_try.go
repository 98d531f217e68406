package engine

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// What is found case by case is an opinion on what the credentials will give; it is
// said only after it was tried: the courses are added to the record, the
// credentials are earned one after the other, and the program is audited.

// holds says whether what a case found completes the program; known is false where
// that cannot be tried.
func (h *helpers) holds(x *stackCase) (ok, known bool) {
	w := h.w
	if h.plainly(x) {
		return true, true
	}
	for i, p := range x.programs {
		if slices.ContainsFunc(x.programs[:i], func(q int32) bool { return w.rivals(p, q) }) {
			return false, false
		}
	}
	if slices.ContainsFunc(x.set, func(at int) bool { return h.list[at].price != nil }) {
		return false, false
	}
	items, ok := x.takes()
	if !ok {
		return false, false
	}
	return h.completes(x, items), true
}

// plainly reports whether nothing has to be tried: credentials give no credit at
// their own institution.
func (h *helpers) plainly(x *stackCase) bool {
	return !slices.ContainsFunc(x.order, func(q int32) bool {
		return slices.ContainsFunc(x.programs, func(p int32) bool { return h.gives(q, p) })
	})
}

// takes are the items of the catalogue that a case takes; false where it takes
// courses that nobody lists too.
func (x *stackCase) takes() (out []catalog.ItemID, ok bool) {
	for k := range x.finish.plan.futures {
		if !x.finish.best.whole[k] {
			continue
		}
		f := &x.finish.plan.futures[k]
		if f.item < 0 {
			return nil, false
		}
		out = append(out, f.piece.Item)
	}
	return out, true
}

// completes tries a case with some items.
func (h *helpers) completes(x *stackCase, items []catalog.ItemID) bool {
	r := h.w.supposing(items)
	st := &stackState{done: maps.Clone(h.w.c.state.done), conferred: slices.Clone(h.w.c.state.conferred), near: map[int32]*stackAnswer{}}
	for _, q := range append(slices.Clone(x.order), h.to) {
		a := r.askOf(st, q, h.w.spentFor(q))
		a.quick = true
		answer, err := r.solve(a)
		if err != nil || answer.verdict != audit.Complete {
			return false
		}
		d := &stackDone{program: q, issued: r.q.AsOf, used: answer.used, answer: answer}
		d.line = r.confer(d)
		st.done[q] = d
		if at, there := slices.BinarySearch(st.conferred, q); d.line != nil && !there {
			st.conferred = slices.Insert(st.conferred, at, q)
		}
	}
	return true
}

// supposing is a run over the record with some items more, passed today.
func (r *stackRun) supposing(items []catalog.ItemID) *stackRun {
	out := *r
	out.memo, out.bases, out.reached = map[string]*stackAnswer{}, map[string]*stackBase{}, map[int32]reached{}
	out.lined = slices.Clone(r.lined)
	for _, id := range items {
		l, _ := r.s.recogniseLine(&record.Attainment{ID: "taken:" + string(id), Item: id, Attained: r.q.AsOf, Status: record.Earned})
		l.id, l.assumed = "taken:"+string(id), true
		l.future = false
		out.lined = append(out.lined, l)
	}
	inOrder(out.lined)
	return &out
}

// carried reports whether an agreement could carry what is taken at one institution
// to another program of the case.
func (h *helpers) carried(x *stackCase) bool {
	w := h.w
	if !slices.ContainsFunc(x.order, func(q int32) bool { return w.ix.list[q].inst != w.ix.list[h.to].inst }) {
		return false
	}
	found := false
	for k := range x.finish.plan.futures {
		f := &x.finish.plan.futures[k]
		if f.item < 0 || found {
			continue
		}
		l := line{item: f.item, inst: w.s.items[f.item].institution}
		w.ix.credited(w.s, &l, w.ix.takes, func(list []int32) {
			found = found || slices.ContainsFunc(list, func(p int32) bool {
				return l.inst != w.ix.list[p].inst && slices.Contains(x.programs, p)
			})
		})
	}
	return found
}

// buys reports whether a way takes as a course what only programs confer.
func (w *stackWriter) buys(f *finish) bool {
	for k := range f.plan.futures {
		if x := &f.plan.futures[k]; f.best.whole[k] && x.item >= 0 && len(w.ix.confers[w.s.items[x.item].ID]) > 0 {
			return true
		}
	}
	return false
}

// sized reports whether a credential may give more or less credit, as what it is
// made of turns out, and somebody counts credit.
func (h *helpers) sized(x *stackCase) bool {
	w := h.w
	for k, p := range x.programs {
		a := x.crew.answers[k]
		if !countsCredits(a.sol.tree) {
			continue
		}
		for _, q := range x.order {
			if size, _ := w.s.sizeOf(w.ix.list[q].Credential, w.ix.list[p].Institution); h.gives(q, p) && size.IsZero() && a.e.sizes("free:"+w.ix.list[q].ID) {
				return true
			}
		}
	}
	return false
}

// sizes reports whether what a line gives depends on the credit that it brings.
func (e *evaluation) sizes(id string) bool {
	return slices.ContainsFunc(e.cands, func(c candidate) bool {
		if !slices.ContainsFunc(c.lines, func(i int32) bool { return e.lines[i].id == id }) {
			return false
		}
		if c.rule < 0 {
			return true
		}
		r := &e.s.rules[c.rule]
		a := &e.s.agreements[r.agreement]
		if source := cmp.Or(r.Credit, a.Credit, agreement.ByRule); source != agreement.ByRule && source != agreement.ByCatalog {
			return true
		}
		return cmp.Or(r.Remainder, a.Remainder) == agreement.RemainderElective || slices.ContainsFunc(c.awards, func(aw agreement.Award) bool {
			_, known := e.awardSize(&aw, false)
			return aw.Kind.GivesCredit() && !known
		})
	})
}

func countsCredits(tree *view.Tree) bool {
	credits := func(list []view.Condition) bool {
		return slices.ContainsFunc(list, func(c view.Condition) bool {
			return c.Measure == view.AtLeastCredits || c.Measure == view.AtMostCredits
		})
	}
	return credits(tree.Record) || slices.ContainsFunc(tree.Nodes, func(n view.Node) bool {
		return n.Credits.Sign() > 0 || credits(n.Conditions)
	})
}
