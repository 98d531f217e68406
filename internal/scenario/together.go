package scenario

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// Together asks how the targets of a case stand as one, and what is expected.
type Together struct {
	// MaxUses is how many requirements one piece may serve; 0 is no limit.
	MaxUses   int           `json:"maxUses,omitempty"`
	Verdict   audit.Verdict `json:"verdict,omitempty"`
	Remaining *Remaining    `json:"remaining,omitempty"`
	// Bound is what no way can be less than; exact says that there is none,
	// because what remains is the least.
	Bound *credit.Amount `json:"bound,omitempty"`
	Exact *bool          `json:"exact,omitempty"`
	// Programs are by id.
	Programs map[string]TogetherProgram `json:"programs,omitempty"`
	Ways     []Way                      `json:"ways,omitempty"`
	Flips    []Flip                     `json:"flips,omitempty"`
	Says     []string                   `json:"says,omitempty"`
}

// TogetherProgram is what is expected of one of the programs.
type TogetherProgram struct {
	Verdict   audit.Verdict  `json:"verdict,omitempty"`
	Remaining *credit.Amount `json:"remaining,omitempty"`
}

func (m *matcher) together(want *Together, got *engine.Together) {
	if got == nil {
		m.miss("an answer for all programs", "none")
		return
	}
	m.text("verdict", string(want.Verdict), string(got.Verdict))
	m.remaining(want.Remaining, &got.Remaining)
	m.flag("exact", want.Exact, got.Remaining.Bound == nil)
	if want.Bound != nil {
		var bound credit.Quantity
		if got.Remaining.Bound != nil {
			bound = *got.Remaining.Bound
		}
		m.amount("bound", want.Bound, bound.Amount)
	}
	for _, id := range slices.Sorted(maps.Keys(want.Programs)) {
		p := want.Programs[id]
		m.in("programs › "+id, func() {
			i := slices.IndexFunc(got.Programs, func(g engine.TogetherProgram) bool { return g.Program == id })
			if i < 0 {
				m.miss("a program", "none")
				return
			}
			m.text("verdict", string(p.Verdict), string(got.Programs[i].Verdict))
			m.amount("remaining", p.Remaining, got.Programs[i].Remaining.Amount)
		})
	}
	m.says(want.Says, got.Text)
	m.ways(want.Ways, got.Ways)
	m.flips(want.Flips, got.Flips)
}

// togetherReferences reports programs that the case does not ask about.
func (r *reader) togetherReferences(c *Case, n caseNodes) {
	if c.Together == nil {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(c.Together.Programs)) {
		if !slices.ContainsFunc(c.Targets, func(t engine.Target) bool { return t.Program == id }) {
			r.d.Problem(n.together, "unknown_target", fmt.Sprintf("the case does not ask about %q", id), "add it to targets")
		}
	}
}
