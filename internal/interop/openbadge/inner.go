package openbadge

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/interop/vcjwt"
)

// Inner is a credential inside another: its document or its compact JWS, and the
// JSON pointer where it stands.
type Inner struct {
	Pointer string
	// About is the id of what an endorsement stands beside, and should be about.
	About string
	Doc   map[string]any // nil where it is a JWS
	JWS   string
}

// Endorsements lists the endorsements of the credential, its achievement, its
// issuer, and its other profiles, in this order.
func (c Credential) Endorsements() []Inner {
	var out []Inner
	add := func(at string, m map[string]any) {
		first := len(out)
		out = appendInner(out, at+"/endorsement", m["endorsement"])
		out = appendInner(out, at+"/endorsementJwt", m["endorsementJwt"])
		for i := range out[first:] {
			out[first+i].About = text(m["id"])
		}
	}
	add("", c.Doc)
	subject := c.Subject()
	if a, ok := subject["achievement"].(map[string]any); ok {
		add("/credentialSubject/achievement", a)
		if creator, ok := a["creator"].(map[string]any); ok {
			add("/credentialSubject/achievement/creator", creator)
		}
	}
	if s, ok := subject["source"].(map[string]any); ok {
		add("/credentialSubject/source", s)
	}
	if issuer, ok := c.Doc["issuer"].(map[string]any); ok {
		add("/issuer", issuer)
	}
	return out
}

// Contained lists the credentials of a CLR or of a presentation.
func (c Credential) Contained() []Inner {
	switch c.Kind() {
	case ClrKind:
		return appendInner(nil, "/credentialSubject/verifiableCredential", c.Subject()["verifiableCredential"])
	case PresentationKind:
		return appendInner(nil, "/verifiableCredential", c.Doc["verifiableCredential"])
	}
	return nil
}

func appendInner(out []Inner, at string, v any) []Inner {
	for i, e := range list(v) {
		in := Inner{Pointer: at + "/" + strconv.Itoa(i)}
		switch e := e.(type) {
		case map[string]any:
			if jws, ok := Enveloped(e); ok {
				in.JWS = jws
			} else {
				in.Doc = e
			}
		case string:
			in.JWS = e
		default:
			continue
		}
		out = append(out, in)
	}
	return out
}

// Enveloped returns the compact JWS inside an EnvelopedVerifiableCredential (VC
// 2.0, 4.13): an object whose id is a data: URL.
func Enveloped(doc map[string]any) (string, bool) {
	if !slices.Contains(texts(doc["type"]), "EnvelopedVerifiableCredential") {
		return "", false
	}
	return vcjwt.FromDataURL(text(doc["id"]))
}
