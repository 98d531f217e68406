package app_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/cairnproject/cairn/internal/app"
)

// One odd cell does not refuse the table: its row is kept as it stands, and named.
func TestOddRowsOfATableAreKept(t *testing.T) {
	t.Parallel()
	s, v, _ := triedWorld(t, nil)
	for name, text := range map[string]string{
		"credits":  "institution,code,title,credits,grade,attained\nRiverbend Community College,CIS 110,Java,3,A,2024-12-31\nRiverbend Community College,ENGL 101,Composition,three,A,2024-05-31\n",
		"no place": "Course,Title,Credits,Grade,Term\nCIS 110,Java Programming,3,A,Fall 2024\nENGL 101,Composition,5,F,Sp24\n",
	} {
		got, err := s.TakeIn(t.Context(), v, app.HandIn{Data: []byte(text), Name: "transcript.csv", Institution: "Riverbend Community College"})
		if err != nil || len(got.Record.Attainments) != 2 || len(got.Warnings) == 0 || !strings.Contains(got.Warnings[0].Message, "row ") {
			t.Errorf("%s: %v\n%+v", name, err, got)
			continue
		}
		for _, a := range got.Record.Attainments {
			if a.Institution != "Riverbend Community College" || a.Code == "" || a.Grade == "" {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
	_, err := s.TakeIn(t.Context(), v, app.HandIn{Data: []byte("attainments: [{code: 1, nonsense: 2}]"), Name: "r.yaml"})
	if err == nil {
		t.Error("a record file with mistakes was taken in")
	}
}

// A table without names of columns, with others than are known, without an
// institution, or saved as UTF-16 loses no line and no grade.
func TestTablesOfOtherShapesAreKept(t *testing.T) {
	t.Parallel()
	s, v, _ := triedWorld(t, nil)
	wide := []byte{0xFF, 0xFE}
	for _, c := range utf16.Encode([]rune("code\tcredits\tgrade\nENGL 101\t3\tF\n")) {
		wide = append(wide, byte(c), byte(c>>8))
	}
	for name, h := range map[string]app.HandIn{
		"no names":       {Data: []byte("MATH 151,Calculus I,5,A,Fall 2023\nENGL 101,Composition,3,F,Fall 2023\n")},
		"other names":    {Data: []byte("Course Listing,Units,Official Grade,Academic Period\nENGL 101 - Composition,3,F,2023 Fall\n")},
		"no institution": {Data: []byte("Course,Title,Credits,Final Grade\nENGL 101,Composition,3,F\n")},
		"UTF-16":         {Data: wide},
	} {
		h.Name = "transcript.csv"
		got, err := s.TakeIn(t.Context(), v, h)
		if err != nil || len(got.Record.Attainments) == 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a := got.Record.Attainments[len(got.Record.Attainments)-1]; a.Code != "ENGL 101" || a.Grade != "F" || a.Credits == nil || a.Credits.String() != "3" {
			t.Errorf("%s: %+v", name, a)
		}
	}
}
