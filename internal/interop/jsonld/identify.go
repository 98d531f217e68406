package jsonld

import (
	"strings"
)

// identify finds the IRI of a term.
func (m *maker) identify(t *term, fields map[string]any, simple bool) *contextError {
	id, given := fields["@id"]
	switch {
	case t.refused == "@reverse":
		return nil
	case given && id == nil:
		t.refused = ""
		return nil
	case given && id != t.name:
		text, isString := id.(string)
		if !isString {
			return badContext("the @id of %q must be a text", t.name)
		}
		return m.identifyAs(t, text, simple)
	}
	return m.identifyByName(t)
}

func (m *maker) identifyAs(t *term, id string, simple bool) *contextError {
	if keywordLike(id) && !isKeyword(id) {
		return badContext("%q, the @id of %q, is reserved", id, t.name)
	}
	iri, err := m.expand(id)
	switch {
	case err != nil:
		return err
	case iri == "@context" || iri == "@preserve":
		return badContext("%s cannot have another name", iri)
	case iri == "" || !isKeyword(iri) && !strings.Contains(iri, ":"):
		return badContext("%q, the @id of %q, is no IRI", id, t.name)
	}
	t.iri = iri
	if strings.ContainsAny(strings.Trim(t.name, ":"), ":/") {
		m.defined[t.name] = true
		if again, err := m.expand(t.name); err != nil || again != iri {
			return badContext("the term %q looks like an IRI and is mapped to another", t.name)
		}
		m.defined[t.name] = false
	} else if simple && strings.ContainsRune(":/?#[]@", rune(iri[len(iri)-1])) {
		t.prefix = true
	}
	return nil
}

func (m *maker) identifyByName(t *term) *contextError {
	if colon := strings.IndexByte(t.name, ':'); colon > 0 {
		m.defined[t.name] = true // only its prefix counts here
		iri, err := m.expandCompact(t.name, colon)
		m.defined[t.name] = false
		t.iri = iri
		return err
	}
	switch {
	case strings.Contains(t.name, "/"):
		return badContext("the term %q is a relative IRI", t.name)
	case !m.result.hasVocab:
		return badContext("the term %q has no @id", t.name)
	}
	t.iri = m.result.vocabulary + t.name
	return nil
}

// expand expands an IRI inside the context, defining what it needs first.
func (m *maker) expand(value string) (string, *contextError) {
	if _, given := m.local[value]; given && !keywordLike(value) && !m.defined[value] {
		if err := m.define(value); err != nil {
			return "", err
		}
	}
	if t, known := m.result.terms[value]; known {
		return t.iri, nil
	}
	if colon := strings.IndexByte(value, ':'); colon > 0 {
		return m.expandCompact(value, colon)
	}
	return m.result.expandIRI(value, true), nil
}

func (m *maker) expandCompact(value string, colon int) (string, *contextError) {
	prefix := value[:colon]
	if _, given := m.local[prefix]; given && !strings.HasPrefix(value[colon+1:], "//") {
		if err := m.define(prefix); err != nil {
			return "", err
		}
	}
	return m.result.expandIRI(value, false), nil
}
