package diagram_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

// A tree of any depth takes no more columns than it may, shows the goal, and counts
// every box that it does not show.
func TestTreesFitTheirColumns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 80).Draw(t, "boxes")
		g := diagram.Graph{Nodes: []diagram.Node{{ID: "0", Label: "goal", Goal: true}}}
		for i := 1; i < n; i++ {
			g.Nodes = append(g.Nodes, diagram.Node{ID: strconv.Itoa(i), Label: "a step"})
			to := rapid.IntRange(max(0, i-4), i-1).Draw(t, "to")
			g.Edges = append(g.Edges, diagram.Edge{From: strconv.Itoa(i), To: strconv.Itoa(to)})
		}
		o := diagram.Options{MaxNodes: rapid.SampledFrom([]int{10, 60, 200}).Draw(t, "most"), MaxRanks: rapid.IntRange(2, 8).Draw(t, "columns")}
		l := diagram.Arrange(g, o)
		columns, counted, goal := map[int]bool{}, 0, false
		for i := range l.Boxes {
			columns[l.Boxes[i].Rank] = true
			counted += l.Boxes[i].Count
			goal = goal || l.Boxes[i].Goal
		}
		if len(columns) > o.MaxRanks {
			t.Errorf("%d columns, at most %d", len(columns), o.MaxRanks)
		}
		if counted != n || !goal {
			t.Errorf("%d of %d boxes are shown or counted; the goal: %t", counted, n, goal)
		}
		shown := 0
		for i := range l.Boxes {
			if l.Boxes[i].Count == 1 {
				shown++
			}
		}
		if l.Hidden+shown != n {
			t.Errorf("%d are hidden and %d shown of %d", l.Hidden, shown, n)
		}
	})
}

func TestLeast(t *testing.T) {
	t.Parallel()
	for svg, want := range map[string]int{
		`<svg class="dg" width="1000" height="20">`: 875, `<svg width="13">`: 12, `<svg>`: 0, `<svg width="x">`: 0, "": 0, ` width="9`: 8,
	} {
		if got := diagram.Least([]byte(svg)); got != want {
			t.Errorf("%s: %d, want %d", svg, got, want)
		}
	}
}
