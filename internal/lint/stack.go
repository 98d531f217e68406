package lint

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// deadEnds reports credentials short of a degree whose program has a policy for
// stacking, and that nothing uses: no requirement, no rule, no longer program
// that shares a piece with them.
func (l *linter) deadEnds() {
	var ends []int
	for i := range l.set.Programs {
		p := &l.set.Programs[i]
		it := l.items[p.Credential]
		if p.Stack != nil && it != nil && it.Kind != catalog.Degree {
			ends = append(ends, i)
		}
	}
	if len(ends) == 0 {
		return
	}
	u := l.uses()
	ends = slices.DeleteFunc(ends, func(i int) bool { return u.leadsOn(&l.set.Programs[i]) })
	ends = l.unselected(ends)
	for _, i := range ends {
		p := &l.set.Programs[i]
		l.findf(fmt.Sprintf("/programs/%d/stack", i), StackDeadEnd, "name it in a longer program or in an agreement, or remove the stack policy",
			"%s is meant to stack, and no program or agreement uses it or its pieces", l.code(p.Credential))
	}
}

// uses is where items are named: by programs, as exits, by rules as sources.
type uses struct {
	programs map[catalog.ItemID][]string
	exits    map[string]bool
	rules    map[catalog.ItemID]bool
}

func (l *linter) uses() *uses {
	u := &uses{programs: map[catalog.ItemID][]string{}, exits: map[string]bool{}, rules: map[catalog.ItemID]bool{}}
	for i := range l.set.Programs {
		p := &l.set.Programs[i]
		for id := range p.Items {
			if list := u.programs[id]; len(list) == 0 || len(list) < 2 && list[0] != p.ID {
				u.programs[id] = append(list, p.ID)
			}
		}
		if p.Stack != nil {
			for _, e := range p.Stack.Exits {
				u.exits[e] = true
			}
		}
	}
	for i := range l.set.Agreements {
		a := &l.set.Agreements[i]
		for j := range a.Rules {
			if r := &a.Rules[j]; awarding(r) {
				for leaf := range r.When.Leaves {
					u.rules[leaf.Item] = true
				}
			}
		}
	}
	return u
}

// leadsOn reports whether a program is the exit of another, or its credential
// or a piece of it is of use elsewhere. A piece that is used up by one award
// leads nowhere by itself.
func (u *uses) leadsOn(p *requirement.Program) bool {
	if u.exits[p.ID] || len(u.programs[p.Credential]) > 0 || u.rules[p.Credential] {
		return true
	}
	if p.Stack.Pieces != "" && p.Stack.Pieces != requirement.PiecesShared {
		return false
	}
	for id := range p.Items {
		if slices.ContainsFunc(u.programs[id], func(other string) bool { return other != p.ID }) {
			return true
		}
	}
	return false
}

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

// exits reports exits of a program that share nothing with it.
func (l *linter) exits(i int, p *requirement.Program) {
	if p.Stack == nil || len(p.Stack.Exits) == 0 {
		return
	}
	own := map[catalog.ItemID]bool{}
	for id := range p.Items {
		own[id] = true
	}
	if l.takesAnything(p) {
		return
	}
	byID := l.programsByID()
	for k, id := range p.Stack.Exits {
		exit := byID[id]
		if exit == nil || own[exit.Credential] || l.takesAnything(exit) {
			continue
		}
		shares := false
		for item := range exit.Items {
			shares = shares || own[item]
		}
		if !shares {
			l.findf(fmt.Sprintf("/programs/%d/stack/exits/", i)+strconv.Itoa(k), ExitOffPath, "remove the exit, or let the program use what the exit asks for",
				"%s is an exit of %s, and nothing that it asks for counts there", id, p.ID)
		}
	}
}

// takesAnything reports whether some requirement takes from a filter that is no
// fixed list.
func (*linter) takesAnything(p *requirement.Program) bool {
	for _, v := range p.Each {
		places, _ := requirement.Places(v.Requires, 0, 0)
		closed := requirement.Closed{Sets: v.Sets}
		for n := range places {
			if t := places[n].Node.Take; t != nil && !t.Free {
				if _, ok := closed.Items(t.From); !ok {
					return true
				}
			}
		}
	}
	return false
}

func (l *linter) programsByID() map[string]*requirement.Program {
	if l.byID == nil {
		l.byID = make(map[string]*requirement.Program, len(l.set.Programs))
		for i := range l.set.Programs {
			l.byID[l.set.Programs[i].ID] = &l.set.Programs[i]
		}
	}
	return l.byID
}
