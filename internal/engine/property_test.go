package engine_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/choose"
)

const worlds = 10_000

func evaluate(t *testing.T, s *engine.Snapshot, q engine.Query) engine.Result {
	t.Helper()
	res, err := s.Evaluate(q)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func compile(t *testing.T, w *world) *engine.Snapshot {
	t.Helper()
	s, err := engine.Compile(&w.set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Credits in equal credits out, on every line and in total, in every world.
func TestLedgerBalancesInRandomWorlds(t *testing.T) {
	t.Parallel()
	seen := map[engine.Status]int{}
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		q := w.query()
		res := evaluate(t, compile(t, w), q)
		for _, tr := range res.Targets {
			checkTarget(t, seed, &tr, len(q.Record.Attainments))
			for _, l := range tr.Lines {
				seen[l.Status]++
			}
		}
	}
	for _, s := range engine.Statuses() {
		if seen[s] == 0 && s != engine.TakeAtReceiver {
			t.Errorf("no world gave a line the status %s: the worlds are too tame", s)
		}
	}
}

func checkTarget(t *testing.T, seed uint64, tr *engine.TargetResult, lines int) {
	t.Helper()
	if !tr.Decided || len(tr.Lines) != lines {
		t.Fatalf("seed %d: decided %v, %d lines of %d", seed, tr.Decided, len(tr.Lines), lines)
	}
	var sum engine.Ledger
	for _, l := range tr.Lines {
		if !l.Ledger.Balanced() || negative(&l.Ledger) {
			t.Fatalf("seed %d: line %s (%s) does not balance: %+v", seed, l.ID, l.Status, l.Ledger)
		}
		if !slices.Contains(engine.Statuses(), l.Status) || len(l.Reasons) == 0 {
			t.Fatalf("seed %d: line %s has status %q and %d reasons", seed, l.ID, l.Status, len(l.Reasons))
		}
		for _, r := range l.Reasons {
			if r.Code == "" || r.Text == "" {
				t.Fatalf("seed %d: line %s has an empty reason: %+v", seed, l.ID, r)
			}
		}
		sum.Brought, sum.Granted = sum.Brought.Add(l.Ledger.Brought), sum.Granted.Add(l.Ledger.Granted)
	}
	if !tr.Totals.Balanced || !tr.Totals.Brought.Equal(sum.Brought) || !tr.Totals.Granted.Equal(sum.Granted) {
		t.Fatalf("seed %d: the totals do not balance: %+v", seed, tr.Totals)
	}
}

// negative reports a negative part; rounding alone may be negative.
func negative(l *engine.Ledger) bool {
	return slices.ContainsFunc([]credit.Amount{
		l.Brought, l.Granted, l.Counted, l.Elective, l.Excess, l.NotAccepted, l.Undecided,
	}, func(a credit.Amount) bool { return a.Sign() < 0 })
}

// The order of attainments and of anything in the files changes no byte.
func TestOrderChangesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		w := newWorld(seed)
		q := w.query()
		want := encode(t, evaluate(t, compile(t, w), q))
		r := rand.New(rand.NewPCG(seed, 99))
		shuffle(r, q.Record.Attainments)
		shuffle(r, w.set.Institutions)
		shuffle(r, w.set.Items)
		shuffle(r, w.set.Agreements)
		w.set.Sort()
		if diff := cmp.Diff(want, encode(t, evaluate(t, compile(t, w), q))); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func encode(t *testing.T, res engine.Result) string {
	t.Helper()
	b, err := json.MarshalIndent(res, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// bruteForce tries every combination.
type bruteForce struct{ t *testing.T }

func (b bruteForce) Choose(p *choose.Problem, _ int) choose.Choice {
	n := len(p.Candidates)
	if n > 14 {
		return choose.Exact{}.Choose(p, 1<<30) // too many to try them all
	}
	best, found := choose.Choice{Proven: true}, false
	for mask := range 1 << n {
		var chosen []int
		for i := range n {
			if mask>>i&1 == 1 {
				chosen = append(chosen, i)
			}
		}
		if !admissible(p, chosen) {
			continue
		}
		c := choose.Choice{Chosen: chosen, Kept: choose.Value(p, chosen), Proven: true}
		for _, k := range c.Kept {
			c.Units, c.Direct = c.Units+k.Units, c.Direct+k.Direct
		}
		c.Bound = c.Units
		if !found || beats(&c, &best) {
			best, found = c, true
		}
	}
	return best
}

func beats(a, b *choose.Choice) bool {
	switch {
	case a.Units != b.Units:
		return a.Units > b.Units
	case a.Direct != b.Direct:
		return a.Direct > b.Direct
	case len(a.Chosen) != len(b.Chosen):
		return len(a.Chosen) < len(b.Chosen)
	}
	return slices.Compare(a.Chosen, b.Chosen) < 0
}

func admissible(p *choose.Problem, chosen []int) bool {
	for i, a := range chosen {
		for _, b := range chosen[:i] {
			if choose.Conflict(&p.Candidates[a], &p.Candidates[b]) {
				return false
			}
		}
	}
	for i := range p.Candidates {
		if !slices.Contains(chosen, i) && !slices.ContainsFunc(chosen, func(c int) bool {
			return choose.Conflict(&p.Candidates[c], &p.Candidates[i]) && choose.Blocks(&p.Candidates[c], &p.Candidates[i])
		}) {
			return false
		}
	}
	return true
}

// The engine's choice equals brute force over all admissible combinations.
func TestChoiceEqualsBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4000) {
		w := newWorld(seed)
		q := w.query()
		s := compile(t, w)
		want := encode(t, evaluate(t, s.WithChooser(bruteForce{t}), q))
		if diff := cmp.Diff(want, encode(t, evaluate(t, s, q))); diff != "" {
			t.Fatalf("seed %d (-brute force +engine):\n%s", seed, diff)
		}
	}
}
