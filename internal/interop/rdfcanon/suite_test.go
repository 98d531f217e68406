package rdfcanon

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// suiteDir is the W3C test suite for RDFC-1.0.
const suiteDir = "../../../../shared/data/credentials/rdf-canon/tests"

type suiteEntry struct {
	ID, Type, Action, Result, HashAlgorithm string
}

func suite(tb testing.TB) []suiteEntry {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(suiteDir, "manifest.jsonld"))
	if err != nil {
		tb.Skip("the W3C suite is not at ../shared/data/credentials/rdf-canon beside the repository")
	}
	var manifest struct{ Entries []suiteEntry }
	if err := json.Unmarshal(data, &manifest); err != nil {
		tb.Fatal(err)
	}
	return manifest.Entries
}

func suiteFile(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(suiteDir, name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func (e suiteEntry) run(tb testing.TB) (Result, error) {
	tb.Helper()
	quads, err := ParseNQuads(string(suiteFile(tb, e.Action)))
	if err != nil {
		tb.Fatal(err)
	}
	o := Options{}
	if e.HashAlgorithm == "SHA384" {
		o.Hash = SHA384
	}
	return Canonicalize(quads, o)
}

func TestW3CSuite(t *testing.T) {
	t.Parallel()
	count := map[string]int{}
	entries := suite(t)
	for _, e := range entries {
		count[e.Type]++
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			got, err := e.run(t)
			t.Log(got.Steps, "steps")
			switch e.Type {
			case "rdfc:RDFC10EvalTest":
				if diff := cmp.Diff(string(suiteFile(t, e.Result)), string(got.NQuads())); diff != "" || err != nil {
					t.Errorf("%v -want +got:\n%s", err, diff)
				}
			case "rdfc:RDFC10MapTest":
				want := map[string]string{}
				if err := json.Unmarshal(suiteFile(t, e.Result), &want); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got.Labels); diff != "" || err != nil {
					t.Errorf("%v -want +got:\n%s", err, diff)
				}
			case "rdfc:RDFC10NegativeEvalTest":
				if !errors.Is(err, ErrTooComplex) {
					t.Errorf("the poison graph was accepted: %v", err)
				}
			default:
				t.Errorf("unknown test type %s", e.Type)
			}
		})
	}
	want := map[string]int{"rdfc:RDFC10EvalTest": 64, "rdfc:RDFC10MapTest": 21, "rdfc:RDFC10NegativeEvalTest": 1}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("the suite has other tests: %s", diff)
	}
}

// BenchmarkPoison shows that refusing takes well under a second.
func BenchmarkPoison(b *testing.B) {
	for _, e := range suite(b) {
		if e.Type != "rdfc:RDFC10NegativeEvalTest" {
			continue
		}
		for b.Loop() {
			if _, err := e.run(b); !errors.Is(err, ErrTooComplex) {
				b.Fatal(err)
			}
		}
	}
}
