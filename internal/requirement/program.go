// Package requirement is what a credential asks for: one language for
// micro-credentials, certificates and degrees. A program holds a tree of
// requirements for each catalogue year; filters select what may be used,
// conditions limit what was used, shares say what may be used twice, and
// exceptions change a learner's audit by path.
//
// The package decides what needs no search: which attainments a filter selects
// ([Selector]), which branch a fact opens ([Facts.Decide]). Package view lays a
// program and a record out for the search; package check proves a program sound
// before it is published. One page with an example of every construct is
// docs/reference/requirement-language.md.
package requirement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// Program is a credential at one institution with its requirements: in one
// catalogue (Requires), or in several (Versions).
type Program struct {
	// ID is "institution/program", for example "ucsd/cse-computer-science-bs".
	ID          string                `json:"id"`
	Institution catalog.InstitutionID `json:"institution"`
	Title       string                `json:"title"`
	// Credential is the item that completing the program earns.
	Credential catalog.ItemID `json:"credential,omitempty"`
	// Catalog is the range of days on which a learner may enter this version.
	Catalog     calendar.Range    `json:"catalog,omitzero"`
	ExternalIDs map[string]string `json:"externalIds,omitempty"`
	Notes       []string          `json:"notes,omitempty"`
	// Stack says how the pieces are used, how the credential is conferred and
	// how long it is valid.
	Stack *StackPolicy `json:"stack,omitempty"`
	// Sets are named filters that every version may use.
	Sets map[string]ItemFilter `json:"sets,omitempty"`
	// Shares say what may be used twice; what no entry names is exclusive
	// inside a scope and unlimited between two scopes.
	Shares []Share `json:"shares,omitempty"`
	// MaxUses is how many requirements one item may serve at most; 0 means as
	// many as the shares allow.
	MaxUses  int   `json:"maxUses,omitempty"`
	Requires *Node `json:"requires,omitempty"`
	// Versions are the requirements by catalogue year. Where they are given,
	// Requires and Catalog are not.
	Versions []ProgramVersion `json:"versions,omitempty"`
}

// ProgramVersion is what a program asks of learners who entered in a range of
// days.
type ProgramVersion struct {
	// ID names the version for people and exceptions, such as "2024".
	ID      string         `json:"id"`
	Catalog calendar.Range `json:"catalog,omitzero"`
	Notes   []string       `json:"notes,omitempty"`
	// Sets add to the program's sets; a set of the same name replaces it.
	Sets map[string]ItemFilter `json:"sets,omitempty"`
	// Shares and MaxUses replace the program's where they are given.
	Shares  []Share `json:"shares,omitempty"`
	MaxUses int     `json:"maxUses,omitempty"`
	// Moved says where requirements of the version before went, old path to
	// new path, so that exceptions follow them; "" means that it is gone.
	Moved    map[string]string `json:"moved,omitempty"`
	Requires *Node             `json:"requires,omitempty"`
}

// Each calls yield for every version of the program, oldest first as written,
// with the program's own sets and shares filled in. A program without versions
// is one version; a program without requirements has none.
func (p *Program) Each(yield func(i int, v *ProgramVersion) bool) {
	if len(p.Versions) == 0 {
		if p.Requires != nil {
			yield(0, &ProgramVersion{
				Catalog: p.Catalog, Sets: p.Sets, Shares: p.Shares, MaxUses: p.MaxUses, Requires: p.Requires,
			})
		}
		return
	}
	for i := range p.Versions {
		if !yield(i, p.version(i)) {
			return
		}
	}
}

func (p *Program) version(i int) *ProgramVersion {
	v := p.Versions[i]
	if len(p.Sets) > 0 {
		sets := make(map[string]ItemFilter, len(p.Sets)+len(v.Sets))
		for _, from := range []map[string]ItemFilter{p.Sets, v.Sets} {
			for name := range from {
				sets[name] = from[name]
			}
		}
		v.Sets = sets
	}
	if v.Shares == nil {
		v.Shares = p.Shares
	}
	if v.MaxUses == 0 {
		v.MaxUses = p.MaxUses
	}
	return &v
}

// At returns the version for a learner who entered on the day: the one whose
// range holds it, of several the one that began last. For the zero day it is
// the version that began last. ok is false where no version covers the day, or
// there is none.
func (p *Program) At(day calendar.Date) (v *ProgramVersion, ok bool) {
	for _, c := range p.Each {
		covers := day.IsZero() || c.Catalog.Contains(day)
		if covers && (v == nil || c.Catalog.From >= v.Catalog.From) {
			v = c
		}
	}
	return v, v != nil
}

// Current is the requirement of the version that began last, or nil.
func (p *Program) Current() *Node {
	v, ok := p.At(0)
	if !ok {
		return nil
	}
	return v.Requires
}

// Items calls yield for every item that any version names as usable, in order
// of appearance; an item named twice comes twice.
func (p *Program) Items(yield func(catalog.ItemID) bool) {
	more := true
	for _, v := range p.Each {
		if !more || v.Requires == nil {
			continue
		}
		w := itemWalk{sets: v.Sets, yield: yield}
		more = w.node(v.Requires)
	}
}
