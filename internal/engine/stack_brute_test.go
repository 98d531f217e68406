package engine_test

import (
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// bruteAwards tries every set of programs and every way to give them pieces.
type bruteAwards struct {
	w    *ladderWorld
	have []catalog.ItemID
}

func (b *bruteAwards) rivals(x, y *plainProgram) bool {
	for _, p := range []*plainProgram{x, y} {
		if p.stack.Pieces != "" { // all programs are of one institution
			return true
		}
	}
	return false
}

// stands reports whether the programs of the mask can be completed together.
func (b *bruteAwards) stands(mask uint) bool {
	for i := range b.w.plain {
		p := &b.w.plain[i]
		if mask>>i&1 == 0 {
			continue
		}
		if p.held >= 0 && (mask>>p.held&1 == 0 || b.w.plain[p.held].stack.Conferral == requirement.ByApplication) {
			return false
		}
		for j := range b.w.plain {
			if mask>>j&1 == 1 && slices.Contains(p.stack.NotWith, b.w.plain[j].id) {
				return false
			}
		}
	}
	return b.share(mask, 0, make([]uint, len(b.w.plain)))
}

func (b *bruteAwards) share(mask uint, i int, used []uint) bool {
	if i == len(b.w.plain) {
		return true
	}
	if mask>>i&1 == 0 {
		return b.share(mask, i+1, used)
	}
	p := &b.w.plain[i]
	for pieces := range uint(1) << len(b.have) {
		if bits.OnesCount(pieces) != p.k || !b.fits(i, pieces, mask, used) {
			continue
		}
		used[i] = pieces
		if b.share(mask, i+1, used) {
			return true
		}
	}
	return false
}

func (b *bruteAwards) fits(i int, pieces, mask uint, used []uint) bool {
	p := &b.w.plain[i]
	for k, id := range b.have {
		if pieces>>k&1 == 1 && !slices.Contains(p.from, id) {
			return false
		}
	}
	for j := range i {
		if mask>>j&1 == 1 && used[j]&pieces != 0 && b.rivals(p, &b.w.plain[j]) {
			return false
		}
	}
	return true
}

// best is the best set: most programs, most pieces, the first ids.
func (b *bruteAwards) best() []string {
	var best []string
	most := -1
	for mask := range uint(1) << len(b.w.plain) {
		if !b.stands(mask) {
			continue
		}
		var ids []string
		credits := 0
		for i := range b.w.plain {
			if mask>>i&1 == 1 {
				ids = append(ids, b.w.plain[i].id)
				credits += b.w.plain[i].k
			}
		}
		slices.Sort(ids)
		if len(ids) > len(best) || len(ids) == len(best) && (credits > most || credits == most && slices.Compare(ids, best) < 0) {
			best, most = ids, credits
		}
	}
	return best
}

func TestChoiceOfAwardsIsTheBest(t *testing.T) {
	t.Parallel()
	contested := 0
	for seed := range uint64(800) {
		w := newLadder(seed, 5, true)
		res := stacks(t, w.compile(t), w.record)
		b := bruteAwards{w: w}
		for _, a := range w.record.Attainments {
			b.have = append(b.have, a.Item)
		}
		got := completeIDs(&res)
		if diff := cmp.Diff(b.best(), got); diff != "" {
			t.Fatalf("seed %d: -brute +stacks\n%s\n%s", seed, diff, asJSON(t, w.plain))
		}
		if len(res.Excluded) > 0 {
			contested++
			for _, c := range res.Choices {
				if len(c.Take) == 0 {
					t.Fatalf("seed %d: the choice %q takes nothing", seed, c.Text)
				}
			}
		}
		usedOnce(t, seed, w, got)
		for _, a := range append(slices.Clone(res.Completed), res.Available...) {
			for _, o := range append(slices.Clone(res.Completed), res.Available...) {
				if a.Program >= o.Program || a.Pieces == requirement.PiecesShared && o.Pieces == requirement.PiecesShared {
					continue
				}
				for _, u := range a.Uses {
					for _, v := range o.Uses {
						if slices.Equal(u.Lines, v.Lines) {
							t.Fatalf("seed %d: %s and %s both use %v", seed, a.Program, o.Program, u.Lines)
						}
					}
				}
			}
		}
	}
	if contested < 80 {
		t.Errorf("only %d worlds have a contest", contested)
	}
}

func usedOnce(t *testing.T, seed uint64, w *ladderWorld, ids []string) {
	t.Helper()
	for i := range w.plain {
		for _, other := range w.plain[i].stack.NotWith {
			if slices.Contains(ids, w.plain[i].id) && slices.Contains(ids, other) {
				t.Fatalf("seed %d: %s with %s", seed, w.plain[i].id, other)
			}
		}
	}
}
