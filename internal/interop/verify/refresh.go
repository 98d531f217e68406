package verify

import (
	"context"
	"fmt"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/statuslist"
)

// refresh asks the refresh service once for a newer version (Open Badges 3.0,
// "Refresh"). It replaces nothing here: the newer credential gets a verdict of its
// own, where it is one of the same issuer and id, signed and bound. Lines of records are
// made of the newer one.
func (s *session) refresh(ctx context.Context, v *Verdict, c openbadge.Credential, depth int) error {
	service, _ := c.Doc["refreshService"].(map[string]any)
	id, _ := service["id"].(string)
	if typ, _ := service["type"].(string); depth > 0 || id == "" || typ != "1EdTechCredentialRefresh" || v.Signature != Yes {
		return nil
	}
	check := &v.Checks.Status
	doc, err := s.documents.Get(ctx, id)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		check.warn("refresh_failed", "the refresh service did not answer: "+documents.Problem(err).Message)
		return nil
	}
	in := &input{}
	if problems := in.text(doc.Body); problems.HasErrors() {
		check.warn("refresh_failed", "the refresh service sent no credential: "+problems[0].Message)
		return nil
	}
	newer, err := s.judge(ctx, in, depth+1)
	if err != nil {
		return err
	}
	n := openbadge.Credential{Doc: in.doc}
	was, _ := c.From()
	is, _ := n.From()
	switch {
	case newer.Signature != Yes || !newer.IssuerBound || n.Issuer() != c.Issuer() || !statuslist.SameID(n.ID(), c.ID()):
		check.warn("refresh_failed", "the refresh service sent something that is not a newer version of this credential")
	case !is.After(was):
		check.tell("refresh_same", "the refresh service has no newer version")
	default:
		check.tell("refreshed", fmt.Sprintf("there is a newer version, valid from %s", is.UTC().Format(rfc3339)))
		v.Refreshed = newer
		if !newer.Verified {
			check.warn("refreshed_not_verified", "the newer version, which takes the place of this one, does not verify")
		}
	}
	return nil
}
