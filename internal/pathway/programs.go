package pathway

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// addProgram adds a program, what it requires and what it confers.
func (b *builder) addProgram(p *requirement.Program) {
	id := ProgramVertex(p.ID)
	b.vertices[id] = &Vertex{
		ID: id, Kind: KindProgram, Ref: p.ID, Name: cmp.Or(p.Title, p.ID), Title: p.Title,
		Institution: cmp.Or(p.Institution, catalog.ItemID(p.ID).Institution()),
	}
	if top := p.Current(); top != nil {
		b.addRequirement(top, Link{To: id, Kind: LinkRequires})
	}
	if p.Credential != "" {
		credential := b.item(p.Credential)
		if v := b.vertices[credential]; v.Unknown {
			v.Kind = KindCredential
		}
		b.link(Link{From: id, To: credential, Kind: LinkConfers})
	}
}

// addRequirement links every item of a node; as carries what the nodes above
// say.
func (b *builder) addRequirement(n *requirement.Node, as Link) {
	as.Recommended = as.Recommended || n.Recommended
	if n.Title != "" {
		as.Requirements = []string{n.Title}
	}
	for id := range directItems(n) {
		as.From = b.item(id)
		b.link(as)
	}
	for id := range chosenItems(n) {
		choice := as
		choice.From, choice.Optional = b.item(id), true
		b.link(choice)
	}
	as.Optional = as.Optional || len(n.Any) > 1 || n.If != nil || n.Choose != nil && !choosesAll(n.Choose)
	parts := n.Parts()
	for i := range parts {
		b.addRequirement(&parts[i], as)
	}
}

// chosenItems yields the items that a filter of the node names as a choice.
func chosenItems(n *requirement.Node) func(func(catalog.ItemID) bool) {
	bare := requirement.Node{Take: n.Take, Held: n.Held}
	return bare.Items
}

// directItems yields the items that the node itself names.
func directItems(n *requirement.Node) func(func(catalog.ItemID) bool) {
	return func(yield func(catalog.ItemID) bool) {
		if n.Item != "" && !yield(n.Item) {
			return
		}
		for _, id := range n.Series {
			if !yield(id) {
				return
			}
		}
	}
}

func choosesAll(c *requirement.Choose) bool { return c.Credits == "" && c.Count >= len(c.Of) }
