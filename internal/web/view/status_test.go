package view

import (
	"testing"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/web/message"
)

// Every status has a shape, a tone and a word in every language; statuses of one
// family that look alike differ in their word.
func TestEveryStatusIsShown(t *testing.T) {
	t.Parallel()
	var marks []Mark
	for _, s := range engine.Statuses() {
		marks = append(marks, MarkOfLine(s))
	}
	for _, s := range engine.RequirementStatuses() {
		marks = append(marks, MarkOfRequirement(s))
	}
	for _, p := range Parts() {
		marks = append(marks, MarkOfPart(p))
	}
	for _, s := range []Truth{Yes, No, Unknown, Warning} {
		marks = append(marks, MarkOfTruth(s))
	}
	for _, s := range []engine.ReceivingStatus{
		engine.ReceivingSatisfied, engine.ReceivingWaiting, engine.ReceivingNeedsAssessment, engine.ReceivingPending,
		engine.ReceivingNoEquivalent, engine.ReceivingTakeAtReceiver, engine.ReceivingAbsent,
	} {
		marks = append(marks, MarkOfReceiving(s))
	}
	for _, m := range marks {
		if m.Shape == "" || m.Tone == "" {
			t.Errorf("%+v has no shape or no tone", m)
		}
		for _, l := range message.Locales() {
			if !l.Has(m.Key) {
				t.Errorf("%s: %s has no word", l.Tag(), m.Key)
			}
		}
	}
}

func TestStepsAreNumbered(t *testing.T) {
	t.Parallel()
	list := []engine.Requirement{
		{Path: "", Depth: 0}, {Path: "a", Depth: 1}, {Path: "a/b", Depth: 2}, {Path: "a/c", Depth: 2}, {Path: "d", Depth: 1},
	}
	roots := Steps(list)
	if len(roots) != 1 || len(roots[0].Parts) != 2 {
		t.Fatalf("%d roots", len(roots))
	}
	a, d := roots[0].Parts[0], roots[0].Parts[1]
	if a.Number != "1" || a.Parts[0].Number != "1.1" || a.Parts[1].Number != "1.2" || d.Number != "2" {
		t.Errorf("%s %s %s %s", a.Number, a.Parts[0].Number, a.Parts[1].Number, d.Number)
	}
}

func TestOnlyHTTPSIsLinked(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]bool{
		"https://a.example/x": true, "http://a.example": false, "javascript:alert(1)": false, "//a.example": false,
		"https://u:p@a.example": false, "https:///x": false, "data:text/html,x": false, "HTTPS://a.example": true, "": false,
		"https://a.example/ x": false, "https://a.example/\njavascript:": false,
	} {
		if got := outside(link); got != want {
			t.Errorf("%q is linked: %t", link, got)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a rule names it": "A rule names it.", "CIS 110 counts": "CIS 110 counts.", "eCampus": "eCampus.", "": "", "Done.": "Done.", "x?": "x?",
	} {
		if got := sentence(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
