package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// credentialWorld is an institution with courses, all of them earned up to have,
// and a program a credential that requires makes.
func credentialWorld(t *testing.T, courses, have, programs int, pieces requirement.PieceUse, requires func(k int) requirement.Node) (*engine.Snapshot, engine.StackQuery) {
	t.Helper()
	set := ruleset.Set{Institutions: []catalog.Institution{{ID: "u", Name: "U", Kind: catalog.University, Unit: credit.Semester}}}
	var rec record.Record
	for k := range courses {
		id := catalog.ItemID(fmt.Sprint("u/c", k))
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: fmt.Sprint("C ", k), Title: "C", Credits: credit.Int(3)}}})
		if k < have {
			rec.Attainments = append(rec.Attainments, attained(id))
		}
	}
	for k := range programs {
		id, top := catalog.ItemID(fmt.Sprint("u/k", k)), requires(k)
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Certificate, Versions: []catalog.ItemVersion{{Code: fmt.Sprint("K ", k), Title: "K"}}})
		set.Programs = append(set.Programs, requirement.Program{
			ID: fmt.Sprint("u/p", k), Institution: "u", Title: fmt.Sprint("P ", k), Credential: id, Requires: &top, Stack: &requirement.StackPolicy{Pieces: pieces},
		})
	}
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	return s, engine.StackQuery{Record: rec, AsOf: asOf}
}

func heldOne(id string, from, to int) requirement.Node {
	n := requirement.Node{ID: id, Held: &requirement.ItemFilter{}}
	for k := from; k < to; k++ {
		n.Held.Items = append(n.Held.Items, catalog.ItemID(fmt.Sprint("u/k", k)))
	}
	return n
}

func TestALongChainOfCredentialsKeepsLittle(t *testing.T) {
	t.Parallel()
	const long = 400
	s, q := credentialWorld(t, 40, 40, long, requirement.PiecesShared, func(k int) requirement.Node {
		n := requirement.Node{All: []requirement.Node{{ID: "c", Item: catalog.ItemID(fmt.Sprint("u/c", k%40))}}}
		if k > 0 {
			n.All = append(n.All, heldOne("h", k-1, k))
		}
		return n
	})
	res, err := s.Stacks(q)
	if err != nil || len(res.Completed) != long || !res.Decided {
		t.Fatalf("%d of %d completed, decided %v: %v", len(res.Completed), long, res.Decided, err)
	}
	if kept, err := s.StacksKept(q); err != nil || kept > long*100 {
		t.Errorf("the transfers of %d lines are remembered: %v", kept, err)
	}
}

func TestManyAwardsOverFewPiecesEndUndecided(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	s, q := credentialWorld(t, 40, 40, 120, requirement.PiecesOneAward, func(int) requirement.Node {
		f := &requirement.ItemFilter{}
		for _, k := range rng.Perm(40)[:6] {
			f.Items = append(f.Items, catalog.ItemID(fmt.Sprint("u/c", k)))
		}
		return requirement.Node{ID: "c", Take: &requirement.Take{Items: 3, From: f}}
	})
	res, err := s.Stacks(q)
	if err != nil || res.Decided || len(res.Completed) < 5 || len(res.Completed) > 13 || len(res.Excluded) == 0 {
		t.Errorf("%d completed, %d excluded, decided %v: %v", len(res.Completed), len(res.Excluded), res.Decided, err)
	}
}

// Prices of credentials go into the prices of others; what no search can count any
// more must not refuse the whole answer.
func TestPricesOfCredentialsStayCountable(t *testing.T) {
	t.Parallel()
	s, q := credentialWorld(t, 60, 1, 200, requirement.PiecesShared, func(k int) requirement.Node {
		f := &requirement.ItemFilter{}
		for c := k % 50; c < k%50+6; c++ {
			f.Items = append(f.Items, catalog.ItemID(fmt.Sprint("u/c", c)))
		}
		n := requirement.Node{All: []requirement.Node{{ID: "c", Take: &requirement.Take{Items: 2, From: f}}}}
		if k > 0 {
			n.All = append(n.All, heldOne("h", max(0, k-30), k), heldOne("g", max(0, k-10), k))
		}
		return n
	})
	res, err := s.Stacks(q)
	if err != nil || len(res.OneStep) != 1 || len(res.InReach) == 0 {
		t.Errorf("%d one step away, %d in reach: %v", len(res.OneStep), len(res.InReach), err)
	}
}
