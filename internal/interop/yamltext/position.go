package yamltext

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// At follows a JSON pointer from the node and returns the node of the deepest
// part that the text shows. Short forms have fewer parts than the structure
// that they stand for; their own place is then the place.
func At(n *yaml.Node, pointer string) *yaml.Node { return (&Finder{}).At(n, pointer) }

// Finder is [At] for many pointers into one text: it remembers the keys of large
// mappings. The zero value is ready.
type Finder struct {
	keys map[*yaml.Node]map[string]*yaml.Node
}

// At is the function of the same name.
func (f *Finder) At(n *yaml.Node, pointer string) *yaml.Node {
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		child := f.step(n, part)
		if child == nil {
			return n
		}
		n = child
	}
	return n
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// remembered is how many keys a mapping has before they are remembered.
const remembered = 64

func (f *Finder) step(n *yaml.Node, part string) *yaml.Node {
	switch n.Kind {
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i]
		}
	case yaml.MappingNode:
		key := unescape.Replace(part)
		if len(n.Content) > 2*remembered {
			return f.index(n)[key]
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

// index maps the keys of a mapping to their values, the first of each.
func (f *Finder) index(n *yaml.Node) map[string]*yaml.Node {
	if index, ok := f.keys[n]; ok {
		return index
	}
	index := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if _, again := index[n.Content[i].Value]; !again {
			index[n.Content[i].Value] = n.Content[i+1]
		}
	}
	if f.keys == nil {
		f.keys = map[*yaml.Node]map[string]*yaml.Node{}
	}
	f.keys[n] = index
	return index
}

// Escape makes a key one part of a JSON pointer (RFC 6901).
func Escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}
