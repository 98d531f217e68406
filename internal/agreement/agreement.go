// Package agreement is what senders and receivers have agreed: agreements with
// their versions and lifecycle, rules as source expressions that lead to
// awards, and the precedence between them.
package agreement

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// ID is the stable, readable id of an agreement; its versions share it.
type ID string

// Kind says what sort of agreement it is; it decides the precedence tier.
type Kind string

// The kinds of agreement.
const (
	Articulation  Kind = "articulation"   // sender(s) and receiver, course by course
	TwoPlusTwo    Kind = "two-plus-two"   // a program at the sender leads into one at the receiver
	Reverse       Kind = "reverse"        // credit sent back to complete an earlier credential
	Exchange      Kind = "exchange"       // study abroad and exchange decisions
	Hub           Kind = "hub"            // common numbering or statewide courses
	Guarantee     Kind = "guarantee"      // a floor that every receiver honours
	ReceiverTable Kind = "receiver-table" // the receiver's own table for exams, certifications, anything
)

// Kinds lists the kinds of agreement.
func Kinds() []Kind {
	return []Kind{Articulation, TwoPlusTwo, Reverse, Exchange, Hub, Guarantee, ReceiverTable}
}

// Basis says at which date an agreement's validity looks.
type Basis string

// The bases; the zero value means OnAttainment.
const (
	OnAttainment   Basis = "attainment"     // the day the item was earned
	OnEvaluation   Basis = "evaluation"     // the as-of day
	OnEntryCatalog Basis = "entry-catalog"  // the day the learner entered the receiver's catalogue
	OnPlan         Basis = "plan-signature" // the day the learner's plan was signed
)

// Bases lists the validity bases.
func Bases() []Basis { return []Basis{OnAttainment, OnEvaluation, OnEntryCatalog, OnPlan} }

// Lifecycle is where a version of an agreement stands.
type Lifecycle string

// The states of a version. Only Approved awards credit, and Superseded where
// the basis looks at a day on which that version was in force.
const (
	Draft      Lifecycle = "draft"
	InReview   Lifecycle = "in-review"
	Approved   Lifecycle = "approved"
	Suspended  Lifecycle = "suspended"
	Expired    Lifecycle = "expired"
	Superseded Lifecycle = "superseded"
)

// Lifecycles lists the states of a version.
func Lifecycles() []Lifecycle {
	return []Lifecycle{Draft, InReview, Approved, Suspended, Expired, Superseded}
}

// Use says how often one source may serve subject credit in an agreement.
type Use string

// The use policies; the zero value means Exclusive.
const (
	// Exclusive: a source serves one rule.
	Exclusive Use = "exclusive"
	// Shared: a source may serve several rules of this agreement for subject
	// credit; its units are counted once all the same.
	Shared Use = "shared"
)

// CreditSource says how many units a rule gives.
type CreditSource string

// The credit sources; the zero value means ByRule.
const (
	// ByRule gives what the awards state; an award that states none gives the
	// catalogue credits of its receiving course, or the brought credit where
	// it has no course.
	ByRule CreditSource = "rule"
	// BySender gives the brought credit, converted; the awards say what it
	// counts as.
	BySender CreditSource = "sender"
	// ByCatalog gives the catalogue credits of the receiving courses.
	ByCatalog CreditSource = "catalog"
	// ByLower gives the brought credit or what the awards state, whichever is
	// lower.
	ByLower CreditSource = "lower"
)

// Remainder says what becomes of brought credit beyond what the awards name.
type Remainder string

// The remainder policies; the zero value means RemainderDefault.
const (
	// RemainderDefault is elective for BySender and none otherwise.
	RemainderDefault  Remainder = ""
	RemainderElective Remainder = "elective"
	RemainderNone     Remainder = "none"
)

// Agreement is one version of an agreement between senders and a receiver.
type Agreement struct {
	ID      ID     `json:"id"`
	Version int    `json:"version"` // from 1
	Title   string `json:"title"`
	Kind    Kind   `json:"kind"`
	// Senders are the parties whose items are recognised; empty means any
	// sender (receiver tables, hubs name their members here).
	Senders  []catalog.InstitutionID `json:"senders,omitempty"`
	Receiver catalog.InstitutionID   `json:"receiver,omitempty"` // empty for hubs: every member receives
	// Programs limits the agreement to programs of the receiver; empty means
	// institution-wide.
	Programs  []string       `json:"programs,omitempty"`
	Basis     Basis          `json:"basis,omitempty"`
	Effective calendar.Range `json:"effective,omitzero"`
	ReviewBy  calendar.Date  `json:"reviewBy,omitzero"`
	Lifecycle Lifecycle      `json:"lifecycle"`
	Evidence  Evidence       `json:"evidence,omitzero"`
	Use       Use            `json:"use,omitempty"`
	Credit    CreditSource   `json:"credit,omitempty"`
	Remainder Remainder      `json:"remainder,omitempty"`
	// HonorsMixable says that honours and regular versions of a course may be
	// combined within one rule: each leaf also accepts the item's honours twin,
	// the item whose external id "honors-of" is this item's id, and the other
	// way round.
	HonorsMixable bool `json:"honorsMixable,omitempty"`
	// Numbering makes a hub recognise by function instead of by table.
	Numbering *Numbering `json:"numbering,omitempty"`
	// Notes are texts for people that change no answer.
	Notes []string `json:"notes,omitempty"`
	Rules []Rule   `json:"rules"`
}

// Evidence is the signed document behind a version.
type Evidence struct {
	Reference string        `json:"reference,omitempty"` // where the document is
	SHA256    string        `json:"sha256,omitempty"`    // of the document, lower-case hex
	SignedOn  calendar.Date `json:"signedOn,omitzero"`
	SignedBy  []string      `json:"signedBy,omitempty"`
}

// Signed reports whether the version is signed: it names its document and the
// day of signature.
func (e Evidence) Signed() bool { return e.Reference != "" && !e.SignedOn.IsZero() }

// NumberingKind is how a hub derives the common number of an item.
type NumberingKind string

// The numbering functions.
const (
	// ByCommonNumber matches items whose Numbers entry for Key is equal
	// (Texas TCCNS, C-ID).
	ByCommonNumber NumberingKind = "common-number"
	// ByPrefixAndLastThree matches items with the same subject and the same
	// last three digits; the level digit is ignored (Florida SCNS).
	ByPrefixAndLastThree NumberingKind = "prefix-and-last-three"
)

// Numbering is a hub's rule by function: items of its members with an equal
// common number are accepted as one another.
type Numbering struct {
	Kind NumberingKind `json:"kind"`
	Key  string        `json:"key,omitempty"` // the hub's key in Item.Numbers
	// Except lists items that the guarantee does not cover.
	Except []catalog.ItemID `json:"except,omitempty"`
}

// Tier is the precedence of a statement; lower numbers win.
type Tier uint8

// The tiers, highest precedence first.
const (
	TierDecision Tier = iota // a decision on this learner's petition
	TierProgram              // program agreement
	TierPair                 // pair of institutions
	TierHub                  // hub or statewide guarantee: a floor
	TierTable                // receiver-wide table
	TierWildcard             // rules that name no item
)

// String returns the tier's name for people.
func (t Tier) String() string {
	return [...]string{
		"decision on this learner", "program agreement", "agreement between the institutions",
		"hub or statewide guarantee", "receiver-wide table", "wildcard rule",
	}[t]
}

// Tier returns the precedence of the agreement's exact rules.
func (a *Agreement) Tier() Tier {
	switch {
	case a.Kind == Hub || a.Kind == Guarantee:
		return TierHub
	case a.Kind == ReceiverTable:
		return TierTable
	case len(a.Programs) > 0:
		return TierProgram
	}
	return TierPair
}

// TierOf returns the precedence of one rule: wildcards come last, whatever the
// agreement.
func (a *Agreement) TierOf(r *Rule) Tier {
	if r.When != nil && r.When.OnlyWildcards() {
		return TierWildcard
	}
	return a.Tier()
}

// CoversProgram reports whether the agreement applies when the target is the
// given program, or the institution as a whole where program is "".
func (a *Agreement) CoversProgram(program string) bool {
	return len(a.Programs) == 0 || slices.Contains(a.Programs, program)
}
