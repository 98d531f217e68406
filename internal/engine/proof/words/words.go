// Package words tells people what the certificate of a no says.
package words

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
)

// Names give the words of a sentence.
type Names struct {
	Item, Node func(int) string
	// Row is a constraint as a phrase; nil, or "" for a row, is its own words.
	Row func(int) string
}

// maxListed bounds how many names a sentence spells out.
const maxListed = 12

// maxTold bounds how many cases a sentence tells one by one.
const maxTold = 4

// Sentence says in words why the answer is no. A certificate of one leaf of
// plain counting becomes one sentence with its numbers, as do a few cases of
// branches; any other is told by the constraints that it weighs.
func Sentence(p *proof.Problem, n *proof.No, names Names) string {
	t := teller{p: p, names: names}
	if n.Split == nil {
		return t.leaf(n.Weights, check.Case{P: p, Yes: map[proof.Question]bool{}})
	}
	if told, ok := t.cases(n, check.Case{P: p, Yes: map[proof.Question]bool{}}); ok && len(told) <= maxTold {
		if len(told) == 1 {
			return told[0]
		}
		return "whichever branch is taken, something lacks: " + strings.Join(told, "; or ")
	}
	return "however the courses are placed, something lacks: " + cmp.Or(strings.Join(t.constraints(n), "; "), "a required part cannot hold")
}

// teller words the certificates of one problem.
type teller struct {
	p     *proof.Problem
	names Names
}

// cases words every leaf of a tree that only asks which branches hold.
func (t *teller) cases(n *proof.No, d check.Case) ([]string, bool) {
	if n.Split == nil {
		return []string{t.leaf(n.Weights, d)}, true
	}
	if n.Split.About != proof.OfNode {
		return nil, false
	}
	defer delete(d.Yes, *n.Split)
	d.Yes[*n.Split] = true
	yes, ok := t.cases(n.Yes, d)
	if !ok || len(yes) > maxTold {
		return nil, false
	}
	d.Yes[*n.Split] = false
	no, ok := t.cases(n.No, d)
	for _, s := range no {
		if !slices.Contains(yes, s) {
			yes = append(yes, s)
		}
	}
	return yes, ok
}

func (t *teller) leaf(weights []proof.Weight, d check.Case) string {
	if len(weights) == 0 {
		return t.impossible()
	}
	if s, ok := t.counting(weights, d); ok {
		return s
	}
	return "these cannot hold together: " + strings.Join(t.constraints(&proof.No{Weights: weights}), "; ")
}

// counting words a leaf that says, when every unit of its needs counts once,
// that they ask for more than there is.
func (t *teller) counting(weights []proof.Weight, d check.Case) (string, bool) {
	p, c := t.p, count{asked: map[int]int64{}}
	unit := p.Rows[weights[0].Row].Unit
	for _, w := range weights {
		r := &p.Rows[w.Row]
		if r.Kind != proof.Need || r.Unit != unit || unit == "" || len(weights) > 1 && p.Nodes[r.Node].Kind != proof.Take {
			return "", false
		}
		if c.asked[w.Row] == 0 {
			c.plain = append(c.plain, proof.Weight{Row: w.Row, Value: 1})
			c.sum += r.Amount
		}
		c.asked[w.Row] = r.Amount
	}
	c.need = d.Asks(len(p.Nodes)-1, c.asked)
	c.add(t, d)
	divided := d.Leaf(c.plain) != nil
	r := &p.Rows[weights[0].Row]
	whole := p.Nodes[r.Node].Kind != proof.Take // a minimum of everything below
	if divided && (whole || !t.proportional(weights)) {
		return "", false
	}
	subject, several := t.subject(c.asked, d)
	if whole {
		return fmt.Sprintf("%s, and %s", t.row(weights[0].Row), c.supply(t, unit, divided)), true
	}
	verb := " needs "
	if several {
		verb = " need "
	}
	if c.need < c.sum {
		verb += "at least "
	}
	return subject + verb + t.amount(c.need, unit) + ", and " + c.supply(t, unit, divided), true
}

// count adds up what needs ask for and what there is for them.
type count struct {
	asked     map[int]int64 // by row
	plain     []proof.Weight
	sum, need int64 // of all needs; of those that cannot be done without
	have      int64
	items     []string // that count at all
	limited   bool     // not all of them can be had at once
}

func (c *count) add(t *teller, d check.Case) {
	var all int64
	for it := range t.p.Items {
		gives := d.Gives(it, true, c.plain)
		if gives <= 0 {
			continue
		}
		all += gives
		once := int64(0)
		for _, w := range c.plain {
			once = max(once, t.p.Rows[w.Row].Coef[it])
		}
		name := t.names.Item(it)
		if gives > once {
			name += fmt.Sprintf(" (may count for %d of them)", gives/once)
			c.limited = true
		}
		if !slices.Contains(c.items, name) {
			c.items = append(c.items, name)
		}
		if !slices.ContainsFunc(d.P.Alternatives, func(a proof.Alternative) bool { return a.Has(it) }) {
			c.have += gives
		}
	}
	for a := range d.P.Alternatives {
		c.have += max(0, d.Alternative(a, c.plain))
	}
	c.limited = c.limited || c.have < all
}

// supply says what there is: "2 qualify: A, B".
func (c *count) supply(t *teller, unit string, divided bool) string {
	items := list(c.items)
	switch {
	case len(c.items) == 0:
		return "nothing in the record qualifies"
	case divided:
		return "whole courses, each used once, cannot be divided so: " + items
	case c.limited:
		return "at most " + t.amount(c.have, unit) + " can be had at once: " + items
	case c.have == t.one(unit):
		return t.number(c.have, unit) + " qualifies: " + items
	}
	return t.number(c.have, unit) + " qualify: " + items
}

func (t *teller) one(unit string) int64 {
	if unit == proof.UnitCredits {
		return max(t.p.Scale, 1)
	}
	return 1
}

// number is an amount without its unit: credits as people write them.
func (t *teller) number(n int64, unit string) string {
	scale := t.one(unit)
	text := strconv.FormatFloat(float64(n)/float64(scale), 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func (t *teller) amount(n int64, unit string) string {
	word := "course"
	if unit == proof.UnitCredits {
		word = "credit"
	}
	if n != t.one(unit) {
		word += "s"
	}
	return t.number(n, unit) + " " + word
}

// subject names the requirements that are asked for, as far as they are owed:
// "one of A, B" where either would do.
func (t *teller) subject(asked map[int]int64, d check.Case) (text string, several bool) {
	parts := t.owed(len(t.p.Nodes)-1, asked, d)
	if len(parts) == 1 {
		return parts[0], false
	}
	return fmt.Sprintf("these %d requirements (%s)", len(parts), list(parts)), true
}

func (t *teller) owed(at int, asked map[int]int64, d check.Case) []string {
	n := &t.p.Nodes[at]
	for row := range asked {
		if t.p.Rows[row].Node == at {
			return []string{t.names.Node(at)}
		}
	}
	if n.Kind == proof.Take {
		return nil
	}
	k, free := n.K, 0
	var sure []string
	var open [][]string
	for _, c := range n.Children {
		holds, known := d.Yes[proof.Question{About: proof.OfNode, Subject: c}]
		parts := t.owed(c, asked, d)
		switch {
		case known && holds:
			sure, k = append(sure, parts...), k-1
		case known:
		case len(parts) == 0:
			free++
		default:
			open = append(open, parts)
		}
	}
	k -= free // branches that ask for nothing here come first
	switch {
	case k <= 0:
		return sure
	case k >= len(open):
		return append(sure, slices.Concat(open...)...)
	}
	var names []string
	for _, parts := range open {
		names = append(names, strings.Join(parts, " with "))
	}
	word := "one"
	if k > 1 {
		word = strconv.Itoa(k)
	}
	return append(sure, word+" of "+list(names))
}

// impossible finds what no placement can satisfy by its structure alone.
func (t *teller) impossible() string {
	holds := make([]bool, len(t.p.Nodes))
	has := make([]int, len(t.p.Nodes))
	for i := range t.p.Rows {
		r := &t.p.Rows[i]
		if r.Kind == proof.Class && slices.Max(append([]int64{0}, r.Coef...)) > 0 {
			has[r.Node]++
		}
	}
	for at := range t.p.Nodes {
		for _, c := range t.p.Nodes[at].Children {
			if holds[c] {
				has[at]++
			}
		}
		holds[at] = has[at] >= t.p.Nodes[at].K
	}
	at := len(t.p.Nodes) - 1
	for !holds[at] {
		n := &t.p.Nodes[at]
		next := slices.IndexFunc(n.Children, func(c int) bool { return !holds[c] })
		switch {
		case n.Kind == proof.Take:
			return fmt.Sprintf("%s, and what qualifies has %d", t.kinds(at), has[at])
		case len(n.Children) == 0:
			return t.names.Node(at) + " does not hold, whatever is placed"
		case n.K < len(n.Children):
			var names []string
			for _, c := range n.Children {
				if !holds[c] {
					names = append(names, t.names.Node(c))
				}
			}
			return fmt.Sprintf("%s needs %d of its parts, and these cannot hold, whatever is placed: %s", t.names.Node(at), n.K, list(names))
		}
		at = n.Children[next]
	}
	return "a required part cannot hold, whatever is placed"
}

// kinds is the need of a proof.Take for different classes.
func (t *teller) kinds(at int) string {
	for i := range t.p.Rows {
		if r := &t.p.Rows[i]; r.Kind == proof.Class && r.Node == at {
			return t.row(i)
		}
	}
	return fmt.Sprintf("%s needs %d different kinds", t.names.Node(at), t.p.Nodes[at].K)
}

// proportional reports whether all weights price what counts alike, each item
// by what it counts.
func (t *teller) proportional(weights []proof.Weight) bool {
	p := t.p
	first := &weights[0]
	f := &p.Rows[first.Row]
	at := slices.IndexFunc(f.Coef, func(c int64) bool { return c != 0 })
	for i := range weights {
		w := &weights[i]
		r := &p.Rows[w.Row]
		if at < 0 || w.Prices == nil || first.Prices == nil {
			if w.Prices != nil || first.Prices != nil || w.Value != first.Value {
				return false
			}
			continue
		}
		for it, c := range r.Coef {
			if c != 0 && check.Price(w, it, r)*f.Coef[at] != c*check.Price(first, at, f) {
				return false
			}
		}
	}
	return true
}

func list(items []string) string {
	if more := len(items) - maxListed; more > 0 {
		items = append(slices.Clone(items[:maxListed]), fmt.Sprintf("%d more", more))
	}
	return strings.Join(items, ", ")
}

func (t *teller) row(at int) string {
	if t.names.Row != nil {
		if s := t.names.Row(at); s != "" {
			return s
		}
	}
	r := &t.p.Rows[at]
	if !strings.Contains(r.Words, "%") {
		return r.Words
	}
	return strings.ReplaceAll(r.Words, "%", t.names.Node(r.Node))
}

// constraints lists what the leaves weigh, each once, in the order met.
func (t *teller) constraints(n *proof.No) []string {
	var out []string
	add := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, w := range n.Weights {
		add(t.row(w.Row))
	}
	if n.Split != nil {
		for _, s := range slices.Concat(t.constraints(n.Yes), t.constraints(n.No)) {
			add(s)
		}
	}
	return out
}
