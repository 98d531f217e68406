package check

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// prove looks for requirements that no learner can satisfy, that ask for
// nothing, or that never matter. It runs on a version whose names are right.
func (c *checker) prove() {
	demands := make(map[int]demand, len(c.places))
	for k := range c.places {
		d, ok := c.demandAt(k)
		if ok {
			demands[k] = d
			c.single(&d)
		}
	}
	w := &weights{below: c.below(), owed: c.owed(), demands: demands}
	for k := range c.places {
		c.marks(k)
		n := c.places[k].Node
		if len(n.Limits)+len(n.Minima) > 0 {
			c.weigh(k, w)
		}
		c.alternatives(k)
		c.vacuous(k)
	}
	c.together(w, 0, len(c.places), w.owed)
	c.dead(w)
}

// single compares one demand with what there is.
func (c *checker) single(d *demand) {
	p := &c.places[d.place]
	at, s := c.at(p), &d.supply
	switch {
	case s.open:
		if !c.fewClasses(d) {
			c.matchesNothing(d)
		}
	case !s.many && d.items > len(s.ids):
		c.reportf(at+needKey(p.Node), "unsatisfiable", "ask for fewer, or name more", "%s asked for, and %s", are(d.items, "item is", "items are"), c.usable(s.ids))
	case s.sized && d.credits.Cmp(s.credits) > 0:
		c.reportf(at+needKey(p.Node), "credit_infeasible", "ask for at most "+s.credits.String(), "%s credits are asked for, and the %s carry %s at most", d.credits, are(len(s.ids), "item that qualifies", "items that qualify"), s.credits)
	default:
		c.classes(d, at)
	}
}

// classes compares a need for different subjects, levels or institutions with
// those of the listed items.
func (c *checker) classes(d *demand, at string) {
	t := c.places[d.place].Node.Take
	if t == nil || t.Distinct == nil || d.supply.many || t.Distinct.By == requirement.ByTerm {
		return
	}
	seen := map[string]bool{}
	for _, id := range d.supply.ids {
		class := c.piece(id).Class(t.Distinct.By)
		if class == "" {
			return // not known: cannot be counted
		}
		seen[class] = true
	}
	if t.Distinct.AtLeast > len(seen) {
		c.reportf(at+"/take/distinct/atLeast", "unsatisfiable", fmt.Sprintf("at most %d", len(seen)), "%d different ones are asked for, and the items that qualify have %d", t.Distinct.AtLeast, len(seen))
	}
}

// matchesNothing warns of a pattern that no item of the catalogue has. It is no
// proof: catalogues are not always whole, and transfer brings other items.
func (c *checker) matchesNothing(d *demand) {
	f := d.filter
	if f == nil || f.Subjects == nil && f.Numbers == nil && f.Tags == nil && f.Set == "" {
		return
	}
	inst := c.p.Institution
	if len(f.Institutions) == 1 {
		inst = f.Institutions[0]
	}
	sel := c.catalogue(inst)
	if c.budget -= len(sel.Pieces); c.budget < 0 || len(sel.Pieces) == 0 {
		return
	}
	for _, t := range sel.Select(f) {
		if t != requirement.No {
			return
		}
	}
	key := "/take/from"
	if c.places[d.place].Node.Take == nil {
		key = ""
	}
	c.warnf(c.at(&c.places[d.place])+key, "matches_nothing", "correct the subject, number or tag", "no item of %s is %s", inst, f.Sentence(c.name))
}

// catalogue selects from all items of an institution; it is made once a version.
func (c *checker) catalogue(inst catalog.InstitutionID) *requirement.Selector {
	if sel, ok := c.catalogues[inst]; ok {
		return sel
	}
	sel := &requirement.Selector{Sets: c.v.Sets, Catalogue: true}
	items := c.w.Catalogue(inst)
	if len(items) <= c.budget { // else it is not looked at
		for _, it := range items {
			sel.Pieces = append(sel.Pieces, *pieceOf(it))
		}
	}
	if c.catalogues == nil {
		c.catalogues = map[catalog.InstitutionID]*requirement.Selector{}
	}
	c.catalogues[inst] = sel
	return sel
}
