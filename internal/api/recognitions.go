package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
)

// CredentialQuestion is what is asked about a credential in the body.
type CredentialQuestion struct {
	Institution string `query:"institution" maxLength:"100" doc:"Whose register of issuers decides issuerTrusted."`
	// A header, because addresses in URLs end in logs.
	Recipient []string `header:"Cairn-Recipient" doc:"Identities of the person who shows the credential, divided by commas: an e-mail address, a DID, a student number."`
}

// question reads the credential.
func (s *Server) question(r *Request, in *CredentialQuestion) (verify.Question, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	q := verify.Question{Institution: in.Institution}
	if err := s.read(r, buf, credentialTypes...); err != nil {
		return q, err
	}
	q.Data = append([]byte{}, buf.Bytes()...) // the verdict may keep parts of the text
	for _, who := range in.Recipient {
		q.Recipient = append(q.Recipient, strings.TrimSpace(who))
	}
	return q, nil
}

// recognised is a credential as a line of a record.
type recognised struct {
	Line     record.Attainment `json:"line"`
	Warnings []ProblemDetail   `json:"warnings" doc:"What is not taken over, and why."`
	Verdict  *verify.Verdict   `json:"verdict"`
}

func recognisedBody(r *app.Recognised) recognised {
	out := recognised{Line: r.Line, Warnings: []ProblemDetail{}, Verdict: r.Verdict}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, detailOf(w))
	}
	return out
}

type recogniseInput struct {
	Request
	CredentialQuestion

	At time.Time `query:"at" doc:"The moment for which the answer is wanted (RFC 3339); now where absent."`
}

func (s *Server) recognise(ctx context.Context, in *recogniseInput) (*output, error) {
	q, err := s.question(&in.Request, &in.CredentialQuestion)
	if err != nil {
		return nil, err
	}
	q.Now = in.At
	r, err := s.service.RecogniseCredential(ctx, q)
	if err != nil {
		return nil, err
	}
	a, err := jsonAnswer(http.StatusOK, recognisedBody(&r))
	if err != nil {
		return nil, err
	}
	return a.output(), nil
}

// addCredentialInput names no moment: what is kept is the verdict of now. Whoever could
// choose it would choose the day before the issuer revoked the key.
type addCredentialInput struct {
	Request
	RecordInput
	CredentialQuestion
}

// addedCredential is a record with the line that was added.
type addedCredential struct {
	recognised

	Record storedRecord `json:"record"`
}

func (s *Server) addCredential(ctx context.Context, in *addCredentialInput) (*output, error) {
	id, err := idOf(in.ID, "record")
	if err != nil {
		return nil, err
	}
	q, err := s.question(&in.Request, &in.CredentialQuestion)
	if err != nil {
		return nil, err
	}
	stored, r, err := s.service.ImportCredential(s.storing(ctx, &in.Request), q, id)
	if err != nil {
		return nil, err
	}
	a, err := jsonAnswer(http.StatusOK, addedCredential{recognisedBody(&r), recordBody(&stored)})
	if err != nil {
		return nil, err
	}
	a.etag = revisionTag(stored.Revision)
	return a.output(), nil
}

func (s *Server) registerRecognitions() {
	request := map[string]reflect.Type{}
	for _, t := range credentialTypes {
		request[t] = reflect.TypeFor[string]()
	}
	codes := []fault.Code{fault.Malformed, fault.TooLarge, fault.Unsupported, fault.Invalid}
	add(s, op{
		id: "recognise-credential", method: http.MethodPost, path: "/v1/recognitions", tag: "Credentials",
		summary: "Say what line of a record a credential becomes",
		doc:     "The line has each fact of the verdict and each trust signal as an attribute, which agreements may ask for. Nothing is stored.",
		request: request, response: body[recognised](), faults: codes,
	}, s.recognise)
	add(s, op{
		id: "add-credential", method: http.MethodPost, path: "/v1/records/{id}/credentials", tag: "Credentials",
		summary: "Add a credential to a stored record", doc: "It becomes a line, in place of an earlier line of the same credential.",
		request: request, response: body[addedCredential](), faults: append([]fault.Code{fault.NotFound, fault.PreconditionFailed}, codes...),
	}, s.addCredential)
}
