package catalogfile

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// wrapLists makes a list of a single value where a list belongs.
func wrapLists(n *yaml.Node, keys []string) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v := n.Content[i+1]; v.Kind == yaml.ScalarNode && v.Tag != "!!null" && slices.Contains(keys, n.Content[i].Value) {
			n.Content[i+1] = sequence(v, v)
		}
	}
}

// gather moves keys of a mapping into the mapping under another key.
func gather(n *yaml.Node, under string, keys []string) {
	_, inner := find(n, under)
	if inner != nil && inner.Kind != yaml.MappingNode {
		return
	}
	var rest []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !slices.Contains(keys, key.Value) {
			rest = append(rest, key, value)
			continue
		}
		if inner == nil {
			inner = mapping(key)
			rest = append(rest, scalarAt(key, under), inner)
		}
		inner.Content = append(inner.Content, key, value)
	}
	n.Content = rest
}

func find(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name && n.Content[i].Kind == yaml.ScalarNode {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

func has(n *yaml.Node, name string) bool {
	key, _ := find(n, name)
	return key != nil
}

func drop(n, key *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i] == key {
			n.Content = append(n.Content[:i:i], n.Content[i+2:]...)
			return
		}
	}
}

// What is made stands where the text that it is made from stands.

func scalarAt(at *yaml.Node, text string) *yaml.Node { return typed(at, text, "!!str") }

func typed(at *yaml.Node, text, tag string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text, Line: at.Line, Column: at.Column}
}

func mapping(at *yaml.Node, content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: content, Line: at.Line, Column: at.Column}
}

func sequence(at *yaml.Node, content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: content, Line: at.Line, Column: at.Column}
}
