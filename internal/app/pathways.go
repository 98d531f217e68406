package app

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
)

// behind adds what is behind an item: the steps of the program that confers it,
// and what other institutions have that is accepted for it.
func (b *pathBuilder) behind(step *PathStep, open map[string]bool) {
	if step.Item == nil {
		return
	}
	if step.Item.Kind.Credential() {
		for id, t := range b.results {
			if p, _ := b.v.Program(id); p.Credential == step.Item.ID && !open[id] && t.Audit != nil && (step.Program == "" || id < step.Program) {
				step.Program = id
			}
		}
		if p, ok := b.v.Program(step.Program); ok {
			open[p.ID] = true
			step.Complete = step.Status != engine.RequirementSatisfied && b.results[p.ID].Audit.Verdict == audit.Complete
			if s := b.standing(p.ID); s != "" && !step.Complete && (step.Status == "" || step.Status == engine.RequirementUnmet) {
				step.Status = s
			}
			step.Parts = append(step.Parts, b.steps(p, step.Number, open, false)...)
			delete(open, p.ID)
		}
	}
	step.Ways = b.ways(step)
}

// ways are the rules in force by which something else is accepted for the item.
func (b *pathBuilder) ways(step *PathStep) []PathWay {
	goal := pathway.ItemVertex(step.Item.ID)
	var out []PathWay
	for i := range b.graph.Edges {
		e := &b.graph.Edges[i]
		if e.To != goal || e.Kind != pathway.LinkAward || e.Standing != pathway.Awarding {
			continue
		}
		at := slices.IndexFunc(b.graph.Nodes, func(n pathway.Node) bool { return n.ID == e.From })
		if at < 0 || b.graph.Nodes[at].Rule == nil || b.graph.Nodes[at].Standing != pathway.Awarding || !b.applies(b.graph.Nodes[at].Rule) {
			continue
		}
		way := PathWay{Rule: *b.graph.Nodes[at].Rule, RuleID: b.graph.Nodes[at].Ref}
		for j := range b.graph.Edges {
			if s := &b.graph.Edges[j]; s.To == e.From && s.Kind == pathway.LinkSource && !s.Wildcard {
				if it, ok := b.v.Item(catalog.ItemID(refOf(s.From))); ok && it.ID != step.Item.ID {
					way.Sources = append(way.Sources, it)
					way.Joint = way.Joint || !s.Alone
				}
			}
		}
		if len(way.Sources) > 0 {
			way.Number = step.Number + letter(len(out))
			out = append(out, way)
		}
	}
	return out
}

// applies reports whether a rule's agreement covers the program of the page.
func (b *pathBuilder) applies(r *pathway.RuleFacts) bool {
	return len(r.Programs) == 0 || slices.Contains(r.Programs, b.q.Program)
}

// withRequired adds to the exits the programs behind credentials that the program
// requires, and those that it declares: what they ask for besides items (a
// milestone, a judgement) hides them from the graph.
func (v *View) withRequired(g *pathway.Graph, p *requirement.Program, exits []pathway.Exit) []pathway.Exit {
	required := map[catalog.ItemID]bool{}
	for id := range p.Items {
		if it, ok := v.Item(id); ok && it.Kind.Credential() {
			required[id] = true
		}
	}
	var declared []string
	if p.Stack != nil {
		declared = p.Stack.Exits
	}
	for i := range v.Set.Programs {
		q := &v.Set.Programs[i]
		if q.Credential == "" || q == p || !required[q.Credential] && !slices.Contains(declared, q.ID) ||
			slices.ContainsFunc(exits, func(e pathway.Exit) bool { return e.Program.Ref == q.ID }) {
			continue
		}
		e := pathway.Exit{Required: required[q.Credential]}
		e.Credential, _ = g.Vertex(pathway.ItemVertex(q.Credential))
		e.Program, _ = g.Vertex(pathway.ProgramVertex(q.ID))
		exits = append(exits, e)
	}
	return exits
}

// exits numbers the exits and finds their steps.
func (b *pathBuilder) exits(list []pathway.Exit, steps []*PathStep) []PathExit {
	slices.SortStableFunc(list, func(x, y pathway.Exit) int { return b.sizeOfRef(x).Amount.Cmp(b.sizeOfRef(y).Amount) })
	var out []PathExit
	own := 0
	for i := range list {
		e := PathExit{Exit: list[i]}
		e.Credits = b.sizeOfRef(list[i])
		e.Status = b.standing(e.Program.Ref)
		items := map[catalog.ItemID]bool{}
		if p, ok := b.v.Program(e.Program.Ref); ok {
			for id := range p.Items {
				items[id] = true
			}
		}
		walkSteps(steps, func(s *PathStep) {
			switch {
			case s.Item == nil:
			case string(s.Item.ID) == e.Credential.Ref:
				e.Number = cmp.Or(e.Number, s.Number)
			case items[s.Item.ID]:
				e.From = append(e.From, s.Number)
			}
		})
		if e.Number == "" {
			own++
			e.Number = "E" + strconv.Itoa(own)
		}
		out = append(out, e)
	}
	return out
}

// standing is how the record stands with a whole program, the same for its exit
// and its step; "" without a record.
func (b *pathBuilder) standing(program string) engine.RequirementStatus {
	t := b.results[program]
	if t == nil || t.Audit == nil || len(b.q.Record.Attainments) == 0 || len(t.Audit.Requirements) == 0 {
		return ""
	}
	return t.Audit.Requirements[0].Status
}

// onward are the credentials that the program's own leads to.
func (b *pathBuilder) onward(p *requirement.Program) []pathway.Reach {
	if p.Credential == "" {
		return nil
	}
	answer, err := b.g.LeadsTo(pathway.ItemVertex(p.Credential), pathway.Options{AsOf: b.q.AsOf})
	if err != nil {
		return nil // a credential that nothing describes leads nowhere
	}
	return slices.DeleteFunc(answer.Reached, func(r pathway.Reach) bool { return r.Vertex.Kind != pathway.KindCredential })
}

func (b *pathBuilder) sizeOfRef(e pathway.Exit) credit.Quantity {
	it, ok := b.v.Item(catalog.ItemID(e.Credential.Ref))
	if !ok {
		return credit.Quantity{}
	}
	return b.v.SizeOf(it, b.q.AsOf)
}

func refOf(id pathway.VertexID) string {
	_, ref, _ := strings.Cut(string(id), ":")
	return ref
}

// letter is "a", "b", …, "z", "aa".
func letter(n int) string {
	const letters = 26
	if n < letters {
		return string(rune('a' + n))
	}
	return letter(n/letters-1) + letter(n%letters)
}

// LeadStep is something that an item leads to, with what that leads to.
type LeadStep struct {
	// Number is "1.2.3", the same in the outline and in the drawing.
	Number string
	Vertex pathway.Vertex
	// Agreements are those on the way from the step above; none where a program
	// asks for it.
	Agreements []pathway.AgreementRef
	// WithOthers says that it takes further items.
	WithOthers bool
	Parts      []*LeadStep
}

// LeadsOn is what an item leads to on a day, as far as it leads to credentials.
// It never fails: what no graph holds leads nowhere.
func (v *View) LeadsOn(id catalog.ItemID, day calendar.Date) []*LeadStep {
	g, err := v.Graph()
	if err != nil {
		return nil
	}
	answer, err := g.LeadsTo(pathway.ItemVertex(id), pathway.Options{AsOf: day})
	if err != nil {
		return nil
	}
	byID := map[pathway.VertexID]*pathway.Reach{}
	for i := range answer.Reached {
		byID[answer.Reached[i].Vertex.ID] = &answer.Reached[i]
	}
	top := &LeadStep{}
	for i := range answer.Reached {
		if answer.Reached[i].Vertex.Kind == pathway.KindCredential {
			top.insert(answer.Reached[i].Path[1:], byID)
		}
	}
	return top.Parts
}

// insert adds a way to the tree; rules are passed over.
func (s *LeadStep) insert(path []pathway.Stop, reached map[pathway.VertexID]*pathway.Reach) {
	at, known := s, 0
	for _, stop := range path {
		r := reached[stop.ID]
		if stop.Kind == pathway.KindRule || r == nil {
			continue
		}
		i := slices.IndexFunc(at.Parts, func(p *LeadStep) bool { return p.Vertex.ID == stop.ID })
		if i < 0 {
			i = len(at.Parts)
			number := strings.TrimPrefix(at.Number+"."+strconv.Itoa(i+1), ".")
			step := &LeadStep{Number: number, Vertex: r.Vertex, WithOthers: r.WithOthers}
			step.Agreements = r.Agreements[min(known, len(r.Agreements)):]
			at.Parts = append(at.Parts, step)
		}
		at, known = at.Parts[i], len(r.Agreements)
	}
}
