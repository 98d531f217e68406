package statuslist

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/strictjson"
)

// TestRoundTrip: the entries that were set are set, and no others.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.Int64Range(MinEntries, MinEntries+100).Draw(t, "entries")
		set := map[int64]bool{}
		var list []int64
		for _, i := range rapid.SliceOfN(rapid.Int64Range(0, entries-1), 0, 20).Draw(t, "set") {
			set[i] = true
			list = append(list, i)
		}
		text, err := Encode(entries, list)
		if err != nil {
			t.Fatal(err)
		}
		l, problems := ReadList(map[string]any{"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": text})
		if problems != nil || l.Entries(1) < entries {
			t.Fatal(problems)
		}
		for i := range l.Entries(1) {
			if v, ok := l.Value(i, 1); !ok || (v == 1) != set[i] {
				t.Fatalf("entry %d is %d, %v", i, v, ok)
			}
		}
		if _, ok := l.Value(l.Entries(1), 1); ok {
			t.Fatal("there is an entry beyond the end")
		}
	})
	for _, bad := range []struct {
		entries int64
		set     []int64
	}{{1, nil}, {MinEntries, []int64{MinEntries}}, {MinEntries, []int64{-1}}, {MaxBytes*8 + 1, nil}} {
		if _, err := Encode(bad.entries, bad.set); err == nil {
			t.Errorf("%+v was written", bad)
		}
	}
}

// TestSizes: entries of several bits, the highest first.
func TestSizes(t *testing.T) {
	t.Parallel()
	l := &List{bits: []byte{0b1011_0010, 0b0100_1111}}
	for _, c := range []struct {
		index int64
		size  int
		want  int64
		ok    bool
	}{
		{0, 1, 1, true},
		{7, 1, 0, true},
		{9, 1, 1, true},
		{15, 1, 1, true},
		{16, 1, 0, false},
		{0, 2, 2, true},
		{1, 2, 3, true},
		{7, 2, 3, true},
		{8, 2, 0, false},
		{1, 3, 0b100, true},
		{2, 3, 0b100, true},
		{4, 3, 0b111, true},
		{5, 3, 0, false},
		{0, 16, 0b1011_0010_0100_1111, true},
		{0, 17, 0, false},
		{-1, 1, 0, false},
		{0, 0, 0, false},
		{0, 33, 0, false},
		{1 << 62, 8, 0, false},
	} {
		if got, ok := l.Value(c.index, c.size); got != c.want || ok != c.ok {
			t.Errorf("Value(%d, %d) = %b, %v; want %b, %v", c.index, c.size, got, ok, c.want, c.ok)
		}
	}
}

func TestSameID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"urn:x:1", "urn:x:1", true}, {" urn%3Ax%3A1\n", "urn:x:1", true}, {"urn:x:1", "urn:x:2", false}, {"", "", false}, {"%zz", "%zz", true}} {
		if got := SameID(c.a, c.b); got != c.want {
			t.Errorf("SameID(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// FuzzList: no list makes the reader panic or take more than its limit.
func FuzzList(f *testing.F) {
	f.Add("uH4sIAAAAAAAAA-3OMQ0AAAgDMObfNBp2kZBWQTMAAAAAAAAAAAAAAHyT6wAAAAAAtQXvXC_9AEAAAA", int64(94567), 1)
	f.Add("uH4sIAAAAAAAAA2NgGFgAAJ36qMKAAAAA", int64(1023), 2)
	f.Add("H4sIAAAAAAAAA2NgGFgAAJ36qMKAAAAA", int64(-1), 8)
	for _, pattern := range []string{"peer-signed/statuslist-*.json", "1edtech-validator/bit-string-list/testlist"} {
		names, err := filepath.Glob(filepath.Join(filepath.FromSlash("../../../../shared/data/credentials"), filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			var list struct {
				CredentialSubject struct{ EncodedList string }
			}
			if err := json.Unmarshal(data, &list); err != nil {
				f.Fatal(err)
			}
			f.Add(list.CredentialSubject.EncodedList, int64(7), 1)
		}
	}
	f.Fuzz(func(t *testing.T, text string, index int64, size int) {
		l, problems := ReadList(map[string]any{"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": text})
		if problems != nil {
			return
		}
		if len(l.bits) > MaxBytes {
			t.Errorf("%d bytes", len(l.bits))
		}
		if v, ok := l.Value(index, size); ok && (v < 0 || v >= 1<<size) {
			t.Errorf("Value(%d, %d) = %d", index, size, v)
		}
	})
}

// FuzzEntries: what is read has an index, a purpose and a list.
func FuzzEntries(f *testing.F) {
	f.Add([]byte(`{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"https://a.example/1"}`))
	f.Add([]byte(`[{"type":"1EdTechRevocationList","id":"https://a.example/1"},7]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
		if problems != nil {
			return
		}
		entries, _ := Entries(v)
		for i := range entries {
			e := &entries[i]
			if e.Type == Bitstring && (e.Index < 0 || e.Size < 1 || e.Size > 32 || e.List == "" || e.Purpose == "") {
				t.Errorf("%+v", e)
			}
		}
	})
}

// FuzzRevocations: a list never revokes what it does not name.
func FuzzRevocations(f *testing.F) {
	f.Add([]byte(`{"id":"https://a.example/","issuer":"did:key:z","revokedCredential":[{"id":"urn:x:1","revoked":true}]}`))
	f.Add([]byte(`{"id":"https://a.example/","revokedCredential":{"id":"urn:x:1"}}`))
	for _, pattern := range []string{"peer-signed/revocations.json"} {
		names, err := filepath.Glob(filepath.Join(filepath.FromSlash("../../../../shared/data/credentials"), filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, problems := ReadRevocations(data, "https://a.example/", "urn:fuzz:9f2d")
		if problems != nil || !r.Revoked {
			return
		}
		var list struct {
			RevokedCredential json.RawMessage `json:"revokedCredential"`
		}
		if json.Unmarshal(data, &list) != nil || len(list.RevokedCredential) == 0 {
			t.Errorf("revoked by %q", data)
		}
	})
}
