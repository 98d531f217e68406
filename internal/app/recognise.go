package app

import (
	"context"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/badgeline"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/wording"
)

// Recognised is a credential as a line of a record.
type Recognised struct {
	Line     record.Attainment
	Warnings diag.List
	Verdict  *verify.Verdict
}

// Recognise makes a line of a record out of a verified credential, or of the newer
// version that its issuer's refresh service gave; who says whose record it is. Codes: invalid (there is no achievement in it).
func Recognise(v *View, verdict *verify.Verdict, who Holder) (Recognised, error) {
	current := verdict
	var found diag.List
	if verdict.Refreshed != nil {
		current = verdict.Refreshed
		found = diag.List{{Severity: diag.Warning, Code: "credential_refreshed", Message: "the issuer has a newer version of the credential; the line is of that one"}}
	}
	found = append(found, whose(current, who)...)
	line, warnings, err := badgeline.Line(current, badgeline.Options{Match: v.matchBadge})
	if err != nil {
		f := fault.From(err)
		return Recognised{Verdict: verdict}, fault.SayList(fault.Invalid, wording.Of("fault.credential_line", "The credential cannot become a line of a record."), f.Details)
	}
	return Recognised{line, append(found, warnings...), verdict}, nil
}

// RecogniseCredential verifies a credential and makes a line of a record out of
// it; nothing is stored. Codes: invalid, unavailable, internal.
func (s *Service) RecogniseCredential(ctx context.Context, q verify.Question) (Recognised, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return Recognised{}, err
	}
	verdict, err := s.VerifyCredential(ctx, q)
	if err != nil {
		return Recognised{}, err
	}
	return Recognise(v, verdict, Holder{Named: q.Recipient})
}

// ImportCredential verifies a credential and adds it to a stored record, in
// place of an earlier line of the same credential. A zero id makes a new record.
// Identities that somebody names who may not issue (WithoutConferral) are not
// compared: whoever has another's badge would name its owner.
// Codes: invalid, not_found, conflict, unavailable, internal.
func (s *Service) ImportCredential(ctx context.Context, q verify.Question, id uuid.UUID) (store.StoredRecord, Recognised, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return store.StoredRecord{}, Recognised{}, err
	}
	var old store.StoredRecord
	if id != uuid.Nil {
		if old, err = s.Record(ctx, id); err != nil {
			return old, Recognised{}, err
		}
	}
	who := Holder{Learner: old.Record.Learner, Named: q.Recipient}
	if ctx.Value(withoutConferral{}) != nil && len(q.Recipient) > 0 {
		q.Recipient, who.Named, who.stranger = nil, nil, true
	}
	verdict, err := s.VerifyCredential(ctx, q)
	if err != nil {
		return old, Recognised{}, err
	}
	r, err := Recognise(v, verdict, who)
	if err != nil {
		return old, r, err
	}
	rec, said := AddLine(old.Record, &r.Line)
	r.Warnings = append(r.Warnings, said...)
	if problems := v.PrepareRecord(&rec); problems.HasErrors() {
		return old, r, fault.SayList(fault.Invalid, wording.Of("fault.record_bad", "The record would have mistakes."), problems)
	}
	if id == uuid.Nil {
		out, err := s.CreateRecord(ctx, rec)
		return out, r, err
	}
	out, err := s.ReplaceRecord(ctx, id, rec, old.Revision)
	return out, r, err
}
