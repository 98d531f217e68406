// Package audit answers how a program stands: it turns requirement trees over a
// learner's pieces (requirement/view) into one problem of whole numbers, has it
// solved exactly (engine/solve), and reads the answer back requirement by
// requirement. It knows nothing of agreements: what may be placed, and which
// rule choices are open, is given.
//
// What a person must decide is never guessed. A program is complete where what
// is certain completes it, undecided where only what is open would, and
// incomplete where even that does not.
package audit

import (
	"errors"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// Question is one program, or several that are solved together, over one list
// of items.
type Question struct {
	Items []Item
	Parts []Part
	// Groups are the rule choices: of each exactly one bundle is available. An
	// item in no group always is.
	Groups []Group
	Caps   []Cap
	// Between are the budgets for what parts may both use.
	Between []Between
	// MaxUses is how many requirements of all parts one item may serve; 0 is no
	// limit. A single part brings its own.
	MaxUses int
	// Budget bounds the search in steps; 0 is the solver's own.
	Budget int
	// Finishing questions look for the bundles that cost least; what a limit
	// takes from an item then costs nothing.
	Finishing bool
	// Enough is the cost of bundles at which a finishing question looks for little
	// more, because what matters cannot be less; 0 is to look to the end.
	Enough int64
}

// Item is something that may be placed.
type Item struct {
	Credits credit.Amount
	// Points are the grade points of one credit, where Graded; other items do
	// not enter means.
	Points credit.Amount
	Graded bool
}

// Part is one program.
type Part struct {
	Tree *view.Tree
	// Item is the item of each piece of the tree; nil means that piece i is
	// item i.
	Item []int32
	// Typical is the size of a course that has yet to be taken; Size is that of
	// what a node lacks, where it is known better, and may be nil.
	Typical credit.Amount
	Size    func(n *view.Node) (credit.Amount, bool)
	// Price is what one more item costs at a node: no number of items that it
	// may lack costs less than so many times that. sure tells whether a piece is
	// available whatever bundles are chosen. It may be nil, or not know: then
	// Size holds.
	Price func(node int, sure func(piece int) bool) (credit.Amount, bool)
	// Cost is what the items and classes that a node lacks cost together, taken
	// from what is not gone yet; what it takes is gone afterwards. there tells
	// whether a piece is available with the bundles that were chosen. It may be
	// nil, or not know: then Price holds.
	Cost func(node, items, classes int, there func(piece int) bool, gone map[int32]bool) (credit.Amount, bool)
	// Factor converts the part's credits to those of the items; zero is one.
	Factor credit.Amount
}

// Group is a choice between bundles of items.
type Group struct {
	Bundles []Bundle
}

// Bundle is one choice; among equally good answers the sum of Cost is least.
type Bundle struct {
	Items []int32
	Cost  int64
}

// Cap limits the credits of some items in everything that is placed.
type Cap struct {
	Items []int32
	Limit credit.Amount
	// Whole keeps an item's credits whole or not at all.
	Whole bool
	// Subject lets an item over the cap count as an item without credits.
	Subject bool
	// Title is the cap in words, for certificates.
	Title wording.Phrase
}

// Between is a budget for what two parts may both use. Neither Items nor
// Credits is no limit.
type Between struct {
	A, B    End
	Items   *int
	Credits *credit.Amount
	// Loose says that the real budget is narrower, so that a yes is not certain.
	Loose bool
}

// End is a part, one of its scopes, or one of its leaves.
type End struct {
	// Part indexes Question.Parts.
	Part int
	// Scope and Leaf are a scope and a node of its tree, or -1; both -1 is the
	// whole part.
	Scope, Leaf int
}

// Whole is the end that is all of a part.
func Whole(part int) End { return End{Part: part, Scope: -1, Leaf: -1} }

// Why a question is not answered.
var (
	ErrTooFine = errors.New("the credits have too many different fractions, or are too large, to be added exactly")
	ErrTooMany = errors.New("the program has too many requirements to be weighed against one another exactly")
)

// Verdict says how a program stands.
type Verdict string

// The verdicts.
const (
	Complete   Verdict = "complete"
	Incomplete Verdict = "incomplete"
	Undecided  Verdict = "undecided"
)

// Answer is the best placement and how every requirement stands in it.
type Answer struct {
	Verdict Verdict
	// Proven is false where the search reached its budget: the placement is
	// then the best found, and Bound what no placement can beat.
	Proven bool
	// Remaining is the remaining work in credits of the items, Unmet the number
	// of requirements that lack something. It is the least where Bound, below
	// which no placement leaves anything, is the same.
	Remaining, Bound credit.Amount
	Unmet            int
	// Bundles are the chosen bundles by group.
	Bundles []int
	// Kept are the credits that each item keeps under the caps.
	Kept  []credit.Amount
	Parts []PartAnswer

	model  *model
	placed solve.Answer
}

// PartAnswer is how one program stands.
type PartAnswer struct {
	Verdict   Verdict
	Remaining credit.Amount
	// Nodes are by node of the tree.
	Nodes []NodeAnswer
}

// NodeAnswer is how one node stands.
type NodeAnswer struct {
	Truth requirement.Truth
	// Owed says that the node belongs to what the program still asks for or
	// was satisfied with; branches that were not taken are not owed.
	Owed bool
	// Uses are the pieces that a Take uses; Extra are those beyond its need.
	Uses, Extra []int32
	// Items, Credits and Distinct are what they add up to.
	Items, Distinct int
	Credits         credit.Amount
	// Remaining is the least work that is missing at and below the node, and
	// Missing the items of it; one item may serve a requirement and a total.
	Remaining credit.Amount
	Missing   int
	// Conditions are by condition of the node.
	Conditions []ConditionAnswer
}

// ConditionAnswer is how a condition stands: what is used, and whether that is
// within it.
type ConditionAnswer struct {
	Have  credit.Amount
	Holds bool
}

// Certificate proves a no: the problem as the checker reads it, the argument,
// and the argument in words.
type Certificate struct {
	Problem  *proof.Problem `json:"problem"`
	No       *proof.No      `json:"no,omitempty"`
	Yes      *proof.Yes     `json:"yes,omitempty"`
	Sentence string         `json:"sentence,omitempty"`
}

// Proved is a certificate with what is needed to word it.
type Proved struct {
	Certificate
	// Phrase is the phrase of Sentence.
	Phrase wording.Phrase
	model  *model
	origin []int32
	rows   []solve.RowOf
}
