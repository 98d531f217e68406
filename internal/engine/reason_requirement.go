package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// The reasons of a requirement that is not satisfied.

func measureShort(code, text string, m *Measure) Reason {
	unit := m.Unit
	if m.What == "items" {
		unit = "courses"
	}
	return Reason{
		Code: code, Text: text,
		Have: &Value{Text: m.Have.Decimal(), Unit: unit}, Need: &Value{Text: m.Need.Decimal(), Unit: unit},
	}
}

// reasons says why a requirement is not satisfied, with the two values.
func (o *outline) reasons(p *requirement.Place, at int, r *Requirement) []Reason {
	var out []Reason
	n := &o.tree.Nodes[at]
	for i := range r.Measures {
		m := &r.Measures[i]
		if !m.Holds {
			out = append(out, o.short(m))
		}
	}
	out = append(out, o.leftOut(at)...)
	switch n.Kind {
	case view.Take:
		out = append(append(out, o.barred(at)...), o.missed(p, at)...)
	case view.Fixed:
		out = append(out, o.fixedReason(p, n))
	default:
	}
	return out
}

func (o *outline) short(m *Measure) Reason {
	left := m.Need.Sub(m.Have).Decimal()
	switch m.What {
	case "items":
		return measureShort("requirement_items_short", fmt.Sprintf("%s of %s courses", m.Have.Decimal(), m.Need.Decimal()), m)
	case "credits":
		return measureShort("requirement_credits_short", fmt.Sprintf("%s of %s credits; %s are missing", m.Have.Decimal(), m.Need.Decimal(), left), m)
	case "distinct":
		return measureShort("requirement_distinct_short", fmt.Sprintf("%s of %s different by %s", m.Have.Decimal(), m.Need.Decimal(), m.Of), m)
	case "parts":
		return measureShort("requirement_parts_short", fmt.Sprintf("%s of %s parts are satisfied", m.Have.Decimal(), m.Need.Decimal()), m)
	case "gpa":
		return measureShort("requirement_gpa_low", fmt.Sprintf("the grade point average is %s; %s is needed", m.Have.Decimal(), m.Need.Decimal()), m)
	}
	return measureShort("requirement_minimum_short", fmt.Sprintf("%s: %s are used", m.Of, m.Have.Decimal()), m)
}

// missed names the lines that are what a leaf asks for and do not qualify, and
// where the receiver would take the item from.
func (o *outline) missed(p *requirement.Place, at int) []Reason {
	var out []Reason
	n := &o.tree.Nodes[at]
	named := o.e.prog.namedAt[p.Node]
	for i := range o.tree.Pieces {
		piece := &o.tree.Pieces[i]
		if o.tree.Sets[n.Set].Yes.Has(i) || o.saidAlready(at, i) || !slices.ContainsFunc(named, func(id catalog.ItemID) bool { return id == piece.Item }) {
			continue
		}
		l := &o.e.lines[o.sol.pieces.lines[i][0]]
		if o.tree.Sets[n.Set].Maybe.Has(i) {
			out = append(out, Reason{
				Code: "requirement_needs_person", Text: fmt.Sprintf("a person must say whether %s counts here", lineName(l)),
				Have: &Value{Text: l.att.Grade, Date: l.day}, Need: &Value{Text: p.Node.Sentence(o.e.s.itemName)},
			})
			continue
		}
		out = append(out, Reason{
			Code: "requirement_line_does_not_qualify", Text: fmt.Sprintf("%s is %s and does not meet what is asked here", lineName(l), o.e.s.itemName(piece.Item)),
			Have: &Value{Text: strings.TrimSpace(l.att.Grade), Date: l.day}, Need: &Value{Text: p.Node.Sentence(o.e.s.itemName)},
		})
	}
	if taken := o.takenElsewhere(at); len(taken) > 0 {
		out = append(out, Reason{
			Code: "requirement_used_elsewhere", Text: strings.Join(taken, ", ") + " would qualify and is used for another requirement, where it is worth more",
		})
	}
	return out
}

// takenElsewhere names pieces that qualify and are used by other leaves of the
// same scope.
func (o *outline) takenElsewhere(at int) []string {
	n := &o.tree.Nodes[at]
	if n.Free {
		return nil
	}
	var out []string
	for i := range o.tree.Nodes {
		k := &o.tree.Nodes[i]
		if i == at || k.Kind != view.Take || k.Free || k.Scope != n.Scope {
			continue
		}
		for _, piece := range o.part.Nodes[i].Uses {
			if o.tree.Sets[n.Set].Yes.Has(int(piece)) {
				out = append(out, fmt.Sprintf("%s (%s)", o.use(piece, false).Code, k.Path))
			}
		}
	}
	return out
}

func (o *outline) fixedReason(p *requirement.Place, n *view.Node) Reason {
	text := p.Node.Sentence(o.e.s.itemName)
	if r, ok := o.lapsedCredential(p, n); ok {
		return r
	}
	if n.Truth == requirement.Open {
		return Reason{Code: "requirement_open", Text: "nobody has said yet: " + text, Need: &Value{Text: text}, Fix: "ask the registrar, or state it in the record"}
	}
	return Reason{Code: "requirement_not_shown", Text: "the record does not show it: " + text, Have: &Value{Text: "no"}, Need: &Value{Text: text}}
}
