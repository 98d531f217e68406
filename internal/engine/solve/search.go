package solve

// search is branch and bound over one model. With soft false the root must
// hold; with soft true its cost must be at most s.target.
type search struct {
	m      *model
	st     state
	soft   bool
	active bool // the objective row is enforced
	rule   rule
	plain  bool // no symmetry breaking: for proofs
	target int64
	// adds says that what lacks is added up everywhere, among the placements
	// whose cost is at most the ceiling.
	adds    bool
	ceiling int64
	stop    <-chan struct{}
	// leastCost is the least that a root costs that does not hold, where it is
	// known not to; otherwise 0.
	leastCost int64
	lambda    int64

	steps, budget int
	stepCost      int // a step of a large model costs more
	exhausted     bool
	// endAt is the step that ends a search that has found plenty, a value of the
	// objective that is worth little more work.
	endAt  int
	plenty int64

	// share is the part of the whole search that a node is, explored what is done
	// of it, checkAt the step at which too little of it ends the search; 0 is never.
	share, explored int64
	checkAt         int

	floor int64 // what the bound proves of the cost at the first node

	// The best placement found: patterns of slots, bundles of groups.
	found     bool
	bestPick  []int32
	bestGroup []int32
	bestCost  int64
	bestValue int64 // of the objective

	// Propagation.
	act, slack, most []int64
	count, touched   []int32
	scarce           []bool

	// What is settled.
	live  []int32 // items with a choice left
	fixed []int64 // what all others give to the rows
	sure  []int64 // of that, what the rows ask for
	ceil  []int64 // what one item can still count for

	// The bound.
	mult, ask, got, base []int64
	lack, kept           []int64
	cellPrice            []int64 // of each cell
	can, on, sel         []bool  // cells: possible, used by the items, asked for by the rows
	took                 []uint64
	reaches, rest        []int64
	short, shut          []int64
	in                   []bool // cells that settled items use; only where plain
	margin               int64
	rowPrice             []int64
	hard, cheap          []int64
	price, inner         []int64 // of a unit of cost: at the node, and of its structure alone
	gain, best           []int64
	pick, chosen         []int32
	picked               []bool
	relaxed              bool
	order                []int64
	sigTop, path         []int32 // best pattern of each sig
	sigTotal             []int64 // best of the item with a pattern of the sig
	coarse               []bool  // items with too many combinations
	nodeCost             []int64

	// Filling Takes one by one.
	offers []offer
	reach  []int64
	last   []bool
	cand   []int32
}

func (s *search) prepare() {
	m := s.m
	s.st.reset(m)
	nr, nn := len(m.rows), len(m.nodes)
	s.act, s.slack, s.most = grow(s.act, nr), grow(s.slack, nr), grow(s.most, nr)
	s.count = grow(s.count, nr)
	fill(s.count, 0)
	s.touched = s.touched[:0]
	s.scarce = grow(s.scarce, len(m.takes))
	s.mult, s.ask, s.got, s.base = grow(s.mult, nr), grow(s.ask, nr), grow(s.got, nr), grow(s.base, nr)
	s.lack, s.kept = grow(s.lack, nr), grow(s.kept, nr)
	s.fixed, s.sure, s.ceil = grow(s.fixed, nr), grow(s.sure, nr), grow(s.ceil, nr)
	s.rowPrice = grow(s.rowPrice, nr)
	s.sigTop, s.sigTotal = grow(s.sigTop, len(m.sigs)), grow(s.sigTotal, len(m.sigs))
	s.coarse, s.path = grow(s.coarse, len(m.items)), grow(s.path, len(m.slots))
	nc := len(m.cells)
	s.cellPrice, s.took = grow(s.cellPrice, nc), grow(s.took, nc)
	s.can, s.on, s.sel = grow(s.can, nc), grow(s.on, nc), grow(s.sel, nc)
	s.in, s.shut = grow(s.in, nc), grow(s.shut, nr)
	fill(s.shut, shutPrice)
	s.reaches, s.rest, s.short = grow(s.reaches, nr*(maxKnap+1)), grow(s.rest, nr), grow(s.short, nr)
	s.hard, s.cheap, s.price = grow(s.hard, nn), grow(s.cheap, nn), grow(s.price, nn)
	s.inner = grow(s.inner, nn)
	fill(s.price, 0)
	fill(s.inner, 0)
	s.picked, s.nodeCost = grow(s.picked, nn), grow(s.nodeCost, nn)
	s.gain, s.pick = grow(s.gain, len(m.pats)), grow(s.pick, len(m.slots))
	s.best, s.chosen = grow(s.best, len(m.items)), grow(s.chosen, len(m.groups))
	s.floor = 0
	s.stepCost = stepCost(len(m.pats), m.knapWork(), len(m.nodes), len(m.terms))
	s.dominate()
	s.start()
}

// stepCost is what a step counts. One of a model a hundred times as large takes
// some thousand times as long: its bound looks at everything, in more rounds.
func stepCost(patterns, knapWork, nodes, terms int) int {
	return 1 + patterns/128 + patterns*patterns/180_000 + max(0, knapWork/2048-16) +
		max(0, nodes-256)/32 + max(0, terms-512)/64
}

// dominate removes the empty pattern where using the item can only help.
func (s *search) dominate() {
	m := s.m
	if m.p.MaxUses > 0 || s.soft && m.aim.any() {
		return // one more use may be one too many, or move what is owed
	}
	for v := range m.slots {
		sl := &m.slots[v]
		if m.inGroup[sl.item] != none {
			continue
		}
		for q := sl.from; q < sl.to-1; q++ {
			if s.harmless(sl.item, q) {
				s.st.drop(m, sl.to-1)
				break
			}
		}
	}
}

func (s *search) harmless(item, q int32) bool {
	m := s.m
	pt := &m.pats[q]
	for _, t := range m.terms[pt.from:pt.to] {
		if t.coef < 0 {
			return false
		}
	}
	for f := m.foff[item]; f < m.foff[item+1]; f++ {
		if m.feats[f].coef < 0 && m.feats[f].bits&pt.trig != 0 {
			return false
		}
	}
	return true
}

// unit is the weight of one item in the rows where the root must hold.
const unit = 1 << 24

// start sets the multipliers: every need weighs the same an item.
func (s *search) start() {
	m := s.m
	if s.soft {
		s.lambda = min(128*maxCost/(s.target+1), 1<<20)
	}
	typical := int64(unit)
	if s.soft {
		typical = s.lambda * max(1, m.wRemain*m.typical+m.wUnmet)
	}
	s.margin = typical / 4
	for r := range m.rows {
		w := &m.rows[r]
		s.base[r] = max(1, typical/w.scale)
		s.mult[r] = 0
		if w.kind == needItems || w.kind == needCredits || w.kind == needClass {
			s.mult[r] = s.base[r]
			if s.soft {
				n := &m.nodes[w.node]
				s.base[r] = max(1, s.lambda*(m.wRemain*w.unit+(m.wUnmet+n.charge)/max(1, w.rhs)))
				s.mult[r] = s.base[r]
			}
		}
	}
	if s.soft {
		s.startChoices()
	}
	if s.soft && !s.adds && m.hides && m.wRemain > 0 {
		s.startCauses()
	}
	for r := range m.rows {
		if m.rows[r].knap {
			for c := m.cellFrom[r]; c < m.cellFrom[r+1]; c++ {
				s.cellPrice[c] = s.mult[r] * m.cells[c].coef
			}
		}
	}
}

// run searches; the best placement is in s.best*, and s.exhausted tells whether
// the budget ended it. Searches for a yes sometimes begin in the wrong corner:
// short tries with both rules come before the long one.
func (s *search) run() {
	s.found = false
	if !s.soft && !s.st.set(s.m.root(), wanted) {
		return
	}
	mark, budget := len(s.st.trail), s.budget
	for try := range 2*shortTries + 1 {
		s.rule, s.budget = rule(try%2), min(budget, s.steps+min(shortTry*s.stepCost, max(shortTry, budget/shortShare)))
		s.checkAt = 0
		if try == 2*shortTries {
			s.budget = budget
			s.checkAt = s.steps + max(budget-s.steps, 0)/hopelessAfter
		}
		s.exhausted, s.share, s.explored = false, wholeSearch, 0
		s.walk(0)
		if !s.exhausted || s.sated() || s.steps > budget {
			return
		}
		s.st.undo(s.m, mark)
	}
}

// A search that has explored less than one part in hopelessShare of itself after
// one part in hopelessAfter of its budget will not end within it: it ends there,
// with the best and the bound that it has. Each branch of a node counts as an equal
// part of it.
const (
	wholeSearch   = infinite
	hopelessAfter = 8
	hopelessShare = 1024
)

// hopeless reports whether this is the time to look, and too little is explored.
func (s *search) hopeless() bool {
	if s.checkAt == 0 || s.steps < s.checkAt {
		return false
	}
	s.checkAt = 0
	return s.explored < wholeSearch/hopelessShare
}

// shortTry is the number of steps of a short try, and shortTries how many each rule
// has; of a large budget none takes more than one part in shortShare.
const (
	shortTry   = 400
	shortTries = 2
	shortShare = 32
)

// done reports whether nothing better is wanted.
func (s *search) done() bool {
	switch {
	case s.exhausted || !s.found:
		return s.exhausted
	case s.m.aim.any():
		return s.bestValue >= s.m.most
	}
	// What nothing beats is the best, also where the bound has moved on since.
	return !s.soft || s.target < 0 || s.target < s.floor
}

// sated reports whether plenty was found.
func (s *search) sated() bool { return s.found && s.bestValue >= s.plenty }

// stopped reports whether nobody wants the answer any more.
func stopped(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false // also where there is no channel
	}
}

func (s *search) walk(depth int) {
	if s.steps += s.stepCost; s.steps > s.budget || s.sated() && s.steps > s.endAt || s.hopeless() || stopped(s.stop) {
		s.exhausted = true
		return
	}
	s.refresh()
	if !s.propagate() || !s.bound(depth) || s.done() {
		return
	}
	if s.decided() {
		s.given()
		s.accept()
		return
	}
	s.branch(depth, len(s.st.trail))
}

// descend searches one of n branches of a node.
func (s *search) descend(depth, n int) {
	share, before := s.share, s.explored
	s.share = share / int64(n)
	s.walk(depth + 1)
	if !s.exhausted {
		s.explored = before + s.share
	}
	s.share = share
}

// decided reports whether nothing is left to decide about items.
func (s *search) decided() bool { return s.openGroup() == none && s.openSlot() == none }

// back returns to the state of a branching. The multipliers stay as they are:
// what refuted one branch is a good start for the next.
func (s *search) back(mark int) {
	s.st.undo(s.m, mark)
}
