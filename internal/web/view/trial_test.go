package view

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/web/message"
)

// Several catalogue rights are shown with what each would leave.
func TestCatalogueRightsAreShown(t *testing.T) {
	t.Parallel()
	a := &engine.Audit{Choices: []engine.CatalogueChoice{
		{Version: "2024", Catalog: calendar.Range{From: calendar.NewDate(2024, 9, 1)}, Right: "entry", Verdict: audit.Complete, Chosen: true},
		{Version: "2025", Right: "election", Verdict: audit.Incomplete, Remaining: engine.Remaining{Credits: credit.Quantity{Amount: credit.Int(6), Unit: credit.Semester}, Items: 2}},
	}}
	for _, l := range message.Locales() {
		var buf bytes.Buffer
		if err := choices(&Page{Loc: l, Query: url.Values{}}, a).Render(t.Context(), &buf); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2024", "2025", l.T("results.choice.chosen"), "6 ", l.T("results.lens.complete")} {
			if !strings.Contains(buf.String(), want) {
				t.Errorf("%s: no %q in %s", l.Tag(), want, buf.String())
			}
		}
	}
}

// Differences only: a row goes when all its cells say the same.
func TestRowsThatAreTheSame(t *testing.T) {
	t.Parallel()
	three, four := credit.Int(3), credit.Int(4)
	same := figure{Cells: []cell{{Amount: &three, Text: "a"}, {Amount: &three, Text: "a"}}}
	for name, other := range map[string]cell{
		"another amount": {Amount: &four, Text: "a"}, "no amount": {Text: "a"}, "another unit": {Amount: &three, Text: "b"},
		"a note": {Amount: &three, Text: "a", Notes: []note{{Text: "x"}}}, "a mark": {Amount: &three, Text: "a", Mark: Mark{Shape: "full"}},
	} {
		if f := (figure{Cells: []cell{same.Cells[0], other}}); f.same() {
			t.Errorf("%s is called the same", name)
		}
	}
	if !same.same() {
		t.Error("two equal cells differ")
	}
}
