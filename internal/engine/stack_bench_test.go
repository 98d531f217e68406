package engine_test

import (
	"fmt"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// fiveHundredCredentials is 20 institutions with 25 programs each: from
// micro-credentials of three courses to degrees of 120 credits, every fifth
// building on the credential before it; agreements take courses and
// credentials of the first institution to every other, so that all are affected.
func fiveHundredCredentials() (ruleset.Set, record.Record) {
	var set ruleset.Set
	for i := range 20 {
		inst := catalog.InstitutionID(fmt.Sprintf("u%02d", i))
		set.Institutions = append(set.Institutions, catalog.Institution{ID: inst, Name: "University " + string(inst), Kind: catalog.FourYear, Unit: credit.Semester})
		for c := range 60 {
			set.Items = append(set.Items, benchItem(benchCourse(i, c), catalog.Course, 3))
		}
		for p := range 25 {
			set.Items = append(set.Items, benchItem(benchCredential(i, p), catalog.Certificate, 0))
			set.Programs = append(set.Programs, benchProgram(inst, i, p))
		}
		if i > 0 {
			set.Agreements = append(set.Agreements, benchAgreement(inst, i))
		}
	}
	var rec record.Record
	for c := range 40 {
		rec.Attainments = append(rec.Attainments, record.Attainment{
			Item: benchCourse(0, c), Grade: "B", Attained: calendar.NewDate(2020+c/8, 5, 20),
		})
	}
	set.Sort()
	return set, rec
}

func benchCourse(inst, n int) catalog.ItemID {
	return catalog.ItemID(fmt.Sprintf("u%02d/c-%d", inst, n))
}

func benchCredential(inst, n int) catalog.ItemID {
	return catalog.ItemID(fmt.Sprintf("u%02d/k-%d", inst, n))
}

func benchItem(id catalog.ItemID, kind catalog.ItemKind, credits int64) catalog.Item {
	return catalog.Item{ID: id, Institution: id.Institution(), Kind: kind, Versions: []catalog.ItemVersion{{
		Code: "X " + string(id)[4:], Title: "Item " + string(id), Credits: credit.Int(credits), Level: "lower",
	}}}
}

// benchProgram: 15 of 25 take named courses only, the others select by subject
// too; the last two are degrees.
func benchProgram(inst catalog.InstitutionID, i, p int) requirement.Program {
	var parts []requirement.Node
	for k := range 3 + p%4 {
		parts = append(parts, requirement.Node{ID: fmt.Sprintf("n%d", k), Take: &requirement.Take{Items: 1, From: &requirement.ItemFilter{
			Items: []catalog.ItemID{benchCourse(i, (p*7+k*11+i)%60)},
		}}})
	}
	if p%5 == 4 && p > 0 {
		parts = append(parts, requirement.Node{ID: "held", Held: &requirement.ItemFilter{Items: []catalog.ItemID{benchCredential(i, p-1)}}})
	}
	if p >= 15 {
		parts = append(parts, requirement.Node{ID: "free", Take: &requirement.Take{Credits: credit.Int(12), From: &requirement.ItemFilter{Levels: []string{"lower"}}}})
	}
	if p >= 23 {
		parts = append(parts, requirement.Node{ID: "total", Take: &requirement.Take{Credits: credit.Int(120), Free: true}})
	}
	return requirement.Program{
		ID: fmt.Sprintf("%s/p-%02d", inst, p), Institution: inst, Title: fmt.Sprintf("Program %d of %s", p, inst),
		Credential: benchCredential(i, p), Requires: &requirement.Node{All: parts},
	}
}

func benchAgreement(inst catalog.InstitutionID, i int) agreement.Agreement {
	from := 0 // everything counts everywhere
	a := agreement.Agreement{
		ID: agreement.ID("a-" + inst), Version: 1, Title: "Agreement " + string(inst), Kind: agreement.Articulation, Receiver: inst,
		Senders: []catalog.InstitutionID{catalog.InstitutionID(fmt.Sprintf("u%02d", from))}, Lifecycle: agreement.Approved,
		Credit: agreement.BySender, Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2019, 1, 1)},
	}
	for c := range 60 {
		a.Rules = append(a.Rules, agreement.Rule{
			ID: fmt.Sprintf("r%d", c), When: &agreement.Expr{Item: benchCourse(from, c)},
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: benchCourse(i, c)}},
		})
	}
	return a
}

func BenchmarkStacks500(b *testing.B) {
	set, rec := fiveHundredCredentials()
	s, err := engine.Compile(&set)
	if err != nil {
		b.Fatal(err)
	}
	q := engine.StackQuery{Record: rec, AsOf: asOf}
	res, err := s.Stacks(q)
	if err != nil || len(res.Completed) == 0 || len(set.Programs) != 500 {
		b.Fatal(err, len(res.Completed))
	}
	b.ReportMetric(float64(len(res.Completed)), "completed")
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := s.Stacks(q); err != nil {
			b.Fatal(err)
		}
	}
}
