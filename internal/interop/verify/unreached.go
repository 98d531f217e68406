package verify

import (
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
)

// Unreached reports whether a check failed only because a document could not be had:
// its no says nothing about the credential.
func (c *Check) Unreached() bool {
	found := false
	for _, r := range c.Reasons {
		if r.Severity != SeverityError {
			continue
		}
		switch r.Code {
		case documents.Missing, documents.Refused, documents.Unreachable, documents.TooMany, vckeys.Unresolved:
			found = true
		default:
			return false
		}
	}
	return found
}
