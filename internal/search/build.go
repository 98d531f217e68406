package search

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/catalog"
)

// builder collects documents, codes and words.
type builder struct {
	x            *Index
	institutions map[catalog.InstitutionID]int32
	numbers      map[string]int32 // of words, in order of appearance
	pairs        []pair
	inDoc        []pair // of the document that is being added
}

// pair is a word in a document.
type pair struct {
	word int32
	posting
}

func (b *builder) add(d document) int32 {
	b.x.docs = append(b.x.docs, d)
	return int32(len(b.x.docs) - 1)
}

func (b *builder) addInstitution(i int) {
	in := &b.x.set.Institutions[i]
	doc := b.add(document{kind: Institution, at: int32(i), institution: int32(i)})
	for k, name := range namesOf(in) {
		if k == 0 {
			b.x.docs[doc].words = b.text(doc, name, inTitle)
		} else {
			b.text(doc, name, inFormer)
		}
	}
	b.text(doc, string(in.ID), inCode)
	b.finish()
}

func (b *builder) addItem(i int) {
	it := &b.x.set.Items[i]
	doc := b.add(document{kind: Item, at: int32(i), institution: b.institutionOf(cmp.Or(it.Institution, it.ID.Institution()))})
	latest := it.Latest()
	b.x.docs[doc].words = b.text(doc, latest.Title, inTitle)
	b.text(doc, latest.Code, inCode)
	b.code(doc, latest.Code, false, true)
	for k := range it.Versions {
		v := &it.Versions[k]
		if v.Title != latest.Title {
			b.text(doc, v.Title, inFormer)
		}
		if v.Code != latest.Code {
			b.text(doc, v.Code, inFormer)
			b.code(doc, v.Code, false, false)
		}
	}
	for _, hub := range slices.Sorted(maps.Keys(it.Numbers)) {
		b.code(doc, it.Numbers[hub], true, true)
	}
	b.finish()
}

func (b *builder) addProgram(i int) {
	p := &b.x.set.Programs[i]
	inst := cmp.Or(p.Institution, catalog.ItemID(p.ID).Institution())
	doc := b.add(document{kind: Program, at: int32(i), institution: b.institutionOf(inst)})
	b.x.docs[doc].words = b.text(doc, p.Title, inTitle)
	b.finish()
}

func (b *builder) institutionOf(id catalog.InstitutionID) int32 {
	if i, ok := b.institutions[id]; ok {
		return i
	}
	return -1
}

// code adds a code once a document.
func (b *builder) code(doc int32, code string, number, current bool) {
	key := codeKey(code)
	if key == "" {
		return
	}
	for i := len(b.x.codes) - 1; i >= 0 && b.x.codes[i].doc == doc; i-- {
		if b.x.codes[i].key == key {
			return
		}
	}
	b.x.codes = append(b.x.codes, codeEntry{key, doc, number, current})
}

// text adds the words of a text and returns how many there are.
func (b *builder) text(doc int32, text string, f field) int32 {
	list := words(text)
	for _, w := range list {
		n, ok := b.numbers[w]
		if !ok {
			n = int32(len(b.numbers))
			b.numbers[w] = n
		}
		b.inDoc = append(b.inDoc, pair{n, posting(doc)<<fieldBits | posting(f)})
	}
	return int32(len(list))
}

// finish keeps each word of the document once, in its most telling field.
func (b *builder) finish() {
	slices.SortFunc(b.inDoc, func(x, y pair) int { return cmp.Or(cmp.Compare(x.word, y.word), cmp.Compare(x.posting, y.posting)) })
	b.pairs = append(b.pairs, slices.CompactFunc(b.inDoc, func(x, y pair) bool { return x.word == y.word })...)
	b.inDoc = b.inDoc[:0]
}

// vocabulary sorts the words and deals the pairs out to them.
func (b *builder) vocabulary() vocabulary {
	v := vocabulary{words: slices.Sorted(maps.Keys(b.numbers)), postings: make([]posting, len(b.pairs))}
	v.starts = make([]int32, len(v.words)+1)
	place := make([]int32, len(v.words))
	for i, w := range v.words {
		place[b.numbers[w]] = int32(i)
		if n := utf8.RuneCountInString(w); n <= maxFuzzy {
			class := &v.byLength[n]
			class.words = append(class.words, int32(i))
			class.sets = append(class.sets, letterSet(w))
		}
	}
	for _, p := range b.pairs {
		v.starts[place[p.word]+1]++
	}
	for i := range v.words {
		v.starts[i+1] += v.starts[i]
	}
	next := slices.Clone(v.starts)
	for _, p := range b.pairs { // documents in order, so each word's postings are
		w := place[p.word]
		v.postings[next[w]] = p.posting
		next[w]++
	}
	return v
}
