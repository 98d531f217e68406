package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Disposition says what became of an input record.
type Disposition string

// The dispositions, in the order in which reports list them.
const (
	// Kept records were taken as they are.
	Kept Disposition = "kept"
	// Normalised records were taken after their form was tidied or after they
	// proved to repeat another record.
	Normalised Disposition = "normalised"
	// Left records are in the result, but a person must decide what they mean.
	Left Disposition = "left for a person"
	// Refused records are not in the result; a problem says why.
	Refused Disposition = "refused"
)

func (d Disposition) rank() int {
	return slices.Index([]Disposition{Kept, Normalised, Left, Refused}, d)
}

// maxSamples is how many examples a count keeps: a few to recognise a case by,
// and all within reason where somebody has to work through them.
func (d Disposition) maxSamples() int {
	if d == Left || d == Refused {
		return 500
	}
	return 3
}

// printedSamples is how many examples the printed report shows; the JSON form
// has all that are kept.
const printedSamples = 3

// Count is how many records had one fate. Every record is in exactly one count
// of its table.
type Count struct {
	Code        string      `json:"code"`
	Disposition Disposition `json:"disposition"`
	N           int         `json:"n"`
	Samples     []string    `json:"samples,omitempty"`
}

// Table is the fate of all records of one sort, such as the articulations.
type Table struct {
	Name   string  `json:"name"`
	Total  int     `json:"total"`
	Counts []Count `json:"counts"`
}

// Fact is a number that describes the input and divides nothing.
type Fact struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Report is what an import did. The zero Report is empty and ready to use.
type Report struct {
	Format string  `json:"format"`
	Tables []Table `json:"tables"`
	Facts  []Fact  `json:"facts,omitempty"`
}

// Add counts one record of a table under a code; sample says which record it
// was, with its file and row.
func (r *Report) Add(table, code string, d Disposition, sample string) {
	t := r.table(table)
	t.Total++
	i := slices.IndexFunc(t.Counts, func(c Count) bool { return c.Code == code && c.Disposition == d })
	if i < 0 {
		i = len(t.Counts)
		t.Counts = append(t.Counts, Count{Code: code, Disposition: d})
	}
	t.Counts[i].N++
	if len(t.Counts[i].Samples) < d.maxSamples() && sample != "" {
		t.Counts[i].Samples = append(t.Counts[i].Samples, sample)
	}
}

func (r *Report) table(name string) *Table {
	i := slices.IndexFunc(r.Tables, func(t Table) bool { return t.Name == name })
	if i < 0 {
		i = len(r.Tables)
		r.Tables = append(r.Tables, Table{Name: name})
	}
	return &r.Tables[i]
}

// Note adds n to a fact.
func (r *Report) Note(name string, n int) {
	i := slices.IndexFunc(r.Facts, func(f Fact) bool { return f.Name == name })
	if i < 0 {
		r.Facts = append(r.Facts, Fact{Name: name, N: n})
		return
	}
	r.Facts[i].N += n
}

// N is the number of records of a table under a code, whatever became of them.
func (r *Report) N(table, code string) int {
	n := 0
	for _, t := range r.Tables {
		for _, c := range t.Counts {
			if t.Name == table && c.Code == code {
				n += c.N
			}
		}
	}
	return n
}

// Total is the number of records of a table.
func (r *Report) Total(table string) int {
	for _, t := range r.Tables {
		if t.Name == table {
			return t.Total
		}
	}
	return 0
}

// Fact is the value of a fact, 0 where there is none.
func (r *Report) Fact(name string) int {
	for _, f := range r.Facts {
		if f.Name == name {
			return f.N
		}
	}
	return 0
}

// By is the number of records of all tables with a disposition.
func (r *Report) By(d Disposition) int {
	n := 0
	for _, t := range r.Tables {
		for _, c := range t.Counts {
			if c.Disposition == d {
				n += c.N
			}
		}
	}
	return n
}

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
