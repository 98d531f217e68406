package yamltext

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shapes puts one text everywhere that a text can stand.
type shapes struct {
	Value string            `json:"value"`
	List  []string          `json:"list"`
	Deep  [][]string        `json:"deep"`
	Map   map[string]string `json:"map"`
	Rows  []shapeRow        `json:"rows"`
}

type shapeRow struct {
	A string   `json:"a"`
	B []string `json:"b"`
}

func shapesOf(s string) shapes {
	return shapes{
		Value: s, List: []string{s, "x", s}, Deep: [][]string{{s, s}, {s}},
		Map:  map[string]string{s: s},
		Rows: []shapeRow{{A: s, B: []string{s}}, {A: s, B: nil}},
	}
}

func roundTrip(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, s string,
) {
	t.Helper()
	want := shapesOf(s)
	data, err := Encode(want, Style{}, "comment")
	if err != nil {
		if len(s) > maxKey {
			return
		}
		t.Fatalf("%q: %v", s, err)
	}
	docs, problems := Parse(data, "x.yaml", Limits{})
	if problems != nil {
		t.Fatalf("%q: %s\n%s", s, problems.Error(), data)
	}
	var got shapes
	d := Decoder{}
	d.Decode(docs[0], &got)
	if d.Problems != nil {
		t.Fatalf("%q: %s\n%s", s, d.Problems.Error(), data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%q (-want +got):\n%s\n%s", s, diff, data)
	}
}

func TestEveryTextSurvives(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "x", "null", "~", "yes", "No", "true", "1.5", "007", "1e3", "0x1F", "2024-01-01", "12:30:45", "a: b", "a:",
		"a #b", "#c", " lead", "trail ", "x, y", "{", "}", "[a]", "'q'", `"`, `\`, "multi\nline", "multi\nline\n", "\n",
		"a\n\nb", "a\n  b", "a \nb", "tab\there", "é", "e\u0301", "🙂", "-", "- a", "? x", "?", "&a", "*a", "!t", "%d", "@x",
		"`", "|", ">", "<<", "=", "---", "...", "--- a", "\u2028", "\ufeff", "\u00a0", "us-letter:C", "a:b c", "C++",
		"http://example.org/?a=1&b=2", ".5", "+1", "-1", ".inf", "\ufffd", "\U0010FFFE", "a\u200bb", "a\nb\u2028c",
		"\n\nx", "x\n\n", "#x\ny", "- x\n- y", "a\n# b", "x:\ny:", "a\n---\nb", "n?", "a? b", strings.Repeat("long ", 50),
	} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			roundTrip(t, s)
		})
	}
}

func TestRandomTextSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		roundTrip(t, rapid.StringMatching(`[ -~\n\té中\x{2028}🙂]{0,20}`).Draw(t, "text"))
	})
}

func TestControlCharactersAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"\x00", "a\rb", "\x1b[31m", "\u0085", "\xff"} {
		if _, err := Encode(shapesOf(s), Style{}, ""); err == nil {
			t.Errorf("%q was written", s)
		}
	}
}

func TestTheErrorNamesTheEntry(t *testing.T) {
	t.Parallel()
	type entry struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	type list struct {
		Entries []entry `json:"entries"`
	}
	_, err := Encode(list{[]entry{{"a", "fine"}, {"b", "bell\a"}, {"c", "bell\a"}}}, Style{}, "")
	if want := `b: the text "bell\a" holds control characters or is not UTF-8`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
