package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

var statuses = []engine.Status{
	engine.Awarded, engine.AwardedAsElective, engine.SatisfiedNoCredit, engine.Held, engine.Pending, engine.Provisional,
	engine.NotEvaluated, engine.Refused, engine.NoEquivalent, engine.TakeAtReceiver, engine.NeedsAssessment,
	engine.ConditionFailed, engine.Duplicate, engine.OverCap, engine.Expired, engine.Ambiguous,
}

// TestTablesFitTheWidth prints lines with every status, long titles and long
// codes at every width from 60 on.
func TestTablesFitTheWidth(t *testing.T) {
	t.Parallel()
	target := engine.TargetResult{InstitutionName: "Hilltop", Unit: credit.Quarter, ProgramTitle: "P", Decided: true}
	target.Program = "hilltop/p"
	for i, s := range statuses {
		l := engine.Line{
			Status: s, Source: engine.Source{Code: "INTERDISCIPLINARY-STUDIES 101H", Title: "Introduction to the Counterrevolutionary Literature of Anywhere", Grade: "A-"},
			Reasons: []engine.Reason{{Text: "the rules lead to different courses, and nothing says which: https://registrar.example.org/agreements/2024"}},
		}
		l.Credits.Source.Unit, l.Credits.Receiver.Unit = credit.Semester, credit.Quarter
		target.Lines = append(target.Lines, l)
		target.Receiving = append(target.Receiving, engine.Receiving{
			Status: engine.ReceivingSatisfied, By: slices.Repeat([]string{"x"}, i),
			Items: []engine.ReceivingItem{{Code: strings.Repeat("CSE 100", i)}},
		})
	}
	target.Notes = []engine.Reason{{Text: strings.Repeat("many words ", 20)}}
	for width := 60; width <= 130; width++ {
		var out bytes.Buffer
		p := &program{System: System{Out: &out, Getenv: func(name string) string {
			if name == "COLUMNS" {
				return fmt.Sprint(width)
			}
			return ""
		}}}
		if err := p.printResult(&engine.Result{Targets: []engine.TargetResult{target}}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := text.StringWidth(strings.TrimRight(line, "\n")); n > width {
				t.Fatalf("%d columns instead of %d:\n%s", n, width, out.String())
			}
		}
	}
}
