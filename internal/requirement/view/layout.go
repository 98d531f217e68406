package view

import "github.com/cairnproject/cairn/internal/requirement"

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
	for i := range v.Shares {
		for _, end := range v.Shares[i].Between {
			if place, ok := l.byPath[end]; ok && place > 0 && !l.single(place) {
				l.part[place] = place
			}
		}
	}
	return l
}

// Places are the requirements of the version, in order; not to be changed.
func (l *Layout) Places() []requirement.Place { return l.places }

// single reports whether a place becomes exactly one Take.
func (l *Layout) single(place int) bool {
	n := l.places[place].Node
	return n.Kind() == requirement.KindItem || n.Kind() == requirement.KindTake && n.Take.Same == ""
}
