package engine

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// budgetOf says how much two requirements may both use, and how much they do.
func (o *outline) budgetOf(at, other int) (Reason, bool) {
	for i := range o.tree.Shares {
		s := &o.tree.Shares[i]
		if !isEnd(s, o.tree, at) || !isEnd(s, o.tree, other) || s.Items == nil && s.Credits == nil {
			continue
		}
		a, b := o.usedIn(s, s.A), o.usedIn(s, s.B)
		count, sum := 0, credit.Amount{}
		for piece := range a {
			if b[piece] {
				count, sum = count+1, sum.Add(o.kept(piece))
			}
		}
		x, y := o.placeName(at), o.placeName(other)
		have, unit, what := credit.Int(int64(count)), "courses", coursePhrase
		var limit credit.Amount
		if s.Items != nil {
			limit = credit.Int(int64(*s.Items))
		} else {
			have, limit, unit, what = sum, *s.Credits, string(o.e.recv.Unit), creditPhrase
		}
		if limit.IsZero() {
			r := because("", wording.Of("share.none", "nothing may count for both {a} and {b}", "a", x, "b", y))
			r.Have, r.Need = &Value{Text: "0", Unit: unit}, value("requirement.at_most", "at most {what}", "what", limit).in(unit)
			return r, true
		}
		does := wording.Of("share.do.other", "{n} do already", "n", have)
		if have.Equal(credit.Int(1)) {
			does = wording.Of("share.do.one", "{n} does already", "n", have)
		}
		r := because("", wording.Of("share.most", "at most {what} may count for both {a} and {b}, and {used}", "what", what(limit), "a", x, "b", y, "used", does))
		r.Have, r.Need = &Value{Text: have.Decimal(), Unit: unit}, value("requirement.at_most", "at most {what}", "what", limit).in(unit)
		return r, true
	}
	return Reason{}, false
}

// usedIn are the pieces that one end of a share uses.
func (o *outline) usedIn(s *view.Share, end int) map[int32]bool {
	out := map[int32]bool{}
	for i := range o.tree.Nodes {
		n := &o.tree.Nodes[i]
		if n.Kind != view.Take || n.Free || !o.part.Nodes[i].Owed || s.Scopes && n.Scope != end || !s.Scopes && i != end {
			continue
		}
		for _, piece := range o.part.Nodes[i].Uses {
			out[piece] = true
		}
	}
	return out
}

// isEnd reports whether a Take is an end of a share, or in one.
func isEnd(s *view.Share, tree *view.Tree, at int) bool {
	if s.Scopes {
		return tree.Nodes[at].Scope == s.A || tree.Nodes[at].Scope == s.B
	}
	return at == s.A || at == s.B
}
