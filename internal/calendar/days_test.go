package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestBusinessDaysAreCounted compares with counting day by day.
func TestBusinessDaysAreCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "d") - 2000
		d = max(d, 1)
		n := rapid.IntRange(-2, 400).Draw(t, "n")
		want := d
		for left := n; left > 0; {
			want = Of(want.Time().Add(24 * time.Hour))
			if w := want.Time().Weekday(); w >= time.Monday && w <= time.Friday {
				left--
			}
		}
		if got := d.AddBusinessDays(n); got != want {
			t.Fatalf("%d business days after %s (%s) is %s, want %s", n, d, d.Time().Weekday(), got, want)
		}
		if got := d.AddDays(n); got != Of(d.Time().AddDate(0, 0, n)) {
			t.Fatalf("%d days after %s is %s", n, d, got)
		}
	})
}

func TestKnownDeadlines(t *testing.T) {
	t.Parallel()
	friday := NewDate(2026, 3, 6)
	for _, c := range []struct {
		from Date
		n    int
		want string
	}{
		{friday, 1, "2026-03-09"},
		{friday, 5, "2026-03-13"},
		{friday, 10, "2026-03-20"},
		{friday + 1, 1, "2026-03-09"}, // Saturday
		{friday + 2, 1, "2026-03-09"}, // Sunday
		{friday + 1, 5, "2026-03-13"},
		{friday + 3, 10, "2026-03-23"}, // Monday
		{friday, 0, "2026-03-06"},
		{0, 10, ""},
	} {
		if got := c.from.AddBusinessDays(c.n).String(); got != c.want {
			t.Errorf("%d business days after %s is %s, want %s", c.n, c.from, got, c.want)
		}
	}
	if got := friday.AddDays(15).String(); got != "2026-03-21" {
		t.Errorf("15 days after %s is %s", friday, got)
	}
	if Date(0).AddDays(3) != 0 || (friday + 1).Business() || !friday.Business() {
		t.Error("an unstated day moves, or the week is another")
	}
}
