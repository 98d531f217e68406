package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// ask makes the question: a choice of how many of each group. false says that
// the costs are too large to be added up.
func (p *finishPlan) ask(sol *programSolution) bool {
	p.question = &audit.Question{Budget: min(p.e.auditBudget(), p.e.finishSteps(len(p.futures)*len(p.tree.Nodes))), Caps: sol.question.Caps}
	for i := range p.tree.Pieces {
		if p.e.crew != nil && i < len(sol.question.Items) {
			p.question.Items = append(p.question.Items, sol.question.Items[i])
			continue
		}
		p.question.Items = append(p.question.Items, p.e.auditItem(&p.tree.Pieces[i]))
	}
	if p.e.crew != nil {
		p.question.Between = p.e.crew.budgets(p.tree)
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
	if c, whole := p.floor.Scaled(scale); whole && !sol.doublesUp() {
		p.question.Enough = c*p.unit + p.unit - 1
	}
	for g := range p.groups {
		p.question.Groups = append(p.question.Groups, p.bundles(&p.groups[g], scale, dear))
	}
	return true
}

// coarse is the question in which items are not counted.
func (p *finishPlan) coarse() *audit.Question {
	q := *p.question
	q.Budget = min(p.e.auditBudget(), coarseSteps)
	q.Enough /= p.unit
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
		last := to.dearest()
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
		bundle.Items = append(bundle.Items, p.kept(g, from)...)
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

// ban keeps a choice of a group out, or where bundle is -1 everything of it.
type ban struct{ group, bundle int }

// without is the question in which some choices of groups are not taken.
func (p *finishPlan) without(banned []ban, budget int) *audit.Question {
	q := p.keep(func(g, b int) bool {
		return b == 0 || !slices.ContainsFunc(banned, func(x ban) bool { return x.group == g && (x.bundle < 0 || x.bundle == b) })
	})
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
