package app

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/open"
)

// counted is a store that counts the calls about rules and can be made to fail.
type counted struct {
	store.Store

	versions, loads atomic.Int64
	fail            atomic.Pointer[error]
	gate            chan struct{} // where not nil, Load waits for it
}

func (c *counted) Version(ctx context.Context) (ruleset.Version, error) {
	c.versions.Add(1)
	if err := c.fail.Load(); err != nil {
		return "", *err
	}
	return c.Store.Version(ctx)
}

func (c *counted) Load(ctx context.Context) (ruleset.Set, ruleset.Version, error) {
	c.loads.Add(1)
	if c.gate != nil {
		<-c.gate
	}
	return c.Store.Load(ctx)
}

// clock is a clock that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, c.at.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

func setup(t *testing.T) (*Service, *counted, *clock) {
	t.Helper()
	data, err := open.Open(t.Context(), "sqlite::memory:", open.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { data.Close() })
	c := &counted{Store: data}
	k := &clock{}
	k.advance(56 * 365 * 24 * time.Hour)
	s, err := New(Options{Store: c, Now: k.now, Recheck: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return s, c, k
}

func institution(id catalog.InstitutionID) catalog.Institution {
	return catalog.Institution{ID: id, Name: "School " + string(id), Kind: catalog.University, Country: "US", Unit: credit.Semester}
}

func item(id catalog.ItemID) catalog.Item {
	return catalog.Item{ID: id, Institution: id.Institution(), Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: "X " + strings.ToUpper(string(id[len(id)-1:])) + "1", Title: "X", Credits: credit.Int(3)}}}
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if err == nil || fault.From(err).Code != code {
		t.Errorf("error = %v, want code %s", err, code)
	}
}

func TestRulesAreCompiledOncePerVersion(t *testing.T) {
	t.Parallel()
	s, c, k := setup(t)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := s.Current(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := c.loads.Load(); n != 1 {
		t.Errorf("%d loads for 50 callers, want 1", n)
	}
	asked := c.versions.Load()
	if _, err := s.Current(t.Context()); err != nil || c.versions.Load() != asked {
		t.Errorf("the store was asked again within the recheck time (%v)", err)
	}
	k.advance(2 * time.Second)
	if _, err := s.Current(t.Context()); err != nil || c.versions.Load() != asked+1 || c.loads.Load() != 1 {
		t.Errorf("after the recheck time: %d questions, %d loads (%v); want one more question and no load",
			c.versions.Load()-asked, c.loads.Load(), err)
	}
}

func TestChangesAreSeen(t *testing.T) {
	t.Parallel()
	s, c, k := setup(t)
	before, err := s.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	update := ruleset.Set{Institutions: []catalog.Institution{institution("a")}}
	change, _, err := s.Import(t.Context(), update, ImportOptions{Expect: before.Version})
	if err != nil || len(change.Entries) != 1 {
		t.Fatalf("%v, %v", change, err)
	}
	own, err := s.Current(t.Context())
	if err != nil || own.Version != change.After || own.Snapshot.Version() != change.After {
		t.Errorf("the own change is not seen at once (%v)", err)
	}
	// Another process, by the same store.
	if _, err := c.Apply(t.Context(), ruleset.Set{Institutions: []catalog.Institution{institution("b")}}, store.ApplyOptions{At: k.now()}); err != nil {
		t.Fatal(err)
	}
	if v, _ := s.Current(t.Context()); v != own {
		t.Error("the view changed before the recheck time")
	}
	k.advance(time.Second)
	v, err := s.Current(t.Context())
	if err != nil || len(v.Set.Institutions) != 2 {
		t.Errorf("another process's change is not seen after the recheck time (%v)", err)
	}
	if len(before.Set.Institutions) != 0 {
		t.Error("an older view changed")
	}
}

func TestOneWhoGivesUpDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	s, c, _ := setup(t)
	c.gate = make(chan struct{})
	first, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() { _, err := s.Current(first); gone <- err }()
	for c.loads.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	second := make(chan error, 1)
	go func() { _, err := s.Current(t.Context()); second <- err }()
	cancel()
	wantCode(t, <-gone, fault.Canceled)
	close(c.gate)
	if err := <-second; err != nil || c.loads.Load() != 1 {
		t.Errorf("the one who waited got %v after %d loads", err, c.loads.Load())
	}
}

func TestAStoreThatFails(t *testing.T) {
	t.Parallel()
	s, c, _ := setup(t)
	down := store.ErrUnavailable
	c.fail.Store(&down)
	_, err := s.Current(t.Context())
	wantCode(t, err, fault.Unavailable)
	secret := errors.New("password=x")
	c.fail.Store(&secret)
	_, err = s.Current(t.Context())
	wantCode(t, err, fault.Internal)
	c.fail.Store(nil)
	if _, err := s.Current(t.Context()); err != nil {
		t.Errorf("a failure was kept: %v", err)
	}
}

// Readers and writers at once: every reader sees a whole version, and versions
// never go back.
func TestReadersDuringImports(t *testing.T) {
	t.Parallel()
	s, _, _ := setup(t)
	const imports = 12
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			last := 0
			for {
				v, err := s.Current(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				n := len(v.Set.Institutions)
				if n < last || v.Snapshot.Version() != v.Version {
					t.Errorf("from %d institutions back to %d", last, n)
				}
				last = n
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range imports {
		set := ruleset.Set{Institutions: []catalog.Institution{institution(catalog.InstitutionID("i" + string(rune('a'+i))))}}
		if _, _, err := s.Import(t.Context(), set, ImportOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	wg.Wait()
	if v, _ := s.Current(t.Context()); len(v.Set.Institutions) != imports {
		t.Errorf("%d institutions, want %d", len(v.Set.Institutions), imports)
	}
}

func TestImportsThatAreRefused(t *testing.T) {
	t.Parallel()
	s, _, _ := setup(t)
	_, _, err := s.Import(t.Context(), ruleset.Set{Items: []catalog.Item{item("nowhere/x")}}, ImportOptions{})
	wantCode(t, err, fault.Invalid)
	_, _, err = s.Import(t.Context(), ruleset.Set{}, ImportOptions{Expect: "other"})
	wantCode(t, err, fault.Conflict)
	if v, err := s.Current(t.Context()); err != nil || len(v.Set.Items) != 0 {
		t.Errorf("something was stored (%v)", err)
	}
}

// A circle that only the update closes is refused, with what it holds.
func TestACircleIsRefused(t *testing.T) {
	t.Parallel()
	program := func(id, credential, needs string) requirement.Program {
		return requirement.Program{
			ID: id, Institution: "a", Title: id, Credential: catalog.ItemID(credential),
			Requires: &requirement.Node{Item: catalog.ItemID(needs)},
		}
	}
	cert := func(id catalog.ItemID) catalog.Item {
		it := item(id)
		it.Kind = catalog.Certificate
		return it
	}
	s, _, _ := setup(t)
	base := ruleset.Set{
		Institutions: []catalog.Institution{institution("a")}, Items: []catalog.Item{cert("a/c1"), cert("a/c2")},
		Programs: []requirement.Program{program("a/p1", "a/c1", "a/c2")},
	}
	if _, _, err := s.Import(t.Context(), base, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Import(t.Context(), ruleset.Set{Programs: []requirement.Program{program("a/p2", "a/c2", "a/c1")}}, ImportOptions{DryRun: true})
	wantCode(t, err, fault.Invalid)
	if f := fault.From(err); f != nil && (len(f.Details) == 0 || f.Details[0].Code != "cyclic_pathway") {
		t.Errorf("details = %v, want cyclic_pathway", f.Details)
	}
}

// A circle of credentials that the second agreement closes is refused at its
// rule, whichever of the two comes first by id.
func TestCredentialsForOneAnotherAreRefused(t *testing.T) {
	t.Parallel()
	recognition := func(id agreement.ID, from, to catalog.ItemID) ruleset.Set {
		return ruleset.Set{Agreements: []agreement.Agreement{{
			ID: id, Version: 1, Title: "T", Kind: agreement.Articulation, Lifecycle: agreement.Draft,
			Senders: []catalog.InstitutionID{from.Institution()}, Receiver: to.Institution(),
			Rules: []agreement.Rule{{ID: "r", When: &agreement.Expr{Item: from}, Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: to}}}},
		}}}
	}
	c, d := item("a/c"), item("b/d")
	c.Kind, d.Kind = catalog.Certificate, catalog.MicroCredential
	s, _, _ := setup(t)
	for _, set := range []ruleset.Set{
		{Institutions: []catalog.Institution{institution("a"), institution("b")}, Items: []catalog.Item{c, d}},
		recognition("first", "a/c", "b/d"),
	} {
		if _, _, err := s.Import(t.Context(), set, ImportOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []agreement.ID{"after", "zero"} {
		_, problems, err := s.Import(t.Context(), recognition(id, "b/d", "a/c"), ImportOptions{DryRun: id == "zero"})
		wantCode(t, err, fault.Invalid)
		if len(problems) != 1 || problems[0].Code != "cyclic_agreement" || problems[0].Pointer != "/agreements/0/rules/0" {
			t.Errorf("problems %v", problems)
		}
	}
	if v, err := s.Current(t.Context()); err != nil || len(v.Set.Agreements) != 1 {
		t.Errorf("something was stored (%v)", err)
	}
}

func TestMovedPointers(t *testing.T) {
	t.Parallel()
	from := &ruleset.Set{Items: []catalog.Item{item("a/x"), item("a/y")}, Agreements: []agreement.Agreement{{ID: "g", Version: 1}, {ID: "g", Version: 2}}}
	to := &ruleset.Set{Items: []catalog.Item{item("a/y")}, Agreements: []agreement.Agreement{{ID: "g", Version: 2}}}
	for pointer, want := range map[string]string{
		"/items/1/kind": "/items/0/kind", "/items/0": "", "/agreements/1/rules/3/when": "/agreements/0/rules/3/when",
		"/items/9": "", "/items/x": "", "": "", "/scales/0": "",
	} {
		if got := moved(pointer, from, to); got != want {
			t.Errorf("moved(%q) = %q, want %q", pointer, got, want)
		}
	}
}

func TestViewFinds(t *testing.T) {
	t.Parallel()
	set := ruleset.Set{Items: []catalog.Item{item("a/x"), item("a-b/x"), item("a/y"), item("b/x")}}
	set.Sort()
	v, err := NewView(set, set.Version())
	if err != nil {
		t.Fatal(err)
	}
	if got := v.ItemsOf("a"); len(got) != 2 || got[0].ID != "a/x" || got[1].ID != "a/y" {
		t.Errorf("ItemsOf(a) = %v", got)
	}
	for id, want := range map[catalog.ItemID]bool{"a/x": true, "a-b/x": true, "a/z": false, "": false} {
		if it, ok := v.Item(id); ok != want || ok && it.ID != id {
			t.Errorf("Item(%s) = %v, %v", id, it, ok)
		}
	}
}

func TestRecordRevisions(t *testing.T) {
	t.Parallel()
	s, _, _ := setup(t)
	ctx := t.Context()
	rec := record.Record{Learner: "l", Attainments: []record.Attainment{{Item: "a/x"}}}
	first, err := s.CreateRecord(ctx, rec)
	if err != nil || first.Revision != 1 {
		t.Fatalf("%v, %v", first, err)
	}
	if _, err := s.ReplaceRecord(ctx, first.ID, rec, 1); err != nil {
		t.Fatal(err)
	}
	_, err = s.ReplaceRecord(ctx, first.ID, rec, 1)
	wantCode(t, err, fault.PreconditionFailed)
	wantCode(t, s.DeleteRecord(ctx, first.ID, 1), fault.PreconditionFailed)
	_, err = s.Record(ctx, uuid.New())
	wantCode(t, err, fault.NotFound)
	if err := s.DeleteRecord(ctx, first.ID, 2); err != nil {
		t.Error(err)
	}
}

func TestEvaluateStatesItsDayAndVersion(t *testing.T) {
	t.Parallel()
	s, _, k := setup(t)
	if _, _, err := s.Import(t.Context(), ruleset.Set{Institutions: []catalog.Institution{institution("a")}}, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	q := Query{Targets: []engine.Target{{Institution: "a"}}}
	r, err := s.Evaluate(t.Context(), q)
	if err != nil || r.AsOf != calendar.Of(k.now()) {
		t.Fatalf("as of %s, %v", r.AsOf, err)
	}
	q.RulesVersion = "older"
	_, err = s.Evaluate(t.Context(), q)
	wantCode(t, err, fault.UnknownRulesVersion)
	q = Query{Targets: []engine.Target{{Institution: "b"}}}
	_, err = s.Evaluate(t.Context(), q)
	wantCode(t, err, fault.Invalid)
}
