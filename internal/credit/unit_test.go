package credit

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func parse(t *testing.T, s string) Amount {
	t.Helper()
	a, err := ParseAmount(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The published facts of worked cases C1, C4, C8 and C9.
func TestPublishedConversions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount   string
		from, to Unit
		want     string
	}{
		{"3", Quarter, Semester, "2"},
		{"4", Quarter, Semester, "8/3"},
		{"5", Quarter, Semester, "10/3"},
		{"180", Quarter, Semester, "120"},
		{"3", Semester, Quarter, "4.5"},
		{"60", ECTS, Semester, "30"},
		{"60", ECTS, CATS, "120"},
		{"60", CATS, ECTS, "30"},
		{"120", CATS, Semester, "30"},
		{"7.5", ECTS, Semester, "3.75"},
		{"20", SCQF, LearningHour, "200"},
		{"1", SCQF, LearningHour, "10"},
		{"20", SCQF, ECTS, "10"},
		{"8", Semester, Quarter, "12"},
		{"70", Semester, Quarter, "105"},
		{"40", Semester, Quarter, "60"},
		{"1", CEU, ContactHour, "10"},
		{"3", Semester, Semester, "3"},
	} {
		ratio, ok := Table{}.Ratio(c.from, c.to)
		if got := parse(t, c.amount).Mul(ratio); !ok || !got.Equal(parse(t, c.want)) {
			t.Errorf("%s %s = %s %s, want %s (%v)", c.amount, c.from, got, c.to, c.want, ok)
		}
	}
}

func TestWhatNobodyStatedIsNotConverted(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]Unit{{ClockHour, Semester}, {LearningHour, Semester}, {ContactHour, ClockHour}, {"uvic-unit", Semester}, {ECVET, ECTS}} {
		if ratio, ok := (Table{}).Ratio(pair[0], pair[1]); ok {
			t.Errorf("%s became %s %s", pair[0], ratio, pair[1])
		}
	}
	own := NewTable([]Factor{{From: "bc-credit", To: "uvic-unit", Ratio: Frac(1, 2)}, {From: ClockHour, To: Semester, Ratio: Frac(1, 30)}})
	if ratio, ok := own.Ratio("uvic-unit", "bc-credit"); !ok || !ratio.Equal(Int(2)) {
		t.Errorf("a unit of Victoria is worth %s credits, %v (worked case A15)", ratio, ok)
	}
	if _, ok := own.Ratio(ClockHour, Quarter); ok {
		t.Error("factors were chained")
	}
}

// Worked case C2: a policy's own factor .67 wins over 2/3 in both directions.
func TestOwnFactorsWin(t *testing.T) {
	t.Parallel()
	own := NewTable([]Factor{{From: Semester, To: Quarter, Ratio: Frac(100, 67)}})
	if ratio, ok := own.Ratio(Quarter, Semester); !ok || !ratio.Equal(Frac(67, 100)) {
		t.Errorf("got %s, %v", ratio, ok)
	}
}

// The defaults agree with one another: there and back is 1, and where a unit
// reaches another on two ways both say the same.
func TestDefaultsAreConsistent(t *testing.T) {
	t.Parallel()
	var table Table
	for _, a := range Units() {
		for _, b := range Units() {
			there, ok := table.Ratio(a, b)
			back, ok2 := table.Ratio(b, a)
			if ok != ok2 || ok && !there.Mul(back).Equal(Int(1)) {
				t.Errorf("%s to %s is %s, back %s", a, b, there, back)
			}
			for _, c := range Units() {
				first, ok1 := table.Ratio(b, c)
				direct, ok3 := table.Ratio(a, c)
				if ok && ok1 && ok3 && !there.Mul(first).Equal(direct) {
					t.Errorf("%s to %s is %s, but %s through %s", a, c, direct, there.Mul(first), b)
				}
			}
		}
	}
}

// Worked cases C2 and C4: the same input, three published outputs.
func TestRoundingOfWorkedCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount string
		policy Rounding
		want   string
	}{
		{"2.68", Rounding{Mode: Truncate}, "2"},
		{"8/3", Rounding{Mode: HalfUp, Quantum: Frac(1, 100)}, "2.67"},
		{"3.75", Rounding{Mode: Truncate}, "3"},
		{"3.75", Rounding{Mode: HalfUp}, "4"},
		{"3.75", Rounding{Mode: Exact}, "3.75"},
		{"3.75", Rounding{}, "3.75"},
		{"2.5", Rounding{Mode: HalfEven}, "2"},
		{"3.5", Rounding{Mode: HalfEven}, "4"},
		{"2.5", Rounding{Mode: HalfUp}, "3"},
		{"-2.5", Rounding{Mode: HalfUp}, "-3"},
		{"-2.5", Rounding{Mode: HalfEven}, "-2"},
		{"-2.5", Rounding{Mode: Truncate}, "-2"},
		{"-2.1", Rounding{Mode: Up}, "-3"},
		{"2.1", Rounding{Mode: Up, Quantum: Frac(1, 2)}, "2.5"},
		{"2.25", Rounding{Mode: HalfEven, Quantum: Frac(1, 2)}, "2"},
	} {
		if got := c.policy.Apply(parse(t, c.amount)); !got.Equal(parse(t, c.want)) {
			t.Errorf("%s by %+v = %s, want %s", c.amount, c.policy, got, c.want)
		}
	}
}

// Rounding lands on a multiple of the quantum, at most one quantum away (half a
// quantum for the half modes), on the side that the mode names, and leaves what
// is already there.
func TestRoundingProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := Frac(rapid.Int64Range(-100_000, 100_000).Draw(t, "n"), rapid.Int64Range(1, 999).Draw(t, "d"))
		q := Frac(rapid.Int64Range(1, 20).Draw(t, "qn"), rapid.Int64Range(1, 100).Draw(t, "qd"))
		mode := rapid.SampledFrom([]Mode{Truncate, Up, HalfUp, HalfEven}).Draw(t, "mode")
		r := Rounding{Mode: mode, Quantum: q}
		got := r.Apply(a)
		multiple, off := got.Div(q), got.Sub(a)
		if off.Sign() < 0 {
			off = off.Neg()
		}
		magnitude := new(big.Rat).Abs(got.Rat()).Cmp(new(big.Rat).Abs(a.Rat()))
		switch {
		case !multiple.Rat().IsInt():
			t.Fatalf("%s is no multiple of %s", got, q)
		case off.Cmp(q) >= 0, (mode == HalfUp || mode == HalfEven) && off.Add(off).Cmp(q) > 0:
			t.Fatalf("%s is %s away from %s", got, off, a)
		case mode == Truncate && magnitude > 0, mode == Up && magnitude < 0:
			t.Fatalf("%s of %s went to %s", mode, a, got)
		case mode == HalfEven && off.Add(off).Equal(q) && multiple.Rat().Num().Bit(0) == 1:
			t.Fatalf("the tie %s went to the odd %s", a, got)
		case !r.Apply(got).Equal(got):
			t.Fatalf("rounding %s again gives %s", got, r.Apply(got))
		}
	})
}

func TestRoundingStages(t *testing.T) {
	t.Parallel()
	if r := (Rounding{Mode: HalfUp}); !r.At(PerCourse) || r.At(OnTotal) {
		t.Error("without a stage a policy rounds each course")
	}
	if r := (Rounding{Mode: HalfUp, Stage: OnTotal}); r.At(PerCourse) || r.At(PerRule) || !r.At(OnTotal) {
		t.Error("a policy rounds at its own stage")
	}
	if r := (Rounding{Stage: OnTotal}); r.At(OnTotal) {
		t.Error("without a mode nothing is rounded")
	}
	for _, bad := range []Rounding{{Mode: "down"}, {Mode: Up, Stage: "late"}, {Mode: Up, Quantum: Int(-1)}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is valid", bad)
		}
	}
	if err := (Rounding{Mode: Up, Stage: PerRule, Quantum: Frac(1, 2)}).Validate(); err != nil {
		t.Error(err)
	}
}
