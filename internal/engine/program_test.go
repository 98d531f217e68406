package engine_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// withProgram adds a program at r1 that asks for its items, electives and
// totals.
func (w *world) withProgram() *world {
	top := requirement.Node{All: []requirement.Node{w.requirement(1)}}
	if w.chance(2) {
		top.All = append(top.All, w.requirement(1))
	}
	if w.chance(8) {
		top.All = append(top.All, requirement.Node{Any: []requirement.Node{w.requirement(1), {Unknown: "whether the essay counts"}}})
	}
	if w.chance(3) {
		top.All = append(top.All, requirement.Node{ID: "total", Take: &requirement.Take{Credits: credit.Int(int64(3 + w.IntN(9))), Free: true}})
	}
	if w.chance(3) {
		limit := credit.Int(int64(2 + w.IntN(6)))
		top.Limits = []requirement.Limit{{Credits: &limit, Of: &requirement.ItemFilter{Origin: requirement.Transferred}}}
	}
	w.set.Programs = []requirement.Program{{ID: "r1/degree", Institution: "r1", Title: "Degree", Requires: &top}}
	return w
}

func (w *world) requirement(depth int) requirement.Node {
	item := func() requirement.Node { return requirement.Node{Item: w.targets[w.IntN(4)]} }
	if depth == 0 {
		return item()
	}
	switch w.IntN(4) {
	case 0:
		return requirement.Node{Any: []requirement.Node{item(), item()}}
	case 1:
		return requirement.Node{Choose: &requirement.Choose{Count: 2, Of: []requirement.Node{item(), item(), item()}}}
	case 2:
		return requirement.Node{Take: &requirement.Take{Items: 1 + w.IntN(2), From: &requirement.ItemFilter{Items: []catalog.ItemID{w.targets[0], w.targets[1], w.targets[2]}}}}
	}
	return requirement.Node{Take: &requirement.Take{Credits: credit.Int(int64(2 + w.IntN(5)))}}
}

func (w *world) programQuery() engine.Query {
	q := w.query()
	q.Targets = []engine.Target{{Institution: "r1", Program: "r1/degree"}}
	return q
}

// A program's ledger balances like any other, every verdict is proven and its
// proof accepted, and the order of input changes nothing.
func TestProgramsInRandomWorlds(t *testing.T) {
	t.Parallel()
	verdicts := map[audit.Verdict]int{}
	undecided := 0
	for seed := range uint64(1500) {
		w := newWorld(seed).withProgram()
		s := compile(t, w)
		q := w.programQuery()
		res := evaluate(t, s, q)
		before := encode(t, res)
		tr := &res.Targets[0]
		if !tr.Decided {
			undecided++ // a cap that splits what a rule choice gives
			tr.Decided = true
		}
		checkTarget(t, seed, tr, len(q.Record.Attainments))
		if tr.Audit == nil {
			t.Fatalf("seed %d: no audit", seed)
		}
		verdicts[tr.Audit.Verdict]++
		if p := tr.Audit.Proof; tr.Audit.Verdict != audit.Undecided && (p == nil || !p.Checked) {
			t.Errorf("seed %d: %s without an accepted proof", seed, tr.Audit.Verdict)
		}
		r := rand.New(rand.NewPCG(seed, 3))
		shuffle(r, q.Record.Attainments)
		if got := encode(t, evaluate(t, s, q)); got != before {
			t.Errorf("seed %d: another order gives another answer", seed)
		}
	}
	if undecided > 15 {
		t.Errorf("%d worlds are not decided", undecided)
	}
	for _, v := range []audit.Verdict{audit.Complete, audit.Incomplete, audit.Undecided} {
		if verdicts[v] < 5 {
			t.Errorf("only %d worlds are %s", verdicts[v], v)
		}
	}
}

// The joint answer is as good as the best of every admissible combination of
// rule applications taken by itself, and no better. Where it says that it is not
// sure of the least, its bound holds for every one of them.
func TestRulesAndPlacementAreChosenTogether(t *testing.T) {
	t.Parallel()
	choices, unsure, again := 0, 0, 0
	for seed := range uint64(1500) {
		w := newWorld(seed).withProgram()
		q := w.programQuery()
		joint, separate, err := compile(t, w).JointAndSeparate(&q)
		if err != nil || len(separate) == 0 || !joint.Proven {
			continue
		}
		best := separate[0]
		for _, s := range separate[1:] {
			if s.Proven && ahead(s, best) > 0 {
				best = s
			}
		}
		if len(separate) > 1 {
			choices++
		}
		if joint.Bound.Cmp(joint.Remaining) < 0 {
			unsure++
			if ahead(joint, best) > 0 || joint.Bound.Cmp(best.Remaining) > 0 {
				t.Errorf("seed %d: joint %v, best of %d separate %v", seed, joint, len(separate), best)
			}
			continue
		}
		if ahead(joint, best) < 0 && joint.Verdict == best.Verdict && joint.Unmet <= best.Unmet {
			// Without the rule its course could be taken again, for less than
			// what else there is; the record brings it, so that it cannot.
			again++
			continue
		}
		if ahead(joint, best) != 0 {
			t.Errorf("seed %d: joint %v, best of %d separate %v", seed, joint, len(separate), best)
		}
	}
	if choices < 50 {
		t.Errorf("only %d worlds have a choice", choices)
	}
	if unsure > 60 || again > 3 {
		t.Errorf("%d answers are not sure of the least, %d have less without a rule", unsure, again)
	}
}

// ahead compares verdicts, then what remains, then what is unmet.
func ahead(a, b engine.Standing) int {
	if x, y := a.Verdict == audit.Complete, b.Verdict == audit.Complete; x != y {
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

// studies is a major that asks for 3 of 5 courses and a minor that asks for 2
// of them, with a budget for both; v accepts the same courses for a
// certificate.
func studies(budget *int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(1, 1))}
	w.set.Institutions = []catalog.Institution{
		{ID: "u", Name: "U", Kind: catalog.FourYear, Unit: credit.Semester},
		{ID: "v", Name: "V", Kind: catalog.FourYear, Unit: credit.Quarter},
	}
	var ids, other []catalog.ItemID
	a := agreement.Agreement{
		ID: "u-v", Version: 1, Kind: agreement.Articulation, Receiver: "v", Senders: []catalog.InstitutionID{"u"},
		Lifecycle: agreement.Approved, Basis: agreement.OnEvaluation,
		Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2020, 1, 1)},
	}
	for n := range 5 {
		for _, inst := range []catalog.InstitutionID{"u", "v"} {
			id := catalog.ItemID(fmt.Sprintf("%s/c%d", inst, n))
			size := credit.Int(3)
			if inst == "v" {
				size = credit.Frac(9, 2)
			}
			w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: inst, Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: fmt.Sprintf("C %d", n), Title: "Course", Credits: size}}})
		}
		ids = append(ids, catalog.ItemID(fmt.Sprintf("u/c%d", n)))
		other = append(other, catalog.ItemID(fmt.Sprintf("v/c%d", n)))
		a.Rules = append(a.Rules, agreement.Rule{
			ID: fmt.Sprint("r", n), When: &agreement.Expr{Item: ids[n]},
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: other[n]}},
		})
	}
	w.set.Agreements = []agreement.Agreement{a}
	take := func(n int, of []catalog.ItemID) *requirement.Node {
		return &requirement.Node{ID: "courses", Take: &requirement.Take{Items: n, From: &requirement.ItemFilter{Items: of}}}
	}
	w.set.Programs = []requirement.Program{
		{ID: "u/major", Institution: "u", Title: "Major", Requires: take(3, ids)},
		{ID: "u/minor", Institution: "u", Title: "Minor", Requires: take(2, ids), Shares: []requirement.Share{
			{Between: []string{"program:u/minor", "program:*"}, Items: budget},
		}},
		{ID: "v/certificate", Institution: "v", Title: "Certificate", Requires: take(2, other)},
	}
	w.set.Sort()
	return w
}

// Programs that are solved together keep to their budgets, also across
// institutions: 3 and 2 courses need 5, or 4 of which one is shared.
func TestProgramsTogether(t *testing.T) {
	t.Parallel()
	zero, one := 0, 1
	minor, certificate := "u/minor", "v/certificate"
	for _, tt := range []struct {
		name    string
		budget  *int
		courses int
		maxUses int
		other   string
		want    audit.Verdict
		missing int
	}{
		{"no budget", nil, 3, 0, minor, audit.Complete, 0},
		{"one shared of four", &one, 4, 0, minor, audit.Complete, 0},
		{"one shared of three", &one, 3, 0, minor, audit.Incomplete, 1},
		{"none shared of four", &zero, 4, 0, minor, audit.Incomplete, 1},
		{"none shared of five", &zero, 5, 0, minor, audit.Complete, 0},
		{"each used once", nil, 4, 1, minor, audit.Incomplete, 1},
		{"each used twice", nil, 3, 2, minor, audit.Complete, 0},
		{"elsewhere without budget", nil, 3, 0, certificate, audit.Complete, 0},
		{"elsewhere, each used once", nil, 4, 1, certificate, audit.Incomplete, 1},
		{"elsewhere, enough", nil, 5, 1, certificate, audit.Complete, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := compile(t, studies(tt.budget))
			var rec record.Record
			for n := range tt.courses {
				rec.Attainments = append(rec.Attainments, record.Attainment{
					ID: fmt.Sprint(n), Item: catalog.ItemID(fmt.Sprintf("u/c%d", n)), Attained: calendar.NewDate(2025, 5, 1),
				})
			}
			other := engine.Target{Institution: catalog.InstitutionID(tt.other[:1]), Program: tt.other}
			res := evaluate(t, s, engine.Query{
				Record: rec, AsOf: asOf, Together: true, MaxUses: tt.maxUses,
				Targets: []engine.Target{{Institution: "u", Program: "u/major"}, other},
			})
			got := res.Together
			if got == nil || got.Verdict != tt.want || !got.Proven || got.Remaining.Items != tt.missing {
				t.Fatalf("%+v", got)
			}
			if shared := len(got.Shared); tt.maxUses != 1 && shared != 5-tt.missing-tt.courses && tt.budget != nil {
				t.Errorf("%d lines are shared", shared)
			}
		})
	}
}

// A thousand overlapping requirements against two thousand courses: they ask
// for 2,000 of the 1,030 courses that qualify, and the search for a placement
// would not end by itself. An answer comes, and it is never "complete".
func TestManyOverlappingRequirements(t *testing.T) {
	t.Parallel()
	set, q := ordinaryDegree()
	set.Items, q.Record.Attainments = nil, nil
	for n := range 2000 {
		id := catalog.ItemID(fmt.Sprint("u/i", n))
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Course, Versions: []catalog.ItemVersion{
			{Code: fmt.Sprint("A ", n), Title: "Course", Credits: credit.Int(3)},
		}})
		q.Record.Attainments = append(q.Record.Attainments, record.Attainment{ID: fmt.Sprint(n), Item: id, Term: "Fall 2020", Grade: "B"})
	}
	var top requirement.Node
	for n := range 1000 {
		top.All = append(top.All, requirement.Node{ID: fmt.Sprint("n", n), Take: &requirement.Take{
			Items: 2, From: &requirement.ItemFilter{Subjects: []string{"A"}, Numbers: []string{fmt.Sprintf("%d-%d", n, n+30)}},
		}})
	}
	set.Programs[0].Requires = &top
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	a := evaluate(t, s, q).Targets[0].Audit
	// A search that was cut short says no only with a bound above nothing.
	doubtful := a.Verdict == audit.Incomplete && !a.Proven && (a.Remaining.Bound == nil || a.Remaining.Bound.Amount.Sign() <= 0)
	if a.Verdict == audit.Complete || len(a.Requirements) != 1001 || doubtful {
		t.Errorf("%s, proven %v, %d requirements", a.Verdict, a.Proven, len(a.Requirements))
	}
}

// What is beyond the numbers of the search is refused with advice that fits.
func TestAProgramOfTooManyRequirementsIsRefused(t *testing.T) {
	t.Parallel()
	set, q := ordinaryDegree()
	var top requirement.Node
	for n := range 1000 {
		top.All = append(top.All, requirement.Node{ID: fmt.Sprint("n", n), Take: &requirement.Take{
			Credits: credit.Int(100_000), From: &requirement.ItemFilter{Subjects: []string{fmt.Sprint("S", n)}},
		}})
	}
	set.Programs[0].Requires = &top
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Evaluate(q)
	var problems diag.List
	if !errors.As(err, &problems) || problems[0].Code != "audit_impossible" || problems[0].Pointer != "" ||
		!strings.Contains(problems[0].Message, "1001 requirements") || !strings.Contains(problems[0].Suggestion, "several courses in one requirement") {
		t.Errorf("got %v", err)
	}
}

// An entry that no catalogue version covers is said beside the version that is
// asked instead.
func TestAnEntryOutsideEveryCatalogueIsSaid(t *testing.T) {
	t.Parallel()
	set, q := ordinaryDegree()
	set.Programs[0].Catalog = calendar.Range{From: calendar.NewDate(2019, 8, 1)}
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Date]int{calendar.NewDate(2018, 1, 15): 1, calendar.NewDate(2020, 1, 15): 0} {
		q.Record.EntryCatalog = map[catalog.InstitutionID]calendar.Date{"u": day}
		said := 0
		for _, r := range evaluate(t, s, q).Targets[0].Audit.RightReasons {
			if r.Code == "catalogue_entry_unknown" && r.Have.Date == day && r.Need.Date == set.Programs[0].Catalog.From {
				said++
			}
		}
		if said != want {
			t.Errorf("entry %s: said %d times, want %d", day, said, want)
		}
	}
}
