package solve

import "github.com/cairnproject/cairn/internal/engine/proof"

// CertifyNo searches a certificate that the root cannot be satisfied, for
// ProofProblem, with at most budget nodes (0 means DefaultProofBudget). It
// returns nil where none was found: the root can be satisfied, or the
// certificate is longer than that.
func (v *Solver) CertifyNo(p *Problem, budget int) *proof.No {
	var w weights
	w.unmet, w.order = 1, []Goal{Unmet}
	if p.Validate() != nil || !v.m.build(p, []int32{p.Root}, make([]bool, len(p.Nodes)), &w, aim{}) {
		return nil
	}
	if budget <= 0 {
		budget = DefaultProofBudget
	}
	s := &v.s
	s.m, s.soft, s.target, s.active, s.plain = &v.m, false, 0, false, true
	defer func() { s.plain = false }()
	s.prepare()
	r := &prover{s: s, as: rewrite(p), left: budget, stop: v.Stop}
	s.st.undo(s.m, 0) // using an item is a decision here
	s.st.set(s.m.root(), wanted)
	return r.prove(0)
}

// DefaultProofBudget is the number of nodes of the longest certificate that is
// searched for by default.
const DefaultProofBudget = 2000

// prover builds the tree of a no. It decides only by bounds and splits, so that
// every step is one that the checker knows.
type prover struct {
	s    *search
	as   *rewriter
	left int
	stop <-chan struct{}
}

func (r *prover) prove(depth int) *proof.No {
	if r.left--; r.left < 0 || stopped(r.stop) {
		return nil
	}
	s := r.s
	s.refresh()
	if !s.propagateTree() {
		return &proof.No{} // the structure alone cannot hold
	}
	if r.brokenRow() || r.refuted(depth) {
		return r.leaf()
	}
	return r.split(depth, len(s.st.trail))
}

// refuted improves the bound until it proves that nothing is left. Where it gets
// no better, smaller steps follow: near its best the bound is a sharp ridge.
func (r *prover) refuted(depth int) bool {
	s := r.s
	rounds, patience := proofRounds, 10
	if depth == 0 {
		rounds, patience = 20*proofRounds, 40
	}
	margin, best, since := s.margin, -infinite, 0
	defer func() { s.margin = margin }()
	for range rounds {
		gap := s.gap()
		if gap > 0 {
			return true
		}
		if since++; gap > best {
			best, since = gap, 0
		} else if since > patience {
			s.margin, since = s.margin/2, 0
		}
		s.askRows()
		if !s.move(gap) {
			return false
		}
	}
	return false
}

// proofRounds is how often the prices of a node change at most.
const proofRounds = 40

// gap is the bound: positive where what is asked for cannot be given.
func (s *search) gap() int64 {
	a := s.asked()
	if a >= infinite {
		return infinite
	}
	return a - s.given()
}

// brokenRow finds a row that cannot hold by itself, and puts all weight on it.
func (r *prover) brokenRow() bool {
	s := r.s
	s.activities()
	for row := range s.m.rows {
		if s.m.rows[row].kind != needClass && s.enforced(int32(row)) && s.act[row] < s.m.rows[row].rhs {
			fill(s.mult, 0)
			fill(s.cellPrice, 0)
			s.mult[row] = 1
			for c := s.m.cellFrom[row]; c < s.m.cellFrom[row+1]; c++ {
				s.cellPrice[c] = s.m.cells[c].coef
			}
			return true
		}
	}
	return false
}
