package web

import (
	"bytes"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/web/view"
)

// asked is the question of a result page with its answers.
type asked struct {
	// record is the one that was asked about, with what is tried.
	record record.Record
	result engine.Result
	tried  tried
	trial  *view.Trial
	replay *app.Trial
}

// asked answers what a result page asks: as it is, with what is tried, and on
// another day. Codes: usage, invalid, unavailable.
func (x *exchange) asked(rec record.Record, target engine.Target) (*asked, error) {
	w, err := x.whatIf(target)
	if err != nil {
		return nil, err
	}
	against, err := x.against()
	if err != nil {
		return nil, err
	}
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	a := &asked{record: rec, tried: w}
	q := app.Query{Record: rec, Targets: []engine.Target{w.base}, AsOf: x.asOf, Stop: x.context().Done(), Keep: x.keep()}
	switch {
	case w.Empty() && !against.IsZero():
		err = x.replay(a, q, against)
	case w.Empty():
		a.result, err = x.site.service.EvaluateOn(x.rules, q)
	default:
		err = x.try(a, q, target, against)
	}
	if err != nil {
		return nil, err
	}
	if w.Empty() && len(w.unknown) > 0 {
		a.trial = &view.Trial{Unknown: w.unknown}
	}
	return a, nil
}

// replay answers as it is, and as it is on another day.
func (x *exchange) replay(a *asked, q app.Query, against calendar.Date) error {
	t, err := x.site.service.Replay(x.rules, q, against)
	if err != nil {
		return err
	}
	a.result, a.replay = t.Before, &t
	return nil
}

// try answers with what is tried, and then also on another day, if one is given.
func (x *exchange) try(a *asked, q app.Query, target engine.Target, against calendar.Date) error {
	t, err := x.site.service.Try(x.rules, q, &a.tried.WhatIf)
	if err != nil {
		return err
	}
	a.result, a.record, a.trial = t.After, t.Record, x.trial(&a.tried, &t)
	if against.IsZero() {
		return nil
	}
	q.Record, q.Targets = a.record, []engine.Target{target}
	other, err := x.site.service.ReplayOf(x.rules, t.After, q, against)
	if err != nil {
		return err
	}
	a.replay = &other
	return nil
}

// against is the day that the result is compared with; zero where there is none.
func (x *exchange) against() (calendar.Date, error) {
	text := x.query.Get("against")
	if text == "" {
		return 0, nil
	}
	day, err := calendar.ParseDate(text)
	if err != nil {
		return 0, badDay("against", x.asOf)
	}
	return day, nil
}

// tools fills what can be done with a result.
func (x *exchange) tools(r *view.Results, a *asked) {
	t := &a.result.Targets[0]
	state := x.state(&a.tried)
	r.Today = x.site.today()
	r.Command = command(t.String(), x.asOf, a.replay)
	r.Record = "/results/record.json?" + state.Encode()
	r.Compare = x.href("/compare", "t", t.String())
	r.Base = a.tried.base.String()
	r.State = state
	if program, ok := x.rules.Program(t.Program); ok && len(program.Versions) > 1 {
		for i := range program.Versions {
			v := &program.Versions[i]
			day := v.Catalog.From
			if day.IsZero() {
				day = v.Catalog.To
			}
			if !day.IsZero() {
				r.Catalogues = append(r.Catalogues, view.Option{Value: day.String(), Text: v.ID})
			}
		}
	}
	if line := x.query.Get("pin_for"); line != "" && t.Audit != nil {
		r.Pin = x.pinChoice(&a.tried, t, line)
	}
}

// pinChoice offers the requirements at which a line can be made to count.
func (x *exchange) pinChoice(w *tried, t *engine.TargetResult, line string) *view.PinChoice {
	for i := range t.Lines {
		if t.Lines[i].ID != line {
			continue
		}
		q := x.state(w)
		for _, name := range [...]string{"pin", "force"} {
			var rest []string
			for _, v := range q[name] {
				if _, of, _ := strings.Cut(v, "|"); of != line {
					rest = append(rest, v)
				}
			}
			q[name] = rest
		}
		out := &view.PinChoice{Line: &t.Lines[i], Back: "/results?" + x.state(w).Encode()}
		for _, s := range view.Leaves(t.Audit.Requirements) {
			with := allBut(q["pin"], "")
			q["pin"] = append(with, s.Path+"|"+line)
			out.Places = append(out.Places, view.PinPlace{Step: s, Link: "/results?" + q.Encode() + "#what-if"})
			q["pin"] = with
		}
		return out
	}
	return nil
}

// command is what a terminal answers the same with.
func command(target string, day calendar.Date, replay *app.Trial) string {
	if replay != nil {
		return "cairn diff --record record.json --to " + target + " --as-of " + day.String() +
			" --against " + replay.After.AsOf.String() + " --json"
	}
	return "cairn evaluate --record record.json --to " + target + " --as-of " + day.String() + " --json"
}

// askedRecord is the record of a result, with what is tried, as a file that the
// command line reads.
func (s *Site) askedRecord(x *exchange) (*answer, error) {
	if formatOf(x.r) != "json" {
		return &answer{redirect: "/results/record.json?" + x.r.URL.RawQuery}, nil
	}
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	a, err := x.asked(who.record, targetOf(x.query.Get("target")))
	if err != nil {
		return nil, err
	}
	return &answer{json: func() ([]byte, error) { return encoded(&a.record) }}, nil
}

func encoded(v any) ([]byte, error) {
	var buf bytes.Buffer
	err := app.EncodeJSON(&buf, v)
	return buf.Bytes(), err
}

// changeRows is a difference as a table.
func changeRows(d *difference.Difference) [][]string {
	rows := [][]string{{"target", "kind", "id", "name", "before", "after", "cause", "why"}}
	for i := range d.Changes {
		c := &d.Changes[i]
		rows = append(rows, []string{c.Target, string(c.Kind), c.ID, c.Name, c.Before, c.After, string(c.Cause), strings.Join(c.Why, "; ")})
	}
	return rows
}
