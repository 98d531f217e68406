package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

func TestConstructsArriveAsParts(t *testing.T) {
	t.Parallel()
	two, zero := 2, 0
	six := credit.Int(6)
	node := func(n requirement.Node) requirement.Node { return n }
	for _, tt := range []struct {
		name string
		node requirement.Node
		want string
	}{
		{"item", requirement.Node{Item: "u/a-1"}, "take 1 of {a}"},
		{"cross-listed item", requirement.Node{Item: "u/x-9"}, "take 1 of {c}"},
		{"series", requirement.Node{Series: []catalog.ItemID{"u/a-1", "u/a-2"}}, "all(take 1 of {a}, take 1 of {b})"},
		{
			"all and any",
			requirement.Node{All: []requirement.Node{{Item: "u/a-1"}, {Any: []requirement.Node{{Item: "u/a-2"}, {Item: "u/b-3"}}}}},
			"all(take 1 of {a}, any(take 1 of {b}, take 1 of {c}))",
		},
		{
			"choose",
			requirement.Node{Choose: &requirement.Choose{Count: 2, Of: []requirement.Node{{Item: "u/a-1"}, {Item: "u/a-2"}}}},
			"choose 2(take 1 of {a}, take 1 of {b})",
		},
		{
			"choose by credits",
			requirement.Node{Choose: &requirement.Choose{Credits: "5", Of: []requirement.Node{{Item: "u/a-1"}, {Item: "u/a-2"}}}},
			"take 5cr of {ab}",
		},
		{
			"choose by both",
			requirement.Node{Choose: &requirement.Choose{Count: 1, Credits: "5", Of: []requirement.Node{{Item: "u/a-1"}}}},
			"choose 1(take 1 of {a})[>=5cr]",
		},
		{"subject", take(requirement.Take{Items: 2, From: &requirement.ItemFilter{Subjects: []string{"a"}}}), "take 2 of {ab}"},
		{"number range", take(requirement.Take{Items: 1, From: &requirement.ItemFilter{Numbers: []string{"2-3"}}}), "take 1 of {bcd}"},
		{"free total", take(requirement.Take{Credits: credit.Int(120), Free: true}), "take free 120cr of {abcd}"},
		{
			"distinct", take(requirement.Take{Items: 3, Distinct: &requirement.Distinct{By: requirement.BySubject, AtLeast: 2}}),
			"take 3 2 subject of {abcd}",
		},
		{"same", take(requirement.Take{Items: 2, Same: requirement.BySubject}), "any(take 2 of {ab}, take 2 of {c}, take 2 of {d})"},
		{"where", node(requirement.Node{Item: "u/a-1", Where: &requirement.ItemFilter{MinGrade: "B"}}), "take 1 of {}"},
		{"where keeps doubts", take(requirement.Take{Items: 1, From: &requirement.ItemFilter{MinGrade: "C"}}), "take 1 of {ab?d}"},
		{"gpa", requirement.Node{Item: "u/a-1", GPA: credit.Frac(5, 2)}, "take 1 of {a}[mean>=2.5]"},
		{
			"limits",
			requirement.Node{Item: "u/a-1", Limits: []requirement.Limit{{Items: &two, Credits: &six, Of: &requirement.ItemFilter{Origin: requirement.Transferred}}}},
			"take 1 of {a}[<=2 of {d} <=6cr of {d}]",
		},
		{
			"limit each",
			requirement.Node{Item: "u/a-1", Limits: []requirement.Limit{{Items: &zero, Each: requirement.ByLevel}}},
			"take 1 of {a}[<=0 of {ab} <=0 of {c}]",
		},
		{
			"minima",
			requirement.Node{Item: "u/a-1", Minima: []requirement.Minimum{{Items: 1, Share: credit.Frac(1, 2), RoundTo: credit.Int(1), Of: &requirement.ItemFilter{Origin: requirement.Home}}}},
			"take 1 of {a}[>=1 of {abc} >=5cr of {abc}]",
		},
		{"latest", take(requirement.Take{Items: 1, From: &requirement.ItemFilter{Latest: credit.Int(6)}}), "take 1 of {cd}"},
		{"held", requirement.Node{Held: &requirement.ItemFilter{Items: []catalog.ItemID{"u/b-3"}}}, "yes"},
		{"held in doubt", requirement.Node{Held: &requirement.ItemFilter{Subjects: []string{"B"}, MinGrade: "C"}}, "open"},
		{"milestone", requirement.Node{Milestone: "exam"}, "yes"},
		{"milestone unknown", requirement.Node{Milestone: "other"}, "open"},
		{"competency", requirement.Node{Competency: "writing"}, "no"},
		{"person", requirement.Node{Unknown: "the dean decides"}, "open"},
		{"if yes", branch(requirement.Test{Fact: "track", Is: []string{"x"}}), "all(take 1 of {a})"},
		{"if no", branch(requirement.Test{Fact: "track", Is: []string{"y"}}), "all(take 1 of {b})"},
		{"if open", branch(requirement.Test{Fact: "unheard"}), "any(all(take 1 of {a}, take 1 of {b}), open)"},
		{"change", requirement.Node{Take: &requirement.Take{Items: 3}, Changes: []requirement.NeedChange{{
			When: requirement.Test{Met: "other"}, What: requirement.NeedItems, By: amount(-1),
		}}}, "take 2 of {abcd}"},
		{"recommended", requirement.Node{All: []requirement.Node{{Item: "u/a-1"}, {Item: "u/a-2", Recommended: true}}}, "all(take 1 of {a})"},
		{"set algebra", take(requirement.Take{Items: 1, From: &requirement.ItemFilter{
			Any: []requirement.ItemFilter{{Set: "as"}, {Items: []catalog.ItemID{"u/b-3"}}}, Except: &requirement.ItemFilter{Items: []catalog.ItemID{"u/a-1"}},
		}}), "take 1 of {bc}"},
		{"set of itself", take(requirement.Take{Items: 1, From: &requirement.ItemFilter{Set: "loop"}}), "take 1 of {}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tree := Build(input(tt.node))
			if got := show(tree, 0); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestSharesCutScopes(t *testing.T) {
	t.Parallel()
	one := 1
	in := input(requirement.Node{All: []requirement.Node{
		{ID: "core", All: []requirement.Node{{Item: "u/a-1"}, {Item: "u/a-2"}}},
		{ID: "writing", Take: &requirement.Take{Items: 1}},
		{ID: "breadth", Any: []requirement.Node{{Item: "u/a-1"}, {Item: "u/b-3"}}},
		{ID: "minor", Item: "u/a-1", Scope: "minor"},
		{ID: "rest", Item: "u/b-3"},
	}})
	in.Version.Shares = []requirement.Share{
		{Between: []string{"core", "breadth"}, Items: &one},
		{Between: []string{"writing", "rest"}},
		{Between: []string{"scope:", "scope:minor"}, Credits: amount(3)},
		{Between: []string{"program:*", "core"}, Items: &one},
	}
	tree := Build(in)
	if diff := cmp.Diff([]string{"", "path:core", "path:breadth", "minor"}, tree.Scopes); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, s := range tree.Shares {
		got = append(got, s.String())
	}
	want := []string{
		"scopes 1+2: 1 items", "takes 4+9: any", "scopes 0+3: 3 credits",
		"scopes 0+1: 0 items", "scopes 0+2: 0 items",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(tree.Outside) != 1 {
		t.Errorf("shares outside: %v", tree.Outside)
	}
}

// Parts that use a named scope up between them share nothing all the same.
func TestCuttingsOfOneScopeStayApart(t *testing.T) {
	t.Parallel()
	part := func(id string) requirement.Node {
		return requirement.Node{ID: id, All: []requirement.Node{{Item: "u/a-1"}, {Item: "u/a-2"}}}
	}
	in := input(requirement.Node{All: []requirement.Node{{ID: "z", Scope: "z", All: []requirement.Node{part("p"), part("q"), part("r")}}}})
	one := 1
	in.Version.Shares = []requirement.Share{{Between: []string{"z/p", "z/q"}, Items: &one}, {Between: []string{"z/q", "z/r"}, Items: &one}}
	var got []string
	for _, s := range Build(in).Shares {
		got = append(got, s.String())
	}
	if diff := cmp.Diff([]string{"scopes 1+2: 1 items", "scopes 2+3: 1 items", "scopes 1+3: 0 items"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestExceptionsChangeTheTree(t *testing.T) {
	t.Parallel()
	tree := requirement.Node{All: []requirement.Node{
		{ID: "x", Item: "u/a-1"}, {ID: "y", Take: &requirement.Take{Items: 3, From: &requirement.ItemFilter{Subjects: []string{"A"}}}},
	}}
	for _, tt := range []struct {
		name string
		e    requirement.Exception
		want string
	}{
		{"waive", requirement.Exception{Kind: requirement.Waive, Path: "x"}, "all(any(yes, take 1 of {a}), take 3 of {ab})"},
		{"substitute", requirement.Exception{Kind: requirement.Substitute, Path: "x", Item: "u/a-1", With: "u/b-3"}, "all(take 1 of {ac}, take 3 of {ab})"},
		{"force", requirement.Exception{Kind: requirement.Force, Path: "x", Line: "d"}, "all(take 1 of {ad}, take 3 of {ab})"},
		{"block", requirement.Exception{Kind: requirement.Block, Path: "y", Line: "b"}, "all(take 1 of {a}, take 3 of {a})"},
		{"pin", requirement.Exception{Kind: requirement.Pin, Path: "x", Line: "a"}, "all(take 1 of {a}, take 3 of {b})"},
		{"threshold", requirement.Exception{Kind: requirement.Threshold, Path: "y", What: requirement.NeedItems, To: amount(1)}, "all(take 1 of {a}, take 1 of {ab})"},
		{"expired", requirement.Exception{Kind: requirement.Waive, Path: "x", Expires: calendar.NewDate(2024, 1, 1)}, "all(take 1 of {a}, take 3 of {ab})"},
		{"another version", requirement.Exception{Kind: requirement.Waive, Path: "x", Version: "1999"}, "all(take 1 of {a}, take 3 of {ab})"},
		{"another program", requirement.Exception{Kind: requirement.Waive, Path: "x", Program: "u/q"}, "all(take 1 of {a}, take 3 of {ab})"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := input(tree)
			if tt.e.Program == "" {
				tt.e.Program = in.Program
			}
			in.Exceptions = []requirement.Exception{tt.e}
			got := Build(in)
			if text := show(got, 0); text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
			applied := tt.e.Program == in.Program && tt.e.Version == "" && tt.e.Expires == 0
			if applied != (len(got.Applied) > 0) {
				t.Errorf("marks: %v", got.Applied)
			}
		})
	}
	in := input(tree)
	in.Exceptions = []requirement.Exception{{Program: in.Program, Kind: requirement.Recredit, Line: "a", To: amount(9)}}
	if got := Build(in); !got.Pieces[0].Credits.Equal(credit.Int(9)) || !in.Selector.Pieces[0].Credits.Equal(credit.Int(3)) {
		t.Error("the credits of the piece are not changed, or those of the input are")
	}
}

func amount(n int64) *credit.Amount {
	a := credit.Int(n)
	return &a
}

func take(t requirement.Take) requirement.Node { return requirement.Node{Take: &t} }

func branch(test requirement.Test) requirement.Node {
	return requirement.Node{If: &requirement.Branch{
		Test: test, Then: requirement.Node{Item: "u/a-1"}, Else: &requirement.Node{Item: "u/a-2"},
	}}
}

// input has four pieces: a and b of subject A with C, c of B cross-listed as X 9
// with a pass, d brought from elsewhere with A.
func input(n requirement.Node) Input {
	scales := catalog.BuiltinScales()
	mark := func(text string) catalog.Mark { m, _ := scales[0].Read(text); return m }
	day := func(year int) calendar.Date { return calendar.NewDate(year, 5, 31) }
	three := credit.Int(3)
	return Input{
		Program: "u/p", Size: credit.Int(9),
		Version: &requirement.ProgramVersion{ID: "2024", Requires: &n, Sets: map[string]requirement.ItemFilter{
			"as": {Subjects: []string{"A"}}, "loop": {Set: "loop"},
		}},
		Selector: requirement.Selector{AsOf: day(2025), Pieces: []requirement.Piece{
			{Line: "a", Item: "u/a-1", Codes: codes("A 1"), Institution: "u", Home: true, Level: "lower", Credits: three, Grade: mark("C"), Graded: true, Attained: day(2020)},
			{Line: "b", Item: "u/a-2", Codes: codes("A 2"), Institution: "u", Home: true, Level: "lower", Credits: three, Grade: mark("C"), Graded: true, Attained: day(2021)},
			{Line: "c", Item: "u/b-3", Also: []catalog.ItemID{"u/x-9"}, Codes: codes("B 3", "X 9"), Institution: "u", Home: true, Level: "upper", Credits: three, Grade: mark("P"), Graded: true, Attained: day(2022)},
			{Line: "d", Codes: codes("D 3"), Institution: "v", Credits: three, Grade: mark("A"), Graded: true, Attained: day(2023)},
		}},
		Facts: requirement.Facts{
			Values:     map[string]string{"track": "x"},
			Milestones: map[string]requirement.Truth{"exam": requirement.Yes}, Competencies: map[string]requirement.Truth{"writing": requirement.No},
			Results: map[string]requirement.Truth{"other": requirement.Yes},
		},
	}
}

func codes(texts ...string) []requirement.PieceCode {
	var out []requirement.PieceCode
	for _, t := range texts {
		out = append(out, requirement.CodeOf(t))
	}
	return out
}

// show writes a tree as text: "?" behind a piece marks a doubt.
func show(tree *Tree, at int) string {
	n := &tree.Nodes[at]
	var b strings.Builder
	switch n.Kind {
	case Fixed:
		b.WriteString(n.Truth.String())
	case Take:
		b.WriteString("take" + needs(n) + " of " + pieces(tree, n.Set))
	default:
		b.WriteString([]string{"all", "any", fmt.Sprintf("choose %d", n.K)}[n.Kind])
		var parts []string
		for _, child := range n.Children {
			parts = append(parts, show(tree, child))
		}
		b.WriteString("(" + strings.Join(parts, ", ") + ")")
	}
	var conds []string
	for _, c := range n.Conditions {
		text := []string{"<=%s", "<=%scr", ">=%s", ">=%scr", "mean>=%s"}[c.Measure]
		text = fmt.Sprintf(text, c.Amount)
		if c.Set >= 0 {
			text += " of " + pieces(tree, c.Set)
		}
		conds = append(conds, text)
	}
	if conds != nil {
		b.WriteString("[" + strings.Join(conds, " ") + "]")
	}
	return b.String()
}

func needs(n *Node) string {
	text := ""
	if n.Free {
		text += " free"
	}
	if n.Items > 0 {
		text += fmt.Sprintf(" %d", n.Items)
	}
	if !n.Credits.IsZero() {
		text += " " + n.Credits.String() + "cr"
	}
	if n.Distinct > 0 {
		text += fmt.Sprintf(" %d %s", n.Distinct, n.By)
	}
	return text
}

func pieces(tree *Tree, set int) string {
	var out []string
	for i := range tree.Pieces {
		switch {
		case tree.Sets[set].Yes.Has(i):
			out = append(out, tree.Pieces[i].Line)
		case tree.Sets[set].Maybe.Has(i):
			out = append(out, "?")
		}
	}
	return "{" + strings.Join(slices.Clip(out), "") + "}"
}
