package engine

import (
	"slices"
	"strings"

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
	// byItem are the programs that name an item, byResult those that look at
	// the result of a program.
	byItem   map[catalog.ItemID][]int32
	byResult map[string][]int32
	// anything are the programs that may look at any line that is held, and
	// personal those that look at competencies, milestones or facts.
	anything, personal []int32
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
}

func (s *Snapshot) compileStacks() {
	ix := &stackIndex{
		byID: map[string]int32{}, byItem: map[catalog.ItemID][]int32{}, byResult: map[string][]int32{},
		open: make([][]int32, len(s.institutions)),
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
		ix.list = append(ix.list, sp)
	}
	for i := range ix.list {
		ix.read(s, int32(i))
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
	for i := range places {
		r.node(places[i].Node)
	}
}

func (r *stackReader) node(n *requirement.Node) {
	switch n.Kind() {
	case requirement.KindTake:
		if ids, ok := r.closed.Items(n.Take.From); ok {
			r.names(ids)
		} else {
			r.ix.open[r.ix.list[r.at].inst] = addOnce(r.ix.open[r.ix.list[r.at].inst], r.at)
			r.names(ids)
		}
	case requirement.KindItem:
		r.names([]catalog.ItemID{n.Item})
	case requirement.KindSeries:
		r.names(n.Series)
	case requirement.KindHeld:
		r.held(n.Held)
	case requirement.KindCompetency, requirement.KindMilestone, requirement.KindUnknown:
		r.ix.personal = addOnce(r.ix.personal, r.at)
	default:
	}
	n.Tests(func(_ string, t *requirement.Test) bool {
		r.test(t)
		return true
	})
}

func (r *stackReader) names(ids []catalog.ItemID) {
	for _, id := range ids {
		r.ix.byItem[id] = addOnce(r.ix.byItem[id], r.at)
		k, ok := r.s.itemByID[id]
		if !ok {
			continue
		}
		for _, same := range r.s.items[k].same {
			other := r.s.items[same].ID
			r.ix.byItem[other] = addOnce(r.ix.byItem[other], r.at)
		}
	}
}

func (r *stackReader) held(f *requirement.ItemFilter) {
	ids, ok := r.closed.Items(f)
	if !ok {
		r.ix.anything = addOnce(r.ix.anything, r.at)
	}
	r.names(ids)
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

// affected adds the programs that a line may matter to, wherever they are.
func (ix *stackIndex) affected(s *Snapshot, l *line, add func(int32)) {
	if l.item < 0 {
		return
	}
	each := func(list []int32) {
		for _, p := range list {
			add(p)
		}
	}
	it := &s.items[l.item]
	each(ix.byItem[it.ID])
	each(ix.anything)
	if l.inst >= 0 {
		each(ix.open[l.inst])
	}
	for _, u := range s.uses.of(l.item) {
		ix.awarded(&s.rules[u.rule], each)
	}
	for inst := range s.institutions {
		if len(ix.open[inst]) > 0 && s.institutions[inst].policy.Unlisted == catalog.UnlistedElective {
			each(ix.open[inst])
		}
		for w := range s.wildcards[inst] {
			if c := &s.wildcards[inst][w]; c.any || slices.Contains(c.from, l.inst) {
				ix.awarded(&s.rules[c.rule], each)
			}
		}
	}
	ix.affectedByHub(s, l, each)
}

// awarded are the programs that can use what a rule gives.
func (ix *stackIndex) awarded(r *rule, each func([]int32)) {
	each(ix.open[r.receiver])
	for _, awards := range variants(r.Awards) {
		for i := range awards {
			each(ix.byItem[awards[i].Item])
		}
	}
}

func (ix *stackIndex) affectedByHub(s *Snapshot, l *line, each func([]int32)) {
	for h := range s.hubs {
		hub := &s.hubs[h]
		if !slices.Contains(hub.members, l.inst) || hub.except[l.item] {
			continue
		}
		number := s.agreements[hub.agreement].Numbering.Number(s.items[l.item].Item)
		for _, k := range hub.numbers[number] {
			each(ix.byItem[s.items[k].ID])
			each(ix.open[s.items[k].institution])
		}
	}
}
