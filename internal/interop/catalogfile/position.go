package catalogfile

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
)

// Positions knows where each part of a loaded set was written. The zero value
// knows nothing.
type Positions struct {
	places map[string][]place // by section, by index
}

type place struct {
	file   string
	places yamltext.Places
	// broken entries had problems of their own: what is missing from them may
	// have been written, but not understood.
	broken bool
}

// Find returns where the part of the set at a JSON pointer was written: the
// file, the line and the column, from 1. ok is false for what is in no file.
func (p *Positions) Find(pointer string) (file string, line, column int, ok bool) {
	at, rest, ok := p.entry(pointer)
	if !ok {
		return "", 0, 0, false
	}
	line, column = at.places.At(rest)
	return at.file, line, column, true
}

func (p *Positions) entry(pointer string) (at place, rest string, ok bool) {
	section, after, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	index, rest, _ := strings.Cut(after, "/")
	i, err := strconv.Atoi(index)
	if p == nil || err != nil || i < 0 || i >= len(p.places[section]) {
		return place{}, "", false
	}
	return p.places[section][i], rest, true
}

// Attach gives every problem that has only a pointer the place that the pointer
// was written at.
func (p *Positions) Attach(list diag.List) diag.List {
	for i := range list {
		if list[i].File != "" || list[i].Pointer == "" {
			continue
		}
		if file, line, column, ok := p.Find(list[i].Pointer); ok {
			list[i].File, list[i].Line, list[i].Column = file, line, column
		}
	}
	return list
}
