package solve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/solve"
)

// Every yes and every no of random audits has a certificate that the checker
// accepts.
func TestEveryVerdictIsCertified(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	yes, no, long := 0, 0, 0
	for seed := range some(20_000) {
		p := newDraw(seed).problem(12)
		a, err := s.Solve(p, solve.Options{Goals: []solve.Goal{solve.Satisfied}})
		if err != nil || !a.Proven {
			t.Fatalf("seed %d: undecided", seed)
		}
		pp, _ := solve.ProofProblem(p)
		if a.Satisfied {
			yes++
			if err := check.Yes(pp, solve.CertifyYes(p, &a)); err != nil {
				t.Fatalf("seed %d: yes: %v", seed, err)
			}
			if n := s.CertifyNo(p, 50); n != nil && check.No(pp, n) == nil {
				t.Fatalf("seed %d: both a yes and a no", seed)
			}
			continue
		}
		no++
		n := s.CertifyNo(p, 0)
		if n == nil {
			t.Fatalf("seed %d: no certificate\n%+v", seed, p)
		}
		if n.Split != nil {
			long++
		}
		if err := check.No(pp, n); err != nil {
			t.Fatalf("seed %d: no: %v\n%+v\n%+v", seed, err, n, p)
		}
	}
	t.Logf("%d yes, %d no, of these %d with a split", yes, no, long)
}

// A changed certificate is refused, or still proves what it says: whatever the
// checker accepts is never wrong.
func TestMutatedCertificates(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	refused, kept := 0, 0
	for seed := range some(4000) {
		p := newDraw(seed).problem(10)
		a, _ := s.Solve(p, solve.Options{Goals: []solve.Goal{solve.Satisfied}})
		pp, _ := solve.ProofProblem(p)
		rng := rand.New(rand.NewPCG(seed, 1))
		if a.Satisfied {
			// A certificate of a no must never be accepted for it.
			for range 20 {
				if n := randomNo(rng, pp, 2); check.No(pp, n) == nil {
					t.Fatalf("seed %d: accepted a no for a yes: %+v", seed, n)
				}
			}
			continue
		}
		n := s.CertifyNo(p, 0)
		for range 10 {
			if check.No(pp, mutate(rng, pp, n)) == nil {
				kept++ // the problem is a no all the same
			} else {
				refused++
			}
		}
		for range 10 {
			if check.Yes(pp, randomYes(rng, pp)) == nil {
				t.Fatalf("seed %d: accepted a yes for a no", seed)
			}
		}
	}
	t.Logf("%d changed certificates refused, %d still valid", refused, kept)
	if refused < kept {
		t.Error("most changes should be refused")
	}
}

func mutate(rng *rand.Rand, p *proof.Problem, n *proof.No) *proof.No {
	out := *n
	if n.Split != nil {
		q := *n.Split
		out.Split = &q
		switch rng.IntN(6) {
		case 0:
			out.No = nil
		case 1:
			q.Subject++
		case 2:
			out.Yes = &proof.No{}
		case 3:
			out.Yes, out.No = n.No, n.Yes
		case 4:
			out.Yes = mutate(rng, p, n.Yes)
		default:
			out.No = mutate(rng, p, n.No)
		}
		return &out
	}
	out.Weights = append([]proof.Weight(nil), n.Weights...)
	if len(out.Weights) == 0 {
		out.Split = &proof.Question{About: proof.OfNode}
		return &out
	}
	w := &out.Weights[rng.IntN(len(out.Weights))]
	switch rng.IntN(4) {
	case 0:
		w.Value = 0
	case 1:
		w.Value = -w.Value
	case 2:
		w.Prices = append([]int64{1}, w.Prices...)
	default:
		w.Row = (w.Row + 1) % (len(p.Rows) + 1)
	}
	return &out
}

func randomNo(rng *rand.Rand, p *proof.Problem, depth int) *proof.No {
	n := &proof.No{}
	if depth > 0 && rng.IntN(2) == 0 {
		n.Split = &proof.Question{About: proof.Subject(rng.IntN(3)), Subject: rng.IntN(p.Items), Choice: rng.IntN(len(p.Nodes))}
		n.Yes, n.No = randomNo(rng, p, depth-1), randomNo(rng, p, depth-1)
		return n
	}
	for range 1 + rng.IntN(3) {
		w := proof.Weight{Row: rng.IntN(len(p.Rows) + 1), Value: int64(1 + rng.IntN(3))}
		if rng.IntN(2) == 0 {
			for range p.Items {
				w.Prices = append(w.Prices, int64(rng.IntN(5)-1))
			}
		}
		n.Weights = append(n.Weights, w)
	}
	return n
}

func randomYes(rng *rand.Rand, p *proof.Problem) *proof.Yes {
	y := &proof.Yes{}
	for range rng.IntN(6) {
		y.Uses = append(y.Uses, proof.Use{Item: rng.IntN(p.Items), Take: rng.IntN(len(p.Nodes))})
	}
	for _, a := range p.Alternatives {
		y.Bundles = append(y.Bundles, rng.IntN(len(a.Bundles)))
	}
	return y
}
