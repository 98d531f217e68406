package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
)

// ambiguousCode is the reason of lines on which rules contradict one another.
const ambiguousCode = "ambiguous_rules"

// rival is one of several rules of which nothing says which is meant.
type rival struct {
	ref      engine.RuleRef
	sentence string
}

// findRivals finds, for an ambiguous line, the rules besides the first that its
// reason quotes, and adds their sentences.
func (e *explained) findRivals(view *loaded, receiver catalog.InstitutionID) {
	i := slices.IndexFunc(e.Line.Reasons, func(r engine.Reason) bool { return r.Code == ambiguousCode && r.Rule != nil })
	if i < 0 {
		return
	}
	reason := &e.Line.Reasons[i]
	for j := range view.Set.Agreements {
		a := &view.Set.Agreements[j]
		if a.Lifecycle != agreement.Approved && a.Lifecycle != agreement.Superseded || a.Receiver != receiver && a.Receiver != "" {
			continue
		}
		for k := range a.Rules {
			r := &a.Rules[k]
			if r.When == nil || a.ID == reason.Rule.Agreement && r.ID == reason.Rule.Rule {
				continue
			}
			sentence := r.Sentence(view.name)
			if quotes(reason.Text, sentence) && speaksOf(r.When, e.Line.Source.Item) {
				e.rivals = append(e.rivals, rival{engine.RuleRef{
					Agreement: a.ID, Version: a.Version, Rule: r.ID, Reference: a.Evidence.Reference, Tier: reason.Rule.Tier,
				}, sentence})
				e.Sentences[string(a.ID)+"/"+r.ID] = sentence
			}
		}
	}
	slices.SortStableFunc(e.rivals, func(x, y rival) int {
		return cmp.Or(strings.Index(reason.Text, x.sentence)-strings.Index(reason.Text, y.sentence), cmp.Compare(y.ref.Version, x.ref.Version))
	})
	// Of several versions of an agreement with the same rule the latest speaks.
	e.rivals = slices.CompactFunc(e.rivals, func(x, y rival) bool {
		return x.ref.Agreement == y.ref.Agreement && x.ref.Rule == y.ref.Rule
	})
}

// quotes reports whether the text holds the sentence as one of its parts.
func quotes(text, sentence string) bool {
	_, list, _ := strings.Cut(text, ": ")
	return strings.Contains("; "+list+"; ", "; "+sentence+"; ")
}

// speaksOf reports whether a source names the item, or matches by pattern.
func speaksOf(when *agreement.Expr, item catalog.ItemID) bool {
	for leaf := range when.Leaves {
		if leaf.Match != nil || leaf.Item == item {
			return true
		}
	}
	return false
}

func (e *explained) printRivals(w *printer) {
	for i := range e.rivals {
		r := &e.rivals[i]
		w.printf("  or rule     %s\n              “%s”\n", ruleWords(&r.ref), r.sentence)
		if r.ref.Reference != "" {
			w.printf("  signed      %s\n", r.ref.Reference)
		}
	}
}
