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

// addMadeOf lets a candidate that gives credit for a credential use up its
// pieces too, those apart that were earned at the receiver itself.
func (e *evaluation) addMadeOf(c *candidate, out *choose.Candidate) {
	credential := int32(-1)
	for _, i := range c.lines {
		if len(e.lines[i].madeOf) == 0 || e.lines[i].inst == e.recvIdx {
			continue
		}
		var units int64
		for _, p := range out.Parts {
			units += p.Units
		}
		if units == 0 {
			return
		}
		for _, at := range e.madeOfLines(i) {
			if !slices.ContainsFunc(out.Parts, func(p choose.Part) bool { return p.Source == at }) {
				out.Parts, out.First = append(out.Parts, choose.Part{Source: at}), true
			}
		}
		if out.First && credential != i {
			out.Share, credential = e.sharedBy(c, i, credential), i
		}
	}
}

// sharedBy is the group of the candidates that may use a credential together: those
// of one agreement that shares its sources. What shares the pieces does not belong
// to it. A candidate that uses two credentials up shares neither.
func (e *evaluation) sharedBy(c *candidate, line, before int32) int32 {
	if c.share < 0 || before >= 0 {
		return -1
	}
	return int32(len(e.s.agreements)) + c.share*int32(len(e.lines)) + line
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
