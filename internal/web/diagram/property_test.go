package diagram_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

// graphs draws any graph: circles, edges to nowhere, ids given twice, lanes that
// nobody uses, long and empty texts.
func graphs(t *rapid.T) diagram.Graph {
	var g diagram.Graph
	text := rapid.SampledFrom([]string{"", "Calculus", "Introduction to the history of the valley, with laboratory", "Donaudampfschifffahrtsgesellschaftskapitän", "数学と論理の基礎についての長い題名", "<b>&\"'"})
	n := rapid.IntRange(0, 40).Draw(t, "nodes")
	for i := range n {
		id := strconv.Itoa(i)
		if rapid.IntRange(0, 15).Draw(t, "twice") == 0 {
			id = "0"
		}
		g.Nodes = append(g.Nodes, diagram.Node{
			ID: id, Kind: diagram.Kind(rapid.IntRange(0, 3).Draw(t, "kind")), Step: rapid.SampledFrom([]string{"", "1", "1.2", "1.10", "2.1.1"}).Draw(t, "step"),
			Code: text.Draw(t, "code"), Label: text.Draw(t, "label"), Note: text.Draw(t, "note"), Lane: rapid.SampledFrom([]string{"", "a", "b", "zz"}).Draw(t, "lane"),
			Status: diagram.Status(rapid.IntRange(0, 8).Draw(t, "status")), StatusWord: "word", Exit: rapid.Bool().Draw(t, "exit"), Href: "/x", Goal: i == 3,
		})
	}
	for range rapid.IntRange(0, 2*n).Draw(t, "edges") {
		end := rapid.IntRange(0, n)
		g.Edges = append(g.Edges, diagram.Edge{From: strconv.Itoa(end.Draw(t, "from")), To: strconv.Itoa(end.Draw(t, "to")), Optional: rapid.Bool().Draw(t, "optional")})
	}
	if rapid.Bool().Draw(t, "lanes") {
		g.Lanes = []diagram.Lane{{ID: "a", Label: "Alder"}, {ID: "b", Label: "Birch & Sons"}, {ID: "c", Label: "Nobody"}}
	}
	return g
}

func options(t *rapid.T) diagram.Options {
	return diagram.Options{
		Direction: diagram.Direction(rapid.IntRange(0, 1).Draw(t, "direction")), MaxNodes: rapid.IntRange(0, 30).Draw(t, "most"), MoreHref: "#outline",
		MaxRanks: rapid.SampledFrom([]int{0, 0, 2, 3, 5}).Draw(t, "columns"),
	}
}

func TestLayoutHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, o := graphs(t), options(t)
		checkLayout(t, g, o)
	})
}

// The same for graphs of the size of pathways.
func TestLargeLayoutsHold(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		g := layered(30+15*int(seed), seed)
		if seed%2 == 0 {
			g.Lanes = []diagram.Lane{{ID: "0", Label: "First"}, {ID: "1", Label: "Second"}, {ID: "2", Label: "Third"}}
		}
		checkLayout(t, g, diagram.Options{MaxNodes: 300})
		checkLayout(t, g, diagram.Options{Direction: diagram.FromGoal})
	}
	checkLayout(t, pathwayOf(200), diagram.Options{MaxNodes: 200})
	checkLayout(t, pathwayOf(200), diagram.Options{})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func checkLayout(t failer, g diagram.Graph, o diagram.Options) {
	t.Helper()
	l := diagram.Arrange(g, o)
	checkCount(t, g, o, l)
	checkBoxes(t, l)
	checkLines(t, l, o.Direction)
	checkLanes(t, g, l)
}

// checkCount: every node is drawn or counted, and the bound is kept.
func checkCount(t failer, g diagram.Graph, o diagram.Options, l *diagram.Layout) {
	t.Helper()
	ids := map[string]bool{}
	for _, n := range g.Nodes {
		ids[n.ID] = true
	}
	sum, hidden := 0, 0
	for _, b := range l.Boxes {
		sum += b.Count
		if b.ID == "" {
			hidden += b.Count
			if b.Count == 1 {
				t.Fatalf("a box for one other")
			}
		} else if b.Count != 1 {
			t.Fatalf("%q stands for %d", b.Label, b.Count)
		}
	}
	if sum != len(ids) || hidden != l.Hidden {
		t.Fatalf("%d nodes: %d are drawn or counted, %d of %d hidden", len(ids), sum, hidden, l.Hidden)
	}
	limit := o.MaxNodes
	if limit == 0 {
		limit = diagram.DefaultMaxNodes
	}
	if limit = max(limit, 2); len(l.Boxes) > limit || len(ids) <= limit && l.Hidden > 0 && o.MaxRanks == 0 {
		t.Fatalf("%d boxes for %d nodes with at most %d", len(l.Boxes), len(ids), limit)
	}
}

// checkBoxes: boxes lie inside the drawing and apart from one another.
func checkBoxes(t failer, l *diagram.Layout) {
	t.Helper()
	for i, a := range l.Boxes {
		if a.X < 0 || a.Y < 0 || a.X+a.W > l.Width || a.Y+a.H > l.Height {
			t.Fatalf("box %d lies outside", i)
		}
		for j, b := range l.Boxes[:i] {
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				t.Fatalf("boxes %d and %d overlap: %+v %+v", j, i, b, a)
			}
		}
	}
}

// checkLines: lines begin and end at the sides of their boxes, run with the
// ranks, and touch no other box.
func checkLines(t failer, l *diagram.Layout, d diagram.Direction) {
	t.Helper()
	for k, line := range l.Lines {
		from, to := &l.Boxes[line.From], &l.Boxes[line.To]
		if (from.Rank < to.Rank) == line.Back || from.Rank == to.Rank {
			t.Fatalf("line %d leads from rank %d to %d (back: %t)", k, from.Rank, to.Rank, line.Back)
		}
		right := (d == diagram.FromStart) != line.Back
		first, last := line.Points[0], line.Points[len(line.Points)-1]
		if !atSide(from, first, right) || !atSide(to, last, !right) {
			t.Fatalf("line %d does not end at its boxes: %v, %+v, %+v", k, line.Points, from, to)
		}
		for _, p := range samples(line.Points) {
			for i := range l.Boxes {
				b := &l.Boxes[i]
				if i != line.From && i != line.To && p.X > b.X && p.X < b.X+b.W && p.Y > b.Y && p.Y < b.Y+b.H {
					t.Fatalf("line %d runs through box %d at %v", k, i, p)
				}
			}
			if p.X < 0 || p.X > l.Width || p.Y < 0 || p.Y > l.Height {
				t.Fatalf("line %d leaves the drawing at %v", k, p)
			}
		}
	}
}

func atSide(b *diagram.Box, p diagram.Point, right bool) bool {
	x := b.X
	if right {
		x += b.W
	}
	return p.X == x && p.Y > b.Y && p.Y < b.Y+b.H
}

// samples are points on the line as it is drawn.
func samples(points []diagram.Point) []diagram.Point {
	out := slices.Clone(points)
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		for k := 1; k < 16; k++ {
			t := float64(k) / 16
			x := float64(a.X)*(1-t)*(1-t)*(1-t) + 3*float64(a.X+b.X)/2*t*(1-t) + float64(b.X)*t*t*t
			y := float64(a.Y)*(1-t)*(1-t)*(1+2*t) + float64(b.Y)*t*t*(3-2*t)
			out = append(out, diagram.Point{X: int(x), Y: int(y)})
		}
	}
	return out
}

// checkLanes: boxes lie in the band of their lane.
func checkLanes(t failer, g diagram.Graph, l *diagram.Layout) {
	t.Helper()
	if len(g.Lanes) == 0 {
		return
	}
	for i, b := range l.Boxes {
		in := slices.IndexFunc(l.Bands, func(x diagram.Band) bool { return b.Y >= x.Y && b.Y+b.H <= x.Y+x.H })
		if in < 0 || b.Count == 1 && b.ID != "" && l.Bands[in].ID != b.Lane && l.Bands[in].ID != "" {
			t.Fatalf("box %d of lane %q stands in band %d of %+v", i, b.Lane, in, l.Bands)
		}
	}
}

// The order of nodes and edges changes no byte.
func TestOrderOfInputChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, o := graphs(t), options(t)
		other := diagram.Graph{
			Nodes: rapid.Permutation(g.Nodes).Draw(t, "order of nodes"), Edges: rapid.Permutation(g.Edges).Draw(t, "order of edges"), Lanes: g.Lanes,
		}
		if a, b := diagram.Draw(g, o), diagram.Draw(other, o); !bytes.Equal(a, b) {
			t.Fatalf("%s\n%s", a, b)
		}
	})
	g := layered(150, 5)
	want := diagram.Draw(g, diagram.Options{MaxNodes: 150})
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(g.Nodes), func(i, j int) { g.Nodes[i], g.Nodes[j] = g.Nodes[j], g.Nodes[i] })
		r.Shuffle(len(g.Edges), func(i, j int) { g.Edges[i], g.Edges[j] = g.Edges[j], g.Edges[i] })
		if !bytes.Equal(want, diagram.Draw(g, diagram.Options{MaxNodes: 150})) {
			t.Fatal("another order, another drawing")
		}
	}
}

// Whatever the texts are, the drawing is XML of known elements without style,
// script and event.
func TestDrawingIsHarmless(t *testing.T) {
	t.Parallel()
	payload := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `]]><svg onload=alert(1)>`, `javascript:alert(1)`, "java\nscript:alert(1)",
		` javascript:alert(1)`, `data:text/html,<script>`, `//evil.example/`, `https://ok.example/" onclick="x`, `/\evil.example`, `vbscript:x`,
		"\x00\x1b\u202e\ufffe", `</title><script>`, `&#x6a;avascript:alert(1)`, `' style='x`, "/a\t/b", `HTTPS://x.example`,
	}))
	rapid.Check(t, func(t *rapid.T) {
		p := func() string { return payload.Draw(t, "payload") }
		g := diagram.Graph{
			Nodes: []diagram.Node{
				{ID: p(), Step: p(), Code: p(), Label: p(), Note: p(), Lane: "l", Status: diagram.Open, StatusWord: p(), Href: p(), Tip: p()},
				{ID: "b", Label: p(), Href: p()},
				{ID: "c", Label: p(), Href: p()},
			},
			Edges: []diagram.Edge{{From: "b", To: "c"}},
			Lanes: []diagram.Lane{{ID: "l", Label: p()}},
		}
		o := diagram.Options{Title: p(), Description: p(), ID: p(), MoreHref: p(), MaxNodes: 2}
		o.More = func(int) string { return g.Nodes[0].Label }
		checkHarmless(t, diagram.Draw(g, o))
	})
}

var (
	elements   = []string{"svg", "title", "desc", "g", "a", "path", "rect", "circle", "text", "tspan"}
	attributes = []string{
		"xmlns", "class", "role", "aria-labelledby", "aria-describedby", "width", "height", "viewBox", "font-family", "font-size", "font-weight", "fill", "fill-opacity", "fill-rule",
		"id", "x", "y", "dx", "d", "rx", "cx", "cy", "r", "stroke", "stroke-width", "stroke-dasharray", "transform", "pointer-events", "href",
	}
)

func checkHarmless(t failer, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains(elements, e.Name.Local) {
			t.Fatalf("element %s in %s", e.Name.Local, svg)
		}
		for _, a := range e.Attr {
			if !slices.Contains(attributes, a.Name.Local) {
				t.Fatalf("attribute %s in %s", a.Name.Local, svg)
			}
			if a.Name.Local == "href" && !harmless(a.Value) {
				t.Fatalf("link to %q", a.Value)
			}
		}
	}
}

func harmless(href string) bool {
	switch {
	case len(href) > 1 && href[0] == '/':
		return href[1] != '/' && href[1] != '\\'
	case href == "/", href[0] == '#', href[0] == '?':
		return true
	}
	return len(href) > 8 && href[:8] == "https://"
}
