package assist

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// letters are one leaf for each group: A, B, C and so on.
func letters(n int) []agreement.Expr {
	out := make([]agreement.Expr, n)
	for i := range out {
		out[i] = agreement.Expr{Item: catalog.ItemID(rune('A' + i))}
	}
	return out
}

func write(e agreement.Expr) string {
	word, parts := " & ", e.All
	if e.Any != nil {
		word, parts = " | ", e.Any
	}
	if parts == nil {
		return string(e.Item)
	}
	var out []string
	for _, p := range parts {
		out = append(out, write(p))
	}
	return "(" + strings.Join(out, word) + ")"
}

func TestJoinGroups(t *testing.T) {
	t.Parallel()
	and := func(b, e int) conjunction { return conjunction{"and", b, e} }
	or := func(b, e int) conjunction { return conjunction{"or", b, e} }
	tests := []struct {
		name   string
		groups int
		list   []conjunction
		want   string // "" where nothing may be guessed
	}{
		{"one group", 1, nil, "A"},
		{"two joined by or", 2, []conjunction{or(0, 1)}, "(A | B)"},
		{"a chain of or", 3, []conjunction{or(0, 1), or(1, 2)}, "(A | B | C)"},
		{"one range over all", 3, []conjunction{and(0, 2)}, "(A & B & C)"},
		{"and before or, left", 3, []conjunction{and(0, 1), or(1, 2)}, "((A & B) | C)"},
		{"and before or, right", 3, []conjunction{or(0, 1), and(1, 2)}, "(A | (B & C))"},
		{"or, and, or", 4, []conjunction{or(0, 1), and(1, 2), or(2, 3)}, "(A | (B & C) | D)"},
		{"and, or, and", 4, []conjunction{and(0, 1), or(1, 2), and(2, 3)}, "((A & B) | (C & D))"},
		{"or inside and", 3, []conjunction{and(0, 2), or(1, 2)}, "(A & (B | C))"},
		{"or inside and at its begin", 3, []conjunction{or(0, 1), and(0, 2)}, "((A | B) & C)"},
		{"and inside or inside and", 4, []conjunction{and(0, 3), or(0, 2), and(1, 2)}, "((A | (B & C)) & D)"},
		{"a wide and beside an or", 4, []conjunction{and(0, 2), or(2, 3)}, "((A & B & C) | D)"},
		{"the same range twice", 2, []conjunction{or(0, 1), or(0, 1)}, "(A | B)"},
		{"no conjunction", 2, nil, ""},
		{"a group joined to nothing", 3, []conjunction{or(0, 1)}, ""},
		{"two words for one range", 2, []conjunction{or(0, 1), and(0, 1)}, ""},
		{"ranges that cross", 4, []conjunction{and(0, 2), or(1, 3)}, ""},
		{"a range that ends before it begins", 2, []conjunction{or(1, 0)}, ""},
		{"a range of unknown groups", 2, []conjunction{or(0, 5)}, ""},
		{"an unknown word", 2, []conjunction{{"xor", 0, 1}}, ""},
		{"a conjunction for one group", 1, []conjunction{or(0, 0)}, ""},
		{"two islands", 4, []conjunction{or(0, 1), and(2, 3)}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			positions := make([]int, tt.groups)
			for i := range positions {
				positions[i] = i
			}
			got := ""
			if tree, ok := joinGroups(positions, tt.list); ok {
				got = write(tree.expr(letters(tt.groups)))
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if _, ok := joinGroups([]int{3, 3}, []conjunction{and(3, 3)}); ok {
		t.Error("two groups at one position were accepted")
	}
}

// TestChainsBindAndFirst compares chains of neighbours with the ordinary rule:
// split at every Or, join the rest with And.
func TestChainsBindAndFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"and", "or"}), 1, 8).Draw(t, "words")
		truth := rapid.SliceOfN(rapid.Bool(), len(words)+1, len(words)+1).Draw(t, "truth")
		var list []conjunction
		positions := []int{0}
		want, run := false, truth[0]
		for i, w := range words {
			list = append(list, conjunction{w, 2 * i, 2 * (i + 1)}) // gaps between positions
			positions = append(positions, 2*(i+1))
			if w == "or" {
				want = want || run
				run = true
			}
			run = run && truth[i+1]
		}
		want = want || run
		list = rapid.Permutation(list).Draw(t, "order")
		tree, ok := joinGroups(positions, list)
		if !ok {
			t.Fatalf("a chain was refused: %v", list)
		}
		if got := holds(tree.expr(letters(len(positions))), truth); got != want {
			t.Fatalf("%s with %v is %v, want %v", write(tree.expr(letters(len(positions)))), truth, got, want)
		}
	})
}

func holds(e agreement.Expr, truth []bool) bool {
	switch {
	case e.All != nil:
		for _, p := range e.All {
			if !holds(p, truth) {
				return false
			}
		}
		return true
	case e.Any != nil:
		for _, p := range e.Any {
			if holds(p, truth) {
				return true
			}
		}
		return false
	}
	return truth[e.Item[0]-'A']
}

// TestNestedRangesComeBack writes random trees as ranges and reads them back.
func TestNestedRangesComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := 0
		var list []conjunction
		var grow func(depth int, word string) agreement.Expr
		grow = func(depth int, word string) agreement.Expr {
			if depth == 0 || n > 0 && rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
				n++
				return agreement.Expr{Item: catalog.ItemID(rune('A' + n - 1))}
			}
			other := map[string]string{"and": "or", "or": "and"}[word]
			begin := n
			var parts []agreement.Expr
			for range rapid.IntRange(2, 3).Draw(t, "parts") {
				parts = append(parts, grow(depth-1, other))
			}
			list = append(list, conjunction{word, begin, n - 1})
			if word == "and" {
				return agreement.Expr{All: parts}
			}
			return agreement.Expr{Any: parts}
		}
		want := grow(3, rapid.SampledFrom([]string{"and", "or"}).Draw(t, "root"))
		positions := make([]int, n)
		for i := range positions {
			positions[i] = i
		}
		tree, ok := joinGroups(positions, rapid.Permutation(list).Draw(t, "order"))
		if !ok {
			t.Fatalf("refused: %s", write(want))
		}
		if got := write(tree.expr(letters(n))); got != write(want) {
			t.Fatalf("got %s, want %s", got, write(want))
		}
	})
}
