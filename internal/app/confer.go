package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
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
	// was revoked; or the record names no learner.
	ConferralPerson ConferralState = "decision"
)

// Conferral is a program that a record completes.
type Conferral struct {
	Program    string         `json:"program"`
	Title      string         `json:"title"`
	State      ConferralState `json:"state"`
	Credential *uuid.UUID     `json:"credential,omitempty"`
}

// maxConferralRounds bounds how long a stack of credentials is followed.
const maxConferralRounds = 8

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
	out, done := []Conferral{}, map[string]bool{}
	r.Attainments = slices.Clone(r.Attainments)
	for range maxConferralRounds {
		found, err := s.completed(v, r, signers, done)
		if err != nil || len(found) == 0 {
			return out, err
		}
		for _, p := range found {
			done[p.ID] = true
			c, err := s.conferOne(ctx, id, r, p)
			if err != nil {
				return out, err
			}
			out = append(out, c)
			if p.Credential != "" && (c.State == ConferralIssued || c.State == ConferralHeld) && !holds(&r, p.Credential) {
				r.Attainments = append(r.Attainments, record.Attainment{ID: "conferred:" + p.ID, Item: p.Credential, Attained: s.Today()})
			}
		}
	}
	return out, nil
}

// holds reports whether the record shows the credential already.
func holds(r *record.Record, item catalog.ItemID) bool {
	return slices.ContainsFunc(r.Attainments, func(a record.Attainment) bool { return a.Item == item })
}

// completed are the programs of the issuers that the record completes, besides
// those that are done.
func (s *Service) completed(v *View, r record.Record, signers Signers, done map[string]bool) ([]*requirement.Program, error) {
	var (
		targets  []engine.Target
		programs []*requirement.Program
		out      []*requirement.Program
	)
	for i := range v.Set.Programs {
		p := &v.Set.Programs[i]
		if _, err := signers.Of(p.Institution); err == nil && !done[p.ID] && p.Current() != nil {
			programs = append(programs, p)
			targets = append(targets, engine.Target{Institution: p.Institution, Program: p.ID})
		}
	}
	for part := range slices.Chunk(targets, engine.MaxTargets) {
		result, err := s.EvaluateOn(v, Query{Record: r, Targets: part})
		if err != nil {
			return nil, err
		}
		for i := range result.Targets {
			if a := result.Targets[i].Audit; a != nil && a.Verdict == audit.Complete {
				out = append(out, programs[i])
			}
		}
		programs = programs[len(part):]
	}
	return out, nil
}

func (s *Service) conferOne(ctx context.Context, id uuid.UUID, r record.Record, p *requirement.Program) (Conferral, error) {
	c := Conferral{Program: p.ID, Title: p.Title}
	held, revoked, err := s.heldCredential(ctx, id, p.ID)
	if err != nil {
		return c, err
	}
	policy := requirement.StackPolicy{}
	if p.Stack != nil {
		policy = *p.Stack
	}
	switch {
	case held != nil:
		c.State, c.Credential = ConferralHeld, held
		return c, nil
	case policy.Conferral == requirement.ByApplication:
		c.State = ConferralOpen
		return c, nil
	case revoked, r.Learner == "", len(policy.NotWith) > 0,
		policy.Pieces == requirement.PiecesOneAward, policy.Pieces == requirement.PiecesDebited:
		c.State = ConferralPerson
		return c, nil
	}
	issued, err := s.Issue(ctx, &IssueRequest{Program: p.ID, Record: r, RecordID: id, Recipient: issuing.Recipient{Identity: r.Learner}})
	switch f := fault.From(err); {
	case err == nil:
		c.State, c.Credential = ConferralIssued, &issued.ID
	case f.Code == fault.Conflict: // another request was faster
		c.State = ConferralHeld
		c.Credential, _, err = s.heldCredential(ctx, id, p.ID)
		return c, err
	default:
		return c, fmt.Errorf("confer %s: %w", p.ID, err)
	}
	return c, nil
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
