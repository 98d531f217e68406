package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// maxFeeds bounds the credentials that are tried for one program.
const maxFeeds = 12

// cheaper looks for a way through credentials that give credit or that a test
// looks at: each is added as if it were conferred, and costs what it takes. The
// credentials that help by themselves are then tried together.
func (w *stackWriter) cheaper(p int32, best *stackCost) error {
	feeds, cut, err := w.feedsOf(p, best)
	if err != nil {
		return err
	}
	var taken []*stackDone
	for {
		grown := -1
		for i, d := range feeds {
			if slices.Contains(taken, d) {
				continue
			}
			if w.earned++; w.earned > maxEarned {
				cut = true
				break
			}
			set := append(slices.Clip(taken), d)
			slices.SortFunc(set, func(a, b *stackDone) int { return int(a.program - b.program) })
			answer, err := w.ask(p, set)
			if err != nil {
				return err
			}
			if answer.sol == nil {
				continue
			}
			c, err := w.through(p, best.plain, answer, set)
			if err != nil {
				return err
			}
			if c.ok && (!best.ok || c.less(best)) {
				*best, grown = *c, i
			}
		}
		if grown < 0 {
			break
		}
		taken = append(taken, feeds[grown])
	}
	// Several credentials that help only together were not tried.
	more := best.stuck || cut || len(feeds) > 1 && best.items > 0 && len(taken) == 0
	best.atMost, best.doubt = best.atMost || more, best.doubt || more
	return nil
}

// feedsOf are the credentials that could give the program credit, or that it
// tests, are not complete and cost less than the program does without them.
func (w *stackWriter) feedsOf(p int32, best *stackCost) (out []*stackDone, cut bool, err error) {
	for _, q := range w.ix.feeds()[p] {
		if q == p || w.held[q] != nil || w.c.state.done[q] != nil {
			continue
		}
		if len(out) == maxFeeds {
			return out, true, nil
		}
		c, err := w.cost(q)
		if err != nil {
			return nil, false, err
		}
		if !c.ok {
			continue
		}
		if price := w.priceOf(p, q, c); best.stuck || price.credits.Cmp(best.credits) < 0 || price.credits.Equal(best.credits) && price.items < best.items {
			out = append(out, w.suppose(q, c))
		}
	}
	return out, false, nil
}

// feedsLess reports whether a credential that could give a program credit, and that
// is none of those counted on, costs less than what was found, or as much in fewer
// items: the estimate, which says what is tried, may have been lower than what was
// found.
func (w *stackWriter) feedsLess(p int32, credits credit.Amount, items int, counted []int32) bool {
	for _, q := range w.ix.feeds()[p] {
		if q == p || w.held[q] != nil || w.c.state.done[q] != nil || slices.Contains(counted, q) {
			continue
		}
		if w.ix.list[q].inst == w.ix.list[p].inst {
			continue // its pieces have its credit there
		}
		c, err := w.cost(q)
		if err != nil {
			return true
		}
		if !c.ok {
			continue
		}
		w.settle(q)
		if price := w.priceOf(p, q, c); cmp.Or(price.credits.Cmp(credits), price.items-items) < 0 && w.helps(p, q, c) {
			return true
		}
	}
	return false
}

// helps reports whether a program would use a credential if it were conferred.
func (w *stackWriter) helps(p, q int32, c *stackCost) bool {
	d := w.suppose(q, c)
	answer, err := w.ask(p, []*stackDone{d})
	if err != nil || answer.sol == nil || d.line == nil {
		return true // nobody knows
	}
	return slices.Contains(answer.used, d.line.id)
}

// onlyConferred reports whether a leaf lacks items that only programs confer.
func (w *stackWriter) onlyConferred(a *stackAnswer, n *view.Node, s *audit.NodeAnswer) bool {
	if n.Kind != view.Take || s.Missing == 0 || n.From == nil || priced(n) {
		return false
	}
	ids, ok := namedIn(n.From, &requirement.Closed{Sets: a.e.prog.Sets})
	return ok && len(ids) > 0 && !slices.ContainsFunc(ids, func(id catalog.ItemID) bool { return len(w.ix.confers[id]) == 0 })
}

// suppose is a credential as if it were conferred today. At its own institution
// it has no credit: its pieces do.
func (w *stackWriter) suppose(q int32, c *stackCost) *stackDone {
	p := &w.ix.list[q]
	d := &stackDone{program: q, issued: w.q.AsOf, answer: c.answer}
	id := "earned:" + p.ID
	d.used = lineSet(c.answer.used).with(id + ":rest")
	l, _ := w.s.recogniseLine(&record.Attainment{ID: id, Item: p.Credential, Attained: d.issued})
	if p.Credential == "" || l.item < 0 {
		return d
	}
	if l.amount.IsZero() {
		l.amount, l.unit = c.answer.counts.Add(c.credits), w.s.institutions[p.inst].Unit
	}
	l.id, l.madeOf = id, d.used
	d.line = &l
	return d
}

// demands is what an answer still needs, credentials apart.
func (w *stackWriter) demands(a *stackAnswer) demand {
	var out demand
	tree, nodes := a.sol.tree, a.sol.answer.Parts[0].Nodes
	closed := requirement.Closed{Sets: a.e.prog.Sets}
	for i := range tree.Nodes {
		n, s := &tree.Nodes[i], &nodes[i]
		if !s.Owed || s.Truth == requirement.Yes || n.From == nil {
			continue
		}
		if openChoice(n, nodes) || slices.ContainsFunc(s.Conditions, func(c audit.ConditionAnswer) bool { return !c.Holds }) {
			out.open = true // another branch, or something for a minimum
		}
		if n.Kind != view.Take || n.Set < len(tree.Sets) && a.prices[n.Set] != nil || s.Missing == 0 {
			continue
		}
		ids, ok := namedIn(n.From, &closed)
		if !ok {
			out.open = true
			continue
		}
		left := slices.DeleteFunc(slices.Clone(ids), func(id catalog.ItemID) bool { return usesItem(tree, s, id) })
		if len(left) == s.Missing {
			for _, id := range left {
				out.sure = addOnce(out.sure, id)
			}
			continue
		}
		for _, id := range left {
			out.perhaps = addOnce(out.perhaps, id)
		}
	}
	return out
}

func namedIn(n *requirement.Node, closed *requirement.Closed) ([]catalog.ItemID, bool) {
	if n.Take != nil {
		return closed.Items(n.Take.From)
	}
	ids := namedBy(n, closed)
	return ids, len(ids) > 0
}

func usesItem(tree *view.Tree, s *audit.NodeAnswer, id catalog.ItemID) bool {
	return slices.ContainsFunc(s.Uses, func(i int32) bool { return tree.Pieces[i].Item == id || slices.Contains(tree.Pieces[i].Also, id) })
}

// priced reports whether the node stands for a credential that has a price.
func priced(n *view.Node) bool { return n.From != nil && n.From.Held != nil }

// sizeWith is the size of what a leaf lacks, prices included.
func sizeWith(prices map[int]*heldPrice, size func(*view.Node) (credit.Amount, bool)) func(*view.Node) (credit.Amount, bool) {
	return func(n *view.Node) (credit.Amount, bool) {
		if h := prices[n.Set]; h != nil && priced(n) {
			return h.each, true
		}
		return size(n)
	}
}
