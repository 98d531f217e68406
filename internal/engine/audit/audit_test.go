package audit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// world draws a program with pieces, rule choices and caps.
type world struct {
	*rand.Rand
	pieces  []requirement.Piece
	version *requirement.ProgramVersion
	groups  []Group
	caps    []Cap
}

func draw(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7))}
	for i := range 2 + w.IntN(5) {
		w.pieces = append(w.pieces, requirement.Piece{
			Line: fmt.Sprint("l", i), Item: catalog.ItemID(fmt.Sprint("u/", w.IntN(4))), Home: w.IntN(2) == 0,
			Level: []string{"lower", "upper"}[w.IntN(2)], Credits: credit.Int(int64(1 + w.IntN(4))), Doubtful: w.IntN(8) == 0,
		})
	}
	top := w.node(2)
	w.version = &requirement.ProgramVersion{Requires: &top}
	w.choices()
	if w.IntN(3) == 0 {
		c := Cap{Limit: credit.Int(int64(w.IntN(6))), Whole: w.IntN(2) == 0, Subject: w.IntN(2) == 0}
		grouped := w.grouped()
		for i := range w.pieces {
			if w.IntN(2) == 0 && !grouped[int32(i)] {
				c.Items = append(c.Items, int32(i))
			}
		}
		w.caps = append(w.caps, c)
	}
	return w
}

func (w *world) grouped() map[int32]bool {
	out := map[int32]bool{}
	for _, g := range w.groups {
		for _, b := range g.Bundles {
			for _, it := range b.Items {
				out[it] = true
			}
		}
	}
	return out
}

// choices puts the first pieces into one or two rule choices.
func (w *world) choices() {
	at := 0
	for range w.IntN(3) {
		size := 1 + w.IntN(2)
		if at+size > len(w.pieces) {
			return
		}
		g := Group{Bundles: make([]Bundle, 2)}
		for k := range size {
			b := w.IntN(3)
			if b < 2 {
				g.Bundles[b].Items = append(g.Bundles[b].Items, int32(at+k))
			} else {
				g.Bundles[0].Items = append(g.Bundles[0].Items, int32(at+k))
				g.Bundles[1].Items = append(g.Bundles[1].Items, int32(at+k))
			}
		}
		g.Bundles[1].Cost = int64(w.IntN(3))
		at += size
		w.groups = append(w.groups, g)
	}
}

func (w *world) filter() *requirement.ItemFilter {
	switch w.IntN(3) {
	case 0:
		return nil
	case 1:
		return &requirement.ItemFilter{Levels: []string{"upper"}}
	}
	f := requirement.ItemFilter{}
	for i := range 4 {
		if w.IntN(2) == 0 {
			f.Items = append(f.Items, catalog.ItemID(fmt.Sprint("u/", i)))
		}
	}
	if f.Items == nil {
		f.Items = []catalog.ItemID{"u/0"}
	}
	return &f
}

func (w *world) node(depth int) requirement.Node {
	n := requirement.Node{}
	kind := w.IntN(4)
	if depth == 0 {
		kind = 2 + w.IntN(2)
	}
	switch kind {
	case 0, 1:
		var parts []requirement.Node
		for range 1 + w.IntN(3) {
			parts = append(parts, w.node(depth-1))
		}
		switch w.IntN(3) {
		case 0:
			n.Any = parts
		case 1:
			n.Choose = &requirement.Choose{Count: 1 + w.IntN(len(parts)), Of: parts}
		default:
			n.All = parts
		}
	case 2:
		n.Item = catalog.ItemID(fmt.Sprint("u/", w.IntN(4)))
	default:
		n.Take = &requirement.Take{From: w.filter(), Free: w.IntN(4) == 0}
		if w.IntN(2) == 0 {
			n.Take.Items = 1 + w.IntN(2)
		} else {
			n.Take.Credits = credit.Frac(int64(1+w.IntN(10)), 2)
		}
	}
	if w.IntN(5) == 0 {
		limit := credit.Int(int64(w.IntN(5)))
		n.Limits = []requirement.Limit{{Credits: &limit, Of: w.filter(), Split: w.IntN(4) == 0}}
	}
	if w.IntN(6) == 0 && kind != 2 {
		n.Minima = []requirement.Minimum{{Credits: credit.Int(int64(1 + w.IntN(3))), Of: &requirement.ItemFilter{Origin: requirement.Home}}}
	}
	return n
}

func (w *world) question() *Question {
	tree := view.Build(view.Input{Program: "u/p", Version: w.version, Selector: requirement.Selector{Pieces: w.pieces}})
	q := &Question{Groups: w.groups, Caps: w.caps, Parts: []Part{{Tree: tree, Typical: credit.Int(3)}}}
	for i := range tree.Pieces {
		q.Items = append(q.Items, Item{Credits: tree.Pieces[i].Credits})
	}
	return q
}

func answer(t *testing.T, q *Question) *Answer {
	t.Helper()
	a, err := new(Auditor).Answer(q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// better compares complete, then least remaining, then fewest unmet.
func better(a, b *Answer) int {
	if x, y := a.placed.Satisfied, b.placed.Satisfied; x != y {
		if x {
			return 1
		}
		return -1
	}
	if c := b.Remaining.Cmp(a.Remaining); c != 0 {
		return c
	}
	return b.Unmet - a.Unmet
}

// The joint answer is the best over every rule choice made beforehand.
func TestJointChoiceIsTheBestOfAllChoices(t *testing.T) {
	t.Parallel()
	unproven := 0
	for seed := range uint64(600) {
		w := draw(seed)
		joint := answer(t, w.question())
		if !joint.Proven {
			if unproven++; !joint.model.narrow && len(joint.model.p.Alternatives) == len(w.groups) {
				t.Fatalf("seed %d: not proven", seed)
			}
			continue // a limit that splits finely
		}
		var best *Answer
		each(w.groups, nil, func(chosen map[int32]bool) {
			fixed := *w
			fixed.groups = nil
			q := fixed.question()
			q.only(chosen, w.grouped())
			if a := answer(t, q); best == nil || better(a, best) > 0 {
				best = a
			}
		})
		if c := better(joint, best); c != 0 {
			t.Errorf("seed %d: joint %v %v %d, separate %v %v %d", seed, joint.Verdict, joint.Remaining, joint.Unmet, best.Verdict, best.Remaining, best.Unmet)
		}
	}
	if unproven > 60 {
		t.Errorf("%d answers are not proven", unproven)
	}
}

// only takes the grouped pieces that are not chosen out of every set.
func (q *Question) only(chosen, grouped map[int32]bool) {
	for s := range q.Parts[0].Tree.Sets {
		for it := range grouped {
			if !chosen[it] {
				q.Parts[0].Tree.Sets[s].Yes.Remove(int(it))
				q.Parts[0].Tree.Sets[s].Maybe.Remove(int(it))
			}
		}
	}
}

func each(groups []Group, chosen []int32, f func(map[int32]bool)) {
	if len(groups) == 0 {
		set := map[int32]bool{}
		for _, it := range chosen {
			set[it] = true
		}
		f(set)
		return
	}
	for _, b := range groups[0].Bundles {
		each(groups[1:], append(slices.Clip(chosen), b.Items...), f)
	}
}

// What is read back agrees with what was solved, and every verdict has a
// certificate that the checker accepts.
func TestReadingAgreesWithSolving(t *testing.T) {
	t.Parallel()
	none := 0
	for seed := range uint64(600) {
		a := answer(t, draw(seed).question())
		p := &a.Parts[0]
		if !p.Remaining.Equal(a.Remaining) {
			t.Errorf("seed %d: read %v, solved %v", seed, p.Remaining, a.Remaining)
		}
		if yes := p.Nodes[0].Truth == requirement.Yes; yes != a.placed.Satisfied {
			t.Errorf("seed %d: read %v, solved %v", seed, p.Nodes[0].Truth, a.placed.Satisfied)
		}
		if a.Verdict == Undecided {
			continue
		}
		switch proved := new(Auditor).Prove(a, 0); {
		case proved == nil:
			none++
		case proved.Check() != nil:
			t.Errorf("seed %d: %s: %v", seed, a.Verdict, proved.Check())
		}
	}
	if none > 0 {
		t.Errorf("%d verdicts have no certificate", none)
	}
}

// Ways begin with the least work, never get cheaper, and differ.
func TestWays(t *testing.T) {
	t.Parallel()
	several := 0
	for seed := range uint64(120) {
		a := answer(t, draw(seed).question())
		v := new(Auditor)
		ways := v.Ways(a, 4)
		if (len(ways) == 0) != (a.Verdict == Complete) {
			t.Fatalf("seed %d: %s with %d ways", seed, a.Verdict, len(ways))
		}
		if len(ways) > 1 {
			several++
		}
		for i, w := range ways {
			if i == 0 && !w.Remaining.Equal(a.Remaining) || i > 0 && w.Remaining.Cmp(ways[i-1].Remaining) < 0 {
				t.Errorf("seed %d: way %d asks for %v after %v", seed, i, w.Remaining, a.Remaining)
			}
			for j := range i {
				if signature(&ways[j]) == signature(&w) {
					t.Errorf("seed %d: ways %d and %d are one", seed, j, i)
				}
			}
		}
	}
	if several < 5 {
		t.Errorf("only %d programs have several ways", several)
	}
}

// Laws that hold whatever the program: another piece never hurts, a waiver never
// hurts, a cap never helps.
func TestLaws(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		w := draw(seed)
		before := answer(t, w.question())
		if before.model.narrow {
			continue
		}
		fewer := *w
		if grouped := w.grouped(); !grouped[int32(len(w.pieces)-1)] {
			fewer.pieces = w.pieces[:len(w.pieces)-1]
			fewer.caps = dropLast(w.caps, int32(len(w.pieces)-1))
			if a := answer(t, fewer.question()); better(a, before) > 0 {
				t.Errorf("seed %d: better without the last piece: %v after %v", seed, a.Remaining, before.Remaining)
			}
		}
		free := *w
		free.caps = nil
		// A cap that leaves subject credit may take credits which a limit of the
		// program would count.
		if a := answer(t, free.question()); better(before, a) > 0 && !limited(w.version.Requires) {
			t.Errorf("seed %d: a cap helps", seed)
		}
		places, _ := requirement.Places(w.version.Requires, 0, 0)
		path := places[w.IntN(len(places))].Path
		tree := view.Build(view.Input{
			Program: "u/p", Version: w.version, Selector: requirement.Selector{Pieces: w.pieces},
			Exceptions: []requirement.Exception{{ID: "x", Program: "u/p", Path: path, Kind: requirement.Waive}},
		})
		q := w.question()
		q.Parts[0].Tree = tree
		if a := answer(t, q); better(before, a) > 0 {
			t.Errorf("seed %d: waiving %q hurts: %v after %v", seed, path, a.Remaining, before.Remaining)
		}
	}
}

func limited(n *requirement.Node) bool {
	found := len(n.Limits) > 0
	for _, child := range n.Each {
		found = found || limited(child)
	}
	return found
}

func dropLast(caps []Cap, last int32) []Cap {
	var out []Cap
	for _, c := range caps {
		var items []int32
		for _, it := range c.Items {
			if it != last {
				items = append(items, it)
			}
		}
		c.Items = items
		out = append(out, c)
	}
	return out
}
