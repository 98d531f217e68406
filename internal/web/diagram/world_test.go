package diagram_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/web/diagram"
)

// demoPathways is the graph of the demo world, built once.
var demoPathways = sync.OnceValues(func() (*pathway.Graph, error) {
	set, _, problems := catalogfile.LoadFS(context.Background(), fixtures.FS, fixtures.Catalogue, catalogfile.Options{})
	if len(problems) > 0 {
		return nil, problems
	}
	g, _ := pathway.Build(&set)
	return g, nil
})

// demo is what lies around a program of the demo world, as a page would draw
// it: with step numbers, lanes, and some progress.
func demo(tb testing.TB, program string, radius int) diagram.Graph {
	tb.Helper()
	built, err := demoPathways()
	if err != nil {
		tb.Fatal(err)
	}
	v, err := built.View(pathway.ViewOptions{Focus: pathway.ProgramVertex(program), Radius: radius, AsOf: fixtures.DemoDay()})
	if err != nil {
		tb.Fatal(err)
	}
	var g diagram.Graph
	slices.SortStableFunc(v.Nodes, func(a, b pathway.Node) int { return cmp.Compare(a.Layer, b.Layer) })
	lanes, layers := map[string]bool{}, map[int]int{}
	for i, n := range v.Nodes {
		layers[n.Layer]++
		node := diagram.Node{
			ID: string(n.ID), Step: fmt.Sprintf("%d.%d", n.Layer+1, layers[n.Layer]), Code: n.Name, Label: n.Title,
			Lane: string(n.Institution), Href: "/items/" + n.Ref, Goal: n.Ref == program,
		}
		switch n.Kind {
		case pathway.KindProgram:
			node.Kind, node.Label, node.Code = diagram.Program, n.Name, "program"
			node.Href = "/pathways/" + n.Ref
		case pathway.KindCredential:
			node.Kind, node.Exit, node.Note = diagram.Credential, true, "may stop here"
		case pathway.KindRule:
			node.Kind, node.Label, node.Code = diagram.Requirement, n.Name, "rule"
		case pathway.KindAward:
			node.Kind, node.Label, node.Code = diagram.Requirement, n.Name, "award"
		case pathway.KindItem:
			node.Status = diagram.Status(1 + i%8)
			node.StatusWord = []string{"satisfied", "in progress", "planned", "partly", "open", "waived", "undecided", "not accepted"}[i%8]
		}
		g.Nodes = append(g.Nodes, node)
		lanes[node.Lane] = true
	}
	for _, e := range v.Edges {
		g.Edges = append(g.Edges, diagram.Edge{From: string(e.From), To: string(e.To), Optional: e.Kind == pathway.LinkSource && !e.Alone})
	}
	for _, lane := range []string{"", "riverbend", "hilltop", "lakeside"} {
		if lanes[lane] {
			g.Lanes = append(g.Lanes, diagram.Lane{ID: lane, Label: "Institution " + lane})
			delete(lanes, lane)
		}
	}
	var rest []string
	for lane := range lanes {
		rest = append(rest, lane)
	}
	slices.Sort(rest)
	for _, lane := range rest {
		g.Lanes = append(g.Lanes, diagram.Lane{ID: lane, Label: "Institution " + lane})
	}
	return g
}

// layered is a random pathway of so many nodes: items lead to credentials, those
// and more items to greater ones, mostly over one rank.
func layered(n int, seed uint64) diagram.Graph {
	r := rand.New(rand.NewPCG(seed, 11))
	var g diagram.Graph
	ranks := 3 + r.IntN(4)
	rank := make([]int, n)
	for i := range n {
		rank[i] = i * ranks / n
		g.Nodes = append(g.Nodes, diagram.Node{
			ID: "n" + strconv.Itoa(i), Step: strconv.Itoa(i + 1), Label: fmt.Sprintf("Node %d of the pathway", i),
			Kind: diagram.Kind(min(rank[i], 2)), Lane: strconv.Itoa(r.IntN(3)),
		})
	}
	for i := range n {
		for range 1 + r.IntN(2) {
			var later []int
			for j := i + 1; j < n; j++ {
				if d := rank[j] - rank[i]; d == 1 || d == 2 && r.IntN(8) == 0 || d > 2 && r.IntN(40) == 0 {
					later = append(later, j)
				}
			}
			if len(later) > 0 {
				g.Edges = append(g.Edges, diagram.Edge{From: g.Nodes[i].ID, To: g.Nodes[later[r.IntN(len(later))]].ID})
			}
		}
	}
	return g
}

// pathwayOf is shaped as a real pathway: items lead to few credentials, those to
// greater ones.
func pathwayOf(n int) diagram.Graph {
	var g diagram.Graph
	add := func(id, step string, kind diagram.Kind, label, lane string) {
		g.Nodes = append(g.Nodes, diagram.Node{ID: id, Step: step, Kind: kind, Label: label, Lane: lane, Href: "/items/" + id})
	}
	add("goal", "1", diagram.Program, "Bachelor of Science in Data Studies", "hilltop")
	for i := 0; len(g.Nodes) < n; i++ {
		step := "1." + strconv.Itoa(i+1)
		id := "c" + strconv.Itoa(i)
		add(id, step, diagram.Credential, "Certificate number "+strconv.Itoa(i)+" of the pathway", []string{"riverbend", "hilltop"}[i%2])
		to := "goal"
		if i%3 == 2 {
			to = "c" + strconv.Itoa(i-1)
		}
		g.Edges = append(g.Edges, diagram.Edge{From: id, To: to})
		for k := 0; k < 9 && len(g.Nodes) < n; k++ {
			item := id + "-" + strconv.Itoa(k)
			add(item, step+"."+strconv.Itoa(k+1), diagram.Item, "Course "+strconv.Itoa(k)+" with a title of some words", "riverbend")
			g.Edges = append(g.Edges, diagram.Edge{From: item, To: id})
			if k%4 == 1 && i > 0 {
				g.Edges = append(g.Edges, diagram.Edge{From: item, To: "c" + strconv.Itoa(i-1), Optional: true})
			}
		}
	}
	g.Lanes = []diagram.Lane{{ID: "riverbend", Label: "Riverbend Community College"}, {ID: "hilltop", Label: "Hilltop State University"}}
	return g
}
