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
)

// credentialTypes are the media types of credentials: JSON, compact JWS, and
// images with either inside.
var credentialTypes = []string{
	jsonType, "application/vc", "application/ld+json", "application/vc+ld+json",
	"text/plain", "application/vc+jwt", "application/jwt", "application/jose",
	"image/png", "image/svg+xml",
}

type verifyInput struct {
	Request

	At          time.Time `query:"at" doc:"The moment for which the answer is wanted (RFC 3339); now where absent."`
	Institution string    `query:"institution" maxLength:"100" doc:"Whose register of issuers decides issuerTrusted."`
	// A header, because addresses in URLs end in logs.
	Recipient []string `header:"Cairn-Recipient" doc:"Identities of the person who shows the credential, divided by commas: an e-mail address, a DID, a student number."`
}

// verifyCredential answers what is known about the credential in the body. A bad
// credential is an answer, not a problem.
func (s *Server) verifyCredential(ctx context.Context, in *verifyInput) (*output, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, credentialTypes...); err != nil {
		return nil, err
	}
	// The verdict may keep parts of the text; the buffer is used again.
	data := append([]byte{}, buf.Bytes()...)
	for i := range in.Recipient {
		in.Recipient[i] = strings.TrimSpace(in.Recipient[i])
	}
	v, err := s.service.VerifyCredential(ctx, verify.Question{Data: data, Now: in.At, Recipient: in.Recipient, Institution: in.Institution})
	if err != nil {
		return nil, err
	}
	text, err := app.EncodeVerdict(v)
	if err != nil {
		return nil, err
	}
	return (&answer{status: http.StatusOK, contentType: jsonType, body: text}).output(), nil
}

func (s *Server) registerVerifications() {
	request := map[string]reflect.Type{}
	for _, t := range credentialTypes {
		request[t] = reflect.TypeFor[string]()
	}
	add(s, op{
		id: "verify-credential", method: http.MethodPost, path: "/v1/verifications", tag: "Credentials",
		summary: "Say what is known about a credential",
		doc: "The body is the credential: Open Badges 3.0, CLR 2.0 or another W3C Verifiable Credential, as JSON, compact JWS, or baked into a PNG or SVG image. " +
			"Facts are answered apart, each with reasons; a forged or revoked credential is an answer and no error. The answer is byte for byte what `cairn verify --json` prints. Nothing is stored.",
		request: request, response: body[verify.Verdict](),
		faults: []fault.Code{fault.Malformed, fault.TooLarge, fault.Unsupported},
	}, s.verifyCredential)
}
