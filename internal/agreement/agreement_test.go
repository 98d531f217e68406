package agreement

import (
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
)

func TestNumberMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, number string
		want            bool
	}{
		{"2##", "201", true},
		{"2##", "2011", false},
		{"2##", "20", false},
		{"2##", "20A", false},
		{"1@", "1", true},
		{"1@", "145L", true},
		{"1@", "245", false},
		{"100-199", "100", true},
		{"100-199", "199B", true},
		{"100-199", "200", false},
		{"100-199", "A", false},
		{"22a", "22A", true},
		{"22A", "22", false},
		{"", "", true},
	}
	for _, tt := range tests {
		if got := NumberMatches(tt.pattern, tt.number); got != tt.want {
			t.Errorf("%q matches %q: %v, want %v", tt.pattern, tt.number, got, tt.want)
		}
	}
}

func FuzzNumberMatches(f *testing.F) {
	f.Add("2##", "201")
	f.Add("100-199", "150")
	f.Add("-", "é")
	f.Fuzz(func(t *testing.T, pattern, number string) {
		got := NumberMatches(pattern, number)
		if pattern == "@" && !got {
			t.Errorf("@ does not match %q", number)
		}
	})
}

func TestTiers(t *testing.T) {
	t.Parallel()
	exact, wild := Rule{When: &Expr{Item: "s/a"}}, Rule{When: &Expr{Match: &Pattern{}}}
	tests := []struct {
		a    Agreement
		want Tier
	}{
		{Agreement{Kind: Articulation, Programs: []string{"r/bs"}}, TierProgram},
		{Agreement{Kind: Articulation}, TierPair},
		{Agreement{Kind: Guarantee, Programs: []string{"r/bs"}}, TierHub},
		{Agreement{Kind: Hub}, TierHub},
		{Agreement{Kind: ReceiverTable}, TierTable},
	}
	for _, tt := range tests {
		if got := tt.a.TierOf(&exact); got != tt.want {
			t.Errorf("%s: tier %s, want %s", tt.a.Kind, got, tt.want)
		}
		if got := tt.a.TierOf(&wild); got != TierWildcard {
			t.Errorf("a wildcard of %s is in tier %s", tt.a.Kind, got)
		}
	}
}

func TestExprItems(t *testing.T) {
	t.Parallel()
	e := Expr{All: []Expr{
		{Any: []Expr{{Item: "s/b"}, {Item: "s/a"}}},
		{AtLeast: &AtLeast{Count: 1, Of: []Expr{{Item: "s/b"}, {Match: &Pattern{}}}}},
		{Sequence: []Expr{{Item: "s/c"}}},
	}}
	if got, want := e.Items(), []catalog.ItemID{"s/b", "s/a", "s/c"}; !slices.Equal(got, want) {
		t.Errorf("items %v, want %v", got, want)
	}
	if e.OnlyWildcards() || !(&Expr{Match: &Pattern{}}).OnlyWildcards() {
		t.Error("an expression that names an item is no wildcard, one that names none is")
	}
	n := 0
	for range e.Leaves {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("the walk went on to %d leaves after it was stopped", n)
	}
}

func TestCommonNumber(t *testing.T) {
	t.Parallel()
	of := func(code string) *catalog.Item {
		return &catalog.Item{Versions: []catalog.ItemVersion{{Code: code}}, Numbers: map[string]string{"tccns": "math 1314"}}
	}
	scns := Numbering{Kind: ByPrefixAndLastThree}
	for code, want := range map[string]string{"ENC 1101": "ENC 101", "ENC 2101": "ENC 101", "ENC 2101L": "ENC 101L", "ENC 11": "", "ENC": ""} {
		if got := scns.Number(of(code)); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
	if got := (&Numbering{Kind: ByCommonNumber, Key: "tccns"}).Number(of("X 1")); got != "MATH 1314" {
		t.Errorf("common number %q", got)
	}
	if got := (&Numbering{Kind: ByCommonNumber, Key: "other"}).Number(of("X 1")); got != "" {
		t.Errorf("common number of another hub %q", got)
	}
}
