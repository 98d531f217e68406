package catalog

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
)

// ScaleID names a grade scale, for example "us-letter".
type ScaleID string

// Scale is a way of grading. Either Steps lists the symbols from best to worst,
// or Min and Max bound a number.
type Scale struct {
	ID    ScaleID     `json:"id"`
	Name  string      `json:"name"`
	Steps []GradeStep `json:"steps,omitempty"`
	// Numeric scales: a grade is a number between Min and Max, higher is
	// better, and at least Pass passes.
	Numeric bool          `json:"numeric,omitempty"`
	Min     credit.Amount `json:"min,omitzero"`
	Max     credit.Amount `json:"max,omitzero"`
	Pass    credit.Amount `json:"pass,omitzero"`
}

// GradeStep is one symbol of a scale.
type GradeStep struct {
	Symbol string `json:"symbol"`
	// Points on the receiver's grade-point scale, where the symbol has any.
	Points *credit.Amount `json:"points,omitempty"`
	// Passing grades earn credit; letter grades are not pass/fail marks.
	Passing bool `json:"passing,omitempty"`
	Letter  bool `json:"letter,omitempty"`
}

// The scales that Cairn knows without being told.
const (
	USLetter   ScaleID = "us-letter"
	USPoints   ScaleID = "us-points"    // 0.0 to 4.0 as a decimal
	ExamAP     ScaleID = "exam-1-5"     // Advanced Placement, 1 to 5
	ExamIB     ScaleID = "exam-1-7"     // International Baccalaureate, 1 to 7
	Percent    ScaleID = "percent"      // 0 to 100
	ECTSLetter ScaleID = "ects-letter"  // A to F as the ECTS guide defined them
	GradeTen   ScaleID = "numeric-1-10" // common in Europe and Asia
)

// BuiltinScales returns the scales that Cairn knows, newly made.
func BuiltinScales() []Scale {
	return []Scale{
		{ID: USLetter, Name: "US letter grades", Steps: usLetterSteps()},
		{ID: USPoints, Name: "US grade points", Numeric: true, Max: credit.Int(4), Pass: credit.Int(1)},
		{ID: ExamAP, Name: "Advanced Placement score", Numeric: true, Min: credit.Int(1), Max: credit.Int(5), Pass: credit.Int(1)},
		{ID: ExamIB, Name: "International Baccalaureate score", Numeric: true, Min: credit.Int(1), Max: credit.Int(7), Pass: credit.Int(1)},
		{ID: Percent, Name: "Percent", Numeric: true, Max: credit.Int(100), Pass: credit.Int(50)},
		{ID: ECTSLetter, Name: "ECTS grades", Steps: ectsSteps()},
		{ID: GradeTen, Name: "Numeric 1 to 10", Numeric: true, Min: credit.Int(1), Max: credit.Int(10), Pass: credit.Int(5)},
	}
}

func usLetterSteps() []GradeStep {
	letters := []struct {
		symbol string
		tenths int64
	}{
		{"A+", 40},
		{"A", 40},
		{"A-", 37},
		{"B+", 33},
		{"B", 30},
		{"B-", 27},
		{"C+", 23},
		{"C", 20},
		{"C-", 17},
		{"D+", 13},
		{"D", 10},
		{"D-", 7},
		{"F", 0},
	}
	var steps []GradeStep
	for _, l := range letters {
		points := credit.Frac(l.tenths, 10)
		steps = append(steps, GradeStep{Symbol: l.symbol, Points: &points, Passing: l.tenths > 0, Letter: true})
	}
	for _, s := range []string{"P", "CR", "S"} {
		steps = append(steps, GradeStep{Symbol: s, Passing: true})
	}
	for _, s := range []string{"NP", "NC", "U"} {
		steps = append(steps, GradeStep{Symbol: s})
	}
	return steps
}

func ectsSteps() []GradeStep {
	var steps []GradeStep
	for _, s := range []string{"A", "B", "C", "D", "E", "FX", "F"} {
		steps = append(steps, GradeStep{Symbol: s, Passing: s[0] != 'F', Letter: true})
	}
	return steps
}

// Mark is a grade that was understood on its scale.
type Mark struct {
	Scale  ScaleID
	Symbol string
	// Rank orders marks of one scale: higher is better. Marks without a place
	// in the order (pass/fail beside letters) have Ordered false.
	Rank    credit.Amount
	Ordered bool
	Passing bool
	Letter  bool
	Points  *credit.Amount
}

// Read understands a grade as written; ok is false where the scale has no such
// grade.
func (s *Scale) Read(text string) (m Mark, ok bool) {
	t := strings.ToUpper(strings.TrimSpace(text))
	if s.Numeric {
		v, err := credit.ParseAmount(t)
		if err != nil || v.Cmp(s.Min) < 0 || v.Cmp(s.Max) > 0 {
			return Mark{}, false
		}
		m = Mark{Scale: s.ID, Symbol: t, Rank: v, Ordered: true, Letter: true, Passing: v.Cmp(s.Pass) >= 0}
		if s.ID == USPoints {
			m.Points = &v
		}
		return m, true
	}
	i := slices.IndexFunc(s.Steps, func(g GradeStep) bool { return strings.ToUpper(g.Symbol) == t })
	if i < 0 {
		return Mark{}, false
	}
	g := s.Steps[i]
	return Mark{
		Scale: s.ID, Symbol: g.Symbol, Rank: credit.Int(int64(len(s.Steps) - i)),
		Ordered: g.Letter, Passing: g.Passing, Letter: g.Letter, Points: g.Points,
	}, true
}

// Compare orders two marks: by rank on one scale, by grade points across
// scales. ok is false where neither is possible, and then a person must decide.
func (m Mark) Compare(o Mark) (order int, ok bool) {
	switch {
	case m.Scale == o.Scale && m.Ordered && o.Ordered:
		return m.Rank.Cmp(o.Rank), true
	case m.Scale != o.Scale && m.Points != nil && o.Points != nil:
		return m.Points.Cmp(*o.Points), true
	}
	return 0, false
}
