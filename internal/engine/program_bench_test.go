package engine_test

import (
	"fmt"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// ordinaryDegree is a degree of 60 requirements (a core of 20 courses, 8 areas,
// a concentration of 4 of 6 with a choice inside, totals, residence, a grade
// point average) and a record of 40 courses earned there.
func ordinaryDegree() (ruleset.Set, engine.Query) {
	set := ruleset.Set{Institutions: []catalog.Institution{{ID: "u", Name: "U", Kind: catalog.FourYear, Unit: credit.Semester}}}
	item := func(n int) catalog.ItemID { return catalog.ItemID(fmt.Sprintf("u/c%d", n)) }
	for n := range 120 {
		set.Items = append(set.Items, catalog.Item{
			ID: item(n), Institution: "u", Kind: catalog.Course, Tags: []string{fmt.Sprintf("area-%d", n%8)},
			Versions: []catalog.ItemVersion{{Code: fmt.Sprintf("S%c %d", 'A'+n%6, 100+3*n), Title: "Course", Credits: credit.Int(int64(2 + n%3)), Level: []string{"lower", "upper"}[n/60]}},
		})
	}
	top := requirement.Node{GPA: credit.Int(2), Minima: []requirement.Minimum{{Credits: credit.Int(30), Of: &requirement.ItemFilter{Origin: requirement.Home}}}}
	core := requirement.Node{ID: "core"}
	for n := range 20 {
		core.All = append(core.All, requirement.Node{Item: item(n)})
	}
	areas := requirement.Node{ID: "areas"}
	for n := range 8 {
		areas.All = append(areas.All, requirement.Node{ID: fmt.Sprint("area", n), Take: &requirement.Take{Items: 1, From: &requirement.ItemFilter{Tags: []string{fmt.Sprintf("area-%d", n)}}}})
	}
	major := requirement.Node{ID: "major", Choose: &requirement.Choose{Count: 4}}
	for n := range 6 {
		major.Choose.Of = append(major.Choose.Of, requirement.Node{Any: []requirement.Node{
			{Item: item(60 + 4*n)}, {Item: item(61 + 4*n)}, {All: []requirement.Node{{Item: item(62 + 4*n)}, {Item: item(63 + 4*n)}}},
		}})
	}
	upper := requirement.Node{ID: "upper", Take: &requirement.Take{Credits: credit.Int(12), Free: true, From: &requirement.ItemFilter{Levels: []string{"upper"}}}}
	total := requirement.Node{ID: "total", Take: &requirement.Take{Credits: credit.Int(110), Free: true}}
	top.All = []requirement.Node{core, areas, major, upper, total}
	set.Programs = []requirement.Program{{ID: "u/bs", Institution: "u", Title: "BS", Requires: &top}}
	set.Sort()
	var rec record.Record
	for n := range 40 {
		k := n
		if n >= 28 {
			k = 60 + 2*(n-28)
		}
		rec.Attainments = append(rec.Attainments, record.Attainment{ID: fmt.Sprint("l", n), Item: item(k), Attained: calendar.NewDate(2022+n/12, 5, 1), Grade: []string{"A", "B", "C"}[n%3]})
	}
	return set, engine.Query{Record: rec, AsOf: asOf, Targets: []engine.Target{{Institution: "u", Program: "u/bs"}}}
}

func BenchmarkEvaluateOrdinaryDegree(b *testing.B) {
	set, q := ordinaryDegree()
	s, err := engine.Compile(&set)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		res, err := s.Evaluate(q)
		if err != nil {
			b.Fatal(err)
		}
		if res.Targets[0].Audit == nil {
			b.Fatal("no audit")
		}
	}
}
