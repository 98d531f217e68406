package requirement

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

func TestTruthIsKleenes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, and, or Truth }{
		{Yes, Yes, Yes, Yes}, {Yes, No, No, Yes}, {Yes, Open, Open, Yes}, {No, No, No, No}, {No, Open, No, Open}, {Open, Open, Open, Open},
	} {
		if tt.a.And(tt.b) != tt.and || tt.b.And(tt.a) != tt.and || tt.a.Or(tt.b) != tt.or || tt.b.Or(tt.a) != tt.or {
			t.Errorf("%s and %s: %s, %s", tt.a, tt.b, tt.a.And(tt.b), tt.a.Or(tt.b))
		}
	}
}

func TestVersionsByCatalogueYear(t *testing.T) {
	t.Parallel()
	day := calendar.NewDate
	p := Program{
		Sets:   map[string]ItemFilter{"a": {Subjects: []string{"A"}}, "b": {Subjects: []string{"B"}}},
		Shares: []Share{{Between: []string{"x", "y"}}}, MaxUses: 2,
		Versions: []ProgramVersion{
			{ID: "old", Catalog: calendar.Range{To: day(2020, 7, 31)}, Requires: &Node{Item: "u/a"}},
			{ID: "new", Catalog: calendar.Range{From: day(2020, 8, 1)}, Requires: &Node{Item: "u/b"}, Sets: map[string]ItemFilter{"b": {Subjects: []string{"C"}}}, MaxUses: 3},
		},
	}
	for on, want := range map[calendar.Date]string{day(2019, 9, 1): "old", day(2020, 8, 1): "new", 0: "new"} {
		if v, ok := p.At(on); !ok || v.ID != want {
			t.Errorf("%s leads to %v, not to %s", on, v, want)
		}
	}
	v, _ := p.At(0)
	if v.Sets["b"].Subjects[0] != "C" || v.Sets["a"].Subjects[0] != "A" || v.MaxUses != 3 || len(v.Shares) != 1 {
		t.Errorf("the version does not add to the program: %+v", v)
	}
	one := Program{Catalog: calendar.Range{From: day(2024, 1, 1)}, Requires: &Node{Item: "u/a"}}
	if _, ok := one.At(day(2020, 1, 1)); ok {
		t.Error("a day before the catalogue leads to a version")
	}
	if (&Program{}).Current() != nil || one.Current() == nil {
		t.Error("the current requirement is wrong")
	}
}

func TestPathsAreStableAndDifferent(t *testing.T) {
	t.Parallel()
	root := Node{All: []Node{
		{Title: "Core Courses", All: []Node{{Item: "u/math-1"}, {Item: "u/math-1"}}},
		{Title: "Core Courses", Item: "u/x"},
		{ID: "core-courses-2", Item: "u/y"},
		{If: &Branch{Then: Node{Item: "u/z"}, Else: &Node{Title: "Other", Item: "u/w"}}},
		{Title: "Größe!", Milestone: "m"},
		{Unknown: "?"},
		{Take: &Take{}},
	}}
	places, whole := Places(&root, 0, 0)
	var got []string
	seen := map[string]bool{}
	for _, p := range places {
		if seen[p.Path] {
			t.Errorf("the path %q comes twice", p.Path)
		}
		seen[p.Path] = true
		got = append(got, p.Path)
	}
	want := []string{
		"", "core-courses", "core-courses/math-1", "core-courses/math-1-2", "core-courses-3", "core-courses-2",
		"if", "if/then", "if/other", "größe", "unknown", "take",
	}
	if diff := cmp.Diff(want, got); diff != "" || !whole {
		t.Error(diff)
	}
	if _, whole := Places(&root, 3, 0); whole {
		t.Error("a limit of 3 places gave the whole tree")
	}
	if list, whole := Places(&root, 0, 2); whole || len(list) != 8 {
		t.Errorf("a limit of 2 levels gave %d places", len(list))
	}
}

func TestMigrationFollowsMoves(t *testing.T) {
	t.Parallel()
	from := &ProgramVersion{ID: "1", Requires: &Node{All: []Node{
		{ID: "core", All: []Node{{ID: "a", Item: "u/a"}, {ID: "b", Take: &Take{Items: 2}}}}, {ID: "gone", Item: "u/g"}, {ID: "stays", Item: "u/s"},
	}}}
	to := &ProgramVersion{ID: "2", Moved: map[string]string{"core": "major/lower", "gone": ""}, Requires: &Node{All: []Node{
		{ID: "major", All: []Node{{ID: "lower", All: []Node{{ID: "a", Item: "u/a2"}, {ID: "b", Take: &Take{Credits: credit.Int(6)}}}}}},
		{ID: "stays", Item: "u/s"},
	}}}
	e := func(path string, kind ExceptionKind) Exception {
		return Exception{ID: path, Program: "u/p", Version: "1", Path: path, Kind: kind, What: NeedItems, Item: "u/a"}
	}
	kept, orphans := Migrate("u/p", from, to, []Exception{
		e("core/a", Waive), e("stays", Waive), e("gone", Waive), e("nowhere", Waive), e("core/b", Threshold), e("core/a", Substitute),
		{ID: "other", Program: "u/q"},
		{ID: "older", Program: "u/p", Version: "0"},
	})
	var got []string
	for _, k := range kept {
		got = append(got, k.ID+" → "+k.Version+" "+k.Path)
	}
	if diff := cmp.Diff([]string{"core/a → 2 major/lower/a", "stays → 2 stays", "other →  ", "older → 0 "}, got); diff != "" {
		t.Error(diff)
	}
	got = nil
	for _, o := range orphans {
		got = append(got, o.Exception.ID+": "+o.Why)
	}
	want := []string{
		`gone: the requirement "gone" was removed`, `nowhere: the version 2 has no requirement "nowhere"`,
		"core/b: the requirement no longer asks for items", "core/a: the requirement no longer names u/a",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMarksAreVisible(t *testing.T) {
	t.Parallel()
	e := Exception{Kind: Waive, Approver: "the dean", Reason: "transfer pending", Expires: calendar.NewDate(2027, 5, 31)}
	if got := e.Mark(); got != "waived by the dean (transfer pending), until 2027-05-31" {
		t.Error(got)
	}
	if !e.InForce(calendar.NewDate(2027, 5, 31)) || e.InForce(calendar.NewDate(2027, 6, 1)) {
		t.Error("an exception counts on its last day, and not after it")
	}
}

func TestSharesRoundUp(t *testing.T) {
	t.Parallel()
	half := credit.Frac(1, 2)
	for _, tt := range []struct {
		m    Minimum
		size int64
		want credit.Amount
	}{
		{Minimum{Share: half, RoundTo: credit.Int(1)}, 6, credit.Int(3)},
		{Minimum{Share: half, RoundTo: credit.Int(1)}, 9, credit.Int(5)},
		{Minimum{Share: half}, 9, credit.Frac(9, 2)},
		{Minimum{Share: credit.Frac(3, 4), OutOf: credit.Int(30)}, 9, credit.Frac(45, 2)},
		{Minimum{Share: half, Credits: credit.Int(20)}, 9, credit.Int(20)},
		{Minimum{}, 9, credit.Amount{}},
	} {
		if got := tt.m.Need(credit.Int(tt.size)); !got.Equal(tt.want) {
			t.Errorf("%+v of %d is %s, not %s", tt.m, tt.size, got, tt.want)
		}
	}
}

func TestClosedFilters(t *testing.T) {
	t.Parallel()
	list := func(ids ...catalog.ItemID) ItemFilter { return ItemFilter{Items: ids} }
	c := Closed{Sets: map[string]ItemFilter{"ab": list("a", "b"), "loop": {Any: []ItemFilter{list("a"), {Set: "loop"}}}}}
	except := list("b")
	for _, tt := range []struct {
		f      ItemFilter
		want   []catalog.ItemID
		closed bool
	}{
		{list("a", "b", "a"), []catalog.ItemID{"a", "b"}, true},
		{ItemFilter{Set: "ab", Except: &except}, []catalog.ItemID{"a"}, true},
		{ItemFilter{Set: "ab", Except: &ItemFilter{Items: []catalog.ItemID{"b"}, MinGrade: "A"}}, []catalog.ItemID{"a", "b"}, true},
		{ItemFilter{Any: []ItemFilter{list("c"), {Set: "ab"}}}, []catalog.ItemID{"c", "a", "b"}, true},
		{ItemFilter{All: []ItemFilter{list("c", "b"), {Set: "ab"}}}, []catalog.ItemID{"b"}, true},
		{ItemFilter{Any: []ItemFilter{list("c"), {Subjects: []string{"X"}}}}, nil, false},
		{ItemFilter{Set: "ab", MinGrade: "C"}, []catalog.ItemID{"a", "b"}, true},
		{ItemFilter{Set: "loop"}, nil, false},
		{ItemFilter{}, nil, false},
	} {
		got, closed := c.Items(&tt.f)
		if closed != tt.closed || !cmp.Equal(tt.want, got) {
			t.Errorf("%+v: %v, %v", tt.f, got, closed)
		}
	}
}

func TestFactsDecide(t *testing.T) {
	t.Parallel()
	n := func(i int64) *credit.Amount { a := credit.Int(i); return &a }
	f := Facts{
		Values:  map[string]string{"track": "x", "gpa": "3.5", "honors": "yes", "name": "none"},
		Results: map[string]Truth{"core": Yes, "rest": No}, Entered: calendar.NewDate(2024, 9, 1),
	}
	sel := &Selector{Pieces: []Piece{{Item: "u/a"}}}
	for name, tt := range map[string]struct {
		test Test
		want Truth
	}{
		"is": {Test{Fact: "track", Is: []string{"y", "x"}}, Yes}, "is not": {Test{Fact: "track", Is: []string{"y"}}, No},
		"yes": {Test{Fact: "honors"}, Yes}, "unknown fact": {Test{Fact: "age"}, Open},
		"at least": {Test{Fact: "gpa", AtLeast: n(3)}, Yes}, "at most": {Test{Fact: "gpa", AtMost: n(3)}, No},
		"no number": {Test{Fact: "name", AtLeast: n(3)}, Open},
		"met":       {Test{Met: "core"}, Yes}, "not met": {Test{Met: "rest"}, No}, "not decided": {Test{Met: "else"}, Open},
		"not": {Test{Not: &Test{Met: "core"}}, No}, "nothing": {Test{}, Open},
		"all": {Test{All: []Test{{Met: "core"}, {Met: "else"}}}, Open}, "any": {Test{Any: []Test{{Met: "core"}, {Met: "else"}}}, Yes},
		"holds":     {Test{Holds: &ItemFilter{Items: []catalog.ItemID{"u/a"}}}, Yes},
		"holds not": {Test{Holds: &ItemFilter{Items: []catalog.ItemID{"u/b"}}}, No},
		"entered":   {Test{Entered: calendar.Range{From: calendar.NewDate(2024, 1, 1)}}, Yes},
	} {
		if got := f.Decide(&tt.test, sel); got != tt.want {
			t.Errorf("%s: %s, not %s", name, got, tt.want)
		}
	}
	if got := f.Decide(&Test{Holds: &ItemFilter{}}, nil); got != Open {
		t.Errorf("without a record, holding is %s", got)
	}
}

// A filter and what it excepts never select the same piece for certain, and
// what a union selects one of its parts selects.
func TestFilterAlgebra(t *testing.T) {
	t.Parallel()
	subject := rapid.SampledFrom([]string{"A", "B", "C"})
	filter := func(t *rapid.T, name string) ItemFilter {
		return ItemFilter{Subjects: []string{subject.Draw(t, name)}, MinGrade: rapid.SampledFrom([]string{"", "B"}).Draw(t, name+"g")}
	}
	scales := catalog.BuiltinScales()
	rapid.Check(t, func(t *rapid.T) {
		var s Selector
		for range rapid.IntRange(1, 6).Draw(t, "n") {
			m, graded := scales[0].Read(rapid.SampledFrom([]string{"A", "C", "P", "?"}).Draw(t, "grade"))
			s.Pieces = append(s.Pieces, Piece{Codes: []PieceCode{CodeOf(subject.Draw(t, "s") + " 1")}, Grade: m, Graded: graded})
		}
		x, y := filter(t, "x"), filter(t, "y")
		a, b := s.Select(&x), s.Select(&y)
		without := x
		without.Except = &y
		for i, got := range s.Select(&without) {
			if got != a[i].And(b[i].Not()) {
				t.Fatalf("difference of %s and %s is %s", a[i], b[i], got)
			}
		}
		for i, got := range s.Select(&ItemFilter{Any: []ItemFilter{x, y}}) {
			if got != a[i].Or(b[i]) {
				t.Fatalf("union of %s and %s is %s", a[i], b[i], got)
			}
		}
		for i, got := range s.Select(&ItemFilter{All: []ItemFilter{x, y}}) {
			if got != a[i].And(b[i]) {
				t.Fatalf("intersection of %s and %s is %s", a[i], b[i], got)
			}
		}
	})
}

// The store keeps programs as JSON: nothing may be lost, zero budgets least of
// all.
func TestJSONKeepsEverything(t *testing.T) {
	t.Parallel()
	zero, none := 0, credit.Amount{}
	p := Program{
		ID: "u/p", Institution: "u", Title: "P", Stack: &StackPolicy{Pieces: PiecesDebited},
		Shares: []Share{{Between: []string{"a", "b"}, Items: &zero, Credits: &none}},
		Requires: &Node{All: []Node{
			{Take: &Take{Free: true, Credits: credit.Frac(3, 2), From: &ItemFilter{Latest: credit.Int(3)}}},
			{Item: "u/a", Limits: []Limit{{Items: &zero}}, Changes: []NeedChange{{When: Test{Fact: "f"}, What: NeedItems, To: &none}}},
		}},
	}
	data, err := json.Marshal(&p)
	if err != nil {
		t.Fatal(err)
	}
	var back Program
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back); diff != "" || p.Hash() != back.Hash() {
		t.Error(diff)
	}
}
