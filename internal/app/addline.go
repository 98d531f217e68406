package app

import (
	"slices"
	"strconv"
	"time"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/statuslist"
	"github.com/cairnproject/cairn/internal/record"
)

// AddLine is the record with a line more, in place of an earlier one of the same
// credential: of the same id and issuer (Open Badges 3.0, 2.2). A line whose signature
// and issuer are proved gives way only to one where they are, and to no earlier version
// (validFrom); a warning says so, and the line becomes the one that stands. Whose the
// credential is need not be shown twice. Where the id is that of another issuer's
// credential, or of a line that is of no credential, the line gets another.
func AddLine(r record.Record, line *record.Attainment) (record.Record, diag.List) {
	r.Attainments = slices.Clone(r.Attainments)
	i := slices.IndexFunc(r.Attainments, func(a record.Attainment) bool { return sameCredential(&a, line) })
	if i < 0 {
		i = slices.IndexFunc(r.Attainments, func(a record.Attainment) bool { return a.ID == line.ID && line.ID != "" })
		if i >= 0 && !onlySaid(&r.Attainments[i]) {
			return addBeside(r, line)
		}
	}
	if i < 0 {
		r.Attainments = append(r.Attainments, *line)
		return r, nil
	}
	old := &r.Attainments[i]
	var why string
	switch {
	case provedLine(old) && !provedLine(line):
		why = "the signature and the issuer of the line that stands were proved, and those of this one are not"
	case provedLine(old) && validFrom(line).Before(validFrom(old)):
		why = "the line that stands is of a later version of the credential"
	default:
		line.ID = old.ID
		if provedLine(old) && validFrom(line).Equal(validFrom(old)) && old.Attributes[record.CredentialRecipient] == "true" && line.Attributes[record.CredentialRecipient] == "none" {
			line.Attributes[record.CredentialRecipient] = "true"
		}
		*old = *line
		return r, nil
	}
	*line = *old
	return r, diag.List{{Severity: diag.Warning, Code: "credential_kept", Message: "nothing was replaced: " + why}}
}

// onlySaid reports whether a line is what a learner says of a credential: its import
// takes the place. A line of a transcript that happens to have the id stays.
func onlySaid(a *record.Attainment) bool {
	return a.Attributes[record.CredentialIssuer] == "" && (a.Evidence == catalog.SelfReported || a.Evidence == catalog.VerifiedCredential)
}

// addBeside adds a line whose id is another's.
func addBeside(r record.Record, line *record.Attainment) (record.Record, diag.List) {
	taken := map[string]bool{}
	for i := range r.Attainments {
		taken[r.Attainments[i].ID] = true
	}
	for n := 1; taken[line.ID]; n++ {
		line.ID = "credential-" + strconv.Itoa(n)
	}
	r.Attainments = append(r.Attainments, *line)
	return r, diag.List{{
		Severity: diag.Warning, Code: "credential_same_id",
		Message: "another line of the record has the id of this credential, and is not of it; this one became a line of its own, " + line.ID,
	}}
}

func sameCredential(a, line *record.Attainment) bool {
	id := line.Attributes[record.CredentialID]
	return a.Attributes[record.CredentialIssuer] == line.Attributes[record.CredentialIssuer] && line.Attributes[record.CredentialIssuer] != "" &&
		(a.ID == line.ID && line.ID != "" || statuslist.SameID(a.Attributes[record.CredentialID], id))
}

func provedLine(a *record.Attainment) bool {
	return a.Attributes[record.CredentialSignature] == "true" && a.Attributes[record.CredentialIssuerBound] == "true"
}

// validFrom is the beginning of the credential's validity; zero where it is not known.
func validFrom(a *record.Attainment) time.Time {
	at, err := time.Parse(time.RFC3339, a.Attributes[record.CredentialFrom])
	if err != nil {
		return time.Time{}
	}
	return at
}
