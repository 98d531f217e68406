package api

import (
	"context"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/fault"
)

// compareRequest is the body of POST /v1/comparisons.
type compareRequest struct {
	Asked

	Targets []engine.Target `json:"targets" minItems:"1" maxItems:"64" doc:"What is compared: programs, or institutions."`
}

type compareInput struct{ Request }

func (s *Server) compare(ctx context.Context, in *compareInput) (*output, error) {
	return questions(ctx, s, &in.Request, s.comparing, func(ctx context.Context, v *app.View, req *compareRequest) (compare.Comparison, error) {
		q, err := s.about(ctx, v, &req.Asked, req.Targets)
		if err != nil {
			return compare.Comparison{}, err
		}
		q.Stop, q.Brief = ctx.Done(), true
		return work(ctx, s.workers, func() (compare.Comparison, error) {
			result, err := s.service.EvaluateOn(v, q)
			if err != nil {
				return compare.Comparison{}, err
			}
			return v.Rank(&result), nil
		})
	})
}

// differRequest is the body of POST /v1/differences.
type differRequest struct {
	Asked

	Targets []engine.Target `json:"targets,omitempty" maxItems:"64" doc:"Where the record is evaluated; absent with evaluationId."`
	Against calendar.Date   `json:"against,omitzero" doc:"The day of the second answer. With evaluationId it may be absent: then it is the day of the saved answer."`
	// EvaluationID names a saved answer as the first one.
	EvaluationID string `json:"evaluationId,omitempty" format:"uuid" doc:"The id of a saved evaluation: its question is asked again with today's rules. Instead of record, recordId, targets and asOf."`
}

type differInput struct{ Request }

func (s *Server) differ(ctx context.Context, in *differInput) (*output, error) {
	return questions(ctx, s, &in.Request, s.differing, s.different)
}

func (s *Server) different(ctx context.Context, v *app.View, req *differRequest) (difference.Difference, error) {
	var none difference.Difference
	if err := req.check(); err != nil {
		return none, err
	}
	if req.EvaluationID != "" {
		id, err := idOf(req.EvaluationID, "evaluation")
		if err != nil {
			return none, err
		}
		saved, err := s.service.Evaluation(ctx, id)
		if err != nil {
			return none, err
		}
		return work(ctx, s.workers, func() (difference.Difference, error) { return s.service.Since(v, &saved, req.Against) })
	}
	q, err := s.about(ctx, v, &req.Asked, req.Targets)
	if err != nil {
		return none, err
	}
	return work(ctx, s.workers, func() (difference.Difference, error) { return s.service.Difference(v, q, req.Against) })
}

// check finds what is wrong with the request as a whole.
func (req *differRequest) check() error {
	var problems diag.List
	saved := req.EvaluationID != ""
	switch {
	case saved && (req.Record != nil || req.RecordID != "" || req.Targets != nil || !req.AsOf.IsZero()):
		problems = append(problems, diag.Problem{
			Pointer: "/evaluationId", Code: "two_questions", Message: "a saved evaluation brings its record, targets and day", Suggestion: "give evaluationId alone, or a question without it",
		})
	case !saved && req.Against.IsZero():
		problems = append(problems, diag.Problem{
			Pointer: "/against", Code: "missing_against", Message: "the second answer differs in nothing", Suggestion: "give the day of the second answer, or the id of a saved evaluation",
		})
	}
	if problems == nil {
		return nil
	}
	return fault.List(fault.Invalid, "The request has mistakes.", problems)
}
