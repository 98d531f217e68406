package catalogfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// codeIndex finds items by institution and normal code.
type codeIndex map[catalog.InstitutionID]map[string][]codeUse

type codeUse struct {
	item  catalog.ItemID
	valid calendar.Range
}

func indexCodes(sets ...*ruleset.Set) codeIndex {
	index := codeIndex{}
	for _, set := range sets {
		if set == nil {
			continue
		}
		for i := range set.Items {
			index.add(&set.Items[i])
		}
	}
	return index
}

func (x codeIndex) add(it *catalog.Item) {
	codes := x[it.Institution]
	if codes == nil {
		codes = map[string][]codeUse{}
		x[it.Institution] = codes
	}
	for _, v := range it.Versions {
		if v.Code != "" {
			code := catalog.NormalCode(v.Code)
			codes[code] = append(codes[code], codeUse{it.ID, v.Valid})
		}
	}
}

// find returns the items that a code meant at the institution on the day; for
// an unstated day, or a day on which it meant none, the items it ever meant.
func (x codeIndex) find(inst catalog.InstitutionID, code string, day calendar.Date) []catalog.ItemID {
	var on, ever []catalog.ItemID
	for _, u := range x[inst][catalog.NormalCode(code)] {
		if !slices.Contains(ever, u.item) {
			ever = append(ever, u.item)
		}
		open := day.IsZero() && u.valid.To.IsZero()
		if (open || !day.IsZero() && u.valid.Contains(day)) && !slices.Contains(on, u.item) {
			on = append(on, u.item)
		}
	}
	if len(on) > 0 {
		return on
	}
	return ever
}

// codeResolver replaces course codes by item ids throughout a set.
type codeResolver struct {
	index    codeIndex
	problems diag.List
	path     []string
	day      calendar.Date
}

// resolveCodes replaces every item that has no "/" by the item that the code
// means: in sources at the agreement's only sender, in awards and holdUntil at
// its receiver, in requirements at the program's institution.
func resolveCodes(set, base *ruleset.Set) diag.List {
	r := codeResolver{index: indexCodes(base, set)}
	for i := range set.Agreements {
		r.agreement(&set.Agreements[i], i)
	}
	for i := range set.Programs {
		p := &set.Programs[i]
		if p.Requires != nil {
			r.day = p.Catalog.From
			r.path = append(r.path[:0], "programs", strconv.Itoa(i), "requires")
			r.node(p.Requires, p.Institution)
		}
	}
	return r.problems
}

func (r *codeResolver) agreement(a *agreement.Agreement, i int) {
	var sender catalog.InstitutionID
	if len(a.Senders) == 1 {
		sender = a.Senders[0]
	}
	r.day = a.Effective.From
	for j := range a.Rules {
		rule := &a.Rules[j]
		r.path = append(r.path[:0], "agreements", strconv.Itoa(i), "rules", strconv.Itoa(j))
		if rule.When != nil {
			r.under("when", func() { r.expr(rule.When, sender) })
		}
		if rule.HoldUntil != nil {
			r.under("holdUntil", func() { r.expr(rule.HoldUntil, a.Receiver) })
		}
		for k := range rule.Awards {
			r.under("awards/"+strconv.Itoa(k), func() { r.item(&rule.Awards[k].Item, a.Receiver) })
		}
	}
}

func (r *codeResolver) under(part string, f func()) {
	r.path = append(r.path, part)
	f()
	r.path = r.path[:len(r.path)-1]
}

func (r *codeResolver) expr(e *agreement.Expr, inst catalog.InstitutionID) {
	r.item(&e.Item, inst)
	lists := []struct {
		name  string
		parts []agreement.Expr
	}{{"all/", e.All}, {"any/", e.Any}, {"sequence/", e.Sequence}, {"atLeast/of/", nil}}
	if e.AtLeast != nil {
		lists[3].parts = e.AtLeast.Of
	}
	for _, l := range lists {
		for i := range l.parts {
			r.under(l.name+strconv.Itoa(i), func() { r.expr(&l.parts[i], inst) })
		}
	}
}

func (r *codeResolver) node(n *requirement.Node, inst catalog.InstitutionID) {
	r.item(&n.Item, inst)
	for i := range n.Series {
		r.under("series/"+strconv.Itoa(i), func() { r.code(&n.Series[i], inst) })
	}
	lists := []struct {
		name  string
		parts []requirement.Node
	}{{"all/", n.All}, {"any/", n.Any}, {"choose/of/", nil}}
	if n.Choose != nil {
		lists[2].parts = n.Choose.Of
	}
	for _, l := range lists {
		for i := range l.parts {
			r.under(l.name+strconv.Itoa(i), func() { r.node(&l.parts[i], inst) })
		}
	}
}

func (r *codeResolver) item(id *catalog.ItemID, inst catalog.InstitutionID) {
	if *id != "" && !strings.Contains(string(*id), "/") {
		r.under("item", func() { r.code(id, inst) })
	}
}

func (r *codeResolver) code(id *catalog.ItemID, inst catalog.InstitutionID) {
	code := string(*id)
	if code == "" || strings.Contains(code, "/") {
		return
	}
	if inst == "" {
		r.problem("code_without_institution", fmt.Sprintf("%q is a course code, and no single institution is known to look it up at", code), `write the item's id, "institution/item"`)
		return
	}
	found := r.index.find(inst, code, r.day)
	switch len(found) {
	case 1:
		*id = found[0]
		return
	case 0:
		r.problem("unknown_code", fmt.Sprintf("%s has no item with the code %q", inst, code), r.nearest(inst, code))
	default:
		ids := make([]string, len(found))
		for i, f := range found {
			ids[i] = string(f)
		}
		r.problem("ambiguous_code", fmt.Sprintf("at %s the code %q means %s", inst, code, strings.Join(ids, " and ")), "write the id of the one that is meant")
	}
}

func (r *codeResolver) nearest(inst catalog.InstitutionID, code string) string {
	codes := make([]string, 0, len(r.index[inst]))
	for c := range r.index[inst] {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	if near := diag.Nearest(catalog.NormalCode(code), codes); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func (r *codeResolver) problem(code, message, suggestion string) {
	r.problems = append(r.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion,
		Pointer: "/" + strings.Join(r.path, "/"),
	})
}
