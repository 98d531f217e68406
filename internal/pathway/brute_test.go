package pathway_test

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// found is what the brute force says about a set.
type found struct{ stack, agreement bool }

type edges map[string][]string

// bruteForce reads the set again, without the graph, and looks for a circle by
// walking from everywhere.
func bruteForce(set *ruleset.Set) found {
	stack := edges{}
	var programs []string
	for _, p := range unique(set.Programs, func(p requirement.Program) string { return p.ID }) {
		id := "program " + p.ID
		programs = append(programs, id)
		stack[id] = append(stack[id], string(p.Credential))
		if p.Requires != nil {
			owed(p.Requires, id, stack)
		}
	}
	var f found
	for _, a := range unique(set.Agreements, func(a agreement.Agreement) string { return string(a.ID) + " " + string(rune('0'+a.Version)) }) {
		if a.Lifecycle == agreement.Expired || a.Lifecycle == agreement.Superseded || a.Receiver == "" {
			continue
		}
		own := edges{}
		for _, r := range a.Rules {
			if r.When == nil || r.Outcome != "" && r.Outcome != agreement.OutcomeAward {
				continue
			}
			for _, s := range r.When.Items() {
				for _, w := range r.Awards {
					if w.Item == "" {
						continue
					}
					own[string(s)] = append(own[string(s)], string(w.Item))
					if s.Institution() == a.Receiver && w.Item.Institution() == a.Receiver {
						stack[string(s)] = append(stack[string(s)], string(w.Item))
					}
				}
			}
		}
		for v := range own {
			f.agreement = f.agreement || own.leads(v, v, map[string]bool{})
		}
	}
	for _, p := range programs {
		f.stack = f.stack || stack.leads(p, p, map[string]bool{})
	}
	return f
}

func owed(n *requirement.Node, program string, into edges) {
	if n.Recommended {
		return
	}
	if n.Item != "" {
		into[string(n.Item)] = append(into[string(n.Item)], program)
	}
	for _, id := range n.Series {
		into[string(id)] = append(into[string(id)], program)
	}
	for i := range n.Parts() {
		owed(&n.Parts()[i], program, into)
	}
}

func (e edges) leads(from, to string, seen map[string]bool) bool {
	for _, next := range e[from] {
		if next == to {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if e.leads(next, to, seen) {
				return true
			}
		}
	}
	return false
}

// unique keeps, of things with one id, the first by content, as Build does.
func unique[T any](list []T, key func(T) string) []T {
	text := func(x T) string { b, _ := json.Marshal(x); return string(b) }
	out := slices.SortedFunc(slices.Values(list), func(a, b T) int {
		return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(text(a), text(b)))
	})
	return slices.CompactFunc(out, func(a, b T) bool { return key(a) == key(b) })
}
