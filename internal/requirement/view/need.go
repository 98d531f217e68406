package view

import (
	"encoding/binary"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// set keeps each set once.
func (b *builder) set(list []requirement.Truth) int {
	n := (len(list) + 63) / 64
	bits := make(Bits, 2*n)
	s := Set{bits[:n:n], bits[n:]}
	for i, t := range list {
		switch t {
		case requirement.Yes:
			s.Yes.Add(i)
		case requirement.Open:
			s.Maybe.Add(i)
		}
	}
	b.key = s.key(b.key[:0])
	if i, ok := b.sets[string(b.key)]; ok {
		return i
	}
	b.sets[string(b.key)] = len(b.tree.Sets)
	b.tree.Sets = append(b.tree.Sets, s)
	return len(b.tree.Sets) - 1
}

func (s Set) key(out []byte) []byte {
	for _, part := range []Bits{s.Yes, s.Maybe} {
		for _, w := range part {
			out = binary.LittleEndian.AppendUint64(out, w)
		}
	}
	return out
}

// need is a number after changes and exceptions.
func (b *builder) need(n *requirement.Node, what requirement.Need, amount credit.Amount, path string, here *within) credit.Amount {
	amount, open := b.in.Facts.Changed(n, what, amount, &b.sel)
	if open {
		b.open(path, wording.Of("question.need", "whether the number of {what} changes", "what", wording.Term("need", string(what), string(what))))
	}
	for i := range here.edits {
		if e := &here.edits[i]; e.Kind == requirement.Threshold && e.Path == path && e.What == what && e.To != nil {
			amount = *e.To
			b.tree.Applied = append(b.tree.Applied, Mark{e.Exception, len(b.tree.Nodes)})
		}
	}
	return amount
}

func amountOf(text string) credit.Amount {
	a, err := credit.ParseAmount(text)
	if err != nil { // validation refuses it; nothing is then asked
		return credit.Amount{}
	}
	return a
}

// whole is the least whole number that is not less than the amount; nothing for
// amounts that no catalogue has.
func whole(a credit.Amount) int {
	if _, ok := a.Denominator(); !ok {
		return 0
	}
	return int(max(0, a.Ceil()))
}
