package ruleset

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"

	"github.com/cairnproject/cairn/internal/agreement"
)

// Manifest hashes every entry. The order of the set does not matter; of several
// entries with one key the last counts.
func (s *Set) Manifest() Manifest {
	n := len(s.Scales) + len(s.Institutions) + len(s.Items) + len(s.Programs) + len(s.Agreements)
	list := make([]Fingerprint, 0, n)
	list = hashAll(list, s.Scales, func(e *encoder, i int) Fingerprint {
		return Fingerprint{Key{What: WhatScale, ID: string(s.Scales[i].ID)}, e.hash(&s.Scales[i])}
	})
	list = hashAll(list, s.Institutions, func(e *encoder, i int) Fingerprint {
		return Fingerprint{Key{What: WhatInstitution, ID: string(s.Institutions[i].ID)}, e.hash(&s.Institutions[i])}
	})
	list = hashAll(list, s.Items, func(e *encoder, i int) Fingerprint {
		return Fingerprint{Key{What: WhatItem, ID: string(s.Items[i].ID)}, e.hash(&s.Items[i])}
	})
	list = hashAll(list, s.Programs, func(e *encoder, i int) Fingerprint {
		return Fingerprint{Key{What: WhatProgram, ID: s.Programs[i].ID}, e.hash(&s.Programs[i])}
	})
	list = hashAll(list, s.Agreements, func(e *encoder, i int) Fingerprint {
		a := &s.Agreements[i]
		return Fingerprint{Key{WhatAgreement, string(a.ID), a.Version}, e.agreement(a)}
	})
	return NewManifest(list)
}

// hashAll appends the fingerprints of one kind of entry.
func hashAll[T any](list []Fingerprint, entries []T, hash func(*encoder, int) Fingerprint) []Fingerprint {
	from := len(list)
	list = list[:from+len(entries)]
	each(len(entries), func(e *encoder, i int) { list[from+i] = hash(e, i) })
	return list
}

// RuleHash is one rule's id and hash.
type RuleHash struct {
	ID   string
	Hash Hash
}

// RuleHashes returns the ids and hashes of the rules in order.
func RuleHashes(rules []agreement.Rule) []RuleHash {
	out := make([]RuleHash, len(rules))
	each(len(rules), func(e *encoder, i int) { out[i] = RuleHash{rules[i].ID, e.hash(&rules[i])} })
	return out
}

// Heading is the agreement without its rules; whether the list was absent or
// empty stays visible, because the JSON shows it.
func Heading(a *agreement.Agreement) agreement.Agreement {
	head := *a
	head.Rules = a.Rules[:0:0]
	return head
}

// encoder writes canonical JSON into a buffer that it keeps.
type encoder struct {
	buf bytes.Buffer
	enc *json.Encoder
}

// hash is over the bytes of [json.Marshal]. Encoding cannot fail: entries hold
// no channels, functions or cycles.
func (e *encoder) hash(v any) Hash {
	if e.enc == nil {
		e.enc = json.NewEncoder(&e.buf)
	}
	e.buf.Reset()
	_ = e.enc.Encode(v)
	return sha256.Sum256(bytes.TrimSuffix(e.buf.Bytes(), []byte("\n")))
}

// agreement hashes the heading and the rules' hashes, so that nobody needs the
// text of a million rules in memory at once.
func (e *encoder) agreement(a *agreement.Agreement) Hash {
	head := Heading(a)
	first := e.hash(&head)
	h := sha256.New()
	h.Write(first[:])
	for _, r := range RuleHashes(a.Rules) {
		h.Write(r.Hash[:])
	}
	return Hash(h.Sum(nil))
}
