package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// What an agreement holds back until something is passed comes for nothing once it
// is: whoever takes the course has the awards too. Each such course is a choice of
// its own, between neither and both.

// escrow is what one item releases.
type escrow struct {
	// by is the future item, freed the futures that stand for the awards.
	by    int
	freed []int
	// twins are future items that an award gives too, by the future of the award.
	twins map[int]int
	// lines are the lines whose awards are held.
	lines []int32
}

// heldBack reports whether the record has awards in escrow.
func (e *evaluation) heldBack() bool {
	return e.crew == nil && slices.ContainsFunc(e.cands, func(c candidate) bool { return c.outcome == Held })
}

// escrows adds what is held back, and the items that release it. What competes with
// other awards, or is released by more than one item, is left out: the least may
// then be less.
func (p *finishPlan) escrows(sol *programSolution) {
	if !p.e.heldBack() {
		return
	}
	for ci := range p.e.cands {
		c := &p.e.cands[ci]
		if c.outcome != Held {
			continue
		}
		k, ok := p.releasedBy(sol, c)
		if !ok || len(p.e.recv.policy.Caps) > 0 || p.contested(sol, ci) {
			p.cut = true
			continue
		}
		p.free(k, c)
	}
	p.twin()
	sol.frees = p.cut || len(p.released) > 0
}

// releasedBy is the future item that alone releases what a rule holds back.
func (p *finishPlan) releasedBy(sol *programSolution, c *candidate) (int, bool) {
	r := &p.e.s.rules[c.rule]
	ways := p.e.ways(&p.e.s.nodes[r.hold], &p.e.s.agreements[r.agreement])
	if len(ways) == 0 || len(ways[0].missing) != 1 || len(ways) > 1 && len(ways[1].missing) == 1 {
		return 0, false
	}
	leaf := ways[0].missing[0].leaf
	if leaf.op != opItem {
		return 0, false
	}
	it := &p.e.s.items[leaf.item]
	if again, free := p.again(sol, leaf.item); !free || again >= 0 || len(p.e.s.excludedBy(it)) > 0 {
		return 0, false
	}
	if k := slices.IndexFunc(p.futures, func(f future) bool { return f.item == leaf.item }); k >= 0 {
		return k, true
	}
	if slices.ContainsFunc(p.futures, func(f future) bool { return slices.Contains(it.same, f.item) }) {
		return 0, false
	}
	size, _ := p.e.s.sizeOf(it.ID, p.e.recv.ID)
	piece := requirement.Piece{Item: it.ID, Institution: it.Institution, Credits: size, Home: it.Institution == p.e.recv.ID, Expected: true}
	p.e.describe(&piece, it)
	if size.Sign() <= 0 {
		size = p.e.s.typical[p.e.recvIdx]
	}
	p.futures = append(p.futures, future{item: leaf.item, piece: piece, cost: size, again: -1})
	return len(p.futures) - 1, true
}

// contested reports whether something else that is there, or held back too, speaks
// of the same lines or gives the same courses.
func (p *finishPlan) contested(sol *programSolution, ci int) bool {
	c := &p.e.cands[ci]
	for o := range p.e.cands {
		x := &p.e.cands[o]
		if o == ci || !p.e.makesPieces(x) && x.outcome != Held || x.tier > c.tier && !sol.taken[o] {
			continue // what gives way to it today does so then
		}
		if slices.ContainsFunc(x.lines, func(i int32) bool { return slices.Contains(c.lines, i) }) {
			return true
		}
		if x.outcome == Held && slices.ContainsFunc(x.awards, func(a agreement.Award) bool { return gives(c.awards, a.Item) }) {
			return true
		}
	}
	for i := range c.awards {
		k, known := p.e.s.itemByID[c.awards[i].Item]
		if known && slices.ContainsFunc(sol.pieces.list, func(x requirement.Piece) bool { return p.e.isSame(&p.e.s.items[k], x.Item) }) {
			return true
		}
	}
	return false
}

func gives(awards []agreement.Award, id catalog.ItemID) bool {
	return id != "" && slices.ContainsFunc(awards, func(a agreement.Award) bool { return a.Item == id })
}

// free adds the awards of a rule as what an item releases.
func (p *finishPlan) free(by int, c *candidate) {
	at := slices.IndexFunc(p.released, func(x escrow) bool { return x.by == by })
	if at < 0 {
		at = len(p.released)
		p.released = append(p.released, escrow{by: by})
	}
	to := &p.released[at]
	to.lines = append(to.lines, c.lines...)
	given := *c
	given.outcome = Awarded
	for i := range c.awards {
		aw := &c.awards[i]
		if aw.Kind == agreement.AwardAdmission {
			continue
		}
		var sum credit.Amount
		if aw.Kind.GivesCredit() && len(c.split) == len(c.lines) {
			for _, l := range c.lines {
				sum = sum.Add(p.e.awardShare(&given, int(l), aw))
			}
		}
		to.freed = append(to.freed, len(p.futures))
		p.futures = append(p.futures, future{item: -1, again: -1, freed: true, leaf: "\x00", piece: p.e.makePiece(&given, aw, sum)})
	}
}

// maxTwins bounds the courses that are released and could be taken as well, for one
// item.
const maxTwins = 5

// twin finds the future items that are released as well.
func (p *finishPlan) twin() {
	for i := range p.released {
		x := &p.released[i]
		x.twins = map[int]int{}
		for _, k := range x.freed {
			at := slices.IndexFunc(p.futures, func(f future) bool {
				return f.item >= 0 && p.e.isSame(&p.e.s.items[f.item], p.futures[k].piece.Item)
			})
			if at >= 0 {
				x.twins[k] = at
				p.cut = p.cut || p.futures[at].again >= 0 || len(p.e.s.excludedBy(&p.e.s.items[p.futures[at].item])) > 0
			}
		}
		if len(x.twins) > maxTwins {
			p.cut = true
			x.freed, x.twins = nil, nil
		}
	}
}

// hold makes the choices of an item that releases something: with it comes what it
// releases, except what is taken by itself.
func (p *finishPlan) hold(g *futureGroup, x *escrow) {
	g.most, g.rivals = len(g.members), true
	g.bundles = nil
	for mask := range 1 << len(g.members) {
		var b futureBundle
		for i, k := range g.members {
			if mask>>i&1 == 1 {
				b.whole = append(b.whole, k)
				b.price, b.count = b.price.Add(p.futures[k].cost), b.count+p.futures[k].courses()
			}
		}
		if slices.Contains(b.whole, x.by) {
			for _, k := range x.freed {
				if twin, ok := x.twins[k]; !ok || !slices.Contains(b.whole, twin) {
					b.whole = append(b.whole, k)
				}
			}
		}
		b.futures = b.whole
		g.bundles = append(g.bundles, b)
	}
	slices.SortStableFunc(g.bundles, func(a, b futureBundle) int { return cmp.Or(a.count-b.count, a.price.Cmp(b.price)) })
}

// escrowOf is what a future item releases, or belongs to, or nil.
func (p *finishPlan) escrowOf(k int) *escrow {
	for i := range p.released {
		if x := &p.released[i]; x.by == k {
			return x
		}
		for _, twin := range p.released[i].twins {
			if twin == k {
				return &p.released[i]
			}
		}
	}
	return nil
}

// releases adds the steps that say what a way releases, and by what.
func (r *wayReader) releases() {
	for i := range r.plan.released {
		x := &r.plan.released[i]
		if _, taken := r.group[x.by]; !taken {
			continue
		}
		f := &r.plan.futures[x.by]
		o := r.os[0]
		s := Step{Credits: o.e.quantity(credit.Amount{})}
		item, lines := o.e.s.codeOf(f.piece.Item), o.e.linesText(x.lines)
		what := wording.Of("step.releases", "{item} releases {lines}", "item", item, "lines", lines)
		if !r.told[x.by] {
			what = wording.Of("step.release", "complete {item}, which releases {lines}", "item", item, "lines", lines)
			r.told[x.by] = true
			s.Credits, s.Items = o.e.quantity(f.cost), 1
			s.Options = []Missing{o.option(f.piece.Item, r.receiving)}
		}
		r.add(0, nil, s.says(stepParts{full: what, bare: what}))
	}
}
