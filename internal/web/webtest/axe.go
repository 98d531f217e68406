package webtest

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// axe-core 4.14.1 (MPL-2.0, testdata/axe/LICENSE): it is in tests only and never
// in the program.
//
//go:embed testdata/axe/axe.min.js
var axeScript string

// Finding is something that axe-core objects to.
type Finding struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	// Nodes are the elements, as HTML.
	Nodes []string `json:"nodes"`
}

// String is the finding with its first elements.
func (f Finding) String() string {
	const shown = 4
	return fmt.Sprintf("%s (%s): %s\n\t%s", f.ID, f.Impact, f.Help, strings.Join(f.Nodes[:min(shown, len(f.Nodes))], "\n\t"))
}

// Axe tries the page with axe-core and returns what it finds serious or critical.
func (t *Tab) Axe() []Finding {
	t.tb.Helper()
	return t.axe(`{resultTypes: ["violations"]}`)
}

// AxeColours is Axe for the rules about colours alone: all that another theme of
// the same page in the same window can change.
func (t *Tab) AxeColours() []Finding {
	t.tb.Helper()
	return t.axe(`{resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"]}`)
}

func (t *Tab) axe(options string) []Finding {
	t.tb.Helper()
	if !Get(t, chromedp.Evaluate[bool](`"axe" in window`)) { // once a page: it is half a megabyte
		t.Do(chromedp.Evaluate[chromedp.Void](axeScript + ";0"))
	}
	return Get(t, chromedp.Evaluate[[]Finding](`axe.run(document, `+options+`).then(r => r.violations
			.filter(v => v.impact === "serious" || v.impact === "critical")
			.map(v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 300))})))`,
		chromedp.EvalAwaitPromise))
}
