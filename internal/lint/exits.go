package lint

import (
	"fmt"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

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
