package engine

import (
	"cmp"
	"slices"
)

// useIndex finds the rules that name an item as a source, by item and receiver.
// The entries of item i are entries[starts[i]:starts[i+1]], by receiver and
// rule: eight bytes a use, and no search over all of them.
type useIndex struct {
	starts  []int32
	entries []useEntry
	// found collects what is not indexed yet.
	found []foundUse
}

type useEntry struct{ receiver, rule int32 }

type foundUse struct {
	item int32
	useEntry
}

func (u *useIndex) add(item, receiver, rule int32) {
	u.found = append(u.found, foundUse{item, useEntry{receiver, rule}})
}

// freeze indexes what was added, by counting: the uses of an item are few, and
// only those are sorted.
func (u *useIndex) freeze(items int) {
	u.starts = make([]int32, items+1)
	for i := range u.found {
		u.starts[u.found[i].item+1]++
	}
	for i := range items {
		u.starts[i+1] += u.starts[i]
	}
	next := slices.Clone(u.starts)
	u.entries = make([]useEntry, len(u.found))
	for i := range u.found {
		at := &next[u.found[i].item]
		u.entries[*at] = u.found[i].useEntry
		*at++
	}
	u.found = nil
	var end int32
	for i := range items {
		list := u.entries[u.starts[i]:u.starts[i+1]]
		slices.SortFunc(list, compareUses)
		list = slices.Compact(list)
		u.starts[i] = end
		end += int32(copy(u.entries[end:], list))
	}
	u.starts[items] = end
	u.entries = slices.Clip(u.entries[:end])
}

func compareUses(a, b useEntry) int {
	return cmp.Or(cmp.Compare(a.receiver, b.receiver), cmp.Compare(a.rule, b.rule))
}

// of returns the uses of an item at every receiver.
func (u *useIndex) of(item int32) []useEntry { return u.entries[u.starts[item]:u.starts[item+1]] }

// at returns the uses of an item at one receiver, by rule.
func (u *useIndex) at(item, receiver int32) []useEntry {
	list := u.of(item)
	from, _ := slices.BinarySearchFunc(list, useEntry{receiver, 0}, compareUses)
	to := from
	for to < len(list) && list[to].receiver == receiver {
		to++
	}
	return list[from:to]
}
