package openbadge

import (
	"slices"
	"strconv"
)

// presentation reports whether the document is meant to be a presentation and no
// credential: by its type, or by holding credentials and having no subject.
func (c Credential) presentation() bool {
	return c.Kind() == PresentationKind || c.Kind() == NoKind && c.Doc["credentialSubject"] == nil && c.Doc["verifiableCredential"] != nil
}

// presented checks what VC 2.0, 4.13 asks of a presentation; what it holds is
// checked like any credential.
func (s *structure) presented() {
	if !slices.Contains(s.Types(), string(PresentationKind)) {
		s.fail("wrong_class", "/type", "type must include VerifiablePresentation")
	}
	s.url("/id", s.Doc, "id", true)
	switch holder := s.Doc["holder"].(type) {
	case nil:
	case map[string]any:
		s.url("/holder/id", holder, "id", false)
	default:
		s.url("/holder", s.Doc, "holder", false)
	}
	s.typed("proof", noID)
	for i, e := range list(s.Doc["verifiableCredential"]) {
		at := "/verifiableCredential/" + strconv.Itoa(i)
		m, ok := e.(map[string]any)
		if !ok {
			s.fail("wrong_type", at, "a credential in a presentation is an object; a JWS stands in an EnvelopedVerifiableCredential")
			continue
		}
		if _, enveloped := Enveloped(m); enveloped {
			continue
		}
		for _, p := range Structure(Credential{Doc: m}) {
			p.Pointer = at + p.Pointer
			s.list = append(s.list, p)
		}
	}
}
