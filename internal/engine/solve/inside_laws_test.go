package solve_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// Neither propagation nor the bound loses a placement, at any prices and after any
// decisions that the placement keeps; no cost lies between one and the one below.
func TestInsideLaws(t *testing.T) {
	t.Parallel()
	orders := slices.Concat(orders[:3], orders[4:5], goalLists[:3])
	for seed := range some(4000) {
		p := newDraw(seed).problem(8)
		if why := solve.Laws(p, orders[seed%uint64(len(orders))], rand.New(rand.NewPCG(seed, 5))); why != "" {
			t.Fatalf("seed %d: %s\n%+v", seed, why, p)
		}
	}
}

// A step counts for more the larger its model is.
func TestInsideStepCost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ patterns, knapWork, nodes, terms, want int }{
		{0, 0, 0, 0, 1},
		{127, 34815, 287, 575, 1},
		{128, 0, 0, 0, 2},
		{424, 0, 0, 0, 4},
		{425, 0, 0, 0, 5},
		{599, 0, 0, 0, 1 + 4 + 1},
		{600, 0, 0, 0, 1 + 4 + 2},
		{128_000, 0, 0, 0, 1 + 1000 + 91022},
		{1_200_000, 0, 0, 0, 1 + 9375 + 8_000_000},
		{0, 34816, 0, 0, 2},
		{0, 36864, 0, 0, 3},
		{0, 0, 288, 0, 2},
		{0, 0, 1280, 0, 33},
		{0, 0, 0, 576, 2},
		{0, 0, 0, 6912, 101},
		{128, 34816, 288, 576, 5},
	} {
		if got := solve.StepCost(c.patterns, c.knapWork, c.nodes, c.terms); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// Products are divided without overflow and rounded towards zero, up, or to the
// nearest.
func TestInsideDivision(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		a, b, c := r.Int64N(1<<40)-1<<39, r.Int64N(1<<40)-1<<39, 1+r.Int64N(1<<40)
		want := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		if got := solve.MulDiv(a, b, c); want.Quo(want, big.NewInt(c)).Cmp(big.NewInt(got)) != 0 && want.IsInt64() {
			t.Fatalf("%d*%d/%d is %d", a, b, c, got)
		}
		n, d := r.Int64N(200)-100, 1+r.Int64N(9)
		if got := solve.CeilDiv(n, d); got*d < n || (got-1)*d >= n {
			t.Fatalf("%d/%d up is %d", n, d, got)
		}
		size := 1 + r.Int64N(9)
		if got := solve.Scaled(n, size, d); max(2*(got*d-n*size), -2*(got*d-n*size)) > d {
			t.Fatalf("%d*%d/%d nearest is %d", n, size, d, got)
		}
	}
	if solve.MulDiv(1<<62, 4, 1) != 0 {
		t.Error("what does not fit is not 0")
	}
}

// The table of a need says what the cheapest items cost that reach each amount, the
// table of a limit what the dearest give that it admits; and for which amounts an
// item is among them.
func TestInsideKnapsack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	for range 300 {
		n, need := 1+r.IntN(6), 1+r.IntN(12)
		gives, price := make([]int64, n), make([]int64, n)
		for i := range n {
			gives[i], price[i] = int64(1+r.IntN(6)), int64(r.IntN(9))
		}
		reach, admit := slices.Repeat([]int64{1 << 60}, need+1), make([]int64, need+1)
		reach[0] = 0
		tookNeed, tookLimit := make([]uint64, n), make([]uint64, n)
		for i := range n {
			tookNeed[i] = solve.ReachOver(reach, gives[i], price[i])
			tookLimit[i] = solve.Admit(admit, gives[i], -price[i])
		}
		for k := range int64(need + 1) {
			least, most := int64(1)<<60, int64(0)
			for mask := range 1 << n {
				var sum, cost int64
				for i := range n {
					sum, cost = sum+gives[i]*int64(mask>>i&1), cost+price[i]*int64(mask>>i&1)
				}
				if sum >= k {
					least = min(least, cost)
				}
				if sum <= k {
					most = min(most, -cost)
				}
			}
			if reach[k] != least || admit[k] != most {
				t.Fatalf("%v at %v: %d is %d and %d, not %d and %d", gives, price, k, reach[k], admit[k], least, most)
			}
			if least < 1<<60 && named(gives, price, tookNeed, k, false) != least || named(gives, price, tookLimit, k, true) != -most {
				t.Fatalf("%v at %v: the items for %d are others", gives, price, k)
			}
		}
	}
}

// named is the price of the items that a table names for an amount, from the last.
func named(gives, price []int64, took []uint64, k int64, limit bool) (sum int64) {
	for i := len(gives) - 1; i >= 0 && k > 0; i-- {
		if took[i]>>uint(k)&1 == 1 {
			sum += price[i]
			k -= gives[i]
		}
	}
	if limit && k < 0 {
		return -1
	}
	return sum
}

// A matching lays out a million items and scopes, and not one more; a row up to 63
// is weighed item by item.
func TestInsideLimits(t *testing.T) {
	t.Parallel()
	var many b
	many.items(repeat(1<<10, 1)...)
	var tops []int32
	for scope := range int32(1<<10 + 1) {
		tops = append(tops, many.count(scope, 1, 0))
	}
	many.all(tops...)
	if !solve.Matchable(&many.p, tops[1:]) || solve.Matchable(&many.p, tops) {
		t.Error("the limit of a matching is not 1<<20")
	}
	for need := int64(61); need <= 66; need++ {
		var n, c, e, m b
		n.items(2, 5, 70).all(n.credits(0, need, 0, 1, 2))
		c.items(2, 5, 70).all(c.count(0, 1, 0, 1, 2))
		c.p.Nodes[0].Conditions = []solve.Condition{{Measure: solve.AtMostCredits, Set: -1, Amount: need}}
		e.items(4, 4, 4).all(e.credits(0, need, 0, 1, 2))
		m.items(2, 5, 0).all(m.count(0, 1, 0, 1, 2))
		m.p.Nodes[0].Conditions = []solve.Condition{{Measure: solve.AtLeastCredits, Set: -1, Amount: need}}
		want := 0
		if need <= 63 {
			want = 1
		}
		if got := []int{solve.KnapRows(&n.p), solve.KnapRows(&c.p), solve.KnapRows(&e.p), solve.KnapRows(&m.p)}; !slices.Equal(got, []int{want, want, 0, want}) {
			t.Errorf("%d credits: %v rows are weighed item by item", need, got)
		}
	}
}
