// Package solve answers one question exactly: which placement of items is best
// for a tree of requirements? It knows no courses, grades or institutions; a
// Problem is whole numbers, sets and a tree (ADR 0005).
//
// A placement says for each item which Takes use it. It is admissible when
// every item is available and in the set of the Takes that use it, sharing
// budgets and MaxUses hold, and every cap and mean of every node holds over the
// distinct items used below that node. Caps and means restrict what may be
// placed at all, minima are measured: so a requirement that lacks something
// always has a cost, and a tree is satisfied exactly when its cost is zero.
//
// Among admissible placements the best is the first in the order of the goals.
// The search is branch and bound; its bound weighs requirements against what
// the items can give (dual.go), which contains counting, Hall sets, caps,
// share budgets and means as special cases.
package solve

import "math/bits"

// Kind is the kind of a node.
type Kind uint8

// The kinds of nodes.
const (
	All    Kind = iota // every child
	Any                // at least one child
	Choose             // at least K children
	Take               // a leaf that uses items
	Fixed              // a leaf that is decided without items
)

// Problem is one question. Credits are scaled integers of one common fraction.
// The answer depends on the order of items and nodes only through ties, and not
// even there when they carry distinct keys.
type Problem struct {
	Items        []Item
	Sets         []Set
	Classes      [][]int32 // classifications: the class of each item, -1 for none
	Alternatives []Alternative
	Nodes        []Node
	Root         int32
	Shares       []Share
	// MaxUses is how many consuming Takes may use one item; 0 is no limit.
	MaxUses int32
	// Typical is the credit of a course not yet taken: what a missing item or
	// class counts as remaining work. 0 means 1.
	Typical int64
}

// Item is something that may be placed.
type Item struct {
	Credits int64
	// Points and GPACredits enter means: Points is grade points times credits.
	Points, GPACredits int64
	// Key orders items canonically; items with equal keys keep their order.
	Key int64
}

// Set is a set of items as bits.
type Set []uint64 //nolint:recvcheck // only Add changes it

// Has reports whether item i is in the set.
func (s Set) Has(i int32) bool {
	return int(i>>6) < len(s) && s[i>>6]>>(uint(i)&63)&1 == 1
}

// Add puts item i into the set, which grows as needed.
func (s *Set) Add(i int32) {
	for int(i>>6) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[i>>6] |= 1 << (uint(i) & 63)
}

// each calls f with the items of the set below n, ascending.
func (s Set) each(n int, f func(i int32)) {
	for k, word := range s {
		for ; word != 0; word &= word - 1 {
			if i := k<<6 + bits.TrailingZeros64(word); i < n {
				f(int32(i))
			}
		}
	}
}

// SetOf returns the set of the given items.
func SetOf(items ...int32) Set {
	var s Set
	for _, i := range items {
		s.Add(i)
	}
	return s
}

// Alternative is a group of bundles of which exactly one is available. An item
// that occurs in a group is available only with a bundle that holds it.
type Alternative struct {
	Bundles []Bundle
}

// Bundle is one choice of an Alternative.
type Bundle struct {
	Items []int32
	// Cost is what goal BundleCost adds up.
	Cost int64
}

// Node is one node of the requirement tree.
type Node struct {
	Kind     Kind
	Children []int32
	K        int32 // Choose: how many children
	// Key orders siblings canonically, like Item.Key.
	Key int64

	// Take: the items that qualify and what is needed of them.
	Set          int32
	NeedItems    int64
	NeedCredits  int64
	NeedDistinct int64
	Class        int32 // index into Problem.Classes, for NeedDistinct
	// Scope is the scope of a consuming Take: inside it an item is used once.
	Scope int32
	// Free Takes count items without consuming them: totals.
	Free bool

	// Fixed: whether it holds, and the remaining work where it does not.
	Holds     bool
	Remaining int64

	// Typical is the credit of an item that the node lacks, where it is known
	// better than Problem.Typical; 0 means that.
	Typical int64

	Conditions []Condition
}

// Measure says what a condition adds up over the distinct items used below its
// node.
type Measure uint8

// The measures of conditions.
const (
	AtMostItems    Measure = iota // at most Amount items of the set
	AtMostCredits                 // at most Amount credits of the set
	AtLeastItems                  // at least Amount items of the set
	AtLeastCredits                // at least Amount credits of the set
	MeanAtLeast                   // Points >= Amount * GPACredits over the set; nothing used holds
)

// Condition is a cap, a minimum or a mean on what is used below a node.
type Condition struct {
	Measure Measure
	Set     int32 // -1: every item
	Amount  int64
}

// Unit is what a sharing budget counts.
type Unit uint8

// The units of sharing budgets.
const (
	Items Unit = iota
	Credits
)

// Share is a budget for what both of a pair may use. Without an entry two Takes
// of one scope share nothing, and two scopes share without limit. Of several
// entries for one pair all hold.
type Share struct {
	// Scopes tells whether A and B are scopes; otherwise they are Take nodes.
	Scopes bool
	A, B   int32
	// Set is what may be shared at all, -1 for every item: the budget counts the
	// items of the set, and for all others it is 0, whether the pair is of one
	// scope or not and whether there is a limit or not.
	Set  int32
	Unit Unit
	// Limit is the budget; negative is no limit.
	Limit int64
}

// Goal is one thing to be best at.
type Goal uint8

// The goals. Each is a number to be minimised, except MostCredit.
const (
	// Satisfied is 0 where the root is satisfied and 1 otherwise.
	Satisfied Goal = iota
	// Remaining is the least remaining work, in credits.
	Remaining
	// Unmet counts unsatisfied leaves and minima in the branches that are owed.
	Unmet
	// TopUnmet counts unsatisfied children of the root.
	TopUnmet
	// Lacking adds up what every owed leaf and minimum lacks by itself: the work
	// that remains, then how many they are. Remaining takes the greater of what
	// one credit can serve at once; where that hides the rest, this one sees to
	// it that no more is left undone than must. It comes after the goals above.
	Lacking
	// MostCredit is the credit of the items that owed leaves use; more is better.
	MostCredit
	// FewestUses is the number of uses of items by Takes.
	FewestUses
	// BundleCost is the sum of the costs of the chosen bundles.
	BundleCost
)

// Options steer one solve.
type Options struct {
	// Goals in order of weight; empty means Satisfied, Remaining, Unmet.
	Goals []Goal
	// Budget is the number of search steps; 0 means DefaultBudget.
	Budget int
	// Enough is a BundleCost, where that is the only goal beside Satisfied, after
	// which little more is looked for: only so many steps as often find a cheaper
	// one. 0 means that the least is looked for to the end.
	Enough int64
}

// DefaultBudget is the number of steps that a solve may take by default.
const DefaultBudget = 200_000

// Use is one use of an item by a Take.
type Use struct {
	Item, Take int32
}

// Answer is the best placement.
type Answer struct {
	Satisfied bool
	// Goals are the values of the goals that were asked for.
	Goals []int64
	// Uses is the placement, by item and Take.
	Uses []Use
	// Bundles is the chosen bundle of each alternative.
	Bundles []int32
	// Proven tells whether nothing can be better. Where it is false the search
	// reached its budget, and Bound holds, goal by goal, a value that no
	// placement can beat.
	Proven bool
	Bound  []int64
	// Steps is the work done.
	Steps int
}
