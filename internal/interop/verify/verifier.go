package verify

import (
	"context"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/baked"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/jsonld"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// The limits of one verification.
const (
	// MaxNested is how many credentials inside one another are verified.
	MaxNested = 500
	// MaxDepth is how deep they may be nested.
	MaxDepth = 4
)

// Options are what a verifier works with.
type Options struct {
	// Documents finds issuer profiles, keys and status lists; nil: none.
	Documents documents.Source
	// Contexts reads JSON-LD; nil: the embedded contexts.
	Contexts *jsonld.Processor
	// MaxDocuments bounds what one verification may ask for; 0:
	// documents.DefaultMost.
	MaxDocuments int
}

// Register finds what an institution thinks of an issuer on a day.
type Register interface {
	// Trusts returns the entry for the issuer that is in force at the moment.
	// known is false where the institution has no register at all.
	Trusts(ctx context.Context, institution, issuer string, at time.Time) (entry *Trust, known bool, err error)
}

// Verifier verifies credentials. It is safe for concurrent use.
type Verifier struct{ options Options }

// New makes a verifier.
func New(o Options) *Verifier {
	if o.Documents == nil {
		o.Documents = documents.None{}
	}
	return &Verifier{options: o}
}

// Question is one credential and what is asked about it.
type Question struct {
	// Data is JSON, a compact JWS, or a PNG or SVG image with either inside.
	Data []byte
	// Now is the moment for which the answer is wanted. Required.
	Now time.Time
	// Recipient are identities of the person who shows the credential: a DID, an
	// e-mail address, a student number. Empty: nobody is asked for.
	Recipient []string
	// Institution is whose register of issuers counts; empty: none.
	Institution string
	// Register is where it is looked up; nil: no institution has one.
	Register Register
}

// session is one verification.
type session struct {
	*Verifier

	now         time.Time
	recipient   []string
	institution string
	register    Register
	documents   *documents.Session
	keys        *vckeys.Resolver
	nested      int
}

// Verify answers the question. Everything that is wrong with the data is in the
// verdict, also that it cannot be read at all (a broken image, JSON with a key
// given twice); an error is that of ctx or of the register of issuers.
func (v *Verifier) Verify(ctx context.Context, q Question) (*Verdict, error) {
	s := &session{Verifier: v, now: q.Now.UTC(), recipient: q.Recipient, institution: q.Institution, register: q.Register}
	s.documents = documents.NewSession(v.options.Documents, v.options.MaxDocuments)
	s.keys = vckeys.NewResolver(s.documents)
	out, err := s.judge(ctx, open(q.Data), 0)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// input is a credential, taken out of whatever held it.
type input struct {
	form     []string
	doc      map[string]any // nil: there is no credential
	token    *vcjwt.Token   // nil: not a JWS
	warnings diag.List
	broken   diag.List // why it cannot be read
}

// open takes the credential out of an image or a JWS, or reads it as JSON. What
// is wrong is in the input.
func open(data []byte) *input {
	in := &input{}
	switch {
	case baked.IsPNG(data):
		in.image("png", data, baked.PNG)
	case baked.IsSVG(data):
		in.image("svg", data, baked.SVG)
	default:
		in.broken = in.text(data)
	}
	return in
}

func (in *input) image(form string, data []byte, read func([]byte) (*baked.Found, diag.List)) {
	in.form = []string{form}
	found, problems := read(data)
	if problems.HasErrors() {
		in.broken = problems
		return
	}
	in.warnings = found.Warnings
	switch {
	case found.Version2:
		in.warnings = append(in.warnings, diag.Problem{Code: "open_badges_2", Message: "the image holds an Open Badges 2.0 assertion, which is not verified; ask the issuer for a 3.0 badge"})
	case len(found.Text) == 0:
		in.warnings = append(in.warnings, diag.Problem{Code: "no_credential", Message: "the image holds no credential"})
	default:
		in.broken = in.text(found.Text)
	}
}

// text reads JSON or a compact JWS.
func (in *input) text(data []byte) diag.List {
	if vcjwt.Looks(data) {
		return in.jws(data)
	}
	in.form = append(in.form, "json")
	v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
	if problems.HasErrors() {
		return problems
	}
	switch v := v.(type) {
	case map[string]any:
		if jws, ok := openbadge.Enveloped(v); ok {
			return in.jws([]byte(jws))
		}
		in.doc = v
		return nil
	case string: // a JWS in quotes, as APIs send it
		if vcjwt.Looks([]byte(v)) {
			in.form = in.form[:len(in.form)-1]
			return in.jws([]byte(v))
		}
	}
	return diag.List{{Code: "wrong_type", Message: "a credential is a JSON object", Suggestion: "send JSON, a compact JWS, or a baked PNG or SVG image"}}
}

func (in *input) jws(data []byte) diag.List {
	in.form = append(in.form, "jws")
	t, problems := vcjwt.Parse([]byte(strings.TrimSpace(string(data))))
	if problems.HasErrors() {
		return problems
	}
	in.token, in.doc = t, t.Credential
	in.warnings = append(in.warnings, t.Warnings...)
	return nil
}
