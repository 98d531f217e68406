package strictjson

import (
	"encoding/json"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTreeReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	got, problems := Tree([]byte("\xef\xbb\xbf"+` {"a":[1,2.5,-3,"x\u00e9\u0000",true,false,null,[],{}],"":{"b":0}} `), TreeOptions{})
	want := map[string]any{
		"a": []any{1.0, 2.5, -3.0, "xé\x00", true, false, nil, []any{}, map[string]any{}},
		"":  map[string]any{"b": 0.0},
	}
	if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
		t.Errorf("%v -want +got:\n%s", problems, diff)
	}
}

func TestTreeRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                                   "1:1: syntax",
		`{"a":1} x`:                          "1:9: syntax",
		`[1,]`:                               "1:4: syntax",
		`{"a":{"b":1,"b":2}}`:                "1:13: duplicate_key",
		`{"a":1,"\u0061":2}`:                 "1:8: duplicate_key",
		`{"a":"\ud800"}`:                     "1:7: syntax",
		"\"\xff\"":                           "1:2: invalid_utf8",
		strings.Repeat("[", 9):               "1:9: too_deep",
		`[1,2,3,4,5,6,7,8,9,10,11]`:          "1:23: too_many",
		`"` + strings.Repeat("x", 200) + `"`: "file_too_large",
	} {
		v, problems := Tree([]byte(text), TreeOptions{Depth: 8, Entries: 10, Size: 150})
		if v != nil || len(problems) != 1 || !strings.HasPrefix(problems[0].String(), want) {
			t.Errorf("%s\n got %v %v\nwant %s", text, v, problems, want)
		}
	}
}

func TestTreeNamesThePlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a/b":[0,{"c":1,"c":2}]}`: "/a~1b/1/c",
		`{"x":[1,1e400]}`:           "/x/1",
	} {
		if _, problems := Tree([]byte(text), TreeOptions{}); len(problems) != 1 || problems[0].Pointer != want {
			t.Errorf("%s: %v, want the pointer %s", text, problems, want)
		}
	}
}

func TestNumbersAreKeptExactly(t *testing.T) {
	t.Parallel()
	for text, exact := range map[string]bool{
		"0": true, "1": true, "-1": true, "1.0": true, "100": true, "1e2": true, "0.5": true, "0.1": true, "-2.50": true,
		"3.333333333333333": true, "9007199254740991": true, "-9007199254740991": true, "1e-7": true, "0e999": true,
		"9007199254740992": false, "9007199254740993": false, "1e16": false, "1e20": false, "1e400": false,
		"0.10000000000000001": false, "3.3333333333333333333": false, "1e-400": false, "-0": false, "-0.0": false,
		"0.30000000000000004":    false, // 17 digits: the canonical xsd:double drops the last
		strings.Repeat("9", 500): false, "1e99999999999999999999": false,
	} {
		if _, got := exactFloat([]byte(text)); got != exact {
			t.Errorf("%s: exact is %v, want %v", text, got, exact)
		}
	}
}

// TestExactNumbersSurvive proves the promise: the rational number written is the
// one that the shortest form prints, and the 16-digit form reads back as it.
func TestExactNumbersSurvive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?(0|[1-9][0-9]{0,18})(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number")
		f, exact := exactFloat([]byte(text))
		size, _ := strconv.ParseFloat(text, 64)
		written, _ := new(big.Rat).SetString(text)
		shortest, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
		sixteen, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', 15, 64), 64)
		if exact && (written.Cmp(shortest) != 0 || err != nil || sixteen != f) {
			t.Fatalf("%s is called exact and reads back as %s, %v", text, shortest, sixteen)
		}
		short := len(strings.Trim(strings.ReplaceAll(text, ".", ""), "-0")) <= 15 && !strings.ContainsAny(text, "eE")
		if short && !exact && !strings.HasPrefix(text, "-0") && math.Abs(size) <= maxInteger {
			t.Fatalf("%s has few digits and is refused", text)
		}
	})
}

// FuzzTree checks that what Tree accepts means the same to encoding/json, and
// survives being written and read again.
func FuzzTree(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,2.5,"x"],"b":{"c":null}}`, `[]`, `"\u0000"`, `{"a":1,"a":2}`, `1e400`, `-0`, `{"a":[[[[[[]]]]]]}`, `tru`,
	} {
		f.Add([]byte(seed))
	}
	for _, pattern := range []string{"peer-signed/*.json", "1edtech-validator/*.json", "clr/*.json"} {
		names, err := filepath.Glob(filepath.Join(filepath.FromSlash("../../../shared/data/credentials"), filepath.FromSlash(pattern)))
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
		got, problems := Tree(data, TreeOptions{Depth: 20, Entries: 1000, Size: 1 << 16})
		if len(problems) > 0 {
			if got != nil || len(problems) != 1 {
				t.Fatal(got, problems)
			}
			return
		}
		var want any
		if err := json.Unmarshal([]byte(strings.TrimPrefix(string(data), "\ufeff")), &want); err != nil {
			t.Fatalf("encoding/json refuses it: %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		written, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if again, problems := Tree(written, TreeOptions{}); len(problems) > 0 || cmp.Diff(got, again) != "" {
			t.Fatal(problems, string(written))
		}
	})
}
