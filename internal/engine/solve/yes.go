package solve

import "github.com/cairnproject/cairn/internal/engine/proof"

// CertifyYes is the certificate of a satisfied answer, for ProofProblem.
func CertifyYes(p *Problem, a *Answer) *proof.Yes {
	at := make([]int, len(p.Nodes))
	p.number(p.Root, at, 0)
	y := &proof.Yes{Uses: make([]proof.Use, 0, len(a.Uses))}
	for _, u := range a.Uses {
		y.Uses = append(y.Uses, proof.Use{Item: int(u.Item), Take: at[u.Take]})
	}
	for _, b := range a.Bundles {
		y.Bundles = append(y.Bundles, int(b))
	}
	return y
}

// number gives the nodes at and below a node the numbers that they have in a
// certificate: a node comes after its children. It returns the next number.
func (p *Problem) number(node int32, at []int, next int) int {
	for _, c := range p.Nodes[node].Children {
		next = p.number(c, at, next)
	}
	at[node] = next
	return next + 1
}
