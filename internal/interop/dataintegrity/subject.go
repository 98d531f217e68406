package dataintegrity

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/gowebpki/jcs"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/jsonld"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// subject is the document without its proofs, and what was computed from it.
type subject struct {
	document  map[string]any // as given
	unsecured map[string]any
	contexts  *jsonld.Processor
	work      *Work
	quads     []rdfcanon.Quad
	err       error
	read      bool
	canonical map[rdfcanon.Hash][]byte
}

func newSubject(document map[string]any, contexts *jsonld.Processor, work *Work) *subject {
	if contexts == nil {
		contexts = jsonld.Default()
	}
	unsecured := maps.Clone(document)
	delete(unsecured, "proof")
	return &subject{document: document, unsecured: unsecured, contexts: contexts, work: work}
}

// with returns the document with the proofs that another proof covers.
func (s *subject) with(previous []any) *subject {
	if len(previous) == 0 {
		return s
	}
	covered := newSubject(s.document, s.contexts, s.work)
	covered.unsecured["proof"] = previous
	return covered
}

// dataset is the document as RDF.
func (s *subject) dataset() ([]rdfcanon.Quad, error) {
	if !s.read {
		s.quads, s.err = s.contexts.ToRDF(s.unsecured)
		s.read = true
	}
	return s.quads, s.err
}

// rdfc is the canonical form of the document.
func (s *subject) rdfc(hash rdfcanon.Hash) ([]byte, error) {
	if known, ok := s.canonical[hash]; ok {
		return known, nil
	}
	quads, err := s.dataset()
	if err != nil {
		return nil, err
	}
	text, err := s.canonicalize(quads, hash)
	if err != nil {
		return nil, err
	}
	if s.canonical == nil {
		s.canonical = map[rdfcanon.Hash][]byte{}
	}
	s.canonical[hash] = text
	return text, nil
}

func (s *subject) canonicalize(quads []rdfcanon.Quad, hash rdfcanon.Hash) ([]byte, error) {
	result, err := s.work.canonicalize(quads, rdfcanon.Options{Hash: hash})
	if errors.Is(err, rdfcanon.ErrTooComplex) {
		return nil, diag.List{{Code: CodeTooComplex, Message: err.Error()}}
	}
	return result.NQuads(), err
}

// The contexts that define the members of proofs.
const (
	contextCredentials   = "https://www.w3.org/ns/credentials/v2"
	contextDataIntegrity = "https://w3id.org/security/data-integrity/v2"
	contextIntegrityV1   = "https://w3id.org/security/data-integrity/v1"
	contextEd25519       = "https://w3id.org/security/suites/ed25519-2020/v1"
)

// proofContext is the context that a proof is read with: the document's, and the
// suite's behind it where the document's has not got it, as the libraries in use
// do.
func (s *subject) proofContext(proofType string) any {
	list := slices.Clone(asList(s.document["@context"]))
	if proofType == TypeEd25519Signature2020 {
		if !slices.Contains(list, any(contextEd25519)) {
			list = append(list, contextEd25519)
		}
		return list
	}
	for _, known := range []any{contextCredentials, contextDataIntegrity, contextIntegrityV1} {
		if slices.ContainsFunc(list, func(c any) bool { return c == known }) {
			return list
		}
	}
	return append(list, contextDataIntegrity)
}

func asList(v any) []any {
	switch list := v.(type) {
	case nil:
		return nil
	case []any:
		return list
	}
	return []any{v}
}

// configRDFC is the canonical form of a proof's options: the proof without its
// value, read with the context of the document.
func (s *subject) configRDFC(proof map[string]any, hash rdfcanon.Hash) ([]byte, error) {
	config := maps.Clone(proof)
	delete(config, "proofValue")
	proofType, _ := proof["type"].(string)
	if own, given := proof["@context"]; given && !sameJSON(own, s.document["@context"]) {
		return nil, fail(CodeContext, "/@context", "the proof has a context of its own")
	}
	config["@context"] = s.proofContext(proofType)
	quads, err := s.contexts.ToRDF(config)
	if err != nil {
		return nil, belowProof(err)
	}
	return s.canonicalize(quads, hash)
}

// belowProof turns problems of the options into one of the proof.
func belowProof(err error) error {
	var list diag.List
	if errors.As(err, &list) && len(list) > 0 {
		return &failure{list[0]}
	}
	return err
}

// jcs is the canonical form of any JSON (RFC 8785).
func canonicalJSON(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(data)
}

func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
