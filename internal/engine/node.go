package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// op is what a node of a source expression does.
type op uint8

const (
	opItem op = iota
	opMatch
	opAll
	opAny
	opSequence
	opAtLeast
)

// node is one node of a compiled source expression. Its parts are
// nodes[first:first+count].
type node struct {
	op    op
	item  int32
	first int32
	count int32
	need  int32 // AtLeast.Count
	expr  *agreement.Expr
	// conds are the conditions that a leaf must meet: its own and those of the
	// nodes around it.
	conds []*agreement.Condition
}

// leafMemo lets rules that ask for the same share a node while a snapshot is
// compiled: nearly all rules ask for one item and nothing else.
type leafMemo struct {
	// plain are the nodes of leaves without conditions, by item; 0 where there
	// is none yet, else one more than the node.
	plain []int32
	// shared are the nodes of expressions that several rules point to.
	shared map[*agreement.Expr]int32
}

func newLeafMemo(items int) *leafMemo {
	return &leafMemo{plain: make([]int32, items), shared: map[*agreement.Expr]int32{}}
}

// compileSource returns the root of a rule's expression.
func (s *Snapshot) compileSource(e *agreement.Expr) int32 {
	if e.Item == "" || len(e.Parts()) > 0 || e.Match != nil {
		return s.compileExpr(e, nil)
	}
	if i, known := s.itemByID[e.Item]; known && e.IsZero() {
		if at := s.leaves.plain[i]; at > 0 {
			return at - 1
		}
		s.leaves.plain[i] = int32(len(s.nodes)) + 1
		return s.compileExpr(e, nil)
	}
	at, done := s.leaves.shared[e]
	if !done {
		at = s.compileExpr(e, nil)
		s.leaves.shared[e] = at
	}
	return at
}

// compileExpr adds the expression to nodes and returns its root. The parts of a
// node are laid out next to one another.
func (s *Snapshot) compileExpr(e *agreement.Expr, outer []*agreement.Condition) int32 {
	at := int32(len(s.nodes))
	s.nodes = append(s.nodes, node{})
	s.fillNode(at, e, outer)
	return at
}

func (s *Snapshot) fillNode(at int32, e *agreement.Expr, outer []*agreement.Condition) {
	conds := outer
	if !e.IsZero() {
		conds = append(slices.Clip(outer), &e.Condition)
	}
	n := node{item: -1, expr: e, conds: conds}
	parts := e.Parts()
	switch {
	case e.All != nil:
		n.op = opAll
	case e.Any != nil:
		n.op = opAny
	case e.Sequence != nil:
		n.op = opSequence
	case e.AtLeast != nil:
		n.op, n.need = opAtLeast, int32(e.AtLeast.Count)
	case e.Match != nil:
		n.op = opMatch
	default:
		n.op = opItem
		if i, ok := s.itemByID[e.Item]; ok {
			n.item = i
		}
	}
	n.first, n.count = int32(len(s.nodes)), int32(len(parts))
	s.nodes[at] = n
	s.nodes = append(s.nodes, make([]node, len(parts))...)
	for i := range parts {
		s.fillNode(n.first+int32(i), &parts[i], conds)
	}
}

func (s *Snapshot) parts(n *node) []node { return s.nodes[n.first : n.first+n.count] }
