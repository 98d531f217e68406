package agreement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Expr is a source expression: exactly one of All, Any, Sequence, AtLeast,
// Item and Match is set. The conditions written beside a leaf belong to it; on
// All, Any, Sequence and AtLeast they apply to every leaf below.
type Expr struct {
	All []Expr `json:"all,omitempty"`
	Any []Expr `json:"any,omitempty"`
	// Sequence is All in which each part was attained no earlier than the part
	// before it.
	Sequence []Expr   `json:"sequence,omitempty"`
	AtLeast  *AtLeast `json:"atLeast,omitempty"`
	// Item is one item, whatever its code was on the day.
	Item catalog.ItemID `json:"item,omitempty"`
	// Match is a wildcard.
	Match *Pattern `json:"match,omitempty"`

	Condition
}

// AtLeast is n-of: Count of the parts, or parts worth Credits in all (in the
// sender's unit).
type AtLeast struct {
	Count   int           `json:"count,omitempty"`
	Credits credit.Amount `json:"credits,omitzero"`
	Of      []Expr        `json:"of"`
}

// Pattern is a wildcard over items; every part that is given must match.
type Pattern struct {
	Institution catalog.InstitutionID `json:"institution,omitempty"`
	Subject     string                `json:"subject,omitempty"`
	// Number is a pattern such as "2##" or a range such as "100-199".
	Number string             `json:"number,omitempty"`
	Kinds  []catalog.ItemKind `json:"kinds,omitempty"`
	Levels []string           `json:"levels,omitempty"`
	Tags   []string           `json:"tags,omitempty"`
	// InAgreement limits the pattern to items that some rule of the same
	// agreement names.
	InAgreement bool `json:"inAgreement,omitempty"`
}

// Condition is what a source must fulfil besides being the right item. The zero
// Condition asks nothing; a passing grade is always asked.
type Condition struct {
	// MinGrade and MaxGrade bound the grade, both included, on the sender's
	// scale or as "scale:grade" (exam scores use them too).
	MinGrade string `json:"minGrade,omitempty"`
	MaxGrade string `json:"maxGrade,omitempty"`
	// LetterGrade asks for a letter grade or score, not pass/fail.
	LetterGrade bool `json:"letterGrade,omitempty"`
	// MaxAgeYears is the most whole years between attainment and evaluation.
	MaxAgeYears int `json:"maxAgeYears,omitempty"`
	// MaxAgeMonths is the same in whole months.
	MaxAgeMonths int `json:"maxAgeMonths,omitempty"`
	// MinIssuerTier is how far the receiver's register of issuers must trust the
	// issuer of the credential that shows the source, on the day of evaluation.
	MinIssuerTier catalog.IssuerTier `json:"minIssuerTier,omitempty"`
	MinLevel      string             `json:"minLevel,omitempty"`
	// Evidence lists the kinds of evidence that are accepted.
	Evidence   []catalog.EvidenceKind `json:"evidence,omitempty"`
	MinCredits credit.Amount          `json:"minCredits,omitzero"`
	MaxCredits credit.Amount          `json:"maxCredits,omitzero"`
	// Attained bounds the day of attainment.
	Attained calendar.Range `json:"attained,omitzero"`
	// Active asks that a licence or certification has not expired on the day of
	// evaluation.
	Active bool `json:"active,omitempty"`
	// Attributes asks for attributes of the attainment with these values.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// IsZero reports whether the condition asks nothing.
func (c *Condition) IsZero() bool {
	return c.MinGrade == "" && c.MaxGrade == "" && !c.LetterGrade && c.MaxAgeYears == 0 &&
		c.MaxAgeMonths == 0 && c.MinIssuerTier == "" &&
		c.MinLevel == "" && len(c.Evidence) == 0 && c.MinCredits.IsZero() && c.MaxCredits.IsZero() &&
		c.Attained == (calendar.Range{}) && !c.Active && len(c.Attributes) == 0
}

// Parts returns the direct sub-expressions.
func (e *Expr) Parts() []Expr {
	switch {
	case e.All != nil:
		return e.All
	case e.Any != nil:
		return e.Any
	case e.Sequence != nil:
		return e.Sequence
	case e.AtLeast != nil:
		return e.AtLeast.Of
	}
	return nil
}

// Leaves calls yield for every leaf, in order, until it returns false.
func (e *Expr) Leaves(yield func(*Expr) bool) {
	e.walkLeaves(yield)
}

func (e *Expr) walkLeaves(yield func(*Expr) bool) bool {
	parts := e.Parts()
	if parts == nil {
		return yield(e)
	}
	for i := range parts {
		if !parts[i].walkLeaves(yield) {
			return false
		}
	}
	return true
}

// OnlyWildcards reports whether the expression names no item.
func (e *Expr) OnlyWildcards() bool {
	for leaf := range e.Leaves {
		if leaf.Item != "" {
			return false
		}
	}
	return true
}

// Items returns the named items in order of appearance, each once.
func (e *Expr) Items() []catalog.ItemID {
	var out []catalog.ItemID
	seen := map[catalog.ItemID]bool{}
	for leaf := range e.Leaves {
		if leaf.Item != "" && !seen[leaf.Item] {
			seen[leaf.Item] = true
			out = append(out, leaf.Item)
		}
	}
	return out
}
