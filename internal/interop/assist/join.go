package assist

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// span is a range of groups that one conjunction joins, by rank.
type span struct {
	word       string
	begin, end int
}

func (s span) size() int { return s.end - s.begin + 1 }

func (s span) contains(o span) bool { return s.begin <= o.begin && o.end <= s.end }

func (s span) shared(o span) int { return min(s.end, o.end) - max(s.begin, o.begin) + 1 }

// joinGroups finds the one tree that the ranges describe:
//
//   - a range inside another is a unit of it;
//   - ranges of one word that overlap are one range;
//   - And binds before Or where the two meet in a single group ("A or B and C"
//     with Or over 0–1 and And over 1–2 is A or (B and C)).
//
// ok is false where ranges of different words overlap in any other way, where
// two different words cover the same range, or where some group is joined to
// nothing: then the file does not say what it means.
func joinGroups(positions []int, list []conjunction) (*joined, bool) {
	spans, ok := spansOf(positions, list)
	if !ok {
		return nil, false
	}
	if len(positions) == 1 {
		return &joined{leaf: 0}, len(spans) == 0
	}
	for {
		next, changed, ok := mergeOnce(spans)
		if !ok {
			return nil, false
		}
		if spans = next; !changed {
			break
		}
	}
	// Wide ranges first, so that each range comes after the ones around it.
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(b.size(), a.size()))
	})
	whole := span{begin: 0, end: len(positions) - 1}
	if len(spans) == 0 || !spans[0].contains(whole) {
		return nil, false
	}
	root, rest := nest(spans)
	return root, len(rest) == 0
}

// spansOf turns positions into ranks and refuses ranges that name no group.
func spansOf(positions []int, list []conjunction) ([]span, bool) {
	rank := map[int]int{}
	for i, p := range positions {
		if _, twice := rank[p]; twice {
			return nil, false
		}
		rank[p] = i
	}
	var spans []span
	for _, c := range list {
		begin, okBegin := rank[c.begin]
		end, okEnd := rank[c.end]
		if !okBegin || !okEnd || begin >= end || c.word != "and" && c.word != "or" {
			return nil, false
		}
		if s := (span{c.word, begin, end}); !slices.Contains(spans, s) {
			spans = append(spans, s)
		}
	}
	return spans, true
}

// mergeOnce applies one of the rules of joinGroups to the first two ranges that
// need it: overlapping ranges of one word first, so that And has its full reach
// before an Or is put around it.
func mergeOnce(spans []span) (next []span, changed, ok bool) {
	for _, step := range []func(a, b span) ([]span, bool){contradict, sameWord, andBinds} {
		for i, a := range spans {
			for j, b := range spans[i+1:] {
				put, hit := step(a, b)
				if hit && put == nil {
					return nil, false, false
				}
				if hit {
					return without(spans, i, i+1+j, put...), true, true
				}
			}
		}
	}
	return spans, false, true
}

// contradict finds two words for one range.
func contradict(a, b span) ([]span, bool) {
	return nil, a.begin == b.begin && a.end == b.end && a.word != b.word
}

// overlap reports whether two ranges share a group and neither is inside the
// other.
func overlap(a, b span) bool { return a.shared(b) > 0 && !a.contains(b) && !b.contains(a) }

// sameWord joins two overlapping ranges of one word.
func sameWord(a, b span) ([]span, bool) {
	if a.word != b.word || !overlap(a, b) {
		return nil, false
	}
	return []span{{a.word, min(a.begin, b.begin), max(a.end, b.end)}}, true
}

// andBinds puts an Or around an And that it meets in a single group. Ranges of
// different words that share more cannot be read.
func andBinds(a, b span) ([]span, bool) {
	if a.word == b.word || !overlap(a, b) {
		return nil, false
	}
	if a.shared(b) > 1 {
		return nil, true
	}
	if a.word == "or" {
		a, b = b, a
	}
	return []span{{"or", min(a.begin, b.begin), max(a.end, b.end)}, a}, true
}

func without(spans []span, i, j int, add ...span) []span {
	var out []span
	for k, s := range spans {
		if k != i && k != j && !slices.Contains(add, s) {
			out = append(out, s)
		}
	}
	return append(out, add...)
}

// joined is a node of the tree: a group, or parts under one word.
type joined struct {
	leaf  int
	word  string
	parts []*joined
}

// nest builds the tree of the first range; the ranges inside follow it. It
// returns the ranges that lie outside.
func nest(spans []span) (*joined, []span) {
	head, rest := spans[0], spans[1:]
	node := &joined{word: head.word}
	for at := head.begin; at <= head.end; {
		if len(rest) > 0 && rest[0].begin == at && head.contains(rest[0]) {
			var part *joined
			next := rest[0].end + 1
			part, rest = nest(rest)
			node.parts = append(node.parts, part)
			at = next
			continue
		}
		node.parts = append(node.parts, &joined{leaf: at})
		at++
	}
	return node, rest
}

// expr writes the tree as a source expression; a part under the same word as
// its parent is written in its place.
func (j *joined) expr(groups []agreement.Expr) agreement.Expr {
	if j.word == "" {
		return groups[j.leaf]
	}
	var parts []agreement.Expr
	for _, p := range j.parts {
		e := p.expr(groups)
		switch {
		case j.word == "and" && e.All != nil:
			parts = append(parts, e.All...)
		case j.word == "or" && e.Any != nil:
			parts = append(parts, e.Any...)
		default:
			parts = append(parts, e)
		}
	}
	if j.word == "and" {
		return agreement.Expr{All: parts}
	}
	return agreement.Expr{Any: parts}
}
