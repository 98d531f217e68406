package api

import (
	"context"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
)

type institutionID = catalog.InstitutionID

// explainRequest is the body of POST /v1/explanations.
type explainRequest struct {
	Asked

	Targets []engine.Target `json:"targets" minItems:"1" doc:"Where the line is explained; for a requirement one program."`
	// Either of the two.
	Line        string `json:"line,omitempty" doc:"The id or the course code of a line; either it or requirement."`
	Requirement string `json:"requirement,omitempty" doc:"The path of a requirement of the program, \"/\" for the whole program."`
}

type explainInput struct{ Request }

func (s *Server) explain(ctx context.Context, in *explainInput) (*output, error) {
	return questions(ctx, s, &in.Request, s.explaining, s.explained)
}

// explained answers why, among the evaluations.
func (s *Server) explained(ctx context.Context, v *app.View, req *explainRequest) (app.Explanation, error) {
	if (req.Line == "") == (req.Requirement == "") {
		return app.Explanation{}, fault.List(fault.Invalid, "The request has mistakes.", diag.List{{
			Pointer: "/line", Code: "missing_subject", Message: "either line or requirement is given", Suggestion: "name one line, or one requirement by its path",
		}})
	}
	q, err := s.about(ctx, v, &req.Asked, req.Targets)
	if err != nil {
		return app.Explanation{}, err
	}
	return work(ctx, s.workers, func() (app.Explanation, error) {
		return v.Explain(engine.Query{Record: q.Record, Targets: q.Targets, AsOf: q.AsOf, Stop: ctx.Done()}, req.Line, req.Requirement)
	})
}

// getExplanationInput asks about a stored record.
type getExplanationInput struct {
	Record      string `query:"record" required:"true" format:"uuid" doc:"The id of a stored record."`
	Target      string `query:"target" required:"true" minLength:"1" maxLength:"400" doc:"The id of an institution or of a program."`
	Line        string `query:"line" maxLength:"200" doc:"The id or the course code of a line; either it or requirement."`
	Requirement string `query:"requirement" maxLength:"2000" doc:"The path of a requirement of the program, / for the whole program."`
	AsOf        string `query:"asOf" format:"date" doc:"The day of evaluation; the server's day (UTC) where absent."`
}

func (s *Server) getExplanation(ctx context.Context, in *getExplanationInput) (*output, error) {
	var day calendar.Date
	if in.AsOf != "" {
		var err error
		if day, err = calendar.ParseDate(in.AsOf); err != nil {
			return nil, fault.List(fault.Invalid, "asOf is not a day.", diag.List{{Code: "bad_value", Message: err.Error()}})
		}
	}
	req := explainRequest{
		Asked:   Asked{RecordID: in.Record, AsOf: day},
		Targets: []engine.Target{targetOf(in.Target)}, Line: in.Line, Requirement: in.Requirement,
	}
	return respond(ctx, s, func(ctx context.Context, v *app.View) (app.Explanation, error) { return s.explained(ctx, v, &req) })
}
