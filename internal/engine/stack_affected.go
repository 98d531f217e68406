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
	ix.credited(s, l, ix.byItem, each)
}

// credited adds the programs that the credit of a line may matter to; named are
// those that name items.
func (ix *stackIndex) credited(s *Snapshot, l *line, named map[catalog.ItemID][]int32, each func([]int32)) {
	switch {
	case l.inst >= 0 && len(l.madeOf) > 0:
		each(ix.openItems[l.inst]) // its pieces have the credit
	case l.inst >= 0:
		each(ix.open[l.inst])
	}
	for _, u := range s.uses.of(l.item) {
		ix.awarded(&s.rules[u.rule], named, each)
	}
	for inst := range s.institutions {
		if len(ix.open[inst]) > 0 && s.institutions[inst].policy.Unlisted == catalog.UnlistedElective {
			each(ix.open[inst])
		}
		for w := range s.wildcards[inst] {
			if c := &s.wildcards[inst][w]; c.any || slices.Contains(c.from, l.inst) {
				ix.awarded(&s.rules[c.rule], named, each)
			}
		}
	}
	ix.affectedByHub(s, l, named, each)
}

// findFeeds lists the credentials that can give programs credit.
func (ix *stackIndex) findFeeds(s *Snapshot) [][]int32 {
	out := make([][]int32, len(ix.list))
	for q := range ix.list {
		to := func(list []int32) {
			for _, p := range list {
				if p != int32(q) {
					out[p] = addOnce(out[p], int32(q))
				}
			}
		}
		to(ix.byResult[ix.list[q].ID])
		k, ok := s.itemByID[ix.list[q].Credential]
		if !ok {
			continue
		}
		to(ix.takes[s.items[k].ID])
		ix.credited(s, &line{item: k, inst: s.items[k].institution, madeOf: []string{""}}, ix.takes, to)
	}
	return out
}

// awarded are the programs that can use what a rule gives.
func (ix *stackIndex) awarded(r *rule, named map[catalog.ItemID][]int32, each func([]int32)) {
	each(ix.open[r.receiver])
	lists := [][]agreement.Award{r.Awards}
	if r.oneOf {
		lists = variants(r.Awards)
	}
	for _, awards := range lists {
		for i := range awards {
			each(named[awards[i].Item])
		}
	}
}

func (ix *stackIndex) affectedByHub(s *Snapshot, l *line, named map[catalog.ItemID][]int32, each func([]int32)) {
	for h := range s.hubs {
		hub := &s.hubs[h]
		if !slices.Contains(hub.members, l.inst) || hub.except[l.item] {
			continue
		}
		number := s.agreements[hub.agreement].Numbering.Number(s.items[l.item].Item)
		for _, k := range hub.numbers[number] {
			each(named[s.items[k].ID])
			each(ix.open[s.items[k].institution])
		}
	}
}
