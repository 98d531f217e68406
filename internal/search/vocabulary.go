package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// field says where in a document a word stands.
type field uint32

// The fields, most telling first; two bits of a posting.
const (
	inTitle field = iota
	inCode
	inFormer
)

const fieldBits = 2

// posting is a document number and a field.
type posting uint32

func (p posting) doc() int32   { return int32(p >> fieldBits) }
func (p posting) field() field { return field(p & (1<<fieldBits - 1)) }

// vocabulary holds every word in order, and the documents that hold it:
// postings[starts[w]:starts[w+1]].
type vocabulary struct {
	words    []string
	starts   []int32
	postings []posting
	// byLength lists the words of each length in letters, for misspelt words.
	byLength [maxFuzzy + 1]lengthClass
}

// lengthClass are words of one length with the letters in them as a set of bits:
// most words can be told apart by these alone.
type lengthClass struct {
	words []int32
	sets  []uint32
}

// maxFuzzy is the longest word, in letters, that may be misspelt.
const maxFuzzy = 48

func (v *vocabulary) of(word int32) []posting { return v.postings[v.starts[word]:v.starts[word+1]] }

// find returns the word's number.
func (v *vocabulary) find(word string) (int32, bool) {
	i, ok := slices.BinarySearch(v.words, word)
	return int32(i), ok
}

// prefixed returns the numbers from and to of the words that begin so.
func (v *vocabulary) prefixed(prefix string) (from, to int32) {
	i, _ := slices.BinarySearch(v.words, prefix)
	n, _ := slices.BinarySearchFunc(v.words[i:], prefix, func(w, p string) int {
		if strings.HasPrefix(w, p) {
			return -1
		}
		return cmp.Compare(w, p)
	})
	return int32(i), int32(i + n)
}

// letterSet is the set of letters in the word; two letters may share a bit.
func letterSet(word string) uint32 {
	var set uint32
	for _, r := range word {
		set |= 1 << (r & 31)
	}
	return set
}

// mistakes is how many letters of a word may be wrong. Another number is another
// course: words that are mostly digits are right or wrong.
func mistakes(word string) int {
	letters, digits := utf8.RuneCountInString(word), 0
	for i := range len(word) {
		if word[i] >= '0' && word[i] <= '9' {
			digits++
		}
	}
	switch {
	case letters < 3, letters > maxFuzzy, 2*digits >= letters:
		return 0
	case letters < 8:
		return 1
	}
	return 2
}

// misspelt calls yield for every word at a distance of 1 up to the mistakes
// allowed, by distance and then in order of the vocabulary.
func (v *vocabulary) misspelt(word string, s *speller, yield func(word int32, distance int)) {
	limit := mistakes(word)
	if limit == 0 {
		return
	}
	letters := utf8.RuneCountInString(word)
	set := letterSet(word)
	s.set(word)
	for n := max(1, letters-limit); n <= min(maxFuzzy, letters+limit); n++ {
		class := &v.byLength[n]
		for i, other := range class.sets {
			if bits.OnesCount32(other^set) > 2*limit {
				continue
			}
			if d := s.distance(v.words[class.words[i]], limit); d > 0 && d <= limit {
				s.near = append(s.near, near{class.words[i], d})
			}
		}
	}
	slices.SortFunc(s.near, func(a, b near) int { return cmp.Or(a.distance-b.distance, int(a.word-b.word)) })
	for _, n := range s.near {
		yield(n.word, n.distance)
	}
	s.near = s.near[:0]
}

type near struct {
	word     int32
	distance int
}

// speller measures how far words are from one word.
type speller struct {
	word, other        []rune
	before, above, row []int
	near               []near
}

func (s *speller) set(word string) { s.word = append(s.word[:0], []rune(word)...) }

// distance counts the letters to add, leave out, change, or exchange with their
// neighbour (optimal string alignment); above the limit it says limit+1.
func (s *speller) distance(other string, limit int) int {
	s.other = s.other[:0]
	for _, r := range other {
		s.other = append(s.other, r)
	}
	a, b := s.word, s.other
	n := len(b) + 1
	s.before, s.above, s.row = slices.Grow(s.before[:0], n)[:n], slices.Grow(s.above[:0], n)[:n], slices.Grow(s.row[:0], n)[:n]
	for j := range n {
		s.row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		s.before, s.above, s.row = s.above, s.row, s.before
		s.row[0] = i
		least := i
		for j := 1; j < n; j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(s.above[j]+1, s.row[j-1]+1, s.above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, s.before[j-2]+1)
			}
			s.row[j] = d
			least = min(least, d)
		}
		if least > limit+1 {
			return limit + 1 // an exchange undoes at most one step
		}
	}
	return min(s.row[n-1], limit+1)
}
