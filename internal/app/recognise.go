package app

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/badgeline"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// Recognised is a credential as a line of a record.
type Recognised struct {
	Line     record.Attainment
	Warnings diag.List
	Verdict  *verify.Verdict
}

// Recognise makes a line of a record out of a verified credential. Where the
// question named nobody, its recipient is compared with the learner of the record,
// if that is stated: a warning says where it is not checked whose it is. Codes:
// invalid (there is no achievement in it).
func Recognise(v *View, verdict *verify.Verdict, learner string) (Recognised, error) {
	unchecked := whose(verdict, learner)
	line, warnings, err := badgeline.Line(verdict, badgeline.Options{Match: v.matchBadge})
	if err != nil {
		f := fault.From(err)
		return Recognised{Verdict: verdict}, fault.List(fault.Invalid, "The credential cannot become a line of a record.", f.Details)
	}
	return Recognised{line, append(unchecked, warnings...), verdict}, nil
}

// whose compares the recipient with the learner of the record. A learner who is
// known by another kind of identity than the credential names, such as a number and
// not an e-mail address, can be recognised and not be told from others.
func whose(verdict *verify.Verdict, learner string) diag.List {
	if verdict.Recipient != verify.None || verdict.Document == nil {
		return nil
	}
	why := "nobody was named to compare its recipient with"
	if learner != "" {
		c := openbadge.Credential{Doc: verdict.Document}
		if c.MatchRecipient([]string{learner}).Matched || c.Comparable(learner) {
			verdict.About([]string{learner})
			return nil
		}
		why = "its recipient is not the record’s learner by the name that the record has, which may be another name of the same person"
	}
	return diag.List{{
		Severity: diag.Warning, Code: "recipient_not_checked", Message: "it was not checked whose the credential is: " + why,
		Suggestion: "name the person who shows it (--recipient, or the header Cairn-Recipient)",
	}}
}

// matchBadge finds the item that a credential is about: one of whose external
// ids is an id of the achievement, or the credential that a program with such an
// id earns. The issuer must be known for it: as an external id of the item or of
// its institution. Otherwise anybody could name anybody's achievement.
func (v *View) matchBadge(c badgeline.Claim) (catalog.ItemID, bool) {
	for i := range v.Set.Items {
		it := &v.Set.Items[i]
		if named(it.ExternalIDs, c.IDs) && v.mayIssue(c.Issuer, it.Institution, it.ExternalIDs) {
			return it.ID, true
		}
	}
	for i := range v.Set.Programs {
		p := &v.Set.Programs[i]
		if p.Credential != "" && named(p.ExternalIDs, c.IDs) && v.mayIssue(c.Issuer, p.Institution, p.ExternalIDs) {
			return p.Credential, true
		}
	}
	return "", false
}

func named(ids map[string]string, wanted []string) bool {
	for _, id := range ids {
		if slices.Contains(wanted, id) {
			return true
		}
	}
	return false
}

func (v *View) mayIssue(issuer string, institution catalog.InstitutionID, own map[string]string) bool {
	if named(own, []string{issuer}) {
		return true
	}
	in, ok := v.Institution(institution)
	return ok && named(in.ExternalIDs, []string{issuer})
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
	return Recognise(v, verdict, "")
}

// ImportCredential verifies a credential and adds it to a stored record, in
// place of an earlier line of the same credential. A zero id makes a new record.
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
	verdict, err := s.VerifyCredential(ctx, q)
	if err != nil {
		return old, Recognised{}, err
	}
	r, err := Recognise(v, verdict, old.Record.Learner)
	if err != nil {
		return old, r, err
	}
	rec := AddLine(old.Record, r.Line)
	if problems := v.PrepareRecord(&rec); problems.HasErrors() {
		return old, r, fault.List(fault.Invalid, "The record would have mistakes.", problems)
	}
	if id == uuid.Nil {
		out, err := s.CreateRecord(ctx, rec)
		return out, r, err
	}
	out, err := s.ReplaceRecord(ctx, id, rec, old.Revision)
	return out, r, err
}

// AddLine is the record with a line more, in place of one with its id.
func AddLine(r record.Record, line record.Attainment) record.Record {
	r.Attainments = slices.Clone(r.Attainments)
	i := slices.IndexFunc(r.Attainments, func(a record.Attainment) bool { return a.ID == line.ID && line.ID != "" })
	if i >= 0 {
		r.Attainments[i] = line
		return r
	}
	r.Attainments = append(r.Attainments, line)
	return r
}
