package intake

import "testing"

func TestClean(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, want string
		changed    bool
	}{
		{"MATH 7\tCalculus\nπ é 数", "MATH 7\tCalculus\nπ é 数", false},
		{"one\r\ntwo\rthree", "one\ntwo\nthree", false},
		{"Langue, SocieÌ\u0081teÌ\u0081", "Langue, SocieÌteÌ", true},
		{"a\x00b\x7fc\u0085d", "abcd", true},
		{"page\fleaf\vline", "page leaf line", true},
	} {
		if got, changed := Clean(test.text); got != test.want || changed != test.changed {
			t.Errorf("Clean(%q) = %q, %v; want %q, %v", test.text, got, changed, test.want, test.changed)
		}
	}
}

// TestReadersCleanTexts holds every reader of foreign files to what the text
// format can hold.
func TestReadersCleanTexts(t *testing.T) {
	t.Parallel()
	rows, problems := ReadTable("t.csv", []byte("a,b\nx\u0081y,z\nplain,z\n"), []string{"a", "b"})
	if problems != nil || rows[0].Fields[0] != "xy" || !rows[0].Cleaned || rows[1].Cleaned || CleanedRows(rows) != 1 {
		t.Errorf("rows %+v, %v", rows, problems)
	}
	doc, problems := ParseJSON("t.json", []byte(`{"k\u0081": ["x\u0001y"], "inner": "[\"p\\u0002q\"]"}`))
	if problems != nil {
		t.Fatal(problems)
	}
	if got := doc.Root().Get("k").List()[0].Text(); got != "xy" {
		t.Errorf("text %q", got)
	}
	if got := doc.Root().Get("inner").Embedded().List()[0].Text(); got != "pq" {
		t.Errorf("embedded text %q", got)
	}
	if doc.Cleaned() != 3 {
		t.Errorf("cleaned %d, want 3", doc.Cleaned())
	}
	var r Report
	r.Cleaned(0)
	r.Cleaned(doc.Cleaned())
	if len(r.Facts) != 1 || r.Facts[0].N != 3 {
		t.Errorf("facts %+v", r.Facts)
	}
}
