package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
)

const problemType = "application/problem+json"

// Problem is an error as RFC 9457 describes it, with Cairn's code and every
// single mistake.
//
//nolint:errname // it is the body that clients see, and RFC 9457 calls it so
type Problem struct {
	Type   string `json:"type" format:"uri" doc:"Names the kind of problem; urn:cairn:problem: and the code."`
	Title  string `json:"title" doc:"Short name of the kind of problem."`
	Status int    `json:"status" doc:"The HTTP status."`
	Detail string `json:"detail" doc:"What happened this time, for people."`
	Code   string `json:"code" doc:"Stable code of the problem, for programs."`
	// Instance is the request, as the log names it.
	Instance string          `json:"instance,omitempty" format:"uri" doc:"The request, by its X-Request-ID."`
	Errors   []ProblemDetail `json:"errors,omitempty" doc:"The mistakes that were found, at most 100."`
	// ErrorCount is given where Errors does not hold all.
	ErrorCount int `json:"errorCount,omitempty" doc:"How many mistakes were found, where errors holds the first of them only."`
}

// ProblemDetail is one mistake in what was sent.
type ProblemDetail struct {
	Pointer    string `json:"pointer,omitempty" doc:"JSON pointer (RFC 6901) into what was sent, or into the rule set that a file describes."`
	Parameter  string `json:"parameter,omitempty" doc:"The query, path or header parameter, where the mistake is there."`
	Code       string `json:"code" doc:"Stable code of the mistake."`
	Detail     string `json:"detail" doc:"What is wrong, for people."`
	Suggestion string `json:"suggestion,omitempty" doc:"What to do about it."`
	Severity   string `json:"severity,omitempty" enum:"error,warning" doc:"Absent for errors."`
	Line       int    `json:"line,omitempty" doc:"Line in the text that was sent, from 1."`
	Column     int    `json:"column,omitempty" doc:"Column in characters, from 1."`
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return problemType }

var _ huma.StatusError = (*Problem)(nil)

// problem turns an error into what the client sees. What failed inside is
// logged with its cause, here and nowhere else.
func (s *Server) problem(ctx context.Context, err error) *Problem {
	f := fault.From(err)
	p := newProblem(f)
	id := requestID(ctx)
	if id != "" {
		p.Instance = "urn:cairn:request:" + id
	}
	switch {
	case f.Code == fault.Canceled:
	case p.Status >= http.StatusInternalServerError:
		s.log.LogAttrs(ctx, slog.LevelError, "request failed",
			slog.String("request_id", id), slog.String("code", p.Code), slog.Any("error", causeOf(f)))
	}
	return p
}

func causeOf(f *fault.Error) error {
	if cause := f.Unwrap(); cause != nil {
		return cause
	}
	return f
}

func newProblem(f *fault.Error) *Problem {
	p := &Problem{
		Type: "urn:cairn:problem:" + string(f.Code), Title: f.Code.Title(), Status: fault.HTTPStatus(f),
		Detail: f.Message, Code: string(f.Code),
	}
	if p.Status >= http.StatusInternalServerError {
		return p // details of what failed inside are not for clients
	}
	for i, d := range f.Details {
		if i == diag.Shown {
			p.ErrorCount = len(f.Details)
			break
		}
		p.Errors = append(p.Errors, detailOf(d.Brief()))
	}
	return p
}

func detailOf(d diag.Problem) ProblemDetail {
	out := ProblemDetail{
		Pointer: d.Pointer, Code: d.Code, Detail: d.Message, Suggestion: d.Suggestion, Line: d.Line, Column: d.Column,
	}
	if d.Severity == diag.Warning {
		out.Severity = d.Severity.String()
	}
	return out
}

// writeProblem writes a problem where huma does not.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(p) // the client is gone; there is nobody to tell
}

// fromHuma gives huma's own errors (parameters) our form.
func fromHuma(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	f := fault.New(fault.Invalid, "The request has mistakes.")
	if m.Status >= http.StatusInternalServerError {
		f = fault.New(fault.Internal, "Internal error.")
	}
	p := newProblem(f)
	p.Status = m.Status // huma has decided it
	if id := requestID(ctx.Context()); id != "" {
		p.Instance = "urn:cairn:request:" + id
	}
	if p.Status < http.StatusInternalServerError {
		for _, d := range m.Errors {
			p.Errors = append(p.Errors, parameterDetail(ctx.Operation(), d))
		}
	}
	return p, nil
}

func parameterDetail(op *huma.Operation, d *huma.ErrorDetail) ProblemDetail {
	_, name, _ := strings.Cut(d.Location, ".") // query.limit
	out := ProblemDetail{Parameter: name, Code: "bad_parameter", Detail: d.Message}
	if d.Message != "unknown query parameter" {
		return out
	}
	out.Code = "unknown_parameter"
	var names []string
	for _, p := range op.Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		out.Suggestion = "did you mean " + near + "?"
	} else if len(names) > 0 {
		out.Suggestion = "one of " + strings.Join(names, ", ")
	}
	return out
}
