package yamltext

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// At follows a JSON pointer from the node and returns the node of the deepest
// part that the text shows. Short forms have fewer parts than the structure
// that they stand for; their own place is then the place.
func At(n *yaml.Node, pointer string) *yaml.Node {
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		child := step(n, part)
		if child == nil {
			return n
		}
		n = child
	}
	return n
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

func step(n *yaml.Node, part string) *yaml.Node {
	switch n.Kind {
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i]
		}
	case yaml.MappingNode:
		key := unescape.Replace(part)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

// Escape makes a key one part of a JSON pointer (RFC 6901).
func Escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}
