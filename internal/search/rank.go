package search

import (
	"math/bits"
	"slices"
)

// ranked is a document with its rank as one number, least first: the number of
// the document settles ties, so no two are equal.
type ranked uint64

func (r ranked) doc() int32 { return int32(r & (1<<docBits - 1)) }

// tier is the first part of a rank.
type tier uint64

const (
	tierID tier = iota
	tierCode
	tierPrefix
	tierTitle
	tierFuzzy
	tierPart // some words are missing
)

const (
	docBits    = 30
	scoreBits  = 22
	formerBit  = docBits + scoreBits
	looseBit   = formerBit + 1
	weakBit    = looseBit + 1
	leftShift  = weakBit + 1
	tierShift  = leftShift + 5
	greatScore = 1<<scoreBits - 1
)

func (r ranked) tier() tier { return tier(r >> tierShift) }

// result ranks what was found and describes the best.
func (s *scratch) result() Result {
	limit := s.q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	whole, parts := 0, 0
	for _, doc := range s.touched {
		r, ok := s.rank(doc)
		switch {
		case !ok:
			continue
		case r.tier() == tierPart:
			parts++
		default:
			whole++
		}
		s.keep(r, limit)
	}
	slices.Sort(s.top)
	out := Result{Hits: []Hit{}, Total: whole}
	if whole == 0 {
		out.Total = parts
	}
	for _, r := range s.top[:min(limit, out.Total, len(s.top))] {
		out.Hits = append(out.Hits, s.describe(r))
	}
	return out
}

// keep holds the best: it lets them grow beyond the limit, then drops the worst
// and takes nothing any more that is behind the last.
func (s *scratch) keep(r ranked, limit int) {
	if r > s.bar {
		return
	}
	if s.top = append(s.top, r); len(s.top) >= 2*limit+64 {
		slices.Sort(s.top)
		s.top = s.top[:limit]
		s.bar = s.top[limit-1]
	}
}

// rank puts a document that was touched into order; ok is false for one that is
// not asked for or has too little of the query.
func (s *scratch) rank(doc int32) (r ranked, ok bool) {
	c := &s.cells[doc]
	if c.class == none && (c.any&s.need == 0 || s.tooLittle(s.need&^c.any&^s.known)) {
		return 0, false // most are settled without a look at the document
	}
	d := &s.x.docs[doc]
	if !s.wanted(d) {
		return 0, false
	}
	strong, anyhow := c.strong, c.any
	if d.institution >= 0 {
		strong, anyhow = strong|s.strong[d.institution], anyhow|s.any[d.institution]
	}
	missing := bits.OnesCount16(s.need &^ anyhow)
	left := 0
	t := tierTitle
	switch {
	case c.class == byID:
		t = tierID
	case c.class >= byName:
		t, left = tierCode, bits.OnesCount16(s.all()&^anyhow)
	case c.class == byPrefix:
		t, left = tierPrefix, bits.OnesCount16(s.all()&^anyhow)
	case s.tooLittle(s.need &^ anyhow):
		return 0, false
	case missing > 0:
		t, left = tierPart, missing
	case s.need&^strong != 0:
		t = tierFuzzy
	}
	r = ranked(t)<<tierShift | ranked(left)<<leftShift | ranked(doc)
	r |= bit(c.weak, weakBit) | bit(c.loose, looseBit)
	r |= bit(c.entry >= 0 && !s.x.codes[c.entry].current, formerBit)
	if t >= tierTitle {
		r |= ranked(greatScore-s.score(d, c)) << docBits
	}
	return r, true
}

// tooLittle reports whether more than half of the words are missing.
func (s *scratch) tooLittle(missing uint16) bool {
	return 2*bits.OnesCount16(missing) > bits.OnesCount16(s.need)
}

func bit(set bool, at int) ranked {
	if set {
		return 1 << at
	}
	return 0
}

// score is what the words are worth, up to twice as much where they are the
// whole title.
func (s *scratch) score(d *document, c *cell) uint32 {
	n := c.score
	if d.words > 0 {
		n += n * min(uint32(c.inTitle), uint32(d.words)) / uint32(d.words)
	}
	return min(n, greatScore)
}

func (s *scratch) wanted(d *document) bool {
	if len(s.q.Kinds) > 0 && !slices.Contains(s.q.Kinds, d.kind) {
		return false
	}
	return s.q.Institution == "" ||
		d.institution >= 0 && s.x.set.Institutions[d.institution].ID == s.q.Institution
}
