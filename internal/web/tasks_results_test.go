package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// clicker counts what somebody clicks; typing and the Enter key are free.
type clicker struct {
	*webtest.Tab

	t      *testing.T
	clicks int
}

func watch(t *testing.T, look webtest.Look, address string) *clicker {
	t.Helper()
	v := &clicker{Tab: webtest.Open(t, look), t: t}
	v.Go(address)
	return v
}

// click clicks and waits for the page that it leads to, if any.
func (v *clicker) click(selector string) {
	v.t.Helper()
	v.clicks++
	v.Do(chromedp.Click(chromedp.CSS(selector)))
}

// follow clicks what leads to another page and waits for something there.
func (v *clicker) follow(selector, there string) {
	v.t.Helper()
	v.click(selector)
	v.Do(chromedp.WaitVisible(chromedp.CSS(there)))
}

// choose chooses in a select: one click.
func (v *clicker) choose(selector, value string) {
	v.t.Helper()
	v.clicks++
	v.Do(chromedp.SetValue(chromedp.CSS(selector), value))
}

func (v *clicker) write(selector, text string) {
	v.t.Helper()
	v.Do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

func (v *clicker) text(selector string) string {
	v.t.Helper()
	return webtest.Get(v.Tab, chromedp.Text(chromedp.CSS(selector)))
}

func (v *clicker) at(most int) {
	v.t.Helper()
	if v.clicks > most {
		v.t.Errorf("%d clicks, want at most %d", v.clicks, most)
	}
}

func (v *clicker) says(selector string, want ...string) {
	v.t.Helper()
	got := v.text(selector)
	for _, w := range want {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), w) {
			v.t.Errorf("%s does not say %q:\n%s", selector, w, got)
		}
	}
}

// looks are with and without JavaScript: every task passes in both.
var looks = map[string]webtest.Look{"with scripts": {}, "without scripts": {NoScript: true}, "on a phone": {Width: 320, NoScript: true}}

const mayaAtLakeside = "/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs"

// Task 4: from the first page, five targets side by side in at most four clicks.
func TestTaskCompare(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for name, look := range looks {
		v := watch(t, look, world.URL+"/")
		v.follow(`.nav a[href^="/compare"]`, ".compare-form")
		v.choose("#record", "demo-maya")
		v.write("#compare-q", "Computer Science and Engineering, Hilltop computer science, information technology, nursing BSN, Riverbend data studies\n")
		v.Do(chromedp.WaitVisible(chromedp.CSS("table.compare")))
		v.at(4)
		v.says("table.compare", "Transfers", "Counts", "Elective only", "Excess", "Not accepted", "Undecided", "Remaining", "How certain", "proven and checked")
		if n := webtest.Get(v.Tab, chromedp.Evaluate[int](`document.querySelectorAll("table.compare thead th").length - 1`)); n != 5 {
			t.Errorf("%s: %d targets", name, n)
		}
		address := webtest.Get(v.Tab, chromedp.Location())
		if other := watch(t, look, address); other.text("table.compare") != v.text("table.compare") {
			t.Errorf("%s: %s does not reproduce the page", name, address)
		}
	}
	v := watch(t, webtest.Look{}, world.URL+"/")
	v.follow(`.nav a[href^="/compare"]`, ".compare-form")
	v.choose("#record", "demo-maya")
	v.follow(`button[name="best"]`, "table.compare")
	v.at(4)
}

// Comparisons change in place with scripts, and by address without.
func TestCompareAddsRemovesAndHidesRows(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for name, look := range looks {
		v := watch(t, look, world.URL+"/compare?record=demo-maya&t=lakeside%2Fcomputer-science-bs&t=hilltop%2Fcomputer-science-bs")
		v.write("#compare-q", "information technology\n")
		v.Do(chromedp.WaitVisible(chromedp.CSS("table.compare thead th:nth-child(4)")))
		v.click(`table.compare thead th:nth-child(4) .column-links a`)
		v.Do(chromedp.WaitNotPresent(chromedp.CSS("table.compare thead th:nth-child(4)")))
		if at := webtest.Get(v.Tab, chromedp.Location()); strings.Contains(at, "commons") || !strings.Contains(at, "lakeside") {
			t.Errorf("%s: the address is %s", name, at)
		}
		v.follow(`.compare-bar a`, `.compare-bar a[href^="/compare"]:not([href*="only="])`)
		if at := webtest.Get(v.Tab, chromedp.Location()); !strings.Contains(at, "only=") {
			t.Errorf("%s: the address is %s", name, at)
		}
		v.follow(`.column-name`, ".verdict")
	}
}

// Task 5: why something did not count, in one click.
func TestTaskWhyNot(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, look := range looks {
		v := watch(t, look, world.URL+"/results?record=demo-devon&target=lakeside")
		v.click("#line-eng .why > summary")
		v.Do(chromedp.WaitVisible(chromedp.CSS("#line-eng .reasons")))
		v.at(1)
		v.says("#line-eng", "Why not?", "Found", "2", "Needed", "3", "Rule", "Period", "What would change it", "3 or better")
	}
}

// Task 6: a what-if in at most two clicks, kept by name; the record is untouched.
func TestTaskWhatIf(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for name, look := range looks {
		v := watch(t, look, world.URL+mayaAtLakeside)
		before := v.text(".figures")
		v.click("#tool-what-if > summary")
		v.write("#try-add", "CSE 15L")
		v.follow("#tool-what-if form.row button", "#what-if")
		v.at(2)
		v.says("#what-if", "better", "18 quarter credits", "16 quarter credits", "CSE 15L", "satisfied", "The record itself is left as it is")
		v.write("#keep-name", "with tools")
		v.follow("#what-if .keep button", "#saved")
		v.says(".kept", "with tools")
		v.Go(world.URL + mayaAtLakeside)
		if v.text(".figures") != before {
			t.Errorf("%s: the record was changed", name)
		}
		v.click("#tool-what-if > summary")
		v.follow(".kept a", "#what-if")
		v.says("#what-if", "CSE 15L")
	}
}

// Task 6: another target instead, in at most two clicks.
func TestTaskWhatIfElsewhere(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := watch(t, webtest.Look{NoScript: true}, world.URL+mayaAtLakeside+"&try=1")
	v.Do(chromedp.Click(chromedp.CSS("#tool-what-if > summary")))
	v.choose("#try-target", "hilltop/computer-science-bs")
	v.follow("#tool-what-if form.row button", "#what-if")
	v.at(2)
	v.says("#what-if", "instead of", "Compare both targets side by side")
}

// Task 13: a pin in at most two clicks: better, worse, or why it is impossible.
func TestTaskPin(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, look := range looks {
		v := watch(t, look, world.URL+mayaAtLakeside)
		v.follow("#line-cis110 .pin-link", "#pin")
		v.follow(`.places a[href*="cse-12%7Ccis110"]`, "#what-if")
		v.at(2)
		v.says("#what-if", "worse", "CIS 110 cannot count there", "Found", "CSE 8B", "Needed", "CSE 12")
		v = watch(t, look, world.URL+mayaAtLakeside)
		v.follow("#line-cis110 .pin-link", "#pin")
		v.follow(`.places a[href*="cse-8b%7Ccis110"]`, "#what-if")
		v.at(2)
		if strings.Contains(v.text("#what-if"), "cannot count there") {
			t.Error("a pin where the course counts is called impossible")
		}
	}
}

// Task 14: one click to a page that prints with all reasons.
func TestTaskPrint(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := watch(t, webtest.Look{NoScript: true}, world.URL+mayaAtLakeside)
	screen := values(t, world.URL+mayaAtLakeside)
	v.follow(`.tools a[href*="print=1"]`, ".why[open]")
	v.at(1)
	if closed := webtest.Get(v.Tab, chromedp.Evaluate[int](`document.querySelectorAll("main section details:not([open])").length`)); closed > 0 {
		t.Errorf("%d reasons or lists are closed", closed)
	}
	if printed := values(t, world.URL+mayaAtLakeside+"&print=1"); printed != screen {
		t.Errorf("printed %s\nshown   %s", printed, screen)
	}
	v.Print()
	v.says("body", "What would change it", "As of 1 Sep 2026", "Rules version", "Unofficial")
	for _, hidden := range []string{".tools button", ".head-search", ".foot-links", ".pin-link"} {
		if webtest.Get(v.Tab, chromedp.Evaluate[bool](`[...document.querySelectorAll("`+hidden+`")].some(e => e.checkVisibility())`)) {
			t.Errorf("%s is printed", hidden)
		}
	}
	if over := v.Overflow(); over > 0 {
		t.Errorf("the print is %d px too wide", over)
	}
	if pdf := v.PDF(); len(pdf) < 10_000 || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("the PDF has %d bytes", len(pdf))
	}
}

// Task 19: the answer of a day in the past and what differs from today.
func TestTaskPast(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, look := range looks {
		v := watch(t, look, world.URL+"/results?record=demo-maya&target=hilltop%2Fcomputer-science-bs")
		v.click("#tool-day > summary")
		v.Do(chromedp.SetValue(chromedp.CSS("#replay-day"), "2025-01-01"))
		v.follow("#tool-day button", "#history")
		v.at(2)
		v.says("#history", "From 1 Jan 2025 to 1 Sep 2026", "Transfers", "pending", "counts")
		v.says(".foot-facts", "As of 1 Jan 2025")
	}
}

// Task 20: the page says what a terminal answers the same with; numbers_test.go
// runs it.
func TestTaskCommand(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := watch(t, webtest.Look{NoScript: true}, world.URL+mayaAtLakeside)
	v.click("#tool-command > summary")
	v.Do(chromedp.WaitVisible(chromedp.CSS(".command")))
	v.says(".command", "cairn evaluate --record record.json --to lakeside/computer-science-bs --as-of 2026-09-01 --json")
	record := saved(t, world, "?record=demo-maya&target=lakeside%2Fcomputer-science-bs")
	twin := get(t, world.URL+strings.Replace(mayaAtLakeside, "/results", "/results.json", 1))
	exit, printed := run(t, "evaluate", "--record", record, "--to", "lakeside/computer-science-bs", "--as-of", "2026-09-01")
	if exit != 3 || printed != twin {
		t.Errorf("exit %d, want 3; the same bytes: %t", exit, printed == twin)
	}
}

// tabTo presses Tab until the focus is on what is looked for.
func (v *clicker) tabTo(selector string) {
	v.t.Helper()
	for range 150 {
		v.Do(chromedp.KeyEvent("\t"))
		if webtest.Get(v.Tab, chromedp.Evaluate[bool](`document.activeElement.matches('`+selector+`')`)) {
			return
		}
	}
	v.t.Fatalf("Tab never reaches %s", selector)
}

// Tasks 0, 4, 5, 6, 13, 14, 19 and 20 with the keyboard only; the day of the past is
// set as the browser's own date field does.
func TestTasksByKeyboard(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := watch(t, webtest.Look{NoScript: true}, world.URL+"/results?record=demo-devon&target=lakeside")
	v.tabTo("#line-eng .why > summary")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#line-eng .reasons")))

	v.Go(world.URL + mayaAtLakeside)
	v.tabTo("#tool-what-if > summary")
	v.Do(chromedp.KeyEvent("\r"))
	v.tabTo("#try-add")
	v.Do(chromedp.KeyEvent("CSE 15L\r"), chromedp.WaitVisible(chromedp.CSS("#what-if")))
	v.says("#what-if", "better")

	v.Go(world.URL + mayaAtLakeside)
	v.tabTo("#line-cis110 .pin-link")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#pin")))
	v.tabTo(".places a")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#what-if")))

	v.Go(world.URL + "/results?record=demo-maya&target=hilltop%2Fcomputer-science-bs")
	v.tabTo("#tool-day > summary")
	v.Do(chromedp.KeyEvent("\r"), chromedp.SetValue(chromedp.CSS("#replay-day"), "2025-01-01"))
	v.tabTo("#tool-day button")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#history")))

	v.Go(world.URL + mayaAtLakeside)
	v.tabTo(`.tools a[href*="print=1"]`)
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(".why[open]")))

	v.Go(world.URL + mayaAtLakeside)
	v.tabTo("#tool-command > summary")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(".command")))

	v.Go(world.URL + "/")
	v.tabTo(".tour-line a")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("ol.tour")))

	v.Go(world.URL + "/compare?record=demo-maya")
	v.tabTo("#compare-q")
	v.Do(chromedp.KeyEvent("Hilltop computer science, nursing BSN\r"), chromedp.WaitVisible(chromedp.CSS("table.compare")))
	v.tabTo(".compare-room")
	v.tabTo(".column-links a")
	v.Do(chromedp.KeyEvent("\r"), chromedp.WaitNotPresent(chromedp.CSS("table.compare thead th:nth-child(3)")))
}

// With scripts a comparison changes in place, and the change is announced.
func TestCompareChangesInPlace(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := watch(t, webtest.Look{}, world.URL+"/compare?record=demo-maya&t=lakeside%2Fcomputer-science-bs&t=hilltop%2Fcomputer-science-bs&t=hilltop")
	v.Do(chromedp.Evaluate[chromedp.Void](`document.body.dataset.kept = "yes"; 0`))
	v.click(`table.compare thead th:nth-child(4) .column-links a`)
	v.Do(chromedp.WaitNotPresent(chromedp.CSS("table.compare thead th:nth-child(4)")))
	if kept := webtest.Get(v.Tab, chromedp.Evaluate[string](`document.body.dataset.kept || ""`)); kept != "yes" {
		t.Error("the whole page was loaded again")
	}
	if said := webtest.Get(v.Tab, chromedp.Evaluate[string](`document.querySelector("#live").textContent`)); said != "2 targets" {
		t.Errorf("announced: %q", said)
	}
	if at := webtest.Get(v.Tab, chromedp.Location()); strings.Count(at, "t=") != 2 {
		t.Errorf("the address is %s", at)
	}
}
