package solve_test

import (
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/solve"
)

// b builds small problems by hand.
type b struct{ p solve.Problem }

func (b *b) items(credits ...int64) *b {
	for _, c := range credits {
		b.p.Items = append(b.p.Items, solve.Item{Credits: c})
	}
	return b
}

func (b *b) node(n solve.Node) int32 {
	b.p.Nodes = append(b.p.Nodes, n)
	b.p.Root = int32(len(b.p.Nodes) - 1)
	return b.p.Root
}

func (b *b) count(scope int32, need int64, items ...int32) int32 {
	b.p.Sets = append(b.p.Sets, solve.SetOf(items...))
	return b.node(solve.Node{Kind: solve.Take, Set: int32(len(b.p.Sets) - 1), NeedItems: need, Scope: scope})
}

func (b *b) credits(scope int32, need int64, items ...int32) int32 {
	n := b.count(scope, 0, items...)
	b.p.Nodes[n].NeedCredits = need
	return n
}

func (b *b) total(need int64, items ...int32) int32 {
	n := b.credits(0, need, items...)
	b.p.Nodes[n].Free = true
	return n
}

func (b *b) all(children ...int32) {
	b.node(solve.Node{Kind: solve.All, Children: children})
}

func (b *b) anyOf(children ...int32) int32 {
	return b.node(solve.Node{Kind: solve.Any, Children: children})
}

func (b *b) choose(k int32, children ...int32) int32 {
	return b.node(solve.Node{Kind: solve.Choose, K: k, Children: children})
}

func (b *b) share(x, y int32, limit int64) {
	b.p.Shares = append(b.p.Shares, solve.Share{A: x, B: y, Set: -1, Limit: limit})
}

func upTo(n int32) (out []int32) {
	for i := range n {
		out = append(out, i)
	}
	return out
}

func repeat(n int, c int64) (out []int64) {
	for range n {
		out = append(out, c)
	}
	return out
}

// killers are the engine-killers; K20 (names that share a prefix) has no names
// here, only its two siblings of which one is filled.
var killers = []struct {
	name      string
	satisfied bool
	build     func(b *b)
}{
	{"K01 shared course stays visible", true, func(b *b) {
		r, a := b.items(3).count(0, 1, 0), b.count(0, 1, 0)
		b.share(r, a, -1)
		b.all(r, a)
	}},
	{"K02 total counts what others use", true, func(b *b) {
		b.items(1, 1).all(b.count(0, 1, 0), b.count(0, 1, 1), b.total(2, 0, 1))
	}},
	{"K03 seven singletons over six", false, func(b *b) {
		b.items(repeat(6, 1)...)
		var kids []int32
		for range 7 {
			kids = append(kids, b.count(0, 1, upTo(6)...))
		}
		b.all(kids...)
	}},
	{"K04 two halves of thirteen", false, func(b *b) {
		b.items(repeat(13, 1)...).all(b.count(0, 7, upTo(13)...), b.count(0, 7, upTo(13)...))
	}},
	{"K05 a section that needs none", true, func(b *b) {
		b.items(4).all(b.count(0, 1, 0), b.choose(0, b.count(0, 1)))
	}},
	{"K06 total credits are not dropped", false, func(b *b) {
		b.items(4).all(b.count(0, 1, 0), b.total(120, 0))
	}},
	{"K07 the spare half is an elective", true, func(b *b) {
		b.items(4, 4).all(b.anyOf(b.count(0, 1, 0), b.count(0, 1, 1)), b.credits(0, 4, 0, 1))
	}},
	{"K08 major and minor share", true, func(b *b) { b.items(4).all(b.count(0, 1, 0), b.count(1, 1, 0)) }},
	{"K09 eighteen in one range", true, func(b *b) { b.items(repeat(18, 4)...).all(b.credits(0, 16, upTo(18)...)) }},
	{"K10 the scarce course goes where it must", true, func(b *b) {
		b.items(3, 3).all(b.count(0, 1, 0, 1), b.count(0, 1, 0))
	}},
	{"K11 credits consume too", false, func(b *b) { b.items(3).all(b.credits(0, 3, 0), b.count(0, 1, 0)) }},
	{"K12 no splitting", false, func(b *b) { b.items(4).all(b.credits(0, 2, 0), b.credits(0, 2, 0)) }},
	{"K13 one course, two rules", false, func(b *b) { b.items(3).all(b.count(0, 1, 0), b.count(0, 1, 0)) }},
	{"K14 two halves are one credit", false, func(b *b) { b.items(1, 1).all(b.credits(0, 4, 0, 1)) }},
	{"K15 two possible homes", true, func(b *b) { b.items(3, 3).all(b.count(0, 1, 0, 1), b.count(0, 1, 1)) }},
	{"K16 an unneeded branch takes nothing", true, func(b *b) {
		b.items(3, 3).all(b.anyOf(b.count(0, 1, 0), b.count(0, 1, 1)), b.count(0, 1, 1))
	}},
	{"K17 exclusive", false, func(b *b) { b.items(3).all(b.count(0, 1, 0), b.count(0, 1, 0)) }},
	{"K18 at most three uses", false, func(b *b) {
		b.items(3).all(b.count(0, 1, 0), b.count(1, 1, 0), b.count(2, 1, 0), b.count(3, 1, 0))
		b.p.MaxUses = 3
	}},
	{"K19 sharing is not transitive", false, func(b *b) {
		dept, x, y := b.items(3).count(0, 1, 0), b.count(0, 1, 0), b.count(0, 1, 0)
		b.share(dept, x, -1)
		b.share(dept, y, -1)
		b.all(dept, x, y)
	}},
	{"K20 one sibling does not settle the other", false, func(b *b) {
		b.items(3, 3).all(b.count(0, 1, 0), b.count(0, 1))
	}},
}

func TestEngineKillers(t *testing.T) {
	t.Parallel()
	for _, k := range killers {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			var s solve.Solver
			var b b
			k.build(&b)
			a, err := s.Solve(&b.p, solve.Options{})
			if err != nil || !a.Proven || a.Satisfied != k.satisfied {
				t.Fatalf("got %+v, %v", a, err)
			}
			pp, _ := solve.ProofProblem(&b.p)
			if a.Satisfied {
				err = check.Yes(pp, solve.CertifyYes(&b.p, &a))
			} else {
				err = check.No(pp, s.CertifyNo(&b.p, 0))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// The published families, larger than published.
func TestLargeFamilies(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		name          string
		unsat, lacks  int64
		build         func(b *b)
		withoutCredit bool
	}{
		{"two halves of 401", 1, 1, func(b *b) {
			b.items(repeat(401, 1)...).all(b.count(0, 201, upTo(401)...), b.count(0, 201, upTo(401)...))
		}, true},
		{"credits competition 200", 1, 1, func(b *b) {
			b.items(repeat(200, 1)...).all(b.credits(0, 199, upTo(200)...), b.credits(0, 2, upTo(200)...))
		}, true},
		{"120 singletons over 119", 1, 1, func(b *b) {
			b.items(repeat(119, 1)...)
			var kids []int32
			for range 120 {
				kids = append(kids, b.count(0, 1, upTo(119)...))
			}
			b.all(kids...)
		}, true},
		{"chain of 300", 0, 0, func(b *b) {
			kids := []int32{b.items(repeat(300, 1)...).count(0, 1, 0)}
			for j := int32(1); j < 300; j++ {
				kids = append(kids, b.count(0, 1, j-1, j))
			}
			b.all(kids...)
		}, true},
		{"partition of 40", 0, 0, func(b *b) {
			b.items(repeat(80, 3)...).items(repeat(40, 4)...)
			var kids []int32
			for range 40 {
				kids = append(kids, b.credits(0, 10, upTo(120)...))
			}
			b.all(kids...)
		}, true},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			var s solve.Solver
			var b b
			f.build(&b)
			a, err := s.Solve(&b.p, solve.Options{Goals: []solve.Goal{solve.TopUnmet, solve.Remaining}})
			if err != nil || !a.Proven || a.Goals[0] != f.unsat || a.Goals[1] != f.lacks {
				t.Fatalf("%v after %d steps, proven %v, %v", a.Goals, a.Steps, a.Proven, err)
			}
			t.Log(a.Steps, "steps")
		})
	}
}

// The documented examples of others, with what they say. Items are numbered in
// the order of the transcript.
func TestDocumentedExamples(t *testing.T) {
	t.Parallel()
	for _, e := range []struct {
		name      string
		satisfied bool
		uses      []solve.Use // where the only allocation is known
		build     func(b *b)
	}{
		{"waterloo electives", true, nil, func(b *b) { // CS346 348 370 454 488 492
			b.items(repeat(6, 1)...).all(b.count(0, 3, 0, 1, 2, 3, 4), b.count(0, 2, 3, 4), b.count(0, 1, 3, 4, 5))
		}},
		{"question 311829", true, nil, func(b *b) {
			b.items(repeat(4, 1)...).all(b.count(0, 2, 0, 1, 2, 3), b.count(0, 1, 0, 1))
		}},
		{"commuter silence, B C D", false, nil, func(b *b) { b.items(repeat(3, 1)...).all(b.count(0, 2, 0, 1), b.count(0, 2, 1, 2)) }},
		{"commuter silence, A B C D", true, nil, func(b *b) {
			b.items(repeat(4, 1)...).all(b.count(0, 2, 0, 1, 2), b.count(0, 2, 2, 3))
		}},
		{"commuter silence, B C D E", true, nil, func(b *b) {
			b.items(repeat(4, 1)...).all(b.count(0, 2, 0, 1), b.count(0, 2, 1, 2, 3))
		}},
		{"dartmouth government", true, []solve.Use{{Item: 0, Take: 0}, {Item: 1, Take: 1}}, func(b *b) {
			b.items(1, 1).all(b.count(0, 1, 0), b.count(0, 1, 0, 1))
		}},
	} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			var s solve.Solver
			var b b
			e.build(&b)
			a := mustSolve(t, &s, &b.p, nil)
			if a.Satisfied != e.satisfied {
				t.Fatalf("got %+v", a)
			}
			if e.uses != nil && !slices.Equal(a.Uses, e.uses) {
				t.Errorf("got %v, want %v", a.Uses, e.uses)
			}
		})
	}
}
