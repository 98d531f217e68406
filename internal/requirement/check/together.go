package check

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

func itoa(n int) string { return strconv.Itoa(n) }

func same(a, b *requirement.ItemFilter) bool { return reflect.DeepEqual(a, b) }

// shared reports whether a share touches the place or anything above it.
func (c *checker) shared(place int) bool {
	for i := range c.v.Shares {
		for _, end := range c.v.Shares[i].Between {
			if end == "scope:"+c.places[place].Scope || below(c.places[place].Path, end) {
				return true
			}
		}
	}
	return false
}

// maxMatching bounds the joint proof: needs times items.
const maxMatching = 400_000

// together proves that the owed requirements of one scope cannot all have their
// items: a set of requirements that need more items than qualify (Hall).
// Credits need as many items as the largest of them reach. Requirements that
// share or take from open filters are left out, which only makes the rest easier
// to satisfy.
func (c *checker) together(w *weights, from, to int, owed []bool) {
	byScope := map[string][]demand{}
	for k := from; k < to; k++ {
		if !owed[k-from] {
			continue
		}
		d, ok := c.joint(w, k)
		if ok && d.items > 0 {
			byScope[c.places[k].Scope] = append(byScope[c.places[k].Scope], d)
		}
	}
	var scopes []string
	for s := range byScope {
		scopes = append(scopes, s)
	}
	slices.Sort(scopes)
	for _, s := range scopes {
		if list := byScope[s]; len(list) > 1 || list[0].parts {
			c.hall(list)
		}
	}
}

func (c *checker) hall(list []demand) {
	m := matching{owner: map[catalog.ItemID]int{}}
	work := 0
	for i, d := range list {
		if len(d.supply.ids) < d.items && !d.parts {
			return // reported by itself
		}
		if work += d.items * len(d.supply.ids); work > maxMatching {
			return
		}
		m.supply = append(m.supply, d.supply.ids)
		for range d.items {
			if !m.give(i, map[catalog.ItemID]bool{}) {
				c.reportHall(list, m.closure(i))
				return
			}
		}
	}
}

func (c *checker) reportHall(list []demand, members []int) {
	need := 0
	items := map[catalog.ItemID]bool{}
	var ids []catalog.ItemID
	var paths []string
	for _, i := range members {
		need += list[i].items
		if path := c.places[list[i].place].Path; path != "" {
			paths = append(paths, strconv.Quote(path))
		}
		for _, id := range list[i].supply.ids {
			if !items[id] {
				items[id] = true
				ids = append(ids, id)
			}
		}
	}
	if len(paths) > 6 {
		paths = append(paths[:5:5], strconv.Itoa(len(paths)-5)+" more")
	}
	last := &c.places[list[members[len(members)-1]].place]
	report := c.reportf
	if c.branch {
		report, c.deadEnd = c.warnf, true
	}
	text := fmt.Sprintf("%s %d items, and %s", theseNeed(len(members)), need, c.usable(ids))
	if len(paths) > 0 {
		text += ": " + strings.Join(paths, ", ")
	}
	report(c.at(last), "unsatisfiable_together", "name more items, or let them share", "%s", text)
}

func theseNeed(n int) string {
	if n == 1 {
		return "this requirement needs"
	}
	return "these " + itoa(n) + " requirements need"
}

// matching gives items to demands, moving earlier gifts where needed.
type matching struct {
	supply [][]catalog.ItemID
	owner  map[catalog.ItemID]int
}

// give finds one more item for a demand along an augmenting path.
func (m *matching) give(i int, seen map[catalog.ItemID]bool) bool {
	for _, id := range m.supply[i] {
		if _, taken := m.owner[id]; !taken && !seen[id] {
			m.owner[id] = i
			return true
		}
	}
	for _, id := range m.supply[i] {
		if seen[id] || m.owner[id] == i {
			continue
		}
		seen[id] = true
		if m.give(m.owner[id], seen) {
			m.owner[id] = i
			return true
		}
	}
	return false
}

// closure lists the demands that compete with one that found nothing: they and
// their items are a Hall set. In order.
func (m *matching) closure(start int) []int {
	in := map[int]bool{start: true}
	for queue := []int{start}; len(queue) > 0; {
		i := queue[0]
		queue = queue[1:]
		for _, id := range m.supply[i] {
			if o, ok := m.owner[id]; ok && !in[o] {
				in[o] = true
				queue = append(queue, o)
			}
		}
	}
	var out []int
	for i := range m.supply {
		if in[i] {
			out = append(out, i)
		}
	}
	return out
}
