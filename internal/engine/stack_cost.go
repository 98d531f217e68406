package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// stackCost is the least that completes a program, with the credentials that
// have to be earned on the way: each costs what its own program lacks.
type stackCost struct {
	// answer is how the program stands with what is earned on the way, and
	// plain how it stands today; sol is nil where nothing was searched.
	answer, plain *stackAnswer
	credits       credit.Amount // in the program's unit
	items         int
	earn          []earnStep
	// atMost says that the same course may serve in two places, or that not all
	// ways were tried: the least may be less.
	atMost bool
	// atLeast says that it is what the program plainly lacks, and may be more.
	atLeast bool
	// doubt says that the least may be less for a reason that a search for the
	// courses does not settle: another credential, or an agreement.
	doubt bool
	// settled says that the least was looked for as in an audit; missing is what
	// it takes then, nil where that is what the answer lacks.
	settled bool
	missing []StackMissing
	// floored says that the least is settled; it is not below floor then.
	floored bool
	floor   amountLeft
	// ok is false where the program cannot be earned: it is excluded, asks for
	// nothing, or needs itself.
	ok bool
	// apply says that the credential is complete and has to be applied for.
	apply bool
	// stuck says that a leaf lacks what only programs confer, priced as if it
	// were a course.
	stuck bool
	wants demand
}

// earnStep is one credential on the way, after those that it needs itself.
type earnStep struct {
	program int32 // -1 where no program here earns it
	item    catalog.ItemID
	credits credit.Amount // with what comes before it, in the unit of its institution
	items   int
	apply   bool
	// again: it was earned and does not suffice, because it has expired, say.
	again bool
}

// maxEarned bounds the audits that look for cheaper ways through credentials,
// in one query.
const maxEarned = 2_000

// cost finds the least that completes a program.
func (w *stackWriter) cost(p int32) (*stackCost, error) {
	if known, ok := w.costs[p]; ok {
		return known, nil
	}
	if at := slices.Index(w.asking, p); at >= 0 {
		// Who needs itself cannot be earned this way. What was asked about on the
		// way round can, perhaps, by somebody else: nothing of it is kept.
		w.round = min(w.round, at)
		return &stackCost{}, nil
	}
	outer := w.round
	w.asking, w.round = append(w.asking, p), len(w.asking)+1
	out, err := w.newCost(p)
	w.asking = w.asking[:len(w.asking)-1]
	if w.round >= len(w.asking) {
		w.costs[p] = out
		w.round = outer
	} else {
		w.round = min(w.round, outer)
	}
	return out, err
}

func (w *stackWriter) newCost(p int32) (*stackCost, error) {
	out := &stackCost{}
	if w.c.excluded[p] != nil || w.earned > maxEarned {
		return out, nil
	}
	w.earned++
	if w.c.state.done[p] != nil && w.conferral(p) == requirement.ByApplication {
		*out = stackCost{ok: true, apply: true, answer: w.c.state.done[p].answer, plain: w.c.state.done[p].answer}
		return out, nil
	}
	plain, err := w.ask(p, nil)
	if err != nil || plain.sol == nil {
		return out, err
	}
	best, err := w.through(p, plain, plain, nil)
	if err != nil {
		return out, err
	}
	if err := w.cheaper(p, best); err != nil {
		return out, err
	}
	*out = *best
	return out, nil
}

// ask is how a program stands when the pieces that the chosen awards use up are
// gone, with its required credentials priced and those of earned added.
func (w *stackWriter) ask(p int32, earned []*stackDone) (*stackAnswer, error) {
	a := w.askOf(w.c.state, p, w.spentFor(p))
	a.priced = w.ix.list[p].looks
	for _, d := range earned {
		a.earn(d, w.ix.list[d.program].ID)
		if w.rivals(p, d.program) {
			for _, id := range d.answer.used {
				a.spent = lineSet(a.spent).with(id)
			}
		}
	}
	slices.Sort(a.results)
	return w.solveSpan(a)
}

// earn adds a credential that is not earned yet.
func (a *stackAsk) earn(d *stackDone, id string) {
	a.results = append(slices.Clip(a.results), id)
	if d.line != nil {
		a.extra, a.around = append(slices.Clip(a.extra), d.line), append(slices.Clip(a.around), d.line)
	}
}

// through is the cost of an answer with the credentials that it takes.
func (w *stackWriter) through(p int32, plain, answer *stackAnswer, earned []*stackDone) (*stackCost, error) {
	c := &stackCost{
		ok: true, answer: answer, plain: plain, credits: answer.needs.Credits.Amount, items: answer.needs.Items,
		atMost: !answer.proven, wants: w.demands(answer),
	}
	if answer.verdict == audit.Complete {
		c.credits, c.items = credit.Amount{}, 0
	}
	for _, d := range earned {
		own, err := w.cost(d.program)
		if err != nil {
			return nil, err
		}
		price := w.priceOf(p, d.program, own)
		c.credits, c.items = c.credits.Add(price.credits), c.items+price.items
		w.add(c, p, price)
	}
	for i := range answer.sol.tree.Nodes {
		price, n := answer.prices[answer.sol.tree.Nodes[i].Set], &answer.sol.tree.Nodes[i]
		s := &answer.sol.answer.Parts[0].Nodes[i]
		if !s.Owed || s.Truth == requirement.Yes {
			continue
		}
		c.stuck = c.stuck || w.onlyConferred(answer, n, s)
		if price == nil || !priced(n) {
			continue
		}
		if price.never {
			c.ok = false
		}
		if n.Kind == view.Fixed { // it has no credit, and the search has none for it
			c.items += price.items
		}
		w.add(c, p, price)
	}
	return c, nil
}

// add takes a credential into the way of a program, and what both it and the
// rest need for sure off the sum.
func (w *stackWriter) add(c *stackCost, p int32, price *heldPrice) {
	for _, step := range price.earn {
		if !slices.ContainsFunc(c.earn, func(s earnStep) bool { return s.program == step.program && s.item == step.item }) {
			c.earn = append(c.earn, step)
		}
	}
	c.atMost, c.doubt = c.atMost || price.atMost, c.doubt || price.doubt
	if price.program < 0 {
		return
	}
	if w.rivals(p, price.program) {
		c.atMost = c.atMost || price.items > 0 && len(c.wants.sure)+len(c.wants.perhaps) > 0
	} else {
		both, unclear := c.wants.meet(&price.wants)
		for _, id := range both {
			size, _ := w.s.sizeOf(id, w.ix.list[p].Institution)
			c.credits, c.items = credit.Max(c.credits.Sub(size), credit.Amount{}), max(c.items-1, 1)
		}
		elsewhere := w.transfers(p, &price.wants, &c.wants, both)
		c.atMost, c.doubt = c.atMost || unclear || elsewhere, c.doubt || elsewhere
	}
	c.wants.join(&price.wants)
}

// less orders costs: least credit, fewest items, without a doubt.
func (c *stackCost) less(o *stackCost) bool {
	sure := func(c *stackCost) int {
		if c.atMost {
			return 1
		}
		return 0
	}
	if c.stuck != o.stuck {
		return o.stuck
	}
	return cmp.Or(c.credits.Cmp(o.credits), c.items-o.items, sure(c)-sure(o)) < 0
}

// heldPrice is what a credential costs that a program looks at or could use.
type heldPrice struct {
	program int32 // -1 where no program here earns it
	credits credit.Amount
	items   int
	// each is the size of one of the items, in the tree that it was priced for.
	each   credit.Amount
	earn   []earnStep
	atMost bool
	// never says that it cannot be earned: it needs what it is for.
	never bool
	doubt bool // as at a cost
	wants demand
}

// priceOf is the cost of a credential in the unit of the program that needs it.
func (w *stackWriter) priceOf(p, q int32, c *stackCost) *heldPrice {
	to := &w.s.institutions[w.ix.list[p].inst]
	ratio, ok := to.table.Ratio(w.s.institutions[w.ix.list[q].inst].Unit, to.Unit)
	if !ok {
		ratio = credit.Int(1)
	}
	credits, items := c.credits.Mul(ratio), c.items
	far := credits.Cmp(credit.Int(unreachable)) > 0 || items > unreachable
	if far { // counted twice and again on the ways round: nobody asks how much
		credits, items = credit.Min(credits, credit.Int(unreachable)), min(items, unreachable)
	}
	return &heldPrice{
		program: q, credits: credits, items: items, atMost: c.atMost || !ok || far, doubt: c.doubt || !ok || far, wants: c.wants,
		earn: append(slices.Clip(c.earn), earnStep{program: q, item: w.ix.list[q].Credential, credits: c.credits, items: c.items, apply: c.apply}),
	}
}

// price lets every credential that a tree looks at and that is not held
// cost what it takes to earn it: the node becomes one that lacks so many items
// of such a size. The prices are by set.
func (w *stackWriter) price(a *stackAsk, tree *view.Tree, e *evaluation) (map[int]*heldPrice, error) {
	var out map[int]*heldPrice
	parts := int64(1) // into which a credit is divided by all prices together
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if n.Kind != view.Fixed || n.From == nil || n.From.Held == nil || n.Truth != requirement.No {
			continue
		}
		price, err := w.heldPrice(a.program, n.From.Held, e)
		if err != nil {
			return nil, err
		}
		if price == nil {
			continue
		}
		if out == nil {
			out = map[int]*heldPrice{}
			tree.Sets = append(tree.Sets, view.Set{}) // set 0 is the one of nodes without a set
		}
		price.each, parts = eachOf(price, parts)
		n.Set = len(tree.Sets)
		out[n.Set] = price
		tree.Sets = append(tree.Sets, view.Set{Yes: make(view.Bits, (len(tree.Pieces)+63)/64), Maybe: make(view.Bits, (len(tree.Pieces)+63)/64)})
		if price.items > 0 && price.credits.Sign() > 0 {
			n.Kind, n.Items = view.Take, price.items
		}
	}
	return out, nil
}
