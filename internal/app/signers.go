package app

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
)

// Signers are those in whose name this service issues.
type Signers []*issuing.Issuer

// Of returns the issuer of an institution. Codes: invalid.
func (s Signers) Of(id catalog.InstitutionID) (*issuing.Issuer, error) {
	for _, i := range s {
		if i.Institution == id {
			return i, nil
		}
	}
	return nil, fault.List(fault.Invalid, "Nobody issues for this institution here.", diag.List{{
		Code: "no_issuer", Pointer: "/program", Message: fmt.Sprintf("there is no issuer file for %s", id),
		Suggestion: "see “issue credentials” in the documentation, and CAIRN_ISSUERS",
	}})
}

// At returns the issuer whose addresses hold the slug. Codes: not_found.
func (s Signers) At(slug string) (*issuing.Issuer, error) {
	for _, i := range s {
		if i.Slug() == slug {
			return i, nil
		}
	}
	return nil, fault.New(fault.NotFound, "There is no issuer "+slug+".")
}

// Signers are those that the service was made with.
func (s *Service) Signers() Signers { return s.signers }

// OpenSigners reads the issuer files of the configuration; an empty path means
// nobody. Codes: usage.
func OpenSigners(path string, getenv func(string) string) (Signers, error) {
	if path == "" {
		return nil, nil
	}
	if getenv == nil {
		getenv = func(string) string { return "" }
	}
	list, err := issuing.OpenAll(path, getenv)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err.Error(), err)
	}
	return list, nil
}
