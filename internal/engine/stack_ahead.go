package engine

import (
	"maps"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/cairnproject/cairn/internal/engine/audit"
)

// aheadLeast is the least number of programs for which workers pay.
const aheadLeast = 8

// ahead answers the questions of a round side by side, an institution at a time,
// and remembers the answers: each depends on its question alone, so that the round
// finds what it would have found without. Errors are left for the round to meet.
func (r *stackRun) ahead(st *stackState, queue []int32, spent map[int32]lineSet) {
	workers := runtime.GOMAXPROCS(0)
	if workers < 2 || len(queue) < aheadLeast {
		return
	}
	groups := r.byInstitution(st, queue, spent)
	shadows := make([]*stackRun, min(workers, len(groups)))
	var next atomic.Int32
	var all sync.WaitGroup
	for w := range shadows {
		shadow := *r
		shadow.memo, shadow.bases = map[string]*stackAnswer{}, map[string]*stackBase{}
		shadow.work, shadow.kept = 0, 0 // the round asks the same questions again
		shadows[w] = &shadow
		all.Go(func() {
			defer shadow.borrowAuditor()()
			for i := int(next.Add(1)) - 1; i < len(groups); i = int(next.Add(1)) - 1 {
				for _, a := range groups[i] {
					shadow.attemptAlone(a)
				}
			}
		})
	}
	all.Wait()
	for _, shadow := range shadows {
		maps.Copy(r.memo, shadow.memo)
		maps.Copy(r.bases, shadow.bases)
		r.work, r.kept = r.work+shadow.work, r.kept+shadow.kept
		r.undecided = r.undecided || shadow.undecided
	}
}

// byInstitution are the questions about programs that nothing is known of yet.
func (r *stackRun) byInstitution(st *stackState, queue []int32, spent map[int32]lineSet) [][]*stackAsk {
	var out [][]*stackAsk
	at := map[int32]int{}
	for _, p := range queue {
		a := r.quickAsk(st, p, spent[p])
		if r.memo[r.key(a, true, true)] != nil {
			continue
		}
		inst := r.ix.list[p].inst
		k, known := at[inst]
		if !known {
			k = len(out)
			at[inst], out = k, append(out, nil)
		}
		out[k] = append(out[k], a)
	}
	return out
}

// attemptAlone answers what attempt asks.
func (r *stackRun) attemptAlone(a *stackAsk) {
	answer, err := r.solveSpan(a)
	if err == nil && answer.verdict == audit.Complete {
		_, _, _ = r.earliest(a, answer) // an error is met again by the round
	}
}

// borrowAuditor takes a solver of its own; what it returns gives it back.
func (r *stackRun) borrowAuditor() func() {
	auditor, ok := r.s.auditors.Get().(*audit.Auditor)
	if !ok {
		auditor = new(audit.Auditor)
	}
	auditor.StopAt(r.q.Stop)
	r.auditor = auditor
	return func() {
		auditor.StopAt(nil)
		r.s.auditors.Put(auditor)
	}
}

// quickAsk is the question whether a program is complete in a state.
func (r *stackRun) quickAsk(st *stackState, p int32, spent lineSet) *stackAsk {
	a := r.askOf(st, p, spent)
	a.quick = true
	return a
}
