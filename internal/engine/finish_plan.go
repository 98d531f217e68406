package engine

import (
	"encoding/binary"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// finishPlan is a program with future items among the pieces.
type finishPlan struct {
	e        *evaluation
	tree     *view.Tree
	question *audit.Question
	// base is how many pieces the record brings; the future ones follow.
	base    int
	futures []future
	groups  []futureGroup
	// first is the question's group of the first of these groups; rules are the
	// groups before, with their costs.
	first int
	rules []audit.Group
	// owed are the nodes that count as reached and are not: what is no item.
	owed map[int]bool
	// grain is into how many parts a credit is divided, lacks what is short in
	// credits; items are the sets of requirements that count items.
	grain int64
	lacks []credit.Amount
	items map[int]bool
	// anyLeaf are the leaves that take any course; single says that courses are
	// counted one by one.
	anyLeaf map[string]bool
	single  bool
	// unit is a credit in costs, so that items count last.
	unit int64
	// dear is how many times more costs what nobody lists.
	dear int64
	// swaps counts the items that were tried in the place of others.
	swaps int
}

// future is something that could be taken: an item of the catalogue, or where
// item is -1 a course that nobody lists.
type future struct {
	item  int32
	piece requirement.Piece
	cost  credit.Amount
	// again is the piece that it would replace, or -1.
	again int
	// leaf is the pointer of the leaf that alone it is for; where item is -1 and
	// leaf empty, it is any course, for requirements that take any.
	leaf string
	// pooled pieces add up to credit that nobody has divided into courses; part
	// says that it is a part of a course.
	pooled, part bool
}

// futureGroup are future items that nothing tells apart, with the choices that
// there are.
type futureGroup struct {
	members []int // of futures
	bundles []futureBundle
	most    int // that may be taken
	// unlisted costs more than everything listed; fixed cannot be done without.
	unlisted, fixed bool
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

// planFinish lays the program out with what could be taken; nil where that is
// too much.
func (e *evaluation) planFinish(sol *programSolution, unlisted, parts bool) *finishPlan {
	p := &finishPlan{e: e, base: len(sol.pieces.list), first: len(sol.question.Groups), owed: map[int]bool{}, anyLeaf: map[string]bool{}, single: countedAny(sol.tree)}
	p.counts(sol)
	p.listed(sol)
	p.anyCourse(sol.tree)
	if unlisted {
		p.unlisted(sol.tree)
	}
	if len(p.futures)*len(sol.tree.Nodes) > finishLimit {
		return nil
	}
	list := slices.Clone(sol.pieces.list)
	for i := range p.futures {
		list = append(list, p.futures[i].piece)
	}
	p.tree = e.tree(&pieces{list: list})
	p.decide(unlisted)
	p.itemSets()
	p.group(parts)
	if !p.ask(sol) {
		return nil
	}
	return p
}

// decide settles what is open: what is no item counts as reached, a future item
// as what it is taken for.
func (p *finishPlan) decide(unlisted bool) {
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind == view.Fixed && n.From != nil && n.From.Kind() != requirement.KindAny {
			if n.Truth != requirement.Yes {
				p.owed[i] = true
			}
			n.Truth = requirement.Yes
		}
	}
	for s := range p.tree.Sets {
		set := &p.tree.Sets[s]
		for k := range p.futures {
			if set.Maybe.Has(p.base + k) {
				set.Maybe.Remove(p.base + k)
				if p.futures[k].item >= 0 {
					set.Yes.Add(p.base + k)
				}
			}
		}
	}
	p.serve()
	if unlisted {
		p.serveMinima()
	}
}

// serve puts future items into the leaves that they were listed for.
func (p *finishPlan) serve() {
	of := map[int32]int{}
	for k := range p.futures {
		if p.futures[k].item >= 0 {
			of[p.futures[k].item] = k
		}
	}
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind != view.Take || n.From == nil {
			continue
		}
		var add []int
		if list := p.e.prog.fits[n.From]; list != nil && !n.Made {
			for _, x := range list.list {
				if k, ok := of[x.item]; ok {
					add = append(add, p.base+k)
				}
			}
		}
		for k := range p.futures {
			if f := &p.futures[k]; f.item < 0 && f.serves(n) {
				add = append(add, p.base+k)
			}
		}
		n.Set = p.with(n.Set, add)
	}
}

// with is the set with more pieces.
func (p *finishPlan) with(set int, add []int) int {
	old := &p.tree.Sets[set]
	add = slices.DeleteFunc(add, func(i int) bool { return old.Yes.Has(i) })
	if len(add) == 0 {
		return set
	}
	next := view.Set{Yes: slices.Clone(old.Yes), Maybe: old.Maybe}
	for _, i := range add {
		next.Yes.Add(i)
	}
	p.tree.Sets = append(p.tree.Sets, next)
	return len(p.tree.Sets) - 1
}

// group puts futures together that nothing tells apart.
func (p *finishPlan) group(parts bool) {
	at := map[string]int{}
	for k := range p.futures {
		key := p.signature(k)
		g, ok := at[key]
		if !ok {
			g = len(p.groups)
			at[key] = g
			f := &p.futures[k]
			p.groups = append(p.groups, futureGroup{unlisted: f.item < 0 && f.leaf != "" && !p.anyLeaf[f.leaf], fixed: f.item < 0})
		}
		to := &p.groups[g]
		to.members = append(to.members, k)
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
		var of []int
		if divided[g] {
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

// ask makes the question: a choice of how many of each group. false says that
// the costs are too large to be added up.
func (p *finishPlan) ask(sol *programSolution) bool {
	p.question = &audit.Question{Budget: min(p.e.auditBudget(), finishSteps), Caps: sol.question.Caps}
	for i := range p.tree.Pieces {
		p.question.Items = append(p.question.Items, p.e.auditItem(&p.tree.Pieces[i]))
	}
	part := p.e.part(p.tree)
	part.Price, part.Cost, part.Size = nil, nil, nil
	p.question.Parts = []audit.Part{part}
	p.rules = sol.question.Groups
	for _, g := range p.rules {
		free := audit.Group{}
		for _, b := range g.Bundles {
			free.Bundles = append(free.Bundles, audit.Bundle{Items: b.Items})
		}
		p.question.Groups = append(p.question.Groups, free)
	}
	scale, dear, ok := p.scales()
	if !ok {
		return false
	}
	p.dear = dear
	for g := range p.groups {
		p.question.Groups = append(p.question.Groups, p.bundles(&p.groups[g], scale, dear))
	}
	return true
}

// coarse is the question in which items are not counted.
func (p *finishPlan) coarse() *audit.Question {
	q := *p.question
	q.Budget = min(p.e.auditBudget(), coarseSteps)
	q.Groups = slices.Clone(q.Groups)
	for g := range p.groups {
		list := slices.Clone(q.Groups[p.first+g].Bundles)
		for b := range list {
			count := p.groups[g].bundles[b].ties()
			if p.groups[g].unlisted {
				count *= p.dear
			}
			list[b].Cost = (list[b].Cost - count) / p.unit
		}
		q.Groups[p.first+g].Bundles = list
	}
	return &q
}

// maxFinishCost keeps the sums of the costs small enough for the solver.
const maxFinishCost = 1 << 24

// scales finds what makes costs whole, counting items last, and what an item
// costs more that nobody lists.
func (p *finishPlan) scales() (scale, dear int64, ok bool) {
	scale = 1
	for k := range p.futures {
		if scale, ok = credit.CommonScale(scale, p.futures[k].cost); !ok {
			return 0, 0, false
		}
	}
	p.unit = 2*int64(len(p.futures)) + 2
	most := int64(1)
	for g := range p.groups {
		to := &p.groups[g]
		last := &to.bundles[len(to.bundles)-1]
		c, _ := last.price.Scaled(scale)
		most = max(most, c*p.unit+last.ties())
	}
	return scale, min(maxDear, maxFinishCost/most), most < maxFinishCost
}

// maxDear is how many times more than what is listed a course costs that nobody
// lists.
const maxDear = 64

func (p *finishPlan) bundles(g *futureGroup, scale, dear int64) audit.Group {
	var out audit.Group
	for b := range g.bundles {
		from := &g.bundles[b]
		c, _ := from.price.Scaled(scale)
		bundle := audit.Bundle{Cost: c*p.unit + from.ties()}
		if g.unlisted {
			bundle.Cost *= dear
		}
		for _, k := range from.futures {
			bundle.Items = append(bundle.Items, int32(p.base+k))
		}
		if old := p.futures[g.members[0]].again; old >= 0 && b == 0 {
			bundle.Items = append(bundle.Items, int32(old))
		}
		out.Bundles = append(out.Bundles, bundle)
	}
	// Those beyond what could be needed are in no bundle, and stay out.
	for _, k := range g.members[g.most:] {
		p.drop(p.base + k)
	}
	return out
}

// drop takes a piece out of every set.
func (p *finishPlan) drop(piece int) {
	for s := range p.tree.Sets {
		p.tree.Sets[s].Yes.Remove(piece)
		p.tree.Sets[s].Maybe.Remove(piece)
	}
}

// without is the question in which nothing of some groups is taken.
func (p *finishPlan) without(banned []int, budget int) *audit.Question {
	q := p.keep(func(g, b int) bool { return b == 0 || !slices.Contains(banned, g) })
	q.Budget = min(q.Budget, budget)
	return q
}

// taken is the question in which exactly these future items are there; the rules
// are chosen as ever.
func (p *finishPlan) taken(whole map[int]bool) *audit.Question {
	q, tree := *p.question, *p.tree
	q.Groups = p.rules
	tree.Sets = slices.Clone(tree.Sets)
	for s := range tree.Sets {
		yes := slices.Clone(tree.Sets[s].Yes)
		for k := range p.futures {
			if yes.Has(p.base + k) {
				if !whole[k] {
					yes.Remove(p.base + k)
				}
			}
		}
		for k := range whole {
			if old := p.futures[k].again; old >= 0 && yes.Has(old) {
				yes.Remove(old)
			}
		}
		tree.Sets[s].Yes = yes
	}
	part := q.Parts[0]
	part.Tree = &tree
	q.Parts = []audit.Part{part}
	return &q
}

// keep keeps some bundles of the future items; what is in no other is in no set.
func (p *finishPlan) keep(stays func(group, bundle int) bool) *audit.Question {
	q, tree := *p.question, *p.tree
	q.Groups, tree.Sets = slices.Clone(q.Groups), slices.Clone(tree.Sets)
	for s := range tree.Sets {
		tree.Sets[s].Yes = slices.Clone(tree.Sets[s].Yes)
	}
	for g := range p.groups {
		all := q.Groups[p.first+g].Bundles
		var kept []audit.Bundle
		in := map[int32]bool{}
		for b := range all {
			if stays(g, b) {
				kept = append(kept, all[b])
				for _, it := range all[b].Items {
					in[it] = true
				}
			}
		}
		for b := range all {
			for _, it := range all[b].Items {
				if !in[it] {
					for s := range tree.Sets {
						tree.Sets[s].Yes.Remove(int(it))
					}
				}
			}
		}
		q.Groups[p.first+g].Bundles = kept
	}
	part := q.Parts[0]
	part.Tree = &tree
	q.Parts = []audit.Part{part}
	return &q
}

// bundleOf is the bundle of a group that an answer to a question chose.
func (p *finishPlan) bundleOf(q *audit.Question, g, chosen int) int {
	items := q.Groups[p.first+g].Bundles[chosen].Items
	return slices.IndexFunc(p.question.Groups[p.first+g].Bundles, func(b audit.Bundle) bool { return slices.Equal(b.Items, items) })
}
