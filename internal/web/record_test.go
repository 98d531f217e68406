package web_test

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/web"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// pasted are 15 lines as somebody writes them; the last three nobody knows.
const pasted = `Riverbend Community College
Fall 2024
CIS 110 Introduction to Computing 3.0 A
CIS 120	Programming	3	B
MATH 151, Calculus I, 5, B+
ENGL 101 Composition 3 A-
Spring 2025
CIS 121 Programming II 3 B
MATH 152 5 B
CHEM 110 4 P
ACCT 110 4 C
ECON 201 3 B
Fall 2025
MATH 160 5 B
MATH 140 4 B
STAT 210 Statistics 3 A Fall 2025 @ Hilltop State University
Basket weaving 2.5 A @ Nowhere College
CS 999 Quantum Soup 3 A @ Riverbend Community College
my uncle taught me welding
`

// What the first page proposes to look up is recognised in a record too, however it
// is written; an examination below the name of a college is proposed all the same.
func TestCodesThatDoNotLookLikeOne(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	status, body := v.send("/record/add", "lines", "network+ @ Technology Guild\ncis110 A 3 @ Riverbend Community College\nRiverbend Community College\nAP Calculus BC 5\nUnderwater welding 2 A\nSolfeggio 3 A @ Nowhere")
	must(t, status, body, "Network Technician", "AP CALC BC", "The Examining Board", "&#34;Underwater welding&#34; is not in the catalogue")
	if strings.Contains(body, "unnamed entry") {
		t.Error("a line with a title is called unnamed")
	}
	view, err := v.world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, file := v.get("/record.json")
	rec, _ := recordfile.Read(strings.NewReader(file), "record.json", recordfile.Options{})
	sheet, err := view.Sheet(&rec, 0)
	if err != nil || len(sheet.Lines) != 5 || sheet.Lines[0].State != app.LineRecognised || sheet.Lines[1].State != app.LineRecognised {
		t.Errorf("%v: %+v", err, sheet.States)
	}
	status, body = guestAt(t, v.world).send("/record/add", "lines", "BIO 7 Frogs 3 A")
	must(t, status, body, "The line names no institution")
}

// A long record is shown in parts, and no page of it is heavy; in print it is whole.
func TestLongRecordsComeInParts(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	var lines strings.Builder
	lines.WriteString("Riverbend Community College\n")
	for i := range 400 {
		fmt.Fprintf(&lines, "MATH %d Course of number %d 3 B Fall 2024\n", 100+i, i)
	}
	status, body := v.send("/record/add", "lines", lines.String())
	must(t, status, body, "1–40 of 400")
	const target = "/results?target=hilltop/computer-science-bs"
	status, result := v.get(target)
	must(t, status, result, "1–50 of 400", "lines=50")
	for _, page := range []string{body, result} {
		if len(page) > 92_000 {
			t.Errorf("a page of %d bytes", len(page))
		}
	}
	status, result = v.get(target + "&lines=350")
	must(t, status, result, "351–400 of 400", "MATH 499")
	status, result = v.get(target + "&print=1")
	must(t, status, result, "MATH 100", "MATH 499")
}

// Task 2: what is pasted is kept, line by line; credits in are credits shown.
func TestPastedLinesAreAllKept(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	status, body := v.send("/record/add", "lines", pasted)
	must(t, status, body, "15 lines were added.", "Recognised", "Unknown", "my uncle taught me welding", "Basket weaving")
	status, es := v.get("/record?lang=es")
	must(t, status, es, "Otoño de 2024", "Primavera de 2025")
	v.get("/record?lang=en") // the language is kept
	_, file := v.get("/record.json")
	rec, problems := recordfile.Read(strings.NewReader(file), "record.json", recordfile.Options{})
	if problems.HasErrors() || len(rec.Attainments) != 15 {
		t.Fatalf("the file has %d lines, %v", len(rec.Attainments), problems)
	}
	view, err := v.world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := view.Sheet(&rec, v.world.Service.Today())
	if err != nil {
		t.Fatal(err)
	}
	if sheet.States[app.LineRecognised] != 12 || sheet.States[app.LineUnknown] != 3 {
		t.Errorf("%v", sheet.States)
	}
	var in, shown credit.Amount
	for i := range rec.Attainments {
		in = in.Add(*cmp.Or(rec.Attainments[i].Credits, new(credit.Amount)))
	}
	for i := range sheet.Totals {
		shown = shown.Add(sheet.Totals[i].Credits.Amount)
		if !strings.Contains(body, `value="`+sheet.Totals[i].Credits.Amount.String()+`"`) {
			t.Errorf("the page does not show the %s", sheet.Totals[i].Credits)
		}
	}
	if in.Decimal() != "50.5" || !in.Equal(shown) {
		t.Errorf("%s credits in, %s shown", in, shown)
	}
	// The table can be read again, and is the same.
	_, table := v.get("/record.csv")
	again, problems := recordfile.Read(strings.NewReader(table), "record.csv", recordfile.Options{})
	if problems.HasErrors() || len(again.Attainments) != 15 || again.Attainments[2].Credits.String() != rec.Attainments[2].Credits.String() {
		t.Errorf("the table has %d lines, %v", len(again.Attainments), problems)
	}
	status, body = v.send("/record/forget")
	must(t, status, body, "Everything is deleted")
	if _, file = v.get("/record.json"); !strings.Contains(file, `"attainments":null`) && !strings.Contains(file, `"attainments":[]`) {
		t.Errorf("something is left: %s", file)
	}
}

func TestLinesAreSettledChangedAndRemoved(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	// CIS 110 without an institution: which one it is has to be chosen.
	status, body := v.send("/record/add", "lines", "CIS 110 Intro 3 A Fall 2024")
	must(t, status, body, "Which one?", `<option value="riverbend/cis-110">`)
	id := between(t, body, `name="item:`, `"`)
	status, body = v.send("/record/change", "item:"+id, "riverbend/cis-110")
	must(t, status, body, "1 line was settled.", `href="/items/riverbend/cis-110"`)
	status, body = v.send("/record/line", "id", id, "code", "CIS 120", "institution", "Riverbend Community College", "credits", "4,5", "term", "Fall 2024", "status", "earned")
	must(t, status, body, "1 line was changed.", `href="/items/riverbend/cis-120"`, `value="4.5"`)
	for _, bad := range [][]string{{"credits", "many"}, {"attained", "tomorrow"}, {"unit", "bushels"}, {"credits", "-3"}} {
		status, _ = v.send("/record/line", append([]string{"id", id, "code", "X", "institution", "Y"}, bad...)...)
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", bad, status)
		}
	}
	if status, _ = v.send("/record/change", "item:"+id, "riverbend/nothing"); status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown item: %d", status)
	}
	status, body = v.send("/record/change", "remove", id)
	must(t, status, body, "1 line was removed.", "Paste lines")
	if status, _ = v.send("/record/line", "id", "gone", "code", "X", "institution", "Y"); status != http.StatusNotFound {
		t.Errorf("a line that is gone: %d", status)
	}
}

func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	inside, _, closed := strings.Cut(rest, after)
	if !ok || !closed {
		t.Fatalf("nothing stands between %q and %q", before, after)
	}
	return inside
}

func TestFilesAndBadgesAreTakenIn(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	badge := webtest.Badge(t, "Data Literacy", "Reads charts.", nil)
	image, err := app.Bake("svg", "Data Literacy", nil, badge)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := app.Bake("png", "Data Literacy", nil, badge)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"r.csv":     []byte("institution,code,credits,grade,term\nRiverbend Community College,CIS 110,3,A,Fall 2024\n"),
		"r.yaml":    []byte("attainments:\n  - {institution: riverbend, code: CIS 110, term: Fall 2024, grade: A}\n"),
		"r.json":    []byte(`{"attainments":[{"institution":"riverbend","code":"CIS 110","term":"Fall 2024","grade":"A"}]}`),
		"lines.txt": []byte("CIS 110 Introduction 3 A Fall 2024 @ Riverbend Community College"),
		"badge.jwt": badge, "badge.svg": image, "badge.png": picture,
	} {
		v := guestAt(t, world)
		status, body := v.upload(name, data)
		must(t, status, body, "1 line was added.")
		if strings.HasPrefix(name, "badge") {
			must(t, status, body, "Data Literacy", "Verified")
		} else {
			must(t, status, body, `href="/items/riverbend/cis-110"`)
		}
		// The same again: a badge takes its own place, a line is one more.
		_, body = v.upload(name, data)
		if once := strings.Contains(body, `id="lines-head">1 line<`); once != strings.HasPrefix(name, "badge") {
			t.Errorf("%s twice: once is %t", name, once)
		}
	}
	for name, data := range map[string]string{"bad.json": `{"attainments":[{}]}`, "bad.csv": "a,b\n1,2\n", "bad.yaml": "attainments: {", "bad.png": "\x89PNG\r\n\x1a\nxx"} {
		if status, body := guestAt(t, world).upload(name, []byte(data)); status < 400 || status >= 500 {
			t.Errorf("%s: %d\n%.300s", name, status, body)
		}
	}
}

// What somebody hides in a line or a badge stands on the pages as text, and in a
// table as text.
func TestARecordCannotInject(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Serve(t, hostileSet(t), web.Options{Demo: true}))
	lines := payload + "\t3\tA\tFall 2024\t" + payload + "\nCIS 110 " + payload + " 3 A @ " + payload + "\n"
	fine := func(status int, body string) {
		t.Helper()
		if status != http.StatusOK {
			t.Fatalf("%d\n%.800s", status, body)
		}
	}
	fine(v.send("/record/add", "lines", lines, "institution", payload))
	fine(v.upload(payload+".jwt", webtest.Badge(t, payload, payload, map[string]any{"source": payload, "result": []any{map[string]any{"type": []any{"Result"}, "value": payload}}})))
	fine(v.send("/record/line", "code", payload, "title", payload, "institution", payload, "grade", payload))
	fine(v.send("/shares", "title", payload, "holder", payload, "days", "7", "grades", "show", "line", firstLine(t, v)))
	_, shares := v.get("/shares")
	link := "/s/" + between(t, shares, `/s/`, `"`)
	for _, path := range []string{"/record", "/record?edit=new", "/stacks", "/shares", link} {
		status, body := v.get(path)
		fine(status, body)
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: the payload stands in the page", path)
		}
		if path != "/stacks" && path != "/record?edit=new" && !strings.Contains(body, "&lt;script&gt;alert") {
			t.Errorf("%s shows nothing of the payload: the test tries nothing", path)
		}
	}
	for _, path := range []string{"/record.csv", "/stacks.csv", link + ".csv"} {
		_, cells := v.get(path)
		for line := range strings.Lines(cells) {
			if strings.HasPrefix(line, "=") || strings.Contains(line, ",=") || strings.Contains(line, `,"=`) {
				t.Errorf("%s: a cell is a formula: %s", path, line)
			}
		}
	}
}

// firstLine is the id of a line of the visitor's record.
func firstLine(t *testing.T, v *guest) string {
	t.Helper()
	_, body := v.get("/shares")
	return between(t, body, `name="line" value="`, `"`)
}

func TestTooMuchIsRefusedCalmly(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	if status, body := v.upload("deep.json", []byte(strings.Repeat("[", 9000))); status != http.StatusUnprocessableEntity || strings.Contains(body, "This address") {
		t.Errorf("a file that cannot be read: %d, and the address is blamed: %t", status, strings.Contains(body, "This address"))
	}
	status, body := v.send("/record/add", "lines", strings.Repeat("CIS 110 Introduction 3 A Fall 2024 @ Riverbend Community College\n", 1200))
	must(t, status, body, "1000 lines were added. 200 lines were too many at once")
	if status, _ = v.send("/record/add", "lines", strings.Repeat("x", 3<<20)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("3 MiB: %d", status)
	}
	// A session holds so much and no more; what was there stays.
	for status = http.StatusOK; status == http.StatusOK; {
		status, _ = v.send("/record/add", "lines", strings.Repeat(strings.Repeat("long ", 90)+"\n", 1000))
	}
	if status != http.StatusRequestEntityTooLarge && status != http.StatusUnprocessableEntity {
		t.Errorf("a full session: %d", status)
	}
	if status, body = v.get("/record"); status != http.StatusOK || !strings.Contains(body, "CIS 110") {
		t.Errorf("the record is lost: %d", status)
	}
	if len(body) > 90_000 {
		t.Errorf("a page of a long record has %d bytes", len(body))
	}
}

// A failed course stays failed, and a number that the catalogue has otherwise is
// pointed out.
func TestPastedNumbersAreNotMisread(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	status, body := v.send("/record/add", "lines", "Riverbend Community College\nENGL 101 Composition 3 F Sp24\nMATH 151 Calculus I 9.0 B Fall 24\n")
	must(t, status, body, "2 lines were added.", "The line says 9; the catalogue says 5")
	if strings.Contains(body, "The line says 3;") {
		t.Error("a size that agrees is pointed out")
	}
	_, csv := v.get("/results.csv?target=hilltop/computer-science-bs")
	for line := range strings.Lines(csv) {
		if strings.Contains(line, "ENGL 101") && strings.Contains(line, "awarded") {
			t.Errorf("a failed course counts: %s", line)
		}
	}
}

// With grades left out, the holder's own words beside a code that the catalogue
// knows are left out too: a grade may stand among them.
func TestHiddenGradesHideInTitles(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	v.send("/record/add", "lines", "ACCT-110 four credits grade B @ Riverbend Community College\n")
	_, body := v.send("/shares", "title", "T", "holder", "Ana", "days", "7", "grades", "hide", "line", firstLine(t, v))
	link := "/s/" + between(t, body, `href="/s/`, `"`)
	for _, twin := range []string{"", ".json", ".csv"} {
		_, body := v.get(link + twin)
		if strings.Contains(body, "grade B") || !strings.Contains(body, "College Accounting") {
			t.Errorf("%q: %s", twin, body)
		}
	}
}
