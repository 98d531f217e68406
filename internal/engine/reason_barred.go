package engine

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// barred names the lines that would qualify for a leaf and that an exception
// blocks, and those that would if they were still active.
func (o *outline) barred(at int) []Reason {
	var out []Reason
	for _, b := range o.tree.Barred {
		if b.Node != at || b.Piece >= len(o.sol.pieces.lines) {
			continue
		}
		l := &o.e.lines[o.sol.pieces.lines[b.Piece][0]]
		out = append(out, Reason{
			Code: "requirement_line_blocked", Text: fmt.Sprintf("%s would qualify and is %s", lineName(l), b.Exception.Mark()),
			Have: &Value{Text: lineName(l), Date: l.day}, Need: &Value{Text: "a line that no exception blocks", Date: b.Exception.Expires},
			Fix: "ask whoever approved the exception",
		})
	}
	n := &o.tree.Nodes[at]
	for _, i := range o.lapsedPieces(n) {
		if l := &o.e.lines[o.sol.pieces.lines[i][0]]; !o.tree.Sets[n.Set].Yes.Has(i) && !o.tree.Sets[n.Set].Maybe.Has(i) {
			out = append(out, notActive(l, o.e.asOf))
		}
	}
	return out
}

// saidAlready reports whether barred names the piece.
func (o *outline) saidAlready(at, piece int) bool {
	return slices.ContainsFunc(o.tree.Barred, func(b view.Bar) bool { return b.Node == at && b.Piece == piece }) ||
		slices.Contains(o.lapsedPieces(&o.tree.Nodes[at]), piece)
}

// lapsedPieces are the pieces that a leaf would take if they had not expired.
func (o *outline) lapsedPieces(n *view.Node) []int {
	if n.From == nil || n.From.Take == nil {
		return nil
	}
	return o.lapsed(n.From.Take.From, o.tree.Pieces)
}

// lapsed are the pieces that a filter would select if it did not ask for what
// is active.
func (o *outline) lapsed(f *requirement.ItemFilter, pieces []requirement.Piece) []int {
	if f == nil {
		return nil
	}
	anyTime, asks := withoutActive(f)
	if !asks {
		return nil
	}
	sel := requirement.Selector{Pieces: pieces, Sets: o.e.prog.Sets, AsOf: o.e.asOf, Scales: o.e.s.scales, HomeScale: o.e.recv.GradeScale}
	var out []int
	for i, t := range sel.Select(&anyTime) {
		if x := pieces[i].Expires; t == requirement.Yes && !x.IsZero() && x < o.e.asOf {
			out = append(out, i)
		}
	}
	return out
}

// withoutActive is a filter that takes what has expired too; asks is false where
// it does already.
func withoutActive(f *requirement.ItemFilter) (out requirement.ItemFilter, asks bool) {
	out = *f
	asks, out.Active = f.Active, false
	for _, list := range []*[]requirement.ItemFilter{&out.All, &out.Any} {
		if *list = slices.Clone(*list); *list == nil {
			continue
		}
		for i := range *list {
			part, also := withoutActive(&(*list)[i])
			(*list)[i], asks = part, asks || also
		}
	}
	return out, asks
}

// lapsedCredential says that a credential which is asked for was held and has
// expired, with both days.
func (o *outline) lapsedCredential(p *requirement.Place, n *view.Node) (Reason, bool) {
	if p.Node.Held == nil || n.Truth != requirement.No {
		return Reason{}, false
	}
	held := o.e.holdings()
	best := -1
	for _, i := range o.lapsed(p.Node.Held, held) {
		if best < 0 || held[i].Expires > held[best].Expires {
			best = i
		}
	}
	if best < 0 {
		return Reason{}, false
	}
	i := slices.IndexFunc(o.e.lines, func(l line) bool { return l.id == held[best].Line })
	if i < 0 {
		return Reason{}, false
	}
	return notActive(&o.e.lines[i], o.e.asOf), true
}
