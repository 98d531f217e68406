package credit

import "slices"

// Unit names a system of credit. Institutions may add their own (for example a
// "uvic-unit" worth two British Columbia credits) by giving a conversion.
type Unit string

// The units that Cairn knows without being told.
const (
	Semester     Unit = "semester"      // US semester credit hour
	Quarter      Unit = "quarter"       // US quarter credit hour
	ECTS         Unit = "ects"          // European credit, 60 a year
	CATS         Unit = "cats"          // UK credit, 120 a year
	SCQF         Unit = "scqf"          // Scottish credit point, 10 hours of learning
	ECVET        Unit = "ecvet"         // European vocational credit
	Competency   Unit = "competency"    // competency unit, one semester hour
	ContactHour  Unit = "contact-hour"  // an hour in class
	ClockHour    Unit = "clock-hour"    // an hour of training; converts by agreement only
	LearningHour Unit = "learning-hour" // notional hour of learning
	CEU          Unit = "ceu"           // continuing education unit, 10 contact hours
	Course       Unit = "course"        // whole courses, where an award counts those
)

// Factor says how much of To one From is worth: x From = x × Ratio To.
type Factor struct {
	From  Unit   `json:"from"`
	To    Unit   `json:"to"`
	Ratio Amount `json:"ratio"`
}

// defaults are the published conversions; a receiver's policy overrides them.
// 60 ECTS = 30 semester hours = 120 CATS; 1 SCQF point = 10 hours.
var defaults = []Factor{
	{Quarter, Semester, Frac(2, 3)},
	{ECTS, Semester, Frac(1, 2)},
	{CATS, ECTS, Frac(1, 2)},
	{CATS, Semester, Frac(1, 4)},
	{CATS, Quarter, Frac(3, 8)},
	{ECTS, Quarter, Frac(3, 4)},
	{SCQF, CATS, Int(1)},
	{SCQF, ECTS, Frac(1, 2)},
	{SCQF, Semester, Frac(1, 4)},
	{SCQF, Quarter, Frac(3, 8)},
	{SCQF, LearningHour, Int(10)},
	{Competency, Semester, Int(1)},
	{Competency, Quarter, Frac(3, 2)},
	{Competency, ECTS, Int(2)},
	{CEU, ContactHour, Int(10)},
}

// Known reports whether the unit has a meaning without a policy of its own.
func Known(u Unit) bool { return slices.Contains(Units(), u) }

// Units lists the units that Cairn knows, in the order of their definition.
func Units() []Unit {
	return []Unit{
		Semester, Quarter, ECTS, CATS, SCQF, ECVET, Competency,
		ContactHour, ClockHour, LearningHour, CEU, Course,
	}
}

// Table is the conversions of one receiver: its own factors first, then the
// published defaults. The zero Table holds the defaults only.
type Table struct{ own []Factor }

// NewTable returns the conversions of a receiver. Later factors for the same
// pair are ignored, so validate the policy first.
func NewTable(own []Factor) Table { return Table{own: slices.Clone(own)} }

// Ratio returns what one from is worth in to. A factor is used in either
// direction; the receiver's own factor wins over a default of either direction.
// Factors are never chained: what nobody stated is not converted, and ok is
// false.
func (t Table) Ratio(from, to Unit) (ratio Amount, ok bool) {
	if from == to {
		return Int(1), true
	}
	for _, list := range [2][]Factor{t.own, defaults} {
		for _, f := range list {
			if f.From == from && f.To == to {
				return f.Ratio, true
			}
		}
		for _, f := range list {
			if f.From == to && f.To == from && !f.Ratio.IsZero() {
				return Int(1).Div(f.Ratio), true
			}
		}
	}
	return Amount{}, false
}
