package lint

import "github.com/cairnproject/cairn/internal/agreement"

// extent is how many ways an expression has and how many sources are in all of
// them; beyond the limits it is only known to be too much.
type extent struct{ ways, sources int }

const huge = 1 << 30

func saturate(n int) int { return min(n, huge) }

// plus is the extent of either.
func (a extent) plus(b extent) extent {
	return extent{saturate(a.ways + b.ways), saturate(a.sources + b.sources)}
}

// times is the extent of both together.
func (a extent) times(b extent) extent {
	if a.ways > maxWays || b.ways > maxWays || a.sources > maxSources || b.sources > maxSources {
		return extent{huge, huge}
	}
	return extent{a.ways * b.ways, a.sources*b.ways + b.sources*a.ways}
}

// extentOf counts before anything is written out.
func extentOf(e *agreement.Expr) extent {
	switch {
	case e.All != nil || e.Sequence != nil:
		out := extent{ways: 1}
		for _, parts := range [][]agreement.Expr{e.All, e.Sequence} {
			for i := range parts {
				out = out.times(extentOf(&parts[i]))
			}
		}
		return out
	case e.Any != nil:
		out := extent{}
		for i := range e.Any {
			out = out.plus(extentOf(&e.Any[i]))
		}
		return out
	case e.AtLeast != nil:
		return extentOfSome(e.AtLeast)
	}
	return extent{1, 1}
}

func extentOfSome(n *agreement.AtLeast) extent {
	if n.Count == 0 || choices(len(n.Of), n.Count)*n.Count > maxSources {
		return extent{huge, huge}
	}
	by := make([]extent, n.Count+1)
	by[0] = extent{ways: 1}
	for i := range n.Of {
		part := extentOf(&n.Of[i])
		for k := min(i+1, n.Count); k > 0; k-- {
			by[k] = by[k].plus(by[k-1].times(part))
		}
	}
	return by[n.Count]
}

// choices is "n choose k", or maxSources+1 where it is more than that.
func choices(n, k int) int {
	k = min(k, n-k)
	out := 1
	for i := 1; i <= k; i++ {
		if out = out * (n - k + i) / i; out > maxSources {
			return maxSources + 1
		}
	}
	return out
}
