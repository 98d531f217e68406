package view

import (
	"strconv"
	"strings"
)

// A share between two requirements that are one Take each is a share of Takes.
// A requirement with several Takes, or one that shares with such a one, becomes
// a scope of its own, which shares nothing with the rest of the scope that it
// was cut out of, unless said.

// scopeName is the scope of a place; a share part is named after its path,
// which no written scope can be.
func (b *builder) scopeName(place int, here *within) string {
	if here.part >= 0 {
		return "path:" + b.places[here.part].Path
	}
	return b.places[place].Scope
}

func (b *builder) shares() {
	said := map[[2]int]bool{}
	for i := range b.in.Version.Shares {
		s := &b.in.Version.Shares[i]
		if len(s.Between) != 2 {
			continue
		}
		x, okX := b.end(s.Between[0])
		y, okY := b.end(s.Between[1])
		if x.gone || y.gone {
			continue
		}
		if !okX || !okY {
			b.tree.Outside = append(b.tree.Outside, *s)
			continue
		}
		set := b.setOf(s.Of)
		if x.take >= 0 && y.take >= 0 {
			b.tree.Shares = append(b.tree.Shares, Share{A: x.take, B: y.take, Items: s.Items, Credits: s.Credits, Set: set})
			continue
		}
		said[pair(x.scope, y.scope)] = true
		b.tree.Shares = append(b.tree.Shares, Share{Scopes: true, A: x.scope, B: y.scope, Items: s.Items, Credits: s.Credits, Set: set})
	}
	b.keepApart(said)
}

// keepApart lets a scope that was cut out of another share nothing with it and
// with its other cuttings.
func (b *builder) keepApart(said map[[2]int]bool) {
	base := map[int]string{} // scope → scope that it was cut out of
	for name, i := range b.scopes {
		base[i] = name
	}
	for place, p := range b.part {
		if i, ok := b.scopes["path:"+b.places[place].Path]; ok && p >= 0 {
			base[i] = b.places[place].Scope
		}
	}
	groups := map[string][]int{}
	for i := range b.tree.Scopes {
		groups[base[i]] = append(groups[base[i]], i)
	}
	zero := 0
	for first := range b.tree.Scopes {
		group := groups[base[first]]
		if group[0] != first {
			continue // done with its first scope
		}
		for k, i := range group {
			for _, j := range group[k+1:] {
				if !said[pair(i, j)] {
					b.tree.Shares = append(b.tree.Shares, Share{Scopes: true, A: i, B: j, Items: &zero, Set: -1})
				}
			}
		}
	}
}

func pair(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

// end is one side of a share: a Take, or a scope, or nothing where the
// requirement was waived or is only advice.
type end struct {
	take, scope int
	gone        bool
}

func (b *builder) end(text string) (end, bool) {
	if name, ok := strings.CutPrefix(text, "scope:"); ok {
		return end{take: -1, scope: b.scope(name)}, true
	}
	if strings.HasPrefix(text, "program:") {
		return end{}, false
	}
	place, ok := b.byPath[text]
	if !ok {
		return end{}, false
	}
	takes := b.takesAt(place)
	switch {
	case len(takes) == 0:
		return end{gone: true}, true
	case b.part[place] < 0 && b.single(place) && b.tree.Nodes[takes[0]].Free:
		return end{gone: true}, true // what uses nothing up shares nothing
	case b.part[place] < 0 && b.single(place):
		return end{take: takes[0], scope: b.tree.Nodes[takes[0]].Scope}, true
	}
	if b.part[place] < 0 { // the top: its own scope
		return end{take: -1, scope: b.scope(b.places[place].Scope)}, true
	}
	return end{take: -1, scope: b.scope("path:" + b.places[place].Path)}, true
}

// String names a share for tests and logs.
func (s Share) String() string {
	what := "takes "
	if s.Scopes {
		what = "scopes "
	}
	limit := "any"
	if s.Items != nil {
		limit = strconv.Itoa(*s.Items) + " items"
	}
	if s.Credits != nil {
		limit = s.Credits.String() + " credits"
	}
	return what + strconv.Itoa(s.A) + "+" + strconv.Itoa(s.B) + ": " + limit
}
