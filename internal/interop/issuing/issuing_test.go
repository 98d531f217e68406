package issuing_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

func TestWhatIsIssuedVerifies(t *testing.T) {
	t.Parallel()
	for _, id := range []string{httpsID, webID} {
		i := issuer(t, id)
		files := published(t, nil, i)
		for _, f := range issuing.Formats() {
			t.Run(id[:8]+string(f), func(t *testing.T) {
				t.Parallel()
				v := judge(t, files, sign(t, i, award(), f).Body, "ann@example.org")
				if !v.Verified || v.Status != verify.Active || v.Recipient != verify.Yes || v.Schema != verify.Yes || !v.IssuerBound {
					t.Error(show(v))
				}
				for _, r := range v.Checks.Schema.Reasons {
					t.Error("the structure draws the remark: " + r.Code + " " + r.Message)
				}
			})
		}
	}
}

func TestARevokedCredentialIsRevoked(t *testing.T) {
	t.Parallel()
	i := issuer(t, httpsID)
	s := sign(t, i, award(), issuing.EmbeddedEdDSA)
	if v := judge(t, published(t, []int64{4711}, i), s.Body); v.Status != verify.Revoked || v.Verified {
		t.Error(show(v))
	}
	if v := judge(t, published(t, []int64{4710, 4712}, i), s.Body); v.Status != verify.Active {
		t.Error(show(v))
	}
}

// TestThePeerVerifiesWhatIsIssued: other people's libraries accept what Cairn
// issues, read the status list, and refuse what was changed.
func TestThePeerVerifiesWhatIsIssued(t *testing.T) {
	t.Parallel()
	peer(t)
	i := issuer(t, httpsID)
	controller, err := i.Controller()
	if err != nil {
		t.Fatal(err)
	}
	set, err := issuing.KeySet([]*issuing.Issuer{i})
	if err != nil {
		t.Fatal(err)
	}
	key := httpsID + "=" + file(t, "issuer.json", controller)
	jwks := file(t, "jwks.json", set)
	for _, revoked := range [][]int64{nil, {4711}} {
		list, err := i.StatusList(t.Context(), 1, "revocation", i.ListEntries(), revoked, now)
		if err != nil {
			t.Fatal(err)
		}
		docs := []string{"--now", "2026-11-21T12:30:00Z", "--doc", key, "--doc", i.ListURL(1, "revocation") + "=" + file(t, "list.json", list.Body)}
		body := sign(t, i, award(), issuing.EmbeddedEdDSA).Body
		out := runPeer(t, append(append([]string{"verify.mjs", "--status"}, docs...), file(t, "badge.json", body))...)
		if want := `"revoked":true`; !strings.Contains(out, `"verified":true`) || strings.Contains(out, want) != (revoked != nil) || !strings.Contains(out, `"checked":`) {
			t.Errorf("revoked %v: %s", revoked, out)
		}
	}
	for _, f := range issuing.Formats() {
		body := sign(t, i, award(), f).Body
		var args []string
		if strings.HasPrefix(string(f), "vc-jwt") {
			args = []string{"jwt.mjs", "verify", file(t, "badge.jwt", body), "--jwks", jwks}
		} else {
			args = []string{"verify.mjs", "--now", "2026-11-21T12:30:00Z", "--doc", key, file(t, "badge.json", body)}
		}
		out := runPeer(t, args...)
		if !strings.Contains(out, `"verified":true`) && !strings.Contains(out, `"signature":true`) || !strings.Contains(out, `"errors":[]`) {
			t.Errorf("%s: %s", f, out)
		}
	}
}

// TestNothingUnsoundIsSigned: what would break the standard, so that nobody could verify
// it, is refused before it is signed.
func TestNothingUnsoundIsSigned(t *testing.T) {
	t.Parallel()
	i := issuer(t, httpsID)
	less := credit.Int(-1)
	for name, c := range map[string]struct {
		change func(*issuing.Award)
		code   string
	}{
		"sound":             {func(*issuing.Award) {}, ""},
		"an own type":       {func(a *issuing.Award) { a.Achievement.Type = "ext:Nano" }, ""},
		"no such type":      {func(a *issuing.Award) { a.Achievement.Type = "Nonsense" }, "bad_value"},
		"no such level":     {func(a *issuing.Award) { a.Achievement.Level = "eqf:9" }, "bad_value"},
		"a level by name":   {func(a *issuing.Award) { a.Achievement.Level = "five" }, "bad_value"},
		"less than none":    {func(a *issuing.Award) { a.Achievement.Credits = &less }, "bad_value"},
		"before it begins":  {func(a *issuing.Award) { a.Achievement.ValidMonths = -1 }, "bad_value"},
		"no recipient's id": {func(a *issuing.Award) { a.Recipient.ID = "not a did" }, "bad_url"},
		"no image":          {func(a *issuing.Award) { a.Achievement.Image = "a b" }, "bad_url"},
	} {
		a := award()
		c.change(a)
		_, err := i.Document(a)
		list, _ := errors.AsType[diag.List](err)
		if (err == nil) != (c.code == "") || err != nil && !slices.ContainsFunc(list, func(p diag.Problem) bool { return p.Code == c.code }) {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}
