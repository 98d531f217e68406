package strictjson

import (
	"bytes"
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// value reads the next value into v as its plan says. It returns false only
// where the text is broken.
func (d *decoder) value(p *plan, v reflect.Value) bool {
	c := d.peek()
	if c == 'n' {
		return d.word("null") // not stated
	}
	switch p.kind {
	case kindPointer:
		v.Set(reflect.New(p.typ.Elem()))
		return d.value(p.elem, v.Elem())
	case kindStruct:
		if c == '{' {
			return d.structure(p, v)
		}
	case kindMap:
		if c == '{' {
			return d.mapping(p, v)
		}
	case kindSlice:
		if c == '[' {
			return d.list(p, v)
		}
	case kindBool:
		if c == 't' || c == 'f' {
			v.SetBool(c == 't')
			return d.word(strconv.FormatBool(c == 't'))
		}
	case kindInt:
		if c == '-' || c >= '0' && c <= '9' {
			return d.integer(v)
		}
	case kindString, kindText:
		// A number is taken by its text where a text type reads it: credits may
		// be written 3 or "3", and stay exact.
		if c == '"' || p.kind == kindText && (c == '-' || c >= '0' && c <= '9') {
			return d.scalar(p, v, c == '"')
		}
	}
	offset := d.pos
	what, ok := d.skip()
	if ok {
		d.report(offset, "wrong_type", p.wants()+" is expected, not "+what, quoting(p, d.data[offset:d.pos]))
	}
	return ok
}

// quoting suggests quotes where a number or a word stands for a text.
func quoting(p *plan, given []byte) string {
	if p.kind != kindString || len(given) > 24 || !bytes.ContainsAny(given[:1], "-0123456789tf") {
		return ""
	}
	return "put it in quotes: \"" + string(given) + "\""
}

func (d *decoder) scalar(p *plan, v reflect.Value, quoted bool) bool {
	offset := d.pos
	var text []byte
	control := rune(-1)
	var ok bool
	if quoted {
		text, control, ok = d.text()
	} else {
		text, ok = d.number()
	}
	switch {
	case !ok:
		return false
	case control >= 0:
		d.report(offset, "control_character", fmt.Sprintf("the text holds the control character U+%04X", control), "remove it")
	case p.kind == kindString:
		v.SetString(string(text))
	default:
		u, _ := reflect.TypeAssert[encoding.TextUnmarshaler](v.Addr())
		if err := u.UnmarshalText(text); err != nil {
			d.report(offset, "bad_value", err.Error(), "")
		}
	}
	return true
}

func (d *decoder) integer(v reflect.Value) bool {
	offset := d.pos
	text, ok := d.number()
	if !ok {
		return false
	}
	i, err := strconv.ParseInt(string(text), 10, 32)
	if err != nil {
		d.report(offset, "wrong_type", "a whole number is expected, not "+string(text[:min(len(text), 24)]), "")
	}
	v.SetInt(i)
	return true
}

func (d *decoder) list(p *plan, v reflect.Value) bool {
	if !d.enter() {
		return false
	}
	v.Set(reflect.MakeSlice(p.typ, 0, 4))
	for i := 0; ; i++ {
		if c := d.peek(); c == ']' && i == 0 {
			break
		} else if c == 'n' {
			d.path = append(d.path, step{index: i})
			d.report(d.pos, "wrong_type", p.elem.wants()+" is expected, not null", "leave the entry out")
			d.path = d.path[:len(d.path)-1]
		}
		if !d.count() {
			return false
		}
		v.Grow(1)
		v.SetLen(i + 1)
		v.Index(i).SetZero()
		d.path = append(d.path, step{index: i})
		if !d.value(p.elem, v.Index(i)) {
			return false
		}
		d.path = d.path[:len(d.path)-1]
		if d.peek() != ',' {
			break
		}
		d.pos++
	}
	d.depth--
	return d.expect(']')
}

func (d *decoder) structure(p *plan, v reflect.Value) bool {
	var seen uint64 // by field; no type has more than 64
	return d.object(func(key []byte, offset int) (again, ok bool) {
		i, known := p.byName[string(key)]
		if !known {
			d.report(offset, "unknown_field", "there is no field "+strconv.Quote(clip(key))+" here", suggest(string(key), p.names()))
			_, ok = d.skip()
			return false, ok
		}
		if seen&(1<<i) != 0 {
			return true, false
		}
		seen |= 1 << i
		return false, d.value(p.fields[i].plan, v.FieldByIndex(p.fields[i].index))
	})
}

func (d *decoder) mapping(p *plan, v reflect.Value) bool {
	m := reflect.MakeMap(p.typ)
	v.Set(m)
	return d.object(func(key []byte, offset int) (again, ok bool) {
		k := reflect.New(p.typ.Key()).Elem()
		k.SetString(string(key))
		if m.MapIndex(k).IsValid() {
			return true, false
		}
		if r := controlIn(key); r >= 0 {
			d.report(offset, "control_character", fmt.Sprintf("the key holds the control character U+%04X", r), "remove it")
		}
		e := reflect.New(p.typ.Elem()).Elem()
		ok = d.count() && d.value(p.elem, e)
		m.SetMapIndex(k, e)
		return false, ok
	})
}

// object reads an object; member reads the value of one key, or says that the
// key came before. The key is on the path while it does.
func (d *decoder) object(member func(key []byte, offset int) (again, ok bool)) bool {
	if !d.enter() {
		return false
	}
	for first := true; ; first = false {
		if d.peek() == '}' && first {
			break
		}
		offset := d.pos
		text, _, ok := d.text()
		if !ok {
			return false
		}
		key := text
		if len(d.scratch) > 0 && len(text) > 0 && &d.scratch[0] == &text[0] {
			key = append([]byte{}, text...) // the scratch is reused by the value
		}
		if !d.expect(':') {
			return false
		}
		d.path = append(d.path, step{key: key})
		again, ok := member(key, offset)
		if again {
			d.pos = offset
			return d.fail("duplicate_key", "the key "+strconv.Quote(clip(key))+" is given twice", "keep one of the two")
		}
		if !ok {
			return false
		}
		d.path = d.path[:len(d.path)-1]
		if d.peek() != ',' {
			break
		}
		d.pos++
	}
	d.depth--
	return d.expect('}')
}

// skip reads any value, as strictly, and says what it was.
func (d *decoder) skip() (what string, ok bool) {
	switch c := d.peek(); {
	case c == '{':
		seen := map[string]bool{}
		return "an object", d.object(func(key []byte, _ int) (bool, bool) {
			if seen[string(key)] {
				return true, false
			}
			seen[string(key)] = true
			_, ok := d.skip()
			return false, ok
		})
	case c == '[':
		return "an array", d.skipList()
	case c == '"':
		_, _, ok = d.text()
		return "a string", ok
	case c == 't':
		return "true", d.word("true")
	case c == 'f':
		return "false", d.word("false")
	case c == 'n':
		return "null", d.word("null")
	case c == '-' || c >= '0' && c <= '9':
		_, ok = d.number()
		return "a number", ok
	}
	return "", d.unexpected("a JSON value")
}

func (d *decoder) skipList() bool {
	if !d.enter() {
		return false
	}
	for first := true; d.peek() != ']' || !first; first = false {
		if _, ok := d.skip(); !ok {
			return false
		}
		if d.peek() != ',' {
			break
		}
		d.pos++
	}
	d.depth--
	return d.expect(']')
}

func clip(key []byte) string {
	if len(key) <= 40 {
		return string(key)
	}
	return strings.ToValidUTF8(string(key[:40]), "") + "…"
}

func suggest(key string, names []string) string {
	if near := diag.Nearest(key, names); near != "" {
		return "did you mean " + near + "?"
	}
	if len(names) <= 12 {
		return "one of " + strings.Join(names, ", ")
	}
	return ""
}
