// Package resultjson writes an evaluation's result as JSON, byte for byte as
// encoding/json does without HTML escaping, in a fifth of its time: a result is
// mostly exact amounts, for each of which encoding/json allocates and parses
// twice, and it is most of the work of a small evaluation over HTTP. A test
// fills every field of every type by reflection and compares; whoever adds a
// field to engine.Result is told to add it here.
package resultjson

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/cairnproject/cairn/internal/engine"
)

// Append appends the JSON of a result, without a final newline.
func Append(b []byte, r *engine.Result) []byte {
	o := open(b)
	o.day("asOf", r.AsOf)
	o.text("rulesVersion", string(r.RulesVersion))
	o.text("inputHash", r.InputHash)
	o.text("engine", r.Engine)
	o.key("targets")
	o.b = list(o.b, r.Targets, target)
	if r.Together != nil {
		o.key("together")
		o.b = encoded(o.b, r.Together)
	}
	return o.close()
}

func target(b []byte, t *engine.TargetResult) []byte {
	o := open(b)
	o.text("institution", string(t.Institution))
	o.given("program", t.Program)
	o.text("institutionName", t.InstitutionName)
	o.given("programTitle", t.ProgramTitle)
	o.text("unit", string(t.Unit))
	o.boolean("decided", t.Decided)
	if t.Bound != nil {
		o.quantity("bound", *t.Bound)
	}
	o.key("lines")
	o.b = list(o.b, t.Lines, line)
	if len(t.Receiving) > 0 {
		o.key("receiving")
		o.b = list(o.b, t.Receiving, receiving)
	}
	if len(t.Notes) > 0 {
		o.key("notes")
		o.b = list(o.b, t.Notes, reason)
	}
	o.key("totals")
	o.b = totals(o.b, &t.Totals)
	if t.Audit != nil {
		o.key("audit")
		o.b = encoded(o.b, t.Audit)
	}
	return o.close()
}

// encoded writes a value as encoding/json does: what is asked for once a
// program need not be fast.
func encoded(b []byte, v any) []byte {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // results hold no channels, functions or circles
	}
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}

func line(b []byte, l *engine.Line) []byte {
	o := open(b)
	o.text("id", l.ID)
	o.key("source")
	o.b = source(o.b, &l.Source)
	o.text("status", string(l.Status))
	if len(l.Awards) > 0 {
		o.key("awards")
		o.b = list(o.b, l.Awards, award)
	}
	o.key("credits")
	credits := open(o.b)
	credits.quantity("source", l.Credits.Source)
	credits.quantity("receiver", l.Credits.Receiver)
	o.b = credits.close()
	o.key("ledger")
	in := open(o.b)
	ledger(&in, &l.Ledger)
	o.b = in.close()
	o.key("reasons")
	o.b = list(o.b, l.Reasons, reason)
	return o.close()
}

func source(b []byte, s *engine.Source) []byte {
	o := open(b)
	o.given("institution", string(s.Institution))
	o.given("institutionName", s.InstitutionName)
	o.given("item", string(s.Item))
	o.given("code", s.Code)
	o.given("title", s.Title)
	o.givenDay("attained", s.Attained)
	o.given("grade", s.Grade)
	o.text("status", string(s.Status))
	o.given("evidence", string(s.Evidence))
	return o.close()
}

func award(b []byte, a *engine.Award) []byte {
	o := open(b)
	o.text("kind", string(a.Kind))
	o.text("effect", string(a.Effect))
	o.given("item", string(a.Item))
	o.given("code", a.Code)
	o.given("title", a.Title)
	o.given("subject", a.Subject)
	o.given("level", a.Level)
	o.given("name", a.Name)
	if a.Credits != nil {
		o.quantity("credits", *a.Credits)
	}
	if a.Rule != nil {
		o.key("rule")
		o.b = rule(o.b, a.Rule)
	}
	o.texts("with", a.With)
	return o.close()
}

func rule(b []byte, r *engine.RuleRef) []byte {
	o := open(b)
	o.text("agreement", string(r.Agreement))
	o.number("version", r.Version)
	o.given("rule", r.Rule)
	o.given("reference", r.Reference)
	o.given("sha256", r.SHA256)
	o.given("tier", r.Tier)
	return o.close()
}

// ledger writes its members into o: totals hold a ledger's beside their own.
func ledger(o *object, l *engine.Ledger) {
	o.amount("brought", l.Brought)
	o.amount("granted", l.Granted)
	o.amount("counted", l.Counted)
	o.amount("elective", l.Elective)
	o.amount("excess", l.Excess)
	o.amount("notAccepted", l.NotAccepted)
	o.amount("undecided", l.Undecided)
	o.amount("rounding", l.Rounding)
}

func totals(b []byte, t *engine.Totals) []byte {
	o := open(b)
	ledger(&o, &t.Ledger)
	o.key("source")
	if t.Source == nil {
		o.b = append(o.b, "null"...)
	} else {
		o.b = append(o.b, '[')
		for i, q := range t.Source {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = q.AppendJSON(o.b)
		}
		o.b = append(o.b, ']')
	}
	o.amount("accepted", t.Accepted)
	o.text("unit", string(t.Unit))
	o.given("acceptedShare", t.AcceptedShare)
	o.given("countedShare", t.CountedShare)
	o.boolean("balanced", t.Balanced)
	o.key("byStatus")
	o.b = byStatus(o.b, t.ByStatus)
	return o.close()
}

func byStatus(b []byte, counts map[engine.Status]int) []byte {
	if counts == nil {
		return append(b, "null"...)
	}
	var room [16]engine.Status // there are sixteen
	keys := room[:0]
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	o := open(b)
	for _, k := range keys {
		if len(o.b) > o.start {
			o.b = append(o.b, ',')
		}
		o.b = append(appendString(o.b, string(k)), ':')
		o.b = appendInt(o.b, counts[k])
	}
	return o.close()
}

func receiving(b []byte, r *engine.Receiving) []byte {
	o := open(b)
	o.key("items")
	o.b = list(o.b, r.Items, item)
	o.text("status", string(r.Status))
	o.texts("by", r.By)
	if len(r.Missing) > 0 {
		o.key("missing")
		o.b = list(o.b, r.Missing, missing)
	}
	o.given("sentence", r.Sentence)
	o.key("rule")
	o.b = rule(o.b, &r.Rule)
	o.texts("texts", r.Texts)
	return o.close()
}

func item(b []byte, it *engine.ReceivingItem) []byte {
	o := open(b)
	o.text("item", string(it.Item))
	o.given("code", it.Code)
	o.given("title", it.Title)
	o.quantity("credits", it.Credits)
	return o.close()
}

func missing(b []byte, m *engine.Missing) []byte {
	o := open(b)
	o.key("items")
	o.b = list(o.b, m.Items, item)
	o.text("text", m.Text)
	return o.close()
}

func reason(b []byte, r *engine.Reason) []byte {
	o := open(b)
	o.text("code", r.Code)
	o.text("text", r.Text)
	if r.Rule != nil {
		o.key("rule")
		o.b = rule(o.b, r.Rule)
	}
	if r.Have != nil {
		o.key("have")
		o.b = value(o.b, r.Have)
	}
	if r.Need != nil {
		o.key("need")
		o.b = value(o.b, r.Need)
	}
	o.given("fix", r.Fix)
	return o.close()
}

func value(b []byte, v *engine.Value) []byte {
	o := open(b)
	o.text("text", v.Text)
	o.given("unit", v.Unit)
	o.givenDay("date", v.Date)
	return o.close()
}
