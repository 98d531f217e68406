package view

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// Kind is the kind of a node.
type Kind uint8

// The kinds of nodes, as in solve.
const (
	All Kind = iota
	Any
	Choose
	Take
	Fixed
)

// Tree is a requirement with the pieces that may be used for it.
type Tree struct {
	// Pieces are the learner's, with credits as exceptions changed them. Bit i
	// of every set is piece i.
	Pieces []requirement.Piece
	// Nodes begin with the top; every node comes before its children.
	Nodes  []Node
	Sets   []Set
	Scopes []string
	Shares []Share
	// MaxUses is how many consuming Takes may use one piece; 0 is no limit.
	MaxUses int
	// Record are caps on everything that is counted for any program.
	Record []Condition
	// Outside are shares with parts of other programs, as written.
	Outside []requirement.Share
	// Advice are the paths of recommended requirements, which are not owed.
	Advice []string
	// Open are the questions that people must answer, in order of the tree.
	Open []Question
	// Applied are the exceptions that changed the tree, and where.
	Applied []Mark
}

// Set is what a filter selects.
type Set struct{ Yes, Maybe Bits }

// Bits are pieces by index; the layout is that of solve.Set.
type Bits []uint64

// Has reports whether piece i is in the set.
func (b Bits) Has(i int) bool { return i>>6 < len(b) && b[i>>6]>>(uint(i)&63)&1 == 1 }

// Add puts piece i into the set.
func (b Bits) Add(i int) { b[i>>6] |= 1 << (uint(i) & 63) }

// Remove takes piece i out of the set.
func (b Bits) Remove(i int) { b[i>>6] &^= 1 << (uint(i) & 63) }

// Empty reports whether no piece is in the set.
func (b Bits) Empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

// Node is a requirement, or a part that the layout needed.
type Node struct {
	Kind     Kind
	Parent   int // -1 at the top
	Children []int
	K        int // Choose

	// Path and Pointer name the requirement that the node stands for; parts
	// made for the layout have those of their requirement and Made set.
	Path    string
	Pointer string
	Made    bool
	From    *requirement.Node

	// Take: what is needed of the pieces of Sets[Set].
	Set      int
	Items    int
	Credits  credit.Amount
	Distinct int
	By       requirement.Class
	Scope    int
	Free     bool

	// Fixed.
	Truth requirement.Truth

	Conditions []Condition
	// Texts are conditions in words, which a person must look at.
	Texts []string
}

// Measure says what a condition adds up over the distinct pieces used below.
type Measure uint8

// The measures, as in solve.
const (
	AtMostItems Measure = iota
	AtMostCredits
	AtLeastItems
	AtLeastCredits
	MeanAtLeast
)

// Condition bounds what is used below a node. Amount counts items or credits,
// or is the least mean of grade points.
type Condition struct {
	Measure Measure
	Set     int // index into Tree.Sets, -1 for everything
	Amount  credit.Amount
	Split   bool
	// Pointer is the JSON pointer, below the top, of what asks for it.
	Pointer string
}

// Share is a budget for what both of a pair of Takes (nodes) or scopes may use.
// Set is what may be shared at all, -1 for everything. Neither Items nor
// Credits means no limit.
type Share struct {
	Scopes  bool
	A, B    int
	Items   *int
	Credits *credit.Amount
	Set     int
}

// Question is something that a person must decide, at a path.
type Question struct {
	Path string
	Text string
	// Words are the phrase of Text.
	Words wording.Phrase
}

// Mark is an exception at the node that it changed.
type Mark struct {
	Exception *requirement.Exception
	Node      int // -1 where it changed a piece
}
