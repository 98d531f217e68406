package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// The reasons of a line that was not recognised.

func unitUnstated(amount credit.Amount) Reason {
	return Reason{
		Code: "unit_unstated", Text: fmt.Sprintf("the unit of its %s credits is not stated, so they cannot be converted", amount.Decimal()),
		Have: &Value{Text: amount.Decimal()}, Need: value("value.unit", "a unit"), Fix: "state the unit",
	}
}

// unstated stands for the institution in lines of pasted records that name none.
const unstated = "not stated"

func itemUnknown(code string) Reason {
	return Reason{
		Code: "item_unknown", Text: fmt.Sprintf("%s is not in the catalogue; the line is kept and undecided", orUnnamed(code)),
		Have: &Value{Text: code}, Fix: "check the code, or ask the registrar to evaluate the item",
	}
}

func institutionUnknown(name string) Reason {
	if name == "" || name == unstated {
		return Reason{
			Code: "institution_unknown", Text: "the line names no institution; it is kept and undecided",
			Words: wording.Of("reason.institution_unstated", "the line names no institution; it is kept and undecided"), Fix: "say where it was earned",
			FixWords: wording.Of("fix.institution_unstated", "say where it was earned"),
		}
	}
	return Reason{
		Code: "institution_unknown", Text: fmt.Sprintf("no institution is known as %s; the line is kept and undecided", orUnnamed(name)),
		Have: said(whereFrom(name)), Fix: "check the name, or ask for the institution to be added",
	}
}

// whereFrom names where a line is from: in a record also that nobody says, or
// the issuer of a credential.
func whereFrom(name string) wording.Phrase {
	if issuer, ok := strings.CutPrefix(name, "issuer "); ok {
		return wording.Of("place.issuer", "issuer {issuer}", "issuer", issuer)
	}
	return wording.Term("place", name, name)
}

func orUnnamed(s string) string {
	if strings.TrimSpace(s) == "" {
		return "an unnamed entry"
	}
	return fmt.Sprintf("%q", s)
}

func codeNotInUse(code string, day calendar.Date, it *item) Reason {
	return Reason{
		Code: "code_not_in_use", Text: fmt.Sprintf("%s was not in use on %s; the catalogue knows it for %s at another time", code, day, it.Latest().Title),
		Have: &Value{Text: code, Date: day}, Need: said(wording.Row(code+" ", it.datesOf(code))),
		Fix: "check the date, or ask the registrar which course it was",
	}
}

// datesOf lists when the item had the code.
func (it *item) datesOf(code string) wording.Phrase {
	var parts []wording.Phrase
	for i := range it.Versions {
		if catalog.NormalCode(it.Versions[i].Code) == catalog.NormalCode(code) {
			parts = append(parts, wording.Row(it.Versions[i].Valid))
		}
	}
	return wording.Join(parts, ", ")
}

func codeAmbiguous(code string, day calendar.Date, a, b string) Reason {
	return Reason{
		Code: "code_ambiguous", Text: fmt.Sprintf("%s could be %s or %s", code, a, b),
		Words: wording.Of("reason.code_ambiguous", "{code} could be {one} or {other}", "code", code, "one", a, "other", b),
		Have:  &Value{Text: code, Date: day}, Fix: "state the day or term of attainment",
	}
}

func gradeUnknown(grade string, scale *catalog.Scale) Reason {
	return Reason{
		Code: "grade_unknown", Text: fmt.Sprintf("the grade %q is not on the scale %s", grade, scale.Name),
		Have: &Value{Text: grade}, Need: value("value.grade_of", "a grade of {scale}", "scale", wording.Term("scale", string(scale.ID), scale.Name)), Fix: "state the grade scale",
	}
}
