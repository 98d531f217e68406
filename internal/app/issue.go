package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// IssueRequest asks for a credential about a program that a record completes.
type IssueRequest struct {
	Program   string
	Record    record.Record
	RecordID  uuid.UUID // zero for a record that is not stored
	Recipient issuing.Recipient
	Format    issuing.Format
	// From and Until bound the validity; zero: now, and as the program says.
	From, Until time.Time
	// AsOf is the day of the audit; zero: today.
	AsOf calendar.Date

	// conferred: nobody asked for it, so that the learner gets it once.
	conferred bool
}

// Issued is a credential with what its holder may do with it.
type Issued struct {
	store.Credential

	// URL is where the credential is given, LinkedIn the link that adds it to a
	// profile.
	URL, LinkedIn string
}

// Issue audits the record against the program and, where it is complete, signs
// and keeps a credential. Codes: invalid (program_incomplete with what is
// missing, no_issuer, no_signing_key and others), conflict (it was issued
// already), unavailable, internal.
func (s *Service) Issue(ctx context.Context, r *IssueRequest) (Issued, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return Issued{}, err
	}
	program, ok := v.Program(r.Program)
	if !ok {
		return Issued{}, fault.List(fault.Invalid, "The program is not known.", diag.List{{
			Code: "unknown_program", Pointer: "/program", Message: "no program has the id " + r.Program, Suggestion: v.nearProgram(r.Program),
		}})
	}
	signer, err := s.signers.Of(program.Institution)
	if err != nil {
		return Issued{}, err
	}
	target := engine.Target{Institution: program.Institution, Program: program.ID}
	result, err := s.EvaluateOn(v, Query{Record: r.Record, Targets: []engine.Target{target}, AsOf: r.AsOf})
	if err != nil {
		return Issued{}, err
	}
	if err := complete(&result.Targets[0]); err != nil {
		return Issued{}, err
	}
	if err := shown(&result.Targets[0]); err != nil {
		return Issued{}, err
	}
	if r.conferred {
		if err := theirs(&result.Targets[0], &r.Record); err != nil {
			return Issued{}, err
		}
	}
	a, err := s.award(v, signer, program, &result.Targets[0], r)
	if err != nil {
		return Issued{}, err
	}
	return s.sign(ctx, signer, a, r)
}

func (v *View) nearProgram(id string) string {
	ids := make([]string, len(v.Set.Programs))
	for i := range v.Set.Programs {
		ids[i] = v.Set.Programs[i].ID
	}
	if near := diag.Nearest(id, ids); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

const codeIncomplete = "program_incomplete"

// complete refuses a program that is not complete, with what is missing.
func complete(t *engine.TargetResult) error {
	list := diag.List{}
	switch {
	case t.Audit == nil:
		list = append(list, diag.Problem{Code: "program_unknown_requirements", Pointer: "/program", Message: "the requirements of the program are not known, so nobody can say that they are met"})
	case t.Audit.Verdict == audit.Complete:
		return nil
	default:
		list = append(list, diag.Problem{Code: codeIncomplete, Pointer: "/record", Message: t.Audit.Text})
		for i := range t.Audit.Requirements {
			r := &t.Audit.Requirements[i]
			if r.Status == engine.RequirementUnmet || r.Status == engine.RequirementUndecided {
				list = append(list, diag.Problem{Code: "requirement_" + string(r.Status), Pointer: "/record", Message: r.Path + ": " + r.Text})
			}
		}
	}
	return fault.List(fault.Invalid, "The program is not complete, so no credential is issued.", list)
}

// codeSelfReported is a piece that nobody but the learner vouches for.
const codeSelfReported = "self_reported_evidence"

// shown refuses a program that rests on what is only self-reported: a signature
// would make a fact of it.
func shown(t *engine.TargetResult) error {
	used := usedLines(t)
	var list diag.List
	for i := range t.Lines {
		if l := &t.Lines[i]; used[l.ID] && l.Source.Evidence == catalog.SelfReported {
			list = append(list, diag.Problem{
				Code: codeSelfReported, Pointer: "/record", Message: cmp.Or(l.Source.Code, l.Source.Title, l.ID) + " is only self-reported",
				Suggestion: "have a person look at the evidence, and write into the record how it is shown",
			})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return fault.List(fault.Invalid, "The program rests on what is only self-reported, so no credential is issued.", list)
}

// theirs refuses a program that rests on a credential of which nobody could say that
// it is the learner's: the learner is known here by a number and the credential names
// an e-mail address, which is easy to find. A person may know better.
func theirs(t *engine.TargetResult, r *record.Record) error {
	used := usedLines(t)
	var list diag.List
	for i := range r.Attainments {
		a := &r.Attainments[i]
		if used[a.ID] && a.Evidence == catalog.VerifiedCredential && a.Attributes[record.CredentialRecipient] != "true" {
			list = append(list, diag.Problem{
				Code: "recipient_not_checked", Pointer: "/record", Message: "nobody has checked that the credential behind " + cmp.Or(a.Code, a.Title, string(a.Item), a.ID) + " is the learner’s",
				Suggestion: "import it again and name the person (--recipient, or the header Cairn-Recipient)",
			})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return fault.List(fault.Invalid, "The program rests on a credential that may be somebody else’s, so none is issued by itself.", list)
}

// usedLines are the ids of the lines that the audit used.
func usedLines(t *engine.TargetResult) map[string]bool {
	used := map[string]bool{}
	for _, u := range usesOf(t.Audit) {
		for _, id := range u.Lines {
			used[id] = true
		}
	}
	return used
}

// sign takes a place in the status list, signs, and keeps the credential. A
// place that is taken and not used stays empty, which harms nobody.
func (s *Service) sign(ctx context.Context, i *issuing.Issuer, a *issuing.Award, r *IssueRequest) (Issued, error) {
	seed, err := s.id()
	if err != nil {
		return Issued{}, err
	}
	// Everything that can be refused is, before a place is taken.
	if _, err := i.Document(a); err != nil {
		return Issued{}, refused(err)
	}
	place, err := s.store.TakePlace(ctx, i.Institution, store.Lists{Entries: i.ListEntries(), Seed: seed})
	if err != nil {
		return Issued{}, stored(err, "status list")
	}
	a.Places = i.Places(place.List, place.Index)
	doc, err := i.Document(a)
	if err != nil {
		return Issued{}, refused(err)
	}
	now := s.stamp()
	signed, err := i.Sign(ctx, doc, r.Format, now)
	if err != nil {
		return Issued{}, refused(err)
	}
	c := store.Credential{
		ID: a.ID, Institution: i.Institution, Program: r.Program, RecordID: r.RecordID, Name: a.Achievement.Name, Place: place,
		Standing: store.StandingActive, Issued: now, Changed: now, From: a.From, Until: a.Until,
		MediaType: signed.MediaType, Body: signed.Body, Revision: 1,
		Learner: learnerHash(r.Record.Learner), Conferred: r.conferred,
	}
	err = s.store.SaveCredential(ctx, c)
	if errors.Is(err, store.ErrConflict) {
		return Issued{}, fault.Wrap(fault.Conflict, "The record has a credential of "+r.Program+" already; revoke that first.", err)
	}
	if err != nil {
		return Issued{}, stored(err, "credential")
	}
	return s.issued(c), nil
}

// refused turns the refusals of package issuing into faults.
func refused(err error) error {
	if list, ok := errors.AsType[diag.List](err); ok {
		return fault.List(fault.Invalid, "The credential cannot be issued.", list)
	}
	return fault.From(fmt.Errorf("issue: %w", err))
}

// issued adds the addresses.
func (s *Service) issued(c store.Credential) Issued {
	out := Issued{Credential: c}
	if i, err := s.signers.Of(c.Institution); err == nil {
		out.URL = i.CredentialURL(c.ID)
		out.LinkedIn = issuing.LinkedIn(c.Name, i.Profile.Name, out.URL, "urn:uuid:"+c.ID.String(), c.From, c.Until)
	}
	return out
}
