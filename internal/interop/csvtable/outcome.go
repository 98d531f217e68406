package csvtable

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// outcomes are what tables write for the outcomes.
var outcomes = map[string]agreement.Outcome{
	"": "", "award": "", "accepted": "", "yes": "", "equivalent": "",
	"no credit": agreement.OutcomeRefused, "denied": agreement.OutcomeRefused, "no": agreement.OutcomeRefused,
	"does not transfer": agreement.OutcomeRefused, "no equivalent": agreement.OutcomeNoEquivalent,
	"not articulated": agreement.OutcomeNoEquivalent,
}

func (t *table) outcome(row []csvtext.Cell) (agreement.Outcome, bool) {
	c := t.cell(row, "outcome")
	low := strings.ToLower(c.Text)
	if o, ok := outcomes[low]; ok {
		return o, true
	}
	var names []string
	for _, o := range agreement.Outcomes() {
		if low == string(o) {
			return o, true
		}
		names = append(names, string(o))
	}
	hint := "one of " + strings.Join(names, ", ")
	if near := diag.Nearest(low, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	t.badf(c, "unknown_outcome", hint, "%q is no outcome", c.Text)
	return "", false
}

// meaning recognises notes that only repeat what the row says in its columns;
// they advise, and limit nothing.
func meaning(note string, r *agreement.Rule) agreement.TextMeaning {
	low := strings.ToLower(strings.Trim(note, ". "))
	all := r.When != nil && len(r.When.All) > 1
	elective := len(r.Awards) == 1 && r.Awards[0].Kind.Elective()
	switch {
	case all && (low == "both needed" || low == "all needed"), elective && low == "elective only":
		return agreement.MeansInformation
	case low == "must be taken for a letter grade":
		return agreement.MeansLetterGrade
	}
	return ""
}
