package engine

// ownFinish finds the least without what is no item: an answer of a person, a
// credential, a milestone.
func (e *evaluation) ownFinish(sol *programSolution) *finish {
	e.strict, e.figures = true, true
	defer func() { e.strict, e.figures = false, false }()
	if f := e.leastWith(sol); f.found {
		return f
	}
	return nil
}

// optional reports whether something counts as reached that is no item, and
// everything of the kind stands in a choice.
func (p *finishPlan) optional() bool {
	for i := range p.owed {
		if owedAlways(p.tree, i) {
			return false
		}
	}
	return len(p.owed) > 0
}
