package jsonld

import (
	"maps"
	"reflect"
	"strings"
	"sync"
)

// container is a set of container mappings.
type container uint8

const (
	containerList container = 1 << iota
	containerSet
	containerLanguage
	containerGraph
	containerOther // @index, @id, @type: refused where they are used
)

// term is the definition of a term in an active context. It never changes once
// its context is made.
type term struct {
	name      string
	iri       string // an IRI or a keyword; empty: the term is mapped to null
	typ       string // type mapping: empty, @id, @vocab, @json, @none or an IRI
	container container
	language  *string // empty: no language; nil: the default of the context
	context   any     // scoped context
	scoped    bool    // there is a scoped context (it may be null)
	refused   string  // the keyword that Cairn does not read, where one is used
	prefix    bool
	protected bool
	trusted   bool // from an embedded or supplied context, not from a document
}

// same reports whether two definitions mean the same, protection aside.
func (t *term) same(o *term) bool {
	sameLanguage := t.language == nil && o.language == nil ||
		t.language != nil && o.language != nil && *t.language == *o.language
	return t.iri == o.iri && t.typ == o.typ && t.container == o.container && sameLanguage &&
		t.scoped == o.scoped && t.refused == o.refused && t.prefix == o.prefix && reflect.DeepEqual(t.context, o.context)
}

// active is an active context. It never changes once it is made; what follows
// from it is kept in next.
type active struct {
	terms        map[string]*term
	vocabulary   string // with hasVocab
	hasVocab     bool
	language     string // lower case; empty: none
	hasProtected bool
	// previous is what to return to in a nested node, where a type-scoped context
	// made this one.
	previous *active
	next     sync.Map // nextKey -> *active
}

// nextKey names a step from one active context to another.
type nextKey struct {
	kind stepKind
	term *term  // whose scoped context is applied
	text string // the URL, or the context itself as JSON
}

type stepKind uint8

const (
	stepProperty stepKind = iota
	stepType
	stepURL
	stepInline
)

// clone copies the context for a change; terms are shared.
func (a *active) clone() *active {
	terms := make(map[string]*term, len(a.terms)+16)
	maps.Copy(terms, a.terms)
	return &active{
		terms: terms, vocabulary: a.vocabulary, hasVocab: a.hasVocab, language: a.language,
		hasProtected: a.hasProtected, previous: a.previous,
	}
}

// isKeyword reports whether s is a keyword of JSON-LD 1.1.
func isKeyword(s string) bool {
	switch s {
	case "@base", "@container", "@context", "@default", "@direction", "@embed", "@explicit", "@graph", "@id",
		"@included", "@index", "@json", "@language", "@list", "@nest", "@none", "@omitDefault", "@prefix",
		"@preserve", "@protected", "@requireAll", "@reverse", "@set", "@type", "@value", "@version", "@vocab",
		"@import", "@propagate":
		return true
	}
	return false
}

// keywordLike reports whether s has the form that is reserved for keywords.
func keywordLike(s string) bool {
	if len(s) < 2 || s[0] != '@' {
		return false
	}
	for _, c := range []byte(s[1:]) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// definition returns what the active context says of a term, or nil.
func (a *active) definition(name string) *term { return a.terms[name] }

// expandIRI expands a string (JSON-LD 1.1 API, section 5.2). Without vocab, only
// prefixes and absolute IRIs are known; there is no base, so that a relative
// reference stays what it is. An empty answer is null.
func (a *active) expandIRI(value string, vocab bool) string {
	if value == "" {
		return value
	}
	if value[0] == '@' {
		if isKeyword(value) {
			return value
		}
		if keywordLike(value) {
			return ""
		}
	}
	if vocab {
		if t, known := a.terms[value]; known {
			return t.iri
		}
	}
	if colon := strings.IndexByte(value, ':'); colon > 0 {
		prefix, suffix := value[:colon], value[colon+1:]
		if prefix == "_" || strings.HasPrefix(suffix, "//") {
			return value
		}
		if t := a.terms[prefix]; t != nil && t.prefix && t.iri != "" {
			return t.iri + suffix
		}
		return value
	}
	if vocab && a.hasVocab {
		return a.vocabulary + value
	}
	return value
}
