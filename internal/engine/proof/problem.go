// Package proof says what a certificate of an audit is. Package check below it is
// the second pair of eyes on the solver: it imports nothing of it, has its own
// reading of the problem, and trusts no number of a certificate. Package words
// tells people what a certificate says.
//
// A yes is a placement. A no is a tree of questions whose leaves set prices on
// items in rows: what the requirements ask for, each for the cheapest items that
// it can do with, costs more than what the items can give, each where it gives
// most. With prices of 1 a leaf is plain counting: "these 3 requirements need 3
// of the 2 courses that qualify". Prices in caps, minima, means and sharing
// budgets make it counting with side conditions.
package proof

import (
	"errors"
	"slices"
)

// Kind is the kind of a node of the requirement tree.
type Kind uint8

// The kinds. What holds or not without items is a choice of none or of one of no
// children.
const (
	Choose Kind = iota // at least K children
	Take               // a leaf that uses items; its rows say what it needs
)

// Problem is what a certificate is about, as plain data.
type Problem struct {
	// Items is the number of items.
	Items int `json:"items"`
	// Nodes are listed with children before parents; the last is the root.
	Nodes        []Node        `json:"nodes"`
	Rows         []Row         `json:"rows"`
	Alternatives []Alternative `json:"alternatives,omitempty"`
	// Pairs are the Takes of one scope that one item may serve together.
	Pairs   []Pair `json:"pairs,omitempty"`
	MaxUses int    `json:"maxUses,omitempty"` // of one item by Takes that are not free; 0 is no limit
	// Scale is what one credit counts in rows of credits; 0 is 1.
	Scale int64 `json:"scale,omitempty"`
}

// The units of rows; rows of other units are told in their own words.
const (
	UnitItems   = "items"
	UnitCredits = "credits"
)

// Pair is two Takes of one scope, A before B, and the items that may serve both.
type Pair struct {
	A     int    `json:"a"`
	B     int    `json:"b"`
	Items []bool `json:"items,omitempty"`
}

// Node is a node of the requirement tree.
type Node struct {
	Kind     Kind  `json:"kind"`
	Children []int `json:"children,omitempty"`
	// K is how many children a Choose needs, and how many different classes a
	// Take needs.
	K int `json:"k,omitempty"`

	Items []bool `json:"items,omitempty"` // Take: which items qualify
	// Scope is where an item is used once; a free Take has one of its own.
	Scope int  `json:"scope"`
	Free  bool `json:"free,omitempty"`
}

// Row is a constraint: over the items that one of Takes uses, and one of And
// where that is not empty, the coefficients add up to at least Amount.
type Row struct {
	Kind RowKind `json:"kind"`
	// Node is the node that the row is about; -1 for a sharing budget, which is
	// between two of them.
	Node   int     `json:"node"`
	Amount int64   `json:"amount"`
	Coef   []int64 `json:"coef"` // by item
	Takes  []int   `json:"takes"`
	And    []int   `json:"and,omitempty"`
	// Words is the row as a phrase, with % for the name of its node; Unit is what
	// it counts.
	Words string `json:"words"`
	Unit  string `json:"unit,omitempty"`
}

// RowKind says when a row holds.
type RowKind uint8

// The kinds of rows.
const (
	// Need holds where its node holds: a need of a Take, a minimum of a node.
	Need RowKind = iota
	// Class counts the items of one class for the K classes of a Take.
	Class
	// Limit holds in every placement: a cap, a mean, a sharing budget.
	Limit
)

// Alternative is a group of bundles of items, one of which is available.
type Alternative struct {
	Bundles [][]int `json:"bundles,omitempty"`
}

// Yes is the certificate of a yes: the uses, and the bundle of each alternative.
type Yes struct {
	Uses    []Use `json:"uses,omitempty"`
	Bundles []int `json:"bundles,omitempty"`
}

// Use is one use of an item by a Take.
type Use struct {
	Item int `json:"item"`
	Take int `json:"take"`
}

// No is the certificate of a no: a leaf with Weights, or a question with a
// proof for either answer.
type No struct {
	Weights []Weight `json:"weights,omitempty"`

	Split *Question `json:"split,omitempty"`
	Yes   *No       `json:"yes,omitempty"`
	No    *No       `json:"no,omitempty"`
}

// Question splits all placements in two.
type Question struct {
	About   Subject `json:"about"`
	Subject int     `json:"subject"`
	Choice  int     `json:"choice"`
}

// Subject says what a question is about.
type Subject uint8

// The questions.
const (
	// OfItem asks whether item Subject serves the Take Choice.
	OfItem Subject = iota
	// OfNode asks whether node Subject holds; if not, nobody counts on it.
	OfNode
	// OfBundle asks whether alternative Subject has its bundle Choice.
	OfBundle
)

// Weight puts a price on what counts in a row: Value for each unit or, where
// Prices are given, a price for each item. The row then asks for what the
// cheapest items cost that keep it. Whole items make that more than the price
// of its amount: 5 credits of 3-credit courses are the price of two courses.
type Weight struct {
	Row    int     `json:"row"`
	Value  int64   `json:"value,omitempty"`
	Prices []int64 `json:"prices,omitempty"` // by item, instead of Value
}

// Counts reports whether an item that these Takes use counts in the row.
func (r *Row) Counts(takes []int) bool {
	in := func(side []int) bool {
		return slices.ContainsFunc(takes, func(t int) bool { return slices.Contains(side, t) })
	}
	return in(r.Takes) && (len(r.And) == 0 || in(r.And))
}

// Has reports whether the item is in one of the bundles.
func (a *Alternative) Has(item int) bool {
	return slices.ContainsFunc(a.Bundles, func(b []int) bool { return slices.Contains(b, item) })
}

// What is wrong with a certificate.
var (
	ErrMalformed     = errors.New("the certificate is malformed")
	ErrNotAdmissible = errors.New("the placement is not admissible")
	ErrNotSatisfied  = errors.New("the placement does not satisfy the requirements")
	ErrTooWeak       = errors.New("the weights prove nothing")
)
