package engine

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
)

func (s *Snapshot) compileAgreements() error {
	s.agreements = make([]compiledAgreement, len(s.set.Agreements))
	versions := map[agreement.ID][]int32{}
	n := 0
	for i := range s.set.Agreements {
		a := &s.set.Agreements[i]
		n += len(a.Rules)
		s.agreements[i] = compiledAgreement{Agreement: a, tier: a.Tier()}
		versions[a.ID] = append(versions[a.ID], int32(i))
	}
	s.rules = make([]rule, 0, n) // more only where a hub's members all receive
	s.leaves = newLeafMemo(len(s.items))
	for i := range s.agreements {
		if err := s.compileRules(int32(i)); err != nil {
			return err
		}
		for _, j := range versions[s.agreements[i].ID] {
			if s.agreements[j].Version > s.agreements[i].Version {
				s.agreements[i].later = append(s.agreements[i].later, j)
			}
		}
	}
	s.leaves = nil
	s.nodes = slices.Clone(s.nodes) // without the room for more
	return nil
}

func (s *Snapshot) compileRules(ai int32) error {
	a := &s.agreements[ai]
	a.first = int32(len(s.rules))
	for i := range a.Rules {
		src := &a.Rules[i]
		receivers := s.receiversOf(a.Agreement, src)
		if len(receivers) == 0 {
			return diag.List{{
				Code: "unknown_receiver", Message: fmt.Sprintf("rule %s of agreement %s names no receiver that exists", src.ID, a.ID),
				Suggestion: "give the agreement a receiver", Pointer: fmt.Sprintf("/agreements/%d/rules/%d", ai, i),
			}}
		}
		r := rule{Rule: src, agreement: ai, when: -1, hold: -1, tier: a.TierOf(src), oneOf: hasOneOf(src.Awards)}
		if src.When != nil {
			r.when = s.compileSource(src.When)
		}
		if src.HoldUntil != nil {
			r.hold = s.compileSource(src.HoldUntil)
		}
		for _, r.receiver = range receivers {
			s.rules = append(s.rules, r)
			s.indexRule(int32(len(s.rules)-1), a)
		}
	}
	a.end = int32(len(s.rules))
	slices.Sort(a.named)
	a.named = slices.Clone(slices.Compact(a.named)) // without the room for more
	return nil
}

// receiversOf are the institutions at which a rule speaks: the agreement's
// receiver; for hubs the institution of the first receiving item, or where the
// awards name none, every member but the source's own.
func (s *Snapshot) receiversOf(a *agreement.Agreement, r *agreement.Rule) []int32 {
	id := a.Receiver
	for i := 0; id == "" && i < len(r.Awards); i++ {
		id = r.Awards[i].Item.Institution()
	}
	if i, ok := s.instByID[id]; ok {
		return []int32{i}
	}
	var out []int32
	for _, member := range a.Senders {
		i, ok := s.instByID[member]
		if ok && id == "" && !names(r.When, member) {
			out = append(out, i)
		}
	}
	return out
}

// names reports whether a source names items of the institution, or its
// wildcards can only match those.
func names(e *agreement.Expr, id catalog.InstitutionID) bool {
	if e == nil {
		return false
	}
	for leaf := range e.Leaves {
		if leaf.Item.Institution() == id && leaf.Item != "" || leaf.Match != nil && leaf.Match.Institution == id {
			return true
		}
	}
	return false
}

func hasOneOf(awards []agreement.Award) bool {
	return slices.ContainsFunc(awards, func(a agreement.Award) bool { return a.Kind == agreement.AwardOneOf })
}

// variants expands awards of the kind one-of into one list per alternative.
func variants(awards []agreement.Award) [][]agreement.Award {
	i := slices.IndexFunc(awards, func(a agreement.Award) bool { return a.Kind == agreement.AwardOneOf })
	if i < 0 {
		return [][]agreement.Award{awards}
	}
	var out [][]agreement.Award
	for _, alternative := range awards[i].OneOf {
		list := slices.Concat(awards[:i:i], []agreement.Award{alternative}, awards[i+1:])
		out = append(out, variants(list)...)
	}
	return out
}

// indexRule enters the rule under every item that its source names, and where
// it has a wildcard under its receiver.
func (s *Snapshot) indexRule(ri int32, a *compiledAgreement) {
	r := &s.rules[ri]
	if r.When == nil {
		return
	}
	for leaf := range r.When.Leaves {
		if i, ok := s.itemByID[leaf.Item]; ok {
			s.indexUse(i, ri, a)
		}
	}
	if w, ok := s.wildcardOf(r.When, a.Agreement); ok {
		w.rule = ri
		s.wildcards[r.receiver] = append(s.wildcards[r.receiver], w)
	}
}

// indexUse enters the rule under an item, those that are the same learning, and
// honours twins where the agreement mixes them.
func (s *Snapshot) indexUse(i, ri int32, a *compiledAgreement) {
	receiver := s.rules[ri].receiver
	a.named = append(a.named, i)
	s.uses.add(i, receiver, ri)
	for _, same := range s.items[i].same {
		s.uses.add(same, receiver, ri)
	}
	if a.HonorsMixable {
		for _, twin := range s.items[i].twins {
			s.uses.add(twin, receiver, ri)
		}
	}
}
