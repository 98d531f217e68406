package lint

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// unselected keeps the programs whose credential no filter or wildcard selects.
func (l *linter) unselected(ends []int) []int {
	sel := requirement.Selector{Catalogue: true}
	for _, i := range ends {
		it := l.items[l.set.Programs[i].Credential]
		piece := requirement.Piece{Item: it.ID, Also: it.CrossListed, Kind: it.Kind, Institution: it.Institution, Tags: it.Tags, Level: it.Latest().Level}
		for _, v := range it.Versions {
			piece.Codes = append(piece.Codes, requirement.CodeOf(v.Code))
		}
		sel.Pieces = append(sel.Pieces, piece)
	}
	used := make([]bool, len(ends))
	l.selectBy(&sel, ends, used)
	for k, i := range ends {
		used[k] = used[k] || l.wildcardTakes(l.items[l.set.Programs[i].Credential])
	}
	var out []int
	for k, i := range ends {
		if !used[k] {
			out = append(out, i)
		}
	}
	return out
}

// selectBy marks what the filters of other programs select.
func (l *linter) selectBy(sel *requirement.Selector, ends []int, used []bool) {
	for i := range l.set.Programs {
		p := &l.set.Programs[i]
		for _, v := range p.Each {
			places, _ := requirement.Places(v.Requires, 0, 0)
			by := requirement.Selector{Pieces: sel.Pieces, Sets: v.Sets, Catalogue: true}
			for n := range places {
				f := asksFor(places[n].Node)
				if f == nil {
					continue
				}
				if l.work -= len(ends); l.work < 0 {
					l.markAll(used)
					return
				}
				for k, t := range by.Select(f) {
					used[k] = used[k] || t != requirement.No && ends[k] != i
				}
			}
		}
	}
}

// markAll: what could not be looked at is not reported.
func (*linter) markAll(used []bool) {
	for k := range used {
		used[k] = true
	}
}

// asksFor is a filter that looks for credentials: one of held, or one that names
// kinds, levels, tags or subjects. A need for just any credits asks for no
// credential.
func asksFor(n *requirement.Node) *requirement.ItemFilter {
	f := n.Held
	if n.Take != nil {
		f = n.Take.From
	}
	if f == nil || n.Held == nil && f.Kinds == nil && f.Tags == nil && f.Subjects == nil && f.Set == "" && f.Any == nil && f.All == nil {
		return nil
	}
	return f
}

func (l *linter) wildcardTakes(it *catalog.Item) bool {
	if l.wildcards == nil {
		l.wildcards = []*agreement.Pattern{}
		for i := range l.set.Agreements {
			a := &l.set.Agreements[i]
			for j := range a.Rules {
				if r := &a.Rules[j]; awarding(r) && r.When.Item == "" {
					for leaf := range r.When.Leaves {
						if leaf.Match != nil && (len(leaf.Match.Kinds) > 0 || leaf.Match.Subject != "") {
							l.wildcards = append(l.wildcards, leaf.Match)
						}
					}
				}
			}
		}
	}
	if l.work -= len(l.wildcards); l.work < 0 {
		return true
	}
	return slices.ContainsFunc(l.wildcards, func(p *agreement.Pattern) bool {
		return (p.Institution == "" || p.Institution == it.Institution) && fits(p, it)
	})
}
