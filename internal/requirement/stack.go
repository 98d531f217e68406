package requirement

// PieceUse says how often a piece may serve credentials.
type PieceUse string

// The uses of pieces; the zero value means PiecesShared.
const (
	// PiecesShared: a piece serves every credential that accepts it.
	PiecesShared PieceUse = "shared"
	// PiecesOneAward: a piece serves one credential; the learner, or the best
	// combination, chooses which.
	PiecesOneAward PieceUse = "one-award"
	// PiecesDebited: a piece is spent when the credential is conferred, and
	// serves nothing after that.
	PiecesDebited PieceUse = "debited"
)

// PieceUses lists the uses of pieces.
func PieceUses() []PieceUse { return []PieceUse{PiecesShared, PiecesOneAward, PiecesDebited} }

// Conferral says how a completed credential is given.
type Conferral string

// The ways of conferral; the zero value means Automatic.
const (
	Automatic     Conferral = "automatic"
	ByApplication Conferral = "application"
)

// Conferrals lists the ways of conferral.
func Conferrals() []Conferral { return []Conferral{Automatic, ByApplication} }

// StackPolicy says how a credential takes part in a stack. The zero policy
// shares its pieces, confers automatically and never expires.
type StackPolicy struct {
	Pieces    PieceUse  `json:"pieces,omitempty"`
	Conferral Conferral `json:"conferral,omitempty"`
	// Exits are shorter programs that may be left with on the way.
	Exits []string `json:"exits,omitempty"`
	// NotWith are programs of which a learner gets one only.
	NotWith []string `json:"notWith,omitempty"`
	// ValidYears is how long the credential stays active; 0 is for ever.
	ValidYears int `json:"validYears,omitempty"`
	// SpanYears is the longest time between the first and the last piece; 0 is
	// any.
	SpanYears int `json:"spanYears,omitempty"`
}
