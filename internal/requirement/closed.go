package requirement

import "github.com/cairnproject/cairn/internal/catalog"

// Closed lists what filters can select where that is a fixed list, whatever the
// catalogue holds. It keeps what it found out about named sets, so that a
// program is walked once. The zero value knows no sets.
type Closed struct {
	Sets map[string]ItemFilter
	memo map[string]closedSet
}

// closedSet is a list without repetitions; known is false where the filter is
// open.
type closedSet struct {
	ids   []catalog.ItemID
	known bool
}

// Items returns the items that the filter lists, in order, each once; ok is
// false for a filter that selects by anything else. A part that only narrows
// (a grade, a level, an exception) leaves a filter closed, and the list is then
// what it can select at most.
func (c *Closed) Items(f *ItemFilter) (ids []catalog.ItemID, ok bool) {
	s := c.of(f)
	return s.ids, s.known
}

func (c *Closed) of(f *ItemFilter) closedSet {
	if f == nil {
		return closedSet{}
	}
	var out closedSet
	if f.Items != nil {
		out = closedSet{unique(f.Items), true}
	}
	if f.Set != "" {
		out = out.narrow(c.named(f.Set))
	}
	for i := range f.All {
		out = out.narrow(c.of(&f.All[i]))
	}
	if f.Any != nil {
		out = out.narrow(c.union(f.Any))
	}
	if out.known && f.Except != nil && f.Except.onlyLists() {
		out.ids = differ(out.ids, f.Except.Items, false)
	}
	return out
}

// named looks a set up; one that is being looked up already is in a circle and
// counts as open.
func (c *Closed) named(name string) closedSet {
	if s, ok := c.memo[name]; ok {
		return s
	}
	set, ok := c.Sets[name]
	if !ok {
		return closedSet{}
	}
	if c.memo == nil {
		c.memo = map[string]closedSet{}
	}
	c.memo[name] = closedSet{}
	c.memo[name] = c.of(&set)
	return c.memo[name]
}

func (c *Closed) union(parts []ItemFilter) closedSet {
	var ids []catalog.ItemID
	for i := range parts {
		s := c.of(&parts[i])
		if !s.known {
			return closedSet{}
		}
		ids = append(ids, s.ids...)
	}
	return closedSet{unique(ids), true}
}

func (s closedSet) narrow(o closedSet) closedSet {
	switch {
	case !o.known:
		return s
	case !s.known:
		return o
	}
	return closedSet{differ(s.ids, o.ids, true), true}
}

// differ keeps the items of a that are (or are not) in b.
func differ(a, b []catalog.ItemID, in bool) []catalog.ItemID {
	have := make(map[catalog.ItemID]bool, len(b))
	for _, id := range b {
		have[id] = true
	}
	var out []catalog.ItemID
	for _, id := range a {
		if have[id] == in {
			out = append(out, id)
		}
	}
	return out
}

// onlyLists reports whether the filter selects by one list alone, so that it
// selects every item of the list whatever the attainment looks like.
func (f *ItemFilter) onlyLists() bool {
	bare := *f
	bare.Items = nil
	return f.Items != nil && bare.IsZero()
}

func unique(list []catalog.ItemID) []catalog.ItemID {
	seen := make(map[catalog.ItemID]bool, len(list))
	out := make([]catalog.ItemID, 0, len(list))
	for _, id := range list {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
