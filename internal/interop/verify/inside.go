package verify

import (
	"context"

	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// inside judges endorsements and contained credentials.
func (s *session) inside(ctx context.Context, v *Verdict, c openbadge.Credential, depth int) error {
	for _, group := range []struct {
		role Role
		list []openbadge.Inner
		out  *[]bool
	}{{RoleEndorsement, c.Endorsements(), &v.Endorsements}, {RoleInner, c.Contained(), &v.Inner}} {
		for _, inner := range group.list {
			if s.nested++; s.nested > MaxNested || depth >= MaxDepth {
				v.Schema = No
				v.Checks.Schema.fail("too_many_nested", "more credentials inside one another than are read")
				return nil
			}
			n, err := s.within(ctx, inner, depth)
			if err != nil {
				return err
			}
			if group.role == RoleEndorsement {
				n.endorses(inner.About)
			}
			*group.out = append(*group.out, n.Verified)
			v.Nested = append(v.Nested, Nested{Role: group.role, Pointer: inner.Pointer, Verdict: n})
		}
	}
	return nil
}

// endorses checks that a credential is an endorsement, and warns where it is
// about something else than what it stands beside.
func (v *Verdict) endorses(about string) {
	if v.Credential == nil {
		return
	}
	if v.Credential.Kind != openbadge.EndorsementKind {
		v.Schema = No
		v.Checks.Schema.fail("wrong_class", "this stands in the place of an endorsement and is none")
		v.sum()
	}
	if about != "" && v.Credential.Subject != about {
		v.Checks.Schema.warn("endorses_another", "the endorsement is about “"+v.Credential.Subject+"” and stands beside "+about)
	}
}

// within judges one credential inside another. Nobody is asked for there: what
// an endorsement is about is not the person.
func (s *session) within(ctx context.Context, inner openbadge.Inner, depth int) (*Verdict, error) {
	in := &input{form: []string{"json"}, doc: inner.Doc}
	if inner.JWS != "" {
		in = &input{}
		in.broken = in.jws([]byte(inner.JWS))
	}
	recipient := s.recipient
	defer func() { s.recipient = recipient }()
	s.recipient = nil
	return s.judge(ctx, in, depth+1)
}
