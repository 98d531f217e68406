package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
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
	what := "attempts"
	if len(v.Status) > 0 {
		what = strings.Join(v.Status, " or ") + " attempts"
	}
	have := fmt.Sprintf("%d %s", e.attempted(v, use), what)
	return Reason{
		Code: "rule_void", Text: fmt.Sprintf("the rule is void after %s at %s: the record shows %s", plural(max(v.Times, 1), "attempt"), strings.Join(names, ", "), have),
		Rule: e.s.ruleRef(ri), Have: &Value{Text: have}, Need: &Value{Text: fmt.Sprintf("fewer than %d", max(v.Times, 1))},
		Fix: "ask the receiver for a decision of its own",
	}
}
