package engine

import (
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// futureGroup are future items that nothing tells apart, with the choices that
// there are.
type futureGroup struct {
	members []int // of futures
	bundles []futureBundle
	most    int // that may be taken
	// unlisted costs more than everything listed; fixed cannot be done without.
	unlisted, fixed bool
	// rivals says that items of it exclude one another, so that each choice is a set.
	rivals bool
}

// futureBundle is a choice: what is placed, and that with whole items.
type futureBundle struct {
	futures, whole []int
	price          credit.Amount
	count          int
	// part says that the last is a part of a course, where a whole one is better
	// that costs the same.
	part bool
}

// ties is what is least among choices that cost the same.
func (b *futureBundle) ties() int64 {
	if b.part {
		return 2*int64(b.count) + 1
	}
	return 2 * int64(b.count)
}

// divide lists the choices of a group: so many of its items, and after them a
// part of one.
func (p *finishPlan) divide(g *futureGroup, parts []int) {
	g.bundles = []futureBundle{{}}
	size := p.futures[g.members[0]].cost
	if p.futures[g.members[0]].given {
		g.bundles = []futureBundle{{g.members, g.members, size, 1, false}}
		return
	}
	for b := range g.most + 1 {
		all := g.members[:b]
		price := size.Mul(credit.Int(int64(b)))
		if b > 0 {
			g.bundles = append(g.bundles, futureBundle{all, all, price, b * p.futures[g.members[0]].courses(), false})
		}
		for _, k := range parts {
			if b < g.most {
				g.bundles = append(g.bundles, futureBundle{slices.Concat(all, []int{k}), g.members[:b+1], price.Add(p.futures[k].cost), b + 1, true})
			}
		}
	}
}

// courses is how many courses a future item stands for; those of a pool are
// counted together.
func (f *future) courses() int {
	if f.pooled {
		return 0
	}
	return 1
}

// group puts futures together that nothing tells apart.
func (p *finishPlan) group(parts bool) {
	at := map[string]int{}
	rivals := p.rivals()
	for k := range p.futures {
		key := p.signature(k)
		if p.futures[k].given {
			key = "given " + strconv.Itoa(k)
		}
		r, rival := rivals[k]
		if rival {
			key = "one of " + strconv.Itoa(r)
		}
		g, ok := at[key]
		if !ok {
			g = len(p.groups)
			at[key] = g
			f := &p.futures[k]
			p.groups = append(p.groups, futureGroup{unlisted: f.item < 0 && f.leaf != "" && !p.anyLeaf[f.leaf], fixed: f.item < 0})
		}
		to := &p.groups[g]
		to.members, to.rivals = append(to.members, k), rival
	}
	for g := range p.groups {
		to := &p.groups[g]
		to.most = len(to.members)
		to.most = min(to.most, max(p.mostOf(to.members[0]), 1))
	}
	var divided map[int]bool
	if parts {
		divided = p.divided()
	}
	for g := range p.groups {
		to := &p.groups[g]
		if to.rivals {
			p.choose(to)
			continue
		}
		var of []int
		if divided[g] && !p.futures[to.members[0]].given {
			of = p.parts(to)
		}
		p.divide(to, of)
	}
}

// signature is all that tells a future from another.
func (p *finishPlan) signature(k int) string {
	f := &p.futures[k]
	var b []byte
	b = append(b, f.cost.String()...)
	b = append(b, '|')
	b = append(b, f.piece.Credits.String()...)
	b = binary.LittleEndian.AppendUint32(b, uint32(int32(f.again)))
	if f.again >= 0 {
		b = binary.LittleEndian.AppendUint32(b, uint32(k))
	}
	for s := range p.tree.Sets {
		b = append(b, bit(p.tree.Sets[s].Yes.Has(p.base+k)))
	}
	for i := range p.tree.Nodes {
		if n := &p.tree.Nodes[i]; n.Kind == view.Take && n.Distinct > 0 {
			b = append(append(b, f.piece.Class(n.By)...), 0)
		}
	}
	if f.item < 0 {
		b = append(b, '*')
	}
	return string(b)
}

func bit(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

// mostOf is how many like this future could be needed at most: as many as the
// leaves that it serves ask for.
func (p *finishPlan) mostOf(k int) int {
	size := p.futures[k].piece.Credits
	need := func(credits credit.Amount) int {
		if size.Sign() <= 0 {
			return 0
		}
		return int(credits.Div(size).Ceil())
	}
	sum, most := 0, 0
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind == view.Take && p.tree.Sets[n.Set].Yes.Has(p.base+k) {
			if asks := max(n.Items, n.Distinct, need(n.Credits)); n.Free {
				most = max(most, asks)
			} else {
				sum += asks
			}
		}
		for c := range n.Conditions {
			switch x := &n.Conditions[c]; x.Measure {
			case view.AtLeastItems:
				most = max(most, int(x.Amount.Ceil()))
			case view.AtLeastCredits:
				most = max(most, need(x.Amount))
			default:
			}
		}
	}
	return sum + most
}
