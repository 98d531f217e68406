package lint

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// source is one thing that a learner must bring to meet a rule: an item or, for
// a wildcard, any item of a pattern, under every condition that stands beside
// it or above it.
type source struct {
	key   string // the item's id, or the pattern as text
	item  catalog.ItemID
	match *agreement.Pattern
	conds []*agreement.Condition
}

// way is one combination of sources that meets a rule, in the order of their
// keys.
type way []source

// key is the same for ways over the same items.
func (w way) key() string {
	keys := make([]string, len(w))
	for i := range w {
		keys[i] = w[i].key
	}
	return strings.Join(keys, "\x00")
}

// The most ways that a rule is written out to, and the most sources in all of
// them. Beyond that a rule is only compared with rules of the same text.
const (
	maxWays    = 4096
	maxSources = 8192
)

// waysOf writes an expression out; whole is false where that were too many
// ways, or where credits and not parts are counted.
func waysOf(e *agreement.Expr) (ways []way, whole bool) {
	if n := extentOf(e); n.ways > maxWays || n.sources > maxSources {
		return nil, false
	}
	return expand(e, nil), true
}

func expand(e *agreement.Expr, above []*agreement.Condition) (out []way) {
	conds := above
	if !e.IsZero() {
		conds = append(slices.Clip(above), &e.Condition)
	}
	switch {
	case e.All != nil || e.Sequence != nil:
		out = []way{nil}
		for _, parts := range [][]agreement.Expr{e.All, e.Sequence} {
			for i := range parts {
				out = cross(out, expand(&parts[i], conds))
			}
		}
	case e.Any != nil:
		for i := range e.Any {
			out = append(out, expand(&e.Any[i], conds)...)
		}
	case e.AtLeast != nil:
		out = expandSome(e.AtLeast, conds)
	case e.Match != nil:
		out = []way{{{key: patternKey(e.Match), match: e.Match, conds: conds}}}
	default:
		out = []way{{{key: string(e.Item), item: e.Item, conds: conds}}}
	}
	return out
}

func patternKey(p *agreement.Pattern) string {
	b, _ := json.Marshal(p) // a tree of plain values always encodes
	return "match " + string(b)
}

func cross(a, b []way) []way {
	out := make([]way, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, together(x, y))
		}
	}
	return out
}

// together joins two ways; an item of both is brought once, under the
// conditions of both.
func together(x, y way) way {
	out := slices.Clone(x)
	for _, s := range y {
		at, found := slices.BinarySearchFunc(out, s.key, func(o source, key string) int { return strings.Compare(o.key, key) })
		if found {
			out[at].conds = slices.Concat(out[at].conds, s.conds)
			continue
		}
		out = slices.Insert(out, at, s)
	}
	return out
}

// expandSome writes out "so many of": every choice of the parts.
func expandSome(n *agreement.AtLeast, conds []*agreement.Condition) []way {
	// by[k] are the ways to meet k of the parts seen so far.
	by := make([][]way, n.Count+1)
	by[0] = []way{nil}
	for i := range n.Of {
		more := expand(&n.Of[i], conds)
		for k := min(i+1, n.Count); k > 0; k-- {
			by[k] = append(by[k], cross(by[k-1], more)...)
		}
	}
	return by[n.Count]
}
