package scenario

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// awards compares whole lists in any order: every expected award needs an award
// of its own, and none may be left.
func (m *matcher) awards(want []Award, got []engine.Award) {
	left := slices.Clone(got)
	for i := range want {
		at := slices.IndexFunc(left, func(a engine.Award) bool { return want[i].matches(&a) })
		if at < 0 {
			m.miss(want[i].String(), awardList(got))
			return
		}
		left = slices.Delete(left, at, at+1)
	}
	if len(left) > 0 {
		m.miss("no further award", awardList(left))
	}
}

func (a *Award) matches(got *engine.Award) bool {
	same := func(want, got string) bool { return want == "" || want == got }
	rule := ""
	if got.Rule != nil {
		rule = string(got.Rule.Agreement) + "/" + got.Rule.Rule
	}
	return same(string(a.Kind), string(got.Kind)) && same(string(a.Effect), string(got.Effect)) &&
		same(string(a.Item), string(got.Item)) && same(a.Code, got.Code) && same(a.Subject, got.Subject) &&
		same(a.Level, got.Level) && same(a.Name, got.Name) && same(a.Rule, rule) &&
		(a.With == nil || sameSet(a.With, got.With)) &&
		(a.Credits == nil || got.Credits != nil && a.Credits.Equal(got.Credits.Amount))
}

// String shows what is asked of the award.
func (a *Award) String() string {
	var credits *credit.Quantity
	if a.Credits != nil {
		credits = &credit.Quantity{Amount: *a.Credits}
	}
	return awardText(&engine.Award{
		Kind: a.Kind, Item: a.Item, Code: a.Code, Subject: a.Subject, Level: a.Level, Name: a.Name, Credits: credits,
	}) + suffix(" by ", a.Rule) + suffix(" with ", strings.Join(a.With, ", "))
}

func suffix(word, text string) string {
	if text == "" {
		return ""
	}
	return word + text
}

func awardList(awards []engine.Award) string {
	texts := make([]string, len(awards))
	for i := range awards {
		texts[i] = awardText(&awards[i])
	}
	return list(texts)
}

func awardText(a *engine.Award) string {
	var parts []string
	for _, p := range []string{string(a.Kind), a.Code, string(a.Item), a.Subject, a.Level, a.Name} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if a.Credits != nil {
		parts = append(parts, "("+a.Credits.Amount.String()+")")
	}
	return strings.Join(parts, " ")
}

// receiving finds the entry of a receiving item or series. An item that stands
// in several entries meets the expectation if one of them does.
func (m *matcher) receiving(key string, want *Receiving, got []engine.Receiving) {
	entries := entriesOf(key, got)
	if len(entries) == 0 {
		m.miss(string(want.Status), "the item is not in the answer")
		return
	}
	var first []Mismatch
	for i, e := range entries {
		try := &matcher{path: m.path}
		try.entry(want, e)
		if len(try.list) == 0 {
			return
		}
		if i == 0 {
			first = try.list
		}
	}
	m.list = append(m.list, first...)
}

// entriesOf returns the entries with exactly these codes, or else those that
// hold the one code among others.
func entriesOf(key string, got []engine.Receiving) []*engine.Receiving {
	wanted := strings.Split(key, " + ")
	var exact, among []*engine.Receiving
	for i := range got {
		codes := itemCodes(got[i].Items)
		switch {
		case sameSet(wanted, codes):
			exact = append(exact, &got[i])
		case len(wanted) == 1 && slices.Contains(codes, key):
			among = append(among, &got[i])
		}
	}
	if exact != nil {
		return exact
	}
	return among
}

func (m *matcher) entry(want *Receiving, got *engine.Receiving) {
	m.text("status", string(want.Status), string(got.Status))
	if want.By != nil && !sameSet(want.By, got.By) {
		m.in("by", func() { m.miss(list(want.By), list(got.By)) })
	}
	if want.Missing == nil {
		return
	}
	var ways []string
	for _, w := range got.Missing {
		codes := itemCodes(w.Items)
		if sameSet(want.Missing, codes) {
			return
		}
		ways = append(ways, list(codes))
	}
	m.in("missing", func() { m.miss(list(want.Missing), list(ways)) })
}

func itemCodes(items []engine.ReceivingItem) []string {
	codes := make([]string, len(items))
	for i := range items {
		codes[i] = items[i].Code
	}
	return codes
}

func sameSet(a, b []string) bool {
	x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(x, y)
}

func reasonCodes(reasons []engine.Reason) []string {
	codes := make([]string, len(reasons))
	for i := range reasons {
		codes[i] = reasons[i].Code
	}
	return codes
}

// reasonWords is all that the reasons say, for people.
func reasonWords(reasons []engine.Reason) string {
	var parts []string
	for i := range reasons {
		r := &reasons[i]
		parts = append(parts, r.Text, r.Fix)
		for _, v := range []*engine.Value{r.Have, r.Need} {
			if v != nil {
				parts = append(parts, v.Text, v.Unit, v.Date.String())
			}
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " | ")
}

// conflictSays looks for a conflict among the notes of the target and the
// reasons of its lines.
func conflictSays(t *engine.TargetResult, text string) bool {
	says := func(r engine.Reason) bool {
		return strings.Contains(strings.ToLower(r.Code+" "+r.Text), strings.ToLower(text))
	}
	if slices.ContainsFunc(t.Notes, says) {
		return true
	}
	return slices.ContainsFunc(t.Lines, func(l engine.Line) bool { return slices.ContainsFunc(l.Reasons, says) })
}
