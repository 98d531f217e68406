package words_test

import (
	"fmt"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/proof/words"
	"github.com/cairnproject/cairn/internal/wording"
)

// tree builds a problem from its leaves up; the last node is the root.
type tree struct{ p proof.Problem }

func treeOf(items int) *tree { return &tree{proof.Problem{Items: items}} }

func (t *tree) set(items []int) ([]bool, []int64) {
	has, coef := make([]bool, t.p.Items), make([]int64, t.p.Items)
	for _, i := range items {
		has[i], coef[i] = true, 1
	}
	return has, coef
}

// courses is a leaf that needs so many of the items.
func (t *tree) courses(need int64, items ...int) int {
	has, coef := t.set(items)
	at := len(t.p.Nodes)
	t.p.Nodes = append(t.p.Nodes, proof.Node{Kind: proof.Take, Items: has})
	t.p.Rows = append(t.p.Rows, proof.Row{Kind: proof.Need, Node: at, Amount: need, Coef: coef, Takes: []int{at}, Unit: "items"})
	return at
}

// kinds is a leaf that needs items of so many kinds; each kind is a list of items.
func (t *tree) kinds(need int, kinds ...[]int) int {
	at := len(t.p.Nodes)
	t.p.Nodes = append(t.p.Nodes, proof.Node{Kind: proof.Take, Items: make([]bool, t.p.Items), K: need})
	for _, items := range kinds {
		has, coef := t.set(items)
		for i := range has {
			t.p.Nodes[at].Items[i] = t.p.Nodes[at].Items[i] || has[i]
		}
		t.p.Rows = append(t.p.Rows, proof.Row{Kind: proof.Class, Node: at, Amount: 1, Coef: coef, Takes: []int{at}})
	}
	return at
}

// part holds where so many of its children do.
func (t *tree) part(k int, children ...int) int {
	t.p.Nodes = append(t.p.Nodes, proof.Node{K: k, Children: children})
	return len(t.p.Nodes) - 1
}

func rows(at ...int) *proof.No {
	n := &proof.No{}
	for _, row := range at {
		n.Weights = append(n.Weights, proof.Weight{Row: row, Value: 1})
	}
	return n
}

// ifHolds asks whether a node holds.
func ifHolds(node int, yes, no *proof.No) *proof.No {
	return &proof.No{Split: &proof.Question{About: proof.OfNode, Subject: node}, Yes: yes, No: no}
}

func names() words.Names {
	return words.Names{
		Item: func(i int) wording.Phrase { return wording.Name(string(rune('A' + i))) },
		Node: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("R", i)) },
	}
}

// What is said is proven: the checker takes each certificate, and the sentence
// has its numbers.
func TestWhatASentenceSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		build func(t *tree)
		items int
		no    *proof.No
		want  string
	}{
		"twelve that qualify are named": {
			func(t *tree) { t.courses(13, upTo(12)...) }, 12, rows(0),
			"R0 needs 13 courses, and 12 qualify: A, B, C, D, E, F, G, H, I, J, K, L",
		},
		"and so is one more": {
			func(t *tree) { t.courses(14, upTo(13)...) }, 13, rows(0),
			"R0 needs 14 courses, and 13 qualify: A, B, C, D, E, F, G, H, I, J, K, L, M",
		},
		"fourteen are not": {
			func(t *tree) { t.courses(15, upTo(14)...) }, 14, rows(0),
			"R0 needs 15 courses, and 14 qualify: A, B, C, D, E, F, G, H, I, J, K, L, 2 more",
		},
		"more than a sentence can name": {
			func(t *tree) {
				parts := make([]int, 1_001)
				for i := range parts {
					parts[i] = t.courses(1)
				}
				t.part(len(parts), parts...)
			}, 1, rows(upTo(1_001)...),
			"1001 requirements and limits cannot hold together",
		},
		"two branches": {
			func(t *tree) { t.part(1, t.courses(2, 0), t.courses(3, 1)) }, 2,
			ifHolds(0, rows(0), rows(1)),
			"whichever branch is taken, something lacks: R0 needs 2 courses, and 1 qualifies: A; or R1 needs 3 courses, and 1 qualifies: B",
		},
		"both branches for one reason": {
			func(t *tree) { t.part(2, t.part(1, t.courses(1, 0), t.courses(1, 1)), t.courses(2, 1)) }, 2,
			ifHolds(0, rows(2), rows(2)),
			"R3 needs 2 courses, and 1 qualifies: B",
		},
		"four branches": {
			func(t *tree) {
				t.part(1, t.courses(2, 0), t.courses(2, 1), t.courses(2, 2), t.courses(2, 3))
			}, 4,
			ifHolds(0, rows(0), ifHolds(1, rows(1), ifHolds(2, rows(2), rows(3)))),
			"whichever branch is taken, something lacks: R0 needs 2 courses, and 1 qualifies: A; or R1 needs 2 courses, and 1 qualifies: B; " +
				"or R2 needs 2 courses, and 1 qualifies: C; or R3 needs 2 courses, and 1 qualifies: D",
		},
		"five branches are told by what they ask": {
			func(t *tree) {
				t.part(1, t.courses(2, 0), t.courses(2, 1), t.courses(2, 2), t.courses(2, 3), t.courses(2, 4))
				for i := range t.p.Rows {
					t.p.Rows[i].Words = "% needs 2"
				}
			}, 5,
			ifHolds(0, rows(0), ifHolds(1, rows(1), ifHolds(2, rows(2), ifHolds(3, rows(3), rows(4))))),
			"however the courses are placed, something lacks: R0 needs 2; R1 needs 2; R2 needs 2; R3 needs 2; R4 needs 2",
		},
		"some of the parts": {
			func(t *tree) { t.part(2, t.courses(1, 0), t.courses(1, 0), t.courses(1, 0)) }, 1, rows(0, 1, 2),
			"2 of R0, R1, R2 needs at least 2 courses, and 1 qualifies: A",
		},
		"a part that asks for nothing comes first": {
			func(t *tree) { t.part(2, t.courses(2, 0), t.courses(2, 0), t.part(0)) }, 1, rows(0, 1),
			"one of R0, R1 needs at least 2 courses, and 1 qualifies: A",
		},
		"parts of several requirements": {
			func(t *tree) {
				t.part(1, t.part(2, t.courses(1, 0), t.courses(1, 0)), t.part(2, t.courses(1, 0), t.courses(1, 0)))
			}, 1, rows(0, 1, 2, 3),
			"one of R0 with R1, R3 with R4 needs at least 2 courses, and 1 qualifies: A",
		},
		"a branch that is taken and what is owed besides": {
			func(t *tree) {
				t.part(2, t.part(1, t.courses(1, 0), t.courses(1, 1)), t.courses(1, 0, 1), t.courses(1, 0, 1))
				t.p.Nodes[5].K = 3
			}, 2,
			ifHolds(0, rows(0, 2, 3), rows(1, 2, 3)),
			"whichever branch is taken, something lacks: these 3 requirements (R0, R3, R4) need 3 courses, and 2 qualify: A, B; " +
				"or these 3 requirements (R1, R3, R4) need 3 courses, and 2 qualify: A, B",
		},
		"a minimum of everything below": {
			func(t *tree) {
				root := t.part(2, t.courses(1, 0), t.courses(1, 1))
				_, coef := t.set([]int{0})
				t.p.Rows = append(t.p.Rows, proof.Row{Kind: proof.Need, Node: root, Amount: 2, Coef: coef, Takes: []int{0, 1}, Unit: "items", Words: "% needs 2 upper-level courses"})
			}, 2, rows(2),
			"R2 needs 2 upper-level courses, and 1 qualifies: A",
		},
		"a minimum beside a need": {
			func(t *tree) {
				root := t.part(2, t.courses(1, 0), t.courses(1, 0))
				t.p.Rows[0].Words, t.p.Rows[1].Words = "% needs 1", "% needs 1"
				t.p.Rows = append(t.p.Rows, proof.Row{Kind: proof.Need, Node: root, Amount: 2, Coef: []int64{1}, Takes: []int{0, 1}, Unit: "items", Words: "% needs 2"})
			}, 1, rows(0, 1, 2),
			"these cannot hold together: R0 needs 1; R1 needs 1; R2 needs 2",
		},
		"too few kinds": {
			func(t *tree) {
				t.kinds(2, []int{0})
				t.p.Rows[0].Words = "% needs 2 different subjects"
			}, 1, rows(),
			"R0 needs 2 different subjects, and what qualifies has 1",
		},
		"too few kinds, of which nothing is said": {
			func(t *tree) { t.kinds(2) }, 1, rows(), "R0 needs 2 different kinds, and what qualifies has 0",
		},
		"the part of two that has too few kinds": {
			func(t *tree) {
				t.part(2, t.kinds(1, []int{0}), t.kinds(2, []int{0}))
				t.p.Rows[0].Words, t.p.Rows[1].Words = "% needs 1 subject", "% needs 2 subjects"
			}, 1, rows(),
			"R1 needs 2 subjects, and what qualifies has 1",
		},
		"a part that nothing can meet": {
			func(t *tree) { t.part(2, t.part(0), t.part(1)) }, 1, rows(),
			"R1 is not met, whatever counts where",
		},
		"a choice of parts that nothing can meet": {
			func(t *tree) { t.part(2, t.part(0), t.part(1), t.kinds(1)) }, 1, rows(),
			"R3 needs 2 of its parts, and these cannot be met, whatever counts where: R1, R2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := treeOf(c.items)
			c.build(b)
			if err := check.No(&b.p, c.no); err != nil {
				t.Error(err)
			}
			if got := words.Sentence(&b.p, c.no, names()).String(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
