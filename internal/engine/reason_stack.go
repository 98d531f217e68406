package engine

import (
	"cmp"
	"fmt"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/requirement"
)

// The reasons of credentials in a stack.

func spentElsewhere(l *line) Reason {
	return Reason{Code: "stack_spent", Text: lineName(l) + " serves another award, which uses it up"}
}

func stackConferred(day calendar.Date) Reason {
	if day.IsZero() {
		return Reason{Code: "stack_conferred", Text: "complete, and conferred without an application; the pieces have no dates"}
	}
	return Reason{Code: "stack_conferred", Text: fmt.Sprintf("complete since %s, when the last piece was attained; conferred without an application", day)}
}

func stackAvailable(day calendar.Date) Reason {
	r := Reason{Code: "stack_by_application", Text: "complete; conferred when the learner applies", Fix: "apply for it"}
	if !day.IsZero() {
		r.Text = fmt.Sprintf("complete since %s; conferred when the learner applies", day)
	}
	return r
}

func stackHeld(l *line) Reason {
	text := "the record shows it"
	if !l.day.IsZero() {
		text = fmt.Sprintf("the record shows it since %s", l.day)
	}
	if len(l.madeOf) == 0 {
		text += "; it does not say what it was conferred for, so no piece counts as used"
	}
	return Reason{Code: "stack_held", Text: text}
}

func stackExpired(until, asOf calendar.Date) Reason {
	return Reason{
		Code: "stack_expired", Text: fmt.Sprintf("it was active until %s", until),
		Have: &Value{Text: until.String(), Date: until}, Need: &Value{Text: "active on " + asOf.String(), Date: asOf}, Fix: "renew it",
	}
}

func stackReverse(a *StackAward, last calendar.Date) Reason {
	return Reason{
		Code: "stack_reverse_transfer", Text: fmt.Sprintf(
			"reverse transfer: nothing was earned here after %s, and %s of the %s %s come from elsewhere",
			last, a.Elsewhere.Amount.Decimal(), a.Counts.Amount.Decimal(), unitWord(a.Counts.Unit)),
		Have: &Value{Text: last.String(), Date: last}, Need: &Value{Text: a.Issued.String(), Date: a.Issued},
	}
}

func stackNotWith(title, other string) Reason {
	return Reason{Code: "stack_not_with", Text: fmt.Sprintf("a learner gets %s or %s, not both", title, other)}
}

func stackPiecesUsed(other string, own, its requirement.PieceUse) Reason {
	text := "the same pieces are used for " + other
	switch {
	case its == requirement.PiecesDebited:
		text += ", which uses them up"
	case own == requirement.PiecesDebited:
		text += ", and this award would use them up"
	default:
		text += ", and a piece serves one award of the institution"
	}
	return Reason{Code: "stack_pieces_used", Text: text, Have: &Value{Text: string(cmp.Or(its, requirement.PiecesShared))}}
}

func stackSpan(years int) Reason {
	return Reason{
		Code: "stack_span", Text: fmt.Sprintf("there is enough, but not within %s from the first piece to the last", plural(years, "year")),
		Need: &Value{Text: plural(years, "year")},
	}
}
