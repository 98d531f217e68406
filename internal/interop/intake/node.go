package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// Document is one JSON file. Reading a member of the wrong type records a
// problem with its JSON pointer and yields the zero value, so that one walk
// finds all of them.
type Document struct {
	file     string
	data     []byte
	root     *Node
	problems diag.List
	cleaned  int
}

// Root is the outermost value.
func (d *Document) Root() *Node { return d.root }

// Problems are the wrong types met so far ("wrong_type", and "syntax" and
// the like for JSON inside strings), in the order of reading, with the line and
// column of each place. For a place in the JSON inside a string these are where
// the string begins.
func (d *Document) Problems() diag.List {
	for i := range d.problems {
		if p := &d.problems[i]; p.Line == 0 {
			p.Line, p.Column = Position(d.data, locate(d.data, p.Pointer))
		}
	}
	return d.problems
}

// Cleaned is how many texts lost control characters so far (see [Clean]).
func (d *Document) Cleaned() int { return d.cleaned }

// Node is one value of a document. Methods on a node that is missing give zero
// values, so that chains need no checks.
type Node struct {
	doc     *Document
	value   any
	present bool
	parent  *Node
	step    string
}

// Pointer is the RFC 6901 pointer of the node. For JSON inside a string it goes
// on from the string's own pointer.
func (n *Node) Pointer() string {
	var steps []string
	for ; n != nil && n.parent != nil; n = n.parent {
		steps = append(steps, "/"+escapePointer(n.step))
	}
	slices.Reverse(steps)
	return strings.Join(steps, "")
}

// Present reports whether the member exists and is not null.
func (n *Node) Present() bool { return n.present && n.value != nil }

// Has reports whether the node is an object with that member, null or not.
func (n *Node) Has(key string) bool {
	m, ok := n.value.(map[string]any)
	if !ok {
		return false
	}
	_, ok = m[key]
	return ok
}

// IsObject and IsList tell what the value is.
func (n *Node) IsObject() bool { _, ok := n.value.(map[string]any); return ok }

// IsList reports whether the value is a list.
func (n *Node) IsList() bool { _, ok := n.value.([]any); return ok }

// Raw is the decoded value: nil, bool, json.Number, string, []any or
// map[string]any.
func (n *Node) Raw() any { return n.value }

// Report records a problem at the node.
func (n *Node) Report(severity diag.Severity, code, message, suggestion string) {
	n.doc.problems = append(n.doc.problems, diag.Problem{
		Severity: severity, Code: code, Message: message, Suggestion: suggestion,
		File: n.doc.file, Pointer: n.Pointer(),
	})
}

func (n *Node) wrongType(want string) {
	n.Report(diag.Error, "wrong_type", fmt.Sprintf("want %s, found %s", want, kindOf(n.value)), "")
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "true or false"
	case json.Number:
		return "a number"
	case string:
		return "text"
	case []any:
		return "a list"
	}
	return "an object"
}

// Get is a member of an object; of anything else but null it is a problem.
func (n *Node) Get(key string) *Node {
	child := &Node{doc: n.doc, parent: n, step: key}
	switch m := n.value.(type) {
	case nil:
	case map[string]any:
		child.value, child.present = m[key]
	default:
		n.wrongType("an object")
	}
	return child
}

// Keys are the member names of an object, sorted.
func (n *Node) Keys() []string {
	m, _ := n.value.(map[string]any)
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// List are the elements of a list; null and missing are empty.
func (n *Node) List() []*Node {
	if !n.Present() {
		return nil
	}
	list, ok := n.value.([]any)
	if !ok {
		n.wrongType("a list")
		return nil
	}
	out := make([]*Node, len(list))
	for i, v := range list {
		out[i] = &Node{doc: n.doc, value: v, present: true, parent: n, step: strconv.Itoa(i)}
	}
	return out
}
