package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
)

// op is what a node of a source expression does.
type op uint8

const (
	opItem op = iota
	opMatch
	opAll
	opAny
	opSequence
	opAtLeast
)

// node is one node of a compiled source expression. Its parts are
// nodes[first:first+count].
type node struct {
	op    op
	item  int32
	first int32
	count int32
	need  int32 // AtLeast.Count
	expr  *agreement.Expr
	// conds are the conditions that a leaf must meet: its own and those of the
	// nodes around it.
	conds []*agreement.Condition
}

func (s *Snapshot) compileAgreements() error {
	s.agreements = make([]compiledAgreement, len(s.set.Agreements))
	versions := map[agreement.ID][]int32{}
	for i := range s.set.Agreements {
		a := &s.set.Agreements[i]
		s.agreements[i] = compiledAgreement{Agreement: a, tier: a.Tier()}
		versions[a.ID] = append(versions[a.ID], int32(i))
	}
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
	return nil
}

func (s *Snapshot) compileRules(ai int32) error {
	a := &s.agreements[ai]
	for i := range a.Rules {
		src := &a.Rules[i]
		receivers := s.receiversOf(a.Agreement, src)
		if len(receivers) == 0 {
			return diag.List{{
				Code: "unknown_receiver", Message: fmt.Sprintf("rule %s of agreement %s names no receiver that exists", src.ID, a.ID),
				Suggestion: "give the agreement a receiver", Pointer: fmt.Sprintf("/agreements/%d/rules/%d", ai, i),
			}}
		}
		r := rule{Rule: src, agreement: ai, when: -1, hold: -1, tier: a.TierOf(src), variants: variants(src.Awards)}
		if src.When != nil {
			r.when = s.compileExpr(src.When, nil)
		}
		if src.HoldUntil != nil {
			r.hold = s.compileExpr(src.HoldUntil, nil)
		}
		for _, r.receiver = range receivers {
			ri := int32(len(s.rules))
			s.rules = append(s.rules, r)
			a.rules = append(a.rules, ri)
			s.indexRule(ri, a)
		}
	}
	slices.Sort(a.named)
	a.named = slices.Compact(a.named)
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

func (s *Snapshot) indexRule(ri int32, a *compiledAgreement) {
	r := &s.rules[ri]
	if r.When == nil {
		return
	}
	for _, id := range r.When.Items() {
		i, ok := s.itemByID[id]
		if !ok {
			continue
		}
		a.named = append(a.named, i)
		s.uses.add(i, r.receiver, ri)
		for _, same := range s.items[i].same {
			s.uses.add(same, r.receiver, ri)
		}
		if a.HonorsMixable {
			for _, twin := range s.items[i].twins {
				s.uses.add(twin, r.receiver, ri)
			}
		}
	}
	if w, ok := s.wildcardOf(r.When, a.Agreement); ok {
		w.rule = ri
		s.wildcards[r.receiver] = append(s.wildcards[r.receiver], w)
	}
}

// wildcard is a rule with a wildcard and the institutions whose items it could
// match; any is set where that may be every institution.
type wildcard struct {
	rule int32
	any  bool
	from []int32
}

// wildcardOf describes the wildcards of an expression; ok is false where it has
// none.
func (s *Snapshot) wildcardOf(e *agreement.Expr, a *agreement.Agreement) (w wildcard, ok bool) {
	for leaf := range e.Leaves {
		if leaf.Match == nil {
			continue
		}
		ok = true
		from := a.Senders
		if leaf.Match.Institution != "" {
			from = []catalog.InstitutionID{leaf.Match.Institution}
		}
		w.any = w.any || len(from) == 0
		for _, id := range from {
			if i, known := s.instByID[id]; known && !slices.Contains(w.from, i) {
				w.from = append(w.from, i)
			}
		}
	}
	return w, ok
}

// compileExpr adds the expression to nodes and returns its root. The parts of a
// node are laid out next to one another.
func (s *Snapshot) compileExpr(e *agreement.Expr, outer []*agreement.Condition) int32 {
	at := int32(len(s.nodes))
	s.nodes = append(s.nodes, node{})
	s.fillNode(at, e, outer)
	return at
}

func (s *Snapshot) fillNode(at int32, e *agreement.Expr, outer []*agreement.Condition) {
	conds := outer
	if !e.IsZero() {
		conds = append(slices.Clip(outer), &e.Condition)
	}
	n := node{item: -1, expr: e, conds: conds}
	parts := e.Parts()
	switch {
	case e.All != nil:
		n.op = opAll
	case e.Any != nil:
		n.op = opAny
	case e.Sequence != nil:
		n.op = opSequence
	case e.AtLeast != nil:
		n.op, n.need = opAtLeast, int32(e.AtLeast.Count)
	case e.Match != nil:
		n.op = opMatch
	default:
		n.op = opItem
		if i, ok := s.itemByID[e.Item]; ok {
			n.item = i
		}
	}
	n.first, n.count = int32(len(s.nodes)), int32(len(parts))
	s.nodes[at] = n
	s.nodes = append(s.nodes, make([]node, len(parts))...)
	for i := range parts {
		s.fillNode(n.first+int32(i), &parts[i], conds)
	}
}

func (s *Snapshot) parts(n *node) []node { return s.nodes[n.first : n.first+n.count] }

// useIndex finds the rules that name an item as a source, by item and
// receiver: one sorted array, so that 1.3 million rules stay small.
type useIndex struct {
	entries []useEntry
}

type useEntry struct {
	item, receiver, rule int32
}

func (u *useIndex) add(item, receiver, rule int32) {
	u.entries = append(u.entries, useEntry{item, receiver, rule})
}

func (u *useIndex) freeze() {
	slices.SortFunc(u.entries, func(a, b useEntry) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.receiver, b.receiver), cmp.Compare(a.rule, b.rule))
	})
	u.entries = slices.Clip(slices.Compact(u.entries))
}

// at returns the entries of an item at one receiver, by rule.
func (u *useIndex) at(item, receiver int32) []useEntry {
	return u.from(useEntry{item, receiver, 0}, useEntry{item, receiver + 1, 0})
}

// of returns the entries of an item at every receiver.
func (u *useIndex) of(item int32) []useEntry {
	return u.from(useEntry{item, 0, 0}, useEntry{item + 1, 0, 0})
}

func (u *useIndex) from(lo, hi useEntry) []useEntry {
	order := func(e, t useEntry) int {
		return cmp.Or(cmp.Compare(e.item, t.item), cmp.Compare(e.receiver, t.receiver), cmp.Compare(e.rule, t.rule))
	}
	i, _ := slices.BinarySearchFunc(u.entries, lo, order)
	j, _ := slices.BinarySearchFunc(u.entries[i:], hi, order)
	return u.entries[i : i+j]
}

// hub is a numbering function with its members' items by common number.
type hub struct {
	agreement int32
	members   []int32
	except    map[int32]bool
	// numbers maps a common number to its items, ascending.
	numbers map[string][]int32
}

func (s *Snapshot) compileHubs() {
	for ai := range s.agreements {
		a := &s.agreements[ai]
		if a.Numbering == nil {
			continue
		}
		h := hub{agreement: int32(ai), except: map[int32]bool{}, numbers: map[string][]int32{}}
		for _, id := range a.Numbering.Except {
			if i, ok := s.itemByID[id]; ok {
				h.except[i] = true
			}
		}
		for _, id := range a.Senders {
			if i, ok := s.instByID[id]; ok {
				h.members = append(h.members, i)
			}
		}
		for i := range s.items {
			number := a.Numbering.Number(s.items[i].Item)
			if number != "" && !h.except[int32(i)] && slices.Contains(h.members, s.items[i].institution) {
				h.numbers[number] = append(h.numbers[number], int32(i))
			}
		}
		s.hubs = append(s.hubs, h)
	}
}
