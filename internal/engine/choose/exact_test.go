package choose_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/engine/choose"
)

// brute tries every subset and keeps the best admissible one: the definition of
// the package comment, word for word.
func brute(p *choose.Problem) (best []int, units, direct int64) {
	found := false
	for mask := range 1 << len(p.Candidates) {
		var chosen []int
		for i := range p.Candidates {
			if mask>>i&1 == 1 {
				chosen = append(chosen, i)
			}
		}
		if !admissible(p, chosen) {
			continue
		}
		var u, d int64
		for _, k := range bruteValue(p, chosen) {
			u += k.Units
			d += k.Direct
		}
		if !found || before(u, d, chosen, units, direct, best) {
			found, best, units, direct = true, chosen, u, d
		}
	}
	return best, units, direct
}

func before(u, d int64, chosen []int, bu, bd int64, best []int) bool {
	switch {
	case u != bu:
		return u > bu
	case d != bd:
		return d > bd
	case len(chosen) != len(best):
		return len(chosen) < len(best)
	}
	return slices.Compare(chosen, best) < 0
}

func admissible(p *choose.Problem, chosen []int) bool {
	for i, a := range chosen {
		for _, b := range chosen[:i] {
			if choose.Conflict(&p.Candidates[a], &p.Candidates[b]) {
				return false
			}
		}
	}
	for i := range p.Candidates {
		if slices.Contains(chosen, i) {
			continue
		}
		if !slices.ContainsFunc(chosen, func(c int) bool {
			return choose.Conflict(&p.Candidates[c], &p.Candidates[i]) && choose.Blocks(&p.Candidates[c], &p.Candidates[i])
		}) {
			return false
		}
	}
	return true
}

// bruteValue computes units and direct units, then finds by trying them all the
// kept units per source that respect every cap and are best.
func bruteValue(p *choose.Problem, chosen []int) []choose.Part {
	free := choose.Value(&choose.Problem{Sources: p.Sources, Candidates: p.Candidates}, chosen)
	best := make([]choose.Part, p.Sources)
	var bu, bd int64 = -1, -1
	keep := make([]choose.Part, p.Sources)
	var try func(s int)
	try = func(s int) {
		if s == p.Sources {
			var u, d int64
			for _, k := range keep {
				u, d = u+k.Units, d+k.Direct
			}
			if fits(p, keep, free) && (u > bu || u == bu && d > bd) {
				bu, bd = u, d
				copy(best, keep)
			}
			return
		}
		for u := int64(0); u <= free[s].Units; u++ {
			keep[s] = choose.Part{Source: int32(s), Units: u, Direct: min(u, free[s].Direct)}
			try(s + 1)
		}
	}
	try(0)
	return best
}

func fits(p *choose.Problem, keep, free []choose.Part) bool {
	for _, c := range p.Caps {
		var sum int64
		for _, s := range c.Sources {
			sum += keep[s].Units
			if c.Whole && keep[s].Units != 0 && keep[s].Units != free[s].Units {
				return false
			}
		}
		if sum > c.Limit {
			return false
		}
	}
	return true
}

func problems(caps bool) *rapid.Generator[*choose.Problem] {
	return rapid.Custom(func(t *rapid.T) *choose.Problem {
		p := &choose.Problem{Sources: rapid.IntRange(1, 4).Draw(t, "sources")}
		n := rapid.IntRange(1, 7).Draw(t, "candidates")
		for range n {
			p.Candidates = append(p.Candidates, drawCandidate(t, p.Sources))
		}
		if caps {
			p.Caps = drawCaps(t, p.Sources)
		}
		return p
	})
}

func drawCandidate(t *rapid.T, sources int) choose.Candidate {
	c := choose.Candidate{
		Tier:  uint8(rapid.IntRange(0, 3).Draw(t, "tier")),
		Floor: rapid.IntRange(0, 5).Draw(t, "floor") == 0,
		Share: int32(rapid.IntRange(-1, 1).Draw(t, "share")),
	}
	for s := range sources {
		if rapid.IntRange(0, 2).Draw(t, "uses") == 0 || s == sources-1 && len(c.Parts) == 0 {
			u := int64(rapid.IntRange(0, 3).Draw(t, "units"))
			d := int64(rapid.IntRange(0, int(u)).Draw(t, "direct"))
			c.Parts = append(c.Parts, choose.Part{Source: int32(s), Units: u, Direct: d})
		}
	}
	for _, part := range c.Parts {
		if part.Source < 2 && rapid.IntRange(0, 4).Draw(t, "rival") == 0 {
			c.Rivals = append(c.Rivals, choose.Rival{Group: 0, Source: part.Source})
		}
	}
	for target := range int32(3) {
		if rapid.IntRange(0, 3).Draw(t, "gives") == 0 {
			c.Targets = append(c.Targets, target)
		}
	}
	return c
}

// drawCaps makes either one cap on some sources with an outer one around it, or
// two disjoint caps.
func drawCaps(t *rapid.T, sources int) []choose.Cap {
	cut := rapid.IntRange(1, sources).Draw(t, "cut")
	var all []int32
	for s := range sources {
		all = append(all, int32(s))
	}
	inner := choose.Cap{Limit: int64(rapid.IntRange(0, 6).Draw(t, "limit")), Sources: all[:cut]}
	outer := choose.Cap{Limit: int64(rapid.IntRange(0, 8).Draw(t, "limit")), Sources: all}
	switch rapid.IntRange(0, 2).Draw(t, "shape") {
	case 0:
		inner.Whole = true
		return []choose.Cap{inner}
	case 1:
		return []choose.Cap{outer, inner}
	}
	outer.Sources = all[cut:]
	return []choose.Cap{inner, outer}
}

func TestExactEqualsBruteForce(t *testing.T) {
	t.Parallel()
	for name, caps := range map[string]bool{"without caps": false, "with caps": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				p := problems(caps).Draw(t, "problem")
				got := choose.Exact{}.Choose(p, 1<<30)
				chosen, units, direct := brute(p)
				if !got.Proven || got.Units != units || got.Direct != direct {
					t.Fatalf("got %+v, brute force %v units %d direct %d", got, chosen, units, direct)
				}
				if diff := cmp.Diff(chosen, got.Chosen); diff != "" {
					t.Fatalf("canonical choice differs (-brute +exact):\n%s", diff)
				}
			})
		})
	}
}

// A budget that runs out gives an admissible answer with an honest bound.
func TestBudget(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := problems(true).Draw(t, "problem")
		got := choose.Exact{}.Choose(p, rapid.IntRange(0, 3).Draw(t, "budget"))
		_, units, _ := brute(p)
		if !admissible(p, got.Chosen) {
			t.Fatalf("%v is not admissible", got.Chosen)
		}
		if got.Units > units || got.Bound < units || got.Proven && got.Units != units {
			t.Fatalf("got %+v, the optimum is %d", got, units)
		}
	})
}
