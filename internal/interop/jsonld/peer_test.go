package jsonld

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// peer is the directory of the independent peer with its libraries installed.
func peer(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("CAIRN_VC_PEER")
	if dir == "" {
		tb.Skip("CAIRN_VC_PEER does not name a copy of ../shared/tools/vc-peer with its libraries (npm ci)")
	}
	return dir
}

// canonOf asks the peer for the hash of the canonical form of each file; files it
// refuses are missing.
func canonOf(tb testing.TB, dir string, files []string) map[string]string {
	tb.Helper()
	contexts, err := filepath.Abs(filepath.Join(sharedCredentials, "contexts"))
	if err != nil {
		tb.Fatal(err)
	}
	c := exec.CommandContext(tb.Context(), "node", append([]string{"canon.mjs"}, files...)...)
	c.Dir, c.Env = dir, append(os.Environ(), "CTX_DIR="+contexts)
	out, err := c.Output()
	if err != nil {
		tb.Fatal(err)
	}
	hashes := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if hash, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok && len(hash) == 64 {
			hashes[file] = hash
		}
	}
	return hashes
}

// TestEqualToThePeer compares canonical forms with jsonld.js byte by byte.
func TestEqualToThePeer(t *testing.T) {
	t.Parallel()
	dir := peer(t)
	all := forPeer(samples(t))
	files := make([]string, len(all))
	for i, s := range all {
		path, err := filepath.Abs(s.path)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = path
	}
	hashes := canonOf(t, dir, files)
	equal := 0
	for i, s := range all {
		quads, err := Default().ToRDF(withoutProof(s.document))
		want, accepted := hashes[files[i]]
		switch {
		case err == nil && !accepted:
			t.Errorf("%s: accepted here and refused by the peer", s.name)
		case err != nil && accepted:
			t.Logf("%s: refused here and accepted by the peer: %v", s.name, err)
		case err == nil:
			sum := sha256.Sum256([]byte(canonical(t, quads)))
			if hex.EncodeToString(sum[:]) != want {
				t.Errorf("%s: another canonical form", s.name)
			}
			equal++
		}
	}
	if equal < 100 {
		t.Errorf("only %d documents were compared", equal)
	}
}

// TestChangedDocumentsEqualThePeer does the same with samples that were changed at
// random places.
func TestChangedDocumentsEqualThePeer(t *testing.T) {
	t.Parallel()
	dir := peer(t)
	all := forPeer(samples(t))
	changed := rapid.Custom(func(r *rapid.T) map[string]any {
		document := as[map[string]any](t, clone(all[rapid.IntRange(0, len(all)-1).Draw(r, "sample")].document))
		for range rapid.IntRange(1, 3).Draw(r, "changes") {
			change(r, document)
		}
		return document
	})
	var files []string
	want := map[string]string{}
	for i := range 600 {
		document := changed.Example(i)
		quads, err := Default().ToRDF(withoutProof(document))
		if err != nil {
			continue
		}
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "document.json")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(canonical(t, quads)))
		want[file] = hex.EncodeToString(sum[:])
		files = append(files, file)
	}
	got := canonOf(t, dir, files)
	for _, file := range files {
		if got[file] != want[file] {
			data, _ := os.ReadFile(file)
			t.Errorf("%s, want %s\n%s", got[file], want[file], data)
		}
	}
	t.Logf("%d of 600 documents were accepted and are equal", len(files))
	if len(files) < 50 {
		t.Errorf("only %d documents were compared", len(files))
	}
}

// forPeer leaves out what is written in a context that the peer does not have.
func forPeer(all []sample) []sample {
	return slices.DeleteFunc(all, func(s sample) bool {
		list, _ := s.document["@context"].([]any)
		return slices.Contains(list, any(citizenship))
	})
}
