package pastetext

import "testing"

// Dashes part what a line says; inside a title they stay.
func TestDashesPartFacts(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][5]string{
		"ENGL 101 – Composition – 3 – F":                     {"ENGL 101", "Composition", "3", "F", ""},
		"ENGL 101 - Composition - 3 - F":                     {"ENGL 101", "Composition", "3", "F", ""},
		"ENGL 101 — Composition — 3.0 — B+":                  {"ENGL 101", "Composition", "3", "B+", ""},
		"ENGL 101 – Composition – 3 credits – F – Fall 2023": {"ENGL 101", "Composition", "3", "F", "Fall 2023"},
		"ENGL 101 – Composition – F – 3":                     {"ENGL 101", "Composition", "3", "F", ""},
		"CS 101 - Intro - Part II - 3 - B":                   {"CS 101", "Intro - Part II", "3", "B", ""},
		"ENGL 101 – Art – Music 3 B":                         {"ENGL 101", "Art – Music", "3", "B", ""},
		"HIST 20 – The Valley – 1900":                        {"HIST 20", "The Valley – 1900", "", "", ""},
		"Composition – 3 – A":                                {"", "Composition", "3", "A", ""},
	} {
		list, _ := Read(line, Options{})
		a := list[0]
		credits := ""
		if a.Credits != nil {
			credits = a.Credits.String()
		}
		if got := [5]string{a.Code, a.Title, credits, a.Grade, a.Term}; got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
