package jsonld

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// maker processes one local context (JSON-LD 1.1 API, section 4.1).
type maker struct {
	processor    *Processor
	trusted      bool
	override     bool // protected terms may be overridden: property-scoped contexts
	keepPrevious bool // the context does not propagate: type-scoped contexts
	result       *active
	local        map[string]any
	defined      map[string]bool // false while a term is being defined
	protect      bool
}

// maxRemote bounds contexts that name contexts.
const maxRemote = 8

func (m *maker) process(a *active, local any, depth int) (*active, *contextError) {
	list, isList := local.([]any)
	if !isList {
		list = []any{local}
	}
	result := a
	if m.keepPrevious && result.previous == nil {
		result = result.clone()
		result.previous = a
	}
	for _, item := range list {
		var err *contextError
		switch c := item.(type) {
		case nil:
			if !m.override && result.hasProtected {
				return nil, badContext("protected terms cannot be taken back")
			}
			previous := result.previous
			result = emptyContext()
			result.previous = previous
		case string:
			document, known := m.processor.documents[c]
			if !known || depth >= maxRemote {
				return nil, &contextError{CodeUnknownContext, fmt.Sprintf("the context %q is not known", c), ""}
			}
			result, err = m.process(result, document, depth+1)
		case map[string]any:
			result, err = m.object(result, c)
		default:
			err = badContext("a context is a URL, an object or null")
		}
		if err != nil {
			return nil, err
		}
	}
	return result, nil
}

// object processes one context object.
func (m *maker) object(a *active, local map[string]any) (*active, *contextError) {
	m.result, m.local, m.defined = a.clone(), local, map[string]bool{}
	m.protect = false
	if err := m.keywords(); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(local)) {
		switch name {
		case "@version", "@vocab", "@language", "@protected":
			continue
		}
		if err := m.define(name); err != nil {
			return nil, err
		}
	}
	return m.result, nil
}

// keywords reads the members that concern the whole context.
func (m *maker) keywords() *contextError {
	for _, refused := range []string{"@base", "@import", "@propagate", "@direction"} {
		if v, given := m.local[refused]; given && (v != nil || refused == "@import") {
			code := CodeUnsupported
			if refused == "@direction" {
				code = CodeDirection
			}
			return &contextError{code, "a context with " + refused + " is not read", ""}
		}
	}
	if v, given := m.local["@version"]; given && v != 1.1 {
		return badContext("@version must be 1.1")
	}
	if v, given := m.local["@protected"]; given {
		protect, isBool := v.(bool)
		if !isBool {
			return badContext("@protected must be true or false")
		}
		m.protect = protect
	}
	if err := m.vocabulary(); err != nil {
		return err
	}
	if v, given := m.local["@language"]; given {
		language, isString := v.(string)
		if v != nil && !isString {
			return badContext("@language must be a text or null")
		}
		m.result.language = strings.ToLower(language)
	}
	return nil
}

func (m *maker) vocabulary() *contextError {
	v, given := m.local["@vocab"]
	if !given {
		return nil
	}
	if v == nil {
		m.result.vocabulary, m.result.hasVocab = "", false
		return nil
	}
	text, isString := v.(string)
	if !isString {
		return badContext("@vocab must be a text or null")
	}
	vocabulary := m.result.expandIRI(text, true)
	if !strings.Contains(vocabulary, ":") || strings.HasPrefix(vocabulary, "_:") {
		return badContext("@vocab must be an absolute IRI")
	}
	m.result.vocabulary, m.result.hasVocab = vocabulary, true
	return nil
}
