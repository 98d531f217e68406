package microaudit

import "github.com/cairnproject/cairn/internal/engine/solve"

// Result is the answer to one case.
type Result struct {
	ID string
	// Satisfied is the verdict, of micro-audit/2 whether it is feasible. It is
	// meaningless where Decided is false.
	Satisfied bool
	// Most and MinDeficit answer micro-audit/1.
	Most, MinDeficit int64
	// Decided tells whether the answer is proven.
	Decided bool
	// Uses is the placement found: course and requirement, by index; the
	// requirements of all groups are numbered one after the other.
	Uses []Placed
	// Steps is the work done.
	Steps int
}

// Placed is one use of a course by a requirement.
type Placed struct {
	Course, Requirement int
}

// Solve answers a case. A budget of 0 is solve.DefaultBudget.
func Solve(s *solve.Solver, c *Case, budget int) Result {
	p, goals := c.Problem()
	a, err := s.Solve(p, solve.Options{Goals: goals, Budget: budget})
	r := Result{ID: c.ID, Satisfied: a.Satisfied, Decided: err == nil && a.Proven, Steps: a.Steps}
	if err != nil {
		return r
	}
	number := make([]int, len(p.Nodes)) // of the requirement that a node is
	k := 0
	for i := range p.Nodes {
		if p.Nodes[i].Kind == solve.Take {
			number[i] = k
			k++
		}
	}
	for _, u := range a.Uses {
		r.Uses = append(r.Uses, Placed{int(u.Item), number[u.Take]})
	}
	switch {
	case c.Groups != nil:
	case len(a.Goals) == 2:
		r.Most, r.MinDeficit = int64(len(c.Requirements))-a.Goals[0], a.Goals[1]
	default:
		r.Most, r.MinDeficit = c.reached(r.Uses)
	}
	return r
}

// reached is how many requirements a placement satisfies, and what the others
// lack in all.
func (c *Case) reached(uses []Placed) (most, deficit int64) {
	has := make([]int64, len(c.Requirements))
	for _, u := range uses {
		n := int64(1)
		if c.Requirements[u.Requirement].Measure != Count {
			n = c.Courses[u.Course].Credits
		}
		has[u.Requirement] += n
	}
	for i := range has {
		if lacks := c.Requirements[i].Need - has[i]; lacks > 0 {
			deficit += lacks
		} else {
			most++
		}
	}
	return most, deficit
}
