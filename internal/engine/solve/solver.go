package solve

import (
	"math"
	"slices"
)

// Solver solves problems one after the other and keeps its memory. It is not
// safe for use by several goroutines at a time.
type Solver struct {
	// Stop, once closed, ends every search as if its budget were reached; nil is
	// never.
	Stop <-chan struct{}

	m model
	s search
	j job
	c checkMemory
	k matcher
}

// Solve returns the best placement of a valid problem, in the order of the
// goals. The error is a *Error from Validate. A problem beyond the limits, or a
// search that ends at its budget, is answered with Proven false.
func (v *Solver) Solve(p *Problem, o Options) (Answer, error) {
	if err := p.validate(&v.c); err != nil {
		return Answer{}, err
	}
	j := &v.j
	j.reset(v, p, o)
	j.solve()
	out := j.out
	j.out = Answer{} // the caller's alone
	return out, nil
}

// job is one solve.
type job struct {
	v      *Solver
	p      *Problem
	goals  []Goal
	budget int
	enough int64
	single bool // there is one part
	cut    bool // a search of the part was cut short: the next ones only look a little
	steps  int
	w      weights
	aim    aim
	tops   []bool // which nodes are children of the root
	parts  joiner
	done   []result
	adds   bool    // what lacks is added up too
	uses   []int64 // item and Take packed, so that they sort fast
	credit int64
	out    Answer

	pick, group []int32 // a placement kept aside
}

// standardGoals are the goals where none are asked for.
var standardGoals = []Goal{Satisfied, Remaining, Unmet}

func (j *job) reset(v *Solver, p *Problem, o Options) {
	j.v, j.p, j.goals, j.budget = v, p, o.Goals, o.Budget
	if len(j.goals) == 0 {
		j.goals = standardGoals
	}
	if j.budget <= 0 {
		j.budget = DefaultBudget
	}
	j.enough = o.Enough
	j.adds = slices.Contains(j.goals, Lacking)
	j.steps, j.credit = 0, 0
	j.done, j.uses = j.done[:0], j.uses[:0]
	j.tops = grow(j.tops, len(p.Nodes))
	fill(j.tops, false)
	for _, c := range p.Nodes[p.Root].Children {
		j.tops[c] = true
	}
}

// result is the answer of one part.
type result struct {
	free        bool
	cost, floor int64 // found, and proven to be the least possible
	added       int64 // the cost with all that lacks added up
}

func (j *job) solve() {
	var ok, fits bool
	ok = j.w.weigh(j.p, j.goals)
	j.aim, fits = aims(j.p, j.goals)
	for a := range j.p.Alternatives {
		j.out.Bundles = append(j.out.Bundles, cheapestBundle(j.p.Alternatives[a].Bundles))
	}
	j.out.Proven = ok && fits
	if !j.out.Proven {
		return
	}
	parts := j.parts.partition(j.p, j.aim, false)
	if (j.aim.any() || j.adds) && j.masked(parts) {
		parts = j.parts.partition(j.p, j.aim, true)
	}
	j.single = len(parts) == 1
	for i := range parts {
		r := result{free: parts[i].free}
		if !j.solveLeaf(&parts[i], &r) && !j.solveMatched(&parts[i], &r) {
			j.solvePart(&parts[i], &r)
		}
		j.done = append(j.done, r)
	}
	j.finish()
}

// masked reports whether there is a free total while something lacks: the
// greater of two costs hides the other, so that a part may lack more than it
// must without changing the first goals, and parts must be solved together.
// Where all that lacks is added up next, only a part that combines costs by
// maximum itself can still do so.
func (j *job) masked(parts []part) bool {
	if !slices.ContainsFunc(parts, func(pt part) bool { return pt.free }) {
		return false
	}
	lacking, hiding := 0, false
	for i := range parts {
		if j.build(&parts[i], aim{}) && j.run(false, 0) {
			continue
		}
		if !j.adds {
			return true
		}
		lacking++
		hiding = hiding || j.p.hidesAny(parts[i].tops)
	}
	return hiding && lacking > 1
}

func cheapestBundle(bundles []Bundle) int32 {
	best := 0
	for b := range bundles {
		if bundles[b].Cost < bundles[best].Cost {
			best = b
		}
	}
	return int32(best)
}

func (j *job) build(pt *part, a aim) bool {
	j.v.s.m = &j.v.m
	return j.v.m.build(j.p, pt.tops, j.tops, &j.w, a)
}

// run searches the model once and reports whether it found a placement.
func (j *job) run(soft bool, target int64) bool {
	s := &j.v.s
	s.soft, s.target, s.active, s.stop = soft, target, false, j.v.Stop
	if !soft {
		s.adds = false // nothing lacks
	}
	s.steps, s.budget = 0, max(j.budget-j.steps, leastBudget)
	if j.cut {
		s.budget = min(s.budget, max(j.budget/cutShare, leastBudget))
	}
	s.plenty = math.MaxInt64
	if j.enough > 0 && j.single && (j.aim == aim{bundle: j.aim.bundle}) {
		s.plenty = -j.aim.bundle * j.enough
	}
	s.prepare()
	s.run()
	j.steps += s.steps
	return s.found
}

// Every search may take leastBudget steps. The searches after one that was cut short
// may take one part in cutShare of the budget: nothing that they find is the best for
// sure.
const (
	leastBudget = 64
	cutShare    = 50
)

// wantsMore reports whether more than the verdict is asked for.
func (j *job) wantsMore() bool {
	return slices.ContainsFunc(j.goals, func(g Goal) bool { return g != Satisfied })
}

// solvePart finds the least cost of a part, and then the best placement at that
// cost.
func (j *job) solvePart(pt *part, r *result) {
	if !j.build(pt, aim{}) {
		j.out.Proven = false
		r.cost, r.added = maxCost, maxCost
		return
	}
	s := &j.v.s
	j.cut = false
	if !j.run(false, 0) {
		r.cost, r.floor = 1, 1
		if s.exhausted {
			j.out.Proven, r.floor = false, 0
		}
		if !j.wantsMore() {
			return
		}
		j.leastCost(pt, r)
		j.cut = s.exhausted
	}
	j.leastAdded(r)
	if j.aim.any() {
		j.bestAim(pt, r)
	}
	s.adds, j.cut = false, false
	if !j.out.Proven && j.wantsMore() {
		j.reckon(r)
	}
	j.collect()
}

// solveLeaf answers a part that is one Take whose items nobody else wants: it
// uses all of them. It reports whether the part is one.
func (j *job) solveLeaf(pt *part, r *result) bool {
	if len(pt.tops) > 1 || j.aim.any() || len(j.p.Alternatives) > 0 {
		return false
	}
	at := pt.tops[0]
	n := &j.p.Nodes[at]
	if n.Kind != Take || len(n.Conditions) > 0 || n.NeedDistinct > 0 {
		return false
	}
	var items, credits int64
	j.p.Sets[n.Set].each(len(j.p.Items), func(i int32) {
		items, credits = items+1, credits+j.p.Items[i].Credits
		j.use(i, at)
	})
	j.steps++
	if d := j.p.missing(n, items, credits, 0); d > 0 {
		r.cost = j.w.unmet + j.w.remain*d
		if j.tops[at] {
			r.cost += j.w.top
		}
		r.floor, r.added = r.cost, r.cost
	}
	return true
}

func (j *job) use(item, take int32) { j.uses = append(j.uses, int64(item)<<32|int64(take)) }
