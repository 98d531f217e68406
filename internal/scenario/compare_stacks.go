package scenario

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
)

// CompareStacks returns every expectation about stacks that the result does not
// meet, and what contradicts itself in it, in a fixed order.
func CompareStacks(want *Stacks, got *engine.StackResult) []Mismatch {
	m := &matcher{}
	m.in("stacks", func() {
		m.flag("decided", want.Decided, got.Decided)
		m.awardsOf("completed", want.Completed, got.Completed)
		m.awardsOf("available", want.Available, got.Available)
		m.awardsOf("held", want.Held, got.Held)
		m.nearOf("oneStep", want.OneStep, got.OneStep)
		m.nearOf("inReach", want.InReach, got.InReach)
		m.nearOf("undecided", want.Undecided, got.Undecided)
		m.excluded(want.Excluded, got.Excluded)
		if want.Choices != nil {
			var texts []string
			for i := range got.Choices {
				texts = append(texts, got.Choices[i].Text)
			}
			m.sequence("choices", want.Choices, texts)
		}
		if want.Order != nil {
			var ids []string
			for _, list := range [][]engine.StackAward{got.Completed, got.Available} {
				for i := range list {
					ids = append(ids, list[i].Program)
				}
			}
			m.sequence("order", want.Order, ids)
		}
		m.stackInvariants(got)
	})
	return m.list
}

func (m *matcher) sequence(key string, want, got []string) {
	if !slices.Equal(want, got) {
		m.in(key, func() { m.miss(list(want), list(got)) })
	}
}

// section compares the programs of a section; nil expects nothing.
func section[W, G any](m *matcher, key string, want map[string]W, got []G, id func(*G) string, each func(*W, *G)) {
	if want == nil {
		return
	}
	var ids []string
	for i := range got {
		ids = append(ids, id(&got[i]))
	}
	m.in(key, func() {
		if names := slices.Sorted(maps.Keys(want)); !sameSet(names, ids) {
			m.miss(list(names), list(ids))
		}
		for i := range got {
			if w, ok := want[ids[i]]; ok {
				m.in(ids[i], func() { each(&w, &got[i]) })
			}
		}
	})
}

func (m *matcher) awardsOf(key string, want map[string]StackAward, got []engine.StackAward) {
	section(m, key, want, got, func(a *engine.StackAward) string { return a.Program }, m.stackAward)
}

func (m *matcher) nearOf(key string, want map[string]NearMiss, got []engine.NearMiss) {
	section(m, key, want, got, func(n *engine.NearMiss) string { return n.Program }, m.nearMiss)
}

func (m *matcher) excluded(want map[string][]string, got []engine.ExcludedAward) {
	section(m, "excluded", want, got, func(x *engine.ExcludedAward) string { return x.Program }, func(w *[]string, x *engine.ExcludedAward) {
		m.whole("because", *w, x.Because)
	})
}

func (m *matcher) stackAward(want *StackAward, got *engine.StackAward) {
	if want.Step != 0 {
		m.count("step", &want.Step, got.Step)
	}
	m.date("issued", want.Issued, got.Issued)
	m.date("expires", want.Expires, got.Expires)
	m.flag("expired", want.Expired, got.Expired)
	m.flag("reverseTransfer", want.ReverseTransfer, got.ReverseTransfer)
	m.whole("uses", want.Uses, usedLines(got.Uses, false))
	m.whole("buildsOn", want.BuildsOn, got.BuildsOn)
	m.whole("exitOf", want.ExitOf, got.ExitOf)
	m.amount("counts", want.Counts, got.Counts.Amount)
	m.amount("elsewhere", want.Elsewhere, got.Elsewhere.Amount)
	codes := reasonCodes(got.Reasons)
	for _, code := range want.ReasonCodes {
		if !slices.Contains(codes, code) {
			m.in("reasonCodes", func() { m.miss(code, list(codes)) })
		}
	}
	m.says(want.Says, reasonWords(got.Reasons))
}

func (m *matcher) date(key string, want, got calendar.Date) {
	if !want.IsZero() {
		m.text(key, want.String(), got.String())
	}
}

func (m *matcher) nearMiss(want *NearMiss, got *engine.NearMiss) {
	m.amount("credits", want.Credits, got.Remaining.Credits.Amount)
	m.count("items", want.Items, got.Remaining.Items)
	m.flag("atMost", want.AtMost, got.AtMost)
	m.flag("atLeast", want.AtLeast, got.AtLeast)
	var paths, earn, words []string
	for i := range got.Missing {
		paths, words = append(paths, got.Missing[i].Path), append(words, got.Missing[i].Text)
	}
	for i := range got.Earn {
		earn, words = append(earn, got.Earn[i].Program), append(words, got.Earn[i].Text)
	}
	m.whole("missing", want.Missing, paths)
	if want.Earn != nil {
		m.sequence("earn", want.Earn, earn)
	}
	m.whole("exits", want.Exits, got.Exits)
	m.says(want.Says, strings.Join(append(words, reasonWords(got.Reasons)), " | "))
}

// stackInvariants hold for every answer about stacks: a reason for every award,
// something missing in every near miss, and no credential for nothing.
func (m *matcher) stackInvariants(got *engine.StackResult) {
	for _, list := range [][]engine.StackAward{got.Completed, got.Available, got.Held} {
		for i := range list {
			if len(list[i].Reasons) == 0 {
				m.in(list[i].Program, func() { m.miss("a reason", "none") })
			}
		}
	}
	for _, list := range [][]engine.NearMiss{got.OneStep, got.InReach} {
		for i := range list {
			n := &list[i]
			for k := range n.Earn {
				if e := &n.Earn[k]; !e.Apply && e.Remaining.Items > n.Remaining.Items {
					m.in(n.Program, func() { m.miss("at least what "+e.Program+" lacks", "less") })
				}
			}
			if len(n.Missing)+len(n.Earn)+len(n.Reasons) == 0 {
				m.in(n.Program, func() { m.miss("something that is missing", "nothing") })
			}
		}
	}
}
