package check_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/proof/words"
	"github.com/cairnproject/cairn/internal/wording"
)

// wide is a problem with every kind of row: Takes 0 and 1 of one scope, which
// may share item 0, Take 2 of another, and a root that wants two of the three.
func wide() *proof.Problem {
	all := []bool{true, true, true}
	p := &proof.Problem{
		Items: 3,
		Nodes: []proof.Node{
			{Kind: proof.Take, Items: all},
			{Kind: proof.Take, Items: all, K: 2},
			{Kind: proof.Take, Items: []bool{true, false, false}, Scope: 1},
			{K: 2, Children: []int{0, 1, 2}},
		},
		Pairs:        []proof.Pair{{A: 0, B: 1, Items: []bool{true, false, false}}},
		Alternatives: []proof.Alternative{{Bundles: [][]int{{1}, {2}}}},
	}
	one := func(i int) []int64 { c := make([]int64, 3); c[i] = 1; return c }
	p.Rows = []proof.Row{
		{Kind: proof.Need, Node: 0, Amount: 5, Coef: []int64{3, 2, 2}, Takes: []int{0}, Unit: "credits", Words: "% needs 5"},
		{Kind: proof.Class, Node: 1, Amount: 1, Coef: one(0), Takes: []int{1}},
		{Kind: proof.Class, Node: 1, Amount: 1, Coef: one(1), Takes: []int{1}},
		{Kind: proof.Limit, Node: 3, Amount: -2, Coef: []int64{-1, -1, -1}, Takes: []int{0, 1, 2}, Words: "at most 2 in %"},
		{Kind: proof.Limit, Node: -1, Amount: -1, Coef: []int64{-1, -1, -1}, Takes: []int{0}, And: []int{1}},
		{Kind: proof.Need, Node: 2, Amount: 1, Coef: one(0), Takes: []int{2}},
	}
	return p
}

func uses(pairs ...int) []proof.Use {
	var out []proof.Use
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, proof.Use{Item: pairs[i], Take: pairs[i+1]})
	}
	return out
}

func TestCheckYes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		uses    []proof.Use
		bundles []int
		want    error
		change  func(p *proof.Problem)
	}{
		{"two of three", uses(0, 0, 1, 0, 0, 2), []int{0}, nil, nil},
		{"the other bundle", uses(0, 0, 2, 0, 0, 2), []int{1}, nil, nil},
		{"one only", uses(0, 0, 1, 0), []int{0}, proof.ErrNotSatisfied, nil},
		{"too little credit", uses(0, 0, 0, 2), []int{0}, proof.ErrNotSatisfied, nil},
		{"both classes, shared", uses(0, 1, 1, 1, 0, 2), []int{0}, nil, nil},
		{"one class is one too few", uses(0, 1, 0, 2), []int{0}, proof.ErrNotSatisfied, nil},
		{"the item of the other bundle", uses(0, 0, 2, 0, 0, 2), []int{0}, proof.ErrNotAdmissible, nil},
		{"shared where allowed", uses(0, 0, 1, 0, 0, 1, 0, 2), []int{0}, nil, nil},
		{"shared where not", uses(0, 0, 1, 0, 1, 1, 0, 2), []int{0}, proof.ErrNotAdmissible, nil},
		{"shared in the other order", uses(1, 1, 1, 0, 0, 2), []int{0}, proof.ErrNotAdmissible, nil},
		{"twice the same", uses(0, 0, 0, 0), []int{0}, proof.ErrNotAdmissible, nil},
		{"does not qualify", uses(1, 2), []int{0}, proof.ErrNotAdmissible, nil},
		{"not a Take", uses(0, 3), []int{0}, proof.ErrNotAdmissible, nil},
		{"more than the sharing budget", uses(0, 0, 1, 0, 0, 1, 0, 2), []int{0}, proof.ErrNotAdmissible, func(p *proof.Problem) { p.Rows[4].Amount = 0 }},
		{"more than the cap", uses(0, 0, 1, 0, 0, 2), []int{0}, proof.ErrNotAdmissible, func(p *proof.Problem) { p.Rows[3].Amount = -1 }},
		{"more uses than allowed", uses(0, 0, 1, 0, 0, 2), []int{0}, proof.ErrNotAdmissible, func(p *proof.Problem) { p.MaxUses = 1 }},
		{"as many uses as allowed", uses(0, 0, 1, 0, 0, 2), []int{0}, nil, func(p *proof.Problem) { p.MaxUses = 2 }},
		{"a free use does not count", uses(0, 0, 1, 0, 0, 2), []int{0}, nil, func(p *proof.Problem) { p.MaxUses, p.Nodes[2].Free = 1, true }},
		{"no such item", uses(3, 0), []int{0}, proof.ErrMalformed, nil},
		{"item below none", uses(-1, 0), []int{0}, proof.ErrMalformed, nil},
		{"no such Take", uses(0, 4), []int{0}, proof.ErrMalformed, nil},
		{"Take below none", uses(0, -1), []int{0}, proof.ErrMalformed, nil},
		{"no bundle", nil, nil, proof.ErrMalformed, nil},
		{"two bundles", nil, []int{0, 0}, proof.ErrMalformed, nil},
		{"no such bundle", nil, []int{2}, proof.ErrMalformed, nil},
		{"bundle below none", nil, []int{-1}, proof.ErrMalformed, nil},
	} {
		p := wide()
		if c.change != nil {
			c.change(p)
		}
		if err := check.Yes(p, &proof.Yes{Uses: c.uses, Bundles: c.bundles}); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

// knapsack is one Take that needs amount from items of the credits, of which the
// prices show that they give less than that is worth.
func knapsack(amount int64, credits ...int64) *proof.Problem {
	p := &proof.Problem{Items: len(credits), Nodes: []proof.Node{{Kind: proof.Take, Items: make([]bool, len(credits))}}}
	for i := range credits {
		p.Nodes[0].Items[i] = true
	}
	p.Rows = []proof.Row{{Node: 0, Amount: amount, Coef: credits, Takes: []int{0}, Unit: "credits"}}
	return p
}

func priced(row int, prices ...int64) proof.Weight { return proof.Weight{Row: row, Prices: prices} }

func leaf(w ...proof.Weight) *proof.No { return &proof.No{Weights: w} }

func ask(about proof.Subject, subject, choice int, yes, no *proof.No) *proof.No {
	return &proof.No{Split: &proof.Question{About: about, Subject: subject, Choice: choice}, Yes: yes, No: no}
}

// twice is two Takes that each need 4 credits of four courses of 3, 3, 3 and 1,
// in one scope: each needs two courses.
func twice(amount int64) *proof.Problem {
	p := knapsack(amount, 3, 3, 3)
	p.Nodes = append(p.Nodes, p.Nodes[0], proof.Node{K: 2, Children: []int{0, 1}})
	second := p.Rows[0]
	second.Node, second.Takes = 1, []int{1}
	p.Rows = append(p.Rows, second)
	return p
}

// ones16 needs an amount of sixteen courses of one credit.
func ones16(amount int64) *proof.Problem {
	return knapsack(amount, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
}

// inScopes is a Take that needs two of the one item, which n scopes may use.
func inScopes(n int) *proof.Problem {
	p := knapsack(2, 1)
	for i := 1; i < n; i++ {
		p.Nodes = append(p.Nodes, proof.Node{Kind: proof.Take, Items: []bool{true}, Scope: i})
	}
	p.Nodes = append(p.Nodes, proof.Node{K: 1, Children: []int{0}})
	return p
}

func TestCheckNo(t *testing.T) {
	t.Parallel()
	huge := int64(1) << 41
	empty := leaf()
	half := func(p *proof.Problem) { p.Alternatives = []proof.Alternative{{Bundles: [][]int{{0}, {1}}}} }
	for _, c := range []struct {
		name   string
		p      *proof.Problem
		n      *proof.No
		want   error
		change func(p *proof.Problem)
	}{
		{"too little in all", knapsack(7, 3, 3), leaf(proof.Weight{Value: 1}), nil, nil},
		{"just enough", knapsack(6, 3, 3), leaf(proof.Weight{Value: 1}), proof.ErrTooWeak, nil},
		{"whole courses, by prices", twice(4), leaf(priced(0, 1, 1, 1), priced(1, 1, 1, 1)), nil, nil},
		{"not by the sum of credits", twice(4), leaf(proof.Weight{Row: 0, Value: 1}, proof.Weight{Row: 1, Value: 1}), proof.ErrTooWeak, nil},
		{"one course each is there", twice(3), leaf(priced(0, 1, 1, 1), priced(1, 1, 1, 1)), proof.ErrTooWeak, nil},
		{"the cheapest are taken", twice(4), leaf(priced(0, 0, 0, 1), priced(1, 1, 1, 1)), proof.ErrTooWeak, nil},
		{"out of reach at any price", knapsack(7, 3, 3), leaf(priced(0, 0, 0)), nil, nil},
		{"no weights, no proof", knapsack(7, 3, 3), empty, proof.ErrTooWeak, nil},
		{"nothing there", nil, nil, proof.ErrMalformed, nil},
		{"no such row", knapsack(7, 3), leaf(proof.Weight{Row: 1, Value: 1}), proof.ErrMalformed, nil},
		{"row below none", knapsack(7, 3), leaf(proof.Weight{Row: -1, Value: 1}), proof.ErrMalformed, nil},
		{"negative value", knapsack(7, 3), leaf(proof.Weight{Value: -1}), proof.ErrMalformed, nil},
		{"huge value", knapsack(7, 3), leaf(proof.Weight{Value: huge}), proof.ErrMalformed, nil},
		{"value times credit too large", knapsack(7, 3), leaf(proof.Weight{Value: huge / 4}), proof.ErrMalformed, nil},
		{"large, but not too large", knapsack(7, 3), leaf(proof.Weight{Value: huge / 32}), nil, nil},
		{"huge price", knapsack(7, 3), leaf(priced(0, huge)), proof.ErrMalformed, nil},
		{"the dearest price", knapsack(7, 3), leaf(priced(0, huge/2)), nil, nil},
		{"dearer than that", knapsack(7, 3), leaf(priced(0, huge/2+1)), proof.ErrMalformed, nil},
		{"the largest value", knapsack(1, 0), leaf(proof.Weight{Value: huge / 2}), nil, nil},
		{"larger than that, of nothing", knapsack(0, 0), leaf(proof.Weight{Value: huge/2 + 1}), proof.ErrMalformed, nil},
		{"the largest value of 7", knapsack(7, 3), leaf(proof.Weight{Value: huge / 2 / 7}), nil, nil},
		{"larger than that", knapsack(7, 3), leaf(proof.Weight{Value: huge/2/7 + 1}), proof.ErrMalformed, nil},
		{"the largest value of a credit of 9", knapsack(11, 9), leaf(proof.Weight{Value: huge / 2 / 11}), nil, nil},
		{"a credit of 9 of a larger value", knapsack(1, 9), leaf(proof.Weight{Value: huge/2/9 + 1}), proof.ErrMalformed, nil},
		{"as much as can be looked at", ones16(1 << 20), leaf(priced(0, make([]int64, 16)...)), nil, nil},
		{"one more", ones16(1<<20 + 1), leaf(priced(0, make([]int64, 16)...)), proof.ErrTooWeak, nil},
		{"as many uses as can be looked at", inScopes(15), leaf(proof.Weight{Value: 1}), nil, nil},
		{"twice as many", inScopes(16), leaf(proof.Weight{Value: 1}), proof.ErrTooWeak, nil},
		{"price below zero in a need", knapsack(7, 3), leaf(priced(0, -1)), proof.ErrMalformed, nil},
		{"a price too few", knapsack(7, 3, 3), leaf(priced(0, 1)), proof.ErrMalformed, nil},
		{"a price too many", knapsack(7, 3), leaf(priced(0, 1, 1)), proof.ErrMalformed, nil},
		{"more than can be looked at", knapsack(1<<25, 1<<24), leaf(priced(0, 1)), proof.ErrTooWeak, nil},
		{"one question", knapsack(7, 3, 3), ask(proof.OfItem, 0, 0, leaf(proof.Weight{Value: 1}), leaf(proof.Weight{Value: 1})), nil, nil},
		{"no answer to it", knapsack(7, 3, 3), ask(proof.OfItem, 0, 0, leaf(proof.Weight{Value: 1}), nil), proof.ErrMalformed, nil},
		{"only one answer proven", knapsack(6, 3, 3), ask(proof.OfItem, 0, 0, leaf(proof.Weight{Value: 1}), leaf(proof.Weight{Value: 1})), proof.ErrTooWeak, nil},
		{"the other answer proven", knapsack(6, 3, 3), ask(proof.OfItem, 0, 0, empty, leaf(proof.Weight{Value: 1})), proof.ErrTooWeak, nil},
		{
			"asked twice", knapsack(7, 3, 3),
			ask(proof.OfItem, 0, 0, ask(proof.OfItem, 0, 0, leaf(proof.Weight{Value: 1}), leaf(proof.Weight{Value: 1})), leaf(proof.Weight{Value: 1})), proof.ErrMalformed, nil,
		},
		{"asked again elsewhere", twice(7), ask(proof.OfItem, 0, 0, once(1), once(0)), nil, nil},
		{"one bundle is too little", knapsack(6, 3, 3), leaf(proof.Weight{Value: 1}), nil, half},
		{"one bundle is enough", knapsack(3, 3, 3), leaf(proof.Weight{Value: 1}), proof.ErrTooWeak, half},
		{"the better bundle is not there", knapsack(4, 3, 4), ask(proof.OfBundle, 0, 0, leaf(proof.Weight{Value: 1}), leaf(proof.Weight{Value: 1})), proof.ErrTooWeak, half},
		{"neither is enough", knapsack(5, 3, 4), ask(proof.OfBundle, 0, 0, leaf(proof.Weight{Value: 1}), leaf(proof.Weight{Value: 1})), nil, half},
		{"the better bundle does not help the first", knapsack(4, 3, 4), ask(proof.OfBundle, 0, 0, leaf(proof.Weight{Value: 1}), empty), proof.ErrTooWeak, half},
		{"a used item of no bundle cannot be", knapsack(3, 3, 3), ask(proof.OfBundle, 0, 1, ask(proof.OfItem, 0, 0, empty, leaf(proof.Weight{Value: 1})), empty), proof.ErrTooWeak, half},
		{"of no use elsewhere", knapsack(7, 3, 3), leaf(proof.Weight{Value: 1}), nil, func(p *proof.Problem) { p.MaxUses = 1 }},
		{"nobody counts on it", knapsack(1, 3), ask(proof.OfNode, 0, 0, empty, empty), proof.ErrTooWeak, nil},
		{"two of three over one item", threeOverOne(), ask(proof.OfNode, 0, 0, ones(0, 1, 2), ones(0, 1, 2)), nil, nil},
		{"too many classes", wide(), leaf(), proof.ErrTooWeak, nil},
		{"a choice of one of nothing", &proof.Problem{Nodes: []proof.Node{{K: 1}}}, empty, nil, nil},
		{"a choice of none of nothing", &proof.Problem{Nodes: []proof.Node{{K: 0}}}, empty, proof.ErrTooWeak, nil},
		{"more classes than there are", &proof.Problem{Items: 1, Nodes: []proof.Node{{Kind: proof.Take, Items: []bool{true}, K: 1}}}, empty, nil, nil},
	} {
		if c.change != nil {
			c.change(c.p)
		}
		if err := check.No(c.p, c.n); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

// threeOverOne is two of three Takes that each need the one item.
func threeOverOne() *proof.Problem {
	p := hall()
	p.Items, p.Nodes[3].K = 1, 2
	for i := range 3 {
		p.Nodes[i].Items, p.Rows[i].Coef = []bool{true}, []int64{1}
	}
	return p
}

// once asks whether item 1 serves Take 0, and weighs both rows.
func once(int) *proof.No {
	both := leaf(proof.Weight{Row: 0, Value: 1}, proof.Weight{Row: 1, Value: 1})
	return ask(proof.OfItem, 1, 0, both, both)
}

// A cap prices the items that it keeps out: of two courses with a cap of one,
// two requirements of one course each cannot both hold.
func TestLimitsArePriced(t *testing.T) {
	t.Parallel()
	p := twice(3)
	p.Rows = append(p.Rows, proof.Row{Kind: proof.Limit, Node: 2, Amount: -3, Coef: []int64{-3, -3, -3}, Takes: []int{0, 1}, Words: "at most 3 in %"})
	needs := []proof.Weight{priced(0, 1, 1, 1), priced(1, 1, 1, 1)}
	for _, c := range []struct {
		name   string
		prices []int64
		amount int64
		want   error
	}{
		{"one is admitted", []int64{-1, -1, -1}, -3, nil},
		{"one and a half is one", []int64{-1, -1, -1}, -5, nil},
		{"two are admitted", []int64{-1, -1, -1}, -6, proof.ErrTooWeak},
		{"dear ones are admitted first", []int64{-2, -1, -1}, -3, proof.ErrTooWeak},
		{"a price above zero in a limit", []int64{1, 1, 1}, -3, proof.ErrTooWeak},
	} {
		p.Rows[2].Amount = c.amount
		if err := check.No(p, leaf(append(needs, priced(2, c.prices...))...)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	n := leaf(append(needs, proof.Weight{Row: 2, Value: 1})...)
	if err := check.No(p, n); !errors.Is(err, proof.ErrTooWeak) {
		t.Errorf("a weight on the credits of the cap: %v", err)
	}
	if s := words.Sentence(p, leaf(append(needs, priced(2, -1, -1, -1))...), named()).String(); !strings.Contains(s, "at most 3 in N2") {
		t.Error(s)
	}
}

func named() words.Names {
	return words.Names{
		Item: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("I", i)) },
		Node: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("N", i)) },
	}
}

// capped is a Take with a row that is a limit, not a need.
func capped() *proof.Problem {
	p := knapsack(7, 3, 3)
	p.Rows[0].Kind = proof.Limit
	return p
}

// minimum is a row of an inner node over some of the Takes below it.
func minimum(takes ...int) *proof.Problem {
	p := twice(4)
	p.Rows[0].Node, p.Rows[0].Takes, p.Rows[0].Words = 2, takes, "W"
	p.Nodes[2].Items = p.Nodes[0].Items
	return p
}

// units is two rows, of which the second counts something.
func units(of string) *proof.Problem {
	p := twice(4)
	p.Rows[1].Unit = of
	return p
}

func TestSentences(t *testing.T) {
	t.Parallel()
	one := proof.Weight{Row: 0, Value: 1}
	for _, c := range []struct {
		p    *proof.Problem
		n    *proof.No
		want string
	}{
		{knapsack(7, 3, 3), leaf(one), "N0 needs 7 credits, and 6 qualify: I0, I1"},
		{knapsack(6, 3, 3), leaf(one), "N0 needs 6 credits, and whole courses, each used once, cannot be divided so: I0, I1"},
		{knapsack(7, 3, 0), leaf(one), "N0 needs 7 credits, and 3 qualify: I0"},
		{capped(), leaf(one), "these cannot hold together: "},
		{minimum(0, 1), leaf(one), "these cannot hold together: W"},
		{minimum(0), leaf(one), "these cannot hold together: W"},
		{knapsack(9, 0, 1, 1), leaf(priced(0, 0, 1, 2)), "N0 needs 9 credits, and 2 qualify: I1, I2"},
		{knapsack(9, 0, 1, 1), leaf(priced(0, 0, 1, 1)), "N0 needs 9 credits, and 2 qualify: I1, I2"},
		{knapsack(9, 0, 0), leaf(priced(0, 0, 0)), "N0 needs 9 credits, and nothing in the record qualifies"},
		{twice(4), leaf(priced(0, 3, 3, 3), proof.Weight{Row: 1, Value: 1}), "these cannot hold together: "},
		{twice(4), leaf(one, priced(1, 3, 3, 3)), "these cannot hold together: "},
		{units("items"), leaf(one, proof.Weight{Row: 1, Value: 1}), "these cannot hold together: "},
		{units("credits"), leaf(one, proof.Weight{Row: 1, Value: 1}), "these 2 requirements (N0, N1) need 8 credits, and whole courses, each used once, cannot be divided so: I0, I1, I2"},
		{twice(4), leaf(one, priced(1, 1, 1, 1)), "these cannot hold together: "},
		{knapsack(7), leaf(one), "N0 needs 7 credits, and nothing in the record qualifies"},
		{knapsack(7, 3, 3), leaf(), "a required part cannot be met, whatever counts where"},
		{twice(4), leaf(priced(0, 1, 1, 1), priced(1, 1, 1, 1)), "these 2 requirements (N0, N1) need 8 credits, and whole courses, each used once, cannot be divided so: I0, I1, I2"},
		{twice(4), leaf(priced(0, 1, 1, 2), priced(1, 1, 1, 1)), "these cannot hold together: "},
		{twice(4), leaf(priced(0, 1, 1, 1), proof.Weight{Row: 1, Value: 1}), "these cannot hold together: "},
		{twice(4), leaf(proof.Weight{Row: 0, Value: 2}, proof.Weight{Row: 1, Value: 1}), "these cannot hold together: "},
		{twice(4), ask(proof.OfItem, 0, 0, leaf(one), leaf(one)), "however the courses are placed, something lacks: a required part cannot hold"},
	} {
		if got := words.Sentence(c.p, c.n, named()).String(); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}

// A problem of the wrong form is malformed, whatever the proof: no panic, no
// endless walk, no row that one of the two counts and the other does not.
func TestFormOfTheProblem(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*proof.Problem){
		"no nodes":                func(p *proof.Problem) { p.Nodes = nil },
		"its own child":           func(p *proof.Problem) { p.Nodes[3].Children[0] = 3 },
		"a child below none":      func(p *proof.Problem) { p.Nodes[3].Children[0] = -1 },
		"a child of two":          func(p *proof.Problem) { p.Nodes[3].Children[0] = 1 },
		"children of a Take":      func(p *proof.Problem) { p.Nodes[2].Children = []int{0} },
		"an unknown kind of node": func(p *proof.Problem) { p.Nodes[0].Kind = 2 },
		"an unknown kind of row":  func(p *proof.Problem) { p.Rows[0].Kind = 3 },
		"a row of no node":        func(p *proof.Problem) { p.Rows[0].Node = 4 },
		"a need between two":      func(p *proof.Problem) { p.Rows[0].Node = -1 },
		"too few coefficients":    func(p *proof.Problem) { p.Rows[0].Coef = p.Rows[0].Coef[:2] },
		"a huge coefficient":      func(p *proof.Problem) { p.Rows[0].Coef[0] = 1 << 62 },
		"a huge amount":           func(p *proof.Problem) { p.Rows[0].Amount = -1 << 63 },
		"too few items":           func(p *proof.Problem) { p.Nodes[0].Items = p.Nodes[0].Items[:2] },
		"too many items":          func(p *proof.Problem) { p.Items = 4 },
		"too few in a pair":       func(p *proof.Problem) { p.Pairs[0].Items = nil },
		"an item in two":          func(p *proof.Problem) { p.Alternatives = append(p.Alternatives, p.Alternatives[0]) },
	} {
		p := wide()
		p.Nodes[0].Items = []bool{true, true, true}
		change(p)
		if err := check.Yes(p, &proof.Yes{Bundles: make([]int, len(p.Alternatives))}); !errors.Is(err, proof.ErrMalformed) {
			t.Errorf("%s: yes: %v", name, err)
		}
		if err := check.No(p, leaf()); !errors.Is(err, proof.ErrMalformed) {
			t.Errorf("%s: no: %v", name, err)
		}
	}
	if err := check.Yes(wide(), nil); !errors.Is(err, proof.ErrMalformed) {
		t.Errorf("no certificate: %v", err)
	}
}
