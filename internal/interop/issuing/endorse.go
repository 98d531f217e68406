package issuing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
)

// Statement is an endorsement that is to be issued: what a body says about an
// achievement, a credential or an issuer.
type Statement struct {
	ID          uuid.UUID
	Name        string
	About       string // the id of what is endorsed
	Comment     string
	From, Until time.Time
}

// EndorsementDocument is the EndorsementCredential before it is signed. The
// error is a diag.List.
func (i *Issuer) EndorsementDocument(s *Statement) (map[string]any, error) {
	if s.About == "" || s.Name == "" {
		return nil, diag.List{{Code: "missing_member", Message: "an endorsement needs a name and the id of what it is about"}}
	}
	subject := object{"id": s.About, "type": []any{"EndorsementSubject"}}
	put(subject, "endorsementComment", s.Comment)
	doc := object{
		"@context":          []any{openbadge.ContextV2, contextOB, contextExtensions},
		"id":                "urn:uuid:" + s.ID.String(),
		"type":              []any{"VerifiableCredential", "EndorsementCredential"},
		"name":              s.Name,
		"issuer":            i.profile(),
		"validFrom":         moments(s.From),
		"credentialSubject": subject,
		"credentialSchema":  []any{object{"id": schemaEndorsement, "type": "1EdTechJsonSchemaValidator2019"}},
	}
	if !s.Until.IsZero() {
		doc["validUntil"] = moments(s.Until)
	}
	return sound(doc)
}

// ReadEndorsements reads files with signed endorsements, relative to a folder.
func ReadEndorsements(dir string, files []string) ([]Endorsement, error) {
	var out []Endorsement
	for _, name := range files {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		e, err := ParseEndorsement(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// ParseEndorsement reads a signed EndorsementCredential: JSON or a compact JWS.
// Its signature is whoever verifies it to judge.
func ParseEndorsement(data []byte) (Endorsement, error) {
	var e Endorsement
	if vcjwt.Looks(data) {
		t, problems := vcjwt.Parse([]byte(strings.TrimSpace(string(data))))
		if err := problems.Err(); err != nil {
			return e, err
		}
		e.JWS, e.Doc = strings.TrimSpace(string(data)), t.Credential
	} else {
		doc, err := tree(data)
		if err != nil {
			return e, err
		}
		e.Doc = doc
	}
	if (openbadge.Credential{Doc: e.Doc}).Kind() != openbadge.EndorsementKind {
		return e, diag.List{{Code: "wrong_class", Message: "this is no EndorsementCredential"}}
	}
	return e, nil
}

// About is the id of what the endorsement is about.
func (e *Endorsement) About() string {
	id, _ := openbadge.Credential{Doc: e.Doc}.Subject()["id"].(string)
	return id
}
