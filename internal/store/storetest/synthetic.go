package storetest

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Size is how large a synthetic rule set is.
type Size struct {
	Items      int
	Agreements int
	Rules      int // in all
}

// Matrix is of the size and shape of a statewide articulation matrix: 21
// receivers, each with one agreement over the courses of one college.
var Matrix = Size{Items: 6000, Agreements: 21, Rules: 22002}

// Synthetic makes a rule set for benchmarks: always the same for one size. The
// first agreement's first 50 receivers give courses, every tenth rule needs two
// sources, every seventh has alternatives.
func Synthetic(size Size) ruleset.Set {
	var s ruleset.Set
	for i := range size.Agreements + 1 {
		id := catalog.InstitutionID(fmt.Sprintf("school-%04d", i))
		s.Institutions = append(s.Institutions, catalog.Institution{
			ID: id, Name: "School " + string(id), Kind: catalog.University, Country: "US", Unit: credit.Semester,
		})
	}
	for i := range size.Items {
		s.Items = append(s.Items, syntheticItem(i, s.Institutions[i%len(s.Institutions)].ID))
	}
	from := calendar.NewDate(2024, 9, 1)
	for i := range size.Agreements {
		a := agreement.Agreement{
			ID: agreement.ID(fmt.Sprintf("school-0000-to-%04d", i+1)), Version: 1, Title: "Articulation",
			Kind: agreement.Articulation, Senders: []catalog.InstitutionID{s.Institutions[0].ID},
			Receiver: s.Institutions[i+1].ID, Lifecycle: agreement.Approved, Effective: calendar.Range{From: from},
			Evidence: agreement.Evidence{Reference: "https://example.org/agreements/" + fmt.Sprint(i), SignedOn: from},
		}
		for j := i; j < size.Rules; j += size.Agreements {
			a.Rules = append(a.Rules, syntheticRule(&s, j))
		}
		s.Agreements = append(s.Agreements, a)
	}
	s.Sort()
	return s
}

func syntheticItem(i int, school catalog.InstitutionID) catalog.Item {
	return catalog.Item{
		ID: catalog.ItemID(fmt.Sprintf("%s/course-%06d", school, i)), Institution: school, Kind: catalog.Course,
		Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("SUBJ %d", i), Title: fmt.Sprintf("Introduction to subject number %d", i),
			Credits: credit.Int(int64(3 + i%3)), Level: "lower",
		}},
		ExternalIDs: map[string]string{"registry": fmt.Sprint(100000 + i)},
	}
}

func syntheticRule(s *ruleset.Set, j int) agreement.Rule {
	leaf := func(k int) agreement.Expr { return agreement.Expr{Item: s.Items[k%len(s.Items)].ID} }
	when := leaf(j)
	switch {
	case j%10 == 0:
		when = agreement.Expr{All: []agreement.Expr{leaf(j), leaf(j + 1)}}
	case j%7 == 0:
		when = agreement.Expr{Any: []agreement.Expr{leaf(j), leaf(j + 2)}}
	}
	return agreement.Rule{
		ID: fmt.Sprintf("r%07d", j), When: &when,
		Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: s.Items[(j+5)%len(s.Items)].ID}},
	}
}
