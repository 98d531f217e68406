package engine

import (
	"maps"
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
