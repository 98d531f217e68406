package pathway

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/wording"
)

// LinkKind says how two vertices are joined.
type LinkKind string

// The kinds of link.
const (
	LinkSource   LinkKind = "source"   // item → rule: the rule's source names the item
	LinkAward    LinkKind = "award"    // rule → item or award: the rule gives it, or speaks about it
	LinkRequires LinkKind = "requires" // item → program: the program's requirements name the item
	LinkConfers  LinkKind = "confers"  // program → credential
	LinkToward   LinkKind = "toward"   // award → program: an agreement gives the award for that program
	LinkSame     LinkKind = "same"     // item → item: cross-listed, credit for one is credit for the other
)

// AgreementRef names a version of an agreement and where it stands.
type AgreementRef struct {
	ID        agreement.ID        `json:"id"`
	Version   int                 `json:"version"`
	Title     string              `json:"title,omitempty"`
	Kind      agreement.Kind      `json:"kind,omitempty"`
	Lifecycle agreement.Lifecycle `json:"lifecycle"`
	// Signed reports whether the version names its signed document.
	Signed    bool           `json:"signed"`
	Effective calendar.Range `json:"effective,omitzero"`
}

// RuleFacts is what the graph keeps of a rule.
type RuleFacts struct {
	Agreement AgreementRef      `json:"agreement"`
	Outcome   agreement.Outcome `json:"outcome"`
	// Sentence is the rule in words, codes as they are today; Words are its phrase.
	Sentence string         `json:"sentence,omitempty"`
	Words    wording.Phrase `json:"-"`
	Valid    calendar.Range `json:"valid,omitzero"`
	// Programs are those that the agreement is limited to; empty means all.
	Programs []string `json:"programs,omitempty"`
	// Equivalence marks a common number of a hub: its items are accepted as one
	// another, each at the other institutions.
	Equivalence bool `json:"equivalence,omitempty"`
}

// Standing says whether a rule awards, or else why not. Besides the constants
// it is the word of the lifecycle ("draft") or of the outcome ("refused").
type Standing string

// The standings that are neither a lifecycle nor an outcome.
const (
	Awarding   Standing = "awarding"
	NotInForce Standing = "not-in-force" // the as-of day lies outside the dates
	Unsigned   Standing = "unsigned"     // approved, but without a signed document
)

// Link joins two vertices. There is one link between two vertices: what several
// statements say about the pair is combined in it.
type Link struct {
	From VertexID `json:"from"`
	To   VertexID `json:"to"`
	Kind LinkKind `json:"kind"`
	// Agreements are those behind the link, in order; none for the stack.
	Agreements []AgreementRef `json:"agreements,omitempty"`
	// Awards are the kinds of award, in order, for links of that kind.
	Awards []agreement.AwardKind `json:"awards,omitempty"`
	// Alone says that the source satisfies the rule without another one.
	Alone bool `json:"alone,omitempty"`
	// Wildcard says that the source is matched by a pattern, not by name.
	Wildcard bool `json:"wildcard,omitempty"`
	// Requirements are the titles of the requirements that name the item.
	Requirements []string `json:"requirements,omitempty"`
	// Optional says that the program can be completed without the item.
	Optional bool `json:"optional,omitempty"`
	// Recommended says that the item is only advised, never owed.
	Recommended bool `json:"recommended,omitempty"`
}

// combine adds what another statement says about the same pair.
func (l *Link) combine(o Link) {
	l.Agreements = union(l.Agreements, o.Agreements, func(a, b AgreementRef) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
	})
	l.Awards = union(l.Awards, o.Awards, cmp.Compare)
	l.Requirements = union(l.Requirements, o.Requirements, cmp.Compare)
	l.Alone = l.Alone || o.Alone
	l.Wildcard = l.Wildcard && o.Wildcard
	l.Optional = l.Optional && o.Optional
	l.Recommended = l.Recommended && o.Recommended
}

func union[T any](a, b []T, order func(T, T) int) []T {
	out := slices.Concat(a, b)
	slices.SortStableFunc(out, order)
	return slices.CompactFunc(out, func(x, y T) bool { return order(x, y) == 0 })
}

// steps is what following the link adds to the depth: rules and cross-listing
// are ways, not things that a learner gains.
func (l *Link) steps() int32 {
	if l.Kind == LinkSource || l.Kind == LinkSame {
		return 0
	}
	return 1
}
