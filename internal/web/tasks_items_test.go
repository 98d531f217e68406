package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

var tourLink = regexp.MustCompile(`class="button quiet-button" href="([^"]+)"`)

// focused is what of the page the keyboard is at.
const focused = `(document.activeElement.textContent || document.activeElement.name || document.activeElement.id).trim()`

// tabTo presses Tab until the focus is on what has the text.
func tabTo(t *testing.T, tab *webtest.Tab, text string) {
	t.Helper()
	for range 80 {
		tab.Do(chromedp.KeyEvent(kb.Tab))
		if strings.Contains(webtest.Get(tab, chromedp.Evaluate[string](focused)), text) {
			return
		}
	}
	t.Fatalf("the keyboard does not reach %q", text)
}

// Task 0: from the first page one click leads to the tour, and each of its steps
// opens.
func TestTaskTour(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{NoScript: true})
	tab.Go(world.URL + "/")
	tab.Do(chromedp.Click(chromedp.CSS(".tour-line a")), chromedp.WaitVisible(chromedp.CSS("ol.tour")))
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "about a minute") {
		t.Error("the tour does not say how long it takes")
	}
	_, body := ask(t, http.MethodGet, world.URL+"/tour", "", nil)
	steps := tourLink.FindAllStringSubmatch(body, -1)
	if len(steps) != 5 {
		t.Fatalf("%d steps, want 5", len(steps))
	}
	for _, m := range steps {
		address := strings.ReplaceAll(m[1], "&amp;", "&")
		if resp, _ := ask(t, http.MethodGet, world.URL+address, "", nil); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", address, resp.StatusCode)
		}
	}
}

// Task 1: does this item count? Two clicks from the first page, without a script:
// institutions with their verdicts, credits, and a link to the rule.
func TestTaskDoesItCount(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{Width: 320, NoScript: true})
	tab.Go(world.URL + "/")
	tab.Do(chromedp.SendKeys(chromedp.CSS("#q"), "cis120"))
	tab.Do(chromedp.Click(chromedp.CSS(".big-search button")), chromedp.WaitVisible(chromedp.CSS(".hits"))) // one
	tab.Do(chromedp.Click(chromedp.CSS(".hits a")), chromedp.WaitVisible(chromedp.CSS("table.where")))      // two
	text := webtest.Get(tab, chromedp.Text(chromedp.CSS("main")))
	for _, want := range []string{
		"CIS 120", "Riverbend Community College", "Counts", "Hilltop State University", "Elective only", "Harbour City University",
		"Not accepted", "Undecided", "4.5 quarter credits", "since 1 Oct 2020",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the answer does not say %q", want)
		}
	}
	tab.Do(chromedp.Click(chromedp.CSS(".where-rules a")), chromedp.WaitVisible(chromedp.CSS("ol.rules .rule-asked")))
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "Signed") {
		t.Error("the rule's page says nothing about its document")
	}
}

// The same with the keyboard alone, by the suggestions; Escape closes them.
func TestTaskDoesItCountByKeyboard(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{})
	tab.Go(world.URL + "/")
	tabTo(t, tab, "q")
	tab.Do(chromedp.KeyEvent("anth 230"), chromedp.WaitVisible(chromedp.CSS(".big-search .suggest a")))
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS("#live"))); !strings.Contains(text, "2 suggestions") {
		t.Errorf("the live region says %q", text)
	}
	tab.Do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Escape), chromedp.WaitNotVisible(chromedp.CSS(".big-search .suggest")))
	if at := webtest.Get(tab, chromedp.Evaluate[string](`document.activeElement.id`)); at != "q" {
		t.Errorf("after Escape the focus is on %q", at)
	}
	tab.Do(chromedp.KeyEvent(" "), chromedp.KeyEvent("a"), chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(kb.Backspace))
	tab.Do(chromedp.WaitVisible(chromedp.CSS(".big-search .suggest a")))
	tab.Do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("table.where")))
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "ANTH 235") || !strings.Contains(text, "until 15 Aug 2021") {
		t.Error("the second suggestion is not the course that had the code before")
	}
	tabTo(t, tab, "Why?")
	tab.Do(chromedp.KeyEvent(kb.Enter))
	if open := webtest.Get(tab, chromedp.Evaluate[bool](`document.activeElement.parentElement.open`)); !open {
		t.Error("Enter does not open the reasons")
	}
}

// A pathway without a script: exits with credits, the same numbers in drawing and
// outline, both directions, lanes.
func TestTaskPathway(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{NoScript: true})
	tab.Go(world.URL + "/pathways")
	tab.Do(chromedp.Click(chromedp.CSS(`a[href="/pathways/riverbend/data-studies"]`)), chromedp.WaitVisible(chromedp.CSS(".drawing svg")))
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS(".exits"))); !strings.Contains(text, "Stop here with: Certificate in Data Analytics (15 semester credits)") {
		t.Errorf("the exits say %q", text)
	}
	drawn := webtest.Get(tab, chromedp.Text(chromedp.CSS(".drawing")))
	for _, number := range []string{"1", "1.1", "1.3.1", "2", "2.5", "4"} {
		if !strings.Contains(drawn, number) {
			t.Errorf("the drawing has no step %s", number)
		}
		tab.Do(chromedp.WaitVisible(chromedp.CSS(`[id="step-` + number + `"]`)))
	}
	for _, link := range []string{"read=goal", "lanes=1"} {
		tab.Do(chromedp.Click(chromedp.CSS(`.switches a[href*="`+link+`"]`)), chromedp.WaitVisible(chromedp.CSS(`.switches a[aria-current][href*="`+link+`"]`)))
	}
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS(".drawing"))); !strings.Contains(text, "Hilltop State University") {
		t.Error("there is no lane for the other institution")
	}
}

// A pathway with the keyboard alone: the skip link passes the drawing, and the
// progress of a learner can be chosen.
func TestTaskPathwayByKeyboard(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{})
	tab.Go(world.URL + "/pathways/riverbend/data-studies")
	tabTo(t, tab, "Priya")
	tab.Do(chromedp.KeyEvent("Priya"))
	tabTo(t, tab, "Show")
	tab.Do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".verdict")))
	tabTo(t, tab, "Skip the drawing")
	tab.Do(chromedp.KeyEvent(kb.Enter))
	if at := webtest.Get(tab, chromedp.Evaluate[string](`document.activeElement.id`)); at != "outline" {
		t.Errorf("the skip link leads to %q", at)
	}
	tabTo(t, tab, "CERT-DATA")
	tab.Do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`.exits, .path-outline`)))
	if at := webtest.Get(tab, chromedp.Location()); !strings.Contains(at, "/pathways/riverbend/data-analytics") {
		t.Errorf("the step leads to %s", at)
	}
}
