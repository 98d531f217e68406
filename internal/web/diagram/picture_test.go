package diagram_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

// TestPictures writes drawings and a page that shows them, to look at, into the
// folder that CAIRN_PICTURES names.
func TestPictures(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("CAIRN_PICTURES")
	if dir == "" {
		t.Skip("CAIRN_PICTURES names no folder for pictures")
	}
	for name, g := range pictures(t) {
		for suffix, o := range map[string]diagram.Options{
			"": {Title: name, MoreHref: "#outline"}, "-goal": {Title: name, Direction: diagram.FromGoal, MoreHref: "#outline"},
		} {
			svg := string(diagram.Draw(g, o))
			page := "<!doctype html><html lang=en><meta charset=utf-8><title>" + name + "</title><style>:root{color-scheme:light dark}body{font:16px/1.4 system-ui,sans-serif;margin:16px}.scroll{overflow-x:auto}" +
				diagram.CSS + "</style><h1>" + name + "</h1><div class=scroll tabindex=0>" + svg + "</div>"
			for file, text := range map[string]string{name + suffix + ".svg": svg, name + suffix + ".html": page} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if !strings.HasPrefix(svg, "<svg ") {
				t.Errorf("%s begins with %.20q", name, svg)
			}
		}
	}
}

func pictures(t *testing.T) map[string]diagram.Graph {
	t.Helper()
	out := map[string]diagram.Graph{
		"data-studies-1": demo(t, "riverbend/data-studies", 1), "data-studies-2": demo(t, "riverbend/data-studies", 2),
		"computer-science-1": demo(t, "hilltop/computer-science-bs", 1), "computer-science-2": demo(t, "hilltop/computer-science-bs", 2),
		"pathway-40": pathwayOf(40), "pathway-200": pathwayOf(200), "layered-40": layered(40, 3),
	}
	bare := demo(t, "riverbend/data-studies", 2)
	bare.Lanes = nil
	out["data-studies-2-no-lanes"] = bare
	return out
}
