package engine_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// stateSize is how large a state is: stateAgreements × stateRules rules over
// stateItems items.
type stateSize struct{ institutions, items, agreements, rules int }

// wholeState has 100,000 items and 1.3 million rules.
var wholeState = stateSize{institutions: 300, items: 100_000, agreements: 10_000, rules: 130}

// state is the same set for one size, always: every institution sends to 33 or
// 34 of the others. Of 200 rules 199 take one item for one course, every
// tenth of them with a least grade; the others need two items, or one of two.
// No two parts of it share memory, as in a set that was read from files.
func state(size stateSize) *ruleset.Set {
	set := &ruleset.Set{}
	each := size.items / size.institutions
	inst := func(i int) catalog.InstitutionID {
		return catalog.InstitutionID(fmt.Sprintf("school-%03d", i%size.institutions))
	}
	item := func(i, n int) catalog.ItemID {
		return catalog.ItemID(fmt.Sprintf("%s/subj-%03d", inst(i), 100+n%each))
	}
	for i := range size.institutions {
		set.Institutions = append(set.Institutions, catalog.Institution{
			ID: inst(i), Name: "School " + string(inst(i)), Kind: catalog.University, Country: "US",
			Unit: []credit.Unit{credit.Semester, credit.Quarter}[i%2],
		})
	}
	for k := range size.items {
		i, n := k%size.institutions, k/size.institutions
		id := catalog.ItemID(fmt.Sprintf("%s/subj-%03d", inst(i), 100+n))
		set.Items = append(set.Items, catalog.Item{
			ID: id, Institution: inst(i), Kind: catalog.ItemKind(strings.Clone(string(catalog.Course))),
			Versions: []catalog.ItemVersion{{
				Code: fmt.Sprintf("SUBJ %d", 100+n), Title: fmt.Sprintf("Introduction to subject number %d", n),
				Credits: credit.Int(int64(3 + n%3)), Level: strings.Clone("lower"),
			}},
			ExternalIDs: map[string]string{strings.Clone("registry"): fmt.Sprint(100_000 + k)},
		})
	}
	for k := range size.agreements {
		from, to := k%size.institutions, k+1+k/size.institutions
		a := agreement.Agreement{
			ID: agreement.ID(fmt.Sprintf("%s-to-%s", inst(from), inst(to))), Version: 1, Title: "Articulation",
			Kind: agreement.Articulation, Senders: []catalog.InstitutionID{inst(from)}, Receiver: inst(to),
			Lifecycle: agreement.Approved, Credit: agreement.BySender, Rules: make([]agreement.Rule, size.rules),
			Evidence: agreement.Evidence{Reference: fmt.Sprintf("https://example.org/agreements/%d", k), SignedOn: calendar.NewDate(2024, 1, 1)},
		}
		for r := range a.Rules {
			n := r*2 + k*7
			a.Rules[r] = agreement.Rule{
				ID: fmt.Sprintf("r-%07d", k*size.rules+r), When: stateSource(k*size.rules+r, item(from, n), item(from, n+1)),
				Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: item(to, n+5)}},
			}
		}
		set.Agreements = append(set.Agreements, a)
	}
	set.Sort()
	return set
}

func stateSource(n int, one, other catalog.ItemID) *agreement.Expr {
	leaves := []agreement.Expr{{Item: one}, {Item: other}}
	switch {
	case n%400 == 0:
		return &agreement.Expr{All: leaves}
	case n%400 == 200:
		return &agreement.Expr{Any: leaves}
	case n%10 == 1:
		return &agreement.Expr{Item: one, Condition: agreement.Condition{MinGrade: strings.Clone("C")}}
	}
	return &agreement.Expr{Item: one}
}

// inUse is the heap in use after a collection, in MB of 1,000,000 bytes.
func inUse() float64 {
	runtime.GC()
	runtime.GC() // the second ends the sweep of the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkScaleCompile reports, beside the times to hash the set and to compile
// it, what is resident: the set, the snapshot beside it, both, as a server holds
// them, and both once every rule was said in words.
func BenchmarkScaleCompile(b *testing.B) {
	if testing.Short() {
		b.Skip("needs 2 GB")
	}
	empty := inUse()
	set := state(wholeState)
	read := inUse()
	set.Share()
	alone := inUse()
	start := time.Now()
	version := set.Version()
	hashed := time.Since(start)
	var s *engine.Snapshot
	b.ResetTimer()
	for range b.N {
		made, err := engine.CompileVersion(set, version)
		if err != nil {
			b.Fatal(err)
		}
		s = made
	}
	b.StopTimer()
	both := inUse()
	b.ReportMetric(hashed.Seconds(), "s/hash")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/compile")
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(read-empty, "MB-set-unshared")
	b.ReportMetric(alone-empty, "MB-set")
	b.ReportMetric(both-alone, "MB-snapshot")
	b.ReportMetric(both-empty, "MB-both")
	s.SayAll()
	b.ReportMetric(inUse()-empty, "MB-all-said")
	runtime.KeepAlive(s)
	runtime.KeepAlive(set)
}

// wholeSnapshot is made once for the benchmarks that only ask.
var wholeSnapshot = sync.OnceValues(func() (*ruleset.Set, *engine.Snapshot) {
	set := state(wholeState)
	set.Share()
	s, err := engine.CompileVersion(set, "benchmark")
	if err != nil {
		panic(err)
	}
	return set, s
})

// BenchmarkScaleRulesOfItem finds the rules of one item after another.
func BenchmarkScaleRulesOfItem(b *testing.B) {
	if testing.Short() {
		b.Skip("needs 2 GB")
	}
	set, s := wholeSnapshot()
	n, found := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		there, all := s.RulesOf(set.Items[n*7919%len(set.Items)].ID, set.Institutions[n%len(set.Institutions)].ID)
		found += there + all
		n++
	}
	b.ReportMetric(float64(found)/float64(n), "rules/op")
}

// BenchmarkScaleEvaluate40Lines evaluates forty courses of one institution at
// one receiver.
func BenchmarkScaleEvaluate40Lines(b *testing.B) {
	if testing.Short() {
		b.Skip("needs 2 GB")
	}
	_, s := wholeSnapshot()
	var codes []string
	for n := range 40 {
		codes = append(codes, fmt.Sprintf("SUBJ %d", 100+n*2))
	}
	q := engine.Query{Record: fortyLines("school-000", codes), AsOf: calendar.NewDate(2025, 1, 1), Targets: []engine.Target{{Institution: "school-001"}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Evaluate(q); err != nil {
			b.Fatal(err)
		}
	}
}
