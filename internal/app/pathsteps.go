package app

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// pathBuilder lays a program out.
type pathBuilder struct {
	service *Service
	v       *View
	q       PathwayQuery
	g       *pathway.Graph
	graph   *pathway.View
	results map[string]*engine.TargetResult
}

// nobody is the line of a record that shows nothing: an audit needs a record.
func nobody() record.Attainment {
	return record.Attainment{ID: "nothing", Institution: "-", Code: "-", Title: "-", Status: record.Planned}
}

// evaluate asks how the record stands with the program, with those behind the
// credentials that it requires, and with its exits.
func (b *pathBuilder) evaluate(p *requirement.Program, exits []pathway.Exit) error {
	targets := []engine.Target{{Institution: p.Institution, Program: p.ID}}
	for i := range exits {
		if q, ok := b.v.Program(exits[i].Program.Ref); ok {
			targets = append(targets, engine.Target{Institution: q.Institution, Program: q.ID})
		}
	}
	rec := b.q.Record
	if len(rec.Attainments) == 0 {
		rec.Attainments = []record.Attainment{nobody()}
	}
	result, err := b.service.EvaluateOn(b.v, Query{
		Record: rec, Targets: targets, AsOf: b.q.AsOf, Brief: true, Stop: b.q.Stop, Keep: b.q.Keep,
	})
	if err != nil {
		return err
	}
	for i := range result.Targets {
		b.results[result.Targets[i].Program] = &result.Targets[i]
	}
	return nil
}

// steps are the requirements of a program as a numbered tree. Programs that are
// being laid out already are not laid out again below themselves.
func (b *pathBuilder) steps(p *requirement.Program, prefix string, open map[string]bool, optional bool) []*PathStep {
	t := b.results[p.ID]
	if t == nil || t.Audit == nil {
		return nil
	}
	nodes := map[string]*requirement.Node{}
	var closed requirement.Closed
	for _, version := range p.Each {
		if version.ID != t.Audit.Version {
			continue
		}
		closed.Sets = version.Sets
		places, _ := requirement.Places(version.Requires, 0, 0)
		for i := range places {
			nodes[places[i].Path] = places[i].Node
		}
	}
	var roots, above []*PathStep
	var depths []int
	number := func(list []*PathStep, under string) string {
		if under == "" {
			return strconv.Itoa(len(list) + 1)
		}
		return under + "." + strconv.Itoa(len(list)+1)
	}
	for i := range t.Audit.Requirements {
		r := &t.Audit.Requirements[i]
		for len(depths) > 0 && depths[len(depths)-1] >= r.Depth {
			above, depths = above[:len(above)-1], depths[:len(depths)-1]
		}
		step := &PathStep{Requirement: r, Status: r.Status, Optional: optional}
		switch {
		case r.Path == "" && r.Depth == 0 && r.Kind == requirement.KindAll: // the program itself is the goal
			continue
		case len(above) == 0:
			step.Number = number(roots, prefix)
			roots = append(roots, step)
		default:
			up := above[len(above)-1]
			step.Number = number(up.Parts, up.Number)
			step.Optional = up.Requirement.Kind == requirement.KindAny || up.Requirement.Kind == requirement.KindChoose
			up.Parts = append(up.Parts, step)
		}
		if node := nodes[r.Path]; node != nil {
			b.fill(step, node, &closed, open)
		}
		above, depths = append(above, step), append(depths, r.Depth)
	}
	return roots
}

// maxListedItems bounds how many items of a list become steps.
const maxListedItems = 40

// fill adds what a requirement names: its item, or the items that it lists.
func (b *pathBuilder) fill(step *PathStep, node *requirement.Node, closed *requirement.Closed, open map[string]bool) {
	if node.Item != "" {
		step.Item, _ = b.v.Item(node.Item)
		b.behind(step, open)
		return
	}
	ids := slices.Clone(node.Series)
	for _, filter := range []*requirement.ItemFilter{takeFrom(node), node.Held} {
		if filter != nil {
			listed, _ := closed.Items(filter)
			ids = append(ids, listed...)
		}
	}
	for _, id := range ids[:min(len(ids), maxListedItems)] {
		it, ok := b.v.Item(id)
		if !ok {
			continue
		}
		if node.Held != nil && len(ids) == 1 { // the requirement is this one credential
			step.Item = it
			b.behind(step, open)
			return
		}
		part := &PathStep{
			Number: step.Number + "." + strconv.Itoa(len(step.Parts)+1), Item: it,
			Optional: node.Series == nil, Status: usedStatus(step.Requirement, id),
		}
		step.Parts = append(step.Parts, part)
		b.behind(part, open)
	}
}

func takeFrom(n *requirement.Node) *requirement.ItemFilter {
	if n.Take == nil {
		return nil
	}
	return n.Take.From
}

// usedStatus is the status of an item of a list: used, expected, or nothing.
func usedStatus(r *engine.Requirement, id catalog.ItemID) engine.RequirementStatus {
	for i := range r.Uses {
		if u := &r.Uses[i]; u.Item == id && u.Expected {
			return engine.RequirementProvisional
		} else if u.Item == id {
			return engine.RequirementSatisfied
		}
	}
	return ""
}
