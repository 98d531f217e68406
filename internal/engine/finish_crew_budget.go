package engine

import (
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// version is the programs' requirements as those of one, with what would serve
// them in the credits of the first.
func (c *crew) version() *programVersion {
	first := c.members[0].e.prog
	out := &programVersion{
		ProgramVersion: first.ProgramVersion, sizes: map[*requirement.Node]credit.Amount{}, fits: map[*requirement.Node]*leafFits{},
		minima: map[*requirement.Minimum]*leafFits{}, floors: map[*requirement.Minimum]*leafFits{},
	}
	for k := range c.members {
		m := &c.members[k]
		out.places = append(out.places, m.e.prog.places...)
		maps.Copy(out.sizes, m.e.prog.sizes)
		maps.Copy(out.fits, m.e.prog.fits)
		maps.Copy(out.minima, m.e.prog.minima)
		maps.Copy(out.floors, m.e.prog.floors)
		if m.factor.IsZero() {
			continue
		}
		for n, size := range m.e.prog.sizes {
			out.sizes[n] = size.Mul(m.factor)
		}
		converted(out.fits, m.e.prog.fits, m.factor)
		converted(out.minima, m.e.prog.minima, m.factor)
		converted(out.floors, m.e.prog.floors, m.factor)
	}
	return out
}

func converted[K comparable](out, from map[K]*leafFits, factor credit.Amount) {
	for key, list := range from {
		next := *list
		next.list = slices.Clone(list.list)
		for i := range next.list {
			next.list[i].size = next.list[i].size.Mul(factor)
		}
		out[key] = &next
	}
}

// budgets are the budgets of the programs as ends of the common tree. An end
// that is a whole program is each of its scopes: what several pairs may share
// together is then checked afterwards (allows).
func (c *crew) budgets(tree *view.Tree) []audit.Between {
	var out []audit.Between
	for _, b := range c.between {
		from, to := c.ends(tree, b.A), c.ends(tree, b.B)
		several := len(from)*len(to) > 1 && (b.Items != nil && *b.Items > 0 || b.Credits != nil && b.Credits.Sign() > 0)
		for _, x := range from {
			for _, y := range to {
				out = append(out, audit.Between{A: x, B: y, Items: b.Items, Credits: b.Credits, Loose: b.Loose || several})
			}
		}
	}
	return out
}

func (c *crew) ends(tree *view.Tree, e audit.End) []audit.End {
	m := &c.members[e.Part]
	switch {
	case e.Leaf >= 0:
		return []audit.End{{Leaf: m.nodes + e.Leaf, Scope: -1}}
	case e.Scope >= 0:
		return []audit.End{{Scope: m.scopes + e.Scope, Leaf: -1}}
	}
	var out []audit.End
	for i := range m.count {
		n := &tree.Nodes[m.nodes+i]
		end := audit.End{Scope: n.Scope, Leaf: -1}
		if n.Kind == view.Take && !n.Free && !slices.Contains(out, end) {
			out = append(out, end)
		}
	}
	return out
}

// allows reports whether a placement keeps to the budgets that the question
// states wider than they are. What only some items may be shared of is not
// looked at here: such a budget allows nothing.
func (c *crew) allows(tree *view.Tree, a *audit.Answer) bool {
	for i := range c.between {
		b := &c.between[i]
		if b.Loose {
			return false
		}
		other := c.usedAt(tree, a, b.B)
		count, sum := 0, credit.Amount{}
		for piece := range c.usedAt(tree, a, b.A) {
			if other[piece] > 0 {
				count, sum = count+1, sum.Add(a.Kept[piece])
			}
		}
		if b.Items != nil && count > *b.Items || b.Credits != nil && sum.Cmp(*b.Credits) > 0 {
			return false
		}
	}
	for k := range c.members {
		own := c.members[k].e.prog.MaxUses
		for _, uses := range c.usedAt(tree, a, audit.Whole(k)) {
			if own > 0 && uses > own {
				return false
			}
		}
	}
	return true
}

// usedAt counts for each piece the requirements of an end that use it.
func (c *crew) usedAt(tree *view.Tree, a *audit.Answer, e audit.End) map[int32]int {
	m := &c.members[e.Part]
	out := map[int32]int{}
	for i := range m.count {
		n := &tree.Nodes[m.nodes+i]
		if n.Kind != view.Take || n.Free || e.Leaf >= 0 && i != e.Leaf || e.Scope >= 0 && n.Scope != m.scopes+e.Scope {
			continue
		}
		for _, piece := range a.Parts[0].Nodes[m.nodes+i].Uses {
			out[piece]++
		}
	}
	return out
}

// widens reports whether some limit of a program's own cannot be said in the
// common question.
func (c *crew) widens() bool {
	return slices.ContainsFunc(c.members, func(m crewMember) bool {
		own := m.e.prog.MaxUses
		return own > 0 && (c.maxUses == 0 || own < c.maxUses)
	})
}
