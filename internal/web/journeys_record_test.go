package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// walk is a way through the pages that counts clicks.
type walk struct {
	*webtest.Tab

	t      *testing.T
	clicks int
}

// click presses what the selector finds and waits for the page after it.
func (w *walk) click(selector, then string) {
	w.t.Helper()
	w.clicks++
	w.Do(chromedp.Click(chromedp.CSS(selector)), chromedp.WaitVisible(chromedp.CSS(then)))
}

// check looks at the page as axe-core and a narrow window do, and keeps a picture
// where CAIRN_SCREENS_DIR asks for it.
func (w *walk) check(name string) {
	w.t.Helper()
	if over := w.Overflow(); over > 0 {
		w.t.Errorf("%s is %d px too wide:\n%s", name, over, strings.Join(w.Beyond(), "\n"))
	}
	for _, f := range w.Axe() {
		w.t.Errorf("%s: %s", name, f)
	}
	if folder := os.Getenv("CAIRN_SCREENS_DIR"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "walk-"+name+".png"), w.Shot(), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}

// Tasks 2, 3, 8 and 9, with JavaScript and on a phone without: 15 pasted lines in 2 clicks, the stacks in
// one more, a link in 2 more, and what an outsider sees in none.
func TestFromAPasteToAnOutsider(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, look := range []webtest.Look{{}, {Width: 320, NoScript: true}} {
		fromAPasteToAnOutsider(t, world, look)
	}
}

func fromAPasteToAnOutsider(t *testing.T, world *webtest.World, look webtest.Look) {
	t.Helper()
	w := &walk{Tab: webtest.Open(t, look), t: t}
	w.Go(world.URL)
	w.click(`.nav a[href="/record"]`, "#lines")
	w.Do(chromedp.SetValue(chromedp.CSS("#lines"), pasted))
	w.click(".add-lines button", ".sheet-table")
	if text := webtest.Get(w.Tab, chromedp.Text(chromedp.CSS("#lines-head"))); text != "15 lines" || w.clicks > 3 {
		t.Fatalf("%q after %d clicks", text, w.clicks)
	}
	w.clicks = 0
	w.click(`.nav a[href="/stacks"]`, "#one_step")
	if text := webtest.Get(w.Tab, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "Missing") || w.clicks > 1 {
		t.Fatalf("after %d clicks: %.300s", w.clicks, text)
	}
	w.clicks = 0
	w.click(`a.button[href="/shares"]`, ".share-form")
	w.click(".share-form button", ".share-link")
	if w.clicks > 3 {
		t.Errorf("sharing takes %d clicks", w.clicks)
	}
	link := webtest.Get(w.Tab, chromedp.AttributeValue(chromedp.CSS(".share-link"), "value")).Value
	outsider := &walk{Tab: webtest.Open(t, look), t: t}
	outsider.Go(link)
	if text := webtest.Get(outsider.Tab, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "15 items") || !strings.Contains(text, "what the holder states") {
		t.Errorf("the outsider sees %.500s", text)
	}
	w.click(".share-card .danger", ".note")
	outsider.Go(link)
	if text := webtest.Get(outsider.Tab, chromedp.Text(chromedp.CSS("h1"))); text != "This is no longer shared" {
		t.Errorf("after it was withdrawn: %q", text)
	}
}

// The same with the keyboard alone.
func TestRecordByKeyboard(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{})
	tab.Go(world.URL)
	reach := func(selector string) {
		t.Helper()
		for range 120 {
			tab.Do(chromedp.KeyEvent(kb.Tab))
			if webtest.Get(tab, chromedp.Evaluate[bool](`document.activeElement.matches(`+"`"+selector+"`"+`)`)) {
				return
			}
		}
		t.Fatalf("%s is not reached with the keyboard", selector)
	}
	enter := func(then string) {
		t.Helper()
		tab.Do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(then)))
	}
	reach(`.nav a[href="/record"]`)
	enter("#lines")
	reach("#lines")
	tab.Do(chromedp.KeyEvent("CIS 110 Intro 3 A Fall 2024"))
	reach(".add-lines button")
	enter(".sheet-table")
	reach(".candidates")
	tab.Do(chromedp.KeyEvent(kb.ArrowDown))
	reach(".sheet-actions button")
	enter(`.sheet-table a[href="/items/riverbend/cis-110"]`)
	reach(`.nav a[href="/stacks"]`)
	enter("#in_reach, #one_step")
	reach(`a.button[href="/shares"]`)
	enter(".share-form")
	reach(`.share-form [name="line"]`)
	tab.Do(chromedp.KeyEvent(" "), chromedp.KeyEvent(" ")) // left out, and in again
	reach(`.share-form [name="grades"]`)
	tab.Do(chromedp.KeyEvent(kb.ArrowDown))
	reach("#days")
	tab.Do(chromedp.KeyEvent(kb.ArrowDown))
	chosen := webtest.Get(tab, chromedp.Evaluate[string](`new URLSearchParams(new FormData(document.querySelector(".share-form"))).toString()`))
	if !strings.Contains(chosen, "line=") || !strings.Contains(chosen, "grades=show") {
		t.Fatal(chosen)
	}
	reach(".share-form button")
	enter(".share-link")
	outsider := webtest.Open(t, webtest.Look{})
	outsider.Go(webtest.Get(tab, chromedp.AttributeValue(chromedp.CSS(".share-link"), "value")).Value)
	if text := webtest.Get(outsider, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "CIS 110") || !strings.Contains(text, "Grade") {
		t.Errorf("the outsider sees %.500s", text)
	}
	reach(".share-card .danger")
	enter(".note")
	if text := webtest.Get(tab, chromedp.Text(chromedp.CSS(".share-card .chip"))); text != "withdrawn" {
		t.Errorf("the link is %q", text)
	}
}

// The pages with something in them, narrow and wide, in both themes.
func TestFilledPagesInABrowser(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for name, look := range map[string]webtest.Look{
		"320-dark": {Width: 320, Dark: true, Language: "es"}, "320-light": {Width: 320}, "768-light": {Width: 768}, "1440-light": {Width: 1440}, "1440-dark": {Width: 1440, Dark: true},
	} {
		w := &walk{Tab: webtest.Open(t, look), t: t}
		badge := filepath.Join(t.TempDir(), "badge.jwt")
		if err := os.WriteFile(badge, webtest.Badge(t, "Data Literacy", "Reads charts.", nil), 0o600); err != nil {
			t.Fatal(err)
		}
		w.Go(world.URL + "/record")
		w.Do(chromedp.SetValue(chromedp.CSS("#lines"), pasted+"CIS 120 Programming 3 A\n"), chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{badge}))
		w.click(".add-lines button", ".sheet-table")
		w.check("record-" + name)
		w.click(".line-tools a", "#e-code")
		w.check("edit-" + name)
		w.Go(world.URL + "/stacks")
		w.check("stacks-" + name)
		w.click(`a.button[href="/shares"]`, ".share-form")
		w.click(".share-form button", ".share-link")
		w.check("shares-" + name)
		w.click(".share-card .actions a", ".shared-items")
		w.check("shared-" + name)
	}
}
