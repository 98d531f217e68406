package check

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/requirement"
)

// maxCompared is how many alternatives are compared pair by pair.
const maxCompared = 200

// alternatives reports parts of an Any that are never needed: whoever satisfies
// one satisfies a weaker one already.
func (c *checker) alternatives(k int) {
	n := c.places[k].Node
	if len(n.Any) < 2 {
		return
	}
	at := c.at(&c.places[k]) + "/any/"
	lone := map[string]int{} // what a part of one atom asks for → the part
	parts := make([]atoms, len(n.Any))
	for i := range n.Any {
		parts[i] = atomsOf(&n.Any[i])
		if len(parts[i]) == 1 {
			for a := range parts[i] {
				if _, ok := lone[a]; !ok {
					lone[a] = i
				}
			}
		}
	}
	var segments []string // made for the first that is reported
	for j := range parts {
		if i := weaker(n.Any, parts, lone, j); i >= 0 {
			if segments == nil {
				segments = n.Segments()
			}
			c.warnf(at+itoa(j), "shadowed", "remove it, or ask for something else", "whoever satisfies it satisfies the alternative %s already", strconv.Quote(segments[i]))
		}
	}
}

// weaker finds a part that part j implies, or -1. Of two equal ones the later
// is reported.
func weaker(list []requirement.Node, parts []atoms, lone map[string]int, j int) int {
	for a := range parts[j] {
		if i, ok := lone[a]; ok && i != j && (len(parts[j]) > 1 || i < j) {
			return i
		}
	}
	if len(parts) > maxCompared {
		return -1
	}
	for i := range parts {
		switch {
		case i == j:
		case takesMore(&list[j], &list[i], i < j):
			return i
		case len(parts[i]) > 1 && parts[i].in(parts[j]) && (len(parts[i]) < len(parts[j]) || i < j):
			return i
		}
	}
	return -1
}

// takesMore reports whether two Takes differ in their needs alone and a asks
// for at least as much as b, and for more unless equal is allowed.
func takesMore(a, b *requirement.Node, equal bool) bool {
	if a.Take == nil || b.Take == nil || a.Take.Distinct != nil || b.Take.Distinct != nil {
		return false
	}
	x, y := *a, *b
	s, t := *a.Take, *b.Take
	more := s.Items >= t.Items && s.Credits.Cmp(t.Credits) >= 0
	strict := s.Items > t.Items || s.Credits.Cmp(t.Credits) > 0
	s.Items, t.Items, s.Credits = 0, 0, t.Credits
	x.Take, y.Take, x.ID, y.ID, x.Title, y.Title = &s, &t, "", "", "", ""
	return more && (strict || equal) && reflect.DeepEqual(x, y)
}

// atoms are what a part asks for, as a set: each item, and every other
// requirement as its text.
type atoms map[string]bool

func (a atoms) in(b atoms) bool {
	for x := range a {
		if !b[x] {
			return false
		}
	}
	return true
}

func atomsOf(n *requirement.Node) atoms {
	out := atoms{}
	collectAtoms(n, out)
	return out
}

func collectAtoms(n *requirement.Node, out atoms) {
	bare := *n
	bare.ID, bare.Title, bare.All, bare.Item, bare.Series = "", "", nil, "", nil
	extras := !reflect.DeepEqual(bare, requirement.Node{})
	switch {
	case extras || n.Recommended:
		bare.All, bare.Item, bare.Series = n.All, n.Item, n.Series
		text, err := json.Marshal(&bare)
		if err != nil {
			text = []byte(n.Title) // cannot happen: the types have no circles
		}
		out["node "+string(text)] = true
	case n.Item != "":
		out["item "+string(n.Item)] = true
	case n.Series != nil:
		for _, id := range n.Series {
			out["item "+string(id)] = true
		}
	default:
		for i := range n.All {
			collectAtoms(&n.All[i], out)
		}
	}
}

// vacuous reports what asks for nothing or never makes a difference.
func (c *checker) vacuous(k int) {
	n := c.places[k].Node
	at := c.at(&c.places[k])
	if n.If != nil && n.If.Else != nil && reflect.DeepEqual(n.If.Then, *n.If.Else) {
		c.warnf(at+"/if", "vacuous", "remove the test", "both branches ask for the same")
	}
	owed := 0
	parts := n.Parts()
	for i := range parts {
		if !parts[i].Recommended {
			owed++
		}
	}
	switch {
	case len(parts) == 0 || n.If != nil || n.Recommended:
	case owed == 0:
		c.warnf(at, "vacuous", "mark the whole requirement as recommended", "every part is only recommended, so nothing is asked")
	case n.Choose != nil && n.Choose.Count > owed:
		c.reportf(at+"/choose/count", "unsatisfiable", "at most "+itoa(owed), "%d parts are asked for, and %d of them are only recommended", n.Choose.Count, len(parts)-owed)
	}
	c.vacuousShares(k)
}

// usesUp reports whether anything at or below a requirement uses items up: a total
// only counts them, and a credential, milestone or question is no use of one.
func (c *checker) usesUp(k int) bool {
	for i := k; i < len(c.places); i++ {
		p := &c.places[i]
		if i > k && p.Depth <= c.places[k].Depth {
			break
		}
		if n := p.Node; n.Item != "" || n.Series != nil || n.Take != nil && !n.Take.Free {
			return true
		}
	}
	return false
}

// vacuousShares looks at the program's shares once.
func (c *checker) vacuousShares(k int) {
	if k != 0 {
		return
	}
	for i := range c.v.Shares {
		s := &c.v.Shares[i]
		if s.Items == nil && s.Credits == nil && s.Of == nil && strings.HasPrefix(s.Between[0], "scope:") && strings.HasPrefix(s.Between[1], "scope:") {
			c.warnf(c.base+"/shares/"+itoa(i), "vacuous", "remove it, or give a budget", "two scopes share without a limit anyway")
		}
		for _, end := range s.Between {
			if k, ok := c.byPath[end]; ok && !c.usesUp(k) {
				c.warnf(c.base+"/shares/"+itoa(i), "vacuous", "remove it", "%q uses nothing up, so that there is nothing to share", end)
			}
		}
	}
}
