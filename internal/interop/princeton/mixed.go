package princeton

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/requirement"
)

// gather makes one part of those that pass up their courses one by one.
func gather(parts []*req) []*req {
	c := converter{}
	pool := &req{pdfs: -1, common: -1, made: true}
	var out []*req
	for _, p := range parts {
		if c.poolable([]*req{p}) {
			pool.parts = append(pool.parts, p)
			pool.maxCounted += most(p)
			continue
		}
		out = append(out, p)
	}
	if len(pool.parts) < 2 {
		return parts
	}
	return append(out, pool)
}

// maxMixed bounds the combinations that are written out.
const maxMixed = 400

// mixed writes out every way in which parts that pass up different amounts
// reach m: at least so much from each, no way that another one implies.
func (c *converter) mixed(parts []*req, m int, here place) requirement.Node {
	var ways [][]int
	levels := make([]int, len(parts))
	var walk func(i, left int)
	walk = func(i, left int) {
		if left <= 0 || i == len(parts) || len(ways) > maxMixed {
			if left <= 0 && minimal(levels[:i], parts, m) {
				ways = append(ways, append([]int(nil), levels[:i]...))
			}
			return
		}
		p := parts[i]
		for k := min(most(p), max(m, need(p, 0))); k >= 0; k-- {
			if levels[i] = k; k > 0 && k < min(need(p, 0), most(p)) {
				continue // passes up nothing below its own need
			}
			walk(i+1, left-k)
		}
		levels[i] = 0
	}
	walk(0, m)
	if len(ways) == 0 || len(ways) > maxMixed {
		c.unread = append(c.unread, fmt.Sprintf("%d ways to reach %d", len(ways), m))
		return requirement.Node{Unknown: "The file combines the parts in too many ways."}
	}
	return requirement.Node{Any: c.ways(parts, ways, here)}
}

// minimal reports whether no part could pass up one less.
func minimal(levels []int, parts []*req, m int) bool {
	sum := 0
	for _, k := range levels {
		sum += k
	}
	for i, k := range levels {
		if k == 0 {
			continue
		}
		lower := k - 1
		if lower < min(need(parts[i], 0), most(parts[i])) {
			lower = 0
		}
		if sum-k+lower >= m {
			return false
		}
	}
	return true
}

func (c *converter) ways(parts []*req, ways [][]int, here place) []requirement.Node {
	var out []requirement.Node
	for w, levels := range ways {
		var chosen []*req
		var at []int
		for i, k := range levels {
			if k > 0 {
				chosen, at = append(chosen, parts[i]), append(at, k)
			}
		}
		below := here
		below.path = join(here.path, fmt.Sprintf("way-%d", w+1))
		i := -1
		nodes := c.each(chosen, below, func(*req) int { i++; return at[i] })
		out = append(out, requirement.Node{ID: fmt.Sprintf("way-%d", w+1), All: nodes})
	}
	return out
}
