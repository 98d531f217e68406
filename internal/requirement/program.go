// Package requirement is what a credential asks for: programs and the tree of
// their requirements.
package requirement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// Program is a credential at one institution with its requirements in one
// catalogue.
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
	Requires    *Node             `json:"requires,omitempty"`
}

// Node is a requirement: exactly one of All, Any, Choose, Item and Series is
// set.
type Node struct {
	Title  string         `json:"title,omitempty"`
	All    []Node         `json:"all,omitempty"`
	Any    []Node         `json:"any,omitempty"`
	Choose *Choose        `json:"choose,omitempty"`
	Item   catalog.ItemID `json:"item,omitempty"`
	// Series is several items that count only together.
	Series []catalog.ItemID `json:"series,omitempty"`
	// Conditions are free text, verbatim; they limit the node.
	Conditions []string `json:"conditions,omitempty"`
	// Recommended nodes advise and are never owed.
	Recommended bool `json:"recommended,omitempty"`
}

// Choose is n-of: at least Count of the parts, or items worth Credits.
type Choose struct {
	Count   int    `json:"count,omitempty"`
	Credits string `json:"credits,omitempty"`
	Of      []Node `json:"of"`
}

// Parts returns the direct sub-requirements.
func (n *Node) Parts() []Node {
	switch {
	case n.All != nil:
		return n.All
	case n.Any != nil:
		return n.Any
	case n.Choose != nil:
		return n.Choose.Of
	}
	return nil
}

// Items calls yield for every item that the node names, in order.
func (n *Node) Items(yield func(catalog.ItemID) bool) { n.walk(yield) }

func (n *Node) walk(yield func(catalog.ItemID) bool) bool {
	if n.Item != "" && !yield(n.Item) {
		return false
	}
	for _, id := range n.Series {
		if !yield(id) {
			return false
		}
	}
	parts := n.Parts()
	for i := range parts {
		if !parts[i].walk(yield) {
			return false
		}
	}
	return true
}
