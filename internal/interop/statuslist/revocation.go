package statuslist

import (
	"net/url"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// Revoked is the answer of a 1EdTech revocation list.
type Revoked struct {
	// Listed and Revoked: a credential may be listed and not revoked.
	Listed, Revoked bool
	Reason          string
	// Issuer is the issuer that the list names.
	Issuer string
}

// maxRevoked is how many entries of a revocation list are read.
const maxRevoked = 1_000_000

// ReadRevocations looks a credential up in a 1EdTech revocation list (Open
// Badges 3.0, "1EdTech Revocation List Status Method"): {id, issuer,
// revokedCredential: [{id, revoked?, revocationReason?}]}. The list carries no
// signature; that it came from the address in the signed credential is all that
// speaks for it. An entry that is a bare text is taken as the id; one that names
// nothing makes the answer a problem, unless the credential is listed.
func ReadRevocations(data []byte, address, credential string) (Revoked, diag.List) {
	v, problems := strictjson.Tree(data, strictjson.TreeOptions{Size: MaxBytes, Entries: 4 * maxRevoked})
	if problems.HasErrors() {
		return Revoked{}, bad("the revocation list is not sound JSON: " + problems[0].Message)
	}
	m, ok := v.(map[string]any)
	entries, list := m["revokedCredential"].([]any)
	if single, one := m["revokedCredential"].(map[string]any); one {
		entries, list = []any{single}, true
	}
	switch {
	case !ok || !list: // nothing said is not “nothing revoked”
		return Revoked{}, bad("this is no revocation list: it has no revokedCredential")
	case text(m["id"]) != address:
		return Revoked{}, bad("the list says that it is “" + text(m["id"]) + "”, not " + address)
	}
	out := Revoked{Issuer: text(m["issuer"])}
	if o, ok := m["issuer"].(map[string]any); ok {
		out.Issuer = text(o["id"])
	}
	unread := false
	for _, e := range entries {
		if id, ok := e.(string); ok { // not as the standard has it, and clear enough
			e = map[string]any{"id": id}
		}
		entry, ok := e.(map[string]any)
		if !ok || text(entry["id"]) == "" {
			unread = true
			continue
		}
		if !SameID(text(entry["id"]), credential) {
			continue
		}
		out.Listed = true
		if revoked, stated := entry["revoked"].(bool); !stated || revoked {
			out.Revoked, out.Reason = true, text(entry["revocationReason"])
			return out, nil
		}
	}
	if unread && !out.Listed {
		return Revoked{}, bad("the revocation list has entries without an id, which may mean any credential")
	}
	return out, nil
}

// SameID compares ids of credentials as Open Badges 3.0, 10.1 asks: percent
// signs decoded, blanks around them cut. An empty id equals none.
func SameID(a, b string) bool { return a != "" && normal(a) == normal(b) }

func normal(id string) string {
	id = strings.TrimSpace(id)
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}
