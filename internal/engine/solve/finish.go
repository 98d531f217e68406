package solve

import (
	"cmp"
	"math/bits"
	"slices"
)

// finish divides rows by common factors, sets their scale and finds twins.
func (m *model) finish() {
	m.divisors = grow(m.divisors, len(m.rows))
	fill(m.divisors, 0)
	for r := range m.rows {
		m.rows[r].scale = 1
	}
	m.eachCoef(func(r int32, c *int64) {
		m.divisors[r] = gcd(m.divisors[r], abs(*c))
		m.rows[r].scale = max(m.rows[r].scale, abs(*c))
	})
	m.findGrain()
	m.findTops()
	for r := range m.rows {
		m.normalise(&m.rows[r], m.divisors[r])
	}
	m.eachCoef(func(r int32, c *int64) {
		if g := m.rows[r].divisor; g > 1 {
			*c /= g
		}
	})
	m.findTwins()
	m.addCells()
	m.addSigs()
}

// eachCoef calls f with every coefficient and its row.
func (m *model) eachCoef(f func(int32, *int64)) {
	for i := range m.terms {
		f(m.terms[i].row, &m.terms[i].coef)
	}
	for i := range m.feats {
		f(m.feats[i].row, &m.feats[i].coef)
	}
}

// normalise divides a row by the greatest common divisor of its coefficients
// and rounds the right side up, which cuts off what whole items cannot reach.
func (m *model) normalise(w *row, g int64) {
	w.divisor = 1
	if g <= 1 || w.kind == objectiveRow {
		return
	}
	w.divisor = g
	rhs := ceilDiv(w.rhs, g)
	w.offset = (rhs*g - w.rhs) * w.unit
	w.rhs, w.unit, w.scale = rhs, w.unit*g, w.scale/g
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func abs(a int64) int64 { return max(a, -a) }

// ceilDiv rounds a/b up for positive b.
func ceilDiv(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// findTwins links each item to the nearest earlier one that nothing tells apart.
func (m *model) findTwins() {
	m.twin, m.alike = grow(m.twin, len(m.items)), grow(m.alike, len(m.items))
	fill(m.twin, none)
	for i := range m.alike {
		m.alike[i] = int32(i)
	}
	slices.SortFunc(m.alike, func(a, b int32) int { return cmp.Or(m.compare(a, b), cmp.Compare(a, b)) })
	for k, i := range m.alike {
		if k > 0 && m.compare(m.alike[k-1], i) == 0 && m.nested(m.alike[k-1], i) {
			m.twin[i] = m.alike[k-1]
		}
	}
}

// nested reports whether item a is available whenever item b is: both always, or
// in every bundle that holds b.
func (m *model) nested(a, b int32) bool {
	g := m.inGroup[b]
	if m.inGroup[a] != g || g == none {
		return m.inGroup[a] == g
	}
	gr := &m.groups[g]
	for k := range gr.cost {
		if m.holds(gr, k, b) && !m.holds(gr, k, a) {
			return false
		}
	}
	return true
}

// compare orders items by what may be done with them: 0 says that nothing tells them
// apart but the bundles that hold them.
func (m *model) compare(a, b int32) int {
	s, t := m.slots[m.first[a]:m.first[a+1]], m.slots[m.first[b]:m.first[b+1]]
	if c := slices.CompareFunc(s, t, m.compareSlots); c != 0 {
		return c
	}
	return cmp.Or(
		slices.CompareFunc(m.feats[m.foff[a]:m.foff[a+1]], m.feats[m.foff[b]:m.foff[b+1]], compareFeatures),
		cmp.Compare(m.inGroup[a], m.inGroup[b]),
	)
}

// compareSlots compares the patterns, which tell the scope.
func (m *model) compareSlots(s, t slot) int {
	if c := cmp.Compare(s.to-s.from, t.to-t.from); c != 0 {
		return c
	}
	for k := range s.to - s.from {
		if c := m.comparePatterns(&m.pats[s.from+k], &m.pats[t.from+k]); c != 0 {
			return c
		}
	}
	return 0
}

func (m *model) comparePatterns(x, y *pattern) int {
	if c := slices.Compare(m.used[x.uFrom:x.uTo], m.used[y.uFrom:y.uTo]); c != 0 {
		return c
	}
	return cmp.Or(slices.CompareFunc(m.terms[x.from:x.to], m.terms[y.from:y.to], compareTerms), cmp.Compare(x.trig, y.trig))
}

func compareTerms(s, t term) int {
	return cmp.Or(cmp.Compare(s.row, t.row), cmp.Compare(s.coef, t.coef))
}

func compareFeatures(f, g feature) int {
	return cmp.Or(compareTerms(term{f.row, f.coef}, term{g.row, g.coef}), cmp.Compare(f.bits, g.bits))
}

// mulDiv is a*b/c without overflow of the product, rounded towards zero; c > 0.
func mulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(abs(b)))
	if hi >= uint64(c) {
		return 0
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	if (a < 0) != (b < 0) {
		return -int64(q)
	}
	return int64(q)
}
