package strictjson

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
)

type inner struct {
	Code string `json:"code"`
}

type sample struct {
	inner

	Name    string            `json:"name"`
	Count   int               `json:"count"`
	Yes     bool              `json:"yes"`
	Day     calendar.Date     `json:"day"`
	Credits *credit.Amount    `json:"credits"`
	List    []sample          `json:"list"`
	Map     map[string]inner  `json:"map"`
	Words   map[string]string `json:"words"`
}

func read(text string) (sample, diag.List, bool) {
	var s sample
	problems, malformed := New[sample](Options{Depth: 8, Entries: 50}).Read([]byte(text), &s)
	return s, problems, malformed
}

func TestReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	three := credit.Frac(5, 2)
	got, problems, _ := read(`{"code":"a\u00e9\ud83d\ude00\n", "name":null, "count":-3, "yes":true, "day":"2024-02-29",
		"credits":2.5, "list":[{"credits":"2.5"},{}], "map":{"x":{"code":"y"}}, "words":{}}`)
	want := sample{
		inner: inner{Code: "aé😀\n"}, Count: -3, Yes: true, Day: calendar.NewDate(2024, 2, 29), Credits: &three,
		List: []sample{{Credits: &three}, {}}, Map: map[string]inner{"x": {"y"}}, Words: map[string]string{},
	}
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sample{}), cmp.Comparer(credit.Amount.Equal)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestBrokenText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                                "1:1: syntax",
		`{"name":"x"`:                     "1:12: syntax",
		`{"name":"x`:                      "1:11: syntax",
		"{\n \"name\": x}":                "2:10: syntax",
		`{"name":"x",}`:                   "1:13: syntax",
		`{"list":[{},]}`:                  "1:13: syntax",
		`{} {}`:                           "1:4: syntax",
		`{}x`:                             "1:3: syntax",
		`{"name":"é","name":"b"}`:         "1:13: duplicate_key",
		`{"q":{"a":1,"a":2}}`:             "1:13: duplicate_key",
		`{"words":{"a":"1","\u0061":""}}`: "1:19: duplicate_key",
		"{\"name\":\"\xff\"}":             "1:10: invalid_utf8",
		`{"name":"\ud800"}`:               "1:10: syntax",
		`{"name":"\x"}`:                   "1:10: syntax",
		"{\"name\":\"a\tb\"}":             "1:11: syntax",
		`{"count":01}`:                    "1:12: syntax",
		`{"count":1.}`:                    "1:12: syntax",
		`{"count":-}`:                     "1:11: syntax",
		`{"yes":tru}`:                     "1:8: syntax",
		`{name:1}`:                        "1:2: syntax",
		`{"q":` + strings.Repeat("[", 9):  "1:13: too_deep",
		`{"list":` + strings.Repeat(`[{"list":`, 9):      "1:37: too_deep",
		`{"list":[` + strings.Repeat("{},", 50) + `{}]}`: "1:160: too_many",
	} {
		_, problems, malformed := read(text)
		if !malformed || len(problems) != 1 || !strings.HasPrefix(problems[0].String(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, problems, want)
		}
	}
}

func TestEveryWrongValueIsReported(t *testing.T) {
	t.Parallel()
	_, problems, malformed := read(`{
 "Name": "x", "nane": {"a":[1,{"b":null}]},
 "count": 1.5, "yes": "true", "day": "yesterday", "credits": "1e3",
 "list": [{"credits": true}, null, 7], "map": {"a/b": []}, "words": {"k": "a\u0000"}, "name": 5
}`)
	if malformed {
		t.Fatal("sound JSON was called malformed")
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Pointer+" "+p.Code+" "+p.Suggestion)
	}
	want := []string{
		"/Name unknown_field did you mean name?", "/nane unknown_field did you mean name?",
		"/count wrong_type ", "/yes wrong_type ", "/day bad_value ", "/credits bad_value ",
		"/list/0/credits wrong_type ", "/list/1 wrong_type leave the entry out", "/list/2 wrong_type ",
		"/map/a~1b wrong_type ", "/words/k control_character remove it", `/name wrong_type put it in quotes: "5"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if p := problems[2]; p.Line != 3 || p.Column != 11 {
		t.Errorf("count stands at %d:%d, want 3:11", p.Line, p.Column)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	t.Parallel()
	var s sample
	problems, _ := New[sample](Options{Problems: 3}).Read([]byte(`{"list":[1,2,3,4,5]}`), &s)
	if len(problems) != 3 {
		t.Errorf("%d problems, want 3", len(problems))
	}
}

// What encoding/json writes is read back.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	r := New[sample](Options{})
	rapid.Check(t, func(t *rapid.T) {
		clean := rapid.StringMatching(`[a-zA-Zé€😀"\\/<>&]{0,9}`)
		want := sample{Name: clean.Draw(t, "name"), Count: int(rapid.Int32().Draw(t, "count")), Yes: rapid.Bool().Draw(t, "yes")}
		want.Words = rapid.MapOf(clean, clean).Draw(t, "words")
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got sample
		if problems, _ := r.Read(text, &got); len(problems) > 0 {
			t.Fatalf("%s: %v", text, problems)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(sample{})); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

// Whatever is sound for us is sound for encoding/json, and nothing panics.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"name":"x","list":[{}]}`, `{"q":[1,2e3,{"a":null}]}`, `{"words":{"\u0061":""}}`, `[`, `"`, `{"a":-0.5E+1}`} {
		f.Add([]byte(s))
	}
	r := New[sample](Options{})
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sample
		_, malformed := r.Read(data, &s)
		if !malformed && !json.Valid(data) {
			t.Errorf("%q is not JSON and was read", data)
		}
	})
}
