package scenario

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// audit compares a program's audit.
func (m *matcher) audit(want *Audit, got *engine.Audit) {
	if got == nil {
		m.miss("an audit", "none")
		return
	}
	m.text("verdict", string(want.Verdict), string(got.Verdict))
	m.flag("proven", want.Proven, got.Proven)
	m.text("version", want.Version, got.Version)
	m.text("right", want.Right, got.Right)
	m.remaining(want.Remaining, &got.Remaining)
	m.amount("counts", want.Counts, got.Counts.Amount)
	if want.Applicable != nil && got.Applicable == nil {
		m.in("applicable", func() { m.miss(want.Applicable.String(), "nothing: the credential has no credits") })
	} else if want.Applicable != nil {
		m.amount("applicable", want.Applicable, got.Applicable.Amount)
	}
	for _, path := range slices.Sorted(maps.Keys(want.Requirements)) {
		r := want.Requirements[path]
		i := slices.IndexFunc(got.Requirements, func(g engine.Requirement) bool { return g.Path == path })
		m.in("requirements › "+cmp.Or(path, `""`), func() {
			if i < 0 {
				m.miss("a requirement", "none: nothing is asked there")
				return
			}
			m.requirement(&r, &got.Requirements[i])
		})
	}
	m.whole("unused", want.Unused, got.Unused)
	m.questions(want.Questions, got.Questions)
	m.exceptions(want.Exceptions, got.Exceptions)
	m.lenses(want.Lenses, got.Lenses)
	m.says(want.Says, got.Text)
	m.ways(want.Ways, got.Ways)
	m.flips(want.Flips, got.Flips)
	m.proof(want.Proof, got.Proof)
}

func (m *matcher) flag(key string, want *bool, got bool) {
	if want != nil && *want != got {
		m.in(key, func() { m.miss(strconv.FormatBool(*want), strconv.FormatBool(got)) })
	}
}

func (m *matcher) count(key string, want *int, got int) {
	if want != nil && *want != got {
		m.in(key, func() { m.miss(strconv.Itoa(*want), strconv.Itoa(got)) })
	}
}

// whole compares whole lists in any order.
func (m *matcher) whole(key string, want, got []string) {
	if want != nil && !sameSet(want, got) {
		m.in(key, func() { m.miss(list(want), list(got)) })
	}
}

func (m *matcher) says(texts []string, words string) {
	for _, text := range texts {
		if !strings.Contains(words, text) {
			m.in("says", func() { m.miss(text, words) })
		}
	}
}

func (m *matcher) remaining(want *Remaining, got *engine.Remaining) {
	if want == nil {
		return
	}
	m.in("remaining", func() {
		m.amount("credits", want.Credits, got.Credits.Amount)
		m.count("items", want.Items, got.Items)
		m.count("unmet", want.Unmet, got.Unmet)
	})
}

func (m *matcher) requirement(want *Requirement, got *engine.Requirement) {
	m.text("status", string(want.Status), string(got.Status))
	m.whole("uses", want.Uses, usedLines(got.Uses, false))
	m.whole("beyond", want.Beyond, usedLines(got.Uses, true))
	var left credit.Amount
	if got.Remaining != nil {
		left = got.Remaining.Amount
	}
	m.amount("remaining", want.Remaining, left)
	for _, what := range slices.Sorted(maps.Keys(want.Measures)) {
		measure := want.Measures[what]
		m.in("measures › "+what, func() { m.measure(&measure, what, got.Measures) })
	}
	codes := reasonCodes(got.Reasons)
	for _, code := range want.ReasonCodes {
		if !slices.Contains(codes, code) {
			m.in("reasonCodes", func() { m.miss(code, list(codes)) })
		}
	}
	m.says(want.Says, strings.Join(append([]string{got.Text, reasonWords(got.Reasons)}, got.Texts...), " | "))
}

// usedLines are the lines behind uses, each once.
func usedLines(uses []engine.Use, beyond bool) []string {
	var out []string
	for i := range uses {
		if uses[i].Beyond != beyond {
			continue
		}
		for _, l := range uses[i].Lines {
			if !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out
}

func (m *matcher) measure(want *Measure, what string, got []engine.Measure) {
	same := func(want *credit.Amount, got credit.Amount) bool { return want == nil || want.Equal(got) }
	var seen []string
	for i := range got {
		g := &got[i]
		if g.What != what {
			continue
		}
		if same(want.Have, g.Have) && same(want.Need, g.Need) && (want.Holds == nil || *want.Holds == g.Holds) {
			return
		}
		seen = append(seen, measureText(g.Have.String(), g.Need.String(), g.Holds))
	}
	amount := func(a *credit.Amount) string {
		if a == nil {
			return "any"
		}
		return a.String()
	}
	m.miss(measureText(amount(want.Have), amount(want.Need), want.Holds == nil || *want.Holds), list(seen))
}

func measureText(have, need string, holds bool) string {
	text := have + " of " + need
	if !holds {
		text += " (does not hold)"
	}
	return text
}

func (m *matcher) questions(want []string, got []engine.Question) {
	var paths []string
	for _, q := range got {
		paths = append(paths, q.Path)
	}
	m.whole("questions", want, paths)
}

func (m *matcher) lenses(want map[string]Lens, got []engine.Lens) {
	for _, with := range slices.Sorted(maps.Keys(want)) {
		lens := want[with]
		i := slices.IndexFunc(got, func(g engine.Lens) bool { return g.With == with })
		m.in("lenses › "+with, func() {
			if i < 0 {
				m.miss("a lens", "none")
				return
			}
			m.text("verdict", string(lens.Verdict), string(got[i].Verdict))
			m.remaining(lens.Remaining, &got[i].Remaining)
		})
	}
}
