package engine_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// finishWorld is a small program with limits, shares, minima, scopes and choices
// over a small catalogue, and a record.
type finishWorld struct {
	*rand.Rand
	set     ruleset.Set
	rec     record.Record
	credits bool // some requirement counts credits
	items   []catalog.ItemID
}

func newFinishWorld(seed uint64) *finishWorld {
	w := &finishWorld{Rand: rand.New(rand.NewPCG(seed, 7))}
	w.credits = w.IntN(3) == 0
	w.set.Institutions = []catalog.Institution{{ID: "u", Name: "U", Kind: catalog.FourYear, Unit: credit.Semester}}
	for n := range 4 + w.IntN(5) {
		id := catalog.ItemID(fmt.Sprintf("u/i%d", n))
		w.items = append(w.items, id)
		w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Course, Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("%s %d", []string{"AA", "BB"}[w.IntN(2)], 100+n), Title: "T", Credits: credit.Int(int64(1 + w.IntN(4))), Level: []string{"lower", "upper"}[w.IntN(2)],
		}}})
	}
	top := requirement.Node{}
	for k := range 1 + w.IntN(3) {
		top.All = append(top.All, w.node(fmt.Sprint("r", k), 1))
	}
	w.conditions(&top)
	p := requirement.Program{ID: "u/p", Institution: "u", Title: "P", Requires: &top}
	if len(top.All) > 1 && w.IntN(3) == 0 {
		some := w.IntN(3)
		p.Shares = append(p.Shares, requirement.Share{Between: []string{"r0", "r1"}, Items: &some})
	}
	w.set.Programs = []requirement.Program{p}
	w.set.Sort()
	for _, id := range w.items {
		if w.IntN(4) == 0 {
			w.rec.Attainments = append(w.rec.Attainments, attained(id))
		}
	}
	return w
}

func attained(id catalog.ItemID) record.Attainment {
	return record.Attainment{ID: string(id), Item: id, Attained: asOf - 400, Grade: "A"}
}

func (w *finishWorld) node(id string, depth int) requirement.Node {
	n := requirement.Node{ID: id}
	switch kind := w.IntN(6); {
	case kind == 0 && depth > 0:
		for k := range 2 {
			n.All = append(n.All, w.node(fmt.Sprint(id, k), depth-1))
		}
	case kind == 1 && depth > 0:
		for k := range 2 {
			n.Any = append(n.Any, w.node(fmt.Sprint(id, k), depth-1))
		}
	case kind == 2:
		n.Item = w.items[w.IntN(len(w.items))]
		return n
	default:
		n.Take = &requirement.Take{Items: 1 + w.IntN(2), From: w.filter()}
		if w.credits && w.IntN(2) == 0 {
			n.Take.Items, n.Take.Credits = 0, credit.Int(int64(1+w.IntN(6)))
		}
		if w.IntN(5) == 0 && n.Take.Items > 1 {
			n.Take.Distinct = &requirement.Distinct{By: requirement.BySubject, AtLeast: 2}
		}
	}
	if w.IntN(5) == 0 {
		n.Scope = "other"
	}
	if w.IntN(4) == 0 {
		w.conditions(&n)
	}
	return n
}

func (w *finishWorld) filter() *requirement.ItemFilter {
	switch w.IntN(4) {
	case 0:
		return &requirement.ItemFilter{Levels: []string{[]string{"lower", "upper"}[w.IntN(2)]}}
	case 1:
		return &requirement.ItemFilter{Subjects: []string{[]string{"AA", "BB"}[w.IntN(2)]}}
	case 2:
		list := slices.Clone(w.items)
		w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return &requirement.ItemFilter{Items: list[:1+w.IntN(3)]}
	}
	return &requirement.ItemFilter{Levels: []string{"lower", "upper"}}
}

func (w *finishWorld) conditions(n *requirement.Node) {
	if w.IntN(2) == 0 {
		most := 1 + w.IntN(2)
		l := requirement.Limit{Items: &most, Of: w.filter()}
		if w.credits && w.IntN(2) == 0 {
			credits := credit.Int(int64(2 + w.IntN(4)))
			l.Items, l.Credits = nil, &credits
		}
		n.Limits = append(n.Limits, l)
	}
	if w.IntN(2) == 0 {
		m := requirement.Minimum{Items: 1 + w.IntN(2), Of: w.filter()}
		if w.credits && w.IntN(2) == 0 {
			m.Items, m.Credits = 0, credit.Int(int64(1+w.IntN(5)))
		}
		n.Minima = append(n.Minima, m)
	}
}

func (w *finishWorld) query(more ...catalog.ItemID) engine.Query {
	rec := w.rec
	rec.Attainments = slices.Clone(rec.Attainments)
	for _, id := range more {
		later := attained(id)
		later.Attained = asOf - 1
		rec.Attainments = append(rec.Attainments, later)
	}
	return engine.Query{Record: rec, AsOf: asOf, Targets: []engine.Target{{Institution: "u", Program: "u/p"}}}
}

func (w *finishWorld) audit(t *testing.T, s *engine.Snapshot, more ...catalog.ItemID) *engine.Audit {
	t.Helper()
	res, err := s.Evaluate(w.query(more...))
	if err != nil {
		t.Fatal(err)
	}
	return res.Targets[0].Audit
}

func (w *finishWorld) size(ids []catalog.ItemID) int64 {
	var sum int64
	for i := range w.set.Items {
		if slices.Contains(ids, w.set.Items[i].ID) {
			n, _ := w.set.Items[i].Versions[0].Credits.Scaled(1)
			sum += n
		}
	}
	return sum
}

// least tries every set of future items; false says that none completes.
func (w *finishWorld) least(t *testing.T, s *engine.Snapshot) (credits int64, items int, ok bool) {
	t.Helper()
	var free []catalog.ItemID
	for _, id := range w.items {
		if !slices.ContainsFunc(w.rec.Attainments, func(a record.Attainment) bool { return a.Item == id }) {
			free = append(free, id)
		}
	}
	type choice struct {
		credits int64
		ids     []catalog.ItemID
	}
	var all []choice
	for mask := range 1 << len(free) {
		var c choice
		for i, id := range free {
			if mask>>i&1 == 1 {
				c.ids = append(c.ids, id)
			}
		}
		c.credits = w.size(c.ids)
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b choice) int {
		if a.credits != b.credits {
			return int(a.credits - b.credits)
		}
		return len(a.ids) - len(b.ids)
	})
	for _, c := range all {
		if verdict, err := s.VerdictWith(w.query(c.ids...)); err != nil {
			t.Fatal(err)
		} else if verdict == audit.Complete {
			return c.credits, len(c.ids), true
		}
	}
	return 0, 0, false
}

func (w *finishWorld) String() string {
	text, _ := json.Marshal(w.set.Programs[0])
	items, _ := json.Marshal(w.set.Items)
	return fmt.Sprintf("%s\n%s\nrecord %v", text, items, w.rec.Attainments)
}

func finishCases() int {
	if testing.Short() {
		return 60
	}
	return 400
}

func TestLeastRemainingEqualsBruteForce(t *testing.T) {
	t.Parallel()
	searched, compared, bounded := 0, 0, 0
	for seed := range uint64(finishCases()) {
		w := newFinishWorld(seed)
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		a := w.audit(t, s)
		if a.Verdict == audit.Complete {
			continue
		}
		credits, items, ok := w.least(t, s)
		q := w.query()
		ways, err := s.FinishedWays(&q)
		if err != nil {
			t.Fatal(err)
		}
		if len(ways) > 0 {
			searched++
		}
		r := a.Remaining
		switch said, _ := r.Credits.Amount.Scaled(1); {
		case !ok:
			if len(ways) > 0 && !ways[0].Unlisted {
				t.Errorf("seed %d: %v completes, and nothing does\n%s", seed, ways[0], w)
			}
		case r.Bound != nil:
			bounded++
			if n, _ := r.Bound.Amount.Scaled(1); n > credits {
				t.Errorf("seed %d: at least %d is said to remain, and %d do\n%s", seed, n, credits, w)
			}
		case w.credits:
			if said > credits {
				t.Errorf("seed %d: %d said to remain, and %d do\n%s", seed, said, credits, w)
			}
		case said != credits || r.Items != items:
			t.Errorf("seed %d: %d credits in %d items said to remain, and %d in %d do; ways %v\n%s", seed, said, r.Items, credits, items, ways, w)
		default:
			compared++
		}
		for _, way := range ways {
			if way.Unlisted {
				continue
			}
			if verdict, err := s.VerdictWith(w.query(way.Take...)); err != nil || verdict != audit.Complete {
				t.Errorf("seed %d: the way %v does not complete: %v %v\n%s", seed, way, verdict, err, w)
			}
			if got := w.size(way.Take); !w.credits && !way.Credits.Equal(credit.Int(got)) {
				t.Errorf("seed %d: the way %v costs %d\n%s", seed, way, got, w)
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d searched, %d compared, %d bounded", searched, compared, bounded)
	if searched == 0 || compared == 0 {
		t.Error("the worlds are too simple")
	}
}

// futures are the sets of items that the record does not bring, the cheapest first.
func (w *finishWorld) futures() [][]catalog.ItemID {
	var free []catalog.ItemID
	for _, id := range w.items {
		if !slices.ContainsFunc(w.rec.Attainments, func(a record.Attainment) bool { return a.Item == id }) {
			free = append(free, id)
		}
	}
	var all [][]catalog.ItemID
	for mask := range 1 << len(free) {
		var ids []catalog.ItemID
		for i, id := range free {
			if mask>>i&1 == 1 {
				ids = append(ids, id)
			}
		}
		all = append(all, ids)
	}
	slices.SortStableFunc(all, func(a, b []catalog.ItemID) int { return cmp.Or(cmp.Compare(w.size(a), w.size(b)), len(a)-len(b)) })
	return all
}
