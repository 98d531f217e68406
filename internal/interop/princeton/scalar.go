package princeton

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

func pairs(n *yaml.Node) func(func(string, *yaml.Node) bool) {
	return func(yield func(string, *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, n.Content[i+1]) {
				return
			}
		}
	}
}

func text(n *yaml.Node) string {
	if n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// words is a list of texts, or a single one.
func words(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		if t := text(n); t != "" {
			return []string{t}
		}
		return nil
	}
	var out []string
	for _, c := range n.Content {
		if t := text(c); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// number reads a whole number; true and false are "no limit" and 0.
func number(n *yaml.Node, otherwise int) int {
	switch n.Value {
	case "true":
		return -1
	case "false":
		return 0
	}
	i, err := strconv.Atoi(n.Value)
	if err != nil {
		return otherwise
	}
	return i
}

func yes(n *yaml.Node) *bool {
	b := n.Value == "true"
	return &b
}
