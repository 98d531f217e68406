// Package fault is the one error that people and programs outside Cairn see: a
// stable code, a message, and every problem with its place. The cause stays
// inside: it is for the log and for errors.Is, never for a client.
package fault

import (
	"context"
	"errors"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/wording"
)

// Code is the stable name of what went wrong. Clients may branch on it.
type Code string

// The codes.
const (
	// Forbidden: whoever asks may not do that from where he asks, or has not shown
	// that he may.
	Forbidden Code = "forbidden"
	// NotFound: there is nothing under that id.
	NotFound Code = "not_found"
	// Gone: it was there once and has been withdrawn.
	Gone Code = "gone"
	// Usage: the question itself is wrongly put (an unknown parameter, flag,
	// format or cursor).
	Usage Code = "usage"
	// Malformed: the input is not the text that it claims to be (broken JSON,
	// invalid UTF-8, nested too deeply).
	Malformed Code = "malformed"
	// Invalid: the input can be read and says something that cannot be.
	Invalid Code = "invalid"
	// Conflict: somebody else changed it first, or the id is taken.
	Conflict Code = "conflict"
	// PreconditionFailed: the revision named is not the stored one.
	PreconditionFailed Code = "precondition_failed"
	// PreconditionRequired: a write must name the revision it replaces.
	PreconditionRequired Code = "precondition_required"
	// UnknownRulesVersion: the rules version asked for is not the current one.
	UnknownRulesVersion Code = "unknown_rules_version"
	// KeyReused: an idempotency key came again with another request.
	KeyReused Code = "idempotency_key_reused"
	// TooLarge: the input is beyond the limit.
	TooLarge Code = "too_large"
	// Unsupported: the media type or format is not one that Cairn reads.
	Unsupported Code = "unsupported"
	// MethodNotAllowed: the resource exists and does not do that.
	MethodNotAllowed Code = "method_not_allowed"
	// SlowRequest: the request did not arrive in time.
	SlowRequest Code = "slow_request"
	// Timeout: the answer was not ready in time.
	Timeout Code = "timeout"
	// Canceled: whoever asked went away.
	Canceled Code = "canceled"
	// Unavailable: something that Cairn needs does not answer; try again.
	Unavailable Code = "unavailable"
	// NotMet: the answer is a well-founded no. It is an error for shells only.
	NotMet Code = "not_met"
	// Internal: a mistake in Cairn.
	Internal Code = "internal"
)

// Error is a fault. Message and Details are for clients; the cause is not.
type Error struct {
	Code    Code
	Message string
	// Details are all the problems found, each with its place.
	Details diag.List
	// Words are the phrase of Message; the zero phrase where it has none.
	Words wording.Phrase
	cause error
}

// New makes a fault without a cause.
func New(code Code, message string) *Error { return &Error{Code: code, Message: message} }

// Say makes a fault whose message pages word in other languages.
func Say(code Code, words wording.Phrase) *Error {
	return &Error{Code: code, Message: words.String(), Words: words}
}

// SayWrap is Say around a cause.
func SayWrap(code Code, words wording.Phrase, cause error) *Error {
	return &Error{Code: code, Message: words.String(), Words: words, cause: cause}
}

// SayList is Say out of problems.
func SayList(code Code, words wording.Phrase, problems diag.List) *Error {
	return &Error{Code: code, Message: words.String(), Words: words, Details: problems}
}

// Wrap makes a fault around its cause.
func Wrap(code Code, message string, cause error) *Error {
	return &Error{Code: code, Message: message, cause: cause}
}

// List makes a fault out of problems.
func List(code Code, message string, problems diag.List) *Error {
	return &Error{Code: code, Message: message, Details: problems}
}

// Error is the message for clients, without the cause; problems follow, one a
// line.
func (e *Error) Error() string {
	if len(e.Details) == 0 {
		return e.Message
	}
	return e.Message + "\n" + e.Details.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// From turns any error into a fault: a fault in its chain is returned as it
// is, a diag.List becomes Invalid, the errors of package context become Timeout
// and Canceled, and everything else Internal. nil stays nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*Error](err); ok {
		return f
	}
	var problems diag.List
	switch {
	case errors.As(err, &problems):
		return &Error{Code: Invalid, Message: "The input has mistakes.", Details: problems, cause: err}
	case errors.Is(err, context.DeadlineExceeded):
		return Wrap(Timeout, "The answer was not ready in time.", err)
	case errors.Is(err, context.Canceled):
		return Wrap(Canceled, "The request was given up.", err)
	}
	return Wrap(Internal, "Internal error.", err)
}
