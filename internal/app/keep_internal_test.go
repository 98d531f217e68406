package app

import (
	"context"
	"io/fs"
	"path"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/scenario"
)

// demoView is the demo world without a store, and its learners.
func demoView(tb testing.TB) (*Service, *View, []record.Record) {
	tb.Helper()
	set, _, problems := catalogfile.LoadFS(context.Background(), fixtures.FS, fixtures.Catalogue, catalogfile.Options{})
	if problems.HasErrors() {
		tb.Fatal(problems)
	}
	v, err := NewView(set, ruleset.Version("test"))
	if err != nil {
		tb.Fatal(err)
	}
	entries, err := fs.ReadDir(fixtures.FS, fixtures.Records)
	if err != nil {
		tb.Fatal(err)
	}
	var out []record.Record
	for _, e := range entries {
		f, err := fixtures.FS.Open(path.Join(fixtures.Records, e.Name()))
		if err != nil {
			tb.Fatal(err)
		}
		rec, problems := recordfile.Read(f, e.Name(), recordfile.Options{Units: scenario.Units(&set)})
		_ = f.Close()
		if problems.HasErrors() {
			tb.Fatal(problems)
		}
		out = append(out, rec)
	}
	return &Service{now: time.Now}, v, out
}

func demoQuery(rec record.Record, target engine.Target) Query {
	return Query{Record: rec, Targets: []engine.Target{target}, AsOf: fixtures.DemoDay()}
}

// A brief answer that is taken from a whole one is the one that would have been
// worked out, for every demo learner at every program.
func TestABriefAnswerIsPartOfTheWholeOne(t *testing.T) {
	t.Parallel()
	s, v, learners := demoView(t)
	for i := range learners {
		for k := range v.Set.Programs {
			p := &v.Set.Programs[k]
			q := demoQuery(learners[i], engine.Target{Institution: p.Institution, Program: p.ID})
			whole, err := s.EvaluateOn(v, q)
			if err != nil {
				t.Fatal(err)
			}
			short, err := s.EvaluateOn(v, q.brief())
			if err != nil {
				t.Fatal(err)
			}
			from := briefly(whole)
			if d := cmp.Diff(string(AppendResult(nil, &short)), string(AppendResult(nil, &from))); d != "" {
				t.Errorf("%s at %s: %s", learners[i].Learner, p.ID, d)
			}
		}
	}
}

func TestKeptAnswersAreThoseOfTheQuestion(t *testing.T) {
	t.Parallel()
	s, v, learners := demoView(t)
	q := demoQuery(learners[0], engine.Target{Institution: "hilltop"})
	other := demoQuery(learners[1], engine.Target{Institution: "hilltop"})
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	kept := NewKept(KeptOptions{Answers: 2, Now: func() time.Time { return now }})
	worked := 0
	ask := func(owner string, q Query) string {
		t.Helper()
		r, err := kept.For(owner).evaluation(v, q, func() (engine.Result, error) { worked++; return s.worked(v, q) })
		if err != nil {
			t.Fatal(err)
		}
		return string(AppendResult(nil, &r))
	}
	expect := func(what string, n int) {
		t.Helper()
		if worked != n {
			t.Errorf("%s: %d answers were worked out, want %d", what, worked, n)
		}
	}
	first := ask("a", q)
	if again := ask("a", q); again != first {
		t.Error("the kept answer is another one")
	}
	expect("the same again", 1)
	ask("a", q.brief())
	expect("a part of it", 1)
	ask("b", q)
	expect("another owner", 2)
	if ask("a", other) == first {
		t.Error("two records have one answer")
	}
	expect("another record", 3)
	ask("a", other)
	ask("b", q)
	expect("the two newest of two", 3)
	ask("a", q)
	expect("the oldest has gone", 4)
	kept.Forget("a")
	ask("b", q)
	expect("b, when a is forgotten", 4)
	ask("a", q)
	expect("a, when it is forgotten", 5)
	now = now.Add(keptFor + time.Second)
	ask("b", q)
	expect("after a while", 6)
	later := q
	later.AsOf = q.AsOf.AddDays(1)
	ask("b", later)
	expect("another day", 7)
	v.Version = "other"
	ask("b", later)
	expect("other rules", 8)
	if n, held := kept.order.Len(), kept.held; n != 1 || held == 0 {
		t.Errorf("%d answers of %d bytes are held under new rules, want one", n, held)
	}
	kept.Clear()
	if n, held := kept.order.Len(), kept.held; n != 0 || held != 0 || len(kept.byKey) != 0 {
		t.Errorf("%d answers of %d bytes are left", n, held)
	}
}

// An answer too large for its share is not kept, and the bytes are bounded.
func TestKeptAnswersAreBoundedByBytes(t *testing.T) {
	t.Parallel()
	s, v, learners := demoView(t)
	q := demoQuery(learners[0], engine.Target{Institution: "hilltop"})
	r, err := s.EvaluateOn(v, q)
	if err != nil {
		t.Fatal(err)
	}
	cost := keptCost(&r)
	for _, c := range []struct{ bytes, want int }{{8*cost - 1, 0}, {8 * cost, 8}, {9*cost - 1, 8}} {
		kept := NewKept(KeptOptions{Bytes: c.bytes})
		for i := range 12 {
			day := q
			day.AsOf = q.AsOf.AddDays(i)
			key, _ := kept.For("a").key("evaluation", &day, &day.Record)
			kept.For("a").put(key, v.Version, r, cost)
		}
		if kept.order.Len() != c.want || kept.held != c.want*cost {
			t.Errorf("%d bytes hold %d answers of %d bytes, %d in all, want %d", c.bytes, kept.order.Len(), cost, kept.held, c.want)
		}
	}
}

func TestNobodyKeepsNothing(t *testing.T) {
	t.Parallel()
	var none *Kept
	if none.For("a") != nil || NewKept(KeptOptions{}).For("") != nil {
		t.Error("something is kept for nobody")
	}
}

// What a record completes is kept as it was worked out, apart from evaluations
// and for its owner alone.
func TestStacksAreKept(t *testing.T) {
	t.Parallel()
	s, v, learners := demoView(t)
	kept := NewKept(KeptOptions{})
	for i := range learners {
		q := StackQuery{Record: learners[i], AsOf: fixtures.DemoDay()}
		want, err := s.StacksOn(v, q)
		if err != nil {
			t.Fatal(err)
		}
		q.Keep = kept.For("a")
		for range 2 {
			got, err := s.StacksOn(v, q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(written(t, &want), written(t, &got)); diff != "" {
				t.Errorf("-worked out +kept:\n%s", diff)
			}
		}
		if kept.Held() != i+1 {
			t.Errorf("%d answers are held for %d learners", kept.Held(), i+1)
		}
	}
	other := StackQuery{Record: learners[0], AsOf: fixtures.DemoDay(), Keep: kept.For("b"), Near: -1}
	if got, err := s.StacksOn(v, other); err != nil || len(got.OneStep)+len(got.InReach) != 0 || kept.Held() != len(learners)+1 {
		t.Errorf("without near misses, for somebody else: %d near, %d held, %v", len(got.OneStep)+len(got.InReach), kept.Held(), err)
	}
	if kept.Forget("a"); kept.Held() != 1 {
		t.Errorf("%d answers are left, 1 of somebody else", kept.Held())
	}
}

func written(t *testing.T, r *engine.StackResult) string {
	t.Helper()
	text, err := EncodeStacks(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
