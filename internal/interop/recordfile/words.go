package recordfile

import (
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

// scaleNames are the grade scales of transcript extracts (PESC
// CourseAcademicGradeScaleCode and names in use), by lower-case name.
var scaleNames = map[string]catalog.ScaleID{
	"us4": catalog.USLetter, "letter": catalog.USLetter,
	"dec": catalog.USPoints, "decimal": catalog.USPoints, "gpa": catalog.USPoints,
	"ap": catalog.ExamAP, "ib": catalog.ExamIB, "%": catalog.Percent, "ects": catalog.ECTSLetter,
}

// scaleOf maps a scale's name; marks that belong to no scale (W, I, IP) keep
// none. Unknown names stay as they are: an institution may define the scale.
func scaleOf(name, grade string) catalog.ScaleID {
	if _, mark := markStatus[strings.ToUpper(grade)]; mark {
		return ""
	}
	if id, ok := scaleNames[strings.ToLower(name)]; ok {
		return id
	}
	return catalog.ScaleID(name)
}

// levelNames are the level codes of transcript extracts.
var levelNames = map[string]string{
	"ld": "lower", "lower division": "lower", "lowerdivision": "lower",
	"ud": "upper", "upper division": "upper", "upperdivision": "upper",
	"gr": "graduate", "grad": "graduate", "gd": "graduate",
}

func levelOf(text string) string {
	low := strings.ToLower(text)
	if l, ok := levelNames[low]; ok {
		return l
	}
	return low
}

// markStatus is what marks that are no grades say about a line.
var markStatus = map[string]record.Status{
	"W": record.Withdrawn, "WD": record.Withdrawn, "WP": record.Withdrawn, "WF": record.Withdrawn,
	"IP": record.InProgress, "I": record.InProgress, "INC": record.InProgress,
}

// settle sets the status that the grade implies, where the table gives none: a
// withdrawal, work that is not finished, or F without credit. Unfinished work
// carries the credits that were attempted, because none are earned yet.
func settle(a *record.Attainment, attempted *credit.Amount) {
	grade := strings.ToUpper(a.Grade)
	if a.Status == "" {
		a.Status = markStatus[grade]
	}
	if a.Status == "" && grade == "F" && a.Credits != nil && a.Credits.IsZero() {
		a.Status = record.Failed
	}
	open := a.Status == record.InProgress || a.Status == record.Planned
	if attempted != nil && (a.Credits == nil || open && a.Credits.IsZero()) {
		a.Credits = attempted
	}
}
