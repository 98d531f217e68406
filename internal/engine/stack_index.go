package engine

import (
	"slices"
	"strings"
	"sync"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// stackIndex finds the programs that a line of a record can affect. It lists
// too many rather than too few.
type stackIndex struct {
	// list are the programs in canonical order.
	list []stackProgram
	byID map[string]int32
	// open are the programs of an institution that select by more than names.
	open [][]int32
	// openItems are those of them that count items: a credential without
	// credit of its own can matter to these only.
	openItems [][]int32
	// byItem are the programs that name an item, byResult those that look at
	// the result of a program.
	byItem   map[catalog.ItemID][]int32
	byResult map[string][]int32
	// anything are the programs that may look at any line that is held, and
	// personal those that look at competencies, milestones or facts.
	anything, personal []int32
	// takes are the programs whose leaves name an item, confers those that earn
	// it.
	takes, confers map[catalog.ItemID][]int32
	// feeds are, by program, the programs whose credential can give it credit, or
	// whose result it tests; made when first needed.
	feeds func() [][]int32
}

// stackProgram is a program as stacks see it.
type stackProgram struct {
	*program
	inst   int32
	policy requirement.StackPolicy
	// notWith are the programs that exclude this one, either way round.
	notWith []int32
	// tests are the programs whose result it looks at.
	tests []string
	// foreign are the items of other institutions that it names; scoped says
	// that agreements are for this program.
	foreign map[catalog.ItemID]bool
	scoped  bool
	// looks says that it asks for a credential to be held; asks that its tree
	// depends on that, on facts or on results, and not on the pieces alone.
	looks, asks bool
}

func (s *Snapshot) compileStacks() {
	ix := &stackIndex{
		byID: map[string]int32{}, byItem: map[catalog.ItemID][]int32{}, byResult: map[string][]int32{},
		takes: map[catalog.ItemID][]int32{}, confers: map[catalog.ItemID][]int32{},
		open: make([][]int32, len(s.institutions)), openItems: make([][]int32, len(s.institutions)),
	}
	for i := range s.set.Programs {
		p := s.programs[s.set.Programs[i].ID]
		inst, ok := s.instByID[p.Institution]
		if !ok || len(p.versions) == 0 {
			continue
		}
		sp := stackProgram{program: p, inst: inst}
		if p.Stack != nil {
			sp.policy = *p.Stack
		}
		ix.byID[p.ID] = int32(len(ix.list))
		if p.Credential != "" {
			ix.confers[p.Credential] = append(ix.confers[p.Credential], int32(len(ix.list)))
		}
		ix.list = append(ix.list, sp)
	}
	ix.feeds = sync.OnceValue(func() [][]int32 { return ix.findFeeds(s) })
	for i := range ix.list {
		ix.read(s, int32(i))
	}
	for i := range s.agreements {
		for _, id := range s.agreements[i].Programs {
			if at, ok := ix.byID[id]; ok {
				ix.list[at].scoped = true
			}
		}
	}
	s.stacks = ix
}

// read files a program by what its versions look at.
func (ix *stackIndex) read(s *Snapshot, at int32) {
	p := &ix.list[at]
	r := stackReader{ix: ix, s: s, at: at}
	for _, v := range p.versions {
		if v.Requires != nil {
			r.version(v)
		}
	}
	for _, v := range p.versions {
		for id := range v.named {
			if id.Institution() == p.Institution {
				continue
			}
			if p.foreign == nil {
				p.foreign = map[catalog.ItemID]bool{}
			}
			p.foreign[id] = true
		}
	}
	for _, id := range p.policy.NotWith {
		if other, ok := ix.byID[id]; ok && other != at {
			p.notWith = addOnce(p.notWith, other)
			ix.list[other].notWith = addOnce(ix.list[other].notWith, at)
		}
	}
}

func addOnce[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// stackReader reads one program into the index.
type stackReader struct {
	ix     *stackIndex
	s      *Snapshot
	at     int32
	closed requirement.Closed
}

func (r *stackReader) version(v *programVersion) {
	r.closed = requirement.Closed{Sets: v.Sets}
	places, _ := requirement.Places(v.Requires, 0, 0)
	open, items := false, false
	for i := range places {
		n := places[i].Node
		open = r.node(n) || open
		items = items || countsItems(n)
	}
	inst := r.ix.list[r.at].inst
	if open {
		r.ix.open[inst] = addOnce(r.ix.open[inst], r.at)
	}
	if open && items {
		r.ix.openItems[inst] = addOnce(r.ix.openItems[inst], r.at)
	}
}

// countsItems reports whether an item without credit could matter to an open
// leaf, or to a minimum.
func countsItems(n *requirement.Node) bool {
	if t := n.Take; t != nil && t.From == nil && t.Items == 0 && t.Distinct == nil {
		return slices.ContainsFunc(n.Minima, func(m requirement.Minimum) bool { return m.Items > 0 })
	} else if t != nil && (t.Items > 0 || t.Distinct != nil) {
		var closed requirement.Closed
		_, listed := closed.Items(t.From)
		return !listed || t.From != nil && t.From.Set != ""
	}
	return slices.ContainsFunc(n.Minima, func(m requirement.Minimum) bool { return m.Items > 0 })
}

// node files a requirement and reports whether it selects by more than names.
func (r *stackReader) node(n *requirement.Node) (open bool) {
	switch n.Kind() {
	case requirement.KindTake:
		ids, ok := r.closed.Items(n.Take.From)
		r.names(ids, r.ix.byItem, r.ix.takes)
		open = !ok
	case requirement.KindItem:
		r.names([]catalog.ItemID{n.Item}, r.ix.byItem, r.ix.takes)
	case requirement.KindSeries:
		r.names(n.Series, r.ix.byItem, r.ix.takes)
	case requirement.KindHeld:
		r.ix.list[r.at].looks, r.ix.list[r.at].asks = true, true
		r.held(n.Held)
	case requirement.KindCompetency, requirement.KindMilestone, requirement.KindUnknown:
		r.ix.personal = addOnce(r.ix.personal, r.at)
	default:
	}
	n.Tests(func(_ string, t *requirement.Test) bool {
		r.ix.list[r.at].asks = true
		r.test(t)
		return true
	})
	return open
}

// names files the program under what it names, whether to use it or to look at
// it.
func (r *stackReader) names(ids []catalog.ItemID, under ...map[catalog.ItemID][]int32) {
	for _, id := range ids {
		for _, index := range under {
			index[id] = addOnce(index[id], r.at)
		}
		k, ok := r.s.itemByID[id]
		if !ok {
			continue
		}
		for _, same := range r.s.items[k].same {
			other := r.s.items[same].ID
			for _, index := range under {
				index[other] = addOnce(index[other], r.at)
			}
		}
	}
}

func (r *stackReader) held(f *requirement.ItemFilter) {
	ids, ok := r.closed.Items(f)
	if !ok {
		r.ix.anything = addOnce(r.ix.anything, r.at)
	}
	r.names(ids, r.ix.byItem)
}

func (r *stackReader) test(t *requirement.Test) {
	if t.Holds != nil {
		r.held(t.Holds)
	}
	if t.Fact != "" {
		r.ix.personal = addOnce(r.ix.personal, r.at)
	}
	if id, ok := strings.CutPrefix(t.Met, "program:"); ok {
		r.ix.byResult[id] = addOnce(r.ix.byResult[id], r.at)
		p := &r.ix.list[r.at]
		p.tests = addOnce(p.tests, id)
	}
	t.Each(func(_ string, part *requirement.Test) bool {
		r.test(part)
		return true
	})
}
