package view

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/requirement"
)

// Layout is what a version says of its tree before any learner is looked at.
// It is made once and shared; nothing changes it.
type Layout struct {
	places   []requirement.Place
	whole    bool           // whether all places were read
	children [][]int        // by place
	byPath   map[string]int // path → place
	part     []int          // place → share part that it begins, or -1
}

// NewLayout reads a version. Its parts are those of [requirement.Places] at the
// default limits.
func NewLayout(v *requirement.ProgramVersion) *Layout {
	l := &Layout{}
	l.places, l.whole = requirement.Places(v.Requires, 0, 0)
	l.children = make([][]int, len(l.places))
	l.byPath = make(map[string]int, len(l.places))
	l.part = make([]int, len(l.places))
	for i, p := range l.places {
		l.part[i] = -1
		l.byPath[p.Path] = i
		if p.Parent >= 0 {
			l.children[p.Parent] = append(l.children[p.Parent], i)
		}
	}
	for changed := true; changed; {
		changed = l.cut(v.Shares)
	}
	return l
}

// cut makes the ends of shares scopes of their own: parts with several Takes,
// and what shares with a scope, so that a budget is about these two only. It
// reports whether it cut anything, as others may have to follow.
func (l *Layout) cut(shares []requirement.Share) bool {
	before := 0
	for _, p := range l.part {
		before += p
	}
	for i := range shares {
		ends := shares[i].Between
		apart := slices.ContainsFunc(ends, func(end string) bool {
			place, ok := l.byPath[end]
			return strings.HasPrefix(end, "scope:") || ok && (l.part[place] >= 0 || !l.single(place))
		})
		for _, end := range ends {
			if place, ok := l.byPath[end]; apart && ok && place > 0 {
				l.part[place] = place
			}
		}
	}
	after := 0
	for _, p := range l.part {
		after += p
	}
	return after != before
}

// Places are the requirements of the version, in order; not to be changed.
func (l *Layout) Places() []requirement.Place { return l.places }

// single reports whether a place becomes exactly one Take.
func (l *Layout) single(place int) bool {
	n := l.places[place].Node
	return n.Kind() == requirement.KindItem || n.Kind() == requirement.KindTake && n.Take.Same == ""
}
