// Package documents is the one door through which the verification of a
// credential reaches what is not in the credential: issuer profiles, DID
// documents, key sets, status lists. Where they come from (files, the network)
// is decided by whoever verifies; package webfetch is the network.
package documents

import (
	"context"
	"errors"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// Document is one resource as it was read. It is shared: nobody changes Body.
type Document struct {
	// URL is the address asked for, without a fragment.
	URL string
	// Body is the content, decompressed.
	Body []byte
	// MediaType is the type without parameters, in lower case; empty where it is
	// not known.
	MediaType string
	// Read is when the content was read or last confirmed by its server; zero for
	// files, which say nothing of when they were true.
	Read time.Time
}

// Source finds documents. Implementations are safe for concurrent use.
type Source interface {
	// Get returns the resource at an absolute URL without a fragment. The error
	// is an *Error or that of ctx.
	Get(ctx context.Context, url string) (*Document, error)
}

// The codes of an Error.
const (
	// Missing: this source has no such document.
	Missing = "document_missing"
	// Refused: the address is not one that may be asked (not https, a private
	// address, a redirect to another host).
	Refused = "document_refused"
	// Unreachable: the server did not answer, not in time, or with an error.
	Unreachable = "document_unreachable"
	// TooLarge: the content is beyond the limit.
	TooLarge = "document_too_large"
	// TooMany: one verification asked for more documents than it may.
	TooMany = "too_many_documents"
)

// Error says why there is no document.
type Error struct {
	Code    string // one of the codes above
	URL     string
	Message string
	cause   error
}

// NewError makes an Error; cause may be nil.
func NewError(code, url, message string, cause error) *Error {
	return &Error{Code: code, URL: url, Message: message, cause: cause}
}

// Error says what happened at which address, without the cause.
func (e *Error) Error() string { return e.URL + ": " + e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Problem is the error in the form in which Cairn reports problems.
func Problem(err error) diag.Problem {
	if e, ok := errors.AsType[*Error](err); ok {
		return diag.Problem{Code: e.Code, Message: e.Error()}
	}
	return diag.Problem{Code: Unreachable, Message: err.Error()}
}

// None is the source that has nothing.
type None struct{}

// Get reports that the document is missing.
func (None) Get(_ context.Context, url string) (*Document, error) {
	return nil, NewError(Missing, url, "no document is given for this address, and the network is not used", nil)
}

// Chain asks its sources in order; the first that does not answer Missing
// decides.
type Chain []Source

// Get asks each source.
func (c Chain) Get(ctx context.Context, url string) (*Document, error) {
	for _, s := range c {
		d, err := s.Get(ctx, url)
		if e, ok := errors.AsType[*Error](err); ok && e.Code == Missing {
			continue
		}
		return d, err
	}
	return None{}.Get(ctx, url)
}
