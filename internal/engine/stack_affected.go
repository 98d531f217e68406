package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// affected adds the programs that a line may matter to, wherever they are.
func (ix *stackIndex) affected(s *Snapshot, l *line, add func(int32)) {
	if l.item < 0 {
		return
	}
	each := func(list []int32) {
		for _, p := range list {
			add(p)
		}
	}
	it := &s.items[l.item]
	each(ix.byItem[it.ID])
	each(ix.anything)
	switch {
	case l.inst >= 0 && len(l.madeOf) > 0:
		each(ix.openItems[l.inst]) // its pieces have the credit
	case l.inst >= 0:
		each(ix.open[l.inst])
	}
	for _, u := range s.uses.of(l.item) {
		ix.awarded(&s.rules[u.rule], each)
	}
	for inst := range s.institutions {
		if len(ix.open[inst]) > 0 && s.institutions[inst].policy.Unlisted == catalog.UnlistedElective {
			each(ix.open[inst])
		}
		for w := range s.wildcards[inst] {
			if c := &s.wildcards[inst][w]; c.any || slices.Contains(c.from, l.inst) {
				ix.awarded(&s.rules[c.rule], each)
			}
		}
	}
	ix.affectedByHub(s, l, each)
}

// awarded are the programs that can use what a rule gives.
func (ix *stackIndex) awarded(r *rule, each func([]int32)) {
	each(ix.open[r.receiver])
	lists := [][]agreement.Award{r.Awards}
	if r.oneOf {
		lists = variants(r.Awards)
	}
	for _, awards := range lists {
		for i := range awards {
			each(ix.byItem[awards[i].Item])
		}
	}
}

func (ix *stackIndex) affectedByHub(s *Snapshot, l *line, each func([]int32)) {
	for h := range s.hubs {
		hub := &s.hubs[h]
		if !slices.Contains(hub.members, l.inst) || hub.except[l.item] {
			continue
		}
		number := s.agreements[hub.agreement].Numbering.Number(s.items[l.item].Item)
		for _, k := range hub.numbers[number] {
			each(ix.byItem[s.items[k].ID])
			each(ix.open[s.items[k].institution])
		}
	}
}
