package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	lookup "github.com/cairnproject/cairn/internal/search"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// The bounds of a what-if: beyond them the rest is left out.
const (
	maxAdded  = 20
	maxPlaced = 20
)

// tried is a what-if as the address states it.
type tried struct {
	app.WhatIf

	// base is the target without it.
	base engine.Target
	// added are the parameters behind Add, in order; unknown is what was typed and
	// not found.
	added, unknown []string
	// placed are the parameters behind Place: name and value.
	placed [][2]string
}

// whatIf reads what is tried: add=ITEM[~GRADE] or what people type, entered=DAY,
// pin=PATH|LINE, force=PATH|LINE, and from=TARGET where target is tried instead of
// it. grade is that of the items without one. Codes: usage.
func (x *exchange) whatIf(target engine.Target) (tried, error) {
	w := tried{base: target}
	if from := x.query.Get("from"); from != "" && from != target.String() {
		w.base, w.Instead = targetOf(from), target
	}
	for _, text := range x.query["add"] {
		for one := range strings.SplitSeq(text, ";") {
			if one = strings.TrimSpace(one); one != "" && len(w.added)+len(w.unknown) < maxAdded {
				x.add(&w, target, one)
			}
		}
	}
	if text := x.query.Get("entered"); text != "" {
		day, err := calendar.ParseDate(text)
		if err != nil {
			return w, badDay("entered", x.asOf)
		}
		w.Entered = day
	}
	for _, name := range [...]string{"pin", "force"} {
		for _, text := range x.query[name] {
			path, line, ok := strings.Cut(text, "|")
			if ok && target.Program != "" && len(w.Place) < maxPlaced {
				w.Place = append(w.Place, app.Placement{Path: path, Line: line, Force: name == "force"})
				w.placed = append(w.placed, [2]string{name, text})
			}
		}
	}
	return w, nil
}

func badDay(name string, like calendar.Date) error {
	return fault.SayList(fault.Usage, wording.Of("fault.day", "The day cannot be read."), diag.List{{
		Code: "bad_date", Message: name + " is not a day", Suggestion: "write it as YYYY-MM-DD, such as " + like.String(),
	}})
}

// add finds the item that a text means: its id, or what people type.
func (x *exchange) add(w *tried, target engine.Target, text string) {
	name, grade, _ := strings.Cut(text, "~")
	grade = firstOf(grade, strings.TrimSpace(x.query.Get("grade")))
	id := catalog.ItemID(name)
	if _, ok := x.rules.Item(id); !ok {
		if id, ok = x.itemBy(name, target.Institution); !ok {
			w.unknown = append(w.unknown, name)
			return
		}
	}
	w.Add = append(w.Add, app.Passed{Item: id, Grade: grade})
	param := string(id)
	if grade != "" {
		param += "~" + grade
	}
	w.added = append(w.added, param)
}

// itemBy searches: what the target itself offers goes first among equals.
func (x *exchange) itemBy(text string, home catalog.InstitutionID) (catalog.ItemID, bool) {
	const looked = 12
	found := x.rules.Search(lookup.Query{Text: text, Limit: looked, AsOf: x.asOf, Kinds: []lookup.Kind{lookup.Item}})
	for _, h := range found.Hits {
		if h.Institution == home && h.Match == found.Hits[0].Match {
			return catalog.ItemID(h.ID), true
		}
	}
	if len(found.Hits) == 0 {
		return "", false
	}
	return catalog.ItemID(found.Hits[0].ID), true
}

// state is the address of the result without what only opens a panel, with the
// items that were found in place of what was typed.
func (x *exchange) state(w *tried) url.Values {
	out := url.Values{}
	for _, a := range w.added {
		out.Add("add", a)
	}
	for _, name := range resultParams {
		if name == "add" {
			continue
		}
		for _, v := range x.query[name] {
			if v != "" {
				out.Add(name, v)
			}
		}
	}
	return out
}

// resultParams are the parameters that make a result what it is.
var resultParams = [...]string{"target", "record", "as_of", "against", "from", "add", "entered", "pin", "force"}

// trial is what the page shows of a what-if.
func (x *exchange) trial(w *tried, t *app.Trial) *view.Trial {
	out := &view.Trial{Trial: t, Unknown: w.unknown}
	here := x.state(w)
	drop := func(edit func(url.Values)) string {
		q := url.Values{}
		for k, v := range here {
			q[k] = slices.Clone(v)
		}
		edit(q)
		return "/results?" + q.Encode()
	}
	for i, p := range w.Add {
		name := string(p.Item)
		if it, ok := x.rules.Item(p.Item); ok {
			latest := it.Latest()
			name = strings.TrimSpace(latest.Code + " " + latest.Title)
		}
		out.Added = append(out.Added, view.Tried{Name: name, Grade: p.Grade, Remove: drop(func(q url.Values) { q["add"] = allBut(q["add"], w.added[i]) })})
	}
	for i, p := range w.Place {
		out.Placed = append(out.Placed, view.Tried{
			Name: lineName(&t.After.Targets[0], p.Line), Path: p.Path, Line: p.Line, Force: p.Force,
			Remove: drop(func(q url.Values) { q[w.placed[i][0]] = allBut(q[w.placed[i][0]], w.placed[i][1]) }),
			Forced: drop(func(q url.Values) {
				q["pin"] = allBut(q["pin"], w.placed[i][1])
				q.Add("force", w.placed[i][1])
			}) + "#what-if",
		})
	}
	if !w.Entered.IsZero() {
		out.Entered = w.Entered
		out.NotEntered = drop(func(q url.Values) { q.Del("entered") })
	}
	if w.Instead.Institution != "" {
		out.From = &t.Before.Targets[0]
		out.Back = drop(func(q url.Values) { q.Set("target", w.base.String()); q.Del("from") })
		out.Beside = x.href("/compare", "t", w.base.String(), "t", w.Instead.String())
	}
	plain := url.Values{}
	for _, name := range [...]string{"record", "as_of"} {
		if v := here.Get(name); v != "" {
			plain.Set(name, v)
		}
	}
	plain.Set("target", w.base.String())
	out.Plain = "/results?" + plain.Encode()
	out.State = here.Encode()
	return out
}

func allBut(list []string, value string) []string {
	var out []string
	for _, v := range list {
		if v != value {
			out = append(out, v)
		}
	}
	return out
}

// lineName is how people know a line of the record.
func lineName(t *engine.TargetResult, id string) string {
	for i := range t.Lines {
		if l := &t.Lines[i]; l.ID == id {
			return firstOf(l.Source.Code, l.Source.Title, id)
		}
	}
	return id
}
