package verify

import (
	"context"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/statuslist"
)

// bitstring asks a status list, itself a credential that must be signed by the
// same issuer, in its time, for the same purpose, and long enough.
func (s *session) bitstring(ctx context.Context, check *Check, e *statuslist.Entry, c openbadge.Credential, depth int) (Status, error) {
	if depth >= MaxDepth {
		check.fail("bad_status_list", "the list has a status of its own, too deep to follow")
		return StatusUnknown, nil
	}
	doc, err := s.documents.Get(ctx, e.List)
	if err != nil {
		return s.unread(ctx, check, err)
	}
	check.read(doc)
	in := &input{}
	if problems := in.text(doc.Body); problems.HasErrors() {
		check.fail("bad_status_list", "the list cannot be read: "+problems[0].Message)
		return StatusUnknown, nil
	}
	trusted, err := s.list(ctx, check, in, c, e)
	if err != nil || !trusted {
		return StatusUnknown, err
	}
	if all, several := in.doc["credentialSubject"].([]any); several && len(all) > 1 {
		check.fail("bad_status_list", "the list is about several things, and nobody knows which of them is meant")
		return StatusUnknown, nil
	}
	list, problems := statuslist.ReadList(openbadge.Credential{Doc: in.doc}.Subject())
	if problems.HasErrors() {
		check.note(problems)
		return StatusUnknown, nil
	}
	return s.bit(check, e, list), nil
}

// list judges the credential that holds a list. Its own status is not followed:
// a list is replaced, not revoked.
func (s *session) list(ctx context.Context, check *Check, in *input, c openbadge.Credential, e *statuslist.Entry) (bool, error) {
	l := openbadge.Credential{Doc: in.doc}
	want := openbadge.StatusListKind
	if e.Type == statuslist.StatusList2021 {
		want = openbadge.StatusListKind1
	}
	if l.Kind() != want {
		check.fail("bad_status_list", "the document at "+e.List+" is no "+string(want))
		return false, nil
	}
	if l.Issuer() != c.Issuer() {
		check.fail("foreign_status_list", "the list is issued by "+l.Issuer()+", not by the issuer of the credential")
		return false, nil
	}
	v := &Verdict{Signature: None, Time: TimeUnknown}
	if in.token != nil {
		if claims := in.token.Claims(); claims.HasErrors() {
			check.fail("bad_status_list", "the list contradicts itself: "+claims[0].Message)
			return false, nil
		}
	}
	if err := s.signature(ctx, v, in, l); err != nil {
		return false, err
	}
	s.time(v, in, l)
	switch {
	case v.Signature != Yes:
		check.fail("bad_status_list", "the signature of the list is not good: "+first(v.Checks.Signature.Reasons))
		return false, nil
	case !v.IssuerBound:
		check.fail("foreign_status_list", "the list is not signed with a key of the issuer: "+first(v.Checks.IssuerBound.Reasons))
		return false, nil
	case v.Time != TimeValid:
		check.fail("status_list_"+string(v.Time), "the list is not in its time: "+first(v.Checks.Time.Reasons))
		return false, nil
	}
	if l.ID() != "" && l.ID() != e.List {
		check.warn("status_list_id", "the list says that it is "+l.ID()+", and lies at "+e.List)
	}
	return true, nil
}

func first(list []Reason) string {
	if len(list) == 0 {
		return "no reason is known"
	}
	return list[0].Message
}

// bit reads the entry in the list and says what it means.
func (s *session) bit(check *Check, e *statuslist.Entry, list *statuslist.List) Status {
	if !slices.Contains(list.Purposes, e.Purpose) {
		check.fail("status_purpose", fmt.Sprintf("the status is for %s, the list for %v", e.Purpose, list.Purposes))
		return StatusUnknown
	}
	value, ok := list.Value(e.Index, e.Size)
	if !ok {
		check.fail("status_index", fmt.Sprintf("entry %d is beyond the end of the list, which has %d", e.Index, list.Entries(e.Size)))
		return StatusUnknown
	}
	if list.Entries(e.Size) < statuslist.MinEntries {
		check.warn("status_list_short", fmt.Sprintf("the list has %d entries, fewer than the %d that the standard asks for", list.Entries(e.Size), statuslist.MinEntries))
	}
	set := value != 0
	switch {
	case e.Purpose == statuslist.Message:
		check.tell("status_message", fmt.Sprintf("message %#x: %s", value, e.Messages[value]))
	case e.Purpose == statuslist.Refresh && set:
		check.tell("status_refresh", "the issuer has a newer version of the credential")
	case e.Purpose == statuslist.Revocation && set:
		check.fail("revoked", "the issuer revoked the credential")
		return Revoked
	case e.Purpose == statuslist.Suspension && set:
		check.fail("suspended", "the issuer suspended the credential")
		return Suspended
	case e.Purpose != statuslist.Refresh && e.Purpose != statuslist.Revocation && e.Purpose != statuslist.Suspension:
		check.fail("status_purpose", "what a status for “"+e.Purpose+"” means is not known")
		return StatusUnknown
	default:
		check.tell("status_clear", "the list for "+e.Purpose+" is clear")
	}
	return Active
}
