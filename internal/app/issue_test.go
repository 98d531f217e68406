package app

import (
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/badgeline"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/open"
)

// campus is a service that issues for college a, whose certificate builds on a
// badge; a third program is conferred by application, a fourth excludes another.
func campus(t *testing.T, confer bool) *Service {
	t.Helper()
	data, err := open.Open(t.Context(), "sqlite::memory:", open.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { data.Close() })
	key, err := issuing.NewKey(rand.Reader, "k", issuing.EdDSA, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	signer := &issuing.Issuer{KeySet: issuing.Keys{key}, Settings: issuing.Settings{
		Institution: "a", ID: "https://badges.example/issuers/a", Base: "https://badges.example", Confer: confer, Suspension: true,
		Profile: issuing.Profile{Name: "School A"},
	}}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s, err := New(Options{Store: data, Now: func() time.Time { return at }, Signers: Signers{signer}})
	if err != nil {
		t.Fatal(err)
	}
	badge, certificate := item("a/b"), item("a/c")
	badge.Kind, certificate.Kind = catalog.MicroCredential, catalog.Certificate
	needs := func(ids ...catalog.ItemID) *requirement.Node {
		n := &requirement.Node{}
		for _, id := range ids {
			n.All = append(n.All, requirement.Node{Item: id})
		}
		return n
	}
	set := ruleset.Set{
		Institutions: []catalog.Institution{institution("a")},
		Items:        []catalog.Item{item("a/x"), item("a/y"), badge, certificate},
		Programs: []requirement.Program{
			{ID: "a/badge", Institution: "a", Title: "Badge", Credential: "a/b", Requires: needs("a/x")},
			{ID: "a/cert", Institution: "a", Title: "Certificate", Credential: "a/c", Requires: needs("a/b", "a/y"), Stack: &requirement.StackPolicy{ValidYears: 3}},
			{ID: "a/asks", Institution: "a", Title: "On application", Requires: needs("a/x"), Stack: &requirement.StackPolicy{Conferral: requirement.ByApplication}},
			{ID: "a/one", Institution: "a", Title: "One of two", Requires: needs("a/x"), Stack: &requirement.StackPolicy{Pieces: requirement.PiecesOneAward}},
		},
	}
	if _, _, err := s.Import(t.Context(), set, ImportOptions{Source: "test"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func learner(ids ...catalog.ItemID) record.Record {
	r := record.Record{Learner: "S-1"}
	for _, id := range ids {
		r.Attainments = append(r.Attainments, record.Attainment{ID: string(id), Item: id, Attained: calendar.NewDate(2025, 12, 15), Grade: "B"})
	}
	return r
}

// checkSigned verifies an issued credential with what the service publishes.
func checkSigned(t *testing.T, s *Service, id uuid.UUID) *verify.Verdict {
	t.Helper()
	c, err := s.Credential(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var files documents.Files
	for _, d := range list {
		if err := files.Add(d.URL, d.Body, ""); err != nil {
			t.Fatal(err)
		}
	}
	v, err := verify.New(verify.Options{Documents: &files}).Verify(t.Context(), verify.Question{Data: c.Body, Now: s.now(), Recipient: []string{"S-1"}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAStoredRecordIsConferredOnce(t *testing.T) {
	t.Parallel()
	s := campus(t, true)
	stored, err := s.CreateRecord(t.Context(), learner("a/x", "a/y"))
	if err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		list, err := s.Confer(t.Context(), stored.ID)
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]ConferralState{}
		for _, c := range list {
			states[c.Program] = c.State
			if c.State == ConferralHeld && round == 0 {
				if v := checkSigned(t, s, *c.Credential); !v.Verified || v.Status != verify.Active || v.Recipient != verify.Yes {
					t.Errorf("%s: %+v", c.Program, v)
				}
			}
		}
		want := map[string]ConferralState{"a/badge": ConferralHeld, "a/cert": ConferralHeld, "a/asks": ConferralOpen, "a/one": ConferralPerson}
		for p, state := range want {
			if states[p] != state {
				t.Errorf("round %d: %s is %s, want %s", round, p, states[p], state)
			}
		}
	}
	all, _, err := s.Credentials(t.Context(), store.CredentialFilter{RecordID: stored.ID}, store.Page{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%d credentials (%v), want 2", len(all), err)
	}
	for _, c := range all {
		if c.Program == "a/cert" && !c.Until.Equal(time.Date(2029, 3, 2, 0, 0, 0, 0, time.UTC)) && !c.Until.Equal(time.Date(2028, 12, 15, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("the certificate ends on %s", c.Until)
		}
	}
	// What was revoked is not issued again by itself.
	if _, err := s.SetStanding(t.Context(), all[0].ID, store.StandingRevoked, "in error"); err != nil {
		t.Fatal(err)
	}
	list, err := s.Confer(t.Context(), stored.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Program == all[0].Program && c.State != ConferralPerson {
			t.Errorf("after revocation %s is %s", c.Program, c.State)
		}
	}
}

func TestManyAtOnceIssueOnce(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	stored, err := s.CreateRecord(t.Context(), learner("a/x"))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if _, err := s.Confer(t.Context(), stored.ID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, _, err := s.Credentials(t.Context(), store.CredentialFilter{}, store.Page{})
	if err != nil || len(list) != 1 {
		t.Errorf("%d credentials (%v), want 1", len(list), err)
	}
}

func TestStandingAndRenewal(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	issue := func(format issuing.Format, program string, r record.Record) (Issued, error) {
		return s.Issue(t.Context(), &IssueRequest{Program: program, Record: r, Recipient: issuing.Recipient{Identity: "S-1"}, Format: format})
	}
	_, err := issue("", "a/cert", learner("a/x"))
	if f := fault.From(err); f.Code != fault.Invalid || len(f.Details) < 2 || f.Details[0].Code != "program_incomplete" {
		t.Errorf("an incomplete program gives %v", err)
	}
	_, err = issue(issuing.JWTRS256, "a/badge", learner("a/x"))
	if f := fault.From(err); len(f.Details) != 1 || f.Details[0].Code != "no_signing_key" {
		t.Errorf("a format without a key gives %v", err)
	}
	for _, format := range []issuing.Format{"", issuing.JWTEdDSA} {
		c, err := issue(format, "a/badge", learner("a/x"))
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			standing store.Standing
			want     verify.Status
		}{{store.StandingSuspended, verify.Suspended}, {store.StandingActive, verify.Active}} {
			if _, err := s.SetStanding(t.Context(), c.ID, step.standing, ""); err != nil {
				t.Fatal(err)
			}
			if got := checkSigned(t, s, c.ID).Status; got != step.want {
				t.Errorf("%s: the verdict is %s", step.standing, got)
			}
		}
		end := s.now().AddDate(1, 0, 0)
		renewed, err := s.Renew(t.Context(), c.ID, end)
		if err != nil || !renewed.Until.Equal(end) || renewed.MediaType != c.MediaType {
			t.Fatal(renewed, err)
		}
		if v := checkSigned(t, s, c.ID); !v.Verified || v.Credential.ValidUntil != end.Format(time.RFC3339) || v.Credential.ID != "urn:uuid:"+c.ID.String() {
			t.Errorf("%+v", v.Credential)
		}
		if _, err := s.SetStanding(t.Context(), c.ID, store.StandingRevoked, ""); err != nil {
			t.Fatal(err)
		}
		if v := checkSigned(t, s, c.ID); v.Status != verify.Revoked || v.Verified {
			t.Errorf("revoked: %s", v.Status)
		}
		_, err = s.SetStanding(t.Context(), c.ID, store.StandingActive, "")
		wantCode(t, err, fault.Conflict)
		_, err = s.Renew(t.Context(), c.ID, end)
		wantCode(t, err, fault.Conflict)
	}
}

// TestNobodyClaimsTheAchievementsOfOthers: the item is found for the issuer that
// the catalogue names, and not for another with the same achievement id.
func TestNobodyClaimsTheAchievementsOfOthers(t *testing.T) {
	t.Parallel()
	set := ruleset.Set{Institutions: []catalog.Institution{institution("a")}, Items: []catalog.Item{item("a/x")}}
	set.Institutions[0].ExternalIDs = map[string]string{"issuer": "https://a.example/i"}
	set.Items[0].ExternalIDs = map[string]string{"badge": "https://a.example/x"}
	v, err := NewView(set, set.Version())
	if err != nil {
		t.Fatal(err)
	}
	for issuer, want := range map[string]catalog.ItemID{"https://a.example/i": "a/x", "https://b.example/i": "", "": ""} {
		if got := v.matchBadge(badgeline.Claim{Issuer: issuer, ID: "https://a.example/x"}); got.Item != want {
			t.Errorf("%s: %q, want %q", issuer, got.Item, want)
		}
	}
}
