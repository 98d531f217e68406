package api

import (
	"bytes"
	"context"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// evaluateRequest is the body of POST /v1/evaluations.
type evaluateRequest struct {
	Record   *record.Record  `json:"record,omitempty" doc:"The record itself; either it or recordId."`
	RecordID string          `json:"recordId,omitempty" format:"uuid" doc:"The id of a stored record."`
	Targets  []engine.Target `json:"targets" minItems:"1" doc:"Where the record is evaluated: institutions, or programs at them."`
	AsOf     calendar.Date   `json:"asOf,omitzero" doc:"The day of evaluation; the server's day (UTC) where absent. The answer states it."`
	// RulesVersion guards an answer that must come from known rules.
	RulesVersion ruleset.Version `json:"rulesVersion,omitempty" doc:"Refused with unknown_rules_version unless it is the current version."`
	Together     bool            `json:"together,omitempty" doc:"Solve the programs among the targets as one too."`
	MaxUses      int             `json:"maxUses,omitempty" minimum:"0" maximum:"64" doc:"With together: how many requirements one piece may serve; 0 is as many as budgets allow."`
	Certificate  bool            `json:"certificate,omitempty" doc:"Give the whole certificate of each program's verdict."`
	Critical     bool            `json:"critical,omitempty" doc:"List the lines without which a complete program would not be."`
	Save         bool            `json:"save,omitempty" doc:"Keep the answer; Location then names it."`
}

// maxTargets bounds the work of one request.
const maxTargets = 64

type evaluateInput struct {
	Request

	Key string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send a request that saves again."`
}

// evaluateRecord is the hot path: one pass over the body, one evaluation, one
// encoding, in buffers that are used again; and none of them for a question
// that was just answered.
func (s *Server) evaluateRecord(ctx context.Context, in *evaluateInput) (*output, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, jsonType); err != nil {
		return nil, err
	}
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	asked := question(buf.Bytes(), s.service.Today())
	if body, ok := s.answered.get(asked, v.Version); ok {
		return (&answer{status: 200, contentType: jsonType, body: body}).output(), nil
	}
	var req evaluateRequest
	if err := jsonFault(s.evaluate.Read(buf.Bytes(), &req)); err != nil {
		return nil, err
	}
	if !req.Save {
		in.Key = "" // nothing is written; the same question gives the same answer anyhow
	}
	a, err := s.once.do(ctx, replayKey{"POST /v1/evaluations", in.Key}, buf.Bytes(), func() (*answer, error) {
		ctx, found := noting(ctx)
		a, err := s.answer(ctx, v, &req)
		if err == nil {
			a.warnings = found.header()
		}
		return a, err
	})
	if err != nil {
		return nil, err
	}
	if req.Record != nil && !req.Save && a.warnings == "" {
		s.answered.put(asked, v.Version, a.body)
	}
	return a.output(), nil
}

func (s *Server) answer(ctx context.Context, v *app.View, req *evaluateRequest) (*answer, error) {
	q, recordID, err := s.query(ctx, v, req)
	if err != nil {
		return nil, err
	}
	result, err := s.workers.do(ctx, v, q)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err // too late: whoever asked has been told
	}
	if req.Save {
		saved, err := s.service.SaveEvaluation(ctx, recordID, q, &result)
		if err != nil {
			return nil, err
		}
		return &answer{status: 201, contentType: jsonType, location: "/v1/evaluations/" + saved.ID.String(), body: saved.Result}, nil
	}
	return s.encode(&result), nil
}

func (s *Server) encode(result *engine.Result) *answer {
	buf := s.buffers.get()
	body := app.AppendResult(buf.AvailableBuffer(), result)
	return &answer{status: 200, contentType: jsonType, body: body, release: func() {
		if cap(body) > buf.Cap() { // it grew; keep the larger one
			buf = bytes.NewBuffer(body)
		}
		s.buffers.put(buf)
	}}
}

// query completes the question: the record from the store, or from the body
// and checked.
func (s *Server) query(ctx context.Context, v *app.View, req *evaluateRequest) (app.Query, uuid.UUID, error) {
	q := app.Query{
		Targets: req.Targets, AsOf: req.AsOf, RulesVersion: req.RulesVersion,
		Together: req.Together, MaxUses: min(max(req.MaxUses, 0), 64), Certificate: req.Certificate, Critical: req.Critical,
	}
	if err := req.check(); err != nil {
		return q, uuid.Nil, err
	}
	if req.Record != nil {
		if problems := v.PrepareRecord(req.Record); problems.HasErrors() {
			for i := range problems {
				problems[i].Pointer = "/record" + problems[i].Pointer
			}
			return q, uuid.Nil, fault.List(fault.Invalid, "The record has mistakes.", problems)
		}
		q.Record = *req.Record
		note(ctx, s.service.Lower(&q.Record, nil)) // the lines of the answer show their evidence
		return q, uuid.Nil, nil
	}
	id, err := idOf(req.RecordID, "record")
	if err != nil {
		return q, id, err
	}
	stored, err := s.service.RecordToday(ctx, id)
	q.Record = stored.Record
	return q, id, err
}

// check finds what is wrong with the request as a whole.
func (req *evaluateRequest) check() error {
	var problems diag.List
	add := func(pointer, code, message, suggestion string) {
		problems = append(problems, diag.Problem{Pointer: pointer, Code: code, Message: message, Suggestion: suggestion})
	}
	switch {
	case req.Record == nil && req.RecordID == "":
		add("/record", "missing_record", "there is no record to evaluate", "give record or recordId")
	case req.Record != nil && req.RecordID != "":
		add("/recordId", "two_records", "both record and recordId are given", "keep one of the two")
	}
	switch {
	case len(req.Targets) == 0:
		add("/targets", "missing_target", "there is no target", "name at least one institution")
	case len(req.Targets) > maxTargets:
		add("/targets", "too_many_targets", "more than 64 targets", "ask in several requests")
	}
	if len(problems) == 0 {
		return nil
	}
	return fault.List(fault.Invalid, "The request has mistakes.", problems)
}
