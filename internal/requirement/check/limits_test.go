package check

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// open is a world in which every item exists and has 3 credits.
type open struct {
	items map[catalog.ItemID]*catalog.Item
}

func (w *open) Item(id catalog.ItemID) *catalog.Item {
	if w.items == nil {
		w.items = map[catalog.ItemID]*catalog.Item{}
	}
	if w.items[id] == nil {
		w.items[id] = &catalog.Item{
			ID: id, Institution: id.Institution(), Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: string(id), Credits: credit.Int(3)}},
		}
	}
	return w.items[id]
}

func (*open) ItemProblem(catalog.ItemID) (code, message, suggestion string) { return "", "", "" }
func (*open) GradeProblem(catalog.InstitutionID, string) (code, message, suggestion string) {
	return "", "", ""
}
func (*open) Institution(catalog.InstitutionID) bool                { return true }
func (*open) Program(string) bool                                   { return true }
func (*open) Suggest(_, _ string) string                            { return "" }
func (*open) Catalogue(catalog.InstitutionID) []*catalog.Item       { return nil }
func (*open) TopPoints(catalog.InstitutionID) (credit.Amount, bool) { return credit.Int(4), true }

func (*open) GradeOrder(catalog.InstitutionID, string, string) (int, bool) { return 0, false }
func (*open) GradePoints(catalog.InstitutionID, string) (credit.Amount, bool) {
	return credit.Amount{}, false
}
func (*open) Level(string) bool { return true }

func item(i int) requirement.Node {
	return requirement.Node{Item: catalog.ItemID(fmt.Sprintf("u/i%d", i))}
}

func ids(n int) []catalog.ItemID {
	var out []catalog.ItemID
	for i := range n {
		out = append(out, item(i).Item)
	}
	return out
}

// Whatever is written, there is an answer before the tests time out: an error
// with a place, or none.
func TestHostileProgramsAreAnsweredSoon(t *testing.T) {
	t.Parallel()
	for name, tt := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problems := Program(&tt.program, &open{})
			has := func(code string) bool {
				return slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == code })
			}
			if tt.code != "" && !has(tt.code) {
				t.Errorf("no %s among %d problems", tt.code, len(problems))
			}
			if tt.code == "" && problems.HasErrors() {
				t.Errorf("%v", problems[:min(3, len(problems))])
			}
		})
	}
}

type hostileCase struct {
	program requirement.Program
	code    string
}

func hostile() map[string]hostileCase {
	program := func(n requirement.Node) requirement.Program {
		return requirement.Program{ID: "u/p", Institution: "u", Requires: &n}
	}
	wide, deep := requirement.Node{All: []requirement.Node{}}, item(0)
	for i := range 99_000 {
		wide.All = append(wide.All, item(i))
	}
	tooWide := requirement.Node{Any: slices.Concat(wide.All, wide.All[:1001])}
	for range 100 {
		deep = requirement.Node{All: []requirement.Node{deep}}
	}
	// Sets that name the next one twice: written out they are 2^60 items.
	sets := map[string]requirement.ItemFilter{}
	for i := range 60 {
		next := requirement.ItemFilter{Set: fmt.Sprintf("s%d", i+1)}
		sets[fmt.Sprintf("s%d", i)] = requirement.ItemFilter{Any: []requirement.ItemFilter{next, next}}
	}
	sets["s60"] = requirement.ItemFilter{Items: ids(3)}
	doubling := program(requirement.Node{Take: &requirement.Take{Items: 4, From: &requirement.ItemFilter{Set: "s0"}}})
	doubling.Sets = sets
	chain := program(item(0))
	chain.Sets = map[string]requirement.ItemFilter{}
	for i := range 50_000 {
		chain.Sets[fmt.Sprintf("s%d", i)] = requirement.ItemFilter{Set: fmt.Sprintf("s%d", (i+1)%50_000)}
	}
	// Many requirements that compete for the same items, one too many.
	many := requirement.Node{All: []requirement.Node{}}
	for range 301 {
		many.All = append(many.All, requirement.Node{Take: &requirement.Take{Items: 1, From: &requirement.ItemFilter{Items: ids(300)}}})
	}
	alike := requirement.Node{Any: []requirement.Node{}}
	for i := range 20_000 {
		alike.Any = append(alike.Any, requirement.Node{All: []requirement.Node{item(i), item(i + 1)}})
	}
	capped := requirement.Node{All: wide.All[:3000]}
	for i := range 300 {
		k := i
		capped.Limits = append(capped.Limits, requirement.Limit{Items: &k, Of: &requirement.ItemFilter{Items: ids(3000)}})
	}
	waiting := requirement.Node{All: []requirement.Node{}}
	for i := range 20_000 {
		n := requirement.Node{ID: fmt.Sprintf("n%d", i), If: &requirement.Branch{
			Test: requirement.Test{Met: fmt.Sprintf("n%d", (i+1)%20_000)}, Then: item(i),
		}}
		waiting.All = append(waiting.All, n)
	}
	return map[string]hostileCase{
		"99,000 parts":        {program(wide), ""},
		"100,001 parts":       {program(tooWide), "too_large"},
		"100 levels":          {program(deep), "too_deep"},
		"doubling sets":       {doubling, "unsatisfiable"},
		"a circle of sets":    {chain, "cyclic_set"},
		"one item too few":    {program(many), "unsatisfiable_together"},
		"20,000 alternatives": {program(alike), ""},
		"300 limits":          {program(capped), "cap_conflicts_need"},
		"a circle of tests":   {program(waiting), "cyclic_requirement"},
	}
}

// A limit that makes a requirement impossible is found wherever the two stand.
func TestLimitsAgainstNeeds(t *testing.T) {
	t.Parallel()
	amount := func(n int64) *credit.Amount { a := credit.Int(n); return &a }
	transfer, home := &requirement.ItemFilter{Origin: requirement.Transferred}, &requirement.ItemFilter{Origin: requirement.Home}
	take := func(n int64, f *requirement.ItemFilter) requirement.Node {
		return requirement.Node{Take: &requirement.Take{Credits: credit.Int(n), From: f}}
	}
	limit := func(n int64, f *requirement.ItemFilter) []requirement.Limit {
		return []requirement.Limit{{Credits: amount(n), Of: f}}
	}
	inProgram := []requirement.Limit{{Credits: amount(30), Of: transfer, In: requirement.InProgram}}
	narrow := &requirement.ItemFilter{Origin: requirement.Transferred, Subjects: []string{"CS"}}
	for name, c := range map[string]struct {
		node requirement.Node
		want bool
	}{
		"40 of 30, the same filter":    {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{take(40, transfer)}}, true},
		"40 of 30, a narrower need":    {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{take(40, narrow)}}, true},
		"40 of 30, by where":           {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{{Where: transfer, All: []requirement.Node{take(40, &requirement.ItemFilter{Subjects: []string{"CS"}})}}}}, true},
		"two needs of 20":              {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{take(20, transfer), take(20, narrow)}}, true},
		"one of two needs":             {requirement.Node{Limits: limit(30, transfer), Any: []requirement.Node{take(40, transfer), take(20, narrow)}}, false},
		"30 of 30":                     {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{take(30, transfer)}}, false},
		"a need of anything":           {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{take(40, nil)}}, false},
		"a limit beside, in program":   {requirement.Node{All: []requirement.Node{take(40, transfer), {Limits: inProgram, All: []requirement.Node{item(1)}}}}, true},
		"a limit beside, in its node":  {requirement.Node{All: []requirement.Node{take(40, transfer), {Limits: limit(30, transfer), All: []requirement.Node{item(1)}}}}, false},
		"a minimum over the limit":     {requirement.Node{Limits: limit(30, transfer), Minima: []requirement.Minimum{{Credits: credit.Int(40), Of: narrow}}, All: []requirement.Node{item(1)}}, true},
		"a minimum below":              {requirement.Node{Limits: limit(30, transfer), All: []requirement.Node{{Minima: []requirement.Minimum{{Credits: credit.Int(40), Of: transfer}}, All: []requirement.Node{item(1)}}}}, true},
		"residence and transfer":       {requirement.Node{Limits: limit(120, nil), Minima: []requirement.Minimum{{Share: credit.Frac(3, 4), OutOf: credit.Int(120), Of: home}, {Credits: credit.Int(40), Of: transfer}}, All: []requirement.Node{item(1)}}, true},
		"residence and less transfer":  {requirement.Node{Limits: limit(120, nil), Minima: []requirement.Minimum{{Share: credit.Frac(3, 4), OutOf: credit.Int(120), Of: home}, {Credits: credit.Int(30), Of: transfer}}, All: []requirement.Node{item(1)}}, false},
		"residence over its own limit": {requirement.Node{Limits: limit(20, home), Minima: []requirement.Minimum{{Share: credit.Frac(1, 2), OutOf: credit.Int(60), Of: home}}, All: []requirement.Node{item(1)}}, true},
	} {
		problems := Program(&requirement.Program{ID: "u/p", Institution: "u", Requires: &c.node}, &open{})
		i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == "cap_conflicts_need" })
		if (i >= 0) != c.want {
			t.Errorf("%s: %v", name, problems)
		}
		if i >= 0 && (problems[i].Pointer == "" || problems[i].Suggestion == "") {
			t.Errorf("%s: %+v", name, problems[i])
		}
	}
}
