package engine

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
)

// resolveConflicts looks at candidates that say something about the same lines
// in the same tier without sharing, and classes them: duplicate or equivalent
// (one is used), blanket versus real (the real course is awarded), or several
// real targets (ambiguous: no more than what all of them give). It returns the
// conflicts as reasons for the linter and the result.
func (e *evaluation) resolveConflicts() []Reason {
	if !e.anyRivals() {
		return nil
	}
	var notes []Reason
	var out []candidate
	done := make([]bool, len(e.cands))
	for i := range e.cands {
		if done[i] {
			continue
		}
		group := []int{i}
		for j := i + 1; j < len(e.cands); j++ {
			if !done[j] && e.rivalStatements(&e.cands[i], &e.cands[j]) {
				group = append(group, j)
				done[j] = true
			}
		}
		kept, why := e.resolveGroup(group)
		out = append(out, kept...)
		notes = append(notes, why...)
	}
	e.cands = out
	return notes
}

// few candidates are compared pair by pair; more are filed by what they share.
const few = 64

// anyRivals reports whether two candidates of one tier speak of the same lines.
func (e *evaluation) anyRivals() bool {
	if len(e.cands) <= few {
		for i := range e.cands {
			for j := range i {
				if e.rivalStatements(&e.cands[j], &e.cands[i]) {
					return true
				}
			}
		}
		return false
	}
	seen := make(map[string]bool, len(e.cands))
	var key []byte
	for i := range e.cands {
		c := &e.cands[i]
		if !c.consumes || c.ref == nil || c.outcome != Awarded {
			continue
		}
		key = append(key[:0], byte(c.tier))
		for _, l := range c.lines {
			key = binary.LittleEndian.AppendUint32(key, uint32(l))
		}
		if seen[string(key)] {
			return true
		}
		seen[string(key)] = true
	}
	return false
}

// rivalStatements reports whether two candidates are statements of the same
// tier about exactly the same lines that cannot both hold.
func (e *evaluation) rivalStatements(a, b *candidate) bool {
	return a.tier == b.tier && a.consumes && b.consumes && a.ref != nil && b.ref != nil &&
		a.outcome == Awarded && b.outcome == Awarded &&
		slices.Equal(a.lines, b.lines) && (a.rule < 0 || a.rule != b.rule) &&
		(a.share < 0 || a.share != b.share || sameAwards(a, b))
}

func (e *evaluation) resolveGroup(group []int) ([]candidate, []Reason) {
	cands := make([]*candidate, 0, len(group))
	for _, i := range group {
		cands = append(cands, &e.cands[i])
	}
	if len(cands) == 1 {
		return []candidate{*cands[0]}, nil
	}
	var notes []Reason
	cands, notes = dropDuplicates(cands, notes)
	if cands[0].tier == agreement.TierWildcard {
		notes = nil // wildcards overlap by design
	}
	if len(cands) == 1 {
		return []candidate{*cands[0]}, notes
	}
	reals, blankets := e.splitReal(cands)
	switch {
	case len(reals) == 0 || sameTargets(reals) && len(blankets) == 0:
		return e.equivalent(cands, notes)
	case sameTargets(reals):
		return e.blanketVersusReal(reals, blankets, notes)
	}
	if len(blankets) > 0 {
		_, notes = e.blanketVersusReal(reals, blankets, notes)
	}
	if slices.ContainsFunc(reals, e.elsewhere) {
		return e.undisputed(reals), notes
	}
	c := e.ambiguous(reals)
	return []candidate{c}, append(notes, c.reasons[0])
}

func dropDuplicates(cands []*candidate, notes []Reason) ([]*candidate, []Reason) {
	out := cands[:0:0]
	for _, c := range cands {
		k := slices.IndexFunc(out, func(o *candidate) bool { return sameAwards(o, c) })
		if k < 0 {
			out = append(out, c)
			continue
		}
		notes = append(notes, conflictDuplicate(out[k].ref, c.ref))
	}
	return out, notes
}

// splitReal separates candidates that give a receiving course, area or block
// from those that give elective credit only.
func (e *evaluation) splitReal(cands []*candidate) (reals, blankets []*candidate) {
	for _, c := range cands {
		if slices.ContainsFunc(c.awards, func(a agreement.Award) bool { return a.Kind.GivesCredit() && !a.Kind.Elective() }) {
			reals = append(reals, c)
		} else {
			blankets = append(blankets, c)
		}
	}
	return reals, blankets
}

// equivalent leaves the choice to the chooser: any of them is right.
func (e *evaluation) equivalent(cands []*candidate, notes []Reason) ([]candidate, []Reason) {
	out := e.undisputed(cands)
	for _, c := range cands[1:] {
		notes = append(notes, conflictEquivalent(cands[0].ref, c.ref))
	}
	return out, notes
}

func (e *evaluation) blanketVersusReal(reals, blankets []*candidate, notes []Reason) ([]candidate, []Reason) {
	var out []candidate
	for _, c := range reals {
		c.rivals = append(c.rivals, conflictBlanket(c.ref, blankets[0].ref))
		out = append(out, *c)
	}
	for _, b := range blankets {
		notes = append(notes, conflictBlanket(reals[0].ref, b.ref))
	}
	return out, notes
}

// elsewhere reports whether the candidate's rule can be met by other lines too:
// then the rules need not disagree, and the best combination decides.
func (e *evaluation) elsewhere(c *candidate) bool {
	return c.rule >= 0 && slices.ContainsFunc(e.cands, func(o candidate) bool {
		return o.rule == c.rule && !overlap(o.lines, c.lines)
	})
}

func (e *evaluation) undisputed(cands []*candidate) []candidate {
	out := make([]candidate, 0, len(cands))
	for _, c := range cands {
		out = append(out, *c)
	}
	return out
}

// ambiguous makes the candidate that stands for several real targets: it awards
// what all of them give, and leaves the rest undecided.
func (e *evaluation) ambiguous(reals []*candidate) candidate {
	c := *reals[0]
	c.outcome = Ambiguous
	c.awards = slices.DeleteFunc(slices.Clone(c.awards), func(a agreement.Award) bool {
		return slices.ContainsFunc(reals[1:], func(o *candidate) bool { return !hasAward(o, &a) })
	})
	c.split = slices.Clone(c.split)
	for k := range c.split {
		c.split[k] = commonShare(reals, k, e.brought[c.lines[k]], givesCredit(c.awards))
	}
	refs := make([]*RuleRef, 0, len(reals))
	for _, r := range reals {
		refs = append(refs, r.ref)
	}
	c.reasons = []Reason{ambiguousRules(refs, e.s.ruleSentences(reals))}
	return c
}

// commonShare is what every rule gives a line: the least units, direct only as
// far as the awards are common, and nothing said of the rest. What all of them
// give beyond the brought credit is granted.
func commonShare(reals []*candidate, k int, brought credit.Amount, direct bool) share {
	units, counted := reals[0].split[k].units(), reals[0].split[k].counted
	for _, r := range reals[1:] {
		units = credit.Min(units, r.split[k].units())
		counted = credit.Min(counted, r.split[k].counted)
	}
	if !direct {
		counted = credit.Amount{}
	}
	return share{
		counted: counted, elective: units.Sub(counted),
		granted: credit.Max(credit.Amount{}, units.Sub(brought)),
	}
}

func hasAward(c *candidate, a *agreement.Award) bool {
	return slices.ContainsFunc(c.awards, func(b agreement.Award) bool { return sameAward(a, &b) })
}

func sameAwards(a, b *candidate) bool {
	return len(a.awards) == len(b.awards) && !slices.ContainsFunc(a.awards, func(x agreement.Award) bool {
		return !hasAward(b, &x)
	})
}

func sameAward(a, b *agreement.Award) bool {
	if (a.Credits == nil) != (b.Credits == nil) || a.Credits != nil && !a.Credits.Equal(*b.Credits) {
		return false
	}
	return a.Kind == b.Kind && a.Item == b.Item && a.Subject == b.Subject && a.Level == b.Level && a.Name == b.Name
}

// targetKey names what an award gives, without its size.
func targetKey(a *agreement.Award) string {
	return strings.Join([]string{string(a.Kind), string(a.Item), a.Subject, a.Level, a.Name}, "\x00")
}

// sameTargets reports whether all candidates give the same real targets.
func sameTargets(reals []*candidate) bool {
	for _, c := range reals[min(1, len(reals)):] {
		if !slices.Equal(realTargets(reals[0]), realTargets(c)) {
			return false
		}
	}
	return true
}

func realTargets(c *candidate) []string {
	var keys []string
	for i := range c.awards {
		if a := &c.awards[i]; a.Kind.GivesCredit() && !a.Kind.Elective() {
			keys = append(keys, targetKey(a))
		}
	}
	slices.SortFunc(keys, cmp.Compare)
	return keys
}
