package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
)

// maxMatches bounds the source sets of one node, and matchWork the lines looked
// at while joining them at one target. Beyond either the list is cut, and the
// target is not decided.
const (
	maxMatches = 1024
	matchWork  = 1 << 21
)

// match is one set of lines that meets a source expression.
type match struct {
	lines []int32 // ascending
	// wild is set where a wildcard took a line: such a line cannot stand for
	// another part too.
	wild bool
	// pending is set where a line is in progress or planned.
	pending bool
	// doubts say why a person must look at the match.
	doubts []Reason
}

// match returns the minimal sets of lines that meet the expression.
func (e *evaluation) match(root int32, a *compiledAgreement) []match {
	return minimal(e.matchNode(&e.s.nodes[root], a))
}

func (e *evaluation) matchNode(n *node, a *compiledAgreement) []match {
	switch n.op {
	case opItem, opMatch:
		return e.matchLeaf(n, a)
	case opAny:
		var out []match
		for i := range e.s.parts(n) {
			out = append(out, e.matchNode(&e.s.parts(n)[i], a)...)
		}
		return e.limit(out)
	case opAtLeast:
		return e.matchAtLeast(n, a)
	}
	out := []match{{}}
	for i := range e.s.parts(n) {
		out = e.cross(out, e.matchNode(&e.s.parts(n)[i], a), n.op == opSequence)
		if len(out) == 0 {
			return nil
		}
	}
	return out
}

func (e *evaluation) matchLeaf(n *node, a *compiledAgreement) []match {
	var out []match
	for _, x := range e.linesFor(n, a) {
		i := x.line
		if e.blocked[i].status != "" {
			continue
		}
		l := &e.lines[i]
		v, why := e.check(l, n.conds)
		if v == holds {
			v, why = e.scoreUnasked(l, n.conds)
		}
		if v != holds && v != unsure {
			continue
		}
		m := match{lines: e.alone(i), wild: n.op == opMatch, pending: l.waits()}
		if v == unsure {
			m.doubts = []Reason{why}
		}
		if out == nil {
			out = e.roomForMatch()
		}
		out = append(out, m)
	}
	return e.limit(out)
}

// alone is the set of one line. All share one list, since nobody writes into
// the lines of a match.
func (e *evaluation) alone(i int32) []int32 {
	if e.numbers == nil {
		e.numbers = make([]int32, len(e.lines))
		for k := range e.numbers {
			e.numbers[k] = int32(k)
		}
	}
	return e.numbers[i : i+1 : i+1]
}

// roomForMatch is an empty list with room for one match: most leaves have one.
func (e *evaluation) roomForMatch() []match {
	if len(e.matchRoom) == 0 {
		e.matchRoom = make([]match, len(e.touched)+1)
	}
	out := e.matchRoom[:0:1]
	e.matchRoom = e.matchRoom[1:]
	return out
}

// itemLine says that a line is an item, or its honours twin.
type itemLine struct {
	item, line int32
	twin       bool
}

// indexLines lists under which items each line may stand: its own, those that
// are the same learning, and honours twins.
func (s *Snapshot) indexLines(lines []line) []itemLine {
	out := make([]itemLine, 0, len(lines))
	for i := range lines {
		if lines[i].item < 0 {
			continue
		}
		it := &s.items[lines[i].item]
		out = append(out, itemLine{lines[i].item, int32(i), false})
		for _, k := range it.same {
			if k != lines[i].item {
				out = append(out, itemLine{k, int32(i), false})
			}
		}
		for _, k := range it.twins {
			out = append(out, itemLine{k, int32(i), true})
		}
	}
	slices.SortFunc(out, func(a, b itemLine) int { return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.line, b.line)) })
	return out
}

// linesFor returns the lines that are what a leaf asks for, whatever their
// grade, in order. The list is only read.
func (e *evaluation) linesFor(n *node, a *compiledAgreement) []itemLine {
	if n.op == opMatch {
		var out []itemLine
		for i := range e.lines {
			if e.lines[i].item >= 0 && e.matches(&e.lines[i], n.expr.Match, a) {
				out = append(out, itemLine{item: e.lines[i].item, line: int32(i)})
			}
		}
		return out
	}
	from, _ := slices.BinarySearchFunc(e.byItem, n.item, func(x itemLine, item int32) int { return cmp.Compare(x.item, item) })
	to, twins := from, false
	for ; to < len(e.byItem) && e.byItem[to].item == n.item; to++ {
		twins = twins || e.byItem[to].twin
	}
	list := e.byItem[from:to]
	if twins && !a.HonorsMixable {
		return slices.DeleteFunc(slices.Clone(list), func(x itemLine) bool { return x.twin })
	}
	return list
}

// limit cuts a list that grew too long and remembers that it did.
func (e *evaluation) limit(list []match) []match {
	if len(list) > maxMatches {
		e.truncated = true
		return list[:maxMatches]
	}
	return list
}

// cross joins every left set with every right set.
func (e *evaluation) cross(left, right []match, ordered bool) []match {
	var out []match
	for i := range left {
		for j := range right {
			if m, ok := e.join(&left[i], &right[j], ordered); ok {
				out = append(out, m)
			}
		}
		if len(out) > maxMatches {
			break
		}
	}
	return e.limit(out)
}

func (e *evaluation) join(a, b *match, ordered bool) (match, bool) {
	e.joined += len(a.lines) + len(b.lines)
	if e.joined > matchWork {
		e.truncated = true
		return match{}, false
	}
	if len(a.lines) == 0 {
		return *b, true
	}
	if (a.wild || b.wild) && overlap(a.lines, b.lines) {
		return match{}, false
	}
	if ordered && e.latest(a.lines) > e.latest(b.lines) {
		return match{}, false
	}
	lines := slices.Concat(a.lines, b.lines)
	slices.Sort(lines)
	return match{
		lines: slices.Compact(lines), wild: a.wild || b.wild, pending: a.pending || b.pending,
		doubts: slices.Concat(a.doubts, b.doubts),
	}, true
}

func (e *evaluation) latest(lines []int32) int32 {
	var day int32
	for _, i := range lines {
		day = max(day, int32(e.dayOf(&e.lines[i])))
	}
	return day
}

func overlap(a, b []int32) bool {
	return slices.ContainsFunc(a, func(x int32) bool { return slices.Contains(b, x) })
}

// matchAtLeast takes parts until the count or the credits are reached.
func (e *evaluation) matchAtLeast(n *node, a *compiledAgreement) []match {
	parts := e.s.parts(n)
	p := picker{e: e, need: n.need, credits: n.expr.AtLeast.Credits}
	for i := range parts {
		if list := e.matchNode(&parts[i], a); len(list) > 0 {
			p.options = append(p.options, list)
		}
	}
	p.reach = make([]credit.Amount, len(p.options)+1)
	for i := len(p.options) - 1; i >= 0; i-- {
		var most credit.Amount
		for j := range p.options[i] {
			most = credit.Max(most, e.amountOf(p.options[i][j].lines))
		}
		p.reach[i] = p.reach[i+1].Add(most)
	}
	p.take(0, match{}, 0)
	return e.limit(minimal(p.out))
}

// picker enumerates the ways to pick enough of several parts.
type picker struct {
	e       *evaluation
	options [][]match
	need    int32
	credits credit.Amount
	// reach is the most credit that options[i:] can add.
	reach []credit.Amount
	out   []match
}

func (p *picker) take(from int, so match, count int32) {
	if len(p.out) > maxMatches || p.e.joined > matchWork {
		return
	}
	var sum credit.Amount
	if !p.credits.IsZero() {
		sum = p.e.amountOf(so.lines)
	}
	if count >= p.need && sum.Cmp(p.credits) >= 0 {
		p.out = append(p.out, so)
		return
	}
	for i := from; i < len(p.options); i++ {
		if count+int32(len(p.options)-i) < p.need || sum.Add(p.reach[i]).Cmp(p.credits) < 0 {
			return
		}
		for j := range p.options[i] {
			if next, ok := p.e.join(&so, &p.options[i][j], false); ok {
				p.take(i+1, next, count+1)
			}
		}
	}
}

func (e *evaluation) amountOf(lines []int32) credit.Amount {
	var sum credit.Amount
	for _, i := range lines {
		sum = sum.Add(e.lines[i].amount)
	}
	return sum
}

// minimal drops sets that contain another set which is at least as certain, and
// orders the rest: certain before doubtful, finished before pending, fewer
// lines first.
func minimal(list []match) []match {
	if len(list) < 2 {
		return list
	}
	slices.SortStableFunc(list, func(a, b match) int {
		return cmp.Or(rankMatch(&a)-rankMatch(&b), len(a.lines)-len(b.lines), slices.Compare(a.lines, b.lines))
	})
	if first, last := &list[0], &list[len(list)-1]; rankMatch(first) == rankMatch(last) && len(first.lines) == len(last.lines) {
		// Sets of one size contain each other only where they are the same.
		return slices.CompactFunc(list, func(a, b match) bool { return slices.Equal(a.lines, b.lines) })
	}
	out := list[:0]
	for i := range list {
		if !slices.ContainsFunc(out, func(m match) bool { return subset(m.lines, list[i].lines) }) {
			out = append(out, list[i])
		}
	}
	return out
}

func rankMatch(m *match) int {
	switch {
	case m.pending:
		return 2
	case len(m.doubts) > 0:
		return 1
	}
	return 0
}

// subset reports whether every line of a is in b; both ascend.
func subset(a, b []int32) bool {
	if len(a) >= len(b) {
		return slices.Equal(a, b)
	}
	j := 0
	for _, x := range a {
		for j < len(b) && b[j] < x {
			j++
		}
		if j == len(b) || b[j] != x {
			return false
		}
	}
	return true
}
