package engine

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/credit"
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
func (o *outline) reasons(place, at int, r *Requirement) []Reason {
	var out []Reason
	p, n := &o.e.prog.places[place], &o.tree.Nodes[at]
	for i := range r.Measures {
		m := &r.Measures[i]
		if !m.Holds {
			out = append(out, o.short(m))
		}
	}
	out = append(out, o.leftOut(at)...)
	out = append(out, o.whenMet(at)...)
	switch n.Kind {
	case view.Take:
		out = append(append(out, o.barred(at)...), o.whyShort(place, at)...)
	case view.Fixed:
		out = append(out, o.fixedReason(p, n))
	default:
		if c := o.sameClass(at); c >= 0 {
			out = append(out, o.whyShort(place, c)...)
		}
	}
	return out
}

// whyShort says what would qualify for a leaf and does not count there.
func (o *outline) whyShort(place, at int) []Reason {
	return slices.Concat(o.missed(place, at), o.noRoom(at), o.uncounted(at), o.notChosen(at), o.takenElsewhere(at), o.unlisted(at))
}

func (o *outline) short(m *Measure) Reason {
	left := m.Need.Sub(m.Have).Decimal()
	switch m.What {
	case "items":
		text := fmt.Sprintf("%s of %s", m.Have.Decimal(), plural1(m.Need, "course"))
		if m.Of != "" {
			text += " of one " + m.Of
		}
		return measureShort("requirement_items_short", text, m)
	case "credits":
		return measureShort("requirement_credits_short", fmt.Sprintf("%s of %s credits; %s missing", m.Have.Decimal(), m.Need.Decimal(), left), m)
	case "distinct":
		return measureShort("requirement_distinct_short", fmt.Sprintf("%s of %s", m.Have.Decimal(), plural1(m.Need, "different "+m.Of)), m)
	case "parts":
		return measureShort("requirement_parts_short", fmt.Sprintf("%s of %s satisfied", m.Have.Decimal(), plural1(m.Need, "part")), m)
	case "gpa":
		return measureShort("requirement_gpa_low", fmt.Sprintf("the grade point average is %s; %s is needed", m.Have.Decimal(), m.Need.Decimal()), m)
	}
	return measureShort("requirement_minimum_short", fmt.Sprintf("%s: %s so far", m.Of, m.Have.Decimal()), m)
}

func (o *outline) fixedReason(p *requirement.Place, n *view.Node) Reason {
	text := lowerFirst(strings.TrimSuffix(p.Node.Sentence(o.e.s.itemName), "."))
	if r, ok := o.lapsedCredential(p, n); ok {
		return r
	}
	if n.Truth == requirement.Open {
		return Reason{Code: "requirement_open", Text: "nobody has said yet: " + text, Need: &Value{Text: text}, Fix: "ask the registrar, or state it in the record"}
	}
	r := Reason{Code: "requirement_not_shown", Text: "the record does not show it: " + text, Have: &Value{Text: "no"}, Need: &Value{Text: text}}
	if p.Node.Held != nil {
		o.notHeld(p.Node.Held, &r)
	}
	return r
}

// notHeld says why what the record holds is not what is asked for: expired, or
// with too low a grade.
func (o *outline) notHeld(f *requirement.ItemFilter, r *Reason) {
	held := o.e.holdings()
	sel := o.e.selector(held)
	look := *sel
	look.Catalogue = true
	for i, t := range look.Select(f) {
		if t == requirement.No {
			continue
		}
		for _, lack := range sel.Lacks(f, i, o.e.s.itemName) {
			why := lackReason(&lack, o.e.asOf)
			name := o.e.s.itemName(held[i].Item)
			r.Text = fmt.Sprintf("%s does not qualify: %s", name, why.Text)
			r.Have, r.Need, r.Fix = why.Have, why.Need, why.Fix
			if f.Active && !held[i].Expires.IsZero() {
				r.Text = fmt.Sprintf("%s was active until %s; it must be active on %s", name, held[i].Expires, o.e.asOf)
				r.Have, r.Need, r.Fix = &Value{Text: "active until", Date: held[i].Expires}, &Value{Text: "active on", Date: o.e.asOf}, "renew it"
			}
			return
		}
	}
}

// plural1 is an amount with its word: "1 course", "2.5 credits".
func plural1(n credit.Amount, what string) string {
	if n.Equal(credit.Int(1)) {
		return "1 " + what
	}
	return n.Decimal() + " " + what + "s"
}

// lowerFirst begins a sentence in the middle of another.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}
