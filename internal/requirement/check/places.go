package check

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

func needKey(n *requirement.Node) string {
	switch {
	case n.Take != nil && n.Take.Credits.IsZero():
		return "/take/items"
	case n.Take != nil:
		return "/take"
	case n.Choose != nil:
		return "/choose/credits"
	case n.Series != nil:
		return "/series"
	case n.Item != "":
		return "/item"
	}
	return ""
}

// usable says how many items qualify, by name where they are few.
func (c *checker) usable(ids []catalog.ItemID) string {
	switch len(ids) {
	case 0:
		return "none can be used"
	case 1:
		return "only 1 can be used: " + c.name(ids[0])
	}
	text := "only " + strconv.Itoa(len(ids)) + " can be used"
	if len(ids) <= 6 {
		text += ": " + c.names(ids)
	}
	return text
}

func (c *checker) name(id catalog.ItemID) string {
	if it := c.w.Item(id); it != nil && it.Latest().Code != "" {
		return it.Latest().Code
	}
	return string(id)
}

func (c *checker) names(ids []catalog.ItemID) string {
	var text strings.Builder
	for i, id := range ids {
		switch {
		case i > 0 && i == len(ids)-1:
			text.WriteString(" and ")
		case i > 0:
			text.WriteString(", ")
		}
		text.WriteString(c.name(id))
	}
	return text.String()
}

func are(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// below lists for every place the places at and below it, as a range of the
// walk: a place is followed by everything below it.
func (c *checker) below() [][2]int {
	out := make([][2]int, len(c.places))
	for k := range c.places {
		out[k] = [2]int{k, k + 1}
	}
	for k := len(c.places) - 1; k > 0; k-- {
		if up := c.places[k].Parent; up >= 0 {
			out[up][1] = max(out[up][1], out[k][1])
		}
	}
	return out
}

// owed tells which places every learner must satisfy: those that only All
// stands above.
func (c *checker) owed() []bool { return c.owedIn(0, len(c.places)) }

// owedIn tells which places from one to another, which are that place and all
// below it, must be satisfied by whoever satisfies the first, which has index 0.
func (c *checker) owedIn(from, to int) []bool {
	out := make([]bool, to-from)
	for k := from; k < to; k++ {
		p := &c.places[k]
		switch {
		case p.Node.Recommended:
		case k == from:
			out[k-from] = true
		default:
			above := c.places[p.Parent].Node
			out[k-from] = out[p.Parent-from] && (above.All != nil || len(above.Any) == 1 || allOf(above.Choose))
		}
	}
	return out
}

func allOf(ch *requirement.Choose) bool { return ch != nil && ch.Count == len(ch.Of) }
