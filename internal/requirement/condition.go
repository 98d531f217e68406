package requirement

import (
	"math/big"

	"github.com/cairnproject/cairn/internal/credit"
)

// Limit is a cap: of what is used, at most so many items or credits match a
// filter. At least one of Items and Credits is given; 0 forbids.
type Limit struct {
	Items   *int           `json:"items,omitempty"`
	Credits *credit.Amount `json:"credits,omitempty"`
	// Of selects what is limited; nil means everything.
	Of *ItemFilter `json:"of,omitempty"`
	// Each applies the limit to every class by itself ("at most 2 courses of
	// any one subject").
	Each Class `json:"each,omitempty"`
	// In says how far the limit reaches; empty means this node.
	In Reach `json:"in,omitempty"`
	// Split lets an item count in part, up to the cap; otherwise items count
	// whole or not at all.
	Split bool `json:"split,omitempty"`
}

// Reach says how far a limit reaches.
type Reach string

// The reaches; the zero value means the node that holds the limit.
const (
	InNode    Reach = "node"
	InProgram Reach = "program"
	InRecord  Reach = "record" // everything that is counted for any program
)

// Reaches lists the reaches.
func Reaches() []Reach { return []Reach{InNode, InProgram, InRecord} }

// Minimum asks that of what is used, at least so much matches a filter: level
// minima, residence, a part in the major. At least one of Items, Credits and
// Share is given.
type Minimum struct {
	Items   int           `json:"items,omitempty"`
	Credits credit.Amount `json:"credits,omitzero"`
	// Share is a part (such as 1/2 or 0.25) of OutOf credits, by default of
	// the credits of the program's credential, rounded up to a multiple of
	// RoundTo where that is given.
	Share   credit.Amount `json:"share,omitzero"`
	OutOf   credit.Amount `json:"outOf,omitzero"`
	RoundTo credit.Amount `json:"roundTo,omitzero"`
	Of      *ItemFilter   `json:"of,omitempty"`
}

// Need is the credits that the minimum asks for; size is the credits of the
// program's credential, used where a share has no OutOf.
func (m *Minimum) Need(size credit.Amount) credit.Amount {
	need := m.Credits
	if !m.Share.IsZero() {
		base := m.OutOf
		if base.IsZero() {
			base = size
		}
		part := roundUp(m.Share.Mul(base), m.RoundTo)
		need = credit.Max(need, part)
	}
	return need
}

// roundUp returns the least multiple of the quantum that is not less than a.
func roundUp(a, quantum credit.Amount) credit.Amount {
	if quantum.Sign() <= 0 {
		return a
	}
	q := a.Div(quantum).Rat()
	whole, rest := new(big.Int).QuoRem(q.Num(), q.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	up := new(big.Rat).SetInt(whole)
	n, err := credit.ParseAmount(up.Mul(up, quantum.Rat()).RatString())
	if err != nil { // beyond what a person may write: leave it exact
		return a
	}
	return n
}

// NeedChange changes a need of its node where a test says yes.
type NeedChange struct {
	When Test `json:"when"`
	// What is the need that is changed.
	What Need `json:"what"`
	// By is added, To replaces; exactly one is given.
	By *credit.Amount `json:"by,omitempty"`
	To *credit.Amount `json:"to,omitempty"`
}

// Need names a number that a node asks for.
type Need string

// The needs that changes and exceptions can change.
const (
	NeedItems    Need = "items"
	NeedCredits  Need = "credits"
	NeedCount    Need = "count"
	NeedDistinct Need = "distinct"
	NeedGPA      Need = "gpa"
)

// Needs lists the needs.
func Needs() []Need { return []Need{NeedItems, NeedCredits, NeedCount, NeedDistinct, NeedGPA} }

// Share says how much two parts may both use. Between are two of: a requirement
// path of this program, "scope:name", "program:id" (with "#path" for a part of
// it) or "program:*" for any other program. Without Items and Credits the two
// share without a limit.
type Share struct {
	Between []string       `json:"between"`
	Items   *int           `json:"items,omitempty"`
	Credits *credit.Amount `json:"credits,omitempty"`
	// Of limits what may be shared; nil means every item.
	Of *ItemFilter `json:"of,omitempty"`
	// Note says why, for people.
	Note string `json:"note,omitempty"`
}
