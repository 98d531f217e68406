package view

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// conditions adds what bounds the use at and below a place to its node, to the
// top, or to the record.
func (b *builder) conditions(at, place int, here *within) {
	p := &b.places[place]
	n := p.Node
	if gpa := b.need(n, requirement.NeedGPA, n.GPA, p.Path, here); gpa.Sign() > 0 {
		b.condition(at, Condition{Measure: MeanAtLeast, Set: -1, Amount: gpa, Pointer: p.Pointer + "/gpa"})
	}
	for i := range n.Limits {
		for _, c := range b.limit(&n.Limits[i]) {
			c.Pointer = p.Pointer + "/limits/" + strconv.Itoa(i)
			switch n.Limits[i].In {
			case requirement.InRecord:
				b.tree.Record = append(b.tree.Record, c)
			case requirement.InProgram:
				b.condition(0, c)
			default:
				b.condition(at, c)
			}
		}
	}
	for i := range n.Minima {
		m := &n.Minima[i]
		c := Condition{Set: b.setOf(m.Of), Pointer: p.Pointer + "/minima/" + strconv.Itoa(i)}
		if m.Items > 0 {
			c.Measure, c.Amount = AtLeastItems, credit.Int(int64(m.Items))
			b.condition(at, c)
		}
		if need := m.Need(b.in.Size); need.Sign() > 0 {
			c.Measure, c.Amount = AtLeastCredits, need
			b.condition(at, c)
		}
	}
}

func (b *builder) condition(at int, c Condition) {
	n := &b.tree.Nodes[at]
	n.Conditions = append(n.Conditions, c)
}

// limit is one condition, or one for each class of the pieces.
func (b *builder) limit(l *requirement.Limit) []Condition {
	base := Condition{Set: -1, Split: l.Split}
	if l.Each == "" {
		base.Set = b.setOf(l.Of)
		return amounts(l, base)
	}
	usable := b.sel.Select(l.Of)
	var classes []string
	for i, t := range usable {
		if c := b.sel.Pieces[i].Class(l.Each); t != requirement.No && c != "" && !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	slices.Sort(classes)
	var out []Condition
	for _, class := range classes {
		of := slices.Clone(usable)
		for i := range of {
			if b.sel.Pieces[i].Class(l.Each) != class {
				of[i] = requirement.No
			}
		}
		base.Set = b.set(of)
		out = append(out, amounts(l, base)...)
	}
	return out
}

func amounts(l *requirement.Limit, base Condition) []Condition {
	var out []Condition
	if l.Items != nil {
		base.Measure, base.Amount = AtMostItems, credit.Int(int64(*l.Items))
		out = append(out, base)
	}
	if l.Credits != nil {
		base.Measure, base.Amount = AtMostCredits, *l.Credits
		out = append(out, base)
	}
	return out
}

func (b *builder) setOf(f *requirement.ItemFilter) int {
	if f == nil || f.IsZero() {
		return -1
	}
	return b.set(b.sel.Select(f))
}
