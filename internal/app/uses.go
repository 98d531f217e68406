package app

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// usesIndex finds where an item matters. Rules are counted through all
// agreements in order, and what names item i stands in lists of numbers: four
// bytes a use, so that the uses of 1.3 million rules stay small.
type usesIndex struct {
	// first is the number of each agreement's first rule.
	first         []int32
	source, award lists
	programs      map[catalog.ItemID][]*requirement.Program
}

// lists holds one list of rule numbers an item: rules[starts[i]:starts[i+1]].
type lists struct{ starts, rules []int32 }

func (l *lists) of(item int) []int32 { return l.rules[l.starts[item]:l.starts[item+1]] }

// indexUses walks every rule and program.
func (v *View) indexUses() *usesIndex {
	x := &usesIndex{first: make([]int32, len(v.Set.Agreements)), programs: map[catalog.ItemID][]*requirement.Program{}}
	n := int32(0)
	for i := range v.Set.Agreements {
		x.first[i] = n
		n += int32(len(v.Set.Agreements[i].Rules))
	}
	place := make(map[catalog.ItemID]int32, len(v.Set.Items))
	for i := range v.Set.Items {
		place[v.Set.Items[i].ID] = int32(i)
	}
	x.source = v.listRules(place, sourcesOf)
	x.award = v.listRules(place, func(r *agreement.Rule, yield func(catalog.ItemID)) { awardsOf(r.Awards, yield) })
	for i := range v.Set.Programs {
		p := &v.Set.Programs[i]
		for _, id := range programItems(p) {
			x.programs[id] = append(x.programs[id], p)
		}
	}
	return x
}

// listRules lists, by item, the rules that name it: it counts, and then fills.
func (v *View) listRules(place map[catalog.ItemID]int32, named func(*agreement.Rule, func(catalog.ItemID))) lists {
	counts := make([]int32, len(v.Set.Items)+1)
	last := make([]int32, len(v.Set.Items)) // the rule that named the item last, plus one
	walk := func(see func(item, rule int32)) {
		clear(last)
		rule := int32(0)
		for i := range v.Set.Agreements {
			rules := v.Set.Agreements[i].Rules
			for j := range rules {
				named(&rules[j], func(id catalog.ItemID) {
					if at, ok := place[id]; ok && last[at] != rule+1 {
						last[at] = rule + 1
						see(at, rule)
					}
				})
				rule++
			}
		}
	}
	walk(func(item, _ int32) { counts[item+1]++ })
	for i := range v.Set.Items {
		counts[i+1] += counts[i]
	}
	out := lists{starts: counts, rules: make([]int32, counts[len(v.Set.Items)])}
	next := slices.Clone(counts)
	walk(func(item, rule int32) {
		out.rules[next[item]] = rule
		next[item]++
	})
	return out
}

// Uses returns where an item matters, in the order of agreements and programs.
func (v *View) Uses(id catalog.ItemID) Uses {
	x := v.uses()
	out := Uses{Programs: x.programs[id]}
	if i, ok := findAt(v.Set.Items, id, func(it *catalog.Item) catalog.ItemID { return it.ID }); ok {
		out.Source, out.Award = v.rulesAt(x, x.source.of(i)), v.rulesAt(x, x.award.of(i))
	}
	return out
}

// rulesAt finds the rules with the numbers.
func (v *View) rulesAt(x *usesIndex, numbers []int32) []RuleAt {
	out := make([]RuleAt, len(numbers))
	for k, n := range numbers {
		i, exact := slices.BinarySearch(x.first, n)
		for !exact && (i == len(x.first) || x.first[i] > n) {
			i--
		}
		for len(v.Set.Agreements[i].Rules) == 0 { // begins with the next one's first rule
			i++
		}
		a := &v.Set.Agreements[i]
		out[k] = RuleAt{Agreement: a, Rule: &a.Rules[n-x.first[i]]}
	}
	return out
}

// Sources returns the items that the rule names as sources, each once, those
// of an escrow condition included.
func (r RuleAt) Sources() []catalog.ItemID {
	var ids distinct
	sourcesOf(r.Rule, ids.add)
	return ids.list
}

func sourcesOf(r *agreement.Rule, yield func(catalog.ItemID)) {
	for _, e := range [...]*agreement.Expr{r.When, r.HoldUntil} {
		if e == nil {
			continue
		}
		for leaf := range e.Leaves {
			yield(leaf.Item)
		}
	}
}

// Awards returns the items that the rule gives, each once.
func (r RuleAt) Awards() []catalog.ItemID {
	var ids distinct
	awardsOf(r.Rule.Awards, ids.add)
	return ids.list
}

func awardsOf(list []agreement.Award, yield func(catalog.ItemID)) {
	for i := range list {
		yield(list[i].Item)
		awardsOf(list[i].OneOf, yield)
	}
}

func programItems(p *requirement.Program) []catalog.ItemID {
	var ids distinct
	ids.add(p.Credential)
	for id := range p.Items {
		ids.add(id)
	}
	return ids.list
}

// distinct collects ids in order of appearance.
type distinct struct {
	list []catalog.ItemID
	seen map[catalog.ItemID]bool
}

func (d *distinct) add(id catalog.ItemID) {
	if id == "" || d.seen[id] {
		return
	}
	if d.seen == nil {
		d.seen = make(map[catalog.ItemID]bool)
	}
	d.seen[id] = true
	d.list = append(d.list, id)
}
