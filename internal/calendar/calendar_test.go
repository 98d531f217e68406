package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

const lastDay = 3652059 // 9999-12-31

func drawDate(t *rapid.T, name string) Date {
	return Date(rapid.Int32Range(1, lastDay).Draw(t, name))
}

func TestDatesReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "d")
		again, err := ParseDate(d.String())
		if err != nil || again != d {
			t.Fatalf("day %d was written as %s and read as %d, %v", d, d, again, err)
		}
		y, m, day := d.Time().Date()
		if NewDate(y, m, day) != d || Of(d.Time().Add(23*time.Hour)) != d {
			t.Fatalf("%s is not one day", d)
		}
		e := drawDate(t, "e")
		if (d < e) != d.Time().Before(e.Time()) || (d.String() < e.String()) != (d < e) {
			t.Fatalf("%s and %s are ordered differently as days and as texts", d, e)
		}
	})
}

func TestKnownDays(t *testing.T) {
	t.Parallel()
	if d := NewDate(1, 1, 1); d != 1 || NewDate(9999, 12, 31) != lastDay {
		t.Errorf("the calendar runs from %d to %d", d, NewDate(9999, 12, 31))
	}
	zone := time.FixedZone("far", 13*3600)
	if got := Of(time.Date(2024, 2, 29, 0, 30, 0, 0, zone)).String(); got != "2024-02-29" {
		t.Errorf("a day is that of its own zone, not %s", got)
	}
	for text, want := range map[string]string{"2024-02-29": "2029-03-01", "2023-06-15": "2028-06-15", "": ""} {
		var d Date
		if err := d.UnmarshalText([]byte(text)); err != nil || d.AddYears(5).String() != want {
			t.Errorf("five years after %s is %s, want %s (%v)", text, d.AddYears(5), want, err)
		}
	}
	if got := NewDate(2024, 11, 30).AddMonths(3).String(); got != "2025-03-02" {
		t.Errorf("three months after 30 November is %s", got)
	}
	for _, bad := range []string{"2024-2-1", "2024-13-01", "2023-02-29", "0000-01-01", "24-01-01", "2024/01/01", " 2024-01-01", "2024-01-01T00:00:00Z", "10000-01-01"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("%q was read as %s", bad, d)
		}
	}
}

func TestRanges(t *testing.T) {
	t.Parallel()
	draw := func(t *rapid.T, name string) Range {
		r := Range{From: drawDate(t, name+" from") % 40, To: drawDate(t, name+" to") % 40}
		return r
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		shared, some := false, false
		for d := Date(1); d < 45; d++ {
			shared = shared || a.Contains(d) && b.Contains(d)
			some = some || a.Contains(d)
		}
		if a.Empty() == some {
			t.Fatalf("%s is empty: %v", a, a.Empty())
		}
		if !a.Empty() && !b.Empty() && a.Overlaps(b) != shared || a.Overlaps(b) != b.Overlaps(a) {
			t.Fatalf("%s and %s overlap: %v", a, b, a.Overlaps(b))
		}
	})
	if (Range{From: 5}).Contains(0) || !(Range{}).Contains(0) {
		t.Error("an unstated day lies in the range without limits alone")
	}
	for want, r := range map[string]Range{"any time": {}, "from 0001-01-02": {From: 2}, "until 0001-01-02": {To: 2}, "0001-01-02 to 0001-01-03": {From: 2, To: 3}} {
		if r.String() != want {
			t.Errorf("%s, want %s", r, want)
		}
	}
}

func TestTerms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Fall 2020": "Fall 2020", "2020 Fall": "Fall 2020", "F2020": "Fall 2020", "2025FA": "Fall 2025", "2024Q4": "Fall 2024",
		"202103": "Fall 2021", "202101": "Spring 2021", "202102": "Summer 2021", "autumn-2019": "Fall 2019", "SP 2026": "Spring 2026",
		"Winter 2022": "Winter 2022", "2026SP": "Spring 2026", "su2023": "Summer 2023",
	} {
		term, err := ParseTerm(text)
		if err != nil || term.String() != want {
			t.Errorf("%q is %s, want %s (%v)", text, term, want, err)
			continue
		}
		if again, err := ParseTerm(term.String()); err != nil || again != term {
			t.Errorf("%s does not read back: %v", term, err)
		}
		if term.Start() >= term.End() || term.Start().Time().Year() != term.Year {
			t.Errorf("%s runs from %s to %s", term, term.Start(), term.End())
		}
	}
	for _, bad := range []string{"", "2020", "Fall", "202104", "202100", "Fall 20", "Q5 2020", "0000FA", "Fall 2020 x", "20FA20"} {
		if term, err := ParseTerm(bad); err == nil {
			t.Errorf("%q was read as %s", bad, term)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2024-02-29", "Fall 2020", "202103", "F2020", "é2020", "2020\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q was read as %s", s, d)
		}
		if term, err := ParseTerm(s); err == nil {
			if again, err := ParseTerm(term.String()); err != nil || again != term {
				t.Errorf("%q was read as %s, which reads as %s, %v", s, term, again, err)
			}
		}
	})
}
