package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

// Every page on a small phone and on a wide screen, in both themes: nothing
// serious for axe-core, nothing to scroll sideways. Every other page is tried in
// Spanish. A theme changes colours and nothing else, so the second theme at a
// width is tried for colours alone; each theme is tried in full at one width.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{})
	for i, path := range demoPages {
		look := webtest.Look{Width: 1440, Language: []string{"en", "es"}[i%2]}
		tab.Look(look)
		tab.Go(world.URL + path)
		tryLook(t, tab, path, look, tab.Axe)
		look.Dark = true
		tryLook(t, tab, path, look, tab.AxeColours)
		look.Width = 320
		tryLook(t, tab, path, look, tab.Axe)
		look.Dark = false
		tryLook(t, tab, path, look, tab.AxeColours)
	}
}

func tryLook(t *testing.T, tab *webtest.Tab, path string, look webtest.Look, axe func() []webtest.Finding) {
	t.Helper()
	tab.Look(look)
	if over := tab.Overflow(); over > 0 {
		t.Errorf("%s at %d px is %d px too wide:\n%s", path, look.Width, over, strings.Join(tab.Beyond(), "\n"))
	}
	for _, f := range axe() {
		t.Errorf("%s at %d px (dark: %t): %s", path, look.Width, look.Dark, f)
	}
}

// A page loads little, and all of it from here.
func TestPagesAreLightAndKeepToThemselves(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	home, err := url.Parse(world.URL)
	if err != nil {
		t.Fatal(err)
	}
	tab := webtest.Open(t, webtest.Look{})
	tab.NoCache()
	for _, path := range demoPages {
		tab.Go(world.URL + path)
		bytes := -drawn(t, world.URL+path)
		for _, r := range tab.Requests() {
			if strings.HasPrefix(r.URL, "data:") { // the browser's own icon of a date field
				continue
			}
			if u, err := url.Parse(r.URL); err != nil || u.Host != home.Host {
				t.Errorf("%s loads %s", path, r.URL)
			}
			bytes += r.Bytes
		}
		if bytes == 0 || bytes > 100_000 {
			t.Errorf("%s weighs %d bytes, want at most 100 kB", path, bytes)
		}
	}
}

var drawings = regexp.MustCompile(`(?s)<svg [^>]*class="dg".*?</svg>`)

// drawn is how many bytes of a page are drawings of pathways.
func drawn(t *testing.T, address string) int {
	t.Helper()
	_, body := ask(t, http.MethodGet, address, "", nil)
	bytes := 0
	for _, d := range drawings.FindAllString(body, -1) {
		bytes += len(d)
	}
	return bytes
}

// TestScreens writes every page, or with CAIRN_SCREENS=docs those that the
// documentation shows, as PNG.
func TestScreens(t *testing.T) {
	t.Parallel()
	kind, folder := os.Getenv("CAIRN_SCREENS"), os.Getenv("CAIRN_SCREENS_DIR")
	if kind == "" {
		t.Skip("CAIRN_SCREENS is not set: make screens or make screenshots")
	}
	world := webtest.Demo(t)
	shoot := func(name, path string, look webtest.Look) {
		tab := webtest.Open(t, look)
		tab.Go(world.URL + path)
		if err := os.WriteFile(filepath.Join(folder, name+".png"), tab.Shot(), 0o600); err != nil {
			t.Fatal(err)
		}
		tab.Close()
	}
	if kind == "docs" {
		for name, path := range docScreens {
			shoot(name, path, webtest.Look{Width: 1200})
		}
		return
	}
	for _, path := range demoPages {
		if !strings.Contains(path, os.Getenv("CAIRN_SCREENS_ONLY")) {
			continue
		}
		for _, width := range []int64{320, 768, 1440} {
			name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-", "&", "-", "%2F", "-", "+", "-").Replace(path), "-")
			if name == "" {
				name = "index"
			}
			name += "." + strconv.FormatInt(width, 10)
			shoot(name+".light", path, webtest.Look{Width: width})
			shoot(name+".dark", path, webtest.Look{Width: width, Dark: true})
		}
	}
}

// docScreens are the pictures under docs/images.
var docScreens = map[string]string{
	"landing": "/",
	"item":    "/items/riverbend/cis-120",
	"pathway": "/pathways/riverbend/data-studies?record=demo-priya",
	"stacks":  "/stacks?record=demo-nadia",
	"result":  "/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs",
}
