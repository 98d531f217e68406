package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	// ConferralHeld: the learner has one already, from this record or another.
	ConferralHeld ConferralState = "held"
	// ConferralOpen: complete, and the learner must apply.
	ConferralOpen ConferralState = "application"
	// ConferralPerson: a person decides. It is complete by itself, but the program
	// limits what its pieces may serve or what it goes with; or a credential of it
	// was revoked; or the record names no learner; or a piece is self-reported, or is
	// itself withheld; or it cannot be issued as it stands (Reason).
	ConferralPerson ConferralState = "decision"
)

// Conferral is a program that a record completes.
type Conferral struct {
	Program    string         `json:"program"`
	Title      string         `json:"title"`
	State      ConferralState `json:"state"`
	Credential *uuid.UUID     `json:"credential,omitempty"`
	// Reason says why a person decides, where it was tried and could not be issued.
	Reason string `json:"reason,omitempty"`
}

// Confer issues what a stored record completes at the institutions that issue
// here and whose programs confer automatically; a credential that was conferred
// counts towards the next. It is safe to repeat: nothing is issued twice to a
// learner, also from another record that names the same one. Codes:
// not_found, invalid, unavailable, internal.
func (s *Service) Confer(ctx context.Context, id uuid.UUID) ([]Conferral, error) {
	r, err := s.RecordToday(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.confer(ctx, id, r.Record, s.signers)
}

type withoutConferral struct{}

// WithoutConferral is a context in which records are stored and what they complete
// is not issued, because whoever stores may not issue.
func WithoutConferral(ctx context.Context) context.Context {
	return context.WithValue(ctx, withoutConferral{}, true)
}

// errWithheld says why a record that was stored was not conferred.
var errWithheld = fault.New(fault.Forbidden, "Whoever stored the record may not issue; an administrator confers it.")

// conferStored runs after a record was stored, for issuers that ask for it. What
// it cannot do is reported and does not undo the write.
func (s *Service) conferStored(ctx context.Context, id uuid.UUID) {
	signers := slices.DeleteFunc(slices.Clone(s.signers), func(i *issuing.Issuer) bool { return !i.Confer })
	if len(signers) == 0 {
		return
	}
	if ctx.Value(withoutConferral{}) != nil {
		s.conferred(id, nil, errWithheld)
		return
	}
	now, err := s.RecordToday(ctx, id)
	if err != nil {
		s.conferred(id, nil, err)
		return
	}
	list, err := s.confer(ctx, id, now.Record, signers)
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
	if out, err = s.conferCompleted(ctx, v, id, r, found.Completed); err != nil {
		return out, err
	}
	for i := range found.Available {
		a := &found.Available[i]
		h, err := s.holding(ctx, id, r.Learner, a.Program)
		if err != nil {
			return out, err
		}
		c := Conferral{Program: a.Program, Title: a.Title, State: ConferralOpen, Credential: h.id}
		if h.id != nil {
			c.State = ConferralHeld
		}
		out = append(out, c)
	}
	for i := range found.Excluded {
		out = append(out, Conferral{Program: found.Excluded[i].Program, Title: found.Excluded[i].Title, State: ConferralPerson})
	}
	return out, nil
}

// conferCompleted issues the completed programs in order, each after those that
// it builds on. Only a credential that was issued, and that is neither revoked nor
// suspended, is a piece of the next: else what nobody vouches for would be signed
// one step later.
func (s *Service) conferCompleted(ctx context.Context, v *View, id uuid.UUID, r record.Record, completed []engine.StackAward) ([]Conferral, error) {
	out, withheld := []Conferral{}, false
	r.Attainments = slices.Clone(r.Attainments)
	for i := range completed {
		a := &completed[i]
		c, active, err := s.conferOne(ctx, v, id, r, a)
		switch {
		case err != nil && withheld && incomplete(err): // it rests on one that is withheld
			c.State = ConferralPerson
		case err != nil && fault.From(err).Code == fault.Invalid: // this one only; the others stand
			c.State, c.Reason = ConferralPerson, reasonOf(err)
		case err != nil:
			return out, err
		}
		out = append(out, c)
		switch {
		case !active:
			withheld = true
		case a.Credential != "":
			r.Attainments = append(r.Attainments, record.Attainment{ID: "conferred:" + a.Program, Item: a.Credential, Attained: a.Issued})
		}
	}
	return out, nil
}

// reasonOf is what is wrong, in one line.
func reasonOf(err error) string {
	f := fault.From(err)
	if len(f.Details) > 0 {
		return f.Details[0].Message
	}
	return f.Message
}

func incomplete(err error) bool {
	return slices.ContainsFunc(fault.From(err).Details, func(p diag.Problem) bool { return p.Code == codeIncomplete })
}

// conferOne issues one completed program, unless the learner has its credential or
// a person must decide; active says that there is a credential in good standing.
func (s *Service) conferOne(ctx context.Context, v *View, id uuid.UUID, r record.Record, p *engine.StackAward) (c Conferral, active bool, err error) {
	c = Conferral{Program: p.Program, Title: p.Title}
	h, err := s.holding(ctx, id, r.Learner, p.Program)
	if err != nil {
		return c, false, err
	}
	switch {
	case h.id != nil:
		c.State, c.Credential = ConferralHeld, h.id
		return c, h.active, nil
	case h.revoked, learnerKey(r.Learner) == "", v.limited(p.Program):
		c.State = ConferralPerson
		return c, false, nil
	}
	issued, err := s.Issue(ctx, &IssueRequest{Program: p.Program, Record: r, RecordID: id, Recipient: issuing.Recipient{Identity: strings.TrimSpace(r.Learner)}, conferred: true})
	switch f := fault.From(err); {
	case err == nil:
		c.State, c.Credential = ConferralIssued, &issued.ID
		return c, true, nil
	case f.Code == fault.Conflict: // another request was faster
		h, err = s.holding(ctx, id, r.Learner, p.Program)
		c.State, c.Credential = ConferralHeld, h.id
		return c, h.active, err
	case slices.ContainsFunc(f.Details, func(p diag.Problem) bool { return p.Code == codeSelfReported }):
		c.State = ConferralPerson
		return c, false, nil
	}
	return c, false, fmt.Errorf("confer %s: %w", p.Program, err)
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

// holding is what a learner has of a program.
type holding struct {
	// id is a credential that is not revoked, one in good standing where there is
	// one; nil where there is none.
	id      *uuid.UUID
	active  bool
	revoked bool // there is one that is
}

// holding looks at the credentials of the record and, where the record names its
// learner, at those that were issued to the learner from other records, whatever became
// of those: who posts a record again gets nothing again, and what was revoked stays so.
func (s *Service) holding(ctx context.Context, id uuid.UUID, learner, program string) (h holding, err error) {
	filter := store.CredentialFilter{RecordID: id, Program: program, Learner: learner, LearnerHash: learnerHash(learner)}
	for page := (store.Page{Limit: store.MaxPage}); ; {
		list, next, err := s.store.ListCredentials(ctx, filter, page)
		if err != nil {
			return h, stored(err, "list of credentials")
		}
		for i := range list {
			h.add(&list[i])
		}
		if next == "" {
			return h, nil
		}
		page.After = next
	}
}

func (h *holding) add(c *store.Credential) {
	active := c.Standing == store.StandingActive
	switch {
	case c.Standing == store.StandingRevoked:
		h.revoked = true
	case h.id == nil, active && !h.active:
		h.id, h.active = &c.ID, active
	}
}
