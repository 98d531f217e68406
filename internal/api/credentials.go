package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// issueRequest is the body of POST /v1/credentials.
type issueRequest struct {
	Program   string            `json:"program" doc:"The program that the record completes, institution/program."`
	Record    *record.Record    `json:"record,omitempty" doc:"The record itself; either it or recordId."`
	RecordID  string            `json:"recordId,omitempty" format:"uuid" doc:"The id of a stored record."`
	Recipient issuing.Recipient `json:"recipient" doc:"Who it is about: an identity, which is hashed, or the id of a DID."`
	Format    issuing.Format    `json:"format,omitempty" enum:"eddsa-rdfc-2022,ecdsa-rdfc-2019,vc-jwt-rs256,vc-jwt-es256,vc-jwt-eddsa" doc:"How it is signed; eddsa-rdfc-2022 where absent."`
	From      time.Time         `json:"validFrom,omitzero" doc:"Now where absent."`
	Until     time.Time         `json:"validUntil,omitzero" doc:"As the program says where absent."`
	AsOf      calendar.Date     `json:"asOf,omitzero" doc:"The day of the audit; the server's day (UTC) where absent."`
}

// credentialBody is an issued credential with what is known of it.
type credentialBody struct {
	ID          uuid.UUID             `json:"id" format:"uuid"`
	Institution catalog.InstitutionID `json:"institution"`
	Program     string                `json:"program,omitempty"`
	RecordID    string                `json:"recordId,omitempty" format:"uuid"`
	Name        string                `json:"name"`
	Standing    store.Standing        `json:"standing" enum:"active,suspended,revoked"`
	Reason      string                `json:"reason,omitempty" doc:"Why it is suspended or revoked."`
	Issued      time.Time             `json:"issued"`
	Changed     time.Time             `json:"changed"`
	From        time.Time             `json:"validFrom"`
	Until       *time.Time            `json:"validUntil,omitempty"`
	Revision    int64                 `json:"revision" minimum:"1"`
	StatusList  int64                 `json:"statusList"`
	StatusIndex int64                 `json:"statusIndex"`
	MediaType   string                `json:"mediaType"`
	URL         string                `json:"url,omitempty" doc:"Where anybody who has the address gets the signed credential."`
	LinkedIn    string                `json:"linkedIn,omitempty" doc:"Adds it to a LinkedIn profile."`
	// Credential is JSON, or the compact JWS as a text.
	Credential json.RawMessage `json:"credential,omitempty" doc:"The signed credential: an object, or a compact JWS as a text. Absent in lists."`
}

func credentialOf(c *app.Issued, whole bool) (credentialBody, error) {
	out := credentialBody{
		ID: c.ID, Institution: c.Institution, Program: c.Program, Name: c.Name, Standing: c.Standing, Reason: c.Reason,
		Issued: c.Issued.UTC(), Changed: c.Changed.UTC(), From: c.From.UTC(), Revision: c.Revision,
		StatusList: c.Place.List, StatusIndex: c.Place.Index, MediaType: c.MediaType, URL: c.URL, LinkedIn: c.LinkedIn,
	}
	if c.RecordID != uuid.Nil {
		out.RecordID = c.RecordID.String()
	}
	if until := c.Until.UTC(); !until.IsZero() {
		out.Until = &until
	}
	if !whole {
		return out, nil
	}
	out.Credential = c.Body
	if c.MediaType == issuing.MediaJWT {
		text, err := json.Marshal(string(c.Body))
		if err != nil {
			return out, fault.From(err)
		}
		out.Credential = text
	}
	return out, nil
}

func credentialAnswer(status int, c *app.Issued) (*answer, error) {
	b, err := credentialOf(c, true)
	if err != nil {
		return nil, err
	}
	a, err := jsonAnswer(status, b)
	if err != nil {
		return nil, err
	}
	a.etag = revisionTag(c.Revision)
	if status == http.StatusCreated {
		a.location = "/v1/credentials/" + c.ID.String()
	}
	return a, nil
}

type issueInput struct {
	Request

	Key string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again: within an hour the same key gives the first answer."`
}

func (s *Server) issueCredential(ctx context.Context, in *issueInput) (*output, error) {
	if err := s.administer(&in.Request); err != nil {
		return nil, err
	}
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, jsonType); err != nil {
		return nil, err
	}
	a, err := s.once.do(ctx, replayKey{"POST /v1/credentials", in.Key}, buf.Bytes(), func() (*answer, error) {
		var req issueRequest
		if err := jsonFault(s.issue.Read(buf.Bytes(), &req)); err != nil {
			return nil, err
		}
		ctx, found := noting(ctx)
		q, err := s.issueQuery(ctx, &req)
		if err != nil {
			return nil, err
		}
		c, err := s.service.Issue(ctx, q)
		if err != nil {
			return nil, err
		}
		a, err := credentialAnswer(http.StatusCreated, &c)
		if err == nil {
			a.warnings = found.header()
		}
		return a, err
	})
	if err != nil {
		return nil, err
	}
	return a.output(), nil
}

// issueQuery completes the request with the record.
func (s *Server) issueQuery(ctx context.Context, req *issueRequest) (*app.IssueRequest, error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	q, id, err := s.query(ctx, v, &evaluateRequest{
		Record: req.Record, RecordID: req.RecordID, Targets: placeholder,
	})
	return &app.IssueRequest{
		Program: req.Program, Record: q.Record, RecordID: id, Recipient: req.Recipient, Format: req.Format,
		From: req.From, Until: req.Until, AsOf: req.AsOf,
	}, err
}

// CredentialInput names an issued credential.
type CredentialInput struct {
	ID string `path:"id" format:"uuid" doc:"The id of the credential."`
}

type getCredentialInput struct {
	CredentialInput
	Conditional

	Form string `query:"form" enum:"signed,png,svg,details" default:"signed" doc:"The credential as it was signed, baked into a plain image, or with what is known of it."`
}

func (s *Server) getCredential(ctx context.Context, in *getCredentialInput) (*output, error) {
	c, err := s.credential(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if noneMatch(in.IfNoneMatch, revisionTag(c.Revision)) {
		return (&answer{status: http.StatusNotModified, etag: revisionTag(c.Revision)}).output(), nil
	}
	switch in.Form {
	case "details":
		a, err := credentialAnswer(http.StatusOK, &c)
		if err != nil {
			return nil, err
		}
		return a.output(), nil
	case "png", "svg":
		image, err := app.Bake(in.Form, c.Name, nil, c.Body)
		if err != nil {
			return nil, err
		}
		media := map[string]string{"png": "image/png", "svg": "image/svg+xml"}[in.Form]
		return (&answer{status: http.StatusOK, contentType: media, etag: revisionTag(c.Revision), body: image}).output(), nil
	}
	return signedAnswer(&c).output(), nil
}

func signedAnswer(c *app.Issued) *answer {
	return &answer{status: http.StatusOK, contentType: c.MediaType, etag: revisionTag(c.Revision), body: c.Body}
}

func (s *Server) credential(ctx context.Context, text string) (app.Issued, error) {
	id, err := idOf(text, "credential")
	if err != nil {
		return app.Issued{}, err
	}
	return s.service.Credential(ctx, id)
}

// refreshCredential is the refresh service of 1EdTech: the credential as it is
// now.
func (s *Server) refreshCredential(ctx context.Context, in *CredentialInput) (*output, error) {
	c, err := s.credential(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return signedAnswer(&c).output(), nil
}

type listCredentialsInput struct {
	Request
	Page

	Institution string `query:"institution" maxLength:"100" doc:"Only those of this institution."`
	Record      string `query:"record" format:"uuid" doc:"Only those of this stored record."`
	Program     string `query:"program" maxLength:"200" doc:"Only those about this program."`
}

func (s *Server) listCredentials(ctx context.Context, in *listCredentialsInput) (*listOutput[credentialBody], error) {
	if err := s.administer(&in.Request); err != nil { // a credential is open to whoever knows its id
		return nil, err
	}
	after, err := in.position()
	if err != nil {
		return nil, err
	}
	filter := store.CredentialFilter{Institution: catalog.InstitutionID(in.Institution), Program: in.Program}
	if in.Record != "" {
		if filter.RecordID, err = idOf(in.Record, "record"); err != nil {
			return nil, err
		}
	}
	list, next, err := s.service.Credentials(ctx, filter, store.Page{Limit: in.Limit, After: after})
	if err != nil {
		return nil, err
	}
	data := make([]credentialBody, len(list))
	for i := range list {
		if data[i], err = credentialOf(&list[i], false); err != nil {
			return nil, err
		}
	}
	return newList(&in.Page, data, next, ""), nil
}

// standingRequest is the body of PUT /v1/credentials/{id}/standing.
type standingRequest struct {
	Standing store.Standing `json:"standing" enum:"active,suspended,revoked" doc:"Revoked is for good."`
	Reason   string         `json:"reason,omitempty" doc:"Why; kept here and not published."`
}

type standingInput struct {
	Request
	CredentialInput
}

func (s *Server) putStanding(ctx context.Context, in *standingInput) (*output, error) {
	if err := s.administer(&in.Request); err != nil {
		return nil, err
	}
	var req standingRequest
	err := s.readSmall(&in.Request, func(data []byte) error { return jsonFault(s.standing.Read(data, &req)) })
	if err != nil {
		return nil, err
	}
	switch req.Standing {
	case store.StandingActive, store.StandingSuspended, store.StandingRevoked:
	default:
		return nil, fault.List(fault.Invalid, "The request has mistakes.", diag.List{{
			Code: "bad_value", Pointer: "/standing", Message: strconv.Quote(string(req.Standing)) + " is not active, suspended or revoked",
		}})
	}
	id, err := idOf(in.ID, "credential")
	if err != nil {
		return nil, err
	}
	c, err := s.service.SetStanding(ctx, id, req.Standing, req.Reason)
	if err != nil {
		return nil, err
	}
	return okCredential(&c)
}

func okCredential(c *app.Issued) (*output, error) {
	a, err := credentialAnswer(http.StatusOK, c)
	if err != nil {
		return nil, err
	}
	return a.output(), nil
}

// readSmall reads a JSON body that needs no buffer of its own.
func (s *Server) readSmall(r *Request, read func([]byte) error) error {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(r, buf, jsonType); err != nil {
		return err
	}
	return read(buf.Bytes())
}

// renewalRequest is the body of POST /v1/credentials/{id}/renewals.
type renewalRequest struct {
	Until time.Time `json:"validUntil" doc:"The new end."`
}

func (s *Server) renewCredential(ctx context.Context, in *standingInput) (*output, error) {
	if err := s.administer(&in.Request); err != nil {
		return nil, err
	}
	var req renewalRequest
	err := s.readSmall(&in.Request, func(data []byte) error { return jsonFault(s.renewal.Read(data, &req)) })
	if err != nil {
		return nil, err
	}
	id, err := idOf(in.ID, "credential")
	if err != nil {
		return nil, err
	}
	c, err := s.service.Renew(ctx, id, req.Until)
	if err != nil {
		return nil, err
	}
	return okCredential(&c)
}

// conferrals is what came of the programs that a record completes.
type conferrals struct {
	Data []app.Conferral `json:"data"`
}

type conferInput struct {
	Request
	RecordInput
}

func (s *Server) conferRecord(ctx context.Context, in *conferInput) (*output, error) {
	if err := s.administer(&in.Request); err != nil {
		return nil, err
	}
	id, err := idOf(in.ID, "record")
	if err != nil {
		return nil, err
	}
	list, err := s.service.Confer(ctx, id)
	if err != nil {
		return nil, err
	}
	a, err := jsonAnswer(http.StatusOK, conferrals{list})
	if err != nil {
		return nil, err
	}
	return a.output(), nil
}
