package engine

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// distance is what a program lacks at least, found without a search: each leaf
// that is owed in any case may use everything that it accepts.
type distance struct {
	items int
	left  credit.Amount
	// some says that a leaf has something to use; far that the program cannot
	// be in reach, whatever the search would find.
	some, far bool
}

func distanceOf(tree *view.Tree, part *audit.Part) distance {
	var d distance
	var most int
	var largest, all credit.Amount
	owed := make([]bool, len(tree.Nodes))
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		d.some = d.some || n.Kind == view.Fixed && n.Truth == requirement.Yes ||
			n.Kind == view.Take && (!tree.Sets[n.Set].Yes.Empty() || !tree.Sets[n.Set].Maybe.Empty())
		owed[i] = n.Parent < 0 || owed[n.Parent] && tree.Nodes[n.Parent].Kind == view.All
		if !owed[i] || n.Kind != view.Take {
			continue
		}
		lack, credits := lacks(tree, part, n)
		if n.Free {
			most, largest = max(most, lack), credit.Max(largest, credits)
		} else {
			d.items, d.left = d.items+lack, d.left.Add(credits)
		}
	}
	for i := range tree.Pieces {
		all = all.Add(tree.Pieces[i].Credits)
	}
	d.items, d.left = max(d.items, most), credit.Max(d.left, largest)
	d.far = d.items > reachItems && d.left.Mul(credit.Int(reachPart)).Cmp(d.left.Add(all)) > 0
	return d
}

// lacks is what a leaf lacks when it uses all that it accepts: in items, and in
// credits of the size that the search takes for them.
func lacks(tree *view.Tree, part *audit.Part, n *view.Node) (int, credit.Amount) {
	set := &tree.Sets[n.Set]
	have := 0
	var credits credit.Amount
	for i := range tree.Pieces {
		if set.Yes.Has(i) || set.Maybe.Has(i) {
			have++
			credits = credits.Add(tree.Pieces[i].Credits)
		}
	}
	size := part.Typical
	if s, ok := part.Size(n); ok {
		size = credit.Min(size, s)
	}
	if size.Sign() <= 0 {
		return 0, credit.Amount{}
	}
	lack := max(0, n.Items-have, n.Distinct-have)
	short := credit.Max(credit.Amount{}, n.Credits.Sub(credits))
	if short.Sign() > 0 {
		lack = max(lack, coursesFor(short, credit.Max(part.Typical, size)))
	}
	return lack, credit.Max(short, size.Mul(credit.Int(int64(max(0, n.Items-have, n.Distinct-have)))))
}
