package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// crewJoin puts one tree into the common one.
type crewJoin struct {
	m          *crewMember
	out, own   *view.Tree
	sets, base int
	pointer    string
}

func (j *crewJoin) add() {
	for i := range j.own.Sets {
		s := &j.own.Sets[i]
		j.out.Sets = append(j.out.Sets, view.Set{Yes: j.bits(s.Yes), Maybe: j.bits(s.Maybe)})
	}
	j.out.Scopes = append(j.out.Scopes, j.own.Scopes...)
	j.out.Nodes[0].Children = append(j.out.Nodes[0].Children, j.m.nodes)
	for i := range j.own.Nodes {
		j.out.Nodes = append(j.out.Nodes, j.node(&j.own.Nodes[i]))
	}
	for _, s := range j.own.Shares {
		if s.Scopes {
			s.A, s.B = s.A+j.m.scopes, s.B+j.m.scopes
		} else {
			s.A, s.B = s.A+j.m.nodes, s.B+j.m.nodes
		}
		if s.Set >= 0 {
			s.Set += j.sets
		}
		if s.Credits != nil {
			c := j.credits(*s.Credits)
			s.Credits = &c
		}
		j.out.Shares = append(j.out.Shares, s)
	}
	j.out.Record = append(j.out.Record, j.conditions(j.own.Record)...)
	for _, a := range j.own.Applied {
		if a.Node >= 0 {
			a.Node += j.m.nodes
		}
		j.out.Applied = append(j.out.Applied, a)
	}
}

func (j *crewJoin) bits(own view.Bits) view.Bits {
	out := make(view.Bits, (len(j.out.Pieces)+63)/64)
	for i := range j.own.Pieces {
		if !own.Has(i) {
			continue
		}
		if at := j.m.at(i, j.base); at >= 0 {
			out.Add(at)
		}
	}
	return out
}

// at is the place of a piece in the common list.
func (m *crewMember) at(piece, base int) int {
	if piece < len(m.own) {
		return int(m.item[piece])
	}
	return base + piece - len(m.own)
}

func (j *crewJoin) node(from *view.Node) view.Node {
	n := *from
	if n.Parent += j.m.nodes; from.Parent < 0 {
		n.Parent = 0
	}
	n.Children = slices.Clone(from.Children)
	for i := range n.Children {
		n.Children[i] += j.m.nodes
	}
	n.Pointer = j.pointer + n.Pointer
	n.Set, n.Scope = n.Set+j.sets, n.Scope+j.m.scopes
	n.Credits = j.credits(n.Credits)
	n.Conditions = j.conditions(from.Conditions)
	return n
}

func (j *crewJoin) conditions(list []view.Condition) []view.Condition {
	out := slices.Clone(list)
	for i := range out {
		c := &out[i]
		if c.Set >= 0 {
			c.Set += j.sets
		}
		if c.Measure == view.AtLeastCredits || c.Measure == view.AtMostCredits {
			c.Amount = j.credits(c.Amount)
		}
	}
	return out
}

func (j *crewJoin) credits(a credit.Amount) credit.Amount {
	if j.m.factor.IsZero() {
		return a
	}
	return a.Mul(j.m.factor)
}
