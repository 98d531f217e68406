package api

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
)

// The bounds of evaluations, for each processor: how many run at once, and how
// many wait. One takes a tenth of a millisecond, a hard one a second.
const (
	runningPerCPU = 2
	waitingPerCPU = 128
)

// evaluateFunc asks the engine. It runs to its end whatever happens meanwhile.
type evaluateFunc func(*app.View, app.Query) (engine.Result, error)

// workers evaluate, a bounded number at once, apart from the requests that
// wait: a request that is given up is answered at once, and nobody waits for
// what it left behind but the next in the queue. The goroutines stay, so that
// their grown stacks do.
type workers struct {
	evaluate evaluateFunc
	jobs     chan *job
	most     int32
	started  atomic.Int32
	free     sync.Pool
}

// job is one question on its way. Whoever gave it up must not touch it again.
type job struct {
	ctx    context.Context //nolint:containedctx // it tells the worker that nobody waits
	view   *app.View
	query  app.Query
	result engine.Result
	err    error
	other  func() // other work than an evaluation
	panic  any
	done   chan struct{}
}

func newWorkers(f evaluateFunc) *workers {
	n := runtime.GOMAXPROCS(0)
	return &workers{evaluate: f, jobs: make(chan *job, waitingPerCPU*n), most: int32(runningPerCPU * n)}
}

// do evaluates and waits for the answer, as long as the context lasts. Codes:
// those of the evaluation, and unavailable where too many wait.
func (w *workers) do(ctx context.Context, v *app.View, q app.Query) (engine.Result, error) {
	j, ok := w.free.Get().(*job)
	if !ok {
		j = &job{done: make(chan struct{}, 1)}
	}
	q.Stop = ctx.Done()
	j.ctx, j.view, j.query = ctx, v, q
	if err := w.wait(j); err != nil {
		return engine.Result{}, err
	}
	result, err, p := j.result, j.err, j.panic
	*j = job{done: j.done}
	w.free.Put(j)
	if p != nil {
		panic(p) // where the request is, and its log line
	}
	return result, err
}

// wait puts the job into the queue and waits for it. After an error nobody may
// touch the job again.
func (w *workers) wait(j *job) error {
	ctx := j.ctx
	select {
	case w.jobs <- j:
	default:
		return busy()
	}
	w.hire()
	select {
	case <-j.done:
		return nil
	case <-ctx.Done():
		return fault.From(ctx.Err())
	}
}

// work does other work under the bounds of evaluations.
func work[T any](ctx context.Context, w *workers, f func() (T, error)) (T, error) {
	var (
		found struct {
			value T
			err   error
		}
		none T
	)
	j := &job{ctx: ctx, done: make(chan struct{}, 1), other: func() { found.value, found.err = f() }}
	if err := w.wait(j); err != nil {
		return none, err
	}
	if j.panic != nil {
		panic(j.panic)
	}
	return found.value, found.err
}

func busy() error {
	return fault.New(fault.Unavailable, "Too many evaluations are running; try again in a moment.")
}

// hire starts one more worker until all are there.
func (w *workers) hire() {
	for n := w.started.Load(); n < w.most; n = w.started.Load() {
		if w.started.CompareAndSwap(n, n+1) {
			go w.work()
			return
		}
	}
}

func (w *workers) work() {
	for j := range w.jobs {
		if j.ctx.Err() == nil { // else nobody waits for it any more
			w.run(j)
		}
		j.done <- struct{}{}
	}
}

func (w *workers) run(j *job) {
	defer func() { j.panic = recover() }()
	if j.other != nil {
		j.other()
		return
	}
	j.result, j.err = w.evaluate(j.view, j.query)
}
