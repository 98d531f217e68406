package solve

import (
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
	m.twin = grow(m.twin, len(m.items))
	size := 8
	for size < 2*len(m.items) {
		size *= 2
	}
	m.table, m.hashes = grow(m.table, size), grow(m.hashes, len(m.items))
	fill(m.table, -1)
	for i := range int32(len(m.items)) {
		m.twin[i] = -1
		h := m.itemHash(i)
		m.hashes[i] = h
		at := h & uint64(size-1)
		for m.table[at] >= 0 && m.hashes[m.table[at]] != h {
			at = (at + 1) & uint64(size-1)
		}
		if before := m.table[at]; before >= 0 && m.nested(before, i) && m.alike(before, i) {
			m.twin[i] = before
		}
		m.table[at] = i
	}
}

// nested reports whether item a is available whenever item b is: both always, or
// in every bundle that holds b.
func (m *model) nested(a, b int32) bool {
	g := m.inGroup[b]
	if m.inGroup[a] != g || g < 0 {
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

func (m *model) itemHash(i int32) uint64 {
	h := uint64(14695981039346656037)
	mix := func(v uint64) { h = (h ^ v) * 1099511628211 }
	mix(uint64(uint32(m.inGroup[i])))
	for s := m.first[i]; s < m.first[i+1]; s++ {
		mix(uint64(uint32(m.slots[s].scope)))
		for q := m.slots[s].from; q < m.slots[s].to; q++ {
			for _, t := range m.used[m.pats[q].uFrom:m.pats[q].uTo] {
				mix(uint64(t))
			}
			for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
				mix(uint64(t.row)<<32 ^ uint64(t.coef))
			}
		}
	}
	return h
}

func (m *model) alike(a, b int32) bool {
	if m.first[a+1]-m.first[a] != m.first[b+1]-m.first[b] ||
		!slices.Equal(m.feats[m.foff[a]:m.foff[a+1]], m.feats[m.foff[b]:m.foff[b+1]]) {
		return false
	}
	for k := range m.first[a+1] - m.first[a] {
		s, t := m.slots[m.first[a]+k], m.slots[m.first[b]+k]
		if s.scope != t.scope || s.to-s.from != t.to-t.from {
			return false
		}
		for j := range s.to - s.from {
			if !m.samePattern(s.from+j, t.from+j) {
				return false
			}
		}
	}
	return true
}

func (m *model) samePattern(a, b int32) bool {
	x, y := &m.pats[a], &m.pats[b]
	return x.trig == y.trig &&
		slices.Equal(m.used[x.uFrom:x.uTo], m.used[y.uFrom:y.uTo]) &&
		slices.Equal(m.terms[x.from:x.to], m.terms[y.from:y.to])
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
