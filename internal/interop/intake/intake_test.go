package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func TestParseJSONRefusesWithPosition(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, code   string
		line, column int
	}{
		"cut off":       {"{\n \"a\": [1,", "syntax", 2, 10},
		"empty":         {"", "syntax", 1, 1},
		"bad value":     {"{\n \"a\": x}", "syntax", 2, 7},
		"text behind":   {"{}\n}", "syntax", 2, 1},
		"not UTF-8":     {"{\"é\": \"\xff\"}", "invalid_utf8", 1, 8},
		"deep nesting":  {strings.Repeat("[", 100_000), "too_deep", 1, MaxDepth + 1},
		"deep, strings": {`{"a":"` + strings.Repeat("[", 100) + `"`, "syntax", 1, 108},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, problems := ParseJSON("f.json", []byte(tt.text))
			if doc != nil || len(problems) != 1 {
				t.Fatalf("got %v, %v", doc, problems)
			}
			p := problems[0]
			if p.Code != tt.code || p.Line != tt.line || p.Column != tt.column || p.File != "f.json" {
				t.Errorf("got %s, want %s at %d:%d", p, tt.code, tt.line, tt.column)
			}
		})
	}
}

func TestWrongTypesAreAllFound(t *testing.T) {
	t.Parallel()
	text := "{\"a\": 1,\n \"b\": \"[{\\\"c\\\": {}}]\",\n \"d/e\": true}"
	doc, problems := ParseJSON("f.json", []byte(text))
	if problems != nil {
		t.Fatal(problems)
	}
	root := doc.Root()
	root.Get("a").List()
	for _, n := range root.Get("b").Embedded().List() {
		_ = n.Get("c").Text()
	}
	_ = root.Get("d/e").Amount()
	_ = root.Get("missing").Get("deeper").Text()
	var got []string
	for _, p := range doc.Problems() {
		got = append(got, p.Pointer+" "+p.String())
	}
	want := []string{
		"/a f.json:1:7: wrong_type: want a list, found a number",
		"/b/0/c f.json:2:7: wrong_type: want text, found an object",
		"/d~1e f.json:3:9: wrong_type: want text, found true or false",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestReadFileKeepsToTheLimit(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "huge.json")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(1 << 30); err != nil { // sparse: 1 GB that takes no room
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, problems := ReadFile(path, 0); len(problems) != 1 || problems[0].Code != "file_too_large" {
		t.Errorf("got %v", problems)
	}
	if _, problems := ReadAll("stream", strings.NewReader("123456"), 5); len(problems) != 1 || problems[0].Code != "file_too_large" {
		t.Errorf("got %v", problems)
	}
	if data, problems := ReadAll("stream", strings.NewReader("12345"), 5); problems != nil || len(data) != 5 {
		t.Errorf("got %q, %v", data, problems)
	}
	if _, problems := ReadFile(filepath.Join(t.TempDir(), "none"), 0); len(problems) != 1 || problems[0].Code != "unreadable" {
		t.Errorf("got %v", problems)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"CSE: Computer Science B.S.": "cse-computer-science-bs", "  MATH  20A ": "math-20a",
		"Pontificia Universidad Católica": "pontificia-universidad-catolica", "": "", "--": "",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
	a, b := Slug("法の原理 I"), Slug("法の哲学 I")
	if a == b || !strings.HasPrefix(a, "i-") {
		t.Errorf("other scripts: %q and %q", a, b)
	}
	long := strings.Repeat("very long title ", 20)
	if a, b := Slug(long+"1"), Slug(long+"2"); a == b || len(a) > maxSlug+9 {
		t.Errorf("long texts: %q and %q", a, b)
	}
}

func TestReadTable(t *testing.T) {
	t.Parallel()
	rows, problems := ReadTable("f.csv", []byte("a,b\n1,\"x\ny\"\n1,2,3\n\"z\"q,1\n5,6\n"), []string{"a", "b"})
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		"f.csv:4:1: bad_row: the row has 3 columns instead of 2",
		"f.csv:5:3: bad_row: extraneous or missing \" in quoted-field",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Row{{Line: 2, Fields: []string{"1", "x\ny"}}, {Line: 6, Fields: []string{"5", "6"}}}, rows); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{"", "a;b\n", "b,a\n1,2\n"} {
		if _, problems := ReadTable("f.csv", []byte(bad), []string{"a", "b"}); len(problems) != 1 || problems[0].Code != "wrong_columns" {
			t.Errorf("%q: got %v", bad, problems)
		}
	}
}

func TestReportCountsEveryRecordOnce(t *testing.T) {
	t.Parallel()
	var r, o Report
	r.Add("rows", "b", Left, "row 2")
	r.Add("rows", "a", Kept, "row 1")
	o.Add("rows", "a", Kept, "row 9")
	o.Note("items", 2)
	r.Merge(&o)
	r.Sort()
	if r.Total("rows") != 3 || r.N("rows", "a") != 2 || r.By(Left) != 1 || r.Fact("items") != 2 {
		t.Errorf("got %+v", r)
	}
	want := "\nrows: 3\n       2  kept               a\n          e.g. row 1\n          e.g. row 9\n" +
		"       1  left for a person  b\n          e.g. row 2\nitems: 2\n"
	if d := cmp.Diff(want, r.String()); d != "" {
		t.Error(d)
	}
	if _, err := json.Marshal(&r); err != nil {
		t.Error(err)
	}
}

func TestCoursesGetIDsWhateverTheOrder(t *testing.T) {
	t.Parallel()
	fall := func(y int) calendar.Date { return calendar.Term{Year: y, Season: calendar.Fall}.Start() }
	list := []Course{
		{Institution: "a", External: "20", Code: "MATH 7", Title: "New", Credits: credit.Int(5), Valid: calendar.Range{From: fall(2020)}},
		{Institution: "a", External: "3", Code: "MATH 7", Title: "Old", Credits: credit.Int(5), Valid: calendar.Range{To: fall(2020) - 1}},
		{Institution: "a", Code: "math  7", Title: "From a table", Credits: credit.Int(5)},
		{Institution: "a", External: "20", Code: "MATH 7", Title: "New", Credits: credit.Int(5), Valid: calendar.Range{From: fall(2019), To: fall(2025)}},
	}
	var first []catalog.Item
	for shift := range list {
		c := NewCourses("x", nil)
		var keys []Key
		for i := range list {
			keys = append(keys, c.Add(list[(i+shift)%len(list)]))
		}
		c.Resolve()
		for i, k := range keys {
			if (i+shift)%len(list) == 2 && c.ID(k) != "a/math-7~20" {
				t.Errorf("the table's course is %s", c.ID(k))
			}
		}
		items := c.Items()
		if first == nil {
			first = items
		}
		if d := cmp.Diff(first, items, cmp.Comparer(credit.Amount.Equal)); d != "" {
			t.Errorf("order %d: %s", shift, d)
		}
	}
	if len(first) != 2 || first[1].Versions[0].Valid != (calendar.Range{From: fall(2019), To: fall(2025)}) {
		t.Errorf("got %+v", first)
	}
}

func TestCoursesKeepTheIDsOfTheBase(t *testing.T) {
	t.Parallel()
	base := &ruleset.Set{Items: []catalog.Item{
		{ID: "a/old-name", Institution: "a", ExternalIDs: map[string]string{"x": "9"}, Versions: []catalog.ItemVersion{{Code: "OLD 1", Title: "One", Valid: calendar.Range{To: 100}}}},
		{ID: "a/by-code", Institution: "a", Tags: []string{"kept"}, Versions: []catalog.ItemVersion{{Code: "ART 2", Title: "Two"}}},
		{ID: "a/new-1", Institution: "a", ExternalIDs: map[string]string{"x": "8"}, Versions: []catalog.ItemVersion{{Code: "NEW 1", Title: "Another", Valid: calendar.Range{To: 100}}}},
	}}
	c := NewCourses("x", base)
	renumbered := c.Add(Course{Institution: "a", External: "9", Code: "NEW 1", Title: "One", Valid: calendar.Range{From: 101}})
	known := c.Add(Course{Institution: "a", Code: "art-2", Title: "Two"})
	c.Resolve()
	if c.ID(renumbered) != "a/old-name" || c.ID(known) != "a/by-code" {
		t.Errorf("got %s and %s", c.ID(renumbered), c.ID(known))
	}
	items := c.Items()
	if len(items[1].Versions) != 2 || items[1].Versions[1].Code != "NEW 1" || len(items[0].Tags) != 1 {
		t.Errorf("got %+v", items)
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{"", "{}", `{"a":[1,2,{"b":"[1]"}]}`, "[[[[", "\xff", `"\ud800"`, "1e999"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, problems := ParseJSON("f", data)
		if (doc == nil) != problems.HasErrors() {
			t.Fatalf("document %v with %v", doc, problems)
		}
		if doc == nil {
			return
		}
		for _, k := range doc.Root().Keys() {
			n := doc.Root().Get(k)
			n.Embedded().List()
			n.Amount()
			n.Int()
			n.Bool()
		}
		for _, p := range doc.Problems() {
			if p.Line < 1 || p.Column < 1 || p.Severity != diag.Error {
				t.Fatalf("without a position: %+v", p)
			}
		}
	})
}
