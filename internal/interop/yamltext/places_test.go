package yamltext_test

import (
	"strconv"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/interop/yamltext"
)

func drawNode(t *rapid.T, depth int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: "v", Line: rapid.IntRange(1, 99).Draw(t, "line"), Column: rapid.IntRange(1, 99).Draw(t, "column")}
	if depth == 0 {
		return n
	}
	parts := rapid.IntRange(0, 3).Draw(t, "parts")
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		n.Kind = yaml.SequenceNode
		for range parts {
			n.Content = append(n.Content, drawNode(t, depth-1))
		}
	case 1:
		n.Kind = yaml.MappingNode
		for range parts {
			key := &yaml.Node{Kind: yaml.ScalarNode, Value: drawKey(t)}
			n.Content = append(n.Content, key, drawNode(t, depth-1))
		}
	}
	return n
}

func drawKey(t *rapid.T) string {
	return rapid.SampledFrom([]string{"a", "b", "0", "1", "", "a/b", "~", "-1"}).Draw(t, "key")
}

// Places answers every pointer as the nodes do, also one that leads nowhere.
func TestPlacesAreThoseOfTheNodes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var m yamltext.PlaceMaker
		other := m.Of(drawNode(t, 2))
		n := drawNode(t, 4)
		p := m.Of(n)
		pointer := ""
		for range rapid.IntRange(0, 5).Draw(t, "length") {
			pointer += "/" + yamltext.Escape(drawKey(t))
		}
		want := n
		if pointer != "" {
			want = yamltext.At(n, pointer)
		}
		if line, column := p.At(pointer); line != want.Line || column != want.Column {
			t.Errorf("At(%s) = %d:%d, want %d:%d", strconv.Quote(pointer), line, column, want.Line, want.Column)
		}
		if line, _ := other.At(""); line == 0 {
			t.Error("places that share their keys are lost")
		}
	})
}
