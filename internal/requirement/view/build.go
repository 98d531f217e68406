package view

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// Input is what a tree is built from.
type Input struct {
	// Program is the program's id, for exceptions.
	Program string
	Version *requirement.ProgramVersion
	// Selector holds the pieces, the day and the scales; its Sets are filled in
	// from the version. One lens (earned, with in-progress, with planned) is
	// one list of pieces.
	Selector requirement.Selector
	Facts    requirement.Facts
	// Exceptions are the learner's; those of other programs and those not in
	// force are passed over.
	Exceptions []requirement.Exception
	// Layout is the version's, where it was made before; nil makes it.
	Layout *Layout
	// Size is the credits of the program's credential, for shares without
	// OutOf.
	Size credit.Amount
}

// Build lays the version out. It never fails: what validation would refuse
// (unknown sets, nodes of no kind, more than [requirement.MaxNodes] nodes) is
// an open question of the tree. The input is not changed.
func Build(in Input) *Tree {
	b := &builder{in: in, sel: in.Selector, tree: &Tree{MaxUses: in.Version.MaxUses}, scopes: map[string]int{}, sets: map[string]int{}}
	b.sel.Sets = in.Version.Sets
	b.exceptions()
	b.tree.Pieces = b.sel.Pieces
	for i := range b.sel.Pieces {
		b.exempt = b.exempt || b.sel.Pieces[i].Exempt
	}
	b.scope("")
	if in.Version.Requires == nil {
		b.add(Node{Kind: Fixed, Parent: -1, Truth: requirement.Yes})
		return b.tree
	}
	if b.Layout = in.Layout; b.Layout == nil {
		b.Layout = NewLayout(in.Version)
	}
	b.tree.Nodes = make([]Node, 0, len(b.places)+1)
	b.node(0, -1, nil)
	if !b.whole {
		b.open("", wording.Of("question.too_large", "the requirement has more than {parts} parts or {levels} levels; not all were read",
			"parts", requirement.MaxNodes, "levels", requirement.MaxDepth))
	}
	b.shares()
	b.pins()
	return b.tree
}

// builder fills a tree.
type builder struct {
	*Layout
	in       Input
	sel      requirement.Selector
	tree     *Tree
	scopes   map[string]int
	sets     map[string]int // bits → index
	key      []byte         // of a set, while it is looked up
	takes    []placedTake
	excepted map[string][]exceptionUse // path → exceptions
	pinned   []pin
	exempt   bool // some piece waives an item and is no volume
}

// placedTake is a Take and the place that it was made for.
type placedTake struct{ place, node int }

// takesAt lists the Takes at and below a place.
func (b *builder) takesAt(place int) []int {
	var out []int
	for _, t := range b.takes {
		for p := t.place; p >= 0; p = b.places[p].Parent {
			if p == place {
				out = append(out, t.node)
				break
			}
		}
	}
	return out
}

func (b *builder) add(n Node) int {
	b.tree.Nodes = append(b.tree.Nodes, n)
	at := len(b.tree.Nodes) - 1
	if n.Parent >= 0 {
		p := &b.tree.Nodes[n.Parent]
		p.Children = append(p.Children, at)
	}
	return at
}

func (b *builder) open(path string, words wording.Phrase) {
	b.tree.Open = append(b.tree.Open, Question{path, words.String(), words})
}

// scope is the number of a scope; a share part makes a scope of its own.
func (b *builder) scope(name string) int {
	if i, ok := b.scopes[name]; ok {
		return i
	}
	b.scopes[name] = len(b.tree.Scopes)
	b.tree.Scopes = append(b.tree.Scopes, name)
	return b.scopes[name]
}
