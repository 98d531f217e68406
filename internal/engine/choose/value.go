package choose

import (
	"cmp"
	"slices"
)

// Value returns what a set of chosen candidates is worth: per source the
// highest units that any of them gives (units count once), the direct units up
// to that, and both after caps.
func Value(p *Problem, chosen []int) []Part {
	kept := make([]Part, p.Sources)
	for s := range kept {
		kept[s].Source = int32(s)
	}
	for _, c := range chosen {
		for _, part := range p.Candidates[c].Parts {
			k := &kept[part.Source]
			k.Units = max(k.Units, part.Units)
			k.Direct += part.Direct
		}
	}
	for s := range kept {
		kept[s].Direct = min(kept[s].Direct, kept[s].Units)
	}
	applyCaps(p.Caps, kept)
	return kept
}

// applyCaps cuts units from the innermost cap outwards: elective units before
// direct ones, later sources before earlier ones. For caps that nest or are
// disjoint this keeps the most units, and of these the most direct ones.
func applyCaps(caps []Cap, kept []Part) {
	for _, i := range innermostFirst(caps) {
		c := &caps[i]
		if over := unitsOf(kept, c.Sources) - c.Limit; over <= 0 {
			continue
		} else if c.Whole {
			keepWhole(c, kept)
		} else {
			cut(kept, c.Sources, over)
		}
	}
}

func innermostFirst(caps []Cap) []int {
	order := make([]int, len(caps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(caps[a].Sources), len(caps[b].Sources)), cmp.Compare(caps[a].Limit, caps[b].Limit))
	})
	return order
}

func unitsOf(kept []Part, sources []int32) int64 {
	var sum int64
	for _, s := range sources {
		sum += kept[s].Units
	}
	return sum
}

func cut(kept []Part, sources []int32, over int64) {
	for i := len(sources) - 1; i >= 0 && over > 0; i-- {
		k := &kept[sources[i]]
		take := min(over, k.Units-k.Direct)
		k.Units -= take
		over -= take
	}
	for i := len(sources) - 1; i >= 0 && over > 0; i-- {
		k := &kept[sources[i]]
		take := min(over, k.Units)
		k.Units -= take
		k.Direct -= min(take, k.Direct)
		over -= take
	}
}

// keepWhole keeps the subset of sources that fits under the cap with the most
// units, then the most direct units, then the earliest sources. The reachable
// sums are built source by source; each keeps its best subset only.
func keepWhole(c *Cap, kept []Part) {
	type state struct {
		direct int64
		prev   int // index into history of the state before
		source int32
	}
	type node struct {
		units int64
		state
	}
	history := []node{{state: state{prev: -1, source: -1}}}
	best := map[int64]int{0: 0}
	for _, s := range slices.Backward(c.Sources) {
		if kept[s].Units == 0 {
			continue
		}
		sums := make([]int64, 0, len(best))
		for sum := range best {
			sums = append(sums, sum)
		}
		slices.SortFunc(sums, func(a, b int64) int { return cmp.Compare(b, a) })
		for _, sum := range sums {
			next := sum + kept[s].Units
			if next > c.Limit {
				continue
			}
			from := best[sum]
			n := node{next, state{history[from].direct + kept[s].Direct, from, s}}
			if old, ok := best[next]; !ok || history[old].direct <= n.direct {
				history = append(history, n)
				best[next] = len(history) - 1
			}
		}
	}
	top := int64(0)
	for sum := range best {
		top = max(top, sum)
	}
	keep := map[int32]bool{}
	for at := best[top]; at > 0; at = history[at].prev {
		keep[history[at].source] = true
	}
	for _, s := range c.Sources {
		if !keep[s] {
			kept[s].Units, kept[s].Direct = 0, 0
		}
	}
}

// nested reports whether every two caps nest or are disjoint, and no cap on
// whole items holds another: then applyCaps is exact.
func nested(caps []Cap) bool {
	for i := range caps {
		for j := i + 1; j < len(caps); j++ {
			small, large := &caps[i], &caps[j]
			if len(small.Sources) > len(large.Sources) {
				small, large = large, small
			}
			common := 0
			for _, s := range small.Sources {
				if slices.Contains(large.Sources, s) {
					common++
				}
			}
			if common > 0 && (common < len(small.Sources) || large.Whole || small.Whole) {
				return false
			}
		}
	}
	return true
}
