package engine

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// evaluateTargets answers every target by itself, several side by side: none
// depends on another, so that the order of the answers is that of the question.
// The error is that of the first target that has one.
func (s *Snapshot) evaluateTargets(q *Query, lines []line) ([]TargetResult, error) {
	out, errs := make([]TargetResult, len(q.Targets)), make([]error, len(q.Targets))
	var next atomic.Int32
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(out); i = int(next.Add(1)) - 1 {
			out[i], errs[i] = s.evaluateTarget(q, lines, q.Targets[i])
		}
	}
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(out)) - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
