package app

import (
	"github.com/cairnproject/cairn/internal/engine"
)

// Nearest ranks the programs whose requirements are known, as many as one
// question may name, by what remains of them for a record, and returns the first
// n as targets. Codes: invalid, unknown_rules_version.
func (s *Service) Nearest(v *View, q Query, n int) ([]engine.Target, error) {
	q.Targets, q.Brief = nil, true
	for i := range v.Set.Programs {
		if p := &v.Set.Programs[i]; p.Current() != nil && len(q.Targets) < engine.MaxTargets {
			q.Targets = append(q.Targets, engine.Target{Institution: p.Institution, Program: p.ID})
		}
	}
	if len(q.Targets) == 0 {
		return nil, nil
	}
	result, err := s.EvaluateOn(v, q)
	if err != nil {
		return nil, err
	}
	ranked := v.Rank(&result)
	out := make([]engine.Target, 0, n)
	for i := range ranked.Rows[:min(n, len(ranked.Rows))] {
		out = append(out, ranked.Rows[i].Target)
	}
	return out, nil
}
