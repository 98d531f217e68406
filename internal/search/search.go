package search

import (
	"math"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// maxText and maxWords bound a query, in bytes and words; what is beyond is not
// read. Words are counted in sets of 16 bits.
const (
	maxText  = 400
	maxWords = 16
)

// Search finds what the query means, best first: whole codes and names, then
// codes that begin so, then titles with every word, then titles with words
// misspelt. Where nothing has every word, that which has the most and at least
// half of them is returned. A query without a word finds nothing.
func (x *Index) Search(q Query) Result {
	s, _ := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	s.begin(q)
	s.findNames()
	for i := range s.words {
		s.findWord(i)
	}
	s.findCodes()
	s.findID()
	return s.result()
}

// scratch is the memory of one search.
type scratch struct {
	x       *Index
	q       Query
	text    string
	words   []string
	need    uint16 // the words that a hit must have
	stamp   uint32
	cells   []cell
	touched []int32
	// strong and any are, by institution, the words that its names hold: as they
	// are written or begin, and misspelt too.
	strong, any []uint16
	known       uint16 // words in any institution's names
	speller     speller
	top         []ranked
	bar         ranked // what is behind it is not kept
}

// cell is what is known of a document in this search.
type cell struct {
	stamp       uint32
	strong, any uint16 // words that it holds; as for institutions
	score       uint32
	entry       int32 // the code that was met
	inTitle     uint8
	class       class
	span        uint8 // words of the code
	weak, loose bool
}

// class says what the query met besides words.
type class uint8

const (
	none class = iota
	byPrefix
	byName
	byNumber
	byCode
	byID
)

func newScratch(x *Index) *scratch {
	n := len(x.set.Institutions)
	return &scratch{x: x, cells: make([]cell, len(x.docs)), strong: make([]uint16, n), any: make([]uint16, n)}
}

func (s *scratch) begin(q Query) {
	s.q, s.text = q, cut(q.Text)
	s.words = words(s.text)
	s.words = s.words[:min(len(s.words), maxWords)]
	s.touched, s.top, s.known, s.need = s.touched[:0], s.top[:0], 0, 0
	s.bar = math.MaxUint64
	clear(s.strong)
	clear(s.any)
	if s.stamp++; s.stamp == 0 { // after four thousand million searches
		clear(s.cells)
		s.stamp = 1
	}
	for i, w := range s.words {
		if !stops[w] {
			s.need |= 1 << i
		}
	}
	if s.need == 0 {
		s.need = s.all()
	}
}

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// all is the set of all words, span that of the words from i to j.
func (s *scratch) all() uint16          { return uint16(1<<len(s.words) - 1) }
func (s *scratch) span(i, j int) uint16 { return uint16(1<<j - 1<<i) }

func (s *scratch) cell(doc int32) *cell {
	c := &s.cells[doc]
	if c.stamp != s.stamp {
		*c = cell{stamp: s.stamp, entry: -1}
		s.touched = append(s.touched, doc)
	}
	return c
}

// findNames looks for whole names of institutions among the words.
func (s *scratch) findNames() {
	for i := range s.words {
		for j := i + 1; j <= len(s.words); j++ {
			mask := s.span(i, j)
			for _, c := range s.x.names[strings.Join(s.words[i:j], "")] {
				s.hold(c.institution, mask, true)
				own := s.cell(c.institution)
				own.any, own.strong = own.any|mask, own.strong|mask
				if s.need&^mask == 0 {
					own.class, own.loose = byName, !c.exact
				}
			}
		}
	}
}

// hold notes that the institution's names hold the words.
func (s *scratch) hold(institution int32, mask uint16, strong bool) {
	s.any[institution] |= mask
	s.known |= mask
	if strong {
		s.strong[institution] |= mask
	}
}

// How well a word was met.
const (
	exactly  = 16
	numeral  = 14
	joined   = 14
	begun    = 10
	misspelt = 6 // less one for each mistake
)

// findWord finds the documents that hold the i-th word: as it is, as a numeral,
// together with the next one, as a beginning, and misspelt, in this order: a
// document counts a word once.
func (s *scratch) findWord(i int) {
	w, v := s.words[i], &s.x.vocab
	mask := s.span(i, i+1)
	if n, ok := v.find(w); ok {
		s.count(n, mask, exactly)
	}
	if stops[w] && s.need&mask == 0 {
		return
	}
	if n, ok := v.find(numerals[w]); ok {
		s.count(n, mask, numeral)
	}
	if i+1 < len(s.words) {
		if n, ok := v.find(w + s.words[i+1]); ok {
			s.count(n, s.span(i, i+2), joined)
		}
	}
	if len(w) > 1 {
		for n, to := v.prefixed(w); n < to; n++ {
			s.count(n, mask, begun)
		}
	}
	v.misspelt(w, &s.speller, func(n int32, distance int) { s.count(n, mask, misspelt-distance) })
}

// weights of the fields.
var weights = [...]uint32{inTitle: 4, inCode: 4, inFormer: 3}

// count adds a word of the vocabulary, met so well, to its documents. Rare
// words tell more.
func (s *scratch) count(word int32, mask uint16, quality int) {
	list := s.x.vocab.of(word)
	if len(list) == 0 {
		return
	}
	value := uint32(bits.Len(uint(len(s.x.docs)/len(list)))) * uint32(quality)
	for _, p := range list {
		c := s.cell(p.doc())
		if c.any&mask == mask {
			continue
		}
		c.any |= mask
		if quality >= begun {
			c.strong |= mask
		}
		c.score += value * weights[p.field()]
		if p.field() == inTitle && c.inTitle < maxWords {
			c.inTitle++
		}
		if d := &s.x.docs[p.doc()]; d.kind == Institution {
			s.hold(d.institution, mask, quality >= begun)
		}
	}
}
