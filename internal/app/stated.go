package app

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
)

// credentialFact begins the names of the attributes that only verification sets.
const credentialFact = "credential."

// Lower makes self-reported every line of a record that says of itself what only
// verification can say: that its evidence is a verified credential, or a fact of
// one. The facts are taken out, but for what the credential and its issuer are
// called. Lines that are word for word among those of the record that it replaces,
// which this service stored, stay while the record is of the same learner: whose a
// credential is was checked for that one. So do those that Vouch named. The warnings
// name the lines (credential_not_verified). A nil old is no record.
func (s *Service) Lower(r, old *record.Record) diag.List {
	if s.trustStated {
		return nil
	}
	var known, others []record.Attainment
	switch {
	case old == nil:
	case sameLearner(old.Learner, r.Learner):
		known = old.Attainments
	default:
		others = old.Attainments
	}
	var list diag.List
	cloned := false
	for i := range r.Attainments {
		a := &r.Attainments[i]
		facts := statesFacts(a)
		if a.Evidence != catalog.VerifiedCredential && !facts || holds(known, a) || holds(s.vouched, a) {
			continue
		}
		why := "the line says that a credential was verified, which only the import of that credential can say"
		if holds(others, a) {
			why = "the record’s learner is another one now than the one for whom the credential was checked"
		}
		if !cloned {
			r.Attainments, cloned = slices.Clone(r.Attainments), true
			a = &r.Attainments[i]
		}
		a.Evidence = catalog.SelfReported
		if facts {
			a.Attributes = maps.Clone(a.Attributes)
			maps.DeleteFunc(a.Attributes, func(name, _ string) bool { return isFact(name) })
		}
		list = append(list, diag.Problem{
			Severity: diag.Warning, Code: "credential_not_verified", Pointer: "/attainments/" + strconv.Itoa(i),
			Message:    why + "; it counts as " + string(catalog.SelfReported),
			Suggestion: "import the credential itself",
		})
	}
	return list
}

// Vouch takes the word of records about their credentials, whoever posts the same
// lines again: those of the demo world, which have no credentials behind them. It
// is called before the service answers anybody.
func (s *Service) Vouch(r record.Record) {
	recordfile.Complete(&r)
	s.vouched = append(s.vouched, r.Attainments...)
}

// holds reports whether a line is word for word among lines.
func holds(lines []record.Attainment, a *record.Attainment) bool {
	return slices.ContainsFunc(lines, func(k record.Attainment) bool { return reflect.DeepEqual(k, *a) })
}

func statesFacts(a *record.Attainment) bool {
	for name := range a.Attributes {
		if isFact(name) {
			return true
		}
	}
	return false
}

func isFact(name string) bool {
	return strings.HasPrefix(name, credentialFact) && name != record.CredentialID && name != record.CredentialIssuer
}
