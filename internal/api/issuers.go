package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
)

// placeholder stands for the target of a request that asks about a record only.
var placeholder = []engine.Target{{Institution: "-"}}

// Conditional is a request that may name what the caller has.
type Conditional struct {
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag that the caller has; 304 where it is still current."`
}

// answer gives a document of which the tag is that of its bytes.
func (c *Conditional) answer(contentType string, body []byte) *output {
	sum := sha256.Sum256(body)
	return c.tagged(contentType, `"`+hex.EncodeToString(sum[:16])+`"`, func() []byte { return body }).output()
}

// tagged gives a document, or only its tag where the caller has it.
func (c *Conditional) tagged(contentType, tag string, body func() []byte) *answer {
	if noneMatch(c.IfNoneMatch, strings.TrimPrefix(tag, "W/")) {
		return &answer{status: http.StatusNotModified, etag: tag}
	}
	return &answer{status: http.StatusOK, contentType: contentType, etag: tag, body: body()}
}

// IssuerInput names an issuer of this server.
type IssuerInput struct {
	Conditional

	Issuer string `path:"issuer" maxLength:"100" doc:"The issuer: the id of its institution."`
}

// getIssuer is the profile, and for a did:web the DID document.
func (s *Server) getIssuer(_ context.Context, in *IssuerInput) (*output, error) {
	i, err := s.service.Signers().At(in.Issuer)
	if err != nil {
		return nil, err
	}
	return controllerAnswer(&in.Conditional, i, jsonType)
}

func controllerAnswer(c *Conditional, i *issuing.Issuer, media string) (*output, error) {
	body, err := i.Controller()
	if err != nil {
		return nil, fault.From(err)
	}
	return c.answer(media, body), nil
}

func (s *Server) getIssuerDID(_ context.Context, in *IssuerInput) (*output, error) {
	i, err := s.service.Signers().At(in.Issuer)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(i.ID, "did:") {
		return nil, fault.New(fault.NotFound, "The issuer "+in.Issuer+" has no DID.")
	}
	return controllerAnswer(&in.Conditional, i, "application/did+json")
}

// getHostDID is the document of a did:web without a path.
func (s *Server) getHostDID(_ context.Context, in *Conditional) (*output, error) {
	list := s.service.Signers()
	at := slices.IndexFunc(list, func(i *issuing.Issuer) bool {
		return strings.HasPrefix(i.ID, "did:web:") && strings.Count(i.ID, ":") == 2
	})
	if at < 0 {
		return nil, fault.New(fault.NotFound, "No issuer here is a did:web of the whole host.")
	}
	return controllerAnswer(in, list[at], "application/did+json")
}

func (s *Server) getKeySet(_ context.Context, in *Conditional) (*output, error) {
	body, err := issuing.KeySet(s.service.Signers())
	if err != nil {
		return nil, fault.From(err)
	}
	return in.answer("application/jwk-set+json", body), nil
}

type statusListInput struct {
	IssuerInput

	List    int64  `path:"list" minimum:"1" doc:"The number of the list."`
	Purpose string `path:"purpose" maxLength:"20" doc:"revocation or suspension"`
}

func (s *Server) getStatusList(ctx context.Context, in *statusListInput) (*output, error) {
	signed, err := s.service.StatusList(ctx, in.Issuer, in.List, in.Purpose)
	if err != nil {
		return nil, err
	}
	// Weak: each answer is signed anew, so that lists that say the same differ in
	// their bytes.
	out := in.tagged(signed.MediaType, "W/"+strconv.Quote(signed.Tag), func() []byte { return signed.Body })
	// As long as the ttl in the list: it names nobody, and readers come often.
	out.kept = issuing.ListTTL
	return out.output(), nil
}

// anyObject is a document whose members a standard describes.
func anyObject(media ...string) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for _, m := range media {
		out[m] = reflect.TypeFor[map[string]any]()
	}
	return out
}

func (s *Server) registerIssuers() {
	missing := []fault.Code{fault.NotFound}
	add(s, op{
		id: "get-issuer", method: http.MethodGet, path: "/issuers/{issuer}", tag: "Issuers", response: anyObject(jsonType), faults: missing,
		summary: "Get an issuer's profile with its keys", doc: "What the id of an https issuer leads to (Open Badges 3.0 Profile and controlled identifier document). Retired keys stay listed.",
	}, s.getIssuer)
	add(s, op{
		id: "get-issuer-did", method: http.MethodGet, path: "/issuers/{issuer}/did.json", tag: "Issuers", response: anyObject("application/did+json"), faults: missing,
		summary: "Get the DID document of a did:web issuer",
	}, s.getIssuerDID)
	add(s, op{
		id: "get-host-did", method: http.MethodGet, path: issuing.DIDPath, tag: "Issuers", response: anyObject("application/did+json"), faults: missing,
		summary: "Get the DID document of the host",
	}, s.getHostDID)
	add(s, op{
		id: "get-key-set", method: http.MethodGet, path: issuing.KeySetPath, tag: "Issuers", response: anyObject("application/jwk-set+json"),
		summary: "Get the public keys of every issuer", doc: "A JWK set in which each key names its issuer (iss).",
	}, s.getKeySet)
	add(s, op{
		id: "get-status-list", method: http.MethodGet, path: "/issuers/{issuer}/status/{list}/{purpose}", tag: "Issuers",
		response: anyObject(issuing.MediaJSON), faults: missing,
		summary: "Get a status list, signed now", doc: "W3C Bitstring Status List v1.0: which credentials are revoked, or suspended.",
	}, s.getStatusList)
}

func (s *Server) registerCredentials() {
	written := []fault.Code{fault.Malformed, fault.TooLarge, fault.Unsupported, fault.Invalid}
	add(s, op{
		id: "issue-credential", admin: true, warns: true, method: http.MethodPost, path: "/v1/credentials", tag: "Credentials", status: http.StatusCreated,
		summary: "Issue a credential about a completed program",
		doc:     "The record is audited first; an incomplete program is refused with what is missing. The answer holds the signed Open Badges 3.0 AchievementCredential.",
		request: body[issueRequest](), response: body[credentialBody](), faults: append([]fault.Code{fault.NotFound, fault.Conflict}, written...),
	}, s.issueCredential)
	add(s, op{
		id: "list-credentials", admin: true, method: http.MethodGet, path: "/v1/credentials", tag: "Credentials",
		summary: "List issued credentials, newest first", faults: []fault.Code{fault.Invalid},
	}, s.listCredentials)
	add(s, op{
		id: "get-credential", method: http.MethodGet, path: "/v1/credentials/{id}", tag: "Credentials",
		summary: "Get an issued credential: signed, baked into an image, or with its details",
		response: map[string]reflect.Type{
			issuing.MediaJSON: reflect.TypeFor[map[string]any](), issuing.MediaJWT: reflect.TypeFor[string](),
			"image/png": reflect.TypeFor[string](), "image/svg+xml": reflect.TypeFor[string](), jsonType: reflect.TypeFor[credentialBody](),
		}, faults: []fault.Code{fault.NotFound},
	}, s.getCredential)
	add(s, op{
		id: "refresh-credential", method: http.MethodGet, path: "/v1/credentials/{id}/current", tag: "Credentials",
		summary: "Get the newest version of a credential", doc: "The refresh service (1EdTechCredentialRefresh) that renewable credentials name.",
		response: anyObject(issuing.MediaJSON), faults: []fault.Code{fault.NotFound},
	}, s.refreshCredential)
	add(s, op{
		id: "set-standing", admin: true, method: http.MethodPut, path: "/v1/credentials/{id}/standing", tag: "Credentials",
		summary: "Revoke, suspend or reinstate a credential", doc: "The status list says so from the next request on.",
		request: body[standingRequest](), response: body[credentialBody](), faults: append([]fault.Code{fault.NotFound, fault.Conflict}, written...),
	}, s.putStanding)
	add(s, op{
		id: "renew-credential", admin: true, method: http.MethodPost, path: "/v1/credentials/{id}/renewals", tag: "Credentials",
		summary: "Sign a credential again with a later end",
		request: body[renewalRequest](), response: body[credentialBody](), faults: append([]fault.Code{fault.NotFound, fault.Conflict}, written...),
	}, s.renewCredential)
	add(s, op{
		id: "confer", admin: true, method: http.MethodPost, path: "/v1/records/{id}/conferrals", tag: "Credentials",
		summary: "Issue what a stored record completes", doc: "Programs whose policy is automatic are certified, each once; the others are listed.",
		response: body[conferrals](), faults: []fault.Code{fault.NotFound, fault.Invalid},
	}, s.conferRecord)
}
