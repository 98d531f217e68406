package audit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// read turns the solver's placement back into requirements.
func (a *Answer) read(goals []solve.Goal) {
	m := a.model
	for i, g := range goals {
		switch g {
		case solve.Remaining:
			a.Remaining = m.amount(a.placed.Goals[i])
			a.Bound = a.Remaining
			if !a.placed.Proven && i < len(a.placed.Bound) {
				a.Bound = m.amount(a.placed.Bound[i])
			}
		case solve.Unmet:
			a.Unmet = int(a.placed.Goals[i])
		default:
		}
	}
	a.Bundles = make([]int, len(m.q.Groups))
	for g := range a.Bundles {
		a.Bundles[g] = int(a.placed.Bundles[g])
	}
	a.keep()
	a.readParts()
	if m.pooled {
		// What is owed is known now, and comes before what is not.
		for i := range a.Kept {
			a.Kept[i] = m.q.Items[i].Credits
		}
		a.share(a.owedItems())
		a.readParts()
	}
}

func (a *Answer) readParts() {
	m := a.model
	a.Parts = a.Parts[:0]
	for k := range m.q.Parts {
		r := reader{a: a, m: m, part: &m.q.Parts[k], base: m.base[k]}
		a.Parts = append(a.Parts, r.read())
	}
}

// keep finds the credits that items keep: those of the variant chosen.
func (a *Answer) keep() {
	m := a.model
	a.Kept = make([]credit.Amount, len(m.q.Items))
	for i := range a.Kept {
		a.Kept[i] = m.q.Items[i].Credits
	}
	if m.pooled {
		a.share(nil)
	}
	for g := len(m.q.Groups); g < len(m.p.Alternatives); g++ {
		at := m.p.Alternatives[g].Bundles[a.placed.Bundles[g]].Items[0]
		a.Kept[m.of[at]] = m.amount(m.kept[at])
	}
}

// reader reads one part.
type reader struct {
	a     *Answer
	m     *model
	part  *Part
	base  int32
	nodes []NodeAnswer
	// work is the remaining work of each node in the solver's numbers, used the
	// solver items used at and below it.
	work []int64
	used [][]int32
	// piece is the piece of each item in this part.
	piece []int32
}

func (r *reader) read() PartAnswer {
	tree := r.part.Tree
	r.nodes = make([]NodeAnswer, len(tree.Nodes))
	r.work = make([]int64, len(tree.Nodes))
	r.used = make([][]int32, len(tree.Nodes))
	r.piece = make([]int32, len(r.m.q.Items))
	for i := range tree.Pieces {
		r.piece[r.part.item(i)] = int32(i)
	}
	for _, u := range r.a.placed.Uses {
		if n := int(u.Take - r.base); n >= 0 && n < len(tree.Nodes) {
			r.used[n] = r.m.unpool(r.used[n], u.Item)
		}
	}
	for i := range slices.Backward(tree.Nodes) { // children come after their parents
		r.node(i)
	}
	r.nodes[0].Owed = true
	for i := range tree.Nodes {
		r.owe(i)
	}
	return PartAnswer{Nodes: r.nodes, Remaining: r.own(r.work[0])}
}

// realise counts what is owed at what it really costs: every item that lacks is
// another one of those that can still be taken.
func (a *Answer) realise() {
	gone := map[int32]bool{}
	for k := range a.Parts {
		part, out := &a.model.q.Parts[k], &a.Parts[k]
		if part.Cost == nil || out.Nodes[0].Truth == requirement.Yes {
			continue
		}
		before := out.Remaining
		r := realiser{a: a, part: part, k: k, gone: gone, cost: make([]credit.Amount, len(out.Nodes))}
		for i := range out.Nodes {
			r.leaf(i)
		}
		for i := range slices.Backward(out.Nodes) {
			r.node(i)
		}
		out.Remaining = out.Nodes[0].Remaining
		a.Remaining = a.Remaining.Add(part.convert(out.Remaining.Sub(before)))
	}
}

// realiser finds the real costs of one part.
type realiser struct {
	a    *Answer
	part *Part
	k    int
	gone map[int32]bool
	cost []credit.Amount // of leaves, in the part's credits
}

func (r *realiser) leaf(i int) {
	n, st := &r.part.Tree.Nodes[i], &r.a.Parts[r.k].Nodes[i]
	if n.Kind != view.Take {
		return
	}
	r.cost[i] = st.Remaining
	items, classes := max(0, n.Items-st.Items), max(0, n.Distinct-st.Distinct)
	if !st.Owed || items == 0 && classes == 0 {
		return
	}
	if cost, ok := r.part.Cost(i, items, classes, r.there, r.gone); ok {
		r.cost[i] = credit.Max(cost, n.Credits.Sub(st.Credits))
	}
}

// there reports whether the bundles that were chosen hold a piece.
func (r *realiser) there(piece int) bool {
	it, grouped := r.part.item(piece), false
	for g := range r.a.model.q.Groups {
		for b := range r.a.model.q.Groups[g].Bundles {
			if slices.Contains(r.a.model.q.Groups[g].Bundles[b].Items, it) {
				if b == r.a.Bundles[g] {
					return true
				}
				grouped = true
			}
		}
	}
	return !grouped
}

// node adds up what is owed as the reader did.
func (r *realiser) node(i int) {
	n, st := &r.part.Tree.Nodes[i], &r.a.Parts[r.k].Nodes[i]
	if !st.Owed {
		return
	}
	sum, most := credit.Amount{}, credit.Amount{}
	if n.Kind == view.Take || n.Kind == view.Fixed {
		sum = r.cost[i]
	}
	if n.Kind == view.Fixed {
		sum = st.Remaining
	}
	for _, c := range n.Children {
		left := r.a.Parts[r.k].Nodes[c].Remaining
		switch k := &r.part.Tree.Nodes[c]; {
		case !r.a.Parts[r.k].Nodes[c].Owed:
		case n.Kind == view.All && k.Kind == view.Take && k.Free:
			most = credit.Max(most, left)
		default:
			sum = sum.Add(left)
		}
	}
	for k := range st.Conditions {
		if !st.Conditions[k].Holds {
			most = credit.Max(most, r.part.Own(r.a.model.short(r.k, i, k, st)))
		}
	}
	st.Remaining = credit.Max(sum, most)
}

func (r *reader) node(i int) {
	n, out := &r.part.Tree.Nodes[i], &r.nodes[i]
	switch n.Kind {
	case view.Fixed:
		out.Truth = n.Truth
	case view.Take:
		r.take(i)
	case view.All:
		out.Truth = requirement.Yes
		for _, c := range n.Children {
			out.Truth = out.Truth.And(r.nodes[c].Truth)
		}
		r.work[i], out.Missing = r.sum(n.Children)
	default:
		r.choice(i)
	}
	if n.Kind != view.Take {
		for _, c := range n.Children {
			for _, it := range r.used[c] {
				if !slices.Contains(r.used[i], it) {
					r.used[i] = append(r.used[i], it)
				}
			}
		}
	}
	r.conditions(i)
	if s := &r.m.p.Nodes[r.base+int32(i)]; s.Kind == solve.Fixed && s.Remaining > 0 {
		r.work[i] = s.Remaining // a way must do without it
	}
	out.Remaining = r.own(r.work[i])
}

// own is a number of the solver in the part's credits.
func (r *reader) own(n int64) credit.Amount { return r.part.Own(r.m.amount(n)) }

// kept is the credit of a solver item under the caps.
func (r *reader) kept(it int32) int64 { return r.m.scaled(r.a.Kept[r.m.of[it]]) }

// sum adds the work and the missing items of the children; what free totals
// lack can be part of it.
func (r *reader) sum(children []int) (work int64, items int) {
	var most int64
	fewest := 0
	for _, c := range children {
		if k := &r.part.Tree.Nodes[c]; k.Kind == view.Take && k.Free {
			most, fewest = max(most, r.work[c]), max(fewest, r.nodes[c].Missing)
		} else {
			work, items = work+r.work[c], items+r.nodes[c].Missing
		}
	}
	return max(work, most), max(items, fewest)
}

// choice is satisfied by enough children; the least work is that of the
// cheapest.
func (r *reader) choice(i int) {
	n, out := &r.part.Tree.Nodes[i], &r.nodes[i]
	k := needed(n)
	yes, open := 0, 0
	for _, c := range n.Children {
		switch r.nodes[c].Truth {
		case requirement.Yes:
			yes++
		case requirement.Open:
			open++
		default:
		}
	}
	switch {
	case yes >= k:
		out.Truth = requirement.Yes
		return
	case yes+open >= k:
		out.Truth = requirement.Open
	default:
		out.Truth = requirement.No
	}
	order := slices.Clone(n.Children)
	slices.SortStableFunc(order, r.rank)
	for _, c := range order[:min(k, len(order))] {
		r.work[i] += r.work[c]
		out.Missing += r.nodes[c].Missing
	}
}

// needed is how many children a choice needs.
func needed(n *view.Node) int {
	if n.Kind == view.Any {
		return 1
	}
	return n.K
}

// take adds up what a Take uses.
func (r *reader) take(i int) {
	n, out := &r.part.Tree.Nodes[i], &r.nodes[i]
	s := &r.m.p.Nodes[r.base+int32(i)]
	var credits, maybe int64
	classes := map[int32]bool{}
	for _, it := range r.used[i] {
		credits += r.kept(it)
		out.Uses = append(out.Uses, r.piece[r.m.of[it]])
		if n.Distinct > 0 {
			if c := r.m.p.Classes[s.Class][it]; c >= 0 {
				classes[c] = true
			}
		}
	}
	slices.Sort(out.Uses)
	out.Items, out.Credits, out.Distinct = len(r.used[i]), r.own(credits), len(classes)
	lackItems := max(0, s.NeedItems-int64(out.Items))
	lackClasses := max(0, s.NeedDistinct-int64(out.Distinct))
	lackCredits := max(0, s.NeedCredits-credits)
	size, usual := max(s.Typical, 1), max(r.m.usual(r.part, n), 1)
	r.work[i] = max(lackCredits, size*lackItems, size*lackClasses)
	out.Missing = int(max(lackItems, lackClasses, (lackCredits+usual-1)/usual))
	out.Truth = requirement.Yes
	if r.work[i] > 0 {
		out.Truth = requirement.No
		set := &r.part.Tree.Sets[n.Set]
		count := int64(0)
		for p := range r.part.Tree.Pieces {
			if set.Maybe.Has(p) {
				count++
				maybe += r.m.scaled(r.m.q.Items[r.part.item(p)].Credits)
			}
		}
		if lackItems <= count && lackClasses <= count && lackCredits <= maybe {
			out.Truth = requirement.Open
		}
		return
	}
	r.spare(i, credits)
}

// spare finds uses beyond the need, last ones first. Minima and means above may
// need them, so that only nodes without such keep their uses apart.
func (r *reader) spare(i int, credits int64) {
	n, out := &r.part.Tree.Nodes[i], &r.nodes[i]
	s := &r.m.p.Nodes[r.base+int32(i)]
	if n.Free || n.Distinct > 0 {
		return
	}
	for at := i; at >= 0; at = r.part.Tree.Nodes[at].Parent {
		for _, c := range r.part.Tree.Nodes[at].Conditions {
			if c.Measure != view.AtMostItems && c.Measure != view.AtMostCredits {
				return
			}
		}
	}
	items := int64(len(out.Uses))
	for k, piece := range slices.Backward(out.Uses) {
		c := r.m.scaled(r.a.Kept[r.part.item(int(piece))])
		if items-1 >= s.NeedItems && credits-c >= s.NeedCredits {
			items, credits = items-1, credits-c
			out.Extra = append(out.Extra, piece)
			out.Uses = slices.Delete(out.Uses, k, k+1)
		}
	}
	slices.Sort(out.Extra)
}

// conditions measures what is used below a node.
func (r *reader) conditions(i int) {
	n, out := &r.part.Tree.Nodes[i], &r.nodes[i]
	for k := range n.Conditions {
		c := ConditionAnswer{Holds: true}
		from := &n.Conditions[k]
		have := r.measure(from, r.used[i])
		lack, size, usual := int64(0), max(r.m.p.Nodes[r.base+int32(i)].Typical, 1), max(r.m.usual(r.part, n), 1)
		switch from.Measure {
		case view.AtLeastItems:
			lack = wholeOf(from.Amount) - have
			c.Have = credit.Int(have)
			out.Missing = max(out.Missing, int(lack))
			lack *= size
		case view.AtLeastCredits:
			lack = r.m.scaled(r.part.convert(from.Amount)) - have
			out.Missing = max(out.Missing, int((lack+usual-1)/usual))
			c.Have = r.own(have)
		case view.AtMostItems:
			c.Have = credit.Int(have)
		case view.AtMostCredits:
			c.Have = r.own(have)
		case view.MeanAtLeast:
			c.Have = r.mean(r.used[i], from)
		}
		if lack > 0 {
			c.Holds = false
			r.work[i] = max(r.work[i], lack)
			if out.Truth == requirement.Yes {
				out.Truth = requirement.No
			}
		}
		out.Conditions = append(out.Conditions, c)
	}
}

func (r *reader) measure(c *view.Condition, used []int32) int64 {
	var sum int64
	for _, it := range used {
		if c.Set >= 0 && !r.part.Tree.Sets[c.Set].Yes.Has(int(r.piece[r.m.of[it]])) {
			continue
		}
		if c.Measure == view.AtMostItems || c.Measure == view.AtLeastItems {
			sum++
		} else {
			sum += r.kept(it)
		}
	}
	return sum
}

// mean is the mean of grade points by credits; zero where nothing has any.
func (r *reader) mean(used []int32, c *view.Condition) credit.Amount {
	var points, credits credit.Amount
	for _, it := range used {
		from := &r.m.q.Items[r.m.of[it]]
		if !from.Graded || c.Set >= 0 && !r.part.Tree.Sets[c.Set].Yes.Has(int(r.piece[r.m.of[it]])) {
			continue
		}
		points = points.Add(from.Points.Mul(from.Credits))
		credits = credits.Add(from.Credits)
	}
	if credits.IsZero() {
		return credit.Amount{}
	}
	return points.Div(credits)
}

// owe passes on what is owed: every child of an all, of a choice the satisfied
// ones and the cheapest of the others.
func (r *reader) owe(i int) {
	n := &r.part.Tree.Nodes[i]
	if !r.nodes[i].Owed || len(n.Children) == 0 {
		return
	}
	if n.Kind == view.All {
		for _, c := range n.Children {
			r.nodes[c].Owed = true
		}
		return
	}
	order := slices.Clone(n.Children)
	slices.SortStableFunc(order, r.rank)
	for k, c := range order {
		r.nodes[c].Owed = k < needed(n) || r.nodes[c].Truth == requirement.Yes
	}
}

// rank orders branches: satisfied, least work, open before no.
func (r *reader) rank(x, y int) int {
	a, b := r.nodes[x].Truth, r.nodes[y].Truth
	if (a == requirement.Yes) != (b == requirement.Yes) {
		if a == requirement.Yes {
			return -1
		}
		return 1
	}
	if r.work[x] != r.work[y] {
		return int(r.work[x] - r.work[y])
	}
	return int(b) - int(a) // Open < No
}
