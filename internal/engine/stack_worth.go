package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// worth is what a set of awards is worth.
type worth struct {
	count   int
	ranks   []int // highest first
	credits credit.Amount
	ids     []string
}

// compare orders sets of awards: most completed, highest level, most credit,
// then the canonical order; less than 0 is better.
func (w *worth) compare(o *worth) int {
	return cmp.Or(
		o.count-w.count, slices.Compare(o.ranks, w.ranks), o.credits.Cmp(w.credits), slices.Compare(w.ids, o.ids),
	)
}

// worthOf values what is complete in a state.
func (r *stackRun) worthOf(st *stackState) *worth {
	w := &worth{count: len(st.order)}
	for _, p := range st.order {
		w.ranks = append(w.ranks, r.ranks[p])
		w.credits = w.credits.Add(r.common(p, st.done[p].answer.counts))
		w.ids = append(w.ids, r.ix.list[p].ID)
	}
	slices.SortFunc(w.ranks, func(a, b int) int { return b - a })
	slices.Sort(w.ids)
	return w
}

// rank fills ranks for the programs that can be completed: by the level that
// the catalogue states where all levels are of one framework, else by kind.
func (r *stackRun) rank(programs []int32) {
	r.ranks = map[int32]int{}
	one := true
	for _, p := range programs {
		if _, ok := catalog.CompareLevels(r.level(p), r.level(programs[0])); !ok {
			one = false
		}
	}
	for _, p := range programs {
		if !one {
			r.ranks[p] = r.kindRank(p)
			continue
		}
		for _, q := range programs {
			if order, _ := catalog.CompareLevels(r.level(p), r.level(q)); order > 0 {
				r.ranks[p]++
			}
		}
	}
}

// level is the level of a program's credential, as the catalogue states it.
func (r *stackRun) level(p int32) string {
	if k, ok := r.s.itemByID[r.ix.list[p].Credential]; ok {
		v, _ := r.s.items[k].At(r.q.AsOf)
		return v.Level
	}
	return ""
}

func (r *stackRun) kindRank(p int32) int {
	k, ok := r.s.itemByID[r.ix.list[p].Credential]
	if !ok {
		return 0
	}
	switch r.s.items[k].Kind {
	case catalog.Degree:
		return 4
	case catalog.Diploma:
		return 3
	case catalog.Certificate:
		return 2
	default:
		return 1
	}
}

// common is an amount at a program in semester credits, as far as somebody
// stated a factor.
func (r *stackRun) common(p int32, a credit.Amount) credit.Amount {
	in := &r.s.institutions[r.ix.list[p].inst]
	if ratio, ok := in.table.Ratio(in.Unit, credit.Semester); ok {
		return a.Mul(ratio)
	}
	return a
}
