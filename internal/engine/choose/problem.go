// Package choose picks the best admissible combination of rule applications.
// It knows nothing of courses or institutions: a problem is sources, candidate
// applications with their tiers, and caps, all in whole numbers.
//
// A combination is admissible when no two of its candidates conflict and every
// candidate left out is blocked: some chosen candidate of the same or a higher
// tier (or a floor) stands in its way. So a lower tier answers only where no
// higher one does, and inside a tier every rule is an equally valid statement.
//
// Among admissible combinations the best has, in this order: most credit
// accepted after caps, most direct credit after caps, fewest candidates, and
// the canonical order (the lexicographically smallest list of indices).
package choose

import "slices"

// Problem is one choice. Amounts are in whole multiples of one small fraction
// of the receiver's unit.
type Problem struct {
	// Sources is the number of sources; they are numbered from 0.
	Sources int
	// Candidates are in canonical order.
	Candidates []Candidate
	Caps       []Cap
}

// Candidate is one application of a rule to sources.
type Candidate struct {
	// Tier is the precedence; lower wins.
	Tier uint8
	// Floor candidates (guarantees) may displace any tier where that is better.
	Floor bool
	// Share is the group whose candidates may use one source together, or -1.
	// Units are counted once all the same.
	Share int32
	// Parts are the sources used and what each gives.
	Parts []Part
	// Targets are what may be given only once (receiving courses).
	Targets []int32
	// Rivals are sources of which only one may be used at all: candidates that
	// use different members of one group conflict.
	Rivals []Rival
	// First candidates are decided before others of their tier: they exclude
	// many, so that little is left open after them. It changes no answer.
	First bool
}

// Rival says that a candidate uses a member of a group of rivals.
type Rival struct {
	Group, Source int32
}

// Part is what one source gives in a candidate.
type Part struct {
	Source int32
	Units  int64 // accepted units
	Direct int64 // of these, as direct credit
}

// Cap limits the units of a set of sources.
type Cap struct {
	Limit   int64
	Sources []int32
	// Whole keeps a source's units whole or not at all.
	Whole bool
}

// Choice is the answer.
type Choice struct {
	// Chosen are the indices of the chosen candidates, ascending.
	Chosen []int
	// Kept are each source's units and direct units after caps.
	Kept []Part
	// Units and Direct are the sums of Kept.
	Units, Direct int64
	// Proven is false where the budget was reached or the caps neither nest nor
	// are disjoint; Bound is then the most units any combination could give.
	Proven bool
	Bound  int64
}

// Chooser finds the best combination within a budget of search steps. The
// answer must depend on nothing but its arguments.
type Chooser interface {
	Choose(p *Problem, budget int) Choice
}

// Conflict reports whether two candidates cannot stand together: they give the
// same target, or use one source without sharing.
func Conflict(a, b *Candidate) bool {
	for _, x := range a.Targets {
		if slices.Contains(b.Targets, x) {
			return true
		}
	}
	for _, x := range a.Rivals {
		for _, y := range b.Rivals {
			if x.Group == y.Group && x.Source != y.Source {
				return true
			}
		}
	}
	if a.Share >= 0 && a.Share == b.Share {
		return false
	}
	for i := range a.Parts {
		for j := range b.Parts {
			if a.Parts[i].Source == b.Parts[j].Source {
				return true
			}
		}
	}
	return false
}

// Blocks reports whether a chosen candidate justifies leaving out a conflicting
// one.
func Blocks(chosen, left *Candidate) bool {
	return chosen.Floor || chosen.Tier <= left.Tier
}
