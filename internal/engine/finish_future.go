package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// listed adds the items of the catalogue that would serve a leaf or a minimum
// and that the record does not bring.
func (p *finishPlan) listed(sol *programSolution) {
	seen := map[int32]bool{}
	for i := range p.e.prog.places {
		n := p.e.prog.places[i].Node
		if n.Recommended {
			continue
		}
		p.listedFor(sol, p.e.prog.fits[n], seen)
		for k := range n.Minima {
			p.listedFor(sol, p.e.prog.minima[&n.Minima[k]], seen)
			p.listedFor(sol, p.e.prog.floors[&n.Minima[k]], seen)
		}
	}
}

func (p *finishPlan) listedFor(sol *programSolution, list *leafFits, seen map[int32]bool) {
	if list == nil {
		return
	}
	s := p.e.s
	for _, x := range list.list {
		it := &s.items[x.item]
		if seen[x.item] || it.gone(p.e.asOf) {
			continue
		}
		seen[x.item] = true
		for _, same := range it.same {
			seen[same] = true // a course by another name
		}
		if p.e.apart.has(x.item) {
			continue
		}
		again, ok := p.again(sol, x.item)
		if ok {
			again, ok = p.beside(sol, it, again)
		}
		if !ok {
			continue
		}
		piece := requirement.Piece{
			Item: it.ID, Institution: it.Institution, Credits: x.size, Home: it.Institution == p.e.recv.ID, Expected: true,
		}
		p.e.describe(&piece, it)
		cost := x.size
		if cost.Sign() <= 0 {
			cost = s.typical[p.e.recvIdx]
		}
		p.futures = append(p.futures, future{item: x.item, piece: piece, cost: cost, again: again})
	}
}

// again reports whether an item could be taken: the record does not bring it, or
// brings it in a way that some leaf that it would serve does not accept; then it
// would replace the piece that it returns. Where that would change more than this
// piece, the item is tried for itself.
func (p *finishPlan) again(sol *programSolution, item int32) (piece int, ok bool) {
	it := &p.e.s.items[item]
	if it.Repeatable {
		return -1, true
	}
	at := p.brought(sol, it)
	if at < 0 {
		return -1, true
	}
	capped := p.capped(sol, at)
	if p.firstStays(sol, item, at) {
		return 0, false
	}
	if !p.wanted(sol, it, item, at, capped) {
		p.idle = append(p.idle, item)
		return 0, false
	}
	if capped || sol.inGroup(at) || len(sol.pieces.lines[at]) > 1 {
		p.apart = append(p.apart, item)
		return 0, false
	}
	return at, true
}

// wanted reports whether some leaf that an item would serve does not accept the
// piece that the record brings, or has less of it than it is worth.
func (p *finishPlan) wanted(sol *programSolution, it *item, at int32, piece int, capped bool) bool {
	for i := range sol.tree.Nodes {
		n := &sol.tree.Nodes[i]
		if n.Kind != view.Take || n.From == nil || !capped && sol.tree.Sets[n.Set].Yes.Has(piece) {
			continue
		}
		list := p.e.prog.fits[n.From]
		if list == nil || !slices.ContainsFunc(list.list, func(x fit) bool { return x.item == at }) {
			continue
		}
		if f := (openFits{e: p.e, tree: sol.tree, at: i, sure: func(int) bool { return !capped }}); !f.has(it) {
			return true
		}
	}
	return false
}

// capped reports whether a piece stands under a cap that is too small for all that
// stands under it.
func (p *finishPlan) capped(sol *programSolution, piece int) bool {
	return slices.ContainsFunc(sol.question.Caps, func(c audit.Cap) bool {
		var sum credit.Amount
		for _, it := range c.Items {
			sum = sum.Add(sol.tree.Pieces[it].Credits)
		}
		return slices.Contains(c.Items, int32(piece)) && sum.Cmp(c.Limit) > 0
	})
}

// firstStays reports whether the receiver counts the first attempt at an item that
// the record brings, so that another one is worth nothing.
func (p *finishPlan) firstStays(sol *programSolution, item int32, piece int) bool {
	return p.e.recv.policy.Repeats == catalog.RepeatFirst && slices.ContainsFunc(sol.pieces.lines[piece], func(i int32) bool {
		l := &p.e.lines[i]
		return l.item >= 0 && p.e.isSame(&p.e.s.items[item], p.e.s.items[l.item].ID)
	})
}

// inGroup reports whether a piece depends on a choice of rules.
func (s *programSolution) inGroup(piece int) bool {
	for g := range s.question.Groups {
		for _, b := range s.question.Groups[g].Bundles {
			if slices.Contains(b.Items, int32(piece)) {
				return true
			}
		}
	}
	return false
}

// takesAny reports whether any course serves a leaf.
func takesAny(n *view.Node) bool {
	if n.Kind != view.Take || n.From == nil || n.From.Take == nil || n.Distinct > 0 {
		return false
	}
	t := n.From.Take
	return (t.From == nil || t.From.IsZero()) && t.Same == ""
}

// serves reports whether a course that nobody lists is for a leaf.
func (p *finishPlan) serves(f *future, n *view.Node) bool {
	if f.leaf == "" {
		return takesAny(n) && p.at(n).recvIdx == f.at
	}
	return f.leaf == n.Pointer
}

// course is a course that nobody lists.
func (p *finishPlan) course(size credit.Amount, at *evaluation) requirement.Piece {
	return requirement.Piece{Institution: at.recv.ID, Home: true, Kind: catalog.Course, Credits: size, Expected: true}
}

// maxUnlisted bounds the courses for one leaf.
const maxUnlisted = 48

// unlisted adds courses that nobody lists for each leaf, as many as it asks for.
func (p *finishPlan) unlisted(tree *view.Tree) {
	seen := map[string]bool{}
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if n.Kind != view.Take || n.From == nil || seen[n.Pointer] || takesAny(n) {
			continue
		}
		if p.tooMany(tree) {
			return
		}
		seen[n.Pointer] = true
		if p.names(n) {
			continue
		}
		size, ok := p.e.prog.sizes[n.From]
		if !ok || size.Sign() <= 0 {
			size = p.typical(n)
		}
		p.courses(n, size, p.minimaAt(tree, i, size), false)
	}
}

// names reports whether a leaf names the items that it takes, all of which the
// catalogue offers: nothing that it does not list can be one of them.
func (p *finishPlan) names(n *view.Node) bool {
	var ids []catalog.ItemID
	switch {
	case n.From.Item != "":
		ids = []catalog.ItemID{n.From.Item}
	case n.From.Take != nil:
		closed := requirement.Closed{Sets: p.e.prog.Sets}
		ids, _ = closed.Items(n.From.Take.From)
	}
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id catalog.ItemID) bool {
		k, known := p.e.s.itemByID[id]
		return !known || p.e.s.items[k].gone(p.e.asOf)
	})
}

// gone reports whether an item is offered no more.
func (it *item) gone(on calendar.Date) bool {
	to := it.Latest().Valid.To
	return !to.IsZero() && to < on
}

// minimaAt is how many courses minima ask for whose first open leaf this is.
func (p *finishPlan) minimaAt(tree *view.Tree, leaf int, size credit.Amount) int {
	if !openLeaf(&tree.Nodes[leaf]) {
		return 0
	}
	most := 0
	for at := tree.Nodes[leaf].Parent; at >= 0; at = tree.Nodes[at].Parent {
		for c := range tree.Nodes[at].Conditions {
			x := &tree.Nodes[at].Conditions[c]
			if firstOpen(tree, at) != leaf {
				continue
			}
			switch x.Measure {
			case view.AtLeastItems:
				most = max(most, int(x.Amount.Ceil()))
			case view.AtLeastCredits:
				most = max(most, int(x.Amount.Div(size).Ceil()))
			default:
			}
		}
	}
	return most
}

// openLeaf reports whether a leaf takes what a filter selects.
func openLeaf(n *view.Node) bool {
	return n.Kind == view.Take && n.From != nil && n.From.Take != nil
}

func firstOpen(tree *view.Tree, at int) int {
	for i := at; i < len(tree.Nodes); i++ {
		if openLeaf(&tree.Nodes[i]) && under(tree, i, at) {
			return i
		}
	}
	return -1
}

func under(tree *view.Tree, node, above int) bool {
	for node > above {
		node = tree.Nodes[node].Parent
	}
	return node == above
}

// serveMinima lets courses that nobody lists count for the minima above their
// leaves: what the catalogue does not list may well be of that kind.
func (p *finishPlan) serveMinima() {
	for at := range p.tree.Nodes {
		n := &p.tree.Nodes[at]
		for c := range n.Conditions {
			x := &n.Conditions[c]
			if x.Set < 0 || x.Measure != view.AtLeastItems && x.Measure != view.AtLeastCredits {
				continue
			}
			var add []int
			for i := at + 1; i < len(p.tree.Nodes); i++ {
				if !openLeaf(&p.tree.Nodes[i]) || !under(p.tree, i, at) {
					continue
				}
				for k := range p.futures {
					if f := &p.futures[k]; f.item < 0 && f.leaf == p.tree.Nodes[i].Pointer {
						add = append(add, p.base+k)
					}
				}
			}
			x.Set = p.with(x.Set, add)
		}
	}
}

// setClass gives a course a class of its own.
func setClass(piece *requirement.Piece, by requirement.Class, name string) {
	switch by {
	case requirement.BySubject:
		piece.Codes = []requirement.PieceCode{{Subject: name}}
	case requirement.ByLevel:
		piece.Level = name
	case requirement.ByTerm, requirement.ByYear:
		piece.Term = name
	case requirement.ByInstitution:
		piece.Institution = catalog.InstitutionID(name)
	case requirement.ByItem:
		piece.Item = catalog.ItemID(name)
	}
}
