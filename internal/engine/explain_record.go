package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// standings says of every piece, and of every line without one, how it stands
// to the requirement; what is used first, then in the order of the record.
func (x *explainer) standings() []RecordStanding {
	out := make([]RecordStanding, 0, len(x.e.lines))
	seen := map[int32]bool{}
	for i := range x.sol.tree.Pieces {
		if !x.placed(i) {
			continue
		}
		out = append(out, x.standing(i))
		for _, l := range x.sol.pieces.lines[i] {
			seen[l] = true
		}
	}
	for i := range x.e.lines {
		if !seen[int32(i)] {
			out = append(out, x.withoutCredit(i))
		}
	}
	order := Fits()
	slices.SortStableFunc(out, func(a, b RecordStanding) int {
		return cmp.Compare(slices.Index(order, a.Fit), slices.Index(order, b.Fit))
	})
	return out
}

// placed reports whether a piece belongs to the rules that were chosen.
func (x *explainer) placed(piece int) bool { return x.sol.taken[x.sol.pieces.cand[piece]] }

func (x *explainer) standing(piece int) RecordStanding {
	o := outline{e: x.e, sol: x.sol, tree: x.sol.tree, part: &x.sol.answer.Parts[0], items: &x.sol.question.Parts[0]}
	u := o.use(int32(piece), false)
	st := RecordStanding{Lines: u.Lines, Item: u.Item, Code: u.Code, Title: u.Title, Credits: u.Credits, Grade: u.Grade, Fit: FitNo}
	here, fits, maybe := false, false, false
	for at := range x.sol.tree.Nodes {
		n := &x.sol.tree.Nodes[at]
		if n.Kind != view.Take {
			continue
		}
		if x.uses(at, int32(piece)) {
			st.UsedFor = append(st.UsedFor, n.Path)
			here = here || x.about(n.Path)
		}
		if x.about(n.Path) {
			set := &x.sol.tree.Sets[n.Set]
			fits, maybe = fits || set.Yes.Has(piece), maybe || set.Maybe.Has(piece)
		}
	}
	st.UsedFor = slices.Compact(st.UsedFor)
	switch {
	case here:
		st.Fit = FitUsed
	case fits && len(st.UsedFor) > 0:
		st.Fit, st.Reasons = FitElsewhere, x.budget(&o, int32(piece))
	case fits:
		st.Fit, st.Reasons = x.free(&o, piece)
	case maybe:
		st.Fit = FitDoubtful
	}
	if st.Fit == FitNo || st.Fit == FitDoubtful {
		st.Reasons = x.unfit(piece)
	}
	return st
}

// budget says which share keeps a piece that is used elsewhere from counting
// here too.
func (x *explainer) budget(o *outline, piece int32) []Reason {
	for at := range x.sol.tree.Nodes {
		if n := &x.sol.tree.Nodes[at]; n.Kind != view.Take || !x.about(n.Path) || !x.sol.tree.Sets[n.Set].Yes.Has(int(piece)) {
			continue
		}
		for other := range x.sol.tree.Nodes {
			if other == at || x.sol.tree.Nodes[other].Kind != view.Take || !x.uses(other, piece) {
				continue
			}
			if r, ok := o.budgetOf(at, other); ok {
				r.Code = "requirement_used_elsewhere"
				return []Reason{r}
			}
		}
	}
	return nil
}

// free says why what qualifies is not used: a limit leaves no room, or it is not
// needed.
func (x *explainer) free(o *outline, piece int) (Fit, []Reason) {
	for at := range x.sol.tree.Nodes {
		n := &x.sol.tree.Nodes[at]
		if n.Kind != view.Take || !x.about(n.Path) || !x.sol.tree.Sets[n.Set].Yes.Has(piece) {
			continue
		}
		if r, ok := o.limitOf(at, piece); ok {
			return FitLimited, []Reason{r.about(o.pieceName(piece))}
		}
	}
	return FitFree, nil
}

// uses reports whether a node that is owed uses the piece.
func (x *explainer) uses(at int, piece int32) bool {
	a := &x.sol.answer.Parts[0].Nodes[at]
	return a.Owed && (slices.Contains(a.Uses, piece) || slices.Contains(a.Extra, piece))
}

func (x *explainer) withoutCredit(i int) RecordStanding {
	l := &x.result.Lines[i]
	return RecordStanding{
		Lines: []string{l.ID}, Item: l.Source.Item, Code: l.Source.Code, Title: l.Source.Title, Grade: l.Source.Grade,
		Credits: x.e.quantity(l.Ledger.Accepted()), Fit: FitNoCredit, Reasons: l.Reasons,
	}
}

// unfit says which parts of the filters do not select a piece.
func (x *explainer) unfit(piece int) []Reason {
	p := &x.places[x.at]
	if len(p.Node.Parts()) > 0 && len(leafFilters(p.Node)) == 0 {
		return nil // its parts say why, each on its own
	}
	return x.e.unfit(x.sol.tree, x.at, piece)
}

// leafFilters is what a leaf itself asks of single items.
func leafFilters(n *requirement.Node) []*requirement.ItemFilter {
	switch {
	case n.Item != "":
		return []*requirement.ItemFilter{{Items: []itemID{n.Item}}}
	case n.Series != nil:
		return []*requirement.ItemFilter{{Items: n.Series}}
	case n.Take != nil && n.Take.From != nil:
		return []*requirement.ItemFilter{n.Take.From}
	}
	return nil
}

// lackReason says what a piece has and what is asked; asOf is the day to which
// ages are counted.
func lackReason(l *requirement.Lack, asOf calendar.Date) Reason {
	r := because("requirement_filter_not_met", wording.Of("lack.not", "it is not {need}", "need", l.Words))
	r.Need = said(l.Words)
	if l.Have != "" {
		r.Have = said(l.HaveWords).on(l.Day)
		words, day := lackWords(l, asOf)
		r.Words, r.Text, r.Need.Date = words, words.String(), day
	}
	if l.Item {
		r.Code = "requirement_other_item"
	}
	if l.Open {
		r.Code, r.Words = "requirement_filter_open", wording.Of("lack.open", "nobody can say from the record whether it is {need}", "need", l.Words)
		r.Text = r.Words.String()
		return r.fix(wording.Of("fix.complete_record", "ask the registrar, or complete the record"))
	}
	return r
}

// lackWords compares what a piece has with what is asked; day is that to which
// what is asked is counted.
func lackWords(l *requirement.Lack, asOf calendar.Date) (words wording.Phrase, day calendar.Date) {
	pairs := []any{"have", l.HaveWords, "need", l.Words, "day", asOf}
	switch grade, graded := strings.CutPrefix(l.Need, "with "); {
	case !l.Day.IsZero() && l.Need == "still active":
		return wording.Of("lack.active", "it was active until {have}; it must be active on {day}", pairs...), asOf
	case !l.Day.IsZero() && strings.HasPrefix(l.Need, "not older"):
		return wording.Of("lack.date_on", "its date is {have}; asked is {need} on {day}", pairs...), asOf
	case !l.Day.IsZero():
		return wording.Of("lack.date", "its date is {have}; asked is {need}", pairs...), 0
	case graded:
		return wording.Of("lack.grade", "the grade is {have}; asked is {grade}", append(pairs, "grade", wording.As(grade, l.Words))...), 0
	}
	return wording.Of("lack.is", "it is {have}; asked is {need}", pairs...), 0
}
