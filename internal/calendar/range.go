package calendar

// Range is the days from From to To, both included. A zero From reaches back
// without limit, a zero To forward without limit; the zero Range is always.
type Range struct {
	From Date `json:"from,omitzero"`
	To   Date `json:"to,omitzero"`
}

// Contains reports whether d lies in the range. An unstated day lies only in
// the range without limits.
func (r Range) Contains(d Date) bool {
	if d.IsZero() {
		return r == Range{}
	}
	return (r.From.IsZero() || d >= r.From) && (r.To.IsZero() || d <= r.To)
}

// Overlaps reports whether the two ranges share a day.
func (r Range) Overlaps(o Range) bool {
	return (r.To.IsZero() || o.From.IsZero() || o.From <= r.To) &&
		(o.To.IsZero() || r.From.IsZero() || r.From <= o.To)
}

// Empty reports whether no day can lie in the range.
func (r Range) Empty() bool { return !r.From.IsZero() && !r.To.IsZero() && r.To < r.From }

// String returns "2020-09-01 to 2025-08-31", with "any time", "until" or
// "from" where a side is open.
func (r Range) String() string {
	switch {
	case r.From.IsZero() && r.To.IsZero():
		return "any time"
	case r.From.IsZero():
		return "until " + r.To.String()
	case r.To.IsZero():
		return "from " + r.From.String()
	}
	return r.From.String() + " to " + r.To.String()
}
