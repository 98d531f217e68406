package microaudit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// Problem is the case as a problem, with the goals that its format asks for.
func (c *Case) Problem() (*solve.Problem, []solve.Goal) {
	b := builder{c: c, p: &solve.Problem{Typical: 1}}
	for i := range c.Courses {
		k := &c.Courses[i]
		b.p.Items = append(b.p.Items, solve.Item{
			Credits: k.Credits, Points: k.Credits * k.GradePoints, GPACredits: k.Credits,
		})
	}
	root := solve.Node{Kind: solve.All}
	goals := []solve.Goal{solve.Satisfied}
	if c.Groups == nil {
		goals = []solve.Goal{solve.TopUnmet, solve.Remaining}
		for i := range c.Requirements {
			root.Children = append(root.Children, b.requirement(&c.Requirements[i], 0))
		}
	}
	for g := range c.Groups {
		root.Children = append(root.Children, b.group(&c.Groups[g], int32(g)))
	}
	for _, s := range c.ShareCaps {
		b.p.Shares = append(b.p.Shares, solve.Share{Scopes: true, A: int32(s.A), B: int32(s.B), Set: -1, Limit: s.AtMost})
	}
	b.p.Root = b.add(root)
	return b.p, goals
}

type builder struct {
	c *Case
	p *solve.Problem
}

func (b *builder) add(n solve.Node) int32 {
	b.p.Nodes = append(b.p.Nodes, n)
	return int32(len(b.p.Nodes) - 1)
}

func (b *builder) addSet(s solve.Set) int32 {
	b.p.Sets = append(b.p.Sets, s)
	return int32(len(b.p.Sets) - 1)
}

func (b *builder) requirement(r *Requirement, scope int32) int32 {
	var set solve.Set
	for _, i := range r.Eligible {
		if b.c.Courses[i].GradePoints >= r.MinGradePoints {
			set.Add(int32(i))
		}
	}
	n := solve.Node{Kind: solve.Take, Scope: scope, Set: b.addSet(set)}
	if r.Measure == Count {
		n.NeedItems = r.Need
	} else {
		n.NeedCredits = r.Need
	}
	return b.add(n)
}

func (b *builder) group(g *Group, scope int32) int32 {
	n := solve.Node{Kind: solve.Choose, K: int32(g.Choose)}
	for i := range g.Requirements {
		n.Children = append(n.Children, b.requirement(&g.Requirements[i], scope))
	}
	for _, k := range g.Caps {
		c := solve.Condition{Measure: solve.AtMostCredits, Set: b.tagged(k.Tag), Amount: k.AtMost}
		if k.Measure == Count {
			c.Measure = solve.AtMostItems
		}
		n.Conditions = append(n.Conditions, c)
	}
	if g.Residency != nil {
		n.Conditions = append(n.Conditions, solve.Condition{
			Measure: solve.AtLeastCredits, Set: b.tagged(g.Residency.Tag), Amount: g.Residency.AtLeast,
		})
	}
	if g.MinMean != nil {
		n.Conditions = append(n.Conditions, solve.Condition{Measure: solve.MeanAtLeast, Set: -1, Amount: *g.MinMean})
	}
	return b.add(n)
}

// tagged is the set of the courses with a tag.
func (b *builder) tagged(tag string) int32 {
	var set solve.Set
	for i := range b.c.Courses {
		if slices.Contains(b.c.Courses[i].Tags, tag) {
			set.Add(int32(i))
		}
	}
	return b.addSet(set)
}
