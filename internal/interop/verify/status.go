package verify

import (
	"context"
	"slices"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/statuslist"
)

// maxStatus is how many entries of one credential are looked up.
const maxStatus = 8

// status looks every entry of credentialStatus up. The worst answer counts:
// revoked, suspended, unknown, active.
func (s *session) status(ctx context.Context, v *Verdict, c openbadge.Credential, depth int) error {
	check := &v.Checks.Status
	entries, problems := statuslist.Entries(c.Doc["credentialStatus"])
	check.note(problems)
	var found []Status
	if problems.HasErrors() {
		found = append(found, StatusUnknown)
	}
	for i := range entries {
		if i == maxStatus {
			check.fail("bad_status_entry", "the credential names more than 8 statuses")
			found = append(found, StatusUnknown)
			break
		}
		at, err := s.entry(ctx, check, &entries[i], c, depth)
		if err != nil {
			return err
		}
		found = append(found, at)
	}
	for _, worst := range []Status{Revoked, Suspended, StatusUnknown, Active} {
		if slices.Contains(found, worst) {
			v.Status = worst
			break
		}
	}
	if len(found) == 0 {
		check.tell("no_status", "the credential names no status")
	}
	return nil
}

// entry is the answer of one entry.
func (s *session) entry(ctx context.Context, check *Check, e *statuslist.Entry, c openbadge.Credential, depth int) (Status, error) {
	check.note(e.Warnings)
	switch e.Type {
	case statuslist.RevocationList:
		return s.revocations(ctx, check, e, c)
	case statuslist.Bitstring, statuslist.StatusList2021:
		return s.bitstring(ctx, check, e, c, depth)
	}
	check.fail("unsupported_status", "a status of type “"+e.Type+"” is not read")
	return StatusUnknown, nil
}

// revocations asks a 1EdTech revocation list.
func (s *session) revocations(ctx context.Context, check *Check, e *statuslist.Entry, c openbadge.Credential) (Status, error) {
	doc, err := s.documents.Get(ctx, e.ID)
	if err != nil {
		return s.unread(ctx, check, err)
	}
	check.read(doc)
	answer, problems := statuslist.ReadRevocations(doc.Body, e.ID, c.ID())
	switch {
	case problems.HasErrors():
		check.note(problems)
		return StatusUnknown, nil
	case answer.Issuer != c.Issuer():
		check.fail("foreign_status_list", "the revocation list is that of “"+answer.Issuer+"”, not of the issuer")
		return StatusUnknown, nil
	case answer.Revoked:
		check.fail("revoked", "the issuer revoked the credential"+because(answer.Reason))
		return Revoked, nil
	case c.ID() == "":
		check.fail("bad_status_entry", "the credential has no id, so that no list can name it")
		return StatusUnknown, nil
	}
	check.tell("not_revoked", "the issuer's revocation list does not revoke the credential")
	return Active, nil
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// unread is a list that cannot be had.
func (s *session) unread(ctx context.Context, check *Check, err error) (Status, error) {
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	check.note(diag.List{documents.Problem(err)})
	return StatusUnknown, nil
}

// read notes when the document that decides was true.
func (c *Check) read(doc *documents.Document) {
	if at := doc.Read.UTC().Truncate(time.Second); !doc.Read.IsZero() && at.Before(c.CheckedAt) {
		c.CheckedAt = at
	}
}
