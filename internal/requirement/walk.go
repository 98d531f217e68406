package requirement

import (
	"strconv"
)

// Each calls yield for every direct sub-requirement, which may be changed
// through the pointer, with its place below the node as part of a JSON pointer:
// "all/0", "choose/of/2", "if/then".
func (n *Node) Each(yield func(key string, child *Node) bool) {
	list := func(key string, parts []Node) bool {
		for i := range parts {
			if !yield(key+strconv.Itoa(i), &parts[i]) {
				return false
			}
		}
		return true
	}
	if !list("all/", n.All) || !list("any/", n.Any) {
		return
	}
	if n.Choose != nil && !list("choose/of/", n.Choose.Of) {
		return
	}
	if n.If == nil || !yield("if/then", &n.If.Then) {
		return
	}
	if n.If.Else != nil {
		yield("if/else", n.If.Else)
	}
}

// Filters calls yield for every filter of the node itself, with its place.
func (n *Node) Filters(yield func(key string, f *ItemFilter) bool) {
	if n.Take != nil && n.Take.From != nil && !yield("take/from", n.Take.From) ||
		n.Held != nil && !yield("held", n.Held) ||
		n.Where != nil && !yield("where", n.Where) {
		return
	}
	for i := range n.Limits {
		if f := n.Limits[i].Of; f != nil && !yield("limits/"+strconv.Itoa(i)+"/of", f) {
			return
		}
	}
	for i := range n.Minima {
		if f := n.Minima[i].Of; f != nil && !yield("minima/"+strconv.Itoa(i)+"/of", f) {
			return
		}
	}
	n.Tests(func(key string, t *Test) bool {
		return t.eachFilter(key, yield)
	})
}

// Tests calls yield for every test of the node itself, with its place.
func (n *Node) Tests(yield func(key string, t *Test) bool) {
	if n.If != nil && !yield("if/test", &n.If.Test) {
		return
	}
	for i := range n.Changes {
		if !yield("changes/"+strconv.Itoa(i)+"/when", &n.Changes[i].When) {
			return
		}
	}
}

// Each calls yield for the direct parts of the test, with their places.
func (t *Test) Each(yield func(key string, part *Test) bool) {
	for i := range t.All {
		if !yield("all/"+strconv.Itoa(i), &t.All[i]) {
			return
		}
	}
	for i := range t.Any {
		if !yield("any/"+strconv.Itoa(i), &t.Any[i]) {
			return
		}
	}
	if t.Not != nil {
		yield("not", t.Not)
	}
}

func (t *Test) eachFilter(key string, yield func(string, *ItemFilter) bool) bool {
	if t.Holds != nil && !yield(key+"/holds", t.Holds) {
		return false
	}
	for k, part := range t.Each {
		if !part.eachFilter(key+"/"+k, yield) {
			return false
		}
	}
	return true
}

// Each calls yield for the direct parts of the filter, with their places.
func (f *ItemFilter) Each(yield func(key string, part *ItemFilter) bool) {
	for i := range f.All {
		if !yield("all/"+strconv.Itoa(i), &f.All[i]) {
			return
		}
	}
	for i := range f.Any {
		if !yield("any/"+strconv.Itoa(i), &f.Any[i]) {
			return
		}
	}
	if f.Except != nil {
		yield("except", f.Except)
	}
}
