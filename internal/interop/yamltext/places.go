package yamltext

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Places are the lines and columns of a node and of all below it, in a tenth of
// the memory that the nodes take. Make them with a [PlaceMaker].
type Places struct {
	keys *PlaceMaker
	list []spot // the node first
}

// spot is where one node is written. Its parts are list[first:first+count].
type spot struct {
	line, column int32
	first, count int32
	// key is the number of the key before the node in a mapping, else -1.
	key int32
}

// PlaceMaker makes [Places] that share their keys. The zero value is ready; it
// is not for several goroutines.
type PlaceMaker struct {
	numbers map[string]int32
}

// Of remembers where a node and its parts are written.
func (m *PlaceMaker) Of(n *yaml.Node) Places {
	p := Places{keys: m, list: make([]spot, 1, spotsOf(n))}
	p.fill(0, -1, n)
	return p
}

func (m *PlaceMaker) number(key string) int32 {
	i, ok := m.numbers[key]
	if !ok {
		if m.numbers == nil {
			m.numbers = map[string]int32{}
		}
		i = int32(len(m.numbers))
		m.numbers[strings.Clone(key)] = i
	}
	return i
}

// spotsOf counts the node and the parts that a pointer can name.
func spotsOf(n *yaml.Node) int {
	count := 1
	for i := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			count += spotsOf(n.Content[i])
		}
	}
	return count
}

func (p *Places) fill(at int, key int32, n *yaml.Node) {
	step, skip := 1, 0
	if n.Kind == yaml.MappingNode {
		step, skip = 2, 1
	}
	first, count := len(p.list), len(n.Content)/step
	p.list[at] = spot{int32(n.Line), int32(n.Column), int32(first), int32(count), key}
	p.list = p.list[:first+count]
	for i := range count {
		name := int32(-1)
		if skip == 1 {
			name = p.keys.number(n.Content[i*step].Value)
		}
		p.fill(first+i, name, n.Content[i*step+skip])
	}
}

// At follows a JSON pointer from the node, as the function [At] does, and
// returns the line and the column of the deepest part that the text shows. The
// empty pointer is the node itself.
func (p *Places) At(pointer string) (line, column int) {
	at := &p.list[0]
	if pointer != "" {
		for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
			child := p.step(at, part)
			if child == nil {
				break
			}
			at = child
		}
	}
	return int(at.line), int(at.column)
}

func (p *Places) step(at *spot, part string) *spot {
	parts := p.list[at.first : at.first+at.count]
	if len(parts) > 0 && parts[0].key < 0 {
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(parts) {
			return &parts[i]
		}
		return nil
	}
	key, ok := p.keys.numbers[unescape.Replace(part)]
	for i := range parts { // numbers compare fast: a mapping may have very many keys
		if ok && parts[i].key == key {
			return &parts[i]
		}
	}
	return nil
}
