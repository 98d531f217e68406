package pathway

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Build makes the graph of a set, which must not be changed afterwards. The
// same content gives the same graph in any order; of two things with one id the
// graph holds one, and an id that nothing describes becomes a vertex marked
// Unknown (the set's own checks report both).
//
// The problems are the circles that engine.md refuses, each an error with its
// path and with a JSON pointer into the set: code "cyclic_pathway" in the stack
// graph, "cyclic_agreement" among rules alone: within one agreement, or among
// credentials. The graph is returned all the
// same, so that the circle can be drawn; it is nil only with code
// "invalid_graph", which no set is known to cause.
func Build(set *ruleset.Set) (*Graph, diag.List) {
	return build(set, func(*builder, *agreement.Agreement) bool { return true })
}

// build makes the graph of the agreements that are to be kept.
func build(set *ruleset.Set, keep func(*builder, *agreement.Agreement) bool) (*Graph, diag.List) {
	b := newBuilder(set)
	for _, p := range b.programs {
		b.addProgram(p.value)
		b.places[ProgramVertex(p.value.ID)] = pointer("programs", p.position, "/requires")
	}
	for _, a := range b.agreements {
		if keep(b, a.value) {
			b.addAgreement(a.value, a.position)
		}
	}
	g, err := newGraph(b.vertices, b.links)
	if err != nil {
		return nil, diag.List{{Code: "invalid_graph", Message: err.Error()}}
	}
	g.items, g.institutions, g.versions = b.items, b.names, map[agreement.ID][]AgreementRef{}
	for _, a := range b.agreements {
		g.versions[a.value.ID] = append(g.versions[a.value.ID], refOf(a.value))
	}
	for _, p := range b.programs {
		g.programs = append(g.programs, p.value)
	}
	if err := g.findCycles(b); err != nil {
		return nil, diag.List{{Code: "invalid_graph", Message: err.Error()}}
	}
	var problems diag.List
	for _, c := range g.cycles {
		problems = append(problems, c.Problem)
	}
	return g, problems
}

// entry is an element of the set with its position there.
type entry[T any] struct {
	value    *T
	position int
}

// builder collects vertices and links before the library sees them.
type builder struct {
	vertices   map[VertexID]*Vertex
	links      map[[2]VertexID]*Link
	items      map[catalog.ItemID]*catalog.Item
	itemOrder  []*catalog.Item // by id
	names      map[catalog.InstitutionID]string
	twins      map[catalog.ItemID][]catalog.ItemID // honours and regular versions
	codes      []itemCode
	programs   []entry[requirement.Program]
	agreements []entry[agreement.Agreement]
	places     map[VertexID]string // of programs and rules: pointers into the set
}

func newBuilder(set *ruleset.Set) *builder {
	b := &builder{
		vertices: map[VertexID]*Vertex{}, links: map[[2]VertexID]*Link{},
		items: map[catalog.ItemID]*catalog.Item{}, names: map[catalog.InstitutionID]string{},
		twins: map[catalog.ItemID][]catalog.ItemID{}, places: map[VertexID]string{},
	}
	for _, e := range canonical(set.Institutions, func(x, y *catalog.Institution) int { return cmp.Compare(x.ID, y.ID) }) {
		b.names[e.value.ID] = e.value.Name
	}
	for _, e := range canonical(set.Items, func(x, y *catalog.Item) int { return cmp.Compare(x.ID, y.ID) }) {
		b.items[e.value.ID] = e.value
		b.itemOrder = append(b.itemOrder, e.value)
	}
	for _, it := range b.itemOrder {
		b.addItem(it)
	}
	b.programs = canonical(set.Programs, func(x, y *requirement.Program) int { return cmp.Compare(x.ID, y.ID) })
	b.agreements = canonical(set.Agreements, func(x, y *agreement.Agreement) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Version, y.Version))
	})
	return b
}

// canonical orders a list by key, equal keys by content, and keeps the first of
// each key.
func canonical[T any](list []T, order func(x, y *T) int) []entry[T] {
	out := make([]entry[T], len(list))
	for i := range list {
		out[i] = entry[T]{&list[i], i}
	}
	slices.SortStableFunc(out, func(x, y entry[T]) int {
		if c := order(x.value, y.value); c != 0 {
			return c
		}
		// Encoding cannot fail: the domain holds no channels, functions or cycles.
		bx, _ := json.Marshal(x.value)
		by, _ := json.Marshal(y.value)
		return bytes.Compare(bx, by)
	})
	return slices.CompactFunc(out, func(x, y entry[T]) bool { return order(x.value, y.value) == 0 })
}

func (b *builder) addItem(it *catalog.Item) {
	id := ItemVertex(it.ID)
	name, title := itemName(it, 0)
	v := &Vertex{
		ID: id, Kind: KindItem, Ref: string(it.ID), Name: name, Title: title,
		Detail: string(it.Kind), Institution: cmp.Or(it.Institution, it.ID.Institution()),
	}
	if it.Kind.Credential() {
		v.Kind = KindCredential
	}
	b.vertices[id] = v
	if regular := catalog.ItemID(it.ExternalIDs[honorsOf]); b.items[regular] != nil && regular != it.ID {
		b.twins[regular] = append(b.twins[regular], it.ID)
		b.twins[it.ID] = append(b.twins[it.ID], regular)
	}
	for _, same := range it.CrossListed {
		if other := b.item(same); other != id {
			b.link(Link{From: id, To: other, Kind: LinkSame})
			b.link(Link{From: other, To: id, Kind: LinkSame})
		}
	}
}

// honorsOf is the external id that ties an honours course to its regular twin.
const honorsOf = "honors-of"

// item returns the vertex of an item, made as unknown where nothing describes
// it yet.
func (b *builder) item(id catalog.ItemID) VertexID {
	vid := ItemVertex(id)
	if b.vertices[vid] == nil {
		b.vertices[vid] = &Vertex{
			ID: vid, Kind: KindItem, Ref: string(id), Name: string(id),
			Institution: id.Institution(), Unknown: b.items[id] == nil,
		}
	}
	return vid
}

func (b *builder) link(l Link) {
	key := [2]VertexID{l.From, l.To}
	if have := b.links[key]; have != nil {
		have.combine(l)
		return
	}
	b.links[key] = &l
}

func pointer(list string, position int, rest string) string {
	return fmt.Sprintf("/%s/%d%s", list, position, rest)
}
