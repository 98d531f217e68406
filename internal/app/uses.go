package app

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// indexUses walks every rule and program once.
func (v *View) indexUses() map[catalog.ItemID]Uses {
	index := make(map[catalog.ItemID]Uses)
	for i := range v.Set.Agreements {
		a := &v.Set.Agreements[i]
		for j := range a.Rules {
			at := RuleAt{Agreement: a, Rule: &a.Rules[j]}
			for _, id := range at.Sources() {
				u := index[id]
				u.Source = append(u.Source, at)
				index[id] = u
			}
			for _, id := range at.Awards() {
				u := index[id]
				u.Award = append(u.Award, at)
				index[id] = u
			}
		}
	}
	for i := range v.Set.Programs {
		p := &v.Set.Programs[i]
		for _, id := range programItems(p) {
			u := index[id]
			u.Programs = append(u.Programs, p)
			index[id] = u
		}
	}
	return index
}

// Sources returns the items that the rule names as sources, each once, those
// of an escrow condition included.
func (r RuleAt) Sources() []catalog.ItemID {
	var ids distinct
	for _, e := range []*agreement.Expr{r.Rule.When, r.Rule.HoldUntil} {
		if e == nil {
			continue
		}
		for leaf := range e.Leaves {
			ids.add(leaf.Item)
		}
	}
	return ids.list
}

// Awards returns the items that the rule gives, each once.
func (r RuleAt) Awards() []catalog.ItemID {
	var ids distinct
	ids.awards(r.Rule.Awards)
	return ids.list
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

func (d *distinct) awards(list []agreement.Award) {
	for i := range list {
		d.add(list[i].Item)
		d.awards(list[i].OneOf)
	}
}
