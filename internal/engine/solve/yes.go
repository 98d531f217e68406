package solve

import "github.com/cairnproject/cairn/internal/engine/proof"

// CertifyYes is the certificate of a satisfied answer, for ProofProblem.
func CertifyYes(p *Problem, a *Answer) *proof.Yes {
	at := rewrite(p).at
	y := &proof.Yes{}
	for _, u := range a.Uses {
		y.Uses = append(y.Uses, proof.Use{Item: int(u.Item), Take: at[u.Take]})
	}
	for _, b := range a.Bundles {
		y.Bundles = append(y.Bundles, int(b))
	}
	return y
}
