package princeton

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// What the verifier of the files marks satisfied can be satisfied together.
func TestTranscriptsSatisfyWhatIsExpected(t *testing.T) {
	t.Parallel()
	for _, name := range files(t, "princeton-2019/cases/*.test") {
		tr, expected := transcript(t, name)
		program := filepath.Join("princeton-2019", "*", tr.Code+"_"+tr.Year+".json")
		r := convert(t, files(t, program)[0])
		v, _ := r.Program.At(0)
		tree := view.Build(view.Input{Program: r.Program.ID, Version: v, Selector: requirement.Selector{Pieces: tr.Pieces}})
		wanted := map[string]bool{}
		for node, satisfied := range expected {
			if path, ok := r.Paths[node]; ok && satisfied && node != "" {
				wanted[path] = true
			}
		}
		p := problem(tree, wanted)
		answer, err := new(solve.Solver).Solve(p, solve.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !answer.Satisfied {
			t.Errorf("%s: %d wanted, goals %v, proven %v", filepath.Base(name), len(wanted), answer.Goals, answer.Proven)
			for path := range wanted {
				one, err := new(solve.Solver).Solve(problem(tree, map[string]bool{path: true}), solve.Options{})
				if err != nil || !one.Satisfied {
					t.Logf("  %q is not satisfied by itself (%v)", path, err)
				}
			}
		}
	}
}

// problem asks for all the wanted requirements together; those below another
// wanted one are part of it.
func problem(tree *view.Tree, wanted map[string]bool) *solve.Problem {
	b := compile{tree: tree, p: &solve.Problem{MaxUses: int32(tree.MaxUses)}, at: map[int]int32{}}
	for i := range tree.Pieces {
		b.p.Items = append(b.p.Items, solve.Item{Credits: 1, Key: int64(i)})
	}
	for _, s := range tree.Sets {
		b.p.Sets = append(b.p.Sets, solve.Set(s.Yes))
	}
	b.p.Nodes = []solve.Node{{Kind: solve.All}}
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; !n.Made && wanted[n.Path] && !below(tree, n.Parent, wanted) {
			child := b.node(i)
			b.p.Nodes[0].Children = append(b.p.Nodes[0].Children, child)
		}
	}
	for _, s := range tree.Shares {
		share := solve.Share{Scopes: s.Scopes, A: int32(s.A), B: int32(s.B), Set: int32(s.Set), Limit: -1}
		if s.Items != nil {
			share.Limit = int64(*s.Items)
		}
		a, okA := b.at[s.A]
		c, okC := b.at[s.B]
		if !s.Scopes && (!okA || !okC) {
			continue
		}
		if !s.Scopes {
			share.A, share.B = a, c
		}
		b.p.Shares = append(b.p.Shares, share)
	}
	return b.p
}

func below(tree *view.Tree, at int, wanted map[string]bool) bool {
	for ; at >= 0; at = tree.Nodes[at].Parent {
		if path := tree.Nodes[at].Path; wanted[path] && path != "" {
			return true
		}
	}
	return false
}

type compile struct {
	tree *view.Tree
	p    *solve.Problem
	at   map[int]int32
}

func (b *compile) node(i int) int32 {
	n := &b.tree.Nodes[i]
	at := int32(len(b.p.Nodes))
	b.at[i] = at
	b.p.Nodes = append(b.p.Nodes, solve.Node{
		Kind: solve.Kind(n.Kind), K: int32(n.K), Key: int64(i), Set: int32(n.Set), NeedItems: int64(n.Items),
		NeedCredits: whole(n.Credits.String()), Scope: int32(n.Scope), Free: n.Free, Holds: n.Truth != requirement.No,
	})
	for _, child := range n.Children {
		c := b.node(child)
		b.p.Nodes[at].Children = append(b.p.Nodes[at].Children, c)
	}
	for _, c := range n.Conditions {
		b.p.Nodes[at].Conditions = append(b.p.Nodes[at].Conditions, solve.Condition{
			Measure: solve.Measure(c.Measure), Set: int32(c.Set), Amount: whole(c.Amount.String()),
		})
	}
	return at
}

func whole(text string) int64 {
	var n int64
	for _, r := range strings.TrimSpace(text) {
		n = n*10 + int64(r-'0')
	}
	return n
}
