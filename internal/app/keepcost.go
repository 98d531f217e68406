package app

import "github.com/cairnproject/cairn/internal/engine"

// What a part of an answer takes of memory, in bytes: by what was measured of the
// demo world (keepcost_test.go), rounded up. Counting bytes exactly would cost as
// much as writing the answer.
const (
	costOfPart   = 1 << 10 // a line, a requirement, a step
	costOfReason = 1 << 10
)

// keptCost is about how much memory an answer takes, in bytes.
func keptCost(r *engine.Result) int {
	parts, reasons := 1, 0
	for i := range r.Targets {
		t := &r.Targets[i]
		parts += 1 + len(t.Lines) + len(t.Receiving)
		reasons += len(t.Notes)
		for k := range t.Lines {
			parts += len(t.Lines[k].Awards)
			reasons += len(t.Lines[k].Reasons)
		}
		for k := range t.Receiving {
			parts += len(t.Receiving[k].Items) + len(t.Receiving[k].Missing)
		}
		if t.Audit == nil {
			continue
		}
		parts += len(t.Audit.Requirements) + len(t.Audit.Flips) + len(t.Audit.Exceptions)
		for k := range t.Audit.Requirements {
			q := &t.Audit.Requirements[k]
			parts += len(q.Uses) + len(q.Measures)
			reasons += len(q.Reasons)
		}
		for k := range t.Audit.Ways {
			for j := range t.Audit.Ways[k].Steps {
				parts += 1 + len(t.Audit.Ways[k].Steps[j].Options)
			}
		}
	}
	return parts*costOfPart + reasons*costOfReason
}

// keptStacksCost is an estimate of the memory that an answer about stacks holds.
func keptStacksCost(r *engine.StackResult) int {
	parts, reasons := 1+len(r.Choices), 0
	for _, list := range [][]engine.StackAward{r.Completed, r.Available, r.Held} {
		for i := range list {
			parts += 1 + len(list[i].Uses)
			reasons += len(list[i].Reasons)
		}
	}
	for _, list := range [][]engine.NearMiss{r.OneStep, r.InReach, r.Undecided} {
		for i := range list {
			parts += 1 + len(list[i].Missing) + len(list[i].Earn) + len(list[i].Questions)
			reasons += len(list[i].Reasons)
		}
	}
	for i := range r.Excluded {
		parts, reasons = parts+1, reasons+len(r.Excluded[i].Reasons)
	}
	return parts*costOfPart + reasons*costOfReason
}
