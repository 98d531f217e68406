package recordfile_test

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/recordfile"
)

// In a German table "Note" is the grade; in others it is a remark that nobody reads.
func TestNoteIsAGradeInGerman(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ table, grade string }{
		"German":           {"Hochschule;Modulnummer;Modul;LP;Note;Datum\nHilltop;STAT 210;Statistik;5;1,3;2025-07-01\n", "1,3"},
		"one other head":   {"institution;code;Leistungspunkte;Note\nHilltop;STAT 210;5;2,0\n", "2,0"},
		"English":          {"institution,code,credits,note\nHilltop,STAT 210,3,paid by the state\n", ""},
		"both, in English": {"institution,code,grade,note\nHilltop,STAT 210,B,late\n", "B"},
	} {
		rec, problems := recordfile.Read(strings.NewReader(c.table), "record.csv", recordfile.Options{})
		if problems.HasErrors() || len(rec.Attainments) != 1 {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		if a := &rec.Attainments[0]; a.Grade != c.grade || a.Institution != "Hilltop" || a.Code != "STAT 210" {
			t.Errorf("%s: %+v, want the grade %q", name, a, c.grade)
		}
	}
}
