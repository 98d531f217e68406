package pathway

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Circles returns what [Graph.Cycles] of the whole graph would, and the problems
// of [Build], without making the graph: agreements that no circle can pass
// through are left out. Ordinary ones lead from one institution's courses to
// another's, so that of a million rules next to nothing is left.
func Circles(set *ruleset.Set) ([]Cycle, diag.List) {
	g, problems := build(set, (*builder).mayClose)
	if g == nil {
		return nil, problems
	}
	return g.cycles, problems
}

// mayClose reports whether a circle could pass through a rule of the agreement:
// a live rule asks for an item of the agreement's own receiver or for a
// credential, or the agreement gives what it asks for. All three searches of
// findCycles follow only such rules.
func (b *builder) mayClose(a *agreement.Agreement) bool {
	if !live(a.Lifecycle) {
		return false
	}
	if a.Numbering != nil && a.Receiver != "" {
		return true
	}
	asked := map[catalog.ItemID]bool{}
	for i := range a.Rules {
		r := &a.Rules[i]
		if cmp.Or(r.Outcome, agreement.OutcomeAward) != agreement.OutcomeAward || r.When == nil {
			continue
		}
		for leaf := range r.When.Leaves {
			if leaf.Item == "" {
				continue // wildcards close no circle
			}
			for _, id := range b.accepted(a, leaf) {
				if asked[id] = true; b.ownOrCredential(a, id) {
					return true
				}
			}
		}
	}
	return givesOneOf(a, asked)
}

// ownOrCredential reports whether an item is one of the receiver's own, or a
// credential.
func (b *builder) ownOrCredential(a *agreement.Agreement, id catalog.ItemID) bool {
	it := b.items[id]
	if it == nil { // a program may confer what the catalogue does not describe
		v := b.vertices[b.item(id)]
		return v.Kind == KindCredential || a.Receiver != "" && v.Institution == a.Receiver
	}
	return it.Kind.Credential() || a.Receiver != "" && cmp.Or(it.Institution, id.Institution()) == a.Receiver
}

func givesOneOf(a *agreement.Agreement, items map[catalog.ItemID]bool) bool {
	for i := range a.Rules {
		for k := range a.Rules[i].Awards {
			if items[a.Rules[i].Awards[k].Item] {
				return true
			}
		}
	}
	return false
}
