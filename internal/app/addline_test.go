package app

import (
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// TestOneCredentialGivesWayOnlyToItself: a line that is proved is replaced neither by a
// forged copy, nor by another issuer's credential of the same id, nor by what was before.
func TestOneCredentialGivesWayOnlyToItself(t *testing.T) {
	t.Parallel()
	line := func(issuer, proved, from string) record.Attainment {
		return record.Attainment{ID: "urn:1", Title: from, Evidence: catalog.VerifiedCredential, Attributes: map[string]string{
			record.CredentialID: "urn:1", record.CredentialIssuer: issuer, record.CredentialSignature: proved, record.CredentialIssuerBound: proved,
			record.CredentialFrom: from,
		}}
	}
	const a, b, early, later = "https://a.example/i", "https://b.example/i", "2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z"
	for name, c := range map[string]struct {
		old, line record.Attainment
		code      string
		stands    []string // issuer and validFrom
	}{
		"again":                    {line(a, "true", early), line(a, "true", early), "", []string{a + early}},
		"a later version":          {line(a, "true", early), line(a, "true", later), "", []string{a + later}},
		"an earlier version":       {line(a, "true", later), line(a, "true", early), "credential_kept", []string{a + later}},
		"a forged copy":            {line(a, "true", early), line(a, "false", later), "credential_kept", []string{a + early}},
		"of a forged one":          {line(a, "false", later), line(a, "true", early), "", []string{a + early}},
		"of another issuer":        {line(a, "true", early), line(b, "true", later), "credential_same_id", []string{a + early, b + later}},
		"in place of what is said": {record.Attainment{ID: "urn:1", Evidence: catalog.SelfReported}, line(a, "true", early), "", []string{a + early}},
		"of a transcript's line":   {record.Attainment{ID: "urn:1", Evidence: catalog.Transcript}, line(a, "true", early), "credential_same_id", []string{"", a + early}},
		"of a line of no kind":     {record.Attainment{ID: "urn:1"}, line(a, "false", early), "credential_same_id", []string{"", a + early}},
	} {
		old := record.Record{Attainments: []record.Attainment{c.old}}
		added := c.line
		r, said := AddLine(old, &added)
		code := ""
		if len(said) == 1 {
			code = said[0].Code
		}
		if code != c.code || len(r.Attainments) != len(c.stands) {
			t.Errorf("%s: %q, %+v", name, code, r.Attainments)
			continue
		}
		for i, want := range c.stands {
			if got := r.Attainments[i].Attributes; got[record.CredentialIssuer]+got[record.CredentialFrom] != want {
				t.Errorf("%s: line %d is %v, want %s", name, i, got, want)
			}
		}
		again := c.line
		if r, _ = AddLine(r, &again); len(r.Attainments) != len(c.stands) || again.ID != added.ID {
			t.Errorf("%s: added once more there are %d lines; ids %s, %s", name, len(r.Attainments), added.ID, again.ID)
		}
		if old.Attainments[0].Title != c.old.Title {
			t.Errorf("%s: the record of the caller has changed", name)
		}
	}
}

// TestOneIDWrittenInTwoWays: ids are compared with percent signs decoded (Open Badges 3.0, 10.1).
func TestOneIDWrittenInTwoWays(t *testing.T) {
	t.Parallel()
	line := func(id string) *record.Attainment {
		return &record.Attainment{ID: id, Attributes: map[string]string{record.CredentialID: id, record.CredentialIssuer: "https://a.example/i"}}
	}
	r, _ := AddLine(record.Record{}, line("urn:x:a%20b"))
	r, _ = AddLine(r, line("urn:x:a b"))
	r, _ = AddLine(r, line("urn:x:c"))
	if len(r.Attainments) != 2 || r.Attainments[0].ID != "urn:x:a%20b" {
		t.Errorf("%+v", r.Attainments)
	}
}

// TestWhoseItIsIsShownOnce: the same version imported again by somebody who names nobody
// stays the learner's; what else it says now is taken over.
func TestWhoseItIsIsShownOnce(t *testing.T) {
	t.Parallel()
	line := func(recipient, from, status string) record.Attainment {
		return record.Attainment{ID: "urn:1", Evidence: catalog.VerifiedCredential, Attributes: map[string]string{
			record.CredentialID: "urn:1", record.CredentialIssuer: "https://a.example/i", record.CredentialSignature: "true", record.CredentialIssuerBound: "true",
			record.CredentialFrom: from, record.CredentialRecipient: recipient, record.CredentialStatus: status,
		}}
	}
	const early, later = "2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z"
	for name, c := range map[string]struct {
		old, line record.Attainment
		want      string
	}{
		"nobody named":          {line("true", early, "active"), line("none", early, "revoked"), "true"},
		"another person named":  {line("true", early, "active"), line("false", early, "revoked"), "false"},
		"of a later version":    {line("true", early, "active"), line("none", later, "revoked"), "none"},
		"never shown":           {line("none", early, "active"), line("none", early, "revoked"), "none"},
		"shown the second time": {line("none", early, "active"), line("true", early, "revoked"), "true"},
		"another's at first":    {line("false", early, "active"), line("none", early, "revoked"), "none"},
	} {
		r, _ := AddLine(record.Record{Attainments: []record.Attainment{c.old}}, &c.line)
		got := r.Attainments[0].Attributes
		if len(r.Attainments) != 1 || got[record.CredentialRecipient] != c.want || got[record.CredentialStatus] != "revoked" {
			t.Errorf("%s: recipient %s, status %s; want %s, revoked", name, got[record.CredentialRecipient], got[record.CredentialStatus], c.want)
		}
	}
}
