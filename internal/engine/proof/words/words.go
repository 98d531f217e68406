// Package words tells people what the certificate of a no says.
package words

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/wording"
)

// Names give the words of a sentence.
type Names struct {
	Item, Node func(int) wording.Phrase
	// Row is a constraint as a phrase; nil, or nothing for a row, is its own words.
	Row func(int) wording.Phrase
}

// maxListed bounds how many names a sentence spells out.
const maxListed = 12

// maxTold bounds how many cases a sentence tells one by one.
const maxTold = 4

// maxWeighed bounds the needs and limits that a sentence counts and names.
const maxWeighed = 1_000

// Sentence says in words why the answer is no. A certificate of one leaf of
// plain counting becomes one sentence with its numbers, as do a few cases of
// branches; any other is told by the constraints that it weighs.
func Sentence(p *proof.Problem, n *proof.No, names Names) wording.Phrase {
	t := teller{p: p, names: names}
	if n.Split == nil {
		return t.leaf(n.Weights, check.Case{P: p, Yes: map[proof.Question]bool{}})
	}
	if told, ok := t.cases(n, check.Case{P: p, Yes: map[proof.Question]bool{}}); ok && len(told) <= maxTold {
		if len(told) == 1 {
			return told[0]
		}
		last := told[len(told)-1]
		for _, other := range slices.Backward(told[:len(told)-1]) {
			last = wording.Of("proof.or", "{case}; or {other}", "case", other, "other", last)
		}
		return wording.Of("proof.branches", "whichever branch is taken, something lacks: {cases}", "cases", last)
	}
	rows := wording.Join(t.constraints(n), "; ")
	if rows.String() == "" {
		rows = wording.Of("proof.part", "a required part cannot hold")
	}
	return wording.Of("proof.placed", "however the courses are placed, something lacks: {rows}", "rows", rows)
}

// teller words the certificates of one problem.
type teller struct {
	p     *proof.Problem
	names Names
}

// cases words every leaf of a tree that only asks which branches hold.
func (t *teller) cases(n *proof.No, d check.Case) ([]wording.Phrase, bool) {
	if n.Split == nil {
		return []wording.Phrase{t.leaf(n.Weights, d)}, true
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
		yes = distinct(yes, s)
	}
	return yes, ok
}

// distinct adds a phrase that is not there yet.
func distinct(list []wording.Phrase, p wording.Phrase) []wording.Phrase {
	if slices.ContainsFunc(list, p.Equal) {
		return list
	}
	return append(list, p)
}

func (t *teller) leaf(weights []proof.Weight, d check.Case) wording.Phrase {
	if len(weights) == 0 {
		return t.impossible()
	}
	if len(weights) > maxWeighed {
		return wording.Of("proof.many", "{n} requirements and limits cannot hold together", "n", len(weights))
	}
	if s, ok := t.counting(weights, d); ok {
		return s
	}
	return wording.Of("proof.together", "these cannot hold together: {rows}", "rows", wording.Join(t.constraints(&proof.No{Weights: weights}), "; "))
}

// counting words a leaf that says, when every unit of its needs counts once,
// that they ask for more than there is.
func (t *teller) counting(weights []proof.Weight, d check.Case) (wording.Phrase, bool) {
	p, c := t.p, count{asked: map[int]int64{}}
	unit := p.Rows[weights[0].Row].Unit
	for _, w := range weights {
		r := &p.Rows[w.Row]
		if r.Kind != proof.Need || r.Unit != unit || unit == "" || len(weights) > 1 && p.Nodes[r.Node].Kind != proof.Take {
			return wording.Phrase{}, false
		}
		if c.asked[w.Row] == 0 {
			c.plain = append(c.plain, proof.Weight{Row: w.Row, Value: 1})
			c.sum += r.Amount
		}
		c.asked[w.Row] = r.Amount
	}
	c.need = d.Asks(c.asked)
	c.add(t, d)
	divided := d.Leaf(c.plain) != nil
	r := &p.Rows[weights[0].Row]
	whole := p.Nodes[r.Node].Kind != proof.Take // a minimum of everything below
	if divided && (whole || !t.proportional(weights)) {
		return wording.Phrase{}, false
	}
	subject, several := t.subject(c.asked, d)
	if whole {
		return wording.Of("proof.whole", "{row}, and {supply}", "row", t.row(weights[0].Row), "supply", c.supply(t, unit, divided)), true
	}
	need := t.amount(c.need, unit)
	if c.need < c.sum {
		need = wording.Of("requirement.at_least", "at least {what}", "what", need)
	}
	pairs := []any{"subject", subject, "need", need, "supply", c.supply(t, unit, divided)}
	if several {
		return wording.Of("proof.need.other", "{subject} need {need}, and {supply}", pairs...), true
	}
	return wording.Of("proof.need.one", "{subject} needs {need}, and {supply}", pairs...), true
}

// count adds up what needs ask for and what there is for them.
type count struct {
	asked     map[int]int64 // by row
	plain     []proof.Weight
	sum, need int64 // of all needs; of those that cannot be done without
	have      int64
	items     []wording.Phrase // that count at all
	limited   bool             // not all of them can be had at once
}

func (c *count) add(t *teller, d check.Case) {
	var all int64
	seen := map[string]bool{}
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
			name = wording.Of("proof.several", "{item} (may count for {n} of them)", "item", name, "n", int(gives/once))
			c.limited = true
		}
		if text := name.String(); !seen[text] {
			seen[text] = true
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
func (c *count) supply(t *teller, unit string, divided bool) wording.Phrase {
	items := list(c.items)
	switch {
	case len(c.items) == 0:
		return wording.Of("proof.nothing", "nothing in the record qualifies")
	case divided:
		return wording.Of("proof.divided", "whole courses, each used once, cannot be divided so: {items}", "items", items)
	case c.limited:
		return wording.Of("proof.at_once", "at most {what} can be had at once: {items}", "what", t.amount(c.have, unit), "items", items)
	case c.have == t.one(unit):
		return wording.Of("proof.qualify.one", "{n} qualifies: {items}", "n", t.number(c.have, unit), "items", items)
	}
	return wording.Of("proof.qualify.other", "{n} qualify: {items}", "n", t.number(c.have, unit), "items", items)
}

func (t *teller) one(unit string) int64 {
	if unit == proof.UnitCredits {
		return max(t.p.Scale, 1)
	}
	return 1
}

// number is an amount without its unit: credits as people write them.
func (t *teller) number(n int64, unit string) any {
	scale := t.one(unit)
	text := strconv.FormatFloat(float64(n)/float64(scale), 'f', 2, 64)
	return wording.As(strings.TrimSuffix(strings.TrimRight(text, "0"), "."), credit.Frac(n, scale))
}

func (t *teller) amount(n int64, unit string) wording.Phrase {
	number := t.number(n, unit)
	switch one := n == t.one(unit); {
	case unit == proof.UnitCredits && one:
		return wording.Of("count.credits.one", "{n} credit", "n", number)
	case unit == proof.UnitCredits:
		return wording.Of("count.credits.other", "{n} credits", "n", number)
	case one:
		return wording.Of("count.courses.one", "{n} course", "n", number)
	}
	return wording.Of("count.courses.other", "{n} courses", "n", number)
}

// subject names the requirements that are asked for, as far as they are owed:
// "one of A, B" where either would do.
func (t *teller) subject(asked map[int]int64, d check.Case) (text wording.Phrase, several bool) {
	parts := t.owed(len(t.p.Nodes)-1, asked, d)
	if len(parts) == 1 {
		return parts[0], false
	}
	return wording.Of("proof.requirements", "these {n} requirements ({list})", "n", len(parts), "list", list(parts)), true
}

func (t *teller) owed(at int, asked map[int]int64, d check.Case) []wording.Phrase {
	n := &t.p.Nodes[at]
	for row := range asked {
		if t.p.Rows[row].Node == at {
			return []wording.Phrase{t.names.Node(at)}
		}
	}
	if n.Kind == proof.Take {
		return nil
	}
	k, free := n.K, 0
	var sure []wording.Phrase
	var open [][]wording.Phrase
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
	var names []wording.Phrase
	for _, parts := range open {
		name := parts[len(parts)-1]
		for _, other := range slices.Backward(parts[:len(parts)-1]) {
			name = wording.Of("proof.with", "{part} with {other}", "part", other, "other", name)
		}
		names = append(names, name)
	}
	if k > 1 {
		return append(sure, wording.Of("requirement.choose", "{n} of {parts}", "n", k, "parts", list(names)))
	}
	return append(sure, wording.Of("requirement.one_of", "one of {parts}", "parts", list(names)))
}

// impossible finds what no placement can satisfy by its structure alone.
func (t *teller) impossible() wording.Phrase {
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
			return wording.Of("proof.kinds", "{row}, and what qualifies has {n}", "row", t.kinds(at), "n", has[at])
		case len(n.Children) == 0:
			return wording.Of("proof.never", "{part} is not met, whatever counts where", "part", t.names.Node(at))
		case n.K < len(n.Children):
			var names []wording.Phrase
			for _, c := range n.Children {
				if !holds[c] {
					names = append(names, t.names.Node(c))
				}
			}
			return wording.Of("proof.parts", "{part} needs {n} of its parts, and these cannot be met, whatever counts where: {list}",
				"part", t.names.Node(at), "n", n.K, "list", list(names))
		}
		at = n.Children[next]
	}
	return wording.Of("proof.required", "a required part cannot be met, whatever counts where")
}

// kinds is the need of a proof.Take for different classes.
func (t *teller) kinds(at int) wording.Phrase {
	for i := range t.p.Rows {
		if r := &t.p.Rows[i]; r.Kind == proof.Class && r.Node == at {
			return t.row(i)
		}
	}
	return wording.Of("proof.different", "{part} needs {n} different kinds", "part", t.names.Node(at), "n", t.p.Nodes[at].K)
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

func list(items []wording.Phrase) wording.Phrase {
	if len(items) > maxListed {
		items = wording.Most(items, maxListed+1)
	}
	return wording.Join(items, ", ")
}

func (t *teller) row(at int) wording.Phrase {
	if t.names.Row != nil {
		if s := t.names.Row(at); !s.IsZero() {
			return s
		}
	}
	r := &t.p.Rows[at]
	if !strings.Contains(r.Words, "%") {
		return wording.Name(r.Words)
	}
	return wording.Name(strings.ReplaceAll(r.Words, "%", t.names.Node(r.Node).String()))
}

// constraints lists what the leaves weigh, each once, in the order met.
func (t *teller) constraints(n *proof.No) []wording.Phrase {
	var out []wording.Phrase
	seen := map[string]bool{}
	add := func(s wording.Phrase) {
		if text := s.String(); !seen[text] {
			seen[text] = true
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
