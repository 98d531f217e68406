package jsonld

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// languageMap reads texts by language.
func (r *run) languageMap(value any, use func(rdfcanon.Term)) {
	m, _ := value.(map[string]any)
	for _, language := range slices.Sorted(maps.Keys(m)) {
		r.push(language)
		for _, item := range items(m[language]) {
			text, isString := item.(string)
			switch {
			case item == nil:
			case !isString:
				r.report(CodeBadValue, "a text is expected for each language", "")
			case language == "@none":
				use(rdfcanon.Term{Kind: rdfcanon.Literal, Value: text})
			default:
				if language == "" {
					r.report(CodeBadValue, "the language is empty", "")
					continue
				}
				if object, ok := r.text(text, strings.ToLower(language)); ok {
					use(object)
				}
			}
		}
		r.pop()
	}
}

// valueObject reads an object with @value. Where a standard context gives the
// property a type, the value must stand there itself: who reads the JSON looks for
// a date, not for an object around one.
func (r *run) valueObject(typed *active, property *term, members []member) (rdfcanon.Term, bool) {
	if property == nil || property.trusted && property.typ != "" {
		r.report(CodeBadValue, "an object with @value cannot stand here", "write the value itself")
		return rdfcanon.Term{}, false
	}
	var value, typ, language any
	for _, e := range members {
		switch e.iri {
		case "@value":
			value = e.value
		case "@type":
			typ = e.value
		case "@language":
			language = e.value
		default:
			r.push(e.key)
			r.report(CodeBadValue, "an object with a value has no other properties", "")
			r.pop()
			return rdfcanon.Term{}, false
		}
	}
	datatype, isString := typ.(string)
	tag, isTag := language.(string)
	switch {
	case typ != nil && !isString, language != nil && !isTag, typ != nil && language != nil:
		r.report(CodeBadValue, "a value has one type or one language", "")
		return rdfcanon.Term{}, false
	case datatype == "@json":
		return r.jsonLiteral(value)
	case isTag:
		text, isText := value.(string)
		if !isText || tag == "" {
			r.report(CodeBadValue, "only a text has a language", "")
			return rdfcanon.Term{}, false
		}
		return r.text(text, strings.ToLower(tag))
	case value == nil:
		r.report(CodeNotInRDF, "the value is null", "leave the object out")
		return rdfcanon.Term{}, false
	}
	if written := datatype; isString {
		if datatype = typed.expandIRI(datatype, true); strings.IndexByte(datatype, ':') <= 0 {
			r.undefined(typed, written)
			return rdfcanon.Term{}, false
		}
	}
	return r.native(value, datatype)
}
