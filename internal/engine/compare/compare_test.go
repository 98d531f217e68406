package compare_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/compare"
)

// program is a target with a program: what remains and what counts, in a unit.
func program(id, title string, verdict audit.Verdict, unit credit.Unit, left, counts int64) engine.TargetResult {
	return engine.TargetResult{
		Target: engine.Target{Institution: "x", Program: id}, ProgramTitle: title, InstitutionName: "X", Unit: unit, Decided: true,
		Audit: &engine.Audit{
			Verdict: verdict, Proven: true, Counts: credit.Quantity{Amount: credit.Int(counts), Unit: unit},
			Remaining: engine.Remaining{Credits: credit.Quantity{Amount: credit.Int(left), Unit: unit}, Items: 1, Unmet: 1},
		},
	}
}

func place(id string, unit credit.Unit, counted, elective int64) engine.TargetResult {
	return engine.TargetResult{
		Target: engine.Target{Institution: catalog.InstitutionID(id)}, InstitutionName: id, Unit: unit, Decided: true,
		Totals: engine.Totals{Ledger: engine.Ledger{Counted: credit.Int(counted), Elective: credit.Int(elective), Excess: credit.Int(1), NotAccepted: credit.Int(2)}},
	}
}

func standard(catalog.InstitutionID) credit.Table { return credit.Table{} }

func TestTheOrderIsExact(t *testing.T) {
	t.Parallel()
	want := []struct {
		rank   int
		target engine.TargetResult
	}{
		{1, program("x/done-more", "Z done", audit.Complete, credit.Semester, 0, 90)},
		{2, program("x/done", "A done", audit.Complete, credit.Semester, 0, 60)},
		{3, program("x/quarter", "Quarter", audit.Incomplete, credit.Quarter, 12, 9)}, // 8 semester hours
		{4, program("x/ects", "ECTS", audit.Undecided, credit.ECTS, 18, 20)},          // 9, counts 10
		{5, program("x/semester", "Semester", audit.Incomplete, credit.Semester, 9, 9)},
		{6, program("x/twin-a", "Twin", audit.Incomplete, credit.Semester, 10, 5)},
		{6, program("x/twin-b", "Twin", audit.Incomplete, credit.Semester, 10, 5)},
		{8, program("x/hours", "Hours", audit.Incomplete, credit.ClockHour, 1, 1)}, // nobody states what an hour is worth
		{9, place("b-more", credit.Semester, 10, 5)},
		{10, place("c-quarter", credit.Quarter, 18, 0)}, // 12
		{11, place("a-less", credit.Semester, 5, 5)},
		{12, place("clock", credit.ClockHour, 500, 0)},
	}
	r := &engine.Result{}
	var ids []string
	var ranks []int
	for i := range want {
		r.Targets = append(r.Targets, want[i].target)
		ids, ranks = append(ids, want[i].target.String()), append(ranks, want[i].rank)
	}
	for seed := range uint64(20) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(r.Targets), func(i, j int) { r.Targets[i], r.Targets[j] = r.Targets[j], r.Targets[i] })
		c := compare.Rank(r, standard)
		var got []string
		var at []int
		for i := range c.Rows {
			got, at = append(got, c.Rows[i].String()), append(at, c.Rows[i].Rank)
		}
		if diff := gocmp.Diff(ids, got) + gocmp.Diff(ranks, at); diff != "" {
			t.Fatalf("order %d:\n%s", seed, diff)
		}
	}
}

func TestARowSaysWhatTransfersAndHowSureItIs(t *testing.T) {
	t.Parallel()
	proven := program("x/p", "P", audit.Incomplete, credit.Semester, 3, 3)
	proven.Audit.Proof = &engine.Proof{Checked: true}
	asked := program("x/q", "Q", audit.Undecided, credit.Semester, 4, 3)
	asked.Audit.Questions = []engine.Question{{Path: "a", Text: "b"}}
	cut := program("x/r", "R", audit.Undecided, credit.Semester, 5, 3)
	cut.Audit.Proven = false
	c := compare.Rank(&engine.Result{Targets: []engine.TargetResult{proven, asked, cut, place("y", credit.Semester, 3, 4)}}, standard)
	var got []compare.Certainty
	for i := range c.Rows {
		got = append(got, c.Rows[i].Certainty)
	}
	if !slices.Equal(got, []compare.Certainty{compare.Proven, compare.Questions, compare.Undecided, compare.Decided}) {
		t.Errorf("certainties %v", got)
	}
	last := c.Rows[3]
	if last.Transfers.String() != "7" || last.Counts.String() != "3" || last.Elective.String() != "4" || last.Lost.String() != "3" {
		t.Errorf("%+v", last)
	}
}

// The receiver's own conversions go before the published ones.
func TestConversionsAreTheReceivers(t *testing.T) {
	t.Parallel()
	own := func(catalog.InstitutionID) credit.Table {
		return credit.NewTable([]credit.Factor{{From: credit.ClockHour, To: credit.Semester, Ratio: credit.Frac(1, 30)}})
	}
	r := &engine.Result{Targets: []engine.TargetResult{
		program("x/hours", "Hours", audit.Incomplete, credit.ClockHour, 60, 1), program("x/three", "Three", audit.Incomplete, credit.Semester, 3, 1),
	}}
	if c := compare.Rank(r, own); c.Rows[0].Program != "x/hours" || c.Rows[0].Left.String() != "2" {
		t.Errorf("%+v", c.Rows[0])
	}
}
