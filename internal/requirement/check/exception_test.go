package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

func TestExceptionsAreChecked(t *testing.T) {
	t.Parallel()
	v := &requirement.ProgramVersion{Requires: &requirement.Node{All: []requirement.Node{{ID: "core", Item: "u/a"}}}}
	less := credit.Int(-1)
	day := calendar.NewDate
	good := requirement.Exception{Program: "u/p", Path: "core", Kind: requirement.Waive, Reason: "r", Approver: "a"}
	with := func(change func(*requirement.Exception)) requirement.Exception {
		e := good
		change(&e)
		return e
	}
	list := []requirement.Exception{
		good,
		with(func(e *requirement.Exception) { e.Program = "u/q"; e.Kind = "none" }),
		with(func(e *requirement.Exception) { e.Kind, e.Reason, e.Approver = "wave", "", " " }),
		with(func(e *requirement.Exception) { e.Path = "cores" }),
		with(func(e *requirement.Exception) { e.ApprovedOn, e.Expires = day(2025, 1, 1), day(2024, 1, 1) }),
		with(func(e *requirement.Exception) { e.Kind = requirement.Pin }),
		with(func(e *requirement.Exception) { e.Kind = requirement.Substitute }),
		with(func(e *requirement.Exception) {
			e.Kind, e.What, e.To = requirement.Threshold, requirement.NeedCredits, &less
		}),
	}
	var got []string
	for _, p := range Exceptions("u/p", v, list) {
		got = append(got, p.Pointer+" "+p.Code)
	}
	want := []string{
		"/2/approver missing_approver", "/2/kind unknown_kind", "/2/reason missing_reason", "/3/path unknown_path",
		"/4/expires inverted_dates", "/5/line missing_line", "/6/item missing_item", "/6/with missing_with",
		"/7/to negative_need", "/7/what bad_change",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
