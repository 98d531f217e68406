package api

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// Asked is what every question about a record states.
type Asked struct {
	Record       *record.Record  `json:"record,omitempty" doc:"The record itself; either it or recordId."`
	RecordID     string          `json:"recordId,omitempty" format:"uuid" doc:"The id of a stored record."`
	AsOf         calendar.Date   `json:"asOf,omitzero" doc:"The day of evaluation; the server's day (UTC) where absent. The answer states it."`
	RulesVersion ruleset.Version `json:"rulesVersion,omitempty" doc:"Refused with unknown_rules_version unless it is the current version."`
}

// about completes a question: its record, and the day.
func (s *Server) about(ctx context.Context, v *app.View, a *Asked, targets []engine.Target) (app.Query, error) {
	q, _, err := s.query(ctx, v, &evaluateRequest{
		Record: a.Record, RecordID: a.RecordID, AsOf: a.AsOf, RulesVersion: a.RulesVersion, Targets: targets,
	})
	if q.AsOf.IsZero() {
		q.AsOf = s.service.Today()
	}
	if err == nil && q.RulesVersion != "" && q.RulesVersion != v.Version {
		err = fault.New(fault.UnknownRulesVersion, fmt.Sprintf(
			"The rules version is %s, not %s; only the current version can be asked.", v.Version.Short(), clipped(q.RulesVersion.Short())))
	}
	return q, err
}

// questions reads a body into a question and answers it among the evaluations,
// under the same bounds.
func questions[T, A any](ctx context.Context, s *Server, r *Request, reader *strictjson.Reader[T], find func(context.Context, *app.View, *T) (A, error)) (*output, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(r, buf, jsonType); err != nil {
		return nil, err
	}
	var req T
	if err := jsonFault(reader.Read(buf.Bytes(), &req)); err != nil {
		return nil, err
	}
	return respond(ctx, s, func(ctx context.Context, v *app.View) (A, error) { return find(ctx, v, &req) })
}

// respond answers with the current rules.
func respond[A any](ctx context.Context, s *Server, find func(context.Context, *app.View) (A, error)) (*output, error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	ctx, found := noting(ctx)
	out, err := find(ctx, v)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := app.EncodeJSON(&body, out); err != nil {
		return nil, fault.From(err)
	}
	return (&answer{status: 200, contentType: jsonType, warnings: found.header(), body: body.Bytes()}).output(), nil
}

// targetOf reads "institution" or "institution/program".
func targetOf(text string) engine.Target {
	name, _, found := strings.Cut(text, "/")
	t := engine.Target{Institution: institutionID(name)}
	if found {
		t.Program = text
	}
	return t
}
