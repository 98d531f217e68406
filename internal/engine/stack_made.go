package engine

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine/choose"
	"github.com/cairnproject/cairn/internal/record"
)

// MadeOf is the attribute of an attainment that says what a credential was
// conferred for: the ids of lines of the same record, separated by commas or
// spaces. The credential and these lines are the same learning: at its own
// institution the lines carry the credit, and elsewhere credit is given for the
// one or for the others.
const MadeOf = "made-of"

func madeOf(a *record.Attainment) []string {
	text, ok := a.Attributes[MadeOf]
	if !ok {
		return nil
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
}

// conferredHere reports whether the line is a credential of the receiver whose
// pieces are known: they carry its credit.
func (e *evaluation) conferredHere(l *line) bool { return len(l.madeOf) > 0 && l.inst == e.recvIdx }

// addMadeOf lets a candidate that gives credit for a credential stand in the way
// of those that use its pieces, and the other way round: of each piece there is
// either the credential that it is in or the piece itself. Pieces that were earned
// at the receiver itself are left out. What gives credit for the same credential
// stands for the same pieces, and may share it.
func (e *evaluation) addMadeOf(c *candidate, gives bool, out *choose.Candidate) {
	stands := func(piece, by int32) {
		out.Rivals = append(out.Rivals, choose.Rival{Group: int32(len(e.recv.policy.Exclusions)) + piece, Source: by})
	}
	var units int64
	for _, p := range out.Parts {
		units += p.Units
	}
	for _, i := range c.lines {
		if e.madeInto[i] {
			stands(i, i)
		}
		if !gives || units == 0 || len(e.lines[i].madeOf) == 0 || e.lines[i].inst == e.recvIdx {
			continue
		}
		for _, at := range e.madeOfLines(i) {
			if !slices.Contains(c.lines, at) {
				stands(at, i)
				out.First = true
			}
		}
	}
}

// findMadeInto marks the lines that credentials of other institutions are made of.
func (e *evaluation) findMadeInto() {
	e.madeInto = make([]bool, len(e.lines))
	for i := range e.lines {
		if len(e.lines[i].madeOf) == 0 || e.lines[i].inst == e.recvIdx {
			continue
		}
		for _, at := range e.madeOfLines(int32(i)) {
			e.madeInto[at] = true
		}
	}
}

// madeOfLines are the lines that a credential is made of, those of credentials
// among them included, ascending.
func (e *evaluation) madeOfLines(i int32) []int32 {
	seen := make([]bool, len(e.lines))
	seen[i] = true
	var out []int32
	var walk func(i int32)
	walk = func(i int32) {
		for k := range e.lines {
			if seen[k] || !slices.Contains(e.lines[i].madeOf, e.lines[k].id) {
				continue
			}
			seen[k] = true
			if e.lines[k].inst != e.recvIdx {
				out = append(out, int32(k))
			}
			walk(int32(k))
		}
	}
	walk(i)
	slices.Sort(out)
	return out
}
