package solve

import "slices"

// Solver solves problems one after the other and keeps its memory. It is not
// safe for use by several goroutines at a time.
type Solver struct {
	m model
	s search
}

// Solve returns the best placement of a valid problem, in the order of the
// goals. The error is a *Error from Validate. A problem beyond the limits, or a
// search that ends at its budget, is answered with Proven false.
func (v *Solver) Solve(p *Problem, o Options) (Answer, error) {
	if err := p.Validate(); err != nil {
		return Answer{}, err
	}
	job := job{v: v, p: p, goals: o.Goals, budget: o.Budget}
	if len(job.goals) == 0 {
		job.goals = []Goal{Satisfied, Remaining, Unmet}
	}
	if job.budget <= 0 {
		job.budget = DefaultBudget
	}
	return job.solve(), nil
}

// job is one solve.
type job struct {
	v      *Solver
	p      *Problem
	goals  []Goal
	budget int
	steps  int
	w      weights
	aim    aim
	parts  []result
	credit int64
	out    Answer
}

// result is the answer of one part.
type result struct {
	free        bool
	cost, floor int64 // found, and proven to be the least possible
	uses        int   // where the placement of the part starts in Answer.Uses
}

func (j *job) solve() Answer {
	var ok, fits bool
	j.w, ok = weigh(j.p, j.goals)
	j.aim, fits = aims(j.p, j.goals)
	for a := range j.p.Alternatives {
		j.out.Bundles = append(j.out.Bundles, cheapestBundle(j.p.Alternatives[a].Bundles))
	}
	j.out.Proven = ok && fits
	if !j.out.Proven {
		return j.out
	}
	parts := partition(j.p, j.aim, false)
	if j.aim.any() && len(parts) > 1 && j.masked(parts) {
		parts = partition(j.p, j.aim, true)
	}
	for i := range parts {
		j.solvePart(&parts[i])
	}
	return j.finish()
}

// masked reports whether there is a free total while something lacks: the
// greater of two costs hides the other, so that a part may lack more than it
// must without changing the first goals, and parts must be solved together.
func (j *job) masked(parts []part) bool {
	if !slices.ContainsFunc(parts, func(pt part) bool { return pt.free }) {
		return false
	}
	return slices.ContainsFunc(parts, func(pt part) bool {
		return !j.build(&pt, aim{}) || !j.run(false, 0)
	})
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
	return j.v.m.build(j.p, pt.tops, &j.w, a)
}

// run searches the model once and reports whether it found a placement.
func (j *job) run(soft bool, target int64) bool {
	s := &j.v.s
	s.soft, s.target, s.active = soft, target, false
	s.steps, s.budget = 0, max(j.budget-j.steps, 64)
	s.prepare()
	s.run()
	j.steps += s.steps
	return s.found
}

// wantsMore reports whether more than the verdict is asked for.
func (j *job) wantsMore() bool {
	return slices.ContainsFunc(j.goals, func(g Goal) bool { return g != Satisfied })
}

// solvePart finds the least cost of a part, and then the best placement at that
// cost.
func (j *job) solvePart(pt *part) {
	r := result{free: pt.free, uses: len(j.out.Uses)}
	defer func() { j.parts = append(j.parts, r) }()
	if !j.build(pt, aim{}) {
		j.out.Proven = false
		r.cost = maxCost
		return
	}
	s := &j.v.s
	if !j.run(false, 0) {
		r.cost, r.floor = 1, 1
		if s.exhausted {
			j.out.Proven, r.floor = false, 0
		}
		if j.wantsMore() {
			j.leastCost(&r)
		} else {
			return
		}
	}
	if j.aim.any() {
		j.bestAim(pt, r.cost)
	}
	j.collect()
}

// leastCost finds the least cost of a part that does not hold.
func (j *job) leastCost(r *result) {
	s := &j.v.s
	fill(s.got, 0)
	r.cost = s.cost() // of nothing placed
	if !j.run(true, r.cost) {
		j.out.Proven = false // the budget ended before the first placement
		j.clearPicks()
		return
	}
	r.cost = s.bestCost
	if s.exhausted {
		j.out.Proven = false
		r.floor = min(r.cost, max(r.floor, s.floor))
		return
	}
	if r.floor > 0 || j.out.Proven {
		r.floor = r.cost
	}
}

// clearPicks makes the best placement the empty one.
func (j *job) clearPicks() {
	s := &j.v.s
	s.bestPick = s.bestPick[:0]
	for v := range s.m.slots {
		s.bestPick = append(s.bestPick, s.m.slots[v].to-1)
	}
	s.bestGroup = grow(s.bestGroup, len(s.m.groups))
	fill(s.bestGroup, 0)
}

// bestAim finds the best placement among those of the cost.
func (j *job) bestAim(pt *part, cost int64) {
	pick := slices.Clone(j.v.s.bestPick)
	group := slices.Clone(j.v.s.bestGroup)
	if !j.build(pt, j.aim) {
		j.out.Proven = false
		return
	}
	s := &j.v.s
	if !j.run(cost > 0, cost) {
		s.bestPick, s.bestGroup = pick, group
	}
	if s.exhausted {
		j.out.Proven = false
	}
}

// collect adds the placement of the part to the answer.
func (j *job) collect() {
	s := &j.v.s
	m := s.m
	for g, b := range s.bestGroup {
		j.out.Bundles[m.groups[g].origin] = b
	}
	s.chosen = append(s.chosen[:0], s.bestGroup...)
	s.pick = append(s.pick[:0], s.bestPick...)
	if j.aim.credit > 0 {
		s.tally()
		s.cost()
		j.credit += s.owedCredit()
	}
	for v, q := range s.bestPick {
		i := m.slots[v].item
		if !s.available(i) {
			continue
		}
		for _, t := range m.used[m.pats[q].uFrom:m.pats[q].uTo] {
			j.out.Uses = append(j.out.Uses, Use{m.items[i], m.nodes[m.takes[t]].origin})
		}
	}
}
