package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// storedRecord is a record as kept.
type storedRecord struct {
	ID       uuid.UUID     `json:"id" format:"uuid"`
	Revision int64         `json:"revision" minimum:"1" doc:"Counts the writes; it is also the ETag."`
	Created  time.Time     `json:"created"`
	Updated  time.Time     `json:"updated"`
	Record   record.Record `json:"record"`
	// Warnings are given in the answer to the write only.
	Warnings []ProblemDetail `json:"warnings,omitempty" doc:"What was stored otherwise than it was sent, and why. Present only in the answer to the write."`
}

func recordBody(r *store.StoredRecord) storedRecord {
	return storedRecord{ID: r.ID, Revision: r.Revision, Created: r.Created.UTC(), Updated: r.Updated.UTC(), Record: r.Record}
}

func recordAnswer(status int, r *store.StoredRecord, lowered diag.List) (*answer, error) {
	body := recordBody(r)
	body.Warnings = details(lowered)
	a, err := jsonAnswer(status, body)
	if err != nil {
		return nil, err
	}
	a.etag = revisionTag(r.Revision)
	a.location = "/v1/records/" + r.ID.String()
	return a, nil
}

type createRecordInput struct {
	Request

	Key string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again: within an hour the same key gives the first answer."`
}

func (s *Server) createRecord(ctx context.Context, in *createRecordInput) (*output, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, jsonType); err != nil {
		return nil, err
	}
	a, err := s.once.do(ctx, replayKey{"POST /v1/records", in.Key}, buf.Bytes(), func() (*answer, error) {
		rec, lowered, err := s.readRecord(ctx, buf.Bytes(), nil)
		if err != nil {
			return nil, err
		}
		stored, err := s.service.CreateRecord(s.storing(ctx, &in.Request), rec)
		if err != nil {
			return nil, err
		}
		return recordAnswer(201, &stored, lowered)
	})
	if err != nil {
		return nil, err
	}
	return a.output(), nil
}

// readRecord reads and checks a record; of what it says of credentials only that
// stands which the old record of the same learner says too; warnings tell of the rest.
func (s *Server) readRecord(ctx context.Context, body []byte, old *record.Record) (record.Record, diag.List, error) {
	var rec record.Record
	if err := jsonFault(s.records.Read(body, &rec)); err != nil {
		return rec, nil, err
	}
	v, err := s.service.Current(ctx)
	if err != nil {
		return rec, nil, err
	}
	if problems := v.PrepareRecord(&rec); problems.HasErrors() {
		return rec, nil, fault.List(fault.Invalid, "The record has mistakes.", problems)
	}
	return rec, s.service.Lower(&rec, old), nil
}

func (s *Server) listRecords(ctx context.Context, in *Page) (*listOutput[storedRecord], error) {
	after, err := in.position()
	if err != nil {
		return nil, err
	}
	list, next, err := s.service.Records(ctx, store.Page{Limit: in.Limit, After: after})
	if err != nil {
		return nil, err
	}
	data := make([]storedRecord, len(list))
	for i := range list {
		data[i] = recordBody(&list[i])
	}
	return newList(in, data, next, ""), nil
}

// RecordInput names a stored record.
type RecordInput struct {
	ID string `path:"id" format:"uuid" doc:"The id of the record."`
}

type getRecordInput struct {
	RecordInput

	IfNoneMatch string `header:"If-None-Match" doc:"The ETag that the caller has; 304 where it is still current."`
}

func (s *Server) getRecord(ctx context.Context, in *getRecordInput) (*output, error) {
	id, err := idOf(in.ID, "record")
	if err != nil {
		return nil, err
	}
	stored, err := s.service.Record(ctx, id)
	if err != nil {
		return nil, err
	}
	if tag := revisionTag(stored.Revision); noneMatch(in.IfNoneMatch, tag) {
		return (&answer{status: 304, etag: tag}).output(), nil
	}
	a, err := recordAnswer(200, &stored, nil)
	if err != nil {
		return nil, err
	}
	a.location = ""
	return a.output(), nil
}

type putRecordInput struct {
	Request
	RecordInput

	IfMatch string `header:"If-Match" doc:"The ETag of the revision that is replaced, several, or * for any. Required."`
}

func (s *Server) putRecord(ctx context.Context, in *putRecordInput) (*output, error) {
	id, revision, err := s.expected(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, jsonType); err != nil {
		return nil, err
	}
	old, err := s.service.Record(ctx, id)
	if err != nil {
		return nil, err
	}
	rec, lowered, err := s.readRecord(ctx, buf.Bytes(), &old.Record)
	if err != nil {
		return nil, err
	}
	stored, err := s.service.ReplaceRecord(s.storing(ctx, &in.Request), id, rec, revision)
	if err != nil {
		return nil, err
	}
	a, err := recordAnswer(200, &stored, lowered)
	if err != nil {
		return nil, err
	}
	a.location = ""
	return a.output(), nil
}

// expected reads the id of a record and the revision of it that a write
// replaces.
func (s *Server) expected(ctx context.Context, text, header string) (uuid.UUID, int64, error) {
	id, err := idOf(text, "record")
	if err != nil {
		return id, 0, err
	}
	revision, err := ifMatch(header, func() (int64, error) {
		stored, err := s.service.Record(ctx, id)
		return stored.Revision, err
	})
	return id, revision, err
}

type deleteRecordInput struct {
	RecordInput

	IfMatch string `header:"If-Match" doc:"The ETag of the revision that is deleted, several, or * for any. Required."`
}

func (s *Server) deleteRecord(ctx context.Context, in *deleteRecordInput) (*struct{}, error) {
	id, revision, err := s.expected(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, s.service.DeleteRecord(ctx, id, revision)
}
