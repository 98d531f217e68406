package lint

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// statement is one awarding rule with where it stands.
type statement struct {
	i, j int // its place: agreement and rule
	a    *agreement.Agreement
	r    *agreement.Rule
	tier agreement.Tier
	// brings: the awards hold credit; real: some of it is not elective.
	brings, real bool
	targets      []string
}

func (s *statement) at() string { return place{s.i, s.j}.String() }

func (s *statement) name() string { return string(s.a.ID) + "/" + s.r.ID }

// entry files one way of a rule under what it brings and who receives it. A
// register of 1.3 million rules is mostly one way each, so an entry is small
// and the ways are written out again for the few that meet.
type entry struct {
	hash uint64
	rule int32 // index of the statement
	way  int32 // index of the way; -1 is the rule as a text
}

// register is every awarding rule, filed by sources and receiver.
type register struct {
	rules   []statement
	entries []entry
	large   []int32 // the statements with a way of several sources
	// ways are those of the rules that are more than one item, maxWritten
	// sources in all; what comes later is filed as a text.
	ways    map[int32][]way
	written int
}

const maxWritten = 500_000

func (l *linter) register() *register {
	g := &register{ways: map[int32][]way{}}
	for i := range l.set.Agreements {
		a := &l.set.Agreements[i]
		if a.Lifecycle != agreement.Approved {
			continue
		}
		for j := range a.Rules {
			if r := &a.Rules[j]; awarding(r) {
				g.add(statement{i: i, j: j, a: a, r: r, tier: a.TierOf(r), brings: brings(r.Awards), real: gives(r.Awards)})
			}
		}
	}
	slices.SortFunc(g.entries, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.rule, y.rule), cmp.Compare(x.way, y.way))
	})
	return g
}

// awarding reports whether a rule gives something for its sources.
func awarding(r *agreement.Rule) bool {
	return r.When != nil && (r.Outcome == "" || r.Outcome == agreement.OutcomeAward)
}

func (g *register) add(s statement) {
	at := int32(len(g.rules))
	g.rules = append(g.rules, s)
	if e := s.r.When; e.Item != "" { // nearly all
		g.entries = append(g.entries, entry{hashOf(s.a, string(e.Item)), at, 0})
		return
	}
	ways, whole := waysOf(s.r.When)
	if !whole || g.written > maxWritten {
		g.entries = append(g.entries, entry{hashOf(s.a, textKey(s.r.When)), at, -1})
		return
	}
	large := false
	g.ways[at] = ways
	for k, w := range ways {
		g.written += len(w)
		large = large || len(w) > 1
		g.entries = append(g.entries, entry{hashOf(s.a, w.key()), at, int32(k)})
	}
	if large {
		g.large = append(g.large, at)
	}
}

// hashOf is FNV-1a of the receiver and a key.
func hashOf(a *agreement.Agreement, key string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, text := range [...]string{string(a.Receiver), "\x01", key} {
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * prime
		}
	}
	return h
}

// textKey is an expression as a text, without its grades.
func textKey(e *agreement.Expr) string {
	b, _ := json.Marshal(stripGrades(*e)) // a tree of plain values always encodes
	return "text " + string(b)
}

func stripGrades(e agreement.Expr) agreement.Expr {
	e.MinGrade, e.MaxGrade = "", ""
	for _, parts := range []*[]agreement.Expr{&e.All, &e.Any, &e.Sequence} {
		copied := slices.Clone(*parts)
		for i := range copied {
			copied[i] = stripGrades(copied[i])
		}
		*parts = copied
	}
	if e.AtLeast != nil {
		n := *e.AtLeast
		n.Of = slices.Clone(n.Of)
		for i := range n.Of {
			n.Of[i] = stripGrades(n.Of[i])
		}
		e.AtLeast = &n
	}
	return e
}

// member is a rule in a group, met in one way.
type member struct {
	rule int32
	s    *statement
	way  way
	// spans are the grades that the rule takes of each source.
	spans []span
}

// groups calls yield for every set of rules that the same sources meet at one
// receiver, in the order of their places. A hash only gathers; the keys decide.
func (l *linter) groups(g *register, yield func([]member)) {
	var runs [][]entry
	for i := 0; i < len(g.entries); {
		k := i + 1
		for k < len(g.entries) && g.entries[k].hash == g.entries[i].hash {
			k++
		}
		if k-i > 1 {
			runs = append(runs, g.entries[i:k])
		}
		i = k
	}
	slices.SortFunc(runs, func(x, y []entry) int {
		return cmp.Or(cmp.Compare(x[0].rule, y[0].rule), cmp.Compare(x[0].way, y[0].way))
	})
	for _, run := range runs {
		byKey := map[string][]member{}
		var keys []string
		for _, e := range run {
			m, key := l.member(g, e)
			if byKey[key] == nil {
				keys = append(keys, key)
			}
			byKey[key] = append(byKey[key], m)
		}
		for _, key := range keys {
			if len(byKey[key]) > 1 {
				yield(byKey[key])
			}
		}
	}
}

func (l *linter) member(g *register, e entry) (m member, key string) {
	s := &g.rules[e.rule]
	m = member{rule: e.rule, s: s}
	if e.way < 0 {
		key = textKey(s.r.When)
		m.way = l.wholeText(s.r.When)
	} else {
		m.way = g.waysOf(e.rule)[e.way]
		key = m.way.key()
	}
	for i := range m.way {
		m.spans = append(m.spans, l.spanOf(&m.way[i]))
	}
	return m, string(s.a.Receiver) + "\x01" + key
}

// wholeText stands for an expression that is too large to write out: every
// leaf, each under its own conditions.
func (l *linter) wholeText(e *agreement.Expr) way {
	var out way
	for leaf := range e.Leaves {
		s := source{key: string(leaf.Item), item: leaf.Item, match: leaf.Match}
		for _, c := range []*agreement.Condition{&leaf.Condition, &e.Condition} {
			if !c.IsZero() && (c != &e.Condition || leaf != e) {
				s.conds = append(s.conds, c)
			}
		}
		out = append(out, s)
	}
	return out
}

// waysOf are the ways to meet a rule, none where it is filed as a text.
func (g *register) waysOf(rule int32) []way {
	if e := g.rules[rule].r.When; e.Item != "" {
		ways, _ := waysOf(e)
		return ways
	}
	return g.ways[rule]
}
