package catalog

import (
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// Worked case F3: on one day a code of the University of Houston passed to
// another course; what it meant depends on the date.
func TestCodeByDate(t *testing.T) {
	t.Parallel()
	change := calendar.NewDate(2021, 8, 16)
	cultural := Item{ID: "uh/cultural", Versions: []ItemVersion{
		{Code: "ANTH 2351", Valid: calendar.Range{From: change}},
		{Code: "ANTH 2302", Valid: calendar.Range{To: change - 1}},
	}}
	archeology := Item{ID: "uh/archeology", Versions: []ItemVersion{
		{Code: "ANTH 2303", Valid: calendar.Range{To: change - 1}},
		{Code: "ANTH 2302", Valid: calendar.Range{From: change}},
	}}
	meaning := func(term string) (found []ItemID) {
		tm, err := calendar.ParseTerm(term)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range []Item{cultural, archeology} {
			if v, ok := it.At(tm.End()); ok && v.Code == "ANTH 2302" {
				found = append(found, it.ID)
			}
		}
		return found
	}
	for term, want := range map[string]ItemID{"Fall 2020": "uh/cultural", "Fall 2021": "uh/archeology"} {
		if got := meaning(term); len(got) != 1 || got[0] != want {
			t.Errorf("ANTH 2302 in %s is %v, want %s", term, got, want)
		}
	}
	if v := cultural.Latest(); v.Code != "ANTH 2351" {
		t.Errorf("the latest code is %s", v.Code)
	}
}

func TestItemAtNearestVersion(t *testing.T) {
	t.Parallel()
	d := calendar.NewDate
	it := Item{Versions: []ItemVersion{
		{Code: "B", Valid: calendar.Range{From: d(2010, 1, 1), To: d(2012, 12, 31)}},
		{Code: "A", Valid: calendar.Range{From: d(2000, 1, 1), To: d(2004, 12, 31)}},
	}}
	for day, want := range map[calendar.Date]string{
		d(1990, 1, 1): "A", d(2003, 1, 1): "A", d(2007, 1, 1): "A", d(2011, 1, 1): "B", d(2020, 1, 1): "B", 0: "B",
	} {
		if v, ok := it.At(day); !ok || v.Code != want {
			t.Errorf("on %s the code is %s, want %s", day, v.Code, want)
		}
	}
	if _, ok := (&Item{}).At(0); ok {
		t.Error("an item without versions has one")
	}
}

func TestGrades(t *testing.T) {
	t.Parallel()
	scales := map[ScaleID]Scale{}
	for _, s := range BuiltinScales() {
		scales[s.ID] = s
	}
	read := func(scale ScaleID, text string) Mark {
		s := scales[scale]
		m, ok := s.Read(text)
		if !ok {
			t.Fatalf("%s has no grade %s", scale, text)
		}
		return m
	}
	for _, c := range []struct {
		a, b  Mark
		order int
		ok    bool
	}{
		{read(USLetter, "C-"), read(USLetter, "C"), -1, true},
		{read(USLetter, " a "), read(USLetter, "A-"), 1, true},
		{read(USLetter, "P"), read(USLetter, "C"), 0, false}, // a pass is no letter
		{read(USPoints, "3.3"), read(USLetter, "B+"), 0, true},
		{read(USPoints, "1.7"), read(USLetter, "C"), -1, true},
		{read(ExamAP, "4"), read(ExamAP, "3"), 1, true},
		{read(ExamAP, "4"), read(USLetter, "B"), 0, false},
		{read(ECTSLetter, "E"), read(ECTSLetter, "FX"), 1, true},
	} {
		if order, ok := c.a.Compare(c.b); ok != c.ok || ok && sign(order) != c.order {
			t.Errorf("%s %s against %s %s: %d, %v", c.a.Scale, c.a.Symbol, c.b.Scale, c.b.Symbol, order, ok)
		}
	}
	for scale, bad := range map[ScaleID]string{USLetter: "E", ExamAP: "6", USPoints: "4.1", Percent: "-1", ECTSLetter: "G", GradeTen: "x"} {
		s := scales[scale]
		if m, ok := s.Read(bad); ok {
			t.Errorf("%s read %s as %+v", scale, bad, m)
		}
	}
	if m := read(USLetter, "D-"); !m.Passing || read(USLetter, "F").Passing || read(Percent, "49").Passing || !m.Points.Equal(credit.Frac(7, 10)) {
		t.Error("what passes is wrong")
	}
}

func sign(n int) int { return min(max(n, -1), 1) }

func TestLevels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b  string
		order int
		ok    bool
	}{
		{"lower", "Upper", -1, true},
		{"graduate", "upper", 1, true},
		{"eqf:5", "EQF:6", -1, true},
		{"eqf:5", "lower", 0, false},
		{"eqf:5", "fheq:5", 0, false},
		{"", "", 0, false},
		{"eqf:", "eqf:1", 0, false},
		{":3", ":3", 0, false},
	} {
		if order, ok := CompareLevels(c.a, c.b); ok != c.ok || ok && sign(order) != c.order {
			t.Errorf("%q against %q: %d, %v", c.a, c.b, order, ok)
		}
	}
}
