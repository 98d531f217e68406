package catalogfile

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/requirement"
)

// itemWalk calls visit for every item that an agreement or a program names
// where a course code may stand instead, with the institution at which such a
// code is looked up. It knows where it is.
type itemWalk struct {
	visit func(id *catalog.ItemID, inst catalog.InstitutionID)
	day   calendar.Date
	path  []string
}

// agreement looks codes of sources up at the only sender, those of awards and
// of holdUntil at the receiver.
func (w *itemWalk) agreement(a *agreement.Agreement, i int) {
	var sender catalog.InstitutionID
	if len(a.Senders) == 1 {
		sender = a.Senders[0]
	}
	w.day = a.Effective.From
	for j := range a.Rules {
		rule := &a.Rules[j]
		w.path = append(w.path[:0], "agreements", strconv.Itoa(i), "rules", strconv.Itoa(j))
		if rule.When != nil {
			w.under("when", func() { w.expr(rule.When, sender) })
		}
		if rule.HoldUntil != nil {
			w.under("holdUntil", func() { w.expr(rule.HoldUntil, a.Receiver) })
		}
		if rule.VoidIf != nil {
			for k := range rule.VoidIf.Items {
				w.under("voidIf/items/"+strconv.Itoa(k), func() { w.visit(&rule.VoidIf.Items[k], a.Receiver) })
			}
		}
		w.awards("awards/", rule.Awards, a.Receiver)
	}
}

func (w *itemWalk) awards(key string, list []agreement.Award, inst catalog.InstitutionID) {
	for k := range list {
		w.under(key+strconv.Itoa(k), func() {
			w.under("item", func() { w.visit(&list[k].Item, inst) })
			w.awards("oneOf/", list[k].OneOf, inst)
		})
	}
}

// program looks codes up at the program's institution, those of a version on
// the day on which it begins.
func (w *itemWalk) program(p *requirement.Program, i int) {
	w.path = append(w.path[:0], "programs", strconv.Itoa(i))
	w.day = p.Catalog.From
	w.sets(p.Sets, p.Institution)
	w.shares(p.Shares, p.Institution)
	if p.Requires != nil {
		w.under("requires", func() { w.node(p.Requires, p.Institution) })
	}
	for j := range p.Versions {
		v := &p.Versions[j]
		w.day = v.Catalog.From
		w.under("versions/"+strconv.Itoa(j), func() {
			w.sets(v.Sets, p.Institution)
			w.shares(v.Shares, p.Institution)
			if v.Requires != nil {
				w.under("requires", func() { w.node(v.Requires, p.Institution) })
			}
		})
	}
}

func (w *itemWalk) sets(sets map[string]requirement.ItemFilter, inst catalog.InstitutionID) {
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		f := sets[name]
		w.under("sets/"+yamltext.Escape(name), func() { w.filter(&f, inst) })
		sets[name] = f
	}
}

func (w *itemWalk) shares(list []requirement.Share, inst catalog.InstitutionID) {
	for i := range list {
		if f := list[i].Of; f != nil {
			w.under("shares/"+strconv.Itoa(i)+"/of", func() { w.filter(f, inst) })
		}
	}
}

// filter looks codes up at the only institution that the filter names, else at
// the program's.
func (w *itemWalk) filter(f *requirement.ItemFilter, inst catalog.InstitutionID) {
	if len(f.Institutions) == 1 {
		inst = f.Institutions[0]
	}
	for i := range f.Items {
		w.under("items/"+strconv.Itoa(i), func() { w.visit(&f.Items[i], inst) })
	}
	for key, part := range f.Each {
		w.under(key, func() { w.filter(part, inst) })
	}
}

func (w *itemWalk) under(part string, f func()) {
	w.path = append(w.path, part)
	f()
	w.path = w.path[:len(w.path)-1]
}

func (w *itemWalk) expr(e *agreement.Expr, inst catalog.InstitutionID) {
	w.under("item", func() { w.visit(&e.Item, inst) })
	w.exprs("all/", e.All, inst)
	w.exprs("any/", e.Any, inst)
	w.exprs("sequence/", e.Sequence, inst)
	if e.AtLeast != nil {
		w.exprs("atLeast/of/", e.AtLeast.Of, inst)
	}
}

func (w *itemWalk) exprs(key string, list []agreement.Expr, inst catalog.InstitutionID) {
	for i := range list {
		w.under(key+strconv.Itoa(i), func() { w.expr(&list[i], inst) })
	}
}

func (w *itemWalk) node(n *requirement.Node, inst catalog.InstitutionID) {
	w.under("item", func() { w.visit(&n.Item, inst) })
	for i := range n.Series {
		w.under("series/"+strconv.Itoa(i), func() { w.visit(&n.Series[i], inst) })
	}
	for key, f := range n.Filters {
		w.under(key, func() { w.filter(f, inst) })
	}
	for key, child := range n.Each {
		w.under(key, func() { w.node(child, inst) })
	}
}
