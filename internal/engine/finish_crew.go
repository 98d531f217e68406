package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// The least that completes several programs is looked for as that of one: their
// trees are put under one top, over one list of pieces. Scopes of different
// programs are different scopes, so that a piece may serve all of them unless a
// budget says otherwise.

// crew are the programs that one evaluation stands for.
type crew struct {
	members []crewMember
	// base is how many pieces the record brings for all of them together.
	base int
	// maxUses is how many requirements of all programs one piece may serve.
	maxUses int
	// between are the budgets of the programs with one another.
	between []audit.Between
}

// crewMember is one of the programs.
type crewMember struct {
	e *evaluation
	// own are the record's pieces as the program sees them, item the place of
	// each in the common list, or -1 where it is not there.
	own  []requirement.Piece
	item []int32
	// factor turns the program's credits into those of the first; zero is one.
	factor credit.Amount
	// under are the results that its tests look at.
	under map[string]requirement.Truth
	// held says of credentials that are not there whether they are counted on;
	// others are left as what is no item is.
	held map[*requirement.Node]bool
	// nodes, scopes and count are where its tree begins in the common one, and
	// how many nodes it has.
	nodes, scopes, count int
}

// tree puts the trees of all programs over a list of the common pieces, the
// future ones behind those of the record.
func (c *crew) tree(list []requirement.Piece) *view.Tree {
	out := &view.Tree{Pieces: slices.Clone(list), MaxUses: c.maxUses, Nodes: []view.Node{{Kind: view.All, Parent: -1}}}
	for k := range c.members {
		m := &c.members[k]
		own := m.built(list[c.base:])
		m.nodes, m.scopes, m.count = len(out.Nodes), len(out.Scopes), len(own.Nodes)
		join := crewJoin{m: m, out: out, own: own, sets: len(out.Sets), base: c.base, pointer: strconv.Itoa(k) + ":"}
		join.add()
	}
	return out
}

// built is the program's own tree.
func (m *crewMember) built(future []requirement.Piece) *view.Tree {
	list := slices.Clone(m.own)
	for i := range future {
		p := future[i]
		p.Home = p.Institution == m.e.recv.ID
		if !m.factor.IsZero() {
			p.Credits = p.Credits.Div(m.factor)
		}
		list = append(list, p)
	}
	before := m.e.results
	m.e.results = m.under
	tree := m.e.tree(&pieces{list: list})
	m.e.results = before
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if there, known := m.held[n.From]; known && n.Kind == view.Fixed && n.Truth == requirement.No {
			if there {
				n.Truth = requirement.Yes
			} else {
				n.Kind = view.Any // of nothing: it will not be there
			}
		}
	}
	return tree
}

// memberOf is the program of a node of the common tree, -1 for the top.
func (c *crew) memberOf(n *view.Node) int {
	head, _, ok := strings.Cut(n.Pointer, ":")
	if k, err := strconv.Atoi(head); ok && err == nil {
		return k
	}
	return -1
}

// at is the institution that a node's program belongs to.
func (p *finishPlan) at(n *view.Node) *evaluation {
	if p.e.crew != nil {
		if k := p.e.crew.memberOf(n); k >= 0 {
			return p.e.crew.members[k].e
		}
	}
	return p.e
}

// typical is the size of a course at the institution of a node, in the plan's
// credits.
func (p *finishPlan) typical(n *view.Node) credit.Amount {
	e := p.at(n)
	size := e.s.typical[e.recvIdx]
	if p.e.crew != nil {
		if k := p.e.crew.memberOf(n); k >= 0 && !p.e.crew.members[k].factor.IsZero() {
			return size.Mul(p.e.crew.members[k].factor)
		}
	}
	return size
}

// brought is the piece that an item is of the record, or -1. What is one piece for
// several programs may be another item for each.
func (p *finishPlan) brought(sol *programSolution, it *item) int {
	at := slices.IndexFunc(sol.tree.Pieces, func(x requirement.Piece) bool { return p.e.isSame(it, x.Item) })
	if at >= 0 || p.e.crew == nil {
		return at
	}
	for k := range p.e.crew.members {
		m := &p.e.crew.members[k]
		for i := range m.own {
			if m.item[i] >= 0 && p.e.isSame(it, m.own[i].Item) {
				return int(m.item[i])
			}
		}
	}
	return -1
}
