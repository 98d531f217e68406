package requirement

import (
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Node is a requirement: exactly one of All, Any, Choose, Item, Series, Take,
// Held, Competency, Milestone, If and Unknown is set. What stands beside it
// limits what is used at and below the node.
type Node struct {
	// ID is the requirement's part of its path; exceptions and shares point to
	// it, so it should outlive the title. Where it is absent it is made from the
	// title or the item.
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	// About explains the requirement to people; it changes no answer.
	About string `json:"about,omitempty"`

	All    []Node  `json:"all,omitempty"`
	Any    []Node  `json:"any,omitempty"`
	Choose *Choose `json:"choose,omitempty"`
	// Item is one item, whatever its code was on the day.
	Item catalog.ItemID `json:"item,omitempty"`
	// Series is several items that count only together.
	Series []catalog.ItemID `json:"series,omitempty"`
	// Take is so many items or credits from a filter.
	Take *Take `json:"take,omitempty"`
	// Held asks for a credential, licence or badge that the filter selects; it
	// is looked at and never used up.
	Held *ItemFilter `json:"held,omitempty"`
	// Competency and Milestone are names of what must be shown or reached.
	Competency string  `json:"competency,omitempty"`
	Milestone  string  `json:"milestone,omitempty"`
	If         *Branch `json:"if,omitempty"`
	// Unknown is what a person must decide, in words.
	Unknown string `json:"unknown,omitempty"`

	// Where limits every single item used at or below the node.
	Where *ItemFilter `json:"where,omitempty"`
	// GPA is the least mean of grade points, weighted by credits, of what is
	// used at and below the node; nothing used holds.
	GPA credit.Amount `json:"gpa,omitzero"`
	// Limits and Minima bound what is used at and below the node as a whole.
	Limits []Limit   `json:"limits,omitempty"`
	Minima []Minimum `json:"minima,omitempty"`
	// Changes change the need where a fact or another result says so.
	Changes []NeedChange `json:"changes,omitempty"`
	// Scope names the scope in which the items used at and below are used
	// once; empty means that of the node above, at the top the program's.
	Scope string `json:"scope,omitempty"`
	// Conditions are free text, verbatim; a person must look at them.
	Conditions []string `json:"conditions,omitempty"`
	// Recommended nodes advise and are never owed.
	Recommended bool `json:"recommended,omitempty"`
}

// Choose is n-of: at least Count of the parts, or items of the parts worth
// Credits; where both are given, both.
type Choose struct {
	Count   int    `json:"count,omitempty"`
	Credits string `json:"credits,omitempty"`
	Of      []Node `json:"of"`
}

// Take uses items of a filter until every need that is given is reached.
type Take struct {
	Items   int           `json:"items,omitempty"`
	Credits credit.Amount `json:"credits,omitzero"`
	// Distinct asks for items of so many different subjects, levels, terms or
	// institutions.
	Distinct *Distinct `json:"distinct,omitempty"`
	// From selects what may be used; nil means anything.
	From *ItemFilter `json:"from,omitempty"`
	// Same asks that all items are of one class, such as one subject.
	Same Class `json:"same,omitempty"`
	// Free counts the items and leaves them free for other requirements, as
	// totals do.
	Free bool `json:"free,omitempty"`
}

// Distinct is a need for different classes.
type Distinct struct {
	By      Class `json:"by"`
	AtLeast int   `json:"atLeast"`
}

// Class is what items are sorted by.
type Class string

// The classifications.
const (
	BySubject     Class = "subject"
	ByLevel       Class = "level"
	ByTerm        Class = "term"
	ByInstitution Class = "institution"
	ByItem        Class = "item" // repeats of one item are one
	ByYear        Class = "year" // the calendar year of attainment
)

// Classes lists the classifications.
func Classes() []Class {
	return []Class{BySubject, ByLevel, ByTerm, ByInstitution, ByItem, ByYear}
}

// Branch is if/then/else: a test that is decided before the search.
type Branch struct {
	Test Test `json:"test"`
	Then Node `json:"then"`
	// Else is nil where nothing is asked when the test says no.
	Else *Node `json:"else,omitempty"`
}

// Parts returns the direct sub-requirements. Use [Node.Each] to change them.
func (n *Node) Parts() []Node {
	switch {
	case n.All != nil:
		return n.All
	case n.Any != nil:
		return n.Any
	case n.Choose != nil:
		return n.Choose.Of
	case n.If != nil && n.If.Else != nil:
		return []Node{n.If.Then, *n.If.Else}
	case n.If != nil:
		return []Node{n.If.Then}
	}
	return nil
}
