package app_test

import (
	"strings"
	"testing"

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
