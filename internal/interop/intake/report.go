package intake

import (
	"slices"
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
