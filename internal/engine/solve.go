package engine

import (
	"fmt"
	"math"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine/choose"
)

// solution is the chosen combination in the evaluation's own terms.
type solution struct {
	chosen []int  // indices of candidates, ascending
	taken  []bool // the same by candidate
	// kept is each line's units after caps.
	kept   []choose.Part
	scale  int64
	proven bool
	bound  credit.Amount
}

func (s *solution) units(line int) credit.Amount {
	return credit.Frac(s.kept[line].Units, s.scale)
}

func (s *solution) direct(line int) credit.Amount {
	return credit.Frac(s.kept[line].Direct, s.scale)
}

// maxTotal keeps sums of scaled amounts far from overflow.
const maxTotal = math.MaxInt64 / 4

// solve translates the candidates for the chooser and back.
func (e *evaluation) solve() (solution, error) {
	scale, err := e.scale()
	if err != nil {
		return solution{}, err
	}
	c := e.s.chooser.Choose(e.chooseProblem(scale), e.budget)
	taken := make([]bool, len(e.cands))
	for _, i := range c.Chosen {
		taken[i] = true
	}
	return solution{
		chosen: c.Chosen, taken: taken, kept: c.Kept, scale: scale,
		proven: c.Proven && !e.truncated, bound: credit.Frac(c.Bound, scale),
	}, nil
}

// chooseProblem writes the candidates for the chooser.
func (e *evaluation) chooseProblem(scale int64) *choose.Problem {
	p := &choose.Problem{Sources: len(e.lines), Candidates: make([]choose.Candidate, len(e.cands))}
	targets := map[catalog.ItemID]int32{}
	e.findMadeInto()
	for i := range e.cands {
		p.Candidates[i] = e.problemCandidate(&e.cands[i], scale, targets)
	}
	p.Caps = e.problemCaps(scale)
	return p
}

// scale is the common denominator of all amounts in play.
func (e *evaluation) scale() (int64, error) {
	scale, ok := int64(1), true
	var total credit.Amount
	see := func(a credit.Amount) {
		if ok {
			scale, ok = credit.CommonScale(scale, a)
			total = total.Add(credit.Max(a, a.Neg()))
		}
	}
	for i := range e.cands {
		for k := range e.cands[i].split {
			see(e.cands[i].split[k].counted)
			see(e.cands[i].split[k].elective)
		}
	}
	for i := range e.recv.policy.Caps {
		if limit, known := e.capLimit(&e.recv.policy.Caps[i]); known {
			see(limit)
		}
	}
	if n, fits := total.Add(credit.Int(1)).Scaled(scale); !ok || !fits && !total.IsZero() || n > maxTotal {
		return 0, diag.List{{
			Code:       "credit_out_of_range",
			Message:    fmt.Sprintf("the credits at %s have too many different fractions, or are too large, to be added exactly", e.target),
			Suggestion: "state credits as whole numbers, decimals or simple fractions", Pointer: "/record/attainments",
		}}
	}
	return scale, nil
}

func (e *evaluation) problemCandidate(c *candidate, scale int64, targets map[catalog.ItemID]int32) choose.Candidate {
	out := choose.Candidate{Tier: uint8(c.tier), Floor: c.floor, Share: c.share}
	if !c.consumes {
		return out // gives no credit, competes with nothing
	}
	gives := c.outcome == Awarded || c.outcome == Provisional || c.outcome == Ambiguous
	for k, i := range c.lines {
		part := choose.Part{Source: i}
		if gives {
			part.Direct, _ = c.split[k].counted.Scaled(scale)
			elective, _ := c.split[k].elective.Scaled(scale)
			part.Units = part.Direct + elective
		}
		out.Parts = append(out.Parts, part)
		out.Rivals = append(out.Rivals, e.rivals(i)...)
	}
	e.addMadeOf(c, gives, &out)
	for i := range c.awards {
		if !gives || c.awards[i].Kind != agreement.AwardCourse {
			continue
		}
		id := e.oncePerItem(c.awards[i].Item)
		if id == "" {
			continue
		}
		if _, ok := targets[id]; !ok {
			targets[id] = int32(len(targets))
		}
		out.Targets = append(out.Targets, targets[id])
	}
	return out
}

// oncePerItem is the item under which a receiving course is given only once:
// cross-listed courses share the first one's name; repeatable courses have none.
func (e *evaluation) oncePerItem(id catalog.ItemID) catalog.ItemID {
	i, ok := e.s.itemByID[id]
	if !ok {
		return id
	}
	it := &e.s.items[i]
	if it.Repeatable {
		return ""
	}
	if len(it.same) > 0 {
		return e.s.items[it.same[0]].ID
	}
	return id
}

// rivals are the one-of exclusions that a line belongs to.
func (e *evaluation) rivals(i int32) []choose.Rival {
	var out []choose.Rival
	for x := range e.recv.policy.Exclusions {
		ex := &e.recv.policy.Exclusions[x]
		if ex.Kind == catalog.OneOf && e.place(ex, int(i)) >= 0 {
			out = append(out, choose.Rival{Group: int32(x), Source: i})
		}
	}
	return out
}

// selfRival reports whether a candidate uses two members of a one-of exclusion
// by itself; no combination may contain it.
func (e *evaluation) selfRival(c *candidate) bool {
	seen := map[int32]int32{}
	for _, i := range c.lines {
		for _, r := range e.rivals(i) {
			if first, ok := seen[r.Group]; ok && first != r.Source {
				return true
			}
			seen[r.Group] = r.Source
		}
	}
	return false
}

func (e *evaluation) problemCaps(scale int64) []choose.Cap {
	var out []choose.Cap
	for i := range e.recv.policy.Caps {
		c := &e.recv.policy.Caps[i]
		limit, ok := e.capLimit(c)
		if !ok {
			continue
		}
		n, _ := limit.Scaled(scale)
		out = append(out, choose.Cap{Limit: n, Whole: c.WholeItems, Sources: e.capped(c)})
	}
	return out
}

// dropSelfRivals removes candidates that no combination may contain.
func (e *evaluation) dropSelfRivals() {
	if len(e.recv.policy.Exclusions) == 0 {
		return
	}
	e.cands = slices.DeleteFunc(e.cands, func(c candidate) bool { return e.selfRival(&c) })
}
