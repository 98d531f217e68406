package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/requirement"
)

// setCycles reports sets that need themselves, with the way round.
func (c *checker) setCycles() {
	names := slices.Sorted(maps.Keys(c.v.Sets))
	cycle := findCycle(names, func(name string, yield func(string)) {
		f := c.v.Sets[name]
		eachSet(&f, 0, yield)
	})
	if cycle != nil {
		c.reportf(c.setPointer(cycle[0]), "cyclic_set", "remove one of the steps", "the set needs itself: %s", around(cycle, " needs "))
	}
}

// around writes a circle; the middle of a long one is left out.
func around(cycle []string, verb string) string {
	if n := len(cycle); n > 12 {
		cycle = slices.Concat(cycle[:5], []string{fmt.Sprintf("… (%d more)", n-10)}, cycle[n-5:])
	}
	return strings.Join(cycle, verb)
}

func (c *checker) setPointer(name string) string {
	if i := strings.TrimPrefix(c.base, "/versions/"); c.base != "" {
		if k, err := strconv.Atoi(i); err == nil && k < len(c.p.Versions) {
			if _, ok := c.p.Versions[k].Sets[name]; ok {
				return c.base + "/sets/" + escape(name)
			}
		}
	}
	return "/sets/" + escape(name)
}

func eachSet(f *requirement.ItemFilter, depth int, yield func(string)) {
	if depth > requirement.MaxDepth {
		return
	}
	if f.Set != "" {
		yield(f.Set)
	}
	for _, part := range f.Each {
		eachSet(part, depth+1, yield)
	}
}

// findCycle returns the first circle among names, closed ("a", "b", "a"), or
// nil. It is a depth-first walk without recursion, so no chain is too long.
func findCycle(names []string, next func(name string, yield func(string))) []string {
	const fresh, open, done = 0, 1, 2
	state := map[string]int{}
	type frame struct {
		name string
		rest []string
	}
	follow := func(name string) frame {
		f := frame{name: name}
		next(name, func(to string) { f.rest = append(f.rest, to) })
		return f
	}
	for _, start := range names {
		if state[start] != fresh {
			continue
		}
		state[start] = open
		trail := []frame{follow(start)}
		for len(trail) > 0 {
			top := &trail[len(trail)-1]
			if len(top.rest) == 0 {
				state[top.name] = done
				trail = trail[:len(trail)-1]
				continue
			}
			to := top.rest[0]
			top.rest = top.rest[1:]
			switch state[to] {
			case open:
				i := slices.IndexFunc(trail, func(f frame) bool { return f.name == to })
				var cycle []string
				for _, f := range trail[i:] {
					cycle = append(cycle, f.name)
				}
				return append(cycle, to)
			case fresh:
				state[to] = open
				trail = append(trail, follow(to))
			}
		}
	}
	return nil
}
