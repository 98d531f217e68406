package requirement

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash identifies the content of a program: the lower-case hex SHA-256 of its
// JSON, in which keys have a fixed order and what is not stated is left out.
// Two programs that are written differently and mean the same to the reader of
// files (short forms, order of keys) have one hash; the order of lists counts,
// because people see it.
func (p *Program) Hash() string { return hashOf(p) }

// Hash identifies what a version asks, its sets and shares included; see
// [Program.Hash].
func (v *ProgramVersion) Hash() string { return hashOf(v) }

func hashOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		// The types hold no channels, functions or circles: this is a mistake
		// in this package.
		panic(err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
