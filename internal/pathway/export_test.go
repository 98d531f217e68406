package pathway_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/ruleset"
)

var update = flag.Bool("update", false, "write the golden files")

// writers are the exports by file extension.
func writers(v pathway.View) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{"dot": v.WriteDOT, "mmd": v.WriteMermaid, "json": v.WriteJSON}
}

func export(tb testing.TB, v pathway.View, extension string) string {
	tb.Helper()
	var b bytes.Buffer
	if err := writers(v)[extension](&b); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// hostile is a set whose names try to break out of every format.
func hostile() *ruleset.Set {
	bad := item("h/bad", catalog.Course)
	bad.Versions[0].Code = "\"];\n}--> <script>alert(1)</script> %%{init: {}}%% `x` \\"
	bad.Versions[0].Title = "Ünïcode 数学 \u202Eevil\u202C \xff & \"quotes\" #quot; $$x$$ fa:fa-ban"
	list := item("h/1", catalog.Course)
	list.Versions[0].Code = "1. not a list"
	a := articulation("h\n@%", "h", "r\"", rule("\"]-->n1", source("h/bad", "h/1"), agreement.Award{Kind: agreement.AwardArea, Name: "</a>|\"|"}))
	return &ruleset.Set{Items: []catalog.Item{bad, list}, Agreements: []agreement.Agreement{a}}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		set     *ruleset.Set
		options pathway.ViewOptions
	}{
		{"world", world(t), pathway.ViewOptions{}},
		{"focus", world(t), pathway.ViewOptions{Focus: "item:college/web", Radius: 2, AsOf: day(t, "2024-01-01")}},
		{"hostile", hostile(), pathway.ViewOptions{}},
		{"empty", &ruleset.Set{}, pathway.ViewOptions{}},
	}
	for _, test := range tests {
		v, err := build(t, test.set).View(test.options)
		if err != nil {
			t.Fatal(err)
		}
		for extension := range writers(v) {
			t.Run(test.name+"."+extension, func(t *testing.T) {
				t.Parallel()
				golden(t, test.name+"."+extension, export(t, v, extension))
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestViewLimits(t *testing.T) {
	t.Parallel()
	g := build(t, world(t))
	v, err := g.View(pathway.ViewOptions{Focus: "item:college/web", Radius: 9, MaxVertices: 3})
	if err != nil || len(v.Nodes) != 3 || v.Truncated == 0 {
		t.Errorf("%d nodes, %d left out, %v", len(v.Nodes), v.Truncated, err)
	}
	if _, err := g.View(pathway.ViewOptions{Focus: "item:nowhere"}); err == nil {
		t.Error("unknown focus: no error")
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	set := world(t)
	if order, acyclic := build(t, set).Order(); acyclic || len(order) == 0 {
		t.Error("articulation goes both ways, yet the whole graph is called acyclic")
	}
	set.Agreements = set.Agreements[:1]
	g := build(t, set)
	order, acyclic := g.Order()
	at := map[pathway.VertexID]int{}
	for i, id := range order {
		at[id] = i
	}
	for l := range g.Links {
		if !acyclic || at[l.From] >= at[l.To] {
			t.Errorf("%s stands after %s", l.From, l.To)
		}
	}
}
