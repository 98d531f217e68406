package engine

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/record"
)

// Understood is what a line of a record is taken for before any target is looked
// at. A line that is not recognised is kept: Doubts say why.
type Understood struct {
	ID     string `json:"id"`
	Source Source `json:"source"`
	// Credits is what it brings: as stated, else as the catalogue has it; nothing
	// where it was failed or withdrawn. The unit is empty where nobody states it.
	Credits credit.Quantity `json:"credits"`
	Doubts  []Reason        `json:"doubts,omitempty"`
}

// Recognised reports whether the catalogue knows the item.
func (u *Understood) Recognised() bool { return u.Source.Item != "" }

// Understand recognises the lines of a record, in the order of the record. The
// problems are those of an evaluation.
func (s *Snapshot) Understand(r *record.Record, asOf calendar.Date) ([]Understood, diag.List) {
	lines, problems := s.recognise(r, asOf)
	at := make(map[*record.Attainment]int, len(lines))
	for i := range lines {
		at[lines[i].att] = i
	}
	out := make([]Understood, len(r.Attainments))
	for i := range r.Attainments {
		l := &lines[at[&r.Attainments[i]]]
		out[i] = Understood{ID: l.id, Source: s.source(l), Credits: credit.Quantity{Amount: l.amount, Unit: l.unit}, Doubts: l.doubts}
		if l.gradeDoubt != nil {
			out[i].Doubts = append(out[i].Doubts[:len(out[i].Doubts):len(out[i].Doubts)], *l.gradeDoubt)
		}
	}
	return out, problems
}

// KnowsInstitution reports whether the text is the id or a name of an institution.
func (s *Snapshot) KnowsInstitution(name string) bool {
	_, ok := s.institutionIndex(name)
	return ok
}
