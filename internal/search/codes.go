package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
)

// findCodes looks for codes: every run of words that is a whole code, and runs
// that begin one where nothing but an institution is named besides.
func (s *scratch) findCodes() {
	for i := range s.words {
		for j := i + 1; j <= len(s.words); j++ {
			s.findCode(strings.Join(s.words[i:j], ""), s.span(i, j))
		}
	}
	s.findCode(codeKey(s.text), s.all()) // all of it, however long, and signs alone
}

func (s *scratch) findCode(key string, mask uint16) {
	codes := s.x.codes
	rest := s.need &^ mask
	at, _ := slices.BinarySearchFunc(codes, key, func(e codeEntry, k string) int { return cmp.Compare(e.key, k) })
	for ; at < len(codes) && codes[at].key == key && key != ""; at++ {
		s.meet(int32(at), mask, true)
	}
	if key == "" || rest&^s.known != 0 {
		return
	}
	for ; at < len(codes) && strings.HasPrefix(codes[at].key, key); at++ {
		if in := s.x.docs[codes[at].doc].institution; rest == 0 || in >= 0 && rest&^s.any[in] == 0 {
			s.meet(int32(at), mask, false)
		}
	}
}

// meet notes that the words of the mask are a code, or begin one. The other
// words must be in the institution's name; or in the title, where the code has
// a number. Otherwise they are words as any other.
func (s *scratch) meet(entry int32, mask uint16, whole bool) {
	e := &s.x.codes[entry]
	c := s.cell(e.doc)
	strong, anyhow := mask, mask
	if in := s.x.docs[e.doc].institution; in >= 0 {
		strong, anyhow = strong|s.strong[in], anyhow|s.any[in]
	}
	if whole && hasDigit(e.key) {
		strong, anyhow = strong|c.strong, anyhow|c.any
	}
	class := byPrefix
	switch {
	case s.need&^anyhow != 0:
		if whole && hasDigit(e.key) && c.strong&mask != mask {
			c.strong, c.any = c.strong|mask, c.any|mask
			c.score += wholeCode * uint32(bits.OnesCount16(mask))
		}
		return
	case whole && e.number:
		class = byNumber
	case whole:
		class = byCode
	}
	weak, loose := s.need&^strong != 0, !s.sameCode(e, class)
	span := uint8(bits.OnesCount16(mask))
	if better := cmp.Or(cmp.Compare(class, c.class), cmp.Compare(span, c.span)); better > 0 || better == 0 && c.loose && !loose {
		c.class, c.span, c.entry, c.weak, c.loose = class, span, entry, weak, loose
	}
	c.strong, c.any = c.strong|mask, c.any|mask
}

// wholeCode is what a word of a whole code is worth where others are missing.
const wholeCode = 4 * exactly * 8

// sameCode reports whether the query is the code as it is compared everywhere.
func (s *scratch) sameCode(e *codeEntry, c class) bool {
	d := &s.x.docs[e.doc]
	if c != byCode || d.kind != Item {
		return false
	}
	want := catalog.NormalCode(s.text)
	it := &s.x.set.Items[d.at]
	return slices.ContainsFunc(it.Versions, func(v catalog.ItemVersion) bool { return catalog.NormalCode(v.Code) == want })
}

// findID finds the item or program whose id the query is.
func (s *scratch) findID() {
	id := strings.TrimSpace(s.text)
	if !strings.Contains(id, "/") {
		return
	}
	set := s.x.set
	first := len(set.Institutions) + len(set.Items)
	if i := sort.Search(len(set.Programs), func(i int) bool { return set.Programs[i].ID >= id }); i < len(set.Programs) && set.Programs[i].ID == id {
		s.cell(int32(first + i)).class = byID
	}
	i := sort.Search(len(set.Items), func(i int) bool { return string(set.Items[i].ID) >= id })
	if i == len(set.Items) || string(set.Items[i].ID) != id {
		return
	}
	for doc := len(set.Institutions); doc < first; doc++ { // items stand in the order of their codes
		if s.x.docs[doc].at == int32(i) {
			s.cell(int32(doc)).class = byID
			return
		}
	}
}
