package audit

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// model is the question as the solver reads it.
type model struct {
	q *Question
	p solve.Problem
	// scale makes credits whole, points makes grade points whole.
	scale, points int64
	// base is the solver's node of each part's first node; the others follow in
	// order.
	base []int32
	// of is the item of each solver item, with the credits that it keeps.
	of   []int32
	kept []int64
	// sets is the solver's set of each part's first set.
	sets []int32
	// first is the first solver item of each item; its variants follow.
	first []int32
	// narrow models allow less than the question does, wide ones more: a no of
	// the one and a yes of the other are not certain.
	narrow, wide bool
	// cut are the leaves that have a scope of their own for a budget.
	cut map[int32]bool
	// pooled models look at a unit cap through pools: see pool.go.
	pooled bool
	pools  []pool
	// hopeful models take what is open for granted.
	hopeful bool
	ok      bool
	// prices are what one more item costs, by part and node; zero is unknown.
	prices [][]credit.Amount
}

// newModel compiles; ok is false where the numbers are too large or too finely
// divided for the solver.
func newModel(q *Question, hopeful, pooled bool) *model {
	m := &model{q: q, hopeful: hopeful, pooled: pooled && q.hasUnitCaps(), ok: true}
	m.findScale()
	m.findPrices()
	m.addItems()
	for k := range q.Parts {
		m.addPart(k)
	}
	m.addRoot()
	m.addGroups()
	m.addBetween()
	m.padClasses()
	return m
}

// findScale finds the common denominators.
func (m *model) findScale() {
	m.scale, m.points = 1, 1
	for i := range m.q.Items {
		m.see(&m.scale, m.q.Items[i].Credits)
		if m.q.Items[i].Graded {
			m.see(&m.points, m.q.Items[i].Points)
		}
	}
	for i := range m.q.Caps {
		m.see(&m.scale, m.q.Caps[i].Limit)
	}
	for k := range m.q.Parts {
		part := &m.q.Parts[k]
		m.see(&m.scale, part.convert(part.Typical))
		for i := range part.Tree.Nodes {
			n := &part.Tree.Nodes[i]
			m.see(&m.scale, part.convert(n.Credits))
			m.seeConditions(part, n.Conditions)
			if size, ok := part.size(n); ok {
				m.see(&m.scale, part.convert(size))
			}
		}
		m.seeConditions(part, part.Tree.Record)
		for i := range part.Tree.Shares {
			if c := part.Tree.Shares[i].Credits; c != nil {
				m.see(&m.scale, part.convert(*c))
			}
		}
	}
	for i := range m.q.Between {
		if c := m.q.Between[i].Credits; c != nil {
			m.see(&m.scale, *c)
		}
	}
}

// maxFiner bounds how much finer than all else prices may divide a credit;
// beyond it they are rounded down.
const maxFiner = 60

// findPrices finds what items cost that are still to be taken.
func (m *model) findPrices() {
	most := m.scale * maxFiner
	grouped := m.groupedItems()
	m.prices = make([][]credit.Amount, len(m.q.Parts))
	for k := range m.q.Parts {
		part := &m.q.Parts[k]
		m.prices[k] = make([]credit.Amount, len(part.Tree.Nodes))
		if part.Price == nil || m.hopeful {
			continue
		}
		sure := func(piece int) bool { return !grouped[part.item(piece)] }
		for i := range part.Tree.Nodes {
			price, ok := part.Price(i, sure)
			if !ok {
				continue
			}
			price = part.convert(price)
			if s, fine := credit.CommonScale(m.scale, price); fine && s <= most {
				m.scale = s
			} else {
				price = m.amount(max(1, price.Mul(credit.Int(m.scale)).Floor()))
			}
			m.prices[k][i] = price
		}
	}
}

func (m *model) seeConditions(part *Part, list []view.Condition) {
	for i := range list {
		switch list[i].Measure {
		case view.MeanAtLeast:
			m.see(&m.points, list[i].Amount)
		case view.AtMostCredits, view.AtLeastCredits:
			m.see(&m.scale, part.convert(list[i].Amount))
		default:
		}
	}
}

func (m *model) see(scale *int64, a credit.Amount) {
	if s, ok := credit.CommonScale(*scale, a); ok {
		*scale = s
	} else {
		m.ok = false
	}
}

// scaled is an amount in the solver's numbers.
func (m *model) scaled(a credit.Amount) int64 {
	n, ok := a.Scaled(m.scale)
	if !ok {
		m.ok = false
	}
	return n
}

// amount is a number of the solver in credits.
func (m *model) amount(n int64) credit.Amount { return credit.Frac(n, m.scale) }

func (p *Part) convert(a credit.Amount) credit.Amount {
	if p.Factor.IsZero() {
		return a
	}
	return a.Mul(p.Factor)
}

func (p *Part) size(n *view.Node) (credit.Amount, bool) {
	if p.Size == nil || n.Kind != view.Take {
		return credit.Amount{}, false
	}
	return p.Size(n)
}

// Own turns credits of the items into credits of the part.
func (p *Part) Own(a credit.Amount) credit.Amount {
	if p.Factor.IsZero() {
		return a
	}
	return a.Div(p.Factor)
}

// At is the item of a piece.
func (p *Part) At(piece int32) int32 { return p.item(int(piece)) }

func (p *Part) item(piece int) int32 {
	if p.Item == nil {
		return int32(piece)
	}
	return p.Item[piece]
}

// addPart copies a tree; node i of the tree is node base+i of the problem.
func (m *model) addPart(k int) {
	part := &m.q.Parts[k]
	base, sets, scopes := int32(len(m.p.Nodes)), int32(len(m.p.Sets)), m.scopesBefore(k)
	m.base, m.sets = append(m.base, base), append(m.sets, sets)
	for i := range part.Tree.Sets {
		m.p.Sets = append(m.p.Sets, m.set(part, &part.Tree.Sets[i]))
	}
	for i := range part.Tree.Nodes {
		m.p.Nodes = append(m.p.Nodes, m.node(k, i, base, sets, scopes))
	}
	m.addShares(part, base, sets, scopes)
}

// scopesBefore counts the scopes of the parts before: those of different parts
// are different scopes.
func (m *model) scopesBefore(k int) int32 {
	sum := 0
	for i := range k {
		sum += len(m.q.Parts[i].Tree.Scopes)
	}
	return int32(sum)
}

func (m *model) set(part *Part, s *view.Set) solve.Set {
	var out solve.Set
	for i := range part.Tree.Pieces {
		if s.Yes.Has(i) || m.hopeful && s.Maybe.Has(i) {
			m.each(part.item(i), func(at int32) { out.Add(at) })
		}
	}
	return out
}

func (m *model) node(k, i int, base, sets, scopes int32) solve.Node {
	part := &m.q.Parts[k]
	n := &part.Tree.Nodes[i]
	out := solve.Node{
		Kind: solve.Kind(n.Kind), K: int32(n.K), Key: int64(i), Free: n.Free,
		Holds: n.Truth == requirement.Yes || m.hopeful && n.Truth == requirement.Open,
	}
	for _, c := range n.Children {
		out.Children = append(out.Children, base+int32(c))
	}
	out.K = min(out.K, int32(len(n.Children)))
	if n.Kind == view.Any && len(n.Children) == 0 {
		out.Kind = solve.Fixed // one of nothing
	}
	if n.Kind == view.Choose && n.K > len(n.Children) {
		out = solve.Node{Kind: solve.Fixed, Key: out.Key}
	}
	if n.Kind == view.Take {
		out.Set, out.Scope = sets+int32(n.Set), scopes+int32(n.Scope)
		if m.pooled && n.Free && n.Items == 0 && n.Distinct == 0 {
			out.Set = m.pooledSet(part, i, out.Set)
		}
		out.NeedItems, out.NeedCredits = int64(n.Items), m.scaled(part.convert(n.Credits))
		if n.Distinct > 0 {
			out.NeedDistinct, out.Class = int64(n.Distinct), m.class(part, n.By)
		}
	}
	out.Typical = m.usual(part, n)
	if price := m.prices[k][i]; price.Sign() > 0 {
		out.Typical = m.scaled(price)
	}
	if out.Kind != solve.Fixed {
		out.Conditions = m.conditions(part, n.Conditions, sets)
	}
	return out
}

// usual is the credit of a course that a node lacks credits for.
func (m *model) usual(part *Part, n *view.Node) int64 {
	if size, ok := part.size(n); ok {
		return m.scaled(part.convert(size))
	}
	return m.scaled(part.convert(part.Typical))
}

func (m *model) conditions(part *Part, list []view.Condition, sets int32) []solve.Condition {
	var out []solve.Condition
	for i := range list {
		c := &list[i]
		s := solve.Condition{Measure: solve.Measure(c.Measure), Set: -1}
		if c.Set >= 0 {
			s.Set = sets + int32(c.Set)
		}
		switch c.Measure {
		case view.AtMostItems, view.AtLeastItems:
			s.Amount = wholeOf(c.Amount)
		case view.MeanAtLeast:
			s.Amount, _ = c.Amount.Scaled(m.points)
		default:
			s.Amount = m.scaled(part.convert(c.Amount))
		}
		out = append(out, s)
	}
	return out
}

func wholeOf(a credit.Amount) int64 {
	n, _ := a.Scaled(1)
	return n
}

// class numbers the classes of the items; items of no part's piece have none.
func (m *model) class(part *Part, by requirement.Class) int32 {
	list := make([]int32, len(m.of))
	for i := range list {
		list[i] = -1
	}
	number := map[string]int32{}
	for i := range part.Tree.Pieces {
		name := part.Tree.Pieces[i].Class(by)
		if name == "" {
			continue
		}
		if _, ok := number[name]; !ok {
			number[name] = int32(len(number))
		}
		m.each(part.item(i), func(at int32) { list[at] = number[name] })
	}
	m.p.Classes = append(m.p.Classes, list)
	return int32(len(m.p.Classes) - 1)
}

// addRoot joins the parts; caps on the whole record stand above all of them.
func (m *model) addRoot() {
	m.p.Root = m.base[0]
	if len(m.q.Parts) > 1 || m.p.Nodes[m.p.Root].Kind == solve.Fixed {
		m.p.Root = int32(len(m.p.Nodes))
		root := solve.Node{Kind: solve.All}
		root.Children = append(root.Children, m.base...)
		m.p.Nodes = append(m.p.Nodes, root)
	}
	m.maxUses()
	var above []solve.Condition
	for k := range m.q.Parts {
		part := &m.q.Parts[k]
		above = append(above, m.conditions(part, part.Tree.Record, m.sets[k])...)
	}
	for i := range m.q.Caps {
		c := &m.q.Caps[i]
		if m.pooled && c.Subject {
			continue
		}
		var s solve.Set
		for _, it := range c.Items {
			m.each(it, func(at int32) { s.Add(at) })
		}
		m.p.Sets = append(m.p.Sets, s)
		above = append(above, solve.Condition{
			Measure: solve.AtMostCredits, Set: int32(len(m.p.Sets) - 1), Amount: m.scaled(c.Limit),
		})
	}
	m.p.Nodes[m.p.Root].Conditions = append(m.p.Nodes[m.p.Root].Conditions, above...)
}

// maxUses: one program's own limit counts its own requirements only, which the
// solver cannot tell apart where there are several; such a limit is left out.
func (m *model) maxUses() {
	if len(m.q.Parts) == 1 {
		m.p.MaxUses = int32(m.q.Parts[0].Tree.MaxUses)
		return
	}
	m.p.MaxUses = int32(m.q.MaxUses)
	for k := range m.q.Parts {
		if own := m.q.Parts[k].Tree.MaxUses; own > 0 && (m.q.MaxUses == 0 || own < m.q.MaxUses) {
			m.wide = true
		}
	}
}
