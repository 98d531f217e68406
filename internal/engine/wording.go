package engine

import (
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// value is one side of a comparison in words.
func value(key, english string, pairs ...any) *Value { return said(wording.Of(key, english, pairs...)) }

// said is one side of a comparison as a phrase.
func said(p wording.Phrase) *Value { return &Value{Text: p.String(), Words: p} }

// on adds the day of a value.
func (v *Value) on(d calendar.Date) *Value {
	v.Date = d
	return v
}

// in adds the unit of a value.
func (v *Value) in(unit string) *Value {
	v.Unit = unit
	return v
}

// because is a reason whose sentence is a phrase.
func because(code string, words wording.Phrase) Reason {
	return Reason{Code: code, Text: words.String(), Words: words}
}

// fix says what would change the answer as a phrase.
func (r Reason) fix(words wording.Phrase) Reason {
	r.Fix, r.FixWords = words.String(), words
	return r
}

// note adds what the policy remarks.
func (r Reason) note(text string) Reason {
	r.Words = wording.Row(r.Phrase(), " ("+text+")")
	r.Text = r.Words.String()
	return r
}

// question is what a person must decide.
func question(path string, words wording.Phrase) Question {
	return Question{Path: path, Text: words.String(), Words: words}
}

// flip is a change that turns the verdict.
func flip(f Flip, words wording.Phrase) Flip {
	f.Text, f.Words = words.String(), words
	return f
}

// option is a way to complete something.
func option(items []ReceivingItem, words wording.Phrase) Missing {
	return Missing{Items: items, Text: words.String(), Words: words}
}

// creditPhrase is an amount of credit without its unit: "2.5 credits".
func creditPhrase(n credit.Amount) wording.Phrase {
	if n.Equal(credit.Int(1)) {
		return wording.Of("count.credits.one", "{n} credit", "n", n)
	}
	return wording.Of("count.credits.other", "{n} credits", "n", n)
}

// coursePhrase is a number of courses that may be an amount.
func coursePhrase(n credit.Amount) wording.Phrase {
	if n.Equal(credit.Int(1)) {
		return wording.Of("count.courses.one", "{n} course", "n", n)
	}
	return wording.Of("count.courses.other", "{n} courses", "n", n)
}

// Phrase is the sentence of a reason as a phrase: where it has no words of its
// own, that of its code with the two values.
func (r *Reason) Phrase() wording.Phrase {
	if !r.Words.IsZero() {
		return r.Words
	}
	pairs := []any{"have", r.Have.Phrase(), "need", r.Need.Phrase()}
	if r.Rule != nil {
		pairs = append(pairs, "agreement", string(r.Rule.Agreement))
	}
	return wording.Coded("reason."+r.Code, r.Text, pairs...)
}

// Phrase is a value with its unit and day as a phrase.
func (v *Value) Phrase() wording.Phrase {
	if v == nil {
		return wording.Phrase{}
	}
	out := v.phrase()
	if a, err := credit.ParseAmount(v.Text); err == nil {
		out = wording.Row(wording.As(v.Text, a))
		if u := credit.Unit(v.Unit); v.Unit != "" && credit.Known(u) {
			out = wording.Row(wording.As(v.Text+" "+v.Unit, credit.Quantity{Amount: a, Unit: u}))
		}
	}
	if v.Date.IsZero() || v.Text == v.Date.String() {
		return out
	}
	return wording.Row(out, " (", v.Date, ")")
}

// phrase is a value's text as a phrase.
func (v *Value) phrase() wording.Phrase {
	if !v.Words.IsZero() {
		return v.Words
	}
	if !v.Date.IsZero() && v.Text == v.Date.String() {
		return wording.Row(v.Date)
	}
	return wording.Name(v.Text)
}

// listed are names of the data: "A, B and C".
func listed(names []string) wording.Phrase { return wording.And(wording.Names(names)) }

// units is an amount with the word of its unit as the engine writes it:
// "3 semester credits".
func units(a credit.Amount, u credit.Unit) any {
	return wording.As(creditsOf(a, u), credit.Quantity{Amount: a, Unit: u})
}

// creditsOf is credit in words: "1 semester credit", "2.5 semester credits".
func creditsOf(a credit.Amount, u credit.Unit) string {
	text := a.Decimal() + " " + unitWord(u)
	if a == credit.Int(1) {
		text = strings.TrimSuffix(text, "s")
	}
	return text
}

// period is a period as one side of a comparison.
func period(r calendar.Range) *Value { return said(wording.Row(r)) }

// alland joins phrases with "and" between all of them.
func alland(parts []wording.Phrase) wording.Phrase {
	if len(parts) == 0 {
		return wording.Phrase{}
	}
	out := parts[0]
	for _, p := range parts[1:] {
		out = wording.Of("gap.and", "{one} and {other}", "one", out, "other", p)
	}
	return out
}
