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
