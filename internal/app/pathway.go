package app

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// PathwayQuery asks how a program is completed.
type PathwayQuery struct {
	Program string
	// Record is whose progress is shown; one without lines shows none.
	Record record.Record
	AsOf   calendar.Date
	// Stop and Keep are those of a query.
	Stop <-chan struct{}
	Keep *Keeper
}

// PathwayRadius is how far around a program its graph reaches: what it requires,
// what is accepted for that, and what its credential leads to.
const PathwayRadius = 2

// Pathway is a program as steps, with the credentials on the way.
type Pathway struct {
	Program *requirement.Program
	// Credential is what it confers; nil where the catalogue does not say.
	Credential *catalog.Item
	// Target is how the record stands, and says whether it holds anything.
	Target  *engine.TargetResult
	Learner bool
	Steps   []*PathStep
	Exits   []PathExit
	// Onward are credentials that this one leads to, nearest first.
	Onward []pathway.Reach
	// Graph is the part of the pathway graph that the API answers with.
	Graph pathway.View
}

// PathExit is a credential with which a learner may stop.
type PathExit struct {
	// Number is that of its step: "1.1" where the program asks for it, else "E1".
	Number string
	pathway.Exit

	// Credits is the size of the credential.
	Credits credit.Quantity
	// Status is how the record stands with it, "" without one.
	Status engine.RequirementStatus
	// From are the numbers of the steps that complete it.
	From []string
}

// PathStep is one requirement, or one item that a requirement lists.
type PathStep struct {
	// Number is "1.2.3", the same in the outline and in the drawing.
	Number string
	// Requirement is nil for an item that the requirement above it lists.
	Requirement *engine.Requirement
	// Item is set where the step is one item.
	Item *catalog.Item
	// Status is how the record stands with it; "" where nothing is known.
	Status engine.RequirementStatus
	// Optional steps are one way of several.
	Optional bool
	// Program is the program whose steps stand below, where the step is a
	// credential that a program confers.
	Program string
	// Complete says that the record completes that program although it does not
	// show the credential.
	Complete bool
	Parts    []*PathStep
	// Ways are what other institutions have that is accepted for the item.
	Ways []PathWay
}

// PathWay is what is accepted for an item by a rule.
type PathWay struct {
	// Number is that of the step with a letter: "1.2a".
	Number string
	// Rule is the vertex of the rule; Sources are the items that it names.
	Rule    pathway.RuleFacts
	RuleID  string
	Sources []*catalog.Item
	// Joint says that it takes several items together.
	Joint bool
}

// PathwayOn lays a program out in steps. Codes: not_found, invalid.
func (s *Service) PathwayOn(v *View, q PathwayQuery) (*Pathway, error) {
	p, ok := v.Program(q.Program)
	if !ok {
		return nil, fault.Say(fault.NotFound, wording.Of("fault.no_program", "There is no program {program}.", "program", q.Program))
	}
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	out := &Pathway{Program: p, Learner: len(q.Record.Attainments) > 0}
	out.Credential, _ = v.Item(p.Credential)
	g, err := v.Graph()
	if err != nil {
		return nil, fault.From(err)
	}
	out.Graph, err = g.View(pathway.ViewOptions{Focus: pathway.ProgramVertex(p.ID), Radius: PathwayRadius, AsOf: q.AsOf})
	if err != nil {
		return nil, fault.From(err)
	}
	exits, err := g.Exits(pathway.ProgramVertex(p.ID))
	if err != nil {
		return nil, fault.From(err)
	}
	exits = v.withRequired(g, p, exits)
	b := &pathBuilder{service: s, v: v, q: q, graph: &out.Graph, g: g, results: map[string]*engine.TargetResult{}}
	if err := b.evaluate(p, exits); err != nil {
		return nil, err
	}
	out.Target = b.results[p.ID]
	out.Steps = b.steps(p, "", map[string]bool{p.ID: true}, false)
	out.Exits = b.exits(exits, out.Steps)
	out.Onward = b.onward(p)
	return out, nil
}

// SizeOf is the credit of an item on a day, in its institution's unit.
func (v *View) SizeOf(it *catalog.Item, day calendar.Date) credit.Quantity {
	version, _ := it.At(day)
	q := credit.Quantity{Amount: version.Credits, Unit: version.Unit}
	if in, ok := v.Institution(it.Institution); ok && q.Unit == "" {
		q.Unit = in.Unit
	}
	return q
}

func walkSteps(steps []*PathStep, see func(*PathStep)) {
	for _, s := range steps {
		see(s)
		walkSteps(s.Parts, see)
	}
}

// Walk calls see for every step, each before its parts.
func (p *Pathway) Walk(see func(*PathStep)) { walkSteps(p.Steps, see) }
