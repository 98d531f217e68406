package webtest

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// chromium is the one browser of a test binary.
type chromium struct {
	ctx context.Context //nolint:containedctx // it is the browser's own, and lives as long
	err error
}

// stop ends the browser; nil where none was started.
var stop func()

// browser starts Chromium, once.
var browser = sync.OnceValue(func() chromium {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(executable()), chromedp.NoSandbox, chromedp.Flag("hide-scrollbars", true))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	stop = func() { cancel(); end() }
	return chromium{ctx, chromedp.Do(ctx)}
})

// Main runs the tests of a package and then ends the browser, if one was started.
// Use it as TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if stop != nil {
		stop()
	}
	os.Exit(code)
}

// executable is where Chromium is; "" where it is not installed.
func executable() string {
	for _, name := range [...]string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Look is how a tab looks at a page.
type Look struct {
	// Width of the window in CSS pixels; 0 means 1280.
	Width int64
	// Dark prefers the dark theme.
	Dark bool
	// NoScript turns JavaScript off.
	NoScript bool
	// Language is what the browser asks for; "" means "en".
	Language string
}

// NoCache has the tab load everything again for every page, as a first visit does.
func (t *Tab) NoCache() {
	t.tb.Helper()
	call(t, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
}

// Tab is one tab with cookies of its own.
type Tab struct {
	tb  testing.TB
	ctx context.Context //nolint:containedctx // it is the tab itself
	end func()

	mu       sync.Mutex
	requests []Request
	bytes    map[network.RequestID]int
}

// Request is something that a page loaded.
type Request struct {
	URL   string
	Bytes int // as they came over the wire, headers too
	id    network.RequestID
}

// Open opens a tab until the test ends. Without Chromium the test is skipped, or
// with CAIRN_REQUIRE_BROWSER=1 fails.
func Open(tb testing.TB, look Look) *Tab {
	tb.Helper()
	if executable() == "" {
		if os.Getenv("CAIRN_REQUIRE_BROWSER") == "1" {
			tb.Fatal("Chromium is not installed, and CAIRN_REQUIRE_BROWSER is set")
		}
		tb.Skip("Chromium is not installed (Debian: apt-get install chromium): the pages are not tried in a browser")
	}
	b := browser()
	if b.err != nil {
		tb.Fatal("Chromium does not start: ", b.err)
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	ctx, expire := context.WithTimeout(ctx, 20*time.Minute)
	t := &Tab{tb: tb, ctx: ctx, end: sync.OnceFunc(func() { expire(); cancel() }), bytes: map[network.RequestID]int{}}
	tb.Cleanup(t.Close)
	if err := chromedp.Listen(ctx, t.listen); err != nil {
		tb.Fatal(err)
	}
	call(t, network.Enable, network.EnableParams{})
	t.Look(look)
	return t
}

// Close closes the tab before the test ends.
func (t *Tab) Close() { t.end() }

// Look changes how the tab looks at pages.
func (t *Tab) Look(look Look) {
	t.tb.Helper()
	if look.Width == 0 {
		look.Width = 1280
	}
	if look.Language == "" {
		look.Language = "en"
	}
	scheme := "light"
	if look.Dark {
		scheme = "dark"
	}
	call(t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: look.Width, Height: 900, DeviceScaleFactor: 1})
	call(t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	call(t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: look.NoScript})
	call(t, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": look.Language}})
}

func (t *Tab) listen(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		t.requests = append(t.requests, Request{URL: e.Request.URL, id: e.RequestID})
	case *network.EventLoadingFinished:
		t.bytes[e.RequestID] += int(e.EncodedDataLength)
	}
}

// Requests lists what has been loaded since the last Go.
func (t *Tab) Requests() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]Request, len(t.requests))
	for i, r := range t.requests {
		r.Bytes = t.bytes[r.id]
		out[i] = r
	}
	return out
}

// Go opens an address and waits until it is loaded.
func (t *Tab) Go(url string) {
	t.tb.Helper()
	t.mu.Lock()
	t.requests = nil
	t.mu.Unlock()
	t.Do(chromedp.Navigate(url))
}

// Do runs actions of chromedp (Click, SendKeys, Submit, …); what fails ends the
// test.
func (t *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	t.tb.Helper()
	if err := chromedp.Do(t.ctx, actions...); err != nil {
		t.tb.Fatal(err)
	}
}

// Get runs an action of chromedp that answers (Text, Title, Location, Evaluate, …).
func Get[T any](t *Tab, a chromedp.Action[T]) T {
	t.tb.Helper()
	out, err := chromedp.Run(t.ctx, a)
	if err != nil {
		t.tb.Fatal(err)
	}
	return out
}

// call sends a command of the protocol.
func call[P, R any](t *Tab, command cdp.Command[P, R], params P) {
	t.tb.Helper()
	if _, err := chromedp.Call(t.ctx, command, params); err != nil {
		t.tb.Fatal(err)
	}
}

// Overflow is by how many pixels the page is wider than the window.
func (t *Tab) Overflow() int {
	t.tb.Helper()
	return Get(t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
}

// Beyond lists the elements that reach beyond the window's right edge, for the
// message of a test: their beginnings as HTML.
func (t *Tab) Beyond() []string {
	t.tb.Helper()
	return Get(t, chromedp.Evaluate[[]string](`[...document.querySelectorAll("body *")]
		.filter(e => e.checkVisibility() && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
		.slice(0, 8).map(e => e.outerHTML.slice(0, 120))`))
}

// Shot is a picture of the whole page as PNG.
func (t *Tab) Shot() []byte {
	t.tb.Helper()
	return Get(t, chromedp.FullScreenshot(100))
}

// Print has the tab look at the page as a printer does.
func (t *Tab) Print() {
	t.tb.Helper()
	call(t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
}

// PDF is the page as it is printed.
func (t *Tab) PDF() []byte {
	t.tb.Helper()
	out, err := chromedp.Call(t.ctx, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true)})
	if err != nil {
		t.tb.Fatal(err)
	}
	return out.Data
}
