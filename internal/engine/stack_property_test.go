package engine_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// ladderWorld is a small random world: programs at two institutions that choose
// courses, look at the credentials of programs before them, or take those of
// the other institution through a rule; and a record.
type ladderWorld struct {
	*rand.Rand
	set    ruleset.Set
	record record.Record
	plain  []plainProgram
}

// plainProgram is what the tests know of a program.
type plainProgram struct {
	id    string
	k     int
	from  []catalog.ItemID
	held  int // the program whose credential it looks at, or -1
	stack requirement.StackPolicy
}

var stackInstitutions = []catalog.InstitutionID{"a", "b"}

// newLadder makes a world; with policies, programs compete for pieces and no
// rule leads from one institution to the other.
func newLadder(seed uint64, programs int, policies bool) *ladderWorld {
	w := &ladderWorld{Rand: rand.New(rand.NewPCG(seed, 11))}
	for _, inst := range stackInstitutions {
		w.set.Institutions = append(w.set.Institutions, catalog.Institution{ID: inst, Name: "Institution " + string(inst), Kind: catalog.FourYear, Unit: credit.Semester})
		for n := range 5 {
			w.item(catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, n)), catalog.Course, 3)
		}
	}
	for n := range programs {
		w.program(n, policies)
	}
	if !policies {
		w.rules()
	}
	for i := range w.set.Items {
		if it := &w.set.Items[i]; it.Kind == catalog.Course && w.IntN(3) > 0 {
			w.record.Attainments = append(w.record.Attainments, w.attainment(it.ID))
		}
	}
	w.set.Sort()
	return w
}

func (w *ladderWorld) attainment(id catalog.ItemID) record.Attainment {
	return record.Attainment{ID: string(id), Item: id, Grade: "B", Attained: calendar.NewDate(2020+w.IntN(5), time.Month(1+w.IntN(12)), 1)}
}

func (w *ladderWorld) item(id catalog.ItemID, kind catalog.ItemKind, credits int64) {
	w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: id.Institution(), Kind: kind, Versions: []catalog.ItemVersion{{
		Code: string(id), Title: string(id), Credits: credit.Int(credits),
	}}})
}

func (w *ladderWorld) program(n int, policies bool) {
	inst := stackInstitutions[w.IntN(2)]
	if policies {
		inst = "a"
	}
	p := plainProgram{id: fmt.Sprintf("%s/p-%d", inst, n), held: -1}
	cred := catalog.ItemID(fmt.Sprintf("%s/k-%d", inst, n))
	w.item(cred, catalog.Certificate, 0)
	for _, c := range w.Perm(5)[:1+w.IntN(4)] {
		p.from = append(p.from, catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, c)))
	}
	p.k = 1 + w.IntN(len(p.from))
	req := requirement.Node{All: []requirement.Node{{ID: "take", Take: &requirement.Take{Items: p.k, From: &requirement.ItemFilter{Items: p.from}}}}}
	if n > 0 && w.IntN(3) == 0 {
		p.held = w.IntN(n)
		_, number, _ := cutLast(w.plain[p.held].id)
		held := catalog.ItemID(fmt.Sprintf("%s/k-%s", catalog.ItemID(w.plain[p.held].id).Institution(), number))
		req.All = append(req.All, requirement.Node{ID: "held", Held: &requirement.ItemFilter{Items: []catalog.ItemID{held}}})
	}
	if policies {
		p.stack.Pieces = []requirement.PieceUse{"", requirement.PiecesOneAward, requirement.PiecesDebited}[w.IntN(3)]
		if n > 0 && w.IntN(5) == 0 {
			p.stack.NotWith = []string{w.plain[w.IntN(n)].id}
		}
	}
	if w.IntN(4) == 0 {
		p.stack.Conferral = requirement.ByApplication
	}
	w.plain = append(w.plain, p)
	w.set.Programs = append(w.set.Programs, requirement.Program{
		ID: p.id, Institution: inst, Title: "Program " + p.id, Credential: cred, Stack: &p.stack, Requires: &req,
	})
}

func cutLast(id string) (before, after string, ok bool) {
	for i := len(id) - 1; i >= 0; i-- {
		if id[i] == '-' {
			return id[:i], id[i+1:], true
		}
	}
	return id, "", false
}

// rules let credentials and courses of a count as courses of b.
func (w *ladderWorld) rules() {
	a := agreement.Agreement{
		ID: "a-b", Version: 1, Title: "A to B", Kind: agreement.Articulation, Receiver: "b", Senders: []catalog.InstitutionID{"a"},
		Lifecycle: agreement.Approved, Credit: agreement.ByRule, Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2019, 1, 1)},
	}
	var sources []catalog.ItemID
	for i := range w.set.Items {
		if w.set.Items[i].Institution == "a" {
			sources = append(sources, w.set.Items[i].ID)
		}
	}
	for n := range 1 + w.IntN(4) {
		a.Rules = append(a.Rules, agreement.Rule{
			ID: fmt.Sprintf("r%d", n), When: &agreement.Expr{Item: sources[w.IntN(len(sources))]},
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: catalog.ItemID(fmt.Sprintf("b/c-%d", w.IntN(5)))}},
		})
	}
	w.set.Agreements = append(w.set.Agreements, a)
}

func (w *ladderWorld) compile(t *testing.T) *engine.Snapshot {
	t.Helper()
	if problems := ruleset.Validate(&w.set); problems.HasErrors() {
		t.Fatal(problems.Error())
	}
	s, err := engine.Compile(&w.set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func completeIDs(res *engine.StackResult) []string {
	var all []string
	for _, a := range res.Completed {
		all = append(all, a.Program)
	}
	for _, a := range res.Available {
		all = append(all, a.Program)
	}
	slices.Sort(all)
	return all
}

// naiveStacks asks Evaluate about every program again and again, with what was
// completed added to the record, until nothing changes. found only says what the
// credentials are made of.
func naiveStacks(t *testing.T, s *engine.Snapshot, w *ladderWorld, found *engine.StackResult) []string {
	t.Helper()
	madeOf := map[string]string{}
	for _, a := range found.Completed {
		for _, u := range a.Uses {
			madeOf[a.Program] += strings.ReplaceAll(strings.Join(u.Lines, " "), "conferred:", "x") + " "
		}
	}
	done := map[string]bool{}
	rec := record.Record{Attainments: slices.Clone(w.record.Attainments)}
	for grown := true; grown; {
		grown = false
		for i := range w.set.Programs {
			p := &w.set.Programs[i]
			if done[p.ID] {
				continue
			}
			res := evaluate(t, s, engine.Query{Record: rec, AsOf: asOf, Targets: []engine.Target{{Institution: p.Institution, Program: p.ID}}})
			if res.Targets[0].Audit.Verdict != audit.Complete {
				continue
			}
			done[p.ID], grown = true, true
			if p.Stack.Conferral != requirement.ByApplication {
				rec.Attainments = append(rec.Attainments, record.Attainment{ID: "x" + p.ID, Item: p.Credential, Attained: asOf, Attributes: map[string]string{engine.MadeOf: cmp.Or(madeOf[p.ID], "none")}})
			}
		}
	}
	var out []string
	for id := range done {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func TestStacksAreTheFixedPoint(t *testing.T) {
	t.Parallel()
	chains := 0
	for seed := range uint64(500) {
		w := newLadder(seed, 6, false)
		s := w.compile(t)
		res := stacks(t, s, w.record)
		all := completeIDs(&res)
		if diff := gocmp.Diff(naiveStacks(t, s, w, &res), all); diff != "" {
			t.Fatalf("seed %d: -naive +stacks\n%s", seed, diff)
		}
		for _, a := range res.Completed {
			if a.Step > 1 {
				chains++
			}
		}
	}
	if chains < 20 {
		t.Errorf("only %d credentials build on others: the worlds are too tame", chains)
	}
}

func TestStacksDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		w := newLadder(seed, 5, seed%2 == 0)
		want := asJSON(t, stacks(t, w.compile(t), w.record))
		shuffle(w.Rand, w.record.Attainments)
		shuffle(w.Rand, w.set.Programs)
		shuffle(w.Rand, w.set.Items)
		w.set.Sort()
		if diff := gocmp.Diff(want, asJSON(t, stacks(t, w.compile(t), w.record))); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// One more passed course never loses a completed program; where programs
// compete it never leaves fewer.
func TestOneMoreCourseNeverLosesAStack(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		policies := seed%2 == 0
		w := newLadder(seed, 5, policies)
		s := w.compile(t)
		before := stacks(t, s, w.record)
		more := w.record
		more.Attainments = slices.Clone(more.Attainments)
		for i := range w.set.Items {
			id := w.set.Items[i].ID
			if w.set.Items[i].Kind == catalog.Course && !slices.ContainsFunc(more.Attainments, func(a record.Attainment) bool { return a.Item == id }) {
				more.Attainments = append(more.Attainments, w.attainment(id))
				break
			}
		}
		after := stacks(t, s, more)
		old := completeIDs(&before)
		now := completeIDs(&after)
		for _, id := range old {
			if !policies && !slices.Contains(now, id) {
				t.Fatalf("seed %d: %s was lost", seed, id)
			}
		}
		if len(now) < len(old) {
			t.Fatalf("seed %d: %v became %v", seed, old, now)
		}
	}
}
