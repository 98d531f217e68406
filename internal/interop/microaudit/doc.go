// Package microaudit reads files of small audits with known answers, formats
// micro-audit/1 and micro-audit/2, and solves them.
//
// In micro-audit/1 every course is used whole by at most one requirement, and a
// requirement is satisfied when the number or the credits of its courses reach
// its need. The answer is the largest number of requirements that can be
// satisfied, and the least sum of deficits at that number.
//
// In micro-audit/2 requirements are in groups. Inside a group a course serves
// at most one requirement, and counts only where its grade points are high
// enough. A group holds when enough of its requirements are satisfied and the
// courses it uses keep its caps, reach its residency and its mean. Groups may
// share courses, within a budget for a pair. The answer is whether all groups
// can hold together.
package microaudit

// The formats.
const (
	Format1 = "micro-audit/1"
	Format2 = "micro-audit/2"
)

// File is a file of cases of one format.
type File struct {
	Format string
	Cases  []Case
}

// Case is one audit. Requirements are those of micro-audit/1, Groups and
// ShareCaps those of micro-audit/2.
type Case struct {
	ID           string
	Courses      []Course
	Requirements []Requirement
	Groups       []Group
	ShareCaps    []ShareCap
	Expected     *Expected
}

// Course is a course; GradePoints are hundredths of a grade point.
type Course struct {
	ID          string
	Credits     int64
	GradePoints int64
	Tags        []string
}

// Measure says whether a need counts courses or credits.
type Measure string

// The measures.
const (
	Count   Measure = "count"
	Credits Measure = "credits"
)

// Requirement needs a number of courses or credits from the eligible courses,
// which are indices of courses.
type Requirement struct {
	ID             string
	Measure        Measure
	Need           int64
	MinGradePoints int64
	Eligible       []int
}

// Group is a set of requirements of which at least Choose hold, with conditions
// on all courses it uses.
type Group struct {
	ID           string
	Choose       int
	Requirements []Requirement
	Caps         []Cap
	Residency    *Residency
	// MinMean is the least mean of grade points, weighed by credits; nil is none.
	MinMean *int64
}

// Cap is the most that a group may use of courses with a tag.
type Cap struct {
	Tag     string
	Measure Measure
	AtMost  int64
}

// Residency is the least credits of courses with a tag that a group uses.
type Residency struct {
	Tag     string
	AtLeast int64
}

// ShareCap is the most courses that both groups, given by index, may use.
type ShareCap struct {
	A, B   int
	AtMost int64
}

// Expected is the known answer.
type Expected struct {
	Satisfied  bool // or feasible
	Most       int64
	MinDeficit int64
}
