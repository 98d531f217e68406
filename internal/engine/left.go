package engine

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/choose"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/wording"
)

// maxNear bounds the rules that a line lists as nearly met.
const maxNear = 3

// settleLeft decides the status of a line that no chosen candidate gives credit
// to: the first of these that says something.
func (e *evaluation) settleLeft(sol *solution, i int, st *lineState) {
	l := &e.lines[i]
	if len(l.doubts) > 0 && l.item < 0 {
		st.status, st.reasons = NotEvaluated, append(st.reasons, l.doubts...)
		return
	}
	st.reasons = append(st.reasons, l.doubts...)
	if len(st.chosen) > 0 {
		st.status = SatisfiedNoCredit
		return
	}
	if b := &e.blocked[i]; b.status != "" {
		st.status, st.reasons = b.status, append(st.reasons, b.why)
		return
	}
	for _, next := range [...]func(*solution, int, *lineState) bool{
		e.leftByConflict, e.leftByProspect, e.leftByCondition,
	} {
		if next(sol, i, st) {
			return
		}
	}
	e.leftUnnamed(i, st)
}

// index files the candidates by line and by what they give.
func (e *evaluation) index(sol *solution) {
	e.fileByLine(sol)
	e.givenBy = make(map[catalog.ItemID]int, len(sol.chosen))
	e.pendingOf = make(map[int32]int, len(e.prospects))
	if len(e.cands) > few {
		e.byRule = make(map[int32][]int, len(e.cands))
	}
	for i := range e.prospects {
		if _, ok := e.pendingOf[e.prospects[i].rule]; !ok && e.prospects[i].status == Pending {
			e.pendingOf[e.prospects[i].rule] = i
		}
	}
	for ci := range e.cands {
		c := &e.cands[ci]
		if e.byRule != nil {
			e.byRule[c.rule] = append(e.byRule[c.rule], ci)
		}
		if !sol.taken[ci] || !c.gives() {
			continue
		}
		for a := range c.awards {
			if id := e.oncePerItem(c.awards[a].Item); c.awards[a].Kind == agreement.AwardCourse && id != "" {
				e.givenBy[id] = ci
			}
		}
	}
}

// fileByLine fills chosenOf and leftOf, whose lists are parts of one.
func (e *evaluation) fileByLine(sol *solution) {
	ends := make([]int, 2*len(e.lines)+1)
	slot := func(ci int, line int32) int {
		if sol.taken[ci] {
			return 2 * int(line)
		}
		return 2*int(line) + 1
	}
	for ci := range e.cands {
		for _, i := range e.cands[ci].lines {
			ends[slot(ci, i)+1]++
		}
	}
	for k := range ends[1:] {
		ends[k+1] += ends[k]
	}
	all := make([]int, ends[len(ends)-1])
	lists := make([][]int, 2*len(e.lines))
	for k := range lists {
		lists[k] = all[ends[k]:ends[k]:ends[k+1]]
	}
	for ci := range e.cands {
		for _, i := range e.cands[ci].lines {
			k := slot(ci, i)
			lists[k] = append(lists[k], ci)
		}
	}
	e.chosenOf, e.leftOf = make([][]int, len(e.lines)), make([][]int, len(e.lines))
	for i := range e.lines {
		e.chosenOf[i], e.leftOf[i] = lists[2*i], lists[2*i+1]
	}
}

// leftByConflict explains a line whose candidates all gave way to others.
func (e *evaluation) leftByConflict(_ *solution, i int, st *lineState) bool {
	for _, ci := range e.leftOf[i] {
		c := &e.cands[ci]
		for _, w := range e.winners(c, int32(i)) {
			if why, status, ok := e.gaveWay(c, &e.cands[w], i); ok {
				st.status, st.reasons = status, append(st.reasons, why)
				return true
			}
		}
	}
	return false
}

// winners are the chosen candidates that a left one may have given way to.
func (e *evaluation) winners(c *candidate, i int32) []int {
	var out []int
	for a := range c.awards {
		if w, ok := e.givenBy[e.oncePerItem(c.awards[a].Item)]; ok {
			out = append(out, w)
		}
	}
	if len(e.rivals(i)) > 0 {
		for j := range e.lines {
			out = append(out, e.chosenOf[j]...)
		}
	}
	for _, j := range c.lines {
		out = append(out, e.chosenOf[j]...)
	}
	return out
}

// gaveWay says why candidate c lost to the chosen candidate w.
func (e *evaluation) gaveWay(c, w *candidate, i int) (Reason, Status, bool) {
	for a := range c.awards {
		for b := range w.awards {
			x, y := &c.awards[a], &w.awards[b]
			if x.Kind == agreement.AwardCourse && y.Kind == x.Kind && x.Item != "" && e.oncePerItem(x.Item) == e.oncePerItem(y.Item) {
				return duplicateCourse(e.s.codeOf(x.Item), e.linesText(w.lines)), Duplicate, true
			}
		}
	}
	for _, x := range e.rivals(int32(i)) {
		for _, j := range w.lines {
			if slices.ContainsFunc(e.rivals(j), func(y choose.Rival) bool { return y.Group == x.Group && y.Source != x.Source }) {
				return excludedBy(lineName(&e.lines[j]), e.recv.policy.Exclusions[x.Group].Note), Duplicate, true
			}
		}
	}
	for _, j := range c.lines {
		if slices.Contains(w.lines, j) && c.ref != nil && w.ref != nil {
			return sourceUsed(c.ref, lineName(&e.lines[j]), w.ref.name()), ConditionFailed, true
		}
	}
	return Reason{}, "", false
}

func (e *evaluation) linesText(lines []int32) string {
	names := make([]string, len(lines))
	for k, j := range lines {
		names[k] = lineName(&e.lines[j])
	}
	return strings.Join(names, " and ")
}

// leftByProspect takes the match that would award under other circumstances.
func (e *evaluation) leftByProspect(_ *solution, i int, st *lineState) bool {
	best := e.prospectOf(i)
	if best < 0 {
		return false
	}
	p := &e.prospects[best]
	st.status, st.reasons = p.status, append(st.reasons, p.why)
	return true
}

// notToday says why the rule that would speak of the line does not.
func (e *evaluation) notToday(i int) []Reason {
	if best := e.prospectOf(i); best >= 0 {
		return []Reason{e.prospects[best].why}
	}
	return nil
}

// prospectOf is the match of a line that is nearest to an award, or -1.
func (e *evaluation) prospectOf(i int) int {
	best := -1
	for p := range e.prospects {
		if !slices.Contains(e.prospects[p].lines, int32(i)) {
			continue
		}
		if best < 0 || e.prospects[best].status == Expired && e.prospects[p].status == Pending {
			best = p
		}
	}
	return best
}

// near is a rule that a line could serve if something else were different.
type near struct {
	rule int32
	way  way
}

// findNear works out, once for all lines, which rules each line could serve and
// what these still lack: for unmet rules the ways to complete them, and for
// every rule the lines that fail a condition of their leaf.
func (e *evaluation) findNear() {
	e.near = make([][]near, len(e.lines))
	for _, ri := range e.nearMisses {
		r := &e.s.rules[ri]
		a := &e.s.agreements[r.agreement]
		if !lifecycleForce(a, e.asOf).ok {
			continue
		}
		ways := e.waysOf(ri)
		for k := range ways {
			for _, i := range ways[k].have {
				e.addNear(i, ri, &ways[k])
			}
			for _, g := range ways[k].missing {
				if g.line >= 0 {
					e.addNear(g.line, ri, &ways[k])
				}
			}
		}
	}
	for _, ri := range e.touched {
		r := &e.s.rules[ri]
		if a := &e.s.agreements[r.agreement]; lifecycleForce(a, e.asOf).ok {
			e.nearLeaves(&e.s.nodes[r.when], ri, a)
		}
	}
	for i := range e.near {
		slices.SortStableFunc(e.near[i], func(a, b near) int { return cmp.Compare(len(a.way.missing), len(b.way.missing)) })
	}
}

// nearLeaves adds the lines that are what a leaf asks for and fail its
// conditions.
func (e *evaluation) nearLeaves(n *node, ri int32, a *compiledAgreement) {
	parts := e.s.parts(n)
	for i := range parts {
		e.nearLeaves(&parts[i], ri, a)
	}
	if len(parts) > 0 || len(n.conds) == 0 {
		return
	}
	for _, x := range e.linesFor(n, a) {
		if v, why := e.check(&e.lines[x.line], n.conds); v == fails || v == lapsed {
			said := why
			e.addNear(x.line, ri, &way{missing: []gap{{n, x.line, v, &said}}})
		}
	}
}

// addNear keeps the first way of a rule that the line serves: ways come with
// the fewest missing parts first.
func (e *evaluation) addNear(line, rule int32, w *way) {
	list := e.near[line]
	if slices.ContainsFunc(list, func(n near) bool { return n.rule == rule }) {
		return
	}
	e.near[line] = append(list, near{rule, *w})
}

// nearReason says what a rule still lacks.
func (e *evaluation) nearReason(n *near, i int) (Reason, Status) {
	ref := e.s.ruleRef(n.rule)
	for _, g := range n.way.missing {
		if g.line == int32(i) {
			why := *g.why
			why.Rule = ref
			if g.how == lapsed {
				return why, Expired
			}
			return why, ConditionFailed
		}
	}
	if len(n.way.missing) == 0 {
		return orderWrong(ref, e.s.wordsOf(n.rule).words), ConditionFailed
	}
	return sourceMissing(ref, e.awardNames(e.s.rules[n.rule].Awards), e.gapWords(n.way.missing), e.s.wordsOf(n.rule).words), ConditionFailed
}

func (e *evaluation) leftByCondition(_ *solution, i int, st *lineState) bool {
	list := e.near[i]
	if len(list) == 0 {
		return false
	}
	for k := range list[:min(maxNear, len(list))] {
		why, status := e.nearReason(&list[k], i)
		st.reasons = append(st.reasons, why)
		if k == 0 {
			st.status = status
		}
	}
	return true
}

// alsoPossible adds, to a line that was settled otherwise, the rules it would
// also serve if complete.
func (e *evaluation) alsoPossible(i int, st *lineState) []Reason {
	if e.blocked[i].status != "" || st.status == ConditionFailed || st.status == Expired {
		return nil
	}
	var out []Reason
	for k, n := range e.near[i] {
		if k == maxNear {
			break
		}
		why, _ := e.nearReason(&n, i)
		out = append(out, why)
	}
	return out
}

// leftUnnamed settles a line that no rule in scope names.
func (e *evaluation) leftUnnamed(i int, st *lineState) {
	l := &e.lines[i]
	switch {
	case !e.convertible[i]:
		st.status = NeedsAssessment
		st.reasons = append(st.reasons, notConvertible(l, e.recv))
	case e.recv.policy.Unlisted == catalog.UnlistedRefused:
		st.status = Refused
		st.reasons = append(st.reasons, unlistedRefused(e.recv))
	default:
		st.status = NotEvaluated
		if programs := e.programsNaming(l); len(programs) > 0 {
			st.reasons = append(st.reasons, noProgramRule(l, e.recv, len(programs)))
			for p := range programs {
				e.programLines[p]++
			}
		} else {
			st.reasons = append(st.reasons, noRule(l, e.recv))
		}
		st.reasons = append(st.reasons, e.suggestChains(l)...)
	}
}

// programsNaming are the receiver's programs whose own agreements name the
// line's item, for a target that is another program or none.
func (e *evaluation) programsNaming(l *line) map[string]bool {
	programs := map[string]bool{}
	for _, u := range e.s.uses.at(l.item, e.recvIdx) {
		if !e.inScope(u.rule) {
			for _, p := range e.s.agreements[e.s.rules[u.rule].agreement].Programs {
				programs[p] = true
			}
		}
	}
	return programs
}

// programsToTry names the programs whose agreements speak of the most lines
// that the target itself leaves unnamed.
func (e *evaluation) programsToTry() []Reason {
	if len(e.programLines) == 0 {
		return nil
	}
	ids := slices.SortedFunc(maps.Keys(e.programLines), func(a, b string) int {
		return cmp.Or(e.programLines[b]-e.programLines[a], cmp.Compare(a, b))
	})
	const shown = 5
	parts := make([]wording.Phrase, 0, shown)
	for _, id := range ids[:min(shown, len(ids))] {
		parts = append(parts, wording.Of("program.lines", "{program} ({n} of {all} lines)", "program", id, "n", e.programLines[id], "all", len(e.lines)))
	}
	return []Reason{programsToTry(e.recv, len(ids), wording.Join(parts, ", "))}
}

// tierNotes reports what a floor displaced, what a denial lost to, and, once an
// agreement, how many of its rules a higher tier left unused.
func (e *evaluation) tierNotes(sol *solution) []Reason {
	var notes []Reason
	unused := map[ruleset.AgreementKey]int{}
	var order []ruleset.AgreementKey
	first := map[ruleset.AgreementKey]Reason{}
	for ci := range e.cands {
		left := &e.cands[ci]
		if sol.taken[ci] || left.ref == nil {
			continue
		}
		won := e.displacer(left)
		switch {
		case won == nil:
		case won.floor && left.tier < won.tier:
			notes = append(notes, conflictFloor(won.ref, left.ref))
		case won.tier == left.tier && left.outcome == Refused && won.gives():
			notes = append(notes, conflictDenial(won.ref, left.ref))
		case won.tier < left.tier && left.tier < agreement.TierWildcard && left.gives():
			key := ruleset.AgreementKey{ID: left.ref.Agreement, Version: left.ref.Version}
			if unused[key]++; unused[key] == 1 {
				order = append(order, key)
				first[key] = higherTier(left.ref, won.tier)
			}
		}
	}
	for _, key := range order {
		note := first[key]
		if n := unused[key]; n > 1 {
			note.Words = wording.Of("reason.higher_tiers", "{n} rules of {agreement} v{version} are not used: a higher tier decides first",
				"n", n, "agreement", string(key.ID), "version", key.Version)
			note.Text = note.Words.String()
		}
		notes = append(notes, note)
	}
	return notes
}

// displacer is the first chosen candidate with a reference that shares a line
// with a left one.
func (e *evaluation) displacer(left *candidate) *candidate {
	for _, i := range left.lines {
		for _, w := range e.chosenOf[i] {
			if e.cands[w].ref != nil {
				return &e.cands[w]
			}
		}
	}
	return nil
}
