package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

type evaluationInput struct {
	ID string `path:"id" format:"uuid" doc:"The id of the evaluation."`
}

func (s *Server) getEvaluation(ctx context.Context, in *evaluationInput) (*output, error) {
	id, err := idOf(in.ID, "evaluation")
	if err != nil {
		return nil, err
	}
	e, err := s.service.Evaluation(ctx, id)
	if err != nil {
		return nil, err
	}
	return (&answer{status: 200, contentType: jsonType, etag: `"` + e.ID.String() + `"`, body: e.Result}).output(), nil
}

// evaluationHead is what a list says of a saved evaluation.
type evaluationHead struct {
	ID           uuid.UUID       `json:"id" format:"uuid"`
	Record       string          `json:"record,omitempty" format:"uuid" doc:"The stored record; absent where the record came with the request."`
	Created      time.Time       `json:"created"`
	AsOf         string          `json:"asOf" format:"date"`
	RulesVersion ruleset.Version `json:"rulesVersion"`
	InputHash    string          `json:"inputHash"`
}

type evaluationsInput struct {
	Page

	Record string `query:"record" format:"uuid" doc:"Only evaluations of this stored record."`
}

func (s *Server) listEvaluations(ctx context.Context, in *evaluationsInput) (*listOutput[evaluationHead], error) {
	after, err := in.position()
	if err != nil {
		return nil, err
	}
	recordID := uuid.Nil
	if in.Record != "" {
		if recordID, err = idOf(in.Record, "record"); err != nil {
			return nil, err
		}
	}
	list, next, err := s.service.Evaluations(ctx, recordID, store.Page{Limit: in.Limit, After: after})
	if err != nil {
		return nil, err
	}
	data := make([]evaluationHead, len(list))
	for i, e := range list {
		data[i] = evaluationHead{ID: e.ID, Created: e.Created.UTC(), AsOf: e.AsOf, RulesVersion: e.RulesVersion, InputHash: e.InputHash}
		if e.RecordID != uuid.Nil {
			data[i].Record = e.RecordID.String()
		}
	}
	return newList(&in.Page, data, next, ""), nil
}
