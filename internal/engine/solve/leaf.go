package solve

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/proof"
)

// leaf writes the prices of the bound as weights, as few and as small as still
// prove. The prices of the search stay as they are.
func (r *prover) leaf() *proof.No {
	s := r.s
	mult, price := slices.Clone(s.mult), slices.Clone(s.cellPrice)
	r.simplify(mult, price)
	n := &proof.No{}
	for row := range s.m.rows {
		if w, ok := r.weight(int32(row)); ok {
			n.Weights = append(n.Weights, w)
		}
	}
	copy(s.mult, mult)
	copy(s.cellPrice, price)
	fill(s.shut, shutPrice)
	return n
}

// weight writes the prices of one row; not ok is a row that the proof does without.
func (r *prover) weight(row int32) (w proof.Weight, ok bool) {
	s, m := r.s, r.s.m
	as := &m.rows[row]
	w.Row = r.as.rows[as.named]
	if !as.knap && as.divisor <= 1 {
		w.Value = s.mult[row]
		return w, w.Value != 0
	}
	w.Prices = make([]int64, len(m.p.Items))
	ok = as.knap && s.shut[row] != 0
	for c := m.cellFrom[row]; c < m.cellFrom[row+1]; c++ {
		price := s.cellPrice[c]
		if as.knap && !s.can[c] {
			price = s.settledPrice(c)
		}
		w.Prices[m.items[m.cells[c].item]] = price
		ok = ok || price != 0
	}
	return w, ok
}

// settledPrice is the price of a cell that is decided: a need gets the item for
// nothing or not at all, a limit has it in any case or never.
func (s *search) settledPrice(c int32) int64 {
	need := s.m.rows[s.m.cells[c].row].need()
	switch {
	case need && !s.in[c]:
		return s.shut[s.m.cells[c].row]
	case !need && s.in[c]:
		return -s.shut[s.m.cells[c].row]
	}
	return 0
}

// simplify tries to do without prices, then with small ones, and at last
// without each row.
func (r *prover) simplify(mult, price []int64) {
	s := r.s
	most := int64(1)
	for _, p := range slices.Concat(mult, price) {
		most = max(most, abs(p))
	}
	for _, size := range [...]int64{1, 2, 3, 4, 5, 6, 8, 12, 24, 60, 600, 6000} {
		for row := range mult {
			s.mult[row] = scaled(mult[row], size, most)
		}
		for c := range price {
			s.cellPrice[c] = scaled(price[c], size, most)
		}
		if s.gap() > 0 {
			break
		}
		copy(s.mult, mult)
		copy(s.cellPrice, price)
	}
	tries := simplifyWork / (len(s.m.rows) + len(s.m.nodes) + len(s.m.terms))
	for row := range min(len(s.m.rows), tries) {
		r.without(int32(row))
	}
}

// simplifyWork bounds the rows, nodes and terms that are weighed again to do without
// rows: the proof of a very large problem is left with rows that it does not need.
const simplifyWork = 50_000_000

// scaled is v*size/most, rounded to the nearest.
func scaled(v, size, most int64) int64 {
	if v < 0 {
		return -scaled(-v, size, most)
	}
	return mulDiv(2*v, size, most)/2 + mulDiv(2*v, size, most)%2
}

// without drops the prices of a row that the proof does not need.
func (r *prover) without(row int32) {
	s := r.s
	from, to := s.m.cellFrom[row], s.m.cellFrom[row+1]
	mult, shut, prices := s.mult[row], s.shut[row], slices.Clone(s.cellPrice[from:to])
	s.mult[row], s.shut[row] = 0, 0
	fill(s.cellPrice[from:to], 0)
	if s.gap() <= 0 {
		s.mult[row], s.shut[row] = mult, shut
		copy(s.cellPrice[from:to], prices)
	}
}
