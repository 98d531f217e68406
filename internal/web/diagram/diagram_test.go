package diagram_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

var update = flag.Bool("update", false, "write the golden drawings")

func TestDemoPathways(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		program string
		radius  int
		o       diagram.Options
	}{
		"data-studies":     {"riverbend/data-studies", 2, diagram.Options{Title: "Associate of Applied Science in Data Studies", Description: "From the start to the goal.", ID: "pathway"}},
		"computer-science": {"hilltop/computer-science-bs", 2, diagram.Options{Title: "BS Computer Science", Direction: diagram.FromGoal, MaxNodes: 24, MoreHref: "#outline"}},
	} {
		got := diagram.Draw(demo(t, c.program, c.radius), c.o)
		checkHarmless(t, got)
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(file, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
			t.Errorf("%s (go test ./internal/web/diagram -update after a look at it): %s", name, diff)
		}
	}
}

// steps are the steps of the boxes in the order of the document.
func steps(svg []byte) []string {
	var out []string
	for _, m := range regexp.MustCompile(`class="dg-step"[^>]*>([^<]*)<`).FindAllSubmatch(svg, -1) {
		out = append(out, string(m[1]))
	}
	return out
}

func TestBoxesComeInTheOrderOfTheOutline(t *testing.T) {
	t.Parallel()
	g := diagram.Graph{
		Nodes: []diagram.Node{{ID: "a", Step: "1.10"}, {ID: "b", Step: "2"}, {ID: "c", Step: "1.2"}, {ID: "d", Step: "1"}, {ID: "e"}},
		Edges: []diagram.Edge{{From: "b", To: "a"}, {From: "a", To: "c"}},
	}
	for _, d := range []diagram.Direction{diagram.FromStart, diagram.FromGoal} {
		if diff := cmp.Diff([]string{"1", "1.2", "1.10", "2"}, steps(diagram.Draw(g, diagram.Options{Direction: d}))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDirections(t *testing.T) {
	t.Parallel()
	g := diagram.Graph{
		Nodes: []diagram.Node{{ID: "course", Label: "Course"}, {ID: "degree", Label: "Degree"}},
		Edges: []diagram.Edge{{From: "course", To: "degree"}},
	}
	start, goal := diagram.Arrange(g, diagram.Options{}), diagram.Arrange(g, diagram.Options{Direction: diagram.FromGoal})
	if a, b := start.Boxes[0].X < start.Boxes[1].X, goal.Boxes[0].X > goal.Boxes[1].X; !a || !b {
		t.Errorf("the course stands left: %t, right: %t", a, b)
	}
	for _, l := range []*diagram.Layout{start, goal} {
		if line := l.Lines[0]; line.From != 0 || line.To != 1 || line.Points[0].Y != line.Points[1].Y {
			t.Errorf("one line, straight on: %+v", line)
		}
	}
}

func TestCircles(t *testing.T) {
	t.Parallel()
	g := diagram.Graph{
		Nodes: []diagram.Node{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		Edges: []diagram.Edge{{From: "a", To: "b"}, {From: "b", To: "c"}, {From: "c", To: "a"}, {From: "b", To: "a"}, {From: "c", To: "c"}},
	}
	l := diagram.Arrange(g, diagram.Options{})
	back, both := 0, 0
	for _, line := range l.Lines {
		if line.Back {
			back++
		}
		if line.Both {
			both++
		}
	}
	if len(l.Lines) != 3 || back != 1 || both != 1 {
		t.Errorf("%d lines, %d back, %d both ways, want 3, 1, 1: %+v", len(l.Lines), back, both, l.Lines)
	}
	if n := bytes.Count(l.SVG(), []byte(`class="dg-head"`)); n != 3 {
		t.Errorf("%d paths of arrow heads, want 3", n)
	}
}

func TestCollapse(t *testing.T) {
	t.Parallel()
	l := diagram.Arrange(pathwayOf(200), diagram.Options{MoreHref: "#outline", More: func(n int) string { return strconv.Itoa(n) + " más" }})
	goals := 0
	for _, b := range l.Boxes {
		if b.ID == "goal" {
			goals++
		}
		if b.ID == "" && (b.Label != strconv.Itoa(b.Count)+" más" || b.Href != "#outline") {
			t.Errorf("a box for %d: %q to %q", b.Count, b.Label, b.Href)
		}
	}
	if len(l.Boxes) > 60 || len(l.Boxes) < 55 || goals != 1 {
		t.Errorf("%d boxes, %d goals", len(l.Boxes), goals)
	}
}

// Every line of text is within the width of its box by the table of widths.
func TestTextsFit(t *testing.T) {
	t.Parallel()
	long := "Introduction to Interdisciplinary Micropaleontology/Biostratigraphy with Donaudampfschifffahrtsgesellschaftskapitänsmütze"
	g := diagram.Graph{Nodes: []diagram.Node{{
		ID: "a", Step: "1.2.3.4.5", Code: "INTERDISCIPLINARY 1234567-ABC", Label: long, Note: long, Status: diagram.Partly, StatusWord: long,
	}}}
	svg := diagram.Draw(g, diagram.Options{})
	lines := 0
	for _, m := range regexp.MustCompile(`(?:<text|<tspan)[^>]*>([^<]+)<`).FindAllSubmatch(svg, -1) {
		lines++
		if n := len([]rune(string(m[1]))); n > 28 {
			t.Errorf("%q is too long for a box", m[1])
		}
	}
	if lines != 2+4+2+1 || !bytes.Contains(svg, []byte("…</text>")) {
		t.Errorf("%d lines: %s", lines, svg)
	}
	if !bytes.Contains(svg, []byte("Donaudampfschifffahrtsgesellschaftskapitänsmütze, ")) {
		t.Error("the tip does not hold the whole label")
	}
}

// Icon, word and outline: each status differs from every other in all three.
func TestStatusesDiffer(t *testing.T) {
	t.Parallel()
	icon, outline := map[string]diagram.Status{}, map[string][]diagram.Status{}
	for s := diagram.Satisfied; s <= diagram.Refused; s++ {
		svg := diagram.Draw(diagram.Graph{Nodes: []diagram.Node{{ID: "a", Status: s, StatusWord: "word"}}}, diagram.Options{})
		m := regexp.MustCompile(`<g class="dg-icon"[^>]*>(.*?)</g>`).FindSubmatch(svg)
		if m == nil || !bytes.Contains(svg, []byte(">word</text>")) {
			t.Fatalf("status %d has no icon or no word: %s", s, svg)
		}
		if other, same := icon[string(m[1])]; same {
			t.Errorf("statuses %d and %d have one icon", s, other)
		}
		icon[string(m[1])] = s
		o := regexp.MustCompile(`class="dg-box"[^>]*pointer-events="all" ([^/]*?) x=`).FindSubmatch(svg)
		outline[string(o[1])] = append(outline[string(o[1])], s)
	}
	if len(outline) < 6 {
		t.Errorf("only %d outlines: %v", len(outline), outline)
	}
}

func TestImageOrGroup(t *testing.T) {
	t.Parallel()
	for href, role := range map[string]string{"": "img", "javascript:x": "img", "/items/a": "group"} {
		svg := diagram.Draw(diagram.Graph{Nodes: []diagram.Node{{ID: "a", Href: href}}}, diagram.Options{Title: "T", ID: "1 x"})
		for _, want := range []string{`role="` + role + `"`, `aria-labelledby="diagram1x-title"`, `<title id="diagram1x-title">T</title>`} {
			if !bytes.Contains(svg, []byte(want)) {
				t.Errorf("%q: no %s in %s", href, want, svg)
			}
		}
	}
	if empty := diagram.Draw(diagram.Graph{}, diagram.Options{}); !bytes.HasSuffix(empty, []byte("</svg>\n")) {
		t.Errorf("nothing: %s", empty)
	}
}

// Everything that the style sheet names is in a drawing, and the other way.
func TestStyleSheetKnowsTheClasses(t *testing.T) {
	t.Parallel()
	for _, c := range regexp.MustCompile(`\.(dg-[a-z-]+)`).FindAllStringSubmatch(diagram.CSS, -1) {
		found := false
		for _, file := range []string{"svg.go", "shapes.go"} {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(text, []byte(c[1]))
		}
		if !found {
			t.Errorf("no drawing has the class %s", c[1])
		}
	}
}
