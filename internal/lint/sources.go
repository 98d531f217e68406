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
	return expand(e, nil)
}

func expand(e *agreement.Expr, above []*agreement.Condition) ([]way, bool) {
	conds := above
	if !e.IsZero() {
		conds = append(slices.Clip(above), &e.Condition)
	}
	switch {
	case e.All != nil:
		return expandAll(e.All, conds)
	case e.Sequence != nil:
		return expandAll(e.Sequence, conds)
	case e.Any != nil:
		return expandAny(e.Any, conds)
	case e.AtLeast != nil:
		return expandSome(e.AtLeast, conds)
	case e.Match != nil:
		return []way{{{key: patternKey(e.Match), match: e.Match, conds: conds}}}, true
	}
	return []way{{{key: string(e.Item), item: e.Item, conds: conds}}}, true
}

func patternKey(p *agreement.Pattern) string {
	b, _ := json.Marshal(p) // a tree of plain values always encodes
	return "match " + string(b)
}

func expandAny(parts []agreement.Expr, conds []*agreement.Condition) ([]way, bool) {
	var out []way
	for i := range parts {
		more, whole := expand(&parts[i], conds)
		if out = append(out, more...); !whole || tooMany(out) {
			return nil, false
		}
	}
	return out, true
}

func tooMany(ways []way) bool {
	sources := 0
	for _, w := range ways {
		sources += len(w)
	}
	return len(ways) > maxWays || sources > maxSources
}

func expandAll(parts []agreement.Expr, conds []*agreement.Condition) ([]way, bool) {
	out := []way{nil}
	for i := range parts {
		more, whole := expand(&parts[i], conds)
		if !whole || len(out)*len(more) > maxWays {
			return nil, false
		}
		if out = cross(out, more); tooMany(out) {
			return nil, false
		}
	}
	return out, true
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
func expandSome(n *agreement.AtLeast, conds []*agreement.Condition) ([]way, bool) {
	if n.Count == 0 {
		return nil, false
	}
	// by[k] are the ways to meet k of the parts seen so far.
	by := make([][]way, n.Count+1)
	by[0] = []way{nil}
	for i := range n.Of {
		more, whole := expand(&n.Of[i], conds)
		if !whole {
			return nil, false
		}
		for k := min(i+1, n.Count); k > 0; k-- {
			if len(by[k])+len(by[k-1])*len(more) > maxWays {
				return nil, false
			}
			if by[k] = append(by[k], cross(by[k-1], more)...); tooMany(by[k]) {
				return nil, false
			}
		}
	}
	return by[n.Count], true
}
