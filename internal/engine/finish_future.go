package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
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
		if seen[x.item] || !it.Latest().Valid.To.IsZero() && it.Latest().Valid.To < p.e.asOf {
			continue
		}
		seen[x.item] = true
		for _, same := range it.same {
			seen[same] = true // a course by another name
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
// would replace the piece that it returns.
func (p *finishPlan) again(sol *programSolution, item int32) (piece int, ok bool) {
	it := &p.e.s.items[item]
	if it.Repeatable {
		return -1, true
	}
	at := slices.IndexFunc(sol.tree.Pieces, func(x requirement.Piece) bool { return p.e.isSame(it, x.Item) })
	if at < 0 {
		return -1, true
	}
	if sol.inGroup(at) || len(sol.pieces.lines[at]) > 1 || sol.tree.Pieces[at].Home && p.e.recv.policy.Repeats == catalog.RepeatFirst {
		return 0, false // of several attempts the first counts, whatever the others are
	}
	for i := range sol.tree.Nodes {
		n := &sol.tree.Nodes[i]
		if n.Kind != view.Take || n.From == nil || sol.tree.Sets[n.Set].Yes.Has(at) {
			continue
		}
		list := p.e.prog.fits[n.From]
		if list == nil || !slices.ContainsFunc(list.list, func(x fit) bool { return x.item == item }) {
			continue
		}
		if f := (openFits{e: p.e, tree: sol.tree, at: i, sure: func(int) bool { return true }}); !f.has(it) {
			return at, true
		}
	}
	return 0, false
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
		if n.From.Item != "" && p.e.crew != nil {
			continue // what others need too is not bought twice under another name
		}
		size, ok := p.e.prog.sizes[n.From]
		if !ok || size.Sign() <= 0 {
			size = p.typical(n)
		}
		more := 0
		if n.From.Item == "" {
			more = p.minimaAt(tree, i, size)
		}
		p.courses(n, size, more, false)
	}
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
