package pathway_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
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
	credentials, recognised := credentialsOf(set), edges{}
	for _, a := range unique(set.Agreements, func(a agreement.Agreement) string { return string(a.ID) + " " + string(rune('0'+a.Version)) }) {
		if a.Lifecycle == agreement.Expired || a.Lifecycle == agreement.Superseded || a.Receiver == "" {
			continue
		}
		own := edges{}
		for _, r := range a.Rules {
			if r.When == nil || r.Outcome != "" && r.Outcome != agreement.OutcomeAward {
				continue
			}
			if only := accepts(set, &a, r.When); a.Kind != agreement.Hub && len(only) == 1 && only[0] != wildcard && credentials[only[0]] {
				for _, w := range r.Awards {
					if credentials[w.Item] && w.Kind == agreement.AwardCourse {
						recognised[string(only[0])] = append(recognised[string(only[0])], string(w.Item))
					}
				}
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
	for from, to := range recognised {
		f.agreement = f.agreement || recognised.leads(from, from, map[string]bool{})
		stack[from] = append(stack[from], to...)
	}
	for _, p := range programs {
		f.stack = f.stack || stack.leads(p, p, map[string]bool{})
	}
	return f
}

// credentialsOf lists the items that are credentials: by their kind, or, where
// the catalogue does not describe them, because a program confers them.
func credentialsOf(set *ruleset.Set) map[catalog.ItemID]bool {
	out, known := map[catalog.ItemID]bool{}, map[catalog.ItemID]bool{}
	for _, it := range unique(set.Items, func(it catalog.Item) string { return string(it.ID) }) {
		known[it.ID], out[it.ID] = true, it.Kind.Credential()
	}
	for _, p := range unique(set.Programs, func(p requirement.Program) string { return p.ID }) {
		if !known[p.Credential] {
			out[p.Credential] = true
		}
	}
	return out
}

// wildcard stands for an item that only a pattern accepts.
const wildcard = catalog.ItemID("*")

// accepts lists what a source takes, each once: the items it names, and a
// wildcard for each other item that one of its patterns matches.
func accepts(set *ruleset.Set, a *agreement.Agreement, when *agreement.Expr) []catalog.ItemID {
	out := when.Items()
	named := slices.Clone(out)
	var inAgreement []catalog.ItemID
	for _, r := range a.Rules {
		if r.When != nil {
			inAgreement = append(inAgreement, r.When.Items()...)
		}
	}
	for leaf := range when.Leaves {
		if leaf.Item != "" || leaf.Match == nil {
			continue
		}
		for _, it := range set.Items {
			_, number, _ := strings.Cut(it.Versions[0].Code, " ")
			if it.Institution != a.Receiver && !slices.Contains(named, it.ID) &&
				(leaf.Match.Number == "" || agreement.NumberMatches(leaf.Match.Number, number)) &&
				(!leaf.Match.InAgreement || slices.Contains(inAgreement, it.ID)) {
				out = append(out, wildcard)
			}
		}
	}
	return out
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
