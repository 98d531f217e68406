package requirement

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/catalog"
)

func TestImplies(t *testing.T) {
	t.Parallel()
	sets := map[string]ItemFilter{
		"brought": {Origin: Transferred}, "cs": {Subjects: []string{"CS"}},
		"loop": {Set: "loop2"}, "loop2": {Set: "loop"},
	}
	transfer, upper := &ItemFilter{Origin: Transferred}, &ItemFilter{Levels: []string{"upper"}}
	for name, c := range map[string]struct {
		given []*ItemFilter
		of    *ItemFilter
		want  bool
	}{
		"everything":       {nil, nil, true},
		"nothing known":    {nil, transfer, false},
		"the same":         {[]*ItemFilter{transfer}, transfer, true},
		"one of two":       {[]*ItemFilter{upper, transfer}, transfer, true},
		"the other way":    {[]*ItemFilter{transfer}, &ItemFilter{Origin: Transferred, Levels: []string{"upper"}}, false},
		"by a set":         {[]*ItemFilter{{Set: "brought"}}, transfer, true},
		"to a set":         {[]*ItemFilter{transfer}, &ItemFilter{Set: "brought"}, true},
		"fewer subjects":   {[]*ItemFilter{{Set: "cs"}}, &ItemFilter{Subjects: []string{"MATH", "CS"}}, true},
		"more subjects":    {[]*ItemFilter{{Subjects: []string{"MATH", "CS"}}}, &ItemFilter{Set: "cs"}, false},
		"one of a union":   {[]*ItemFilter{transfer}, &ItemFilter{Any: []ItemFilter{*upper, *transfer}}, true},
		"an exception":     {[]*ItemFilter{transfer}, &ItemFilter{Origin: Transferred, Except: upper}, false},
		"a grade":          {[]*ItemFilter{{MinGrade: "C"}}, &ItemFilter{MinGrade: "C"}, false},
		"a circle of sets": {[]*ItemFilter{{Set: "cs"}}, &ItemFilter{Set: "loop"}, false},
	} {
		if got := Implies(sets, c.given, c.of); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What is implied is selected whenever all that is given is.
func TestWhatIsImpliedIsSelected(t *testing.T) {
	t.Parallel()
	subjects, levels := []string{"A", "B", "C"}, []string{"lower", "upper"}
	rapid.Check(t, func(t *rapid.T) {
		filter := func(name string) *ItemFilter {
			f := &ItemFilter{}
			if rapid.Bool().Draw(t, name+" by subject") {
				f.Subjects = rapid.SliceOfNDistinct(rapid.SampledFrom(subjects), 1, 3, rapid.ID).Draw(t, name+" subjects")
			}
			if rapid.Bool().Draw(t, name+" by level") {
				f.Levels = rapid.SliceOfNDistinct(rapid.SampledFrom(levels), 1, 2, rapid.ID).Draw(t, name+" levels")
			}
			return f
		}
		given, of := []*ItemFilter{filter("one"), filter("two")}, filter("of")
		if !Implies(nil, given, of) {
			return
		}
		var pieces []Piece
		for i, s := range subjects {
			for j, l := range levels {
				pieces = append(pieces, Piece{Item: catalog.ItemID(fmt.Sprintf("u/%d%d", i, j)), Codes: []PieceCode{CodeOf(s + " 1")}, Level: l})
			}
		}
		sel := Selector{Pieces: pieces}
		a, b, c := sel.Select(given[0]), sel.Select(given[1]), sel.Select(of)
		for i := range pieces {
			if a[i] == Yes && b[i] == Yes && c[i] != Yes {
				t.Fatalf("%v passes both and not the third", pieces[i])
			}
		}
	})
}

// Looking pieces up by item selects what looking at each does.
func TestFewItemsAreLookedUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Custom(func(t *rapid.T) catalog.ItemID {
			return catalog.ItemID(fmt.Sprint("u/", rapid.IntRange(0, 30).Draw(t, "item")))
		})
		var pieces []Piece
		for range 40 {
			pieces = append(pieces, Piece{Item: id.Draw(t, "piece"), Also: rapid.SliceOfN(id, 0, 2).Draw(t, "also")})
		}
		f := &ItemFilter{Items: rapid.SliceOfN(id, 1, 4).Draw(t, "items")}
		quick := (&Selector{Pieces: pieces}).Select(f)
		for i, p := range pieces {
			want := No
			if m := newMatcher(&Selector{}, f); m.listed(&p) {
				want = Yes
			}
			if quick[i] != want {
				t.Fatalf("piece %v: %v, want %v", p, quick[i], want)
			}
		}
	})
}
