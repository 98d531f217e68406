package scenario

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// Target is what is expected at one target. What is not stated is not compared;
// what is stated must be there, with amounts equal to the last fraction.
type Target struct {
	Unit    credit.Unit          `json:"unit,omitempty"`
	Decided *bool                `json:"decided,omitempty"`
	Lines   map[string]Line      `json:"lines,omitempty"`
	Totals  *Totals              `json:"totals,omitempty"`
	Items   map[string]Receiving `json:"receiving,omitempty"`
	// NoteCodes are codes that the notes of the target must hold.
	NoteCodes []string `json:"noteCodes,omitempty"`
	// Conflicts are texts, each of which a note of the target or a reason of a
	// line must contain in its code or its words.
	Conflicts []string `json:"conflicts,omitempty"`
	// Audit is how the target's program stands.
	Audit *Audit `json:"audit,omitempty"`
}

// Line is what is expected of one line of the record.
type Line struct {
	Status engine.Status  `json:"status,omitempty"`
	Item   catalog.ItemID `json:"item,omitempty"`
	Title  string         `json:"title,omitempty"`
	// Awards is the whole list, in any order; an empty list expects none.
	Awards  []Award  `json:"awards,omitempty"`
	Credits *Credits `json:"credits,omitempty"`
	Ledger  *Ledger  `json:"ledger,omitempty"`
	// ReasonCodes are codes that the reasons must hold.
	ReasonCodes []string `json:"reasonCodes,omitempty"`
	// Says are texts that the reasons must contain in their words, values or
	// advice.
	Says []string `json:"says,omitempty"`
}

// Award is what is expected of one award.
type Award struct {
	Kind    agreement.AwardKind `json:"kind,omitempty"`
	Effect  agreement.Effect    `json:"effect,omitempty"`
	Item    catalog.ItemID      `json:"item,omitempty"`
	Code    string              `json:"code,omitempty"`
	Subject string              `json:"subject,omitempty"`
	Level   string              `json:"level,omitempty"`
	Name    string              `json:"name,omitempty"`
	Credits *credit.Amount      `json:"credits,omitempty"`
	With    []string            `json:"with,omitempty"`
	// Rule is "agreement/rule".
	Rule string `json:"rule,omitempty"`
}

// Credits is the credit of a line in the sender's and the receiver's unit.
type Credits struct {
	Source   *credit.Amount `json:"source,omitempty"`
	Receiver *credit.Amount `json:"receiver,omitempty"`
}

// Ledger is what is expected of a ledger's columns.
type Ledger struct {
	Brought     *credit.Amount `json:"brought,omitempty"`
	Granted     *credit.Amount `json:"granted,omitempty"`
	Counted     *credit.Amount `json:"counted,omitempty"`
	Elective    *credit.Amount `json:"elective,omitempty"`
	Excess      *credit.Amount `json:"excess,omitempty"`
	NotAccepted *credit.Amount `json:"notAccepted,omitempty"`
	Undecided   *credit.Amount `json:"undecided,omitempty"`
	Rounding    *credit.Amount `json:"rounding,omitempty"`
}

// Totals is what is expected of a target's totals.
type Totals struct {
	Ledger
	Source   map[string]credit.Amount `json:"source,omitempty"`
	Accepted *credit.Amount           `json:"accepted,omitempty"`
	// Shares are compared as numbers; the empty text expects none.
	AcceptedShare *string        `json:"acceptedShare,omitempty"`
	CountedShare  *string        `json:"countedShare,omitempty"`
	ByStatus      map[string]int `json:"byStatus,omitempty"`
}

// Receiving is what is expected of a receiving item, or of a series, whose key
// is its codes joined with " + ".
type Receiving struct {
	Status engine.ReceivingStatus `json:"status,omitempty"`
	By     []string               `json:"by,omitempty"`
	// Missing are the codes that one of the alternatives is missing.
	Missing []string `json:"missing,omitempty"`
}
