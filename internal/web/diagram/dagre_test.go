package diagram_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

// drawn is a layout in the terms of the comparison: middles of boxes and the
// bends of edges.
type drawn struct {
	Width  float64        `json:"width"`
	Height float64        `json:"height"`
	Millis float64        `json:"ms"`
	Nodes  [][2]float64   `json:"nodes"`
	Edges  [][][2]float64 `json:"edges"`
}

// TestCompareWithDagre prints crossings, area and time beside those of dagre for
// the same boxes. CAIRN_DAGRE names a folder with node_modules/@dagrejs/dagre.
func TestCompareWithDagre(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("CAIRN_DAGRE")
	if dir == "" {
		t.Skip("CAIRN_DAGRE names no folder with node_modules/@dagrejs/dagre")
	}
	names, graphs := compared(t)
	var asked []map[string]any
	var ours []drawn
	var edges [][][2]int
	for _, g := range graphs {
		begin := time.Now()
		l := diagram.Arrange(g, diagram.Options{MaxNodes: 1000})
		spent := time.Since(begin)
		d, pairs := drawnOf(l)
		d.Millis = float64(spent.Microseconds()) / 1000
		sizes := [][2]int{}
		for _, b := range l.Boxes {
			sizes = append(sizes, [2]int{b.W, b.H})
		}
		asked = append(asked, map[string]any{"nodes": sizes, "edges": pairs})
		ours, edges = append(ours, d), append(edges, pairs)
	}
	theirs := runDagre(t, dir, asked)
	var b strings.Builder
	b.WriteString("| graph | boxes | lines | crossings | dagre | area | dagre | ms | dagre |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	var sum [4]float64
	for i, name := range names {
		a, d := ours[i], theirs[i]
		x, y := crossings(a, edges[i]), crossings(d, edges[i])
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %.2f | %.2f | %.1f | %.1f |\n", name, len(a.Nodes), len(edges[i]), x, y, a.Width*a.Height/1e6, d.Width*d.Height/1e6, a.Millis, d.Millis)
		sum[0], sum[1], sum[2], sum[3] = sum[0]+float64(x), sum[1]+float64(y), sum[2]+a.Width*a.Height/1e6, sum[3]+d.Width*d.Height/1e6
	}
	fmt.Fprintf(&b, "| all | | | %.0f | %.0f | %.1f | %.1f | | |\n", sum[0], sum[1], sum[2], sum[3])
	t.Log("areas in millions of square pixels\n" + b.String())
	if sum[0] > 1.1*sum[1] {
		t.Errorf("%.0f crossings, dagre %.0f: more than a tenth more", sum[0], sum[1])
	}
}

func runDagre(t *testing.T, dir string, asked any) []drawn {
	t.Helper()
	input, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "testdata/dagre.cjs", dir)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var theirs []drawn
	if err := json.Unmarshal(out, &theirs); err != nil {
		t.Fatal(err)
	}
	return theirs
}

// compared are the graphs of the comparison, without lanes, which dagre lacks.
func compared(t *testing.T) (names []string, graphs []diagram.Graph) {
	t.Helper()
	add := func(name string, g diagram.Graph) {
		g.Lanes = nil
		names, graphs = append(names, name), append(graphs, g)
	}
	for _, p := range []string{"riverbend/data-studies", "riverbend/nursing", "hilltop/computer-science-bs", "hilltop/data-ba", "hilltop/business-ba"} {
		for radius := 1; radius <= 3; radius++ {
			if radius > 1 || p == "hilltop/data-ba" {
				add(fmt.Sprintf("demo: %s, %d steps", p, radius), demo(t, p, radius))
			}
		}
	}
	add("pathway of 60", pathwayOf(60))
	add("pathway of 200", pathwayOf(200))
	for i, n := range []int{20, 30, 40, 60, 80, 100, 130, 160, 200} {
		add(fmt.Sprintf("random, layered, %d", n), layered(n, uint64(100+i)))
	}
	return names, graphs
}

// drawnOf reads middles and bends out of a layout.
func drawnOf(l *diagram.Layout) (drawn, [][2]int) {
	d := drawn{Width: float64(l.Width), Height: float64(l.Height)}
	for _, b := range l.Boxes {
		d.Nodes = append(d.Nodes, [2]float64{float64(b.X) + float64(b.W)/2, float64(b.Y) + float64(b.H)/2})
	}
	pairs := [][2]int{}
	for _, line := range l.Lines {
		points := [][2]float64{{}}
		for i := 1; i+1 < len(line.Points); i += 2 { // one bend for each column
			a, b := line.Points[i], line.Points[i+1]
			points = append(points, [2]float64{float64(a.X+b.X) / 2, float64(a.Y)})
		}
		d.Edges = append(d.Edges, append(points, [2]float64{}))
		pairs = append(pairs, [2]int{line.From, line.To})
	}
	return d, pairs
}

// crossings counts the pairs of edges that cross, as broken lines between the
// middles of boxes; lines that share an end box do not cross there.
func crossings(d drawn, edges [][2]int) int {
	type segment struct {
		a, b [2]float64
		edge int
	}
	var all []segment
	for i, points := range d.Edges {
		points[0], points[len(points)-1] = d.Nodes[edges[i][0]], d.Nodes[edges[i][1]]
		for k := 1; k < len(points); k++ {
			all = append(all, segment{points[k-1], points[k], i})
		}
	}
	n := 0
	for i, s := range all {
		for _, o := range all[:i] {
			if s.edge != o.edge && apart(s.a, s.b, o.a, o.b) && apart(o.a, o.b, s.a, s.b) {
				n++
			}
		}
	}
	return n
}

// apart reports whether the points c and d lie on different sides of the line
// through a and b.
func apart(a, b, c, d [2]float64) bool {
	side := func(p [2]float64) float64 { return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0]) }
	const least = 1e-6
	return side(c) > least && side(d) < -least || side(c) < -least && side(d) > least
}
