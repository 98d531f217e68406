package microaudit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 64 << 20

// MaxCourses and MaxRequirements bound one case.
const (
	MaxCourses      = 4096
	MaxRequirements = 4096
)

// Error is a problem at a place of the file, given as a JSON pointer.
type Error struct {
	Pointer string
	Reason  string
}

func (e *Error) Error() string {
	if e.Pointer == "" {
		return e.Reason
	}
	return e.Pointer + ": " + e.Reason
}

// Read reads a file strictly: an unknown or missing member, a wrong type, a
// number out of range, an id that repeats or does not exist is an *Error. All
// errors of the file are joined.
func Read(r io.Reader) (File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return File{}, err
	}
	if len(data) > MaxBytes {
		return File{}, &Error{"", fmt.Sprintf("the file is larger than %d bytes", MaxBytes)}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	root, err := decode(d, "", 0)
	if err != nil {
		return File{}, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return File{}, &Error{"", "there is something after the end of the file"}
	}
	rd := &reader{}
	f := rd.file(root)
	if len(rd.errs) > 0 {
		return File{}, errors.Join(rd.errs...)
	}
	return f, nil
}

// node is one value of the file with its place.
type node struct {
	at     string
	value  any // string, json.Number, bool, nil, []node or members
	isLeaf bool
}

type member struct {
	name string
	node
}

const maxDepth = 16

// decode reads one value and refuses members that repeat.
func decode(d *json.Decoder, at string, depth int) (node, error) {
	if depth > maxDepth {
		return node{}, &Error{at, "nested too deeply"}
	}
	t, err := d.Token()
	if err != nil {
		return node{}, &Error{at, fmt.Sprintf("not JSON at byte %d", d.InputOffset())}
	}
	switch t {
	case json.Delim('['):
		return decodeList(d, at, depth)
	case json.Delim('{'):
		return decodeObject(d, at, depth)
	}
	return node{at: at, value: t, isLeaf: true}, nil
}

func decodeList(d *json.Decoder, at string, depth int) (node, error) {
	list := []node{}
	for d.More() {
		n, err := decode(d, fmt.Sprintf("%s/%d", at, len(list)), depth+1)
		if err != nil {
			return node{}, err
		}
		list = append(list, n)
	}
	_, err := d.Token()
	if err != nil {
		return node{}, &Error{at, "the list does not end"}
	}
	return node{at: at, value: list}, nil
}

func decodeObject(d *json.Decoder, at string, depth int) (node, error) {
	list := []member{}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return node{}, &Error{at, fmt.Sprintf("not JSON at byte %d", d.InputOffset())}
		}
		place := at + "/" + escape(name)
		if seen[name] {
			return node{}, &Error{place, "is there twice"}
		}
		seen[name] = true
		n, err := decode(d, place, depth+1)
		if err != nil {
			return node{}, err
		}
		list = append(list, member{name, n})
	}
	if _, err := d.Token(); err != nil {
		return node{}, &Error{at, "the object does not end"}
	}
	return node{at: at, value: list}, nil
}
