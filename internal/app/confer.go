package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/store"
)

// ConferralState says what became of a completed program.
type ConferralState string

// The states.
const (
	// ConferralIssued: a credential was issued just now.
	ConferralIssued ConferralState = "issued"
	// ConferralHeld: the record has one already.
	ConferralHeld ConferralState = "held"
	// ConferralOpen: complete, and the learner must apply.
	ConferralOpen ConferralState = "application"
	// ConferralPerson: a person decides. It is complete by itself, but the program
	// limits what its pieces may serve or what it goes with; or a credential of it
	// was revoked; or the record names no learner; or a piece is self-reported.
	ConferralPerson ConferralState = "decision"
)

// Conferral is a program that a record completes.
type Conferral struct {
	Program    string         `json:"program"`
	Title      string         `json:"title"`
	State      ConferralState `json:"state"`
	Credential *uuid.UUID     `json:"credential,omitempty"`
}

// Confer issues what a stored record completes at the institutions that issue
// here and whose programs confer automatically; a credential that was conferred
// counts towards the next. It is safe to repeat: nothing is issued twice. Codes:
// not_found, invalid, unavailable, internal.
func (s *Service) Confer(ctx context.Context, id uuid.UUID) ([]Conferral, error) {
	r, err := s.Record(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.confer(ctx, id, r.Record, s.signers)
}

// conferStored runs after a record was stored, for issuers that ask for it. What
// it cannot do is reported and does not undo the write.
func (s *Service) conferStored(ctx context.Context, id uuid.UUID, r record.Record) {
	signers := slices.DeleteFunc(slices.Clone(s.signers), func(i *issuing.Issuer) bool { return !i.Confer })
	if len(signers) == 0 {
		return
	}
	list, err := s.confer(ctx, id, r, signers)
	s.conferred(id, list, err)
}

func (s *Service) confer(ctx context.Context, id uuid.UUID, r record.Record, signers Signers) ([]Conferral, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return nil, err
	}
	var at []catalog.InstitutionID
	for _, i := range signers {
		if _, known := v.Institution(i.Institution); known {
			at = append(at, i.Institution)
		}
	}
	out := []Conferral{}
	if len(at) == 0 {
		return out, nil
	}
	found, err := s.StacksOn(v, StackQuery{Record: r, Institutions: at, Near: -1})
	if err != nil {
		return nil, err
	}
	r.Attainments = slices.Clone(r.Attainments)
	for i := range found.Completed { // each comes after those that it builds on
		a := &found.Completed[i]
		c, err := s.conferOne(ctx, v, id, r, a)
		if err != nil {
			return out, err
		}
		out = append(out, c)
		if a.Credential != "" {
			r.Attainments = append(r.Attainments, record.Attainment{ID: "conferred:" + a.Program, Item: a.Credential, Attained: a.Issued})
		}
	}
	for i := range found.Available {
		a := &found.Available[i]
		held, _, err := s.heldCredential(ctx, id, a.Program)
		if err != nil {
			return out, err
		}
		c := Conferral{Program: a.Program, Title: a.Title, State: ConferralOpen, Credential: held}
		if held != nil {
			c.State = ConferralHeld
		}
		out = append(out, c)
	}
	for i := range found.Excluded {
		out = append(out, Conferral{Program: found.Excluded[i].Program, Title: found.Excluded[i].Title, State: ConferralPerson})
	}
	return out, nil
}

// conferOne issues one completed program, unless the record has its credential or
// a person must decide.
func (s *Service) conferOne(ctx context.Context, v *View, id uuid.UUID, r record.Record, p *engine.StackAward) (Conferral, error) {
	c := Conferral{Program: p.Program, Title: p.Title}
	held, revoked, err := s.heldCredential(ctx, id, p.Program)
	if err != nil {
		return c, err
	}
	switch {
	case held != nil:
		c.State, c.Credential = ConferralHeld, held
		return c, nil
	case revoked, r.Learner == "", v.limited(p.Program):
		c.State = ConferralPerson
		return c, nil
	}
	issued, err := s.Issue(ctx, &IssueRequest{Program: p.Program, Record: r, RecordID: id, Recipient: issuing.Recipient{Identity: r.Learner}})
	switch f := fault.From(err); {
	case err == nil:
		c.State, c.Credential = ConferralIssued, &issued.ID
	case f.Code == fault.Conflict: // another request was faster
		c.State = ConferralHeld
		c.Credential, _, err = s.heldCredential(ctx, id, p.Program)
		return c, err
	case slices.ContainsFunc(f.Details, func(p diag.Problem) bool { return p.Code == codeSelfReported }):
		c.State = ConferralPerson
	default:
		return c, fmt.Errorf("confer %s: %w", p.Program, err)
	}
	return c, nil
}

// limited reports whether a program limits what its pieces may serve or what it
// goes with: which of several to take is the learner's choice.
func (v *View) limited(program string) bool {
	p, ok := v.Program(program)
	if !ok || p.Stack == nil {
		return false
	}
	return len(p.Stack.NotWith) > 0 || p.Stack.Pieces == requirement.PiecesOneAward || p.Stack.Pieces == requirement.PiecesDebited
}

// heldCredential is the credential of the record and program that is not
// revoked, nil where there is none; revoked says that there is one that is.
func (s *Service) heldCredential(ctx context.Context, id uuid.UUID, program string) (held *uuid.UUID, revoked bool, err error) {
	list, _, err := s.store.ListCredentials(ctx, store.CredentialFilter{RecordID: id, Program: program}, store.Page{Limit: store.MaxPage})
	if err != nil {
		return nil, false, stored(err, "list of credentials")
	}
	for i := range list {
		if list[i].Standing == store.StandingRevoked {
			revoked = true
		} else {
			held = &list[i].ID
		}
	}
	return held, revoked, nil
}
