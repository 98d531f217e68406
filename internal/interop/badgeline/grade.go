package badgeline

import (
	"slices"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/record"
)

// maxGrade is the longest text that is taken for a grade, in bytes.
const maxGrade = 20

// grade takes over the one letter grade, else the one grade point average, that the
// results state. What a value means is only known from the resultDescription that it
// names (Open Badges 3.0, B.2.7): its resultType. Two different grades are none.
func (r *reader) grade(a *record.Attainment) diag.List {
	if !r.proved {
		return nil
	}
	kinds := map[string]string{}
	for _, d := range openbadge.Objects(r.achievement["resultDescription"]) {
		id, kind := text(d["id"]), text(d["resultType"])
		if other, twice := kinds[id]; twice && other != kind {
			kind = "" // nobody knows which of the two is meant
		}
		kinds[id] = kind
	}
	values := map[string][]string{}
	for _, m := range openbadge.Objects(r.subject["result"]) {
		value, about := clean(text(m["value"])), text(m["resultDescription"])
		if kind := kinds[about]; about != "" && value != "" && len(value) <= maxGrade && !slices.Contains(values[kind], value) {
			values[kind] = append(values[kind], value)
		}
	}
	for _, kind := range []string{"LetterGrade", "GradePointAverage"} {
		switch len(values[kind]) {
		case 0:
		case 1:
			a.Grade = values[kind][0]
			return nil
		default:
			return diag.List{{
				Severity: diag.Warning, Code: "ambiguous_grade", Message: "the credential states several grades, so none is taken over",
				Suggestion: "see its results",
			}}
		}
	}
	return nil
}
