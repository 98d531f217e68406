package audit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/solve"
)

// Words name what a certificate speaks of.
type Words struct {
	// Item names an item; Node a node of a part, or of the whole where node is
	// negative.
	Item func(item int) string
	Node func(part, node int) string
}

// Prove returns the certificate of the answer, or nil where none of at most
// budget nodes was found (0 is the solver's own): the placement of a yes, the
// argument of a no. An undecided answer has none.
func (v *Auditor) Prove(a *Answer, budget int) *Proved {
	m := a.model
	switch a.Verdict {
	case Complete:
		p, origin := solve.ProofProblem(&m.p)
		return &Proved{Certificate: Certificate{Problem: p, Yes: solve.CertifyYes(&m.p, &a.placed)}, model: m, origin: origin}
	case Incomplete:
		if m.q.open() {
			m = newModel(m.q, true, false)
		}
		if size := len(m.p.Items) * len(m.p.Nodes); budget > 0 && size > wayLimit {
			budget = max(1, budget*wayLimit/size)
		}
		no := v.solver.CertifyNo(&m.p, budget)
		if no == nil {
			return nil
		}
		p, origin := solve.ProofProblem(&m.p)
		return &Proved{Certificate: Certificate{Problem: p, No: no}, model: m, origin: origin}
	default:
		return nil
	}
}

// Check has the independent checker look at the certificate.
func (c *Certificate) Check() error {
	if c.Yes != nil {
		return proof.CheckYes(c.Problem, c.Yes)
	}
	return proof.CheckNo(c.Problem, c.No)
}

// Words fills Sentence: the argument of a no in words.
func (p *Proved) Words(w Words) {
	if p.No == nil {
		return
	}
	p.Sentence = proof.Sentence(p.Problem, p.No, proof.Names{
		Item: func(it int) string {
			if of := p.model.of[it]; of >= 0 {
				return w.Item(int(of))
			}
			return "what a cap leaves"
		},
		Node: func(n int) string { return w.Node(p.model.place(p.origin[n])) },
	})
}

// place is the part and node that a node of the problem stands for.
func (m *model) place(at int32) (part, node int) {
	for k, base := range slices.Backward(m.base) {
		if at >= base {
			node = int(at - base)
			if node >= len(m.q.Parts[k].Tree.Nodes) {
				return -1, -1
			}
			return k, node
		}
	}
	return -1, -1
}
