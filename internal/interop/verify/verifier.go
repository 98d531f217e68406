package verify

import (
	"context"
	"time"

	"github.com/cairnproject/cairn/internal/interop/dataintegrity"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/jsonld"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
)

// The limits of one verification.
const (
	// MaxNested is how many credentials inside one another are verified.
	MaxNested = 500
	// MaxDepth is how deep they may be nested.
	MaxDepth = 4
	// maxSteps is what all its canonicalisations together may spend on telling
	// blank nodes apart: about a second.
	maxSteps = 3 * rdfcanon.DefaultSteps
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
	work        *dataintegrity.Work
}

// Verify answers the question. Everything that is wrong with the data is in the
// verdict, also that it cannot be read at all (a broken image, JSON with a key
// given twice); an error is that of ctx or of the register of issuers.
func (v *Verifier) Verify(ctx context.Context, q Question) (*Verdict, error) {
	s := &session{Verifier: v, now: q.Now.UTC(), recipient: q.Recipient, institution: q.Institution, register: q.Register}
	s.documents = documents.NewSession(v.options.Documents, v.options.MaxDocuments)
	s.keys = vckeys.NewResolver(s.documents)
	s.work = dataintegrity.NewWork(maxSteps)
	out, err := s.judge(ctx, open(q.Data), 0)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
