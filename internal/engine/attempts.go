package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// attempted counts the lines that make a rule void; those that the rule itself
// uses do not.
func (e *evaluation) attempted(v *agreement.Attempts, use []int32) int {
	n := 0
	for i := range e.lines {
		l := &e.lines[i]
		if l.item < 0 || slices.Contains(use, int32(i)) || !e.isOneOf(l, v.Items) {
			continue
		}
		switch {
		case l.status == record.Planned || l.future:
		case len(v.Status) == 0 || slices.Contains(v.Status, string(l.status)):
			n++
		}
	}
	return n
}

// isOneOf reports whether a line is one of the items, or cross-listed with one.
func (e *evaluation) isOneOf(l *line, items []catalog.ItemID) bool {
	return slices.ContainsFunc(items, func(id catalog.ItemID) bool {
		k, ok := e.s.itemByID[id]
		return ok && (k == l.item || slices.Contains(e.s.items[l.item].same, k))
	})
}

func (e *evaluation) void(ri int32, use []int32) Reason {
	v := e.s.rules[ri].VoidIf
	var names []string
	for _, id := range v.Items {
		names = append(names, e.s.itemName(id))
	}
	n, times := e.attempted(v, use), max(v.Times, 1)
	have := wording.Coded(pluralKey("count.attempts", n), fmt.Sprintf("%d attempts", n), "n", n)
	if len(v.Status) > 0 {
		have = wording.Coded(pluralKey("count.attempts_of", n), fmt.Sprintf("%d %s attempts", n, strings.Join(v.Status, " or ")),
			"n", n, "status", wording.Or(statuses(v.Status)))
	}
	why := because("rule_void", wording.Of("reason.void", "the rule is void after {times} at {items}: the record shows {have}",
		"times", wording.Count("count.attempts", times, "{n} attempt", "{n} attempts"), "items", strings.Join(names, ", "), "have", have))
	why.Rule, why.Have, why.Need = e.s.ruleRef(ri), said(have), value("value.fewer", "fewer than {n}", "n", times)
	return why.fix(wording.Of("fix.own_decision", "ask the receiver for a decision of its own"))
}

func pluralKey(key string, n int) string {
	if n == 1 {
		return key + ".one"
	}
	return key + ".other"
}

func statuses(list []string) []wording.Phrase {
	out := make([]wording.Phrase, len(list))
	for i, s := range list {
		out[i] = wording.Term("status", s, s)
	}
	return out
}
