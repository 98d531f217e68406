package engine_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

const sharedMatrix = "../../../shared/data/assist-matrix/articulations.tsv"

// tenThousandRules is one receiver with 10,000 rules from ten senders: mostly
// one to one, every tenth needs two courses, every twentieth offers a choice.
func tenThousandRules() ruleset.Set {
	var set ruleset.Set
	set.Institutions = append(set.Institutions, catalog.Institution{ID: "recv", Name: "Receiver", Kind: catalog.FourYear, Unit: credit.Quarter})
	course := func(inst catalog.InstitutionID, n int) catalog.ItemID {
		id := catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, n))
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: inst, Kind: catalog.Course, Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("SUB%d %d", n%40, 100+n), Title: fmt.Sprintf("Course %d", n), Credits: credit.Int(int64(3 + n%3)),
		}}})
		return id
	}
	var targets []catalog.ItemID
	for n := range 1000 {
		targets = append(targets, course("recv", n))
	}
	for s := range 10 {
		inst := catalog.InstitutionID(fmt.Sprintf("send%d", s))
		set.Institutions = append(set.Institutions, catalog.Institution{ID: inst, Name: "Sender " + string(inst), Kind: catalog.TwoYear, Unit: credit.Semester})
		a := agreement.Agreement{
			ID: agreement.ID("a-" + inst), Version: 1, Title: "Agreement", Kind: agreement.Articulation, Receiver: "recv",
			Senders: []catalog.InstitutionID{inst}, Lifecycle: agreement.Approved, Use: agreement.Shared, Credit: agreement.BySender,
			Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2024, 1, 1)},
		}
		for n := range 1000 {
			src := course(inst, n)
			e := agreement.Expr{Item: src}
			if n%10 == 0 {
				e = agreement.Expr{All: []agreement.Expr{{Item: src}, {Item: catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, (n+1)%1000))}}}
			} else if n%20 == 1 {
				e = agreement.Expr{Any: []agreement.Expr{{Item: src}, {Item: catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, (n+1)%1000))}}}
			}
			a.Rules = append(a.Rules, agreement.Rule{ID: fmt.Sprintf("r%d", n), When: &e, Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: targets[n]}}})
		}
		set.Agreements = append(set.Agreements, a)
	}
	set.Sort()
	return set
}

func fortyLines(inst string, codes []string) record.Record {
	var r record.Record
	for i, c := range codes {
		r.Attainments = append(r.Attainments, record.Attainment{
			ID: fmt.Sprintf("l%02d", i), Institution: inst, Code: c, Grade: "B", Attained: calendar.NewDate(2024, 5, 20),
		})
	}
	return r
}

func BenchmarkEvaluate40LinesOneReceiver10000Rules(b *testing.B) {
	set := tenThousandRules()
	s, err := engine.Compile(&set)
	if err != nil {
		b.Fatal(err)
	}
	var codes []string
	for n := range 40 {
		k := n * 23 % 1000
		codes = append(codes, fmt.Sprintf("SUB%d %d", k%40, 100+k))
	}
	q := engine.Query{Record: fortyLines("send3", codes), AsOf: calendar.NewDate(2025, 1, 1), Targets: []engine.Target{{Institution: "recv"}}}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := s.Evaluate(q); err != nil {
			b.Fatal(err)
		}
	}
}

func matrix(b *testing.B) ruleset.Set {
	b.Helper()
	if _, err := os.Stat(sharedMatrix); err != nil {
		b.Skip("the matrix is not at ../shared/data beside the repository")
	}
	set, _, problems := assist.Import([]string{sharedMatrix}, assist.Options{})
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	set.Sort()
	return set
}

func BenchmarkCompileMatrix(b *testing.B) {
	set := matrix(b)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := engine.Compile(&set); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEvaluate40LinesAll21Receivers(b *testing.B) {
	set := matrix(b)
	s, err := engine.Compile(&set)
	if err != nil {
		b.Fatal(err)
	}
	var sender catalog.InstitutionID
	var targets []engine.Target
	seen := map[catalog.InstitutionID]bool{}
	named := map[catalog.InstitutionID]map[catalog.ItemID]bool{}
	for i := range set.Agreements {
		a := &set.Agreements[i]
		if !seen[a.Receiver] {
			seen[a.Receiver] = true
			targets = append(targets, engine.Target{Institution: a.Receiver})
		}
		for r := range a.Rules {
			if a.Rules[r].When == nil {
				continue
			}
			for _, id := range a.Rules[r].When.Items() {
				from := id.Institution()
				if named[from] == nil {
					named[from] = map[catalog.ItemID]bool{}
				}
				named[from][id] = true
				if len(named[from]) > len(named[sender]) {
					sender = from
				}
			}
		}
	}
	var r record.Record
	for i := range set.Items {
		if it := &set.Items[i]; it.Institution == sender && named[sender][it.ID] && len(r.Attainments) < 40 {
			r.Attainments = append(r.Attainments, record.Attainment{Item: it.ID, Grade: "B", Attained: calendar.NewDate(2024, 5, 20)})
		}
	}
	if len(targets) != 21 {
		b.Fatalf("%d receivers", len(targets))
	}
	q := engine.Query{Record: r, AsOf: calendar.NewDate(2025, 1, 1), Targets: targets}
	b.ReportMetric(float64(len(r.Attainments)), "lines")
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := s.Evaluate(q); err != nil {
			b.Fatal(err)
		}
	}
}
