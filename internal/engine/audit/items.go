package audit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// An item under a cap that splits, or that leaves it without credits, becomes
// several items of the solver, its variants, of which one is available: whole,
// or with fewer credits. The cap itself is then a plain cap.

// maxVariants bounds the variants of one item; a finer division is taken as
// whole, which allows less than there is.
const maxVariants = 64

func (m *model) addItems() {
	steps := m.cuts()
	n := len(m.q.Items)
	m.first = make([]int32, n+1)
	m.p.Items, m.of, m.kept = make([]solve.Item, 0, n), make([]int32, 0, n), make([]int64, 0, n)
	for i := range m.q.Items {
		it := &m.q.Items[i]
		m.first[i] = int32(len(m.of))
		whole := m.scaled(it.Credits)
		m.variant(int32(i), whole, whole)
		for _, kept := range steps[i].below(whole) {
			m.variant(int32(i), kept, whole)
		}
	}
	m.first[len(m.q.Items)] = int32(len(m.of))
}

func (m *model) variant(item int32, kept, whole int64) {
	it := &m.q.Items[item]
	out := solve.Item{Credits: kept, Key: int64(item)<<8 | (whole-kept)&255}
	if it.Graded {
		out.Points, _ = it.Points.Mul(credit.Int(whole)).Scaled(m.points)
		out.GPACredits = whole
	}
	m.p.Items = append(m.p.Items, out)
	m.of, m.kept = append(m.of, item), append(m.kept, kept)
}

// each calls f with every variant of an item.
func (m *model) each(item int32, f func(at int32)) {
	for at := m.first[item]; at < m.first[item+1]; at++ {
		f(at)
	}
}

// cut says into what an item may be divided: multiples of step down to least;
// a step of 0 is no division.
type cut struct {
	step, least int64
}

func (c cut) below(whole int64) []int64 {
	var out []int64
	if c.step == 0 || whole == 0 {
		return nil
	}
	for kept := (whole - 1) / c.step * c.step; kept >= c.least; kept -= c.step {
		out = append(out, kept)
	}
	return out
}

// cuts finds what the caps that can bind divide.
func (m *model) cuts() []cut {
	out := make([]cut, len(m.q.Items))
	for i := range m.q.Caps {
		c := &m.q.Caps[i]
		if m.pooled && c.Subject {
			continue
		}
		m.divide(out, c.Items, m.scaled(c.Limit), c.Whole, c.Subject)
	}
	for k := range m.q.Parts {
		part := &m.q.Parts[k]
		for i := range part.Tree.Nodes {
			m.divideAll(out, part, part.Tree.Nodes[i].Conditions)
		}
		m.divideAll(out, part, part.Tree.Record)
	}
	// What a cap drops is not there: another cap, which takes credits alone, does
	// not let it count as an item without credits.
	for i := range m.q.Caps {
		if c := &m.q.Caps[i]; !c.Subject {
			for _, it := range c.Items {
				out[it].least = max(out[it].least, out[it].step)
			}
		}
	}
	return out
}

func (m *model) divideAll(out []cut, part *Part, list []view.Condition) {
	for i := range list {
		c := &list[i]
		if !c.Split || c.Measure != view.AtMostCredits {
			continue
		}
		var items []int32
		for piece := range part.Tree.Pieces {
			if c.Set < 0 || part.Tree.Sets[c.Set].Yes.Has(piece) {
				items = append(items, part.item(piece))
			}
		}
		m.divide(out, items, m.scaled(part.convert(c.Amount)), false, false)
	}
}

// divide notes that the items may be kept in part, where the limit can bind.
func (m *model) divide(out []cut, items []int32, limit int64, whole, subject bool) {
	var sum, step int64
	for _, it := range items {
		credits := m.scaled(m.q.Items[it].Credits)
		sum += credits
		step = gcd(step, credits)
	}
	step = gcd(step, limit)
	if sum <= limit || step == 0 || whole && !subject {
		return
	}
	for _, it := range items {
		credits := m.scaled(m.q.Items[it].Credits)
		next := cut{step: step, least: step}
		if whole {
			next.step = max(credits, 1)
		}
		if subject {
			next.least = 0
		}
		if credits/next.step > maxVariants {
			m.narrow = true
			continue
		}
		if old := out[it]; old.step > 0 {
			next = cut{gcd(old.step, next.step), min(old.least, next.least)}
		}
		out[it] = next
	}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// fullCost is what losing one unit of credit to a cap costs in the choice of
// bundles: more than any number of rule applications.
const fullCost = 1 << 8

// addGroups copies the rule choices, and gives items with variants a choice of
// their own.
func (m *model) addGroups() {
	grouped := make([]bool, len(m.q.Items))
	for g := range m.q.Groups {
		alt := solve.Alternative{}
		for b := range m.q.Groups[g].Bundles {
			from := &m.q.Groups[g].Bundles[b]
			to := solve.Bundle{Cost: from.Cost}
			for _, it := range from.Items {
				grouped[it] = true
				// Of a variant inside a rule choice only the whole one is
				// looked at.
				if m.first[it+1]-m.first[it] > 1 {
					m.narrow = true
				}
				to.Items = append(to.Items, m.first[it])
			}
			alt.Bundles = append(alt.Bundles, to)
		}
		m.p.Alternatives = append(m.p.Alternatives, alt)
	}
	for it := range m.q.Items {
		if grouped[it] || m.first[it+1]-m.first[it] == 1 {
			continue
		}
		alt := solve.Alternative{}
		m.each(int32(it), func(at int32) {
			lost := m.kept[m.first[it]] - m.kept[at]
			if m.q.Finishing {
				lost = 0
			}
			alt.Bundles = append(alt.Bundles, solve.Bundle{Items: []int32{at}, Cost: lost * fullCost})
		})
		m.p.Alternatives = append(m.p.Alternatives, alt)
	}
	m.hideGrouped(grouped)
}

// hideGrouped takes the lesser variants of items in rule choices out of every
// set.
func (m *model) hideGrouped(grouped []bool) {
	for it, is := range grouped {
		if !is {
			continue
		}
		for at := m.first[it] + 1; at < m.first[it+1]; at++ {
			for s := range m.p.Sets {
				if m.p.Sets[s].Has(at) {
					m.p.Sets[s][at>>6] &^= 1 << (uint(at) & 63)
				}
			}
		}
	}
}

// addShares copies the budgets of a tree.
func (m *model) addShares(part *Part, base, sets, scopes int32) {
	for i := range part.Tree.Shares {
		from := &part.Tree.Shares[i]
		to := solve.Share{Scopes: from.Scopes, A: base + int32(from.A), B: base + int32(from.B), Set: -1, Limit: -1}
		if from.Set >= 0 {
			to.Set = sets + int32(from.Set)
		}
		if from.Scopes {
			to.A, to.B = scopes+int32(from.A), scopes+int32(from.B)
		}
		m.limit(&to, from.Items, from.Credits, part)
	}
}

func (m *model) limit(to *solve.Share, items *int, credits *credit.Amount, part *Part) {
	if items != nil {
		to.Limit = int64(*items)
		m.p.Shares = append(m.p.Shares, *to)
	}
	if credits != nil {
		to.Unit, to.Limit = solve.Credits, m.scaled(part.convert(*credits))
		m.p.Shares = append(m.p.Shares, *to)
	}
	if items == nil && credits == nil {
		m.p.Shares = append(m.p.Shares, *to)
	}
}

// addBetween copies the budgets between parts. The solver's budgets are between
// two leaves or two scopes: a leaf that shares with a scope gets one of its own.
// An end that is several scopes makes one budget for each pair, which allows
// more than it should.
func (m *model) addBetween() {
	for i := range m.q.Between {
		b := &m.q.Between[i]
		one := &Part{}
		m.wide = m.wide || b.Loose
		if b.A.Leaf >= 0 && b.B.Leaf >= 0 {
			s := solve.Share{A: m.leaf(b.A), B: m.leaf(b.B), Set: -1, Limit: -1}
			m.limit(&s, b.Items, b.Credits, one)
			continue
		}
		from, to := m.scopesOf(b.A), m.scopesOf(b.B)
		if len(from)*len(to) > 1 && (b.Items != nil && *b.Items > 0 || b.Credits != nil && b.Credits.Sign() > 0) {
			m.wide = true
		}
		for _, x := range from {
			for _, y := range to {
				m.limit(&solve.Share{Scopes: true, A: x, B: y, Set: -1, Limit: -1}, b.Items, b.Credits, one)
			}
		}
	}
}

// leaf is the solver's node of an end that is a leaf.
func (m *model) leaf(e End) int32 { return m.base[e.Part] + int32(e.Leaf) }

// cutLeaf gives a leaf a scope of its own that shares nothing with the one it
// was in, and with others what that one shares. What leaves share, and budgets
// that both scopes draw on now, cannot be kept so: the model is wide then.
func (m *model) cutLeaf(at int32) int32 {
	if m.cut[at] {
		return m.p.Nodes[at].Scope
	}
	old, own := m.p.Nodes[at].Scope, int32(1)
	for i := range m.p.Nodes {
		own = max(own, m.p.Nodes[i].Scope+1)
	}
	for _, s := range slices.Clone(m.p.Shares) {
		switch {
		case !s.Scopes && (s.A == at || s.B == at):
			m.wide = true
			return old
		case s.Scopes && s.A == old:
			s.A = own
		case s.Scopes && s.B == old:
			s.B = own
		default:
			continue
		}
		m.wide = m.wide || s.Limit > 0
		m.p.Shares = append(m.p.Shares, s)
	}
	if m.cut == nil {
		m.cut = map[int32]bool{}
	}
	m.cut[at], m.p.Nodes[at].Scope = true, own
	m.p.Shares = append(m.p.Shares, solve.Share{Scopes: true, A: old, B: own, Set: -1})
	return own
}

// scopesOf lists the scopes of an end that some Take uses.
func (m *model) scopesOf(e End) []int32 {
	if e.Leaf >= 0 {
		return []int32{m.cutLeaf(m.leaf(e))}
	}
	if e.Scope >= 0 {
		return []int32{m.scopesBefore(e.Part) + int32(e.Scope)}
	}
	var out []int32
	for i := range m.q.Parts[e.Part].Tree.Nodes {
		n := &m.p.Nodes[m.base[e.Part]+int32(i)]
		if n.Kind == solve.Take && !n.Free && !slices.Contains(out, n.Scope) {
			out = append(out, n.Scope)
		}
	}
	return out
}
