package lint

import (
	"fmt"
	"slices"

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
