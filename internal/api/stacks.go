package api

import (
	"context"
	"runtime"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// stackRequest is the body of POST /v1/stacks.
type stackRequest struct {
	Record       *record.Record          `json:"record,omitempty" doc:"The record itself; either it or recordId."`
	RecordID     string                  `json:"recordId,omitempty" format:"uuid" doc:"The id of a stored record."`
	Institutions []catalog.InstitutionID `json:"institutions,omitempty" doc:"Whose programs are shown, whatever they build on; all where absent."`
	AsOf         calendar.Date           `json:"asOf,omitzero" doc:"The day of evaluation; the server's day (UTC) where absent. The answer states it."`
	RulesVersion ruleset.Version         `json:"rulesVersion,omitempty" doc:"Refused with unknown_rules_version unless it is the current version."`
	Near         int                     `json:"near,omitempty" doc:"How many near misses of each kind are listed; 10 where absent, none below 0."`
}

// maxNear bounds the near misses of one answer.
const maxNear = 200

type stackInput struct{ Request }

// findStacks answers what a record completes.
func (s *Server) findStacks(ctx context.Context, in *stackInput) (*output, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, jsonType); err != nil {
		return nil, err
	}
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	var req stackRequest
	if err := jsonFault(s.stacks.Read(buf.Bytes(), &req)); err != nil {
		return nil, err
	}
	ctx, found := noting(ctx)
	q, err := s.stackQuery(ctx, v, &req)
	if err != nil {
		return nil, err
	}
	q.Stop = ctx.Done()
	result, err := s.stacking.do(ctx, func() (engine.StackResult, error) { return s.service.StacksOn(v, q) })
	if err != nil {
		return nil, err
	}
	body, err := app.EncodeStacks(&result)
	if err != nil {
		return nil, err
	}
	return (&answer{status: 200, contentType: jsonType, warnings: found.header(), body: body}).output(), nil
}

// stackQuery completes the question as an evaluation's is: the record from the
// store, or from the body and checked.
func (s *Server) stackQuery(ctx context.Context, v *app.View, req *stackRequest) (app.StackQuery, error) {
	// An evaluation needs a target, a stack none.
	same := evaluateRequest{Record: req.Record, RecordID: req.RecordID, Targets: []engine.Target{{}}, AsOf: req.AsOf, RulesVersion: req.RulesVersion}
	q, _, err := s.query(ctx, v, &same)
	return app.StackQuery{
		Record: q.Record, Institutions: req.Institutions, AsOf: req.AsOf, RulesVersion: req.RulesVersion, Near: min(req.Near, maxNear),
	}, err
}

// stackers bounds how many questions about stacks run and wait at once.
type stackers struct {
	running, waiting chan struct{}
}

func newStackers() *stackers {
	n := runtime.GOMAXPROCS(0)
	return &stackers{running: make(chan struct{}, n), waiting: make(chan struct{}, waitingPerCPU*n)}
}

// outcome is what a question came to.
type outcome struct {
	result engine.StackResult
	err    error
	panic  any
}

// do answers and waits for it as long as the context lasts; a question that was
// given up runs to its end, and the next one waits for it. Codes: those of the
// question, and unavailable where too many wait.
func (s *stackers) do(ctx context.Context, f func() (engine.StackResult, error)) (engine.StackResult, error) {
	select {
	case s.waiting <- struct{}{}:
	default:
		return engine.StackResult{}, busy()
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() { <-s.waiting }()
		s.running <- struct{}{}
		defer func() { <-s.running }()
		if ctx.Err() == nil {
			done <- attempt(f)
		}
	}()
	select {
	case o := <-done:
		if o.panic != nil {
			panic(o.panic) // where the request is, and its log line
		}
		return o.result, o.err
	case <-ctx.Done():
		return engine.StackResult{}, fault.From(ctx.Err())
	}
}

func attempt(f func() (engine.StackResult, error)) (o outcome) {
	defer func() { o.panic = recover() }()
	o.result, o.err = f()
	return o
}
