package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// printedSamples is how many examples the printed report shows; the JSON form
// has all that are kept.
const printedSamples = 3

// Sort puts tables and facts by name and counts by disposition and code, so
// that the same input prints the same report.
func (r *Report) Sort() {
	slices.SortStableFunc(r.Tables, func(a, b Table) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(r.Facts, func(a, b Fact) int { return cmp.Compare(a.Name, b.Name) })
	for i := range r.Tables {
		slices.SortStableFunc(r.Tables[i].Counts, func(a, b Count) int {
			return cmp.Or(cmp.Compare(a.Disposition.rank(), b.Disposition.rank()), cmp.Compare(a.Code, b.Code))
		})
	}
}

// Merge adds the counts of another report.
func (r *Report) Merge(o *Report) {
	for _, t := range o.Tables {
		mine := r.table(t.Name)
		mine.Total += t.Total
		for _, c := range t.Counts {
			mine.merge(c)
		}
	}
	for _, f := range o.Facts {
		r.Note(f.Name, f.N)
	}
}

func (t *Table) merge(c Count) {
	i := slices.IndexFunc(t.Counts, func(m Count) bool { return m.Code == c.Code && m.Disposition == c.Disposition })
	if i < 0 {
		t.Counts = append(t.Counts, Count{Code: c.Code, Disposition: c.Disposition})
		i = len(t.Counts) - 1
	}
	t.Counts[i].N += c.N
	room := c.Disposition.maxSamples() - len(t.Counts[i].Samples)
	t.Counts[i].Samples = append(t.Counts[i].Samples, c.Samples[:min(max(room, 0), len(c.Samples))]...)
}

// String prints the report for people: a line for each count, its samples
// below.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.Format)
	for _, t := range r.Tables {
		fmt.Fprintf(&b, "%s: %d\n", t.Name, t.Total)
		for _, c := range t.Counts {
			fmt.Fprintf(&b, "  %6d  %-17s  %s\n", c.N, c.Disposition, c.Code)
			for _, s := range c.Samples[:min(printedSamples, len(c.Samples))] {
				fmt.Fprintf(&b, "          e.g. %s\n", s)
			}
		}
	}
	for _, f := range r.Facts {
		fmt.Fprintf(&b, "%s: %d\n", f.Name, f.N)
	}
	return b.String()
}
