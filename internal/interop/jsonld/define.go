package jsonld

import (
	"fmt"
	"strings"
)

// define creates one term definition (JSON-LD 1.1 API, section 4.2).
func (m *maker) define(name string) *contextError {
	if done, begun := m.defined[name]; begun {
		if !done {
			return badContext("the definition of %q goes in a circle", name)
		}
		return nil
	}
	m.defined[name] = false
	value := m.local[name]
	if skip, err := m.checkName(name, value); skip || err != nil {
		m.defined[name] = true
		return err
	}
	t := &term{name: name, trusted: m.trusted, protected: m.protect}
	fields, simple, err := m.fields(name, value)
	if err != nil {
		return err
	}
	if err := m.shape(t, fields); err != nil {
		return err
	}
	if err := m.identify(t, fields, simple); err != nil {
		return err
	}
	if err := m.coerce(t, fields); err != nil {
		return err
	}
	if err := m.replace(t); err != nil {
		return err
	}
	m.result.terms[name] = t
	m.result.hasProtected = m.result.hasProtected || t.protected
	m.defined[name] = true
	return nil
}

// checkName refuses names that cannot be terms; skip says that the entry means
// nothing more than the default.
func (m *maker) checkName(name string, value any) (skip bool, err *contextError) {
	switch {
	case name == "":
		return false, badContext("a term cannot be empty")
	case name == "@type":
		fields, isObject := value.(map[string]any)
		for k, v := range fields {
			if k != "@protected" && (k != "@container" || v != "@set") {
				isObject = false
			}
		}
		if !isObject {
			return false, badContext("@type cannot be redefined")
		}
		return true, nil
	case keywordLike(name):
		return false, badContext("the keyword %q cannot be redefined", name)
	}
	return false, nil
}

// fields brings the three forms of a definition into one.
func (m *maker) fields(name string, value any) (fields map[string]any, simple bool, err *contextError) {
	switch v := value.(type) {
	case nil:
		return map[string]any{"@id": nil}, false, nil
	case string:
		return map[string]any{"@id": v}, true, nil
	case map[string]any:
		return v, false, nil
	}
	return nil, false, badContext("the definition of %q is neither a text nor an object", name)
}

// shape reads everything about a term but its IRI and type.
func (m *maker) shape(t *term, fields map[string]any) *contextError {
	for key, v := range fields {
		ok := true
		switch key {
		case "@id", "@type": // later
		case "@container":
			ok = t.addContainers(v)
		case "@protected":
			t.protected, ok = v.(bool)
		case "@prefix":
			t.prefix, ok = v.(bool)
			ok = ok && !strings.ContainsAny(t.name, ":/")
		case "@context":
			t.context, t.scoped = v, true
		case "@language":
			if _, typed := fields["@type"]; typed {
				continue
			}
			var language string
			if v != nil {
				language, ok = v.(string)
			}
			language = strings.ToLower(language)
			t.language = &language
		case "@index", "@nest", "@reverse", "@direction":
			t.refused = key
		default:
			ok = false
		}
		if !ok {
			return badContext("%s in the definition of %q cannot be read", key, t.name)
		}
	}
	return nil
}

func (t *term) addContainers(v any) bool {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	for _, c := range list {
		switch c {
		case "@list":
			t.container |= containerList
		case "@set":
			t.container |= containerSet
		case "@language":
			t.container |= containerLanguage
		case "@graph":
			t.container |= containerGraph
		case "@index", "@id", "@type":
			t.container |= containerOther
		default:
			return false
		}
	}
	return t.container&containerList == 0 || t.container == containerList
}

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

// coerce reads the type mapping.
func (m *maker) coerce(t *term, fields map[string]any) *contextError {
	v, given := fields["@type"]
	if !given {
		return nil
	}
	text, isString := v.(string)
	if !isString {
		return badContext("the @type of %q must be a text", t.name)
	}
	switch text {
	case "@id", "@vocab", "@json", "@none":
		t.typ = text
		return nil
	}
	typ, err := m.expand(text)
	if err != nil {
		return err
	}
	if !strings.Contains(typ, ":") || strings.HasPrefix(typ, "_:") {
		return badContext("%q, the @type of %q, is no IRI", text, t.name)
	}
	t.typ = typ
	return nil
}

// replace checks a definition against the one that it takes the place of.
func (m *maker) replace(t *term) *contextError {
	old := m.result.terms[t.name]
	if old == nil || m.override && t.trusted {
		return nil
	}
	same := old.same(t)
	switch {
	case same && old.protected:
		t.protected = true
	case !same && old.protected && !m.override:
		return &contextError{CodeRedefinedTerm, fmt.Sprintf("a context redefines the protected term %q", t.name), ""}
	case !same && old.trusted && !t.trusted:
		return &contextError{
			CodeRedefinedTerm, fmt.Sprintf("the document's own context redefines the term %q of a standard context", t.name),
			"use a name that no standard context has",
		}
	}
	if same && old.trusted {
		t.trusted = true
	}
	return nil
}
