package ruleset

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
)

// Kinds of entry, as Key.What and Entry.What name them.
const (
	WhatScale       = "scale"
	WhatInstitution = "institution"
	WhatItem        = "item"
	WhatProgram     = "program"
	WhatAgreement   = "agreement"
)

// Key names one entry of a set. Version is 0 except for agreements.
type Key struct {
	What    string
	ID      string
	Version int
}

// Compare orders keys by kind, id and version.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.What, o.What), cmp.Compare(k.ID, o.ID), cmp.Compare(k.Version, o.Version))
}

// Name is the id as people write it; for agreements "id v2".
func (k Key) Name() string {
	if k.What != WhatAgreement {
		return k.ID
	}
	return k.ID + " v" + strconv.Itoa(k.Version)
}

// Hash is the SHA-256 of one entry's canonical JSON; an agreement's covers its
// heading and the hashes of its rules.
type Hash [sha256.Size]byte

// Fingerprint is one entry's key and hash.
type Fingerprint struct {
	Key  Key
	Hash Hash
}

// Manifest is a set entry by entry, in order of key, each key once. Sets can be
// compared, merged and versioned by their manifests alone, so a store need not
// read a million rules to learn that one of them changed.
type Manifest []Fingerprint

// Version identifies the content that the manifest stands for.
func (m Manifest) Version() Version {
	h := sha256.New()
	line := []byte("cairn rule set 1\n")
	for i := range m {
		h.Write(line)
		k := &m[i].Key
		line = append(line[:0], k.What...)
		line = append(line, 0)
		line = append(line, k.ID...)
		line = append(line, 0)
		line = strconv.AppendInt(line, int64(k.Version), 10)
		line = append(line, 0)
		line = append(line, m[i].Hash[:]...)
	}
	h.Write(line)
	return Version(hex.EncodeToString(h.Sum(nil)))
}

// Find returns the hash of one entry; ok is false where the set has none.
func (m Manifest) Find(k Key) (h Hash, ok bool) {
	i, ok := slices.BinarySearchFunc(m, k, func(f Fingerprint, k Key) int { return f.Key.Compare(k) })
	if !ok {
		return Hash{}, false
	}
	return m[i].Hash, true
}

// Merge returns the manifest of [Merge]: where both have an entry, update's
// wins.
func (m Manifest) Merge(update Manifest) Manifest {
	out := make(Manifest, 0, len(m)+len(update))
	for len(m) > 0 && len(update) > 0 {
		switch order := m[0].Key.Compare(update[0].Key); {
		case order < 0:
			out, m = append(out, m[0]), m[1:]
		case order > 0:
			out, update = append(out, update[0]), update[1:]
		default:
			out, m, update = append(out, update[0]), m[1:], update[1:]
		}
	}
	return append(append(out, m...), update...)
}

// NewManifest puts fingerprints into order. Of several with one key the last
// stays, as in [Merge].
func NewManifest(list []Fingerprint) Manifest {
	byKey := func(a, b Fingerprint) int { return a.Key.Compare(b.Key) }
	if !slices.IsSortedFunc(list, byKey) {
		slices.SortStableFunc(list, byKey)
	}
	out := list[:0]
	for i := range list {
		if i+1 < len(list) && list[i].Key == list[i+1].Key {
			continue
		}
		out = append(out, list[i])
	}
	return out
}
