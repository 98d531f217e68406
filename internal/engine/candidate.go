package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// findCandidates collects every statement that speaks of a line.
func (e *evaluation) findCandidates() {
	e.cands = make([]candidate, 0, len(e.touched)+len(e.lines))
	for i := range e.rec.Decisions {
		e.addDecision(&e.rec.Decisions[i])
	}
	e.addHome()
	e.addNamed()
	for _, ri := range e.touched {
		e.addRule(ri)
	}
	e.addHubs()
	if e.recv.policy.Unlisted == catalog.UnlistedElective {
		e.addUnlisted()
	}
}

// touchedRules are the rules of the target that name an item of the record or
// could match one by wildcard, in canonical order: tier, agreement, position.
func (e *evaluation) touchedRules() []int32 {
	var list []int32
	for i := range e.lines {
		if e.lines[i].item < 0 {
			continue
		}
		for _, u := range e.s.uses.at(e.lines[i].item, e.recvIdx) {
			list = append(list, u.rule)
		}
	}
	for i := range e.s.wildcards[e.recvIdx] {
		if w := &e.s.wildcards[e.recvIdx][i]; w.any || e.hasLineFrom(w.from) {
			list = append(list, w.rule)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	list = slices.DeleteFunc(list, func(ri int32) bool { return !e.inScope(ri) })
	slices.SortStableFunc(list, func(a, b int32) int {
		return int(e.s.rules[a].tier) - int(e.s.rules[b].tier)
	})
	return list
}

// hasLineFrom reports whether one of the institutions issued a line.
func (e *evaluation) hasLineFrom(institutions []int32) bool {
	return slices.ContainsFunc(institutions, func(i int32) bool { return slices.Contains(e.issuers, i) })
}

func (e *evaluation) inScope(ri int32) bool {
	a := &e.s.agreements[e.s.rules[ri].agreement]
	return a.CoversProgram(e.target.Program)
}

// maxCandidates bounds the candidates of one target. Beyond it rules keep only
// their first match, and the target is not decided.
const maxCandidates = 3000

func (e *evaluation) addRule(ri int32) {
	r := &e.s.rules[ri]
	a := &e.s.agreements[r.agreement]
	matches := e.match(r.when, a)
	if len(matches) == 0 {
		e.nearMisses = append(e.nearMisses, ri)
		return
	}
	for i := range matches {
		m := &matches[i]
		f := e.inForce(a, r.Rule, m.lines)
		switch {
		case f.silent:
		case !f.ok:
			e.prospects = append(e.prospects, prospect{ri, m.lines, f.status, f.why})
		case r.VoidIf != nil && e.attempted(r.VoidIf, m.lines) >= max(r.VoidIf.Times, 1):
			e.prospects = append(e.prospects, prospect{ri, m.lines, ConditionFailed, e.void(ri, m.lines)})
		case m.pending:
			e.prospects = append(e.prospects, prospect{ri, m.lines, Pending, e.unfinished(m.lines)})
		default:
			if len(e.cands) >= maxCandidates && i > 0 {
				e.truncated = true
				continue // every rule keeps its first match
			}
			if !r.oneOf {
				e.cands = append(e.cands, e.ruleCandidate(ri, m, r.Awards))
				continue
			}
			for _, awards := range variants(r.Awards) {
				e.cands = append(e.cands, e.ruleCandidate(ri, m, awards))
			}
		}
	}
}

// ruleCandidate is the application of a rule to a match.
func (e *evaluation) ruleCandidate(ri int32, m *match, awards []agreement.Award) candidate {
	r := &e.s.rules[ri]
	a := &e.s.agreements[r.agreement]
	c := candidate{
		rule: ri, ref: e.s.ruleRef(ri), tier: r.tier, floor: r.tier == agreement.TierHub,
		share: -1, lines: m.lines, reasons: slices.Clone(m.doubts),
	}
	if a.Use == agreement.Shared && r.tier != agreement.TierWildcard {
		c.share = r.agreement
	}
	if !slices.ContainsFunc(awards, func(a agreement.Award) bool { return a.If != nil }) {
		c.awards = awards // nobody writes into them
	} else {
		e.keepAwards(&c, awards)
	}
	e.settle(&c, r, len(m.doubts) > 0)
	e.dropTwice(&c)
	return c
}

// keepAwards keeps the awards whose own condition the lines meet.
func (e *evaluation) keepAwards(c *candidate, awards []agreement.Award) {
	for i := range awards {
		if ok, why := e.awardApplies(&awards[i], c.lines); ok {
			c.awards = append(c.awards, awards[i])
		} else {
			c.reasons = append(c.reasons, why)
		}
	}
}

// awardApplies tests the condition that an award puts on its sources.
func (e *evaluation) awardApplies(aw *agreement.Award, lines []int32) (bool, Reason) {
	if aw.If == nil {
		return true, Reason{}
	}
	for _, i := range lines {
		if v, why := e.check(&e.lines[i], []*agreement.Condition{aw.If}); v != holds {
			return false, awardWithheld(aw, why)
		}
	}
	return true, Reason{}
}

// settle decides what the candidate does: the rule's outcome, a text that needs
// a person, escrow, or the award with its credits.
func (e *evaluation) settle(c *candidate, r *rule, doubtful bool) {
	c.consumes = true
	c.outcome = outcomeStatus(r.Outcome)
	if c.outcome != Awarded {
		c.reasons = append(c.reasons, e.ruleSays(c.rule))
	}
	for i := range r.Conditions {
		c.texts = append(c.texts, r.Conditions[i].Text)
	}
	if c.outcome == Awarded {
		if text := e.bearingText(c, r); text != "" {
			c.outcome = NeedsAssessment
			c.reasons = append(c.reasons, textBears(c.ref, text))
		} else if doubtful {
			c.outcome = NeedsAssessment
		}
	}
	if c.outcome == Awarded && r.hold >= 0 && !e.released(r) {
		c.outcome = Held
		c.reasons = append(c.reasons, e.heldUntil(c.ref, r.hold, r))
	}
	if c.outcome == Awarded && r.Provisional != "" {
		c.outcome = Provisional
		c.reasons = append(c.reasons, provisionalOn(c.ref, r.Provisional))
	}
	e.priceCandidate(c, r)
}

// released reports whether the record certainly shows what an award in escrow
// waits for; what is in progress does not.
func (e *evaluation) released(r *rule) bool {
	return slices.ContainsFunc(e.match(r.hold, &e.s.agreements[r.agreement]), func(m match) bool {
		return !m.pending && len(m.doubts) == 0
	})
}

func outcomeStatus(o agreement.Outcome) Status {
	switch o {
	case agreement.OutcomeRefused:
		return Refused
	case agreement.OutcomeNoEquivalent:
		return NoEquivalent
	case agreement.OutcomeTakeAtReceiver:
		return TakeAtReceiver
	case agreement.OutcomeNeedsAssessment:
		return NeedsAssessment
	case agreement.OutcomePending:
		return Pending
	case agreement.OutcomeAbsent:
		return NotEvaluated
	}
	return Awarded
}

// bearingText returns the first free-text condition that bears on the lines, or
// "". A wording that Cairn knows bears only where it can make a difference.
func (e *evaluation) bearingText(c *candidate, r *rule) string {
	for i := range r.Conditions {
		t := &r.Conditions[i]
		switch t.Meaning {
		case agreement.MeansInformation:
		case agreement.MeansLetterGrade:
			if slices.ContainsFunc(c.lines, func(l int32) bool { return !e.lines[l].graded || !e.lines[l].mark.Letter }) {
				return t.Text
			}
		case agreement.MeansOneOfCourses:
			if e.meetsTwin(r, t.Text) {
				return t.Text
			}
		default:
			return t.Text
		}
	}
	return ""
}

// meetsTwin reports whether the record also meets another rule of the agreement
// that carries the same text.
func (e *evaluation) meetsTwin(r *rule, text string) bool {
	a := &e.s.agreements[r.agreement]
	for ri := a.first; ri < a.end; ri++ {
		o := &e.s.rules[ri]
		if o.Rule == r.Rule || o.when < 0 {
			continue
		}
		same := slices.ContainsFunc(o.Conditions, func(t agreement.Text) bool { return t.Text == text })
		if same && len(e.match(o.when, a)) > 0 {
			return true
		}
	}
	return false
}

// addDecision adds what stands today of a decision on this learner's petition.
func (e *evaluation) addDecision(d *record.Decision) {
	if d.Receiver != e.recv.ID || !d.ValidUntil.IsZero() && d.ValidUntil < e.asOf || d.DecidedOn > e.asOf {
		return
	}
	r := e.standsToday(d)
	c := candidate{
		rule: -1, tier: agreement.TierDecision, share: -1, awards: r.awards,
		outcome: r.outcome, consumes: true, reasons: r.reasons,
	}
	for i := range e.lines {
		if slices.Contains(d.Lines, e.lines[i].id) {
			c.lines = append(c.lines, int32(i))
		}
	}
	if len(c.lines) == 0 || slices.ContainsFunc(c.lines, func(i int32) bool { return e.spent[e.lines[i].id] }) {
		return
	}
	e.price(&c, agreement.ByRule, agreement.RemainderDefault)
	e.cands = append(e.cands, c)
}

// addHome adds what the learner earned at the receiver itself.
func (e *evaluation) addHome() {
	for i := range e.lines {
		l := &e.lines[i]
		if l.inst != e.recvIdx || l.item < 0 || e.blocked[i].status != "" {
			continue
		}
		if l.waits() {
			e.prospects = append(e.prospects, prospect{-1, []int32{int32(i)}, Pending, e.unfinished([]int32{int32(i)})})
			continue
		}
		c := candidate{
			rule: -1, tier: homeTier, share: -1, lines: []int32{int32(i)}, outcome: Awarded, consumes: true,
			awards:  []agreement.Award{{Kind: agreement.AwardCourse, Item: e.s.items[l.item].ID}},
			split:   []share{{counted: e.brought[i]}},
			reasons: []Reason{earnedHere(e.recv)},
		}
		if e.recv.policy.Duplicates == catalog.DuplicateBest {
			c.tier, c.floor = agreement.TierWildcard, true
		}
		e.cands = append(e.cands, c)
	}
}

// addHubs adds recognition by common number.
func (e *evaluation) addHubs() {
	for h := range e.s.hubs {
		hub := &e.s.hubs[h]
		if !slices.Contains(hub.members, e.recvIdx) {
			continue
		}
		for i := range e.lines {
			e.addHubLine(hub, int32(i))
		}
	}
}

func (e *evaluation) addHubLine(h *hub, i int32) {
	l := &e.lines[i]
	a := &e.s.agreements[h.agreement]
	if l.item < 0 || l.inst == e.recvIdx || !slices.Contains(h.members, l.inst) || h.except[l.item] ||
		e.blocked[i].status != "" {
		return
	}
	for _, k := range h.numbers[a.Numbering.Number(e.s.items[l.item].Item)] {
		if e.s.items[k].institution != e.recvIdx {
			continue
		}
		ref := e.s.agreementRef(h.agreement)
		f := e.inForce(a, nil, e.alone(i))
		switch {
		case f.silent:
		case !f.ok:
			e.prospects = append(e.prospects, prospect{-1, e.alone(i), f.status, f.why})
		case l.waits():
			e.prospects = append(e.prospects, prospect{-1, e.alone(i), Pending, e.unfinished(e.alone(i))})
		default:
			c := candidate{
				rule: -1, ref: ref, tier: agreement.TierHub, floor: true, share: -1, lines: e.alone(i),
				outcome: Awarded, consumes: true,
				awards:  []agreement.Award{{Kind: agreement.AwardCourse, Item: e.s.items[k].ID}},
				reasons: []Reason{commonNumbering(ref, a.name())},
			}
			e.price(&c, agreement.BySender, agreement.RemainderDefault)
			e.cands = append(e.cands, c)
		}
	}
}

// addUnlisted gives elective credit for what no rule gives credit for, where the
// policy does so. What a rule exempts from a course brings no volume: that is
// still owed.
func (e *evaluation) addUnlisted() {
	exempt := e.exemptLines()
	for i := range e.lines {
		l := &e.lines[i]
		if l.item < 0 || l.inst == e.recvIdx || e.blocked[i].status != "" || !l.earned() && !l.assumed || exempt[i] {
			continue
		}
		c := candidate{
			rule: -1, tier: unlistedTier, share: -1, lines: []int32{int32(i)}, outcome: Awarded, consumes: true,
			awards:  []agreement.Award{{Kind: agreement.AwardElective}},
			reasons: []Reason{unlistedElective(e.recv, e.isNamed(l.item))},
		}
		e.price(&c, agreement.BySender, agreement.RemainderDefault)
		e.cands = append(e.cands, c)
	}
}

// exemptLines are the lines that a rule takes as an exemption.
func (e *evaluation) exemptLines() []bool {
	out := make([]bool, len(e.lines))
	for ci := range e.cands {
		c := &e.cands[ci]
		if !c.gives() && c.outcome != SatisfiedNoCredit || !slices.ContainsFunc(c.awards, func(a agreement.Award) bool { return a.Kind == agreement.AwardExemption }) {
			continue
		}
		for _, i := range c.lines {
			out[i] = true
		}
	}
	return out
}

// isNamed reports whether a rule of the target names the item, whether it applies
// or not.
func (e *evaluation) isNamed(item int32) bool {
	return slices.ContainsFunc(e.s.uses.at(item, e.recvIdx), func(u useEntry) bool { return e.inScope(u.rule) })
}
