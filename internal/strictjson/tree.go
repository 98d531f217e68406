package strictjson

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/diag"
)

// TreeOptions bound what Tree reads; zero means the default.
type TreeOptions struct {
	Size    int // bytes; DefaultTreeSize
	Depth   int // nesting of objects and arrays; DefaultDepth
	Entries int // array entries and members of objects, in all; DefaultTreeEntries
}

// The limits of Tree, where TreeOptions states none.
const (
	DefaultTreeSize    = 4 << 20
	DefaultTreeEntries = 200_000
)

// Tree reads one JSON value of any shape into map[string]any, []any, string,
// float64, bool and nil, for documents that are hashed and signed. Such a
// document must say the same to every reader, so Tree follows I-JSON (RFC 7493):
// a key given twice is refused, and so is a number that a float64 does not
// hold exactly as written. The list has one problem, of the codes syntax,
// invalid_utf8, duplicate_key, too_deep, too_many, file_too_large and
// inexact_number, with its line, column and JSON pointer.
func Tree(data []byte, o TreeOptions) (any, diag.List) {
	if o.Size <= 0 {
		o.Size = DefaultTreeSize
	}
	if o.Depth <= 0 {
		o.Depth = DefaultDepth
	}
	if o.Entries <= 0 {
		o.Entries = DefaultTreeEntries
	}
	if len(data) > o.Size {
		return nil, diag.List{{
			Code:    "file_too_large",
			Message: "the document has " + strconv.Itoa(len(data)) + " bytes, more than " + strconv.Itoa(o.Size),
		}}
	}
	d := decoder{data: data, options: Options{Depth: o.Depth, Entries: o.Entries}}
	if !utf8.Valid(data) {
		d.pos = invalidAt(data)
		d.fail("invalid_utf8", "byte 0x"+strconv.FormatUint(uint64(data[d.pos]), 16)+" is not UTF-8", "send UTF-8")
		return nil, d.problems
	}
	if bytes.HasPrefix(data, bom) {
		d.pos, d.start = len(bom), len(bom)
	}
	v, ok := d.tree()
	if d.space(); ok && d.pos < len(d.data) {
		ok = d.fail("syntax", "text follows the end of the value", "send one JSON value")
	}
	if !ok {
		for i := range d.problems {
			d.problems[i].Pointer = d.pointer()
		}
		return nil, d.problems
	}
	return v, nil
}

// tree reads any value.
func (d *decoder) tree() (any, bool) {
	switch c := d.peek(); {
	case c == '{':
		return d.treeObject()
	case c == '[':
		return d.treeArray()
	case c == '"':
		text, _, ok := d.text()
		return string(text), ok
	case c == 't':
		return true, d.word("true")
	case c == 'f':
		return false, d.word("false")
	case c == 'n':
		return nil, d.word("null")
	case c == '-' || c >= '0' && c <= '9':
		return d.treeNumber()
	}
	return nil, d.unexpected("a JSON value")
}

func (d *decoder) treeObject() (any, bool) {
	m := make(map[string]any, 8)
	ok := d.object(func(key []byte, _ int) (again, ok bool) {
		if !d.count() {
			return false, false
		}
		name := string(key)
		if _, again = m[name]; again {
			return true, false
		}
		m[name], ok = d.tree()
		return false, ok
	})
	return m, ok
}

func (d *decoder) treeArray() (any, bool) {
	if !d.enter() {
		return nil, false
	}
	list := []any{}
	for d.peek() != ']' || len(list) > 0 {
		if !d.count() {
			return nil, false
		}
		d.path = append(d.path, step{index: len(list)})
		v, ok := d.tree()
		if !ok {
			return nil, false
		}
		d.path = d.path[:len(d.path)-1]
		list = append(list, v)
		if d.peek() != ',' {
			break
		}
		d.pos++
	}
	d.depth--
	return list, d.expect(']')
}

// treeNumber reads a number whose text and float64 are the same number.
func (d *decoder) treeNumber() (any, bool) {
	start := d.pos
	text, ok := d.number()
	if !ok {
		return nil, false
	}
	f, exact := exactFloat(text)
	if !exact {
		d.pos = start
		return nil, d.fail("inexact_number", "the number "+clip(text)+" is not kept exactly by every reader",
			"write at most 15 digits, or put it in a string")
	}
	return f, true
}
