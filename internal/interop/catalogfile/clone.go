package catalogfile

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/requirement"
)

// The copies below reach as deep as items are named, so that writing a set with
// codes in place of ids leaves the set as it was.

func cloneAgreement(a agreement.Agreement) agreement.Agreement {
	a.Rules = slices.Clone(a.Rules)
	for i := range a.Rules {
		r := &a.Rules[i]
		r.When, r.HoldUntil = cloneExpr(r.When), cloneExpr(r.HoldUntil)
		r.Awards = cloneAwards(r.Awards)
	}
	return a
}

func cloneAwards(list []agreement.Award) []agreement.Award {
	list = slices.Clone(list)
	for i := range list {
		list[i].OneOf = cloneAwards(list[i].OneOf)
	}
	return list
}

func cloneExpr(e *agreement.Expr) *agreement.Expr {
	if e == nil {
		return nil
	}
	out := *e
	out.All, out.Any, out.Sequence = cloneExprs(e.All), cloneExprs(e.Any), cloneExprs(e.Sequence)
	if e.AtLeast != nil {
		n := *e.AtLeast
		n.Of = cloneExprs(n.Of)
		out.AtLeast = &n
	}
	return &out
}

func cloneExprs(list []agreement.Expr) []agreement.Expr {
	list = slices.Clone(list)
	for i := range list {
		list[i] = *cloneExpr(&list[i])
	}
	return list
}

func cloneProgram(p requirement.Program) requirement.Program {
	p.Requires = cloneNode(p.Requires)
	return p
}

func cloneNode(n *requirement.Node) *requirement.Node {
	if n == nil {
		return nil
	}
	out := *n
	out.All, out.Any, out.Series = cloneNodes(n.All), cloneNodes(n.Any), slices.Clone(n.Series)
	if n.Choose != nil {
		c := *n.Choose
		c.Of = cloneNodes(c.Of)
		out.Choose = &c
	}
	return &out
}

func cloneNodes(list []requirement.Node) []requirement.Node {
	list = slices.Clone(list)
	for i := range list {
		list[i] = *cloneNode(&list[i])
	}
	return list
}
