package engine

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// Why something in the record does not qualify for a requirement.

// maxMissed bounds the lines that a requirement names as falling short.
const maxMissed = 6

// missed names the lines that the catalogue would let qualify for a leaf and
// that do not: by grade, age, evidence or an exception.
func (o *outline) missed(place, at int) []Reason {
	var out []Reason
	n := &o.tree.Nodes[at]
	if n.Made {
		return nil // of one class: another class is no shortfall
	}
	set := &o.tree.Sets[n.Set]
	fits := o.e.fitsByCatalogue(o.tree.Pieces, place)
	for i := range o.tree.Pieces {
		if len(out) == maxMissed || set.Yes.Has(i) || fits[i] == requirement.No {
			continue
		}
		piece := &o.tree.Pieces[i]
		l := &o.e.lines[o.sol.pieces.lines[i][0]]
		name := o.pieceName(i)
		if set.Maybe.Has(i) {
			r := because("requirement_needs_person", wording.Of("reason.person_counts", "a person must say whether {line} counts here", "line", name))
			r.Have, r.Need = &Value{Text: l.att.Grade, Date: l.day}, o.asked(place)
			out = append(out, r)
			continue
		}
		why := o.e.unfit(o.tree, place, i)
		r := unqualified(name, why)
		r.lines = []string{l.id}
		if r.Have == nil {
			r.Have = &Value{Text: strings.TrimSpace(l.att.Grade), Date: piece.Attained}
		}
		if r.Need == nil {
			r.Need = o.asked(place)
		}
		out = append(out, r)
	}
	return out
}

// unqualified says why something does not qualify.
func unqualified(name wording.Phrase, why []Reason) Reason {
	texts := make([]wording.Phrase, len(why))
	for k := range why {
		texts[k] = why[k].Phrase()
	}
	r := because("requirement_line_does_not_qualify", wording.Of("reason.unqualified", "{line} does not qualify: {why}", "line", name, "why", wording.Join(texts, "; ")))
	r.Have, r.Need, r.Fix, r.FixWords = why[0].Have, why[0].Need, why[0].Fix, why[0].FixWords
	return r
}

// asked is the requirement at a place as a value.
func (o *outline) asked(place int) *Value {
	n := o.e.prog.places[place].Node
	return &Value{Text: n.Sentence(o.e.s.itemName), Words: wording.Row(wording.Capital(n.Words(o.e.s.itemName)), ".")}
}

// fitsByCatalogue says which pieces are what a leaf asks for, however they were
// earned.
func (e *evaluation) fitsByCatalogue(pieces []requirement.Piece, place int) []requirement.Truth {
	out := make([]requirement.Truth, len(pieces))
	filters := e.filtersAt(place)
	if len(filters) == 0 {
		return out // No
	}
	sel := e.selector(pieces)
	sel.Catalogue = true
	for i := range out {
		out[i] = requirement.Yes
	}
	for _, f := range filters {
		for i, t := range sel.Select(f) {
			out[i] = out[i].And(t)
		}
	}
	return out
}

// filtersAt are the filters of a leaf and those that hold above it; nil where
// the place is no leaf.
func (e *evaluation) filtersAt(place int) []*requirement.ItemFilter {
	places := e.prog.places
	out := leafFilters(places[place].Node)
	if len(out) == 0 {
		return nil
	}
	return append(out, e.filtersAbove(place)...)
}

// filtersAbove are the filters that hold at a place and above it.
func (e *evaluation) filtersAbove(place int) (out []*requirement.ItemFilter) {
	places := e.prog.places
	for at := place; at >= 0; at = places[at].Parent {
		if where := places[at].Node.Where; where != nil {
			out = append(out, where)
		}
	}
	return out
}

// selector selects among pieces as the tree did.
func (e *evaluation) selector(pieces []requirement.Piece) *requirement.Selector {
	return &requirement.Selector{
		Pieces: pieces, Sets: e.prog.Sets, AsOf: e.asOf, Scales: e.s.scales, HomeScale: e.recv.GradeScale,
	}
}

// unfit says which parts of the filters of a place do not select a piece; it
// says at least something.
func (e *evaluation) unfit(tree *view.Tree, place, piece int) []Reason {
	filters := append(leafFilters(e.prog.places[place].Node), e.filtersAbove(place)...)
	sel := e.selector(tree.Pieces)
	var out []Reason
	for _, f := range filters {
		for _, lack := range sel.Lacks(f, piece, e.s.itemName) {
			out = append(out, lackReason(&lack, e.asOf))
		}
	}
	if tree.Pieces[piece].Doubtful {
		out = append(out, because("requirement_needs_person", wording.Of("reason.person_transfers", "a person must say whether it transfers at all")))
	}
	if out == nil {
		out = append(out, e.keptOut(tree, place, &tree.Pieces[piece]))
	}
	return out
}

// keptOut names the exception that keeps a piece out of a place.
func (e *evaluation) keptOut(tree *view.Tree, place int, piece *requirement.Piece) Reason {
	path := e.prog.places[place].Path
	for _, m := range tree.Applied {
		x := m.Exception
		here := x.Path == "" || x.Path == path || strings.HasPrefix(path, x.Path+"/")
		switch {
		case x.Line != piece.Line || x.Kind != requirement.Block && x.Kind != requirement.Pin && x.Kind != requirement.Force:
		case x.Kind == requirement.Block && here:
			r := because("requirement_kept_out", wording.Of("reason.blocked", "an exception keeps it out: {mark}", "mark", x.MarkWords()))
			r.Have = &Value{Text: x.ID}
			return r
		case x.Kind != requirement.Block && !here:
			r := because("requirement_kept_out", wording.Of("reason.kept_for", "an exception keeps it for {path}: {mark}", "path", x.Path, "mark", x.MarkWords()))
			r.Have = &Value{Text: x.ID}
			return r
		}
	}
	return because("requirement_kept_out", wording.Of("reason.exemption", "the use of it as an exemption keeps it out"))
}

// pieceName is how people know a piece: its code here, and the line it came
// from where that differs.
func (o *outline) pieceName(piece int) wording.Phrase {
	u := o.use(int32(piece), false)
	from := lineName(&o.e.lines[o.sol.pieces.lines[piece][0]])
	if u.Code == "" || u.Code == from {
		return wording.Name(from)
	}
	return wording.Of("piece.from", "{code} (from {line})", "code", u.Code, "line", from)
}

// notChosen says which pieces would serve if another rule were used for their
// lines.
func (o *outline) notChosen(at int) []Reason {
	var out []Reason
	set := &o.tree.Sets[o.tree.Nodes[at].Set]
	for i := range o.tree.Pieces {
		cand := o.sol.pieces.cand[i]
		if o.sol.taken[cand] || !set.Yes.Has(i) || len(out) == maxMissed {
			continue
		}
		lines, instead := o.usedInstead(i)
		if len(instead) == 0 {
			continue
		}
		code, uses := o.use(int32(i), false).Code, wording.And(instead)
		r := because("requirement_rule_not_chosen", wording.Of("reason.not_chosen", "{lines} would count as {code}, but {uses}",
			"lines", listed(lines), "code", code, "uses", uses))
		r.Have, r.Need, r.Rule = said(uses), &Value{Text: code}, o.e.cands[cand].ref
		out = append(out, r)
	}
	return out
}

// usedInstead names the lines of a piece, and what they are used for instead;
// only where no requirement uses any of it, everything that they count as.
func (o *outline) usedInstead(piece int) (lines []string, instead []wording.Phrase) {
	var idle []wording.Phrase
	for _, l := range o.sol.pieces.lines[piece] {
		lines = append(lines, lineName(&o.e.lines[l]))
		for k := range o.tree.Pieces {
			if !o.available(k) || !slices.Contains(o.sol.pieces.lines[k], l) {
				continue
			}
			text := wording.Of("piece.used", "{line} is used for {code}", "line", lineName(&o.e.lines[l]), "code", o.use(int32(k), false).Code)
			if o.usedAnywhere(int32(k)) {
				instead = append(instead, text)
			} else {
				idle = append(idle, text)
			}
		}
	}
	if len(instead) == 0 {
		instead = idle
	}
	slices.SortFunc(instead, func(a, b wording.Phrase) int { return strings.Compare(a.String(), b.String()) })
	return lines, slices.CompactFunc(instead, wording.Phrase.Equal)
}
