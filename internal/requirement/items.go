package requirement

import (
	"github.com/cairnproject/cairn/internal/catalog"
)

// Items calls yield for every item that the node names as usable, in order.
// Named sets are not looked up; [Program.Items] does.
func (n *Node) Items(yield func(catalog.ItemID) bool) {
	w := itemWalk{yield: yield}
	w.node(n)
}

// itemWalk yields the items below nodes and filters. Each named set is walked
// once, so that sets which name one another cost no more than their text.
type itemWalk struct {
	sets  map[string]ItemFilter
	done  map[string]bool
	yield func(catalog.ItemID) bool
}

func (w *itemWalk) node(n *Node) bool {
	if n.Item != "" && !w.yield(n.Item) {
		return false
	}
	for _, id := range n.Series {
		if !w.yield(id) {
			return false
		}
	}
	if n.Take != nil && n.Take.From != nil && !w.filter(n.Take.From) {
		return false
	}
	if n.Held != nil && !w.filter(n.Held) {
		return false
	}
	for _, child := range n.Each {
		if !w.node(child) {
			return false
		}
	}
	return true
}

func (w *itemWalk) filter(f *ItemFilter) bool {
	for _, id := range f.Items {
		if !w.yield(id) {
			return false
		}
	}
	if set, ok := w.sets[f.Set]; ok && f.Set != "" && !w.done[f.Set] {
		if w.done == nil {
			w.done = map[string]bool{}
		}
		w.done[f.Set] = true
		if !w.filter(&set) {
			return false
		}
	}
	for key, part := range f.Each {
		if key != "except" && !w.filter(part) {
			return false
		}
	}
	return true
}
