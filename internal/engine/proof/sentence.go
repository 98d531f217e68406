package proof

import (
	"fmt"
	"slices"
	"strings"
)

// Names give the words of a sentence.
type Names struct {
	Item, Node func(int) string
}

// Sentence says in words why the answer is no. A certificate of one leaf of
// plain counting becomes one sentence with its numbers; any other is told by
// its number of cases and the constraints that it weighs.
func Sentence(p *Problem, n *No, names Names) string {
	if n.Split != nil {
		return fmt.Sprintf("each of the %d ways to place the items lacks something: %s", leaves(n), strings.Join(constraints(p, n, names), ", "))
	}
	if s, ok := counting(p, n.Weights, names); ok {
		return s
	}
	if len(n.Weights) == 0 {
		return "a required part cannot be satisfied by any item"
	}
	return "these cannot hold together: " + strings.Join(constraints(p, n, names), ", ")
}

// counting words a leaf whose weights are all needs of one unit, counted once.
func counting(p *Problem, weights []Weight, names Names) (string, bool) {
	var takes, items []string
	var need, have int64
	most := make([]int64, p.Items)
	for _, w := range weights {
		r, first := &p.Rows[w.Row], &p.Rows[weights[0].Row]
		if r.Kind != Need || len(r.Takes) != 1 || r.Takes[0] != r.Node || r.Unit != first.Unit ||
			!proportional(p, &w, &weights[0]) {
			return "", false
		}
		takes = append(takes, names.Node(r.Node))
		need += r.Amount
		for it, c := range r.Coef {
			if p.Nodes[r.Node].Items[it] {
				most[it] = max(most[it], c)
			}
		}
	}
	for it, c := range most {
		if c > 0 {
			items = append(items, names.Item(it))
			have += c
		}
	}
	if len(weights) == 0 {
		return "", false
	}
	unit := p.Rows[weights[0].Row].Unit
	subject := fmt.Sprintf("these %d requirements (%s) need", len(takes), strings.Join(takes, ", "))
	if len(takes) == 1 {
		subject = takes[0] + " needs"
	}
	if need <= have {
		return fmt.Sprintf("%s %d %s, and whole items, each used once, cannot be divided so: %s", subject, need, unit, list(items)), true
	}
	return fmt.Sprintf("%s %d of the %d %s that qualify: %s", subject, need, have, unit, list(items)), true
}

// proportional reports whether two weights price what counts alike, each item
// by what it counts.
func proportional(p *Problem, w, first *Weight) bool {
	r, f := &p.Rows[w.Row], &p.Rows[first.Row]
	at := slices.IndexFunc(f.Coef, func(c int64) bool { return c != 0 })
	if at < 0 || w.Prices == nil || first.Prices == nil {
		return w.Prices == nil && first.Prices == nil && w.Value == first.Value
	}
	for it, c := range r.Coef {
		if p.Nodes[r.Node].Items[it] && w.of(it, r)*f.Coef[at] != c*first.of(at, f) {
			return false
		}
	}
	return true
}

func list(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	return strings.Join(items, ", ")
}

func leaves(n *No) int {
	if n.Split == nil {
		return 1
	}
	return leaves(n.Yes) + leaves(n.No)
}

// constraints lists what the leaves weigh, each once, in the order met.
func constraints(p *Problem, n *No, names Names) []string {
	var out []string
	add := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, w := range n.Weights {
		r := &p.Rows[w.Row]
		add(strings.ReplaceAll(r.Words, "%", names.Node(r.Node)))
	}
	if n.Split != nil {
		for _, s := range slices.Concat(constraints(p, n.Yes, names), constraints(p, n.No, names)) {
			add(s)
		}
	}
	return out
}
