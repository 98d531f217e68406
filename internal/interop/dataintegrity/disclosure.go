package dataintegrity

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"slices"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// disclosure is the content of a derived ecdsa-sd-2023 proof (section 3.5.7).
type disclosure struct {
	base       []byte // the issuer's signature
	ephemeral  []byte // multikey of the key that signed each statement
	signatures [][]byte
	labels     map[int]string // canonical blank node number -> the issuer's label
	mandatory  map[int]bool   // indexes of statements that the base signature covers
}

// p256Prefix is the multicodec of a P-256 public key.
var p256Prefix = []byte{0x80, 0x24}

// checkDisclosure verifies a derived proof (section 3.6.8): the issuer signed the
// options, the ephemeral key and the mandatory statements; the ephemeral key
// signed every other statement that is shown.
func checkDisclosure(s *subject, proof map[string]any, key Key) error {
	if public, isECDSA := key.Public.(*ecdsa.PublicKey); !isECDSA || public.Curve != elliptic.P256() {
		return fail(CodeKeyType, "/verificationMethod", "the suite needs a P-256 key")
	}
	value, _ := proof["proofValue"].(string)
	d, err := parseDisclosure(value)
	if err != nil {
		return err
	}
	ephemeral, err := p256Key(d.ephemeral)
	if err != nil {
		return err
	}
	lines, err := s.labelled(d.labels)
	if err != nil {
		return err
	}
	var mandatory []byte
	var others []string
	found := 0
	for i, line := range lines {
		if d.mandatory[i] {
			mandatory = append(mandatory, line...)
			found++
		} else {
			others = append(others, line)
		}
	}
	bad := fail(CodeSignature, "/proofValue", "the signatures do not match the statements that are shown and the key")
	if found != len(d.mandatory) || len(others) != len(d.signatures) {
		return bad
	}
	config, err := s.configRDFC(proof, rdfcanon.SHA256)
	if err != nil {
		return err
	}
	signed := slices.Concat(withSHA256.sum(config), d.ephemeral, withSHA256.sum(mandatory))
	if !signedBy(key.Public, withSHA256, signed, d.base) {
		return bad
	}
	for i, line := range others {
		if !signedBy(ephemeral, withSHA256, []byte(line), d.signatures[i]) {
			return bad
		}
	}
	return nil
}

func p256Key(multikey []byte) (*ecdsa.PublicKey, error) {
	point, isP256 := bytes.CutPrefix(multikey, p256Prefix)
	if isP256 && len(point) == 33 {
		if x, y := elliptic.UnmarshalCompressed(elliptic.P256(), point); x != nil {
			uncompressed := make([]byte, 65)
			uncompressed[0] = 4
			x.FillBytes(uncompressed[1:33])
			y.FillBytes(uncompressed[33:])
			if key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), uncompressed); err == nil {
				return key, nil
			}
		}
	}
	return nil, badDisclosure()
}

// labelled lists the statements of the document with the labels that the issuer
// gave the blank nodes.
func (s *subject) labelled(labels map[int]string) ([]string, error) {
	quads, err := s.dataset()
	if err != nil {
		return nil, err
	}
	result, err := s.work.canonicalize(quads, rdfcanon.Options{})
	if err != nil {
		return nil, diag.List{{Code: CodeTooComplex, Message: err.Error()}}
	}
	names := map[string]string{}
	used := map[string]bool{}
	for given, canonical := range result.Labels {
		name, known := labels[canonicalNumber(canonical)]
		if !known || used[name] {
			return nil, badDisclosure()
		}
		names[given] = name
		used[name] = true
	}
	lines := make([]string, len(quads))
	for i, q := range quads {
		for _, t := range []*rdfcanon.Term{&q.Subject, &q.Object, &q.Graph} {
			if t.Kind == rdfcanon.Blank {
				t.Value = names[t.Value]
			}
		}
		lines[i] = q.String()
	}
	slices.Sort(lines)
	return slices.Compact(lines), nil
}

func canonicalNumber(label string) int {
	n := 0
	for _, c := range []byte(label[len("c14n"):]) {
		n = n*10 + int(c-'0')
	}
	return n
}

func badDisclosure() error {
	return fail(CodeBadValue, "/proofValue", "the proof value is no derived ecdsa-sd-2023 proof")
}
