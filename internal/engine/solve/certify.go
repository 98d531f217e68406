package solve

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/engine/proof"
)

// ProofProblem is the problem as the checker reads it, and for each of its
// nodes the node of the problem.
func ProofProblem(p *Problem) (*proof.Problem, []int32) {
	w := Rewrite(p)
	return w.Problem, w.Nodes
}

// Rewritten is a problem as the checker reads it, with what its nodes and rows
// are in the problem.
type Rewritten struct {
	Problem *proof.Problem
	Nodes   []int32
	Rows    []RowOf
}

// RowOf says what a row of the certificate is: a need of a Take, where both are
// -1, a condition of a node, or a sharing budget.
type RowOf struct {
	Node, Condition, Share int32
	// Outside rows say of a share that what is not in its set may not be shared.
	Outside bool
}

// Rewrite writes the problem for the checker.
func Rewrite(p *Problem) Rewritten {
	w := rewrite(p)
	out := Rewritten{Problem: w.out, Nodes: w.origin, Rows: make([]RowOf, len(w.out.Rows))}
	for as, row := range w.rows {
		of := RowOf{Node: as.node, Condition: -1, Share: -1, Outside: as.kind == byShareOutside}
		switch as.kind {
		case byCondition:
			of.Condition = as.index
		case byShare, byShareOutside:
			of.Share = as.index
		case byItems, byCredits, byClass:
		}
		out.Rows[row] = of
	}
	return out
}

func rewrite(p *Problem) *rewriter {
	w := &rewriter{p: p, out: &proof.Problem{Items: len(p.Items), MaxUses: int(p.MaxUses)}, at: make([]int, len(p.Nodes))}
	w.rows = map[name]int{}
	fill(w.at, none)
	w.add(p.Root)
	for i := range p.Shares {
		w.share(&p.Shares[i], int32(i))
	}
	for _, a := range p.Alternatives {
		var alt proof.Alternative
		for _, b := range a.Bundles {
			var items []int
			for _, i := range b.Items {
				items = append(items, int(i))
			}
			alt.Bundles = append(alt.Bundles, items)
		}
		w.out.Alternatives = append(w.out.Alternatives, alt)
	}
	return w
}

// rewriter writes a problem for the checker.
type rewriter struct {
	p      *Problem
	out    *proof.Problem
	at     []int // node of the problem -> node of the certificate, or -1
	origin []int32
	rows   map[name]int
}

// add adds a node after its children; it returns the Takes below it.
func (w *rewriter) add(at int32) []int {
	n := &w.p.Nodes[at]
	var out proof.Node
	var takes []int
	for _, c := range n.Children {
		takes = append(takes, w.add(c)...)
		out.Children = append(out.Children, w.at[c])
	}
	self := len(w.out.Nodes)
	switch n.Kind {
	case All:
		out.K = len(n.Children)
	case Choose:
		out.K = int(n.K)
	case Any:
		out.K = 1
	case Fixed:
		if !n.Holds {
			out.K = 1 // of nothing
		}
	case Take:
		out.Kind = proof.Take
		out.K, out.Free, out.Scope = int(n.NeedDistinct), n.Free, int(n.Scope)
		if n.Free {
			out.Scope = ^self
		}
		out.Items = make([]bool, len(w.p.Items))
		for i := range out.Items {
			out.Items[i] = w.p.Sets[n.Set].Has(int32(i))
		}
		takes = []int{self}
	}
	w.at[at] = self
	w.origin = append(w.origin, at)
	w.out.Nodes = append(w.out.Nodes, out)
	if n.Kind == Take {
		w.needs(n, at, self)
	}
	for i := range n.Conditions {
		w.condition(name{byCondition, at, int32(i)}, self, takes)
	}
	return takes
}

func (w *rewriter) row(as name, r proof.Row, coef func(i int32, it *Item) int64) {
	r.Coef = make([]int64, len(w.p.Items))
	for i := range r.Coef {
		if w.qualifies(r.Takes, i) && (len(r.And) == 0 || w.qualifies(r.And, i)) {
			r.Coef[i] = coef(int32(i), &w.p.Items[i])
		}
	}
	w.rows[as] = len(w.out.Rows)
	w.out.Rows = append(w.out.Rows, r)
}

// qualifies reports whether one of the Takes can use the item.
func (w *rewriter) qualifies(takes []int, item int) bool {
	return slices.ContainsFunc(takes, func(t int) bool { return w.out.Nodes[t].Items[item] })
}

// needs writes the rows of a Take.
func (w *rewriter) needs(n *Node, at int32, self int) {
	r := proof.Row{Kind: proof.Need, Node: self, Takes: []int{self}}
	if n.NeedItems > 0 {
		r.Amount, r.Unit, r.Words = n.NeedItems, proof.UnitItems, fmt.Sprintf("%% needs %d items", n.NeedItems)
		w.row(name{byItems, at, 0}, r, func(int32, *Item) int64 { return 1 })
	}
	if n.NeedCredits > 0 {
		r.Amount, r.Unit, r.Words = n.NeedCredits, proof.UnitCredits, fmt.Sprintf("%% needs %d credits", n.NeedCredits)
		w.row(name{byCredits, at, 0}, r, func(_ int32, it *Item) int64 { return min(it.Credits, n.NeedCredits) })
	}
	if n.NeedDistinct == 0 {
		return
	}
	r.Kind, r.Amount, r.Unit, r.Words = proof.Class, 1, "kinds", fmt.Sprintf("%% needs %d different kinds", n.NeedDistinct)
	for _, c := range w.p.classesOf(n) {
		w.row(name{byClass, at, c}, r, func(i int32, _ *Item) int64 {
			if w.p.Classes[n.Class][i] == c {
				return 1
			}
			return 0
		})
	}
}

func (w *rewriter) condition(as name, self int, takes []int) {
	c := &w.p.Nodes[as.node].Conditions[as.index]
	r := proof.Row{Kind: proof.Limit, Node: self, Takes: takes}
	switch c.Measure {
	case AtMostItems:
		r.Amount, r.Words = -c.Amount, fmt.Sprintf("at most %d of some items count in %%", c.Amount)
	case AtMostCredits:
		r.Amount, r.Words = -c.Amount, fmt.Sprintf("at most %d of some credits count in %%", c.Amount)
	case AtLeastItems:
		r.Kind, r.Amount, r.Unit, r.Words = proof.Need, c.Amount, proof.UnitItems, fmt.Sprintf("%% needs %d of some items in all", c.Amount)
	case AtLeastCredits:
		r.Kind, r.Amount, r.Unit, r.Words = proof.Need, c.Amount, proof.UnitCredits, fmt.Sprintf("%% needs %d of some credits in all", c.Amount)
	case MeanAtLeast:
		r.Words = fmt.Sprintf("the mean in %% is at least %d", c.Amount)
	}
	w.row(as, r, func(i int32, it *Item) int64 {
		if c.Set >= 0 && !w.p.Sets[c.Set].Has(i) {
			return 0
		}
		return c.coef(it)
	})
}

func (w *rewriter) share(s *Share, index int32) {
	r := proof.Row{Kind: proof.Limit, Node: -1, Amount: -s.Limit, Words: fmt.Sprintf("at most %d may be shared", s.Limit)}
	r.Takes, r.And = w.side(s, s.A), w.side(s, s.B)
	if len(r.Takes) == 0 || len(r.And) == 0 {
		return
	}
	if !s.Scopes {
		w.pair(s, r.Takes[0], r.And[0])
	}
	if s.Limit >= 0 {
		w.row(name{byShare, none, index}, r, func(i int32, _ *Item) int64 { return w.p.shareCoef(s, byShare, i) })
	}
	if s.Set >= 0 {
		r.Amount, r.Words = 0, "some items may not be shared"
		w.row(name{byShareOutside, none, index}, r, func(i int32, _ *Item) int64 { return w.p.shareCoef(s, byShareOutside, i) })
	}
}

// pair writes which items two Takes of one scope may both use.
func (w *rewriter) pair(s *Share, a, b int) {
	k := proof.Pair{A: min(a, b), B: max(a, b), Items: make([]bool, len(w.p.Items))}
	for i := range k.Items {
		k.Items[i] = w.p.mayShare(int32(i), s.A, s.B)
	}
	w.out.Pairs = append(w.out.Pairs, k)
}

// side lists the Takes of one side of a share.
func (w *rewriter) side(s *Share, of int32) (out []int) {
	for i, at := range w.origin {
		n := &w.p.Nodes[at]
		if n.Kind == Take && !n.Free && (s.Scopes && n.Scope == of || !s.Scopes && at == of) {
			out = append(out, i)
		}
	}
	return out
}
