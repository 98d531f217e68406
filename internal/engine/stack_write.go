package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// stackWriter writes the result.
type stackWriter struct {
	*stackRun
	c   *stackChosen
	out StackResult
	// steps are the places of programs in the stack.
	steps map[int32]int
	byID  map[string]*stackDone
	// costs are what programs that are not complete lack; earned counts the
	// audits with credentials that are not earned yet.
	costs  map[int32]*stackCost
	earned int
	// settledCount counts the near misses whose least was looked for.
	settledCount int
}

func (r *stackRun) write(c *stackChosen) (StackResult, error) {
	w := &stackWriter{stackRun: r, c: c, steps: map[int32]int{}, byID: r.byLine(c.state), costs: map[int32]*stackCost{}}
	r.priceNodes, r.addFloors = w.price, w.floors
	w.out = StackResult{
		AsOf: r.q.AsOf, RulesVersion: r.s.version, Engine: Version, InputHash: r.stackHash(), Decided: !r.undecided,
		Completed: []StackAward{}, Available: []StackAward{}, Held: []StackAward{}, OneStep: []NearMiss{},
		InReach: []NearMiss{}, Undecided: []NearMiss{}, Excluded: []ExcludedAward{}, Choices: []StackChoice{},
	}
	for i := range c.choices {
		if r.showsAny(&c.choices[i]) {
			w.out.Choices = append(w.out.Choices, c.choices[i])
		}
	}
	for _, p := range byProgram(r.held) {
		if r.shown(p) {
			w.out.Held = append(w.out.Held, w.award(r.held[p]))
		}
	}
	for _, p := range c.state.order {
		if !r.shown(p) {
			continue
		}
		a := w.award(c.state.done[p])
		if a.Conferral == requirement.ByApplication {
			w.out.Available = append(w.out.Available, a)
		} else {
			w.out.Completed = append(w.out.Completed, a)
		}
	}
	inOrderOfStack(w.out.Completed)
	inOrderOfStack(w.out.Available)
	w.exclusions()
	if err := w.nearMisses(); err != nil {
		return StackResult{}, err
	}
	w.out.Decided = w.out.Decided && !r.undecided
	return w.out, nil
}

// shown reports whether the program is asked for.
func (r *stackRun) shown(p int32) bool { return r.within == nil || r.within[p] }

// showsAny reports whether a choice is about a program that is asked for.
func (r *stackRun) showsAny(c *StackChoice) bool {
	return slices.ContainsFunc(slices.Concat(c.Take, c.Leave), func(id string) bool { return r.shown(r.ix.byID[id]) })
}

// inOrderOfStack sorts awards: each after those that it builds on.
func inOrderOfStack(list []StackAward) {
	slices.SortStableFunc(list, func(a, b StackAward) int {
		return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(a.Issued, b.Issued), cmp.Compare(a.Program, b.Program))
	})
}

// reverse reports whether a learner who had left completed the program with
// what was earned elsewhere afterwards.
func (w *stackWriter) reverse(d *stackDone) bool {
	last := w.lastHome(d.program)
	return !last.IsZero() && d.issued > last && d.answer.elsewhere.Sign() > 0
}

// lastHome is the last day on which the learner earned something at the
// program's institution; zero where there is none, or where the learner is
// still there.
func (r *stackRun) lastHome(p int32) calendar.Date {
	var last calendar.Date
	for i := range r.lined {
		l := &r.lined[i]
		if l.inst != r.ix.list[p].inst {
			continue
		}
		if l.expected() {
			return 0
		}
		if l.status == record.Earned || l.status == record.Failed {
			last = max(last, l.day)
		}
	}
	return last
}

// exclusions lists what could be completed by itself and was not chosen, and
// what a held credential excludes.
func (w *stackWriter) exclusions() {
	for _, p := range byProgram(w.c.excluded) {
		if !w.shown(p) {
			continue
		}
		x := w.excluded(p)
		for _, q := range w.c.excluded[p] {
			x.Because = append(x.Because, w.ix.list[q].ID)
			x.Reasons = append(x.Reasons, w.whyNot(p, q))
		}
		w.out.Excluded = append(w.out.Excluded, x)
	}
}

func (w *stackWriter) excluded(p int32) ExcludedAward {
	e := &w.ix.list[p]
	return ExcludedAward{
		Program: e.ID, Title: w.title(p), Institution: e.Institution, InstitutionName: w.s.institutions[e.inst].Name, Because: []string{},
		Reasons: []Reason{},
	}
}

func (w *stackWriter) whyNot(p, q int32) Reason {
	if w.notWith(p, q) {
		return stackNotWith(w.title(p), w.title(q))
	}
	return stackPiecesUsed(w.title(q), w.ix.list[p].policy.Pieces, w.ix.list[q].policy.Pieces)
}
