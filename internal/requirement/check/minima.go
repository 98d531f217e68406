package check

import (
	"fmt"
	"strconv"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// filtersAt are the filters that everything used by a demand passes.
func (c *checker) filtersAt(d *demand) []*requirement.ItemFilter {
	return append(c.wheres(d.place), d.filter)
}

// wheres are the filters of a place and of everything above it.
func (c *checker) wheres(k int) []*requirement.ItemFilter {
	var out []*requirement.ItemFilter
	for ; k >= 0; k = c.places[k].Parent {
		if w := c.places[k].Node.Where; w != nil {
			out = append(out, w)
		}
	}
	return out
}

// capAgainstMinima reports a limit below what a minimum in its reach asks for
// of what the limit counts, and below what two minima ask for together that no
// item can serve both: what was earned here, and what was brought.
func (c *checker) capAgainstMinima(at string, l *requirement.Limit, top int, reach [2]int, owed []bool) {
	if c.budget -= reach[1] - reach[0]; c.budget < 0 {
		return
	}
	var home, brought least
	for k := reach[0]; k < reach[1]; k++ {
		n := c.places[k].Node
		for i := range n.Minima {
			m := &n.Minima[i]
			if k != top && !c.within(owed, k, top) {
				continue
			}
			given := append(c.wheres(k), m.Of)
			if !requirement.Implies(c.v.Sets, given, l.Of) && (l.Of == nil || !same(l.Of, m.Of)) {
				continue
			}
			need := least{m.Items, m.Need(c.size()), c.at(&c.places[k]) + "/minima/" + strconv.Itoa(i)}
			if need.exceeds(l) {
				c.reportf(need.at, "cap_conflicts_need", "raise the limit or lower the minimum", "more is asked for than the limit at %s allows", at)
				return
			}
			home.join(need, requirement.Implies(c.v.Sets, given, &requirement.ItemFilter{Origin: requirement.Home}))
			brought.join(need, requirement.Implies(c.v.Sets, given, &requirement.ItemFilter{Origin: requirement.Transferred}))
		}
	}
	if home.at == "" || brought.at == "" {
		return
	}
	both := least{home.items + brought.items, home.credits.Add(brought.credits), brought.at}
	if both.exceeds(l) {
		c.reportf(both.at, "cap_conflicts_need", "raise the limit or lower one of the minima",
			"%s earned here and %s brought are asked for, and the limit at %s allows less than both", home.text(), brought.text(), at)
	}
}

// least is a minimum and its place.
type least struct {
	items   int
	credits credit.Amount
	at      string
}

func (n *least) exceeds(l *requirement.Limit) bool {
	return l.Items != nil && n.items > *l.Items || l.Credits != nil && n.credits.Cmp(*l.Credits) > 0
}

// join keeps the most that is asked for.
func (n *least) join(o least, counts bool) {
	if counts {
		n.items, n.credits, n.at = max(n.items, o.items), credit.Max(n.credits, o.credits), o.at
	}
}

func (n *least) text() string {
	if n.credits.IsZero() {
		return are(n.items, "item", "items")
	}
	return fmt.Sprintf("%s credits", n.credits)
}
