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
