package strictjson

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func (d *decoder) space() {
	for d.pos < len(d.data) {
		switch d.data[d.pos] {
		case ' ', '\t', '\r', '\n':
			d.pos++
		default:
			return
		}
	}
}

// peek skips blanks and returns the next byte, 0 at the end.
func (d *decoder) peek() byte {
	d.space()
	if d.pos < len(d.data) {
		return d.data[d.pos]
	}
	return 0
}

// expect consumes one byte of punctuation.
func (d *decoder) expect(c byte) bool {
	if d.peek() != c {
		return d.unexpected(fmt.Sprintf("%q", c))
	}
	d.pos++
	return true
}

func (d *decoder) unexpected(want string) bool {
	if d.peek() == 0 && d.pos >= len(d.data) {
		return d.fail("syntax", "the text ends in the middle of a value", "the body may be cut off")
	}
	r, _ := utf8.DecodeRune(d.data[d.pos:])
	return d.fail("syntax", fmt.Sprintf("%s is expected, not %q", want, r), "")
}

// enter goes one level deeper.
func (d *decoder) enter() bool {
	if d.depth++; d.depth > d.options.Depth {
		return d.fail("too_deep", fmt.Sprintf("nested more than %d levels deep", d.options.Depth), "")
	}
	d.pos++
	return true
}

// count counts one more entry of an array or map.
func (d *decoder) count() bool {
	if d.entries++; d.entries > d.options.Entries {
		return d.fail("too_many", fmt.Sprintf("more than %d entries", d.options.Entries), "send less at once")
	}
	return true
}

// word consumes true, false or null.
func (d *decoder) word(w string) bool {
	if !bytes.HasPrefix(d.data[d.pos:], []byte(w)) {
		return d.unexpected("a JSON value")
	}
	d.pos += len(w)
	return true
}

// plain are the bytes of a string that need no look.
var plain = func() (out [256]bool) {
	for c := range out {
		out[c] = c >= ' ' && c != '"' && c != '\\' && c != 0x7f
	}
	return out
}()

// text consumes a string and returns its bytes, which the next call of text may
// overwrite. control is the first control character other than tab and newline
// in it, or -1.
func (d *decoder) text() (text []byte, control rune, ok bool) {
	if d.peek() != '"' {
		return nil, -1, d.unexpected("a string")
	}
	start := d.pos + 1
	control = -1
	for i := start; i < len(d.data); i++ {
		switch c := d.data[i]; {
		case plain[c]:
		case c == 0x7f:
			if control < 0 {
				control = 0x7f // a smaller one is no JSON, or is escaped
			}
		case c == '"':
			d.pos = i + 1
			return d.data[start:i], control, true
		case c == '\\':
			return d.escaped(start, i)
		case c < ' ':
			d.pos = i
			return nil, -1, d.fail("syntax", fmt.Sprintf("the control character U+%04X stands in a string", c), "escape it")
		}
	}
	d.pos = len(d.data)
	return nil, -1, d.unexpected("a string")
}

// escaped is text from the first backslash on, at i.
func (d *decoder) escaped(start, i int) ([]byte, rune, bool) {
	out := d.scratch[:0]
	out = append(out, d.data[start:i]...)
	for i < len(d.data) {
		switch c := d.data[i]; {
		case c == '"':
			d.pos, d.scratch = i+1, out
			return out, controlIn(out), true
		case c < ' ':
			d.pos = i
			return nil, -1, d.fail("syntax", fmt.Sprintf("the control character U+%04X stands in a string", c), "escape it")
		case c != '\\':
			out = append(out, c)
			i++
		default:
			r, size := unescape(d.data[i:])
			if size == 0 {
				d.pos = i
				return nil, -1, d.fail("syntax", "this is not a JSON escape", "")
			}
			out = utf8.AppendRune(out, r)
			i += size
		}
	}
	d.pos = len(d.data)
	return nil, -1, d.unexpected("a string")
}

// unescape reads one escape and how long it is, 0 where it is none. A half of a
// surrogate pair is none.
func unescape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	if b[1] == 'u' {
		r := hex4(b[2:])
		if !utf16.IsSurrogate(r) {
			if r < 0 {
				return 0, 0
			}
			return r, 6
		}
		if len(b) < 12 || b[6] != '\\' || b[7] != 'u' {
			return 0, 0
		}
		if r = utf16.DecodeRune(r, hex4(b[8:])); r == utf8.RuneError {
			return 0, 0
		}
		return r, 12
	}
	i := strings.IndexByte(`"\/bfnrt`, b[1])
	if i < 0 {
		return 0, 0
	}
	return rune("\"\\/\b\f\n\r\t"[i]), 2
}

func hex4(b []byte) rune {
	if len(b) < 4 {
		return -1
	}
	var r rune
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}

func controlIn(b []byte) rune {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return rune(c)
		}
	}
	return -1
}

// number consumes a number and returns its text.
func (d *decoder) number() ([]byte, bool) {
	start := d.pos
	digits := func() bool {
		from := d.pos
		for d.pos < len(d.data) && d.data[d.pos] >= '0' && d.data[d.pos] <= '9' {
			d.pos++
		}
		return d.pos > from
	}
	at := func(set string) bool {
		return d.pos < len(d.data) && strings.IndexByte(set, d.data[d.pos]) >= 0
	}
	if at("-") {
		d.pos++
	}
	zero := at("0")
	first := d.pos
	ok := digits() && (!zero || d.pos-first == 1)
	if ok && at(".") {
		d.pos++
		ok = digits()
	}
	if ok && at("eE") {
		d.pos++
		if at("+-") {
			d.pos++
		}
		ok = digits()
	}
	if !ok {
		d.pos = min(d.pos, len(d.data))
		return nil, d.fail("syntax", "this is not a JSON number", "")
	}
	return d.data[start:d.pos], true
}
