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
	for _, shadow := range r.side(r.byInstitution(st, queue, spent), func(shadow *stackRun, a *stackAsk) { shadow.attemptAlone(a) }) {
		r.work, r.kept = r.work+shadow.work, r.kept+shadow.kept
		r.undecided = r.undecided || shadow.undecided
	}
}

// side asks questions side by side, the groups one after the other, and remembers
// what was answered. A group holds all questions about one institution, so that
// what is shared there serves one worker only.
func (r *stackRun) side(groups [][]*stackAsk, ask func(shadow *stackRun, a *stackAsk)) []*stackRun {
	shadows := make([]*stackRun, min(runtime.GOMAXPROCS(0), len(groups)))
	var next atomic.Int32
	var all sync.WaitGroup
	for w := range shadows {
		shadow := *r
		shadow.memo, shadow.bases = map[string]*stackAnswer{}, maps.Clone(r.bases)
		shadow.work, shadow.kept = 0, 0 // the round asks the same questions again
		shadows[w] = &shadow
		all.Go(func() {
			defer shadow.borrowAuditor()()
			for i := int(next.Add(1)) - 1; i < len(groups); i = int(next.Add(1)) - 1 {
				for _, a := range groups[i] {
					ask(&shadow, a)
				}
			}
		})
	}
	all.Wait()
	for _, shadow := range shadows {
		maps.Copy(r.memo, shadow.memo)
		maps.Copy(r.bases, shadow.bases)
	}
	return shadows
}

// byInstitution are the questions about programs that nothing is known of yet.
func (r *stackRun) byInstitution(st *stackState, queue []int32, spent map[int32]lineSet) [][]*stackAsk {
	var out [][]*stackAsk
	at := map[int32]int{}
	for _, p := range queue {
		if a := r.quickAsk(st, p, spent[p]); r.memo[r.key(a, true, true)] == nil {
			out = r.grouped(out, at, a)
		}
	}
	return out
}

// grouped adds a question to those about its institution; at is where they are.
func (r *stackRun) grouped(groups [][]*stackAsk, at map[int32]int, a *stackAsk) [][]*stackAsk {
	inst := r.ix.list[a.program].inst
	k, known := at[inst]
	if !known {
		k = len(groups)
		at[inst], groups = k, append(groups, nil)
	}
	groups[k] = append(groups[k], a)
	return groups
}

// nearBatch is how many near misses are asked about side by side.
const nearBatch = 16

// aheadNear answers beforehand, side by side, what the cost of the next near misses
// begins with. Programs that look at credentials are left out: what these cost is
// asked on the way.
func (w *stackWriter) aheadNear(found []nearProgram) {
	if runtime.GOMAXPROCS(0) < 2 || len(found) < aheadLeast {
		return
	}
	var groups [][]*stackAsk
	at := map[int32]int{}
	for i := range found[:min(len(found), nearBatch)] {
		p := found[i].program
		if w.ix.list[p].looks || w.costs[p] != nil || w.c.excluded[p] != nil || w.c.state.done[p] != nil {
			continue
		}
		a := w.askOf(w.c.state, p, w.spentFor(p))
		quick := *a
		quick.quick = true
		if known := w.memo[w.key(&quick, true, true)]; w.memo[w.key(a, true, true)] == nil && (known == nil || known.sol == nil) {
			groups = w.grouped(groups, at, a)
		}
	}
	if len(groups) > 1 {
		w.side(groups, func(shadow *stackRun, a *stackAsk) { _, _ = shadow.solveSpan(a) }) // an error is met again
	}
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
