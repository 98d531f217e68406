package engine

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// waysShown is how many ways to finish are shown.
const waysShown = 3

// ways are the best ways to finish, in steps.
func (o *outline) ways(receiving []Receiving) {
	for _, w := range o.sol.auditor.Ways(o.sol.answer, waysShown) {
		out := Way{Credits: o.e.quantity(w.Remaining), Items: w.Items}
		for i := range w.Lacks {
			out.Steps = append(out.Steps, o.step(&w.Lacks[i], receiving))
		}
		o.out.Ways = append(o.out.Ways, out)
	}
}

// step says what one requirement still needs, and what would serve.
func (o *outline) step(l *audit.Lack, receiving []Receiving) Step {
	n := &o.tree.Nodes[l.Node]
	s := Step{Path: n.Path, Credits: o.e.quantity(l.Credits), Items: l.Items}
	if l.Condition >= 0 {
		s.Text = o.conditionWords(&n.Conditions[l.Condition])
		return s
	}
	if n.From == nil {
		return s
	}
	s.Text = strings.TrimSuffix(n.From.Sentence(o.e.s.itemName), ".")
	if n.From.Title != "" && n.From.Item == "" {
		s.Text = n.From.Title + ": " + s.Text
	}
	if n.Kind == view.Take {
		s.Options = o.options(l.Node, receiving)
	}
	return s
}

// maxOptions bounds what a step lists; the requirement says the rest.
const maxOptions = 6

// options are items that would serve: what the agreements would award one for,
// else the receiver's own.
func (o *outline) options(at int, receiving []Receiving) []Missing {
	var out []Missing
	for _, id := range o.lacking(at) {
		if len(out) == maxOptions {
			break
		}
		from := elsewhere(id, receiving)
		if len(from) > 0 {
			out = append(out, from...)
			continue
		}
		item := o.e.receivingItem(id)
		out = append(out, Missing{Items: []ReceivingItem{item}, Text: strings.TrimSpace(item.Code + " " + item.Title)})
	}
	return out[:min(len(out), maxOptions)]
}

// lacking are the items that a leaf names and the learner does not have for it.
func (o *outline) lacking(at int) []catalog.ItemID {
	n := &o.tree.Nodes[at]
	ids := o.e.prog.namedAt[n.From]
	if n.Made && n.From.Series != nil {
		// One leaf an item, in order, below the series.
		k := slices.Index(o.tree.Nodes[n.Parent].Children, at)
		if k >= 0 && k < len(ids) {
			ids = ids[k : k+1]
		}
	}
	var out []catalog.ItemID
	for _, id := range ids {
		have := slices.ContainsFunc(o.part.Nodes[at].Uses, func(piece int32) bool { return o.tree.Pieces[piece].Item == id })
		if !have {
			out = append(out, id)
		}
	}
	return out
}

// elsewhere are the ways to a receiving item that wait for something.
func elsewhere(id catalog.ItemID, receiving []Receiving) []Missing {
	for i := range receiving {
		r := &receiving[i]
		if r.Status == ReceivingWaiting && len(r.Items) == 1 && r.Items[0].Item == id && len(r.Missing) > 0 {
			return r.Missing[:1]
		}
	}
	return nil
}
