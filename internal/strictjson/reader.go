// Package strictjson reads request bodies: one JSON value, read once, straight
// into Go values by their json tags. It refuses what encoding/json lets pass
// (duplicate keys, invalid UTF-8, unknown and differently spelt fields, text
// after the value, deep nesting), says where each problem is by line, column
// and JSON pointer, and never passes a number through a float.
package strictjson

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/diag"
)

// The limits of a Reader, where Options states none.
const (
	DefaultDepth    = 64
	DefaultProblems = 100
	DefaultEntries  = 20_000
)

// Options bound what a body may ask of the machine.
type Options struct {
	Depth    int // nesting of objects and arrays; 0 means DefaultDepth
	Problems int // problems reported; 0 means DefaultProblems
	// Entries is the number of array entries and map keys in all: three bytes
	// of text may stand for a structure a hundred times their size. 0 means
	// DefaultEntries.
	Entries int
}

// Reader reads values of one type. It is safe for concurrent use.
type Reader[T any] struct {
	plan    *plan
	options Options
}

// New prepares a reader. It panics where T holds what JSON cannot hold or
// floats, which is a mistake of the programmer.
func New[T any](o Options) *Reader[T] {
	if o.Depth <= 0 {
		o.Depth = DefaultDepth
	}
	if o.Problems <= 0 {
		o.Problems = DefaultProblems
	}
	if o.Entries <= 0 {
		o.Entries = DefaultEntries
	}
	return &Reader[T]{plan: planFor(reflect.TypeFor[T](), map[reflect.Type]*plan{}), options: o}
}

// Read fills into from data and returns what is wrong. malformed reports that
// data is not one sound JSON value: then it has one problem, of the codes
// syntax, invalid_utf8, duplicate_key, too_deep, too_many. Otherwise every problem is
// given: unknown_field, wrong_type, bad_value, control_character. Nothing in
// into refers to data afterwards.
func (r *Reader[T]) Read(data []byte, into *T) (problems diag.List, malformed bool) {
	d := decoder{data: data, options: r.options}
	if !utf8.Valid(data) {
		d.pos = invalidAt(data)
		d.fail("invalid_utf8", "byte 0x"+strconv.FormatUint(uint64(data[d.pos]), 16)+" is not UTF-8", "send UTF-8")
		return d.problems, true
	}
	if bytes.HasPrefix(data, bom) {
		d.pos, d.start = len(bom), len(bom)
	}
	if d.peek() == 'n' && r.plan.kind != kindPointer && d.word("null") {
		d.report(0, "wrong_type", r.plan.wants()+" is expected, not null", "")
		return d.problems, false
	}
	if !d.failed && d.value(r.plan, reflect.ValueOf(into).Elem()) {
		d.space()
		if d.pos < len(d.data) {
			d.fail("syntax", "text follows the end of the value", "send one JSON value")
		}
	}
	return d.problems, d.failed
}

var bom = []byte("\xef\xbb\xbf")

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return 0
}

// decoder is one pass over one body.
type decoder struct {
	data     []byte
	pos      int
	start    int // behind a byte order mark
	depth    int
	entries  int
	options  Options
	path     []step
	scratch  []byte
	problems diag.List
	failed   bool // the text itself is broken; nothing more can be read
}

// step is one part of a JSON pointer: a key, or an index where key is nil.
type step struct {
	key   []byte
	index int
}

// fail reports broken text at the position and drops what was found before: the
// first thing to repair is the text.
func (d *decoder) fail(code, message, suggestion string) bool {
	d.failed = true
	line, column := d.place(d.pos)
	d.problems = diag.List{{Code: code, Message: message, Suggestion: suggestion, Line: line, Column: column}}
	return false
}

// report notes a problem with what stands at offset and goes on.
func (d *decoder) report(offset int, code, message, suggestion string) {
	if len(d.problems) >= d.options.Problems {
		return
	}
	line, column := d.place(offset)
	d.problems = append(d.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion, Line: line, Column: column, Pointer: d.pointer(),
	})
}

func (d *decoder) pointer() string {
	var b strings.Builder
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	for _, s := range d.path {
		b.WriteByte('/')
		if s.key != nil {
			b.WriteString(escape.Replace(string(s.key)))
		} else {
			b.WriteString(strconv.Itoa(s.index))
		}
	}
	return b.String()
}

// place is the line and column of an offset, both from 1, in characters.
func (d *decoder) place(offset int) (line, column int) {
	before := d.data[d.start:max(d.start, min(offset, len(d.data)))]
	start := 0
	line = 1
	for i, c := range before {
		if c == '\n' {
			line++
			start = i + 1
		}
	}
	return line, utf8.RuneCount(before[start:]) + 1
}
