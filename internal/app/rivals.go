package app

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
)

// AmbiguousCode is the reason of lines on which rules contradict one another.
const AmbiguousCode = "ambiguous_rules"

// Rival is one of several rules of which nothing says which is meant.
type Rival struct {
	Rule     engine.RuleRef `json:"rule"`
	Sentence string         `json:"sentence"`
}

// findRivals finds, for an ambiguous line, the rules besides the first that its
// reason quotes, and adds their sentences.
func (x *LineExplanation) findRivals(v *View, receiver catalog.InstitutionID) {
	i := slices.IndexFunc(x.Line.Reasons, func(r engine.Reason) bool { return r.Code == AmbiguousCode && r.Rule != nil })
	if i < 0 {
		return
	}
	reason := &x.Line.Reasons[i]
	for j := range v.Set.Agreements {
		a := &v.Set.Agreements[j]
		if a.Lifecycle != agreement.Approved && a.Lifecycle != agreement.Superseded || a.Receiver != receiver && a.Receiver != "" {
			continue
		}
		for k := range a.Rules {
			r := &a.Rules[k]
			if r.When == nil || a.ID == reason.Rule.Agreement && r.ID == reason.Rule.Rule {
				continue
			}
			sentence := r.Sentence(v.Name)
			if quotes(reason.Text, sentence) && speaksOf(r.When, x.Line.Source.Item) {
				x.Rivals = append(x.Rivals, Rival{engine.RuleRef{
					Agreement: a.ID, Version: a.Version, Rule: r.ID, Reference: a.Evidence.Reference, Tier: reason.Rule.Tier,
				}, sentence})
				x.Sentences[string(a.ID)+"/"+r.ID] = sentence
			}
		}
	}
	slices.SortStableFunc(x.Rivals, func(a, b Rival) int {
		return cmp.Or(strings.Index(reason.Text, a.Sentence)-strings.Index(reason.Text, b.Sentence), cmp.Compare(b.Rule.Version, a.Rule.Version))
	})
	// Of several versions of an agreement with the same rule the latest speaks.
	x.Rivals = slices.CompactFunc(x.Rivals, func(a, b Rival) bool {
		return a.Rule.Agreement == b.Rule.Agreement && a.Rule.Rule == b.Rule.Rule
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
