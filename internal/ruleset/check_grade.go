package ruleset

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// grade checks "C" or "scale:C". A grade without a scale must be one of a
// sender's scale, or of any scale where the senders are open.
func (c *checker) grade(key, text string, senders []catalog.InstitutionID) {
	if text == "" {
		return
	}
	if scale, symbol, ok := strings.Cut(text, ":"); ok {
		id := catalog.ScaleID(scale)
		switch {
		case c.names.scales[id] == nil:
			c.reportf(key, "unknown_scale", c.names.suggestScale(id), "there is no grade scale %q", scale)
		case !c.names.hasGrade(id, symbol):
			c.reportf(key, "unknown_grade", c.gradesOf(id), "the scale %s has no grade %q", scale, symbol)
		}
		return
	}
	scales := c.scalesOf(senders)
	for _, s := range scales {
		if c.names.hasGrade(s, text) {
			return
		}
	}
	suggestion := `name the scale, as in "us-letter:C"`
	if len(scales) == 1 {
		suggestion = c.gradesOf(scales[0])
	}
	c.reportf(key, "unknown_grade", suggestion, "%q is no grade of the sender's scale", text)
}

// scalesOf lists the scales of the institutions, or all scales where none is
// given.
func (c *checker) scalesOf(senders []catalog.InstitutionID) []catalog.ScaleID {
	if len(senders) == 0 {
		return slices.Sorted(maps.Keys(c.names.scales))
	}
	var out []catalog.ScaleID
	for _, s := range senders {
		if id := c.names.scaleOf(s); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (c *checker) gradesOf(id catalog.ScaleID) string {
	s := c.names.scales[id]
	switch {
	case s == nil:
		return ""
	case s.Numeric:
		return "a number from " + s.Min.String() + " to " + s.Max.String()
	}
	symbols := make([]string, len(s.Steps))
	for i, st := range s.Steps {
		symbols[i] = st.Symbol
	}
	return "one of " + strings.Join(symbols, ", ")
}

// gradeOrder reports a least grade that is better than the greatest, on each
// scale where both have a place.
func (c *checker) gradeOrder(q *agreement.Condition, senders []catalog.InstitutionID) {
	if q.MinGrade == "" || q.MaxGrade == "" {
		return
	}
	for _, id := range c.scalesOf(senders) {
		low, ok1 := c.mark(id, q.MinGrade)
		high, ok2 := c.mark(id, q.MaxGrade)
		if order, ok := low.Compare(high); ok1 && ok2 && ok && order > 0 {
			c.reportf("maxGrade", "inverted_grades", "exchange the two", "no grade is at least %s and at most %s", q.MinGrade, q.MaxGrade)
			return
		}
	}
}

func (c *checker) mark(id catalog.ScaleID, text string) (catalog.Mark, bool) {
	if scale, symbol, ok := strings.Cut(text, ":"); ok {
		id, text = catalog.ScaleID(scale), symbol
	}
	s := c.names.scales[id]
	if s == nil {
		return catalog.Mark{}, false
	}
	return s.Read(text)
}
