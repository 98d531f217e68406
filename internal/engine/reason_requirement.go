package engine

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// The reasons of a requirement that is not satisfied.

func measureShort(code string, words wording.Phrase, m *Measure) Reason {
	unit := m.Unit
	if m.What == "items" {
		unit = "courses"
	}
	return Reason{
		Code: code, Text: words.String(), Words: words,
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
		out = append(out, o.whyShort(place, at)...)
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
	pairs := []any{"have", m.Have, "need", m.Need, "left", m.Need.Sub(m.Have), "of", m.Words}
	form := ".other"
	if m.Need.Equal(credit.Int(1)) {
		form = ".one"
	}
	say := func(key, one, other string) wording.Phrase {
		if form == ".one" {
			return wording.Of(key+form, one, pairs...)
		}
		return wording.Of(key+form, other, pairs...)
	}
	switch m.What {
	case "items":
		if m.Of != "" {
			return measureShort("requirement_items_short", say("short.items_of", "{have} of {need} course of one {of}", "{have} of {need} courses of one {of}"), m)
		}
		return measureShort("requirement_items_short", say("short.items", "{have} of {need} course", "{have} of {need} courses"), m)
	case "credits":
		return measureShort("requirement_credits_short", wording.Of("short.credits", "{have} of {need} credits; {left} missing", pairs...), m)
	case "distinct":
		by := requirement.Class(m.Of)
		pairs = append(pairs, "one", wording.Term("different_one", string(by), m.Of), "many", wording.Term("different", string(by), m.Of))
		return measureShort("requirement_distinct_short", say("short.distinct", "{have} of {need} different {of}", "{have} of {need} different {of}s"), m)
	case "parts":
		return measureShort("requirement_parts_short", say("short.parts", "{have} of {need} part satisfied", "{have} of {need} parts satisfied"), m)
	case "gpa":
		return measureShort("requirement_gpa_low", wording.Of("short.gpa", "the grade point average is {have}; {need} is needed", pairs...), m)
	}
	return measureShort("requirement_minimum_short", wording.Of("short.minimum", "{of}: {have} so far", pairs...), m)
}

func (o *outline) fixedReason(p *requirement.Place, n *view.Node) Reason {
	what := p.Node.Words(o.e.s.itemName)
	if n.Truth == requirement.Open {
		if p.Node.Unknown != "" { // the outline says "a person decides" already
			what = wording.Name(strings.TrimRight(p.Node.Unknown, "."))
		}
		r := because("requirement_open", wording.Of("reason.open", "nobody has said yet: {what}", "what", what))
		r.Need = said(what)
		return r.fix(wording.Of("fix.state_it", "ask the registrar, or state it in the record"))
	}
	r := because("requirement_not_shown", wording.Of("reason.not_shown", "the record does not show it: {what}", "what", what))
	r.Have, r.Need = value("value.no", "no"), said(what)
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
			code := r.Code
			*r = unqualified(wording.Name(name), []Reason{why})
			if f.Active && !held[i].Expires.IsZero() {
				*r = because(code, wording.Of("reason.was_active", "{item} was active until {until}; it must be active on {day}",
					"item", name, "until", held[i].Expires, "day", o.e.asOf))
				r.Have, r.Need = value("value.active_until", "active until").on(held[i].Expires), value("value.active_on", "active on").on(o.e.asOf)
				*r = r.fix(wording.Of("fix.renew", "renew it"))
			}
			r.Code = code
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
