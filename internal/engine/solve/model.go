package solve

import "slices"

// none is the index of nothing.
const none = -1

// A model is one independent part of a problem as flat arrays. Its variables
// are slots: a slot is an item in a scope, and its values are patterns, sets of
// Takes of that scope that may use the item together; the empty pattern comes
// last. Its constraints are rows, all read as sum of coefficients >= rhs.
type model struct {
	p *Problem

	nodes []mnode // in post-order; the last is the root
	kids  []int32 // children of nodes, as model nodes

	takes  []int32 // model nodes that are Takes
	takeOf []int32 // model node -> index in takes
	scope  []int32 // scope of each take; free Takes have scopes of their own

	isTop []bool // nodes of the problem that are children of its root

	rows []row

	items []int32 // items of the problem that occur in this part
	slots []slot  // slots grouped by item
	first []int32 // first slot of each item, and one more at the end
	pats  []pattern
	used  []int32 // takes of the patterns
	terms []term  // row coefficients of the patterns

	feats []feature // couplings between the slots of one item
	foff  []int32   // first feature of each item, and one more

	cells    []cell
	cellFrom []int32 // first cell of each row, and one more
	termCell []int32 // cell of each term
	featCell []int32 // cell of each feature
	sigs     []sig
	sigFrom  []int32 // first sig of each slot, and one more
	patSig   []int32 // sig of each pattern
	next     []int32
	seen     []int32

	union     Set     // of the items of the Takes
	byScope   []int32 // Takes, by scope
	wants     []int32 // Takes that could use each item, and where they begin
	wantsFrom []int32
	at        []int32 // item of the model of each item
	kidsTmp   []int32
	alike     []int32 // items, alike ones next to each other
	divisors  []int64
	extra     extras
	marks     [2][]bool
	onA, onB  []int32
	classes   []int32 // classes of the Takes

	spareTerms []term
	chosen     []int32

	groups  []group
	bundles []int32 // items (of the model) of the bundles, one after the other
	inGroup []int32 // group of each item, or -1
	twin    []int32 // an earlier identical item, or -1

	aim       aim
	objective int32 // row of the objective, or -1
	hides     bool  // a cost can hide another one
	most      int64 // no placement has more of the objective
	wRemain   int64 // cost of one credit of remaining work
	wUnmet    int64 // cost of an unsatisfied leaf or minimum
	wTop      int64 // cost of an unsatisfied child of the root
	grain     grain
	tops      tops
	topWork   []int64 // of each node, while tops are found
	typical   int64
}

// mnode is a node of the model.
type mnode struct {
	kind             Kind
	origin           int32
	parent           int32
	k                int32
	from, sum, to    int32 // kids[from:sum] add up, kids[sum:to] combine by maximum
	rowItems, rowCr  int32 // rows of a Take, or -1
	rowsFrom, rowsTo int32 // rows of the minima of the node
	clsFrom, clsTo   int32 // rows of the classes of a Take
	listFrom         int32 // the classes of a Take in model.classes
	distinct         int32 // classes needed
	typical          int64 // what a missing item counts
	charge           int64 // cost of being unsatisfied, besides that of its leaves
	fixedCost        int64 // cost of a Fixed that does not hold
	holds            bool
}

type rowKind uint8

const (
	needItems rowKind = iota
	needCredits
	needClass
	minimum // a minimum of a node
	limit   // a cap, a mean, a budget: holds in every placement
	objectiveRow
)

type row struct {
	named name // what certificates call it
	kind  rowKind
	knap  bool // weighed item by item
	node  int32
	rhs   int64
	// unit is the remaining work of one missing unit of the row.
	unit int64
	// offset is what rounding the right side up added to the remaining work.
	offset int64
	// divisor is what the coefficients and the right side were divided by.
	divisor int64
	// scale makes rows comparable: about one item's coefficient.
	scale int64
}

// need reports whether the row asks for items, rather than limiting them.
func (w *row) need() bool { return w.kind != limit }

// name is the constraint of the problem that a row is.
type name struct {
	kind        nameKind
	node, index int32 // node of the problem, or -1
}

type nameKind uint8

const (
	byItems nameKind = iota
	byCredits
	byClass
	byCondition
	byShare        // the budget of what may be shared
	byShareOutside // the budget 0 of all else
)

type slot struct {
	item     int32 // item of the model
	scope    int32
	from, to int32 // patterns
}

type pattern struct {
	from, to   int32 // terms
	uFrom, uTo int32 // takes
	slot       int32
	trig       uint64 // triggers of the item's features
	uses       int32  // consuming uses
}

type term struct {
	row  int32
	coef int64
}

// feature is a term of a row that depends on several slots of one item: with
// any, it counts where one of the bits is set, otherwise where all are.
type feature struct {
	row  int32
	coef int64
	bits uint64
	any  bool
}

// root is the last node: children come before their parents.
func (m *model) root() int32 { return int32(len(m.nodes) - 1) }

func (f *feature) on(mask uint64) bool {
	if f.any {
		return mask&f.bits != 0
	}
	return mask&f.bits == f.bits
}

// group is an alternative; its bundles are ranges of model.bundles.
type group struct {
	origin int32
	off    []int32 // offsets into bundles, one more than there are bundles
	cost   []int64
	items  []int32 // every item of the group
}

// grow returns s with length n, keeping its memory where it is large enough.
// The elements are not cleared.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		s = slices.Grow(s[:0], n)
	}
	return s[:n]
}

func fill[T any](s []T, v T) {
	for i := range s {
		s[i] = v
	}
}
