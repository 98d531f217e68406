package jsonld

import (
	"encoding/json"
	"fmt"
)

// contextError is a rule that a context breaks.
type contextError struct {
	code, message, suggestion string
}

func badContext(format string, args ...any) *contextError {
	return &contextError{code: CodeBadContext, message: fmt.Sprintf(format, args...)}
}

// follow returns the active context behind a step, made once. trusted says that
// the local context comes from no document.
func (r *run) follow(a *active, key nextKey, local any, trusted bool) (*active, *contextError) {
	if kept, _ := a.next.Load(key); kept != nil {
		if known, ok := kept.(*active); ok {
			return known, nil
		}
	}
	for _, item := range items(local) {
		definitions, _ := item.(map[string]any)
		r.work += len(a.terms) + len(definitions)
	}
	if r.work > maxWork {
		return nil, badContext("the contexts of the document define too much, too often")
	}
	m := maker{processor: r.processor, trusted: trusted, override: key.kind == stepProperty, keepPrevious: key.kind == stepType}
	next, err := m.process(a, local, 0)
	if err != nil {
		return nil, err
	}
	if r.processor.kept.Add(int64(len(next.terms))) > maxKept {
		r.processor.forget()
	}
	a.next.Store(key, next)
	return next, nil
}

// documentContext applies a context that stands in a document.
func (r *run) documentContext(a *active, local any) (*active, *contextError) {
	list, isList := local.([]any)
	if !isList {
		list = []any{local}
	}
	if len(list) > maxContexts {
		return nil, badContext("a document has at most %d contexts in one place", maxContexts)
	}
	for _, item := range list {
		var err *contextError
		switch c := item.(type) {
		case string:
			document, known := r.processor.documents[c]
			if !known {
				return nil, &contextError{
					CodeUnknownContext, fmt.Sprintf("the context %q is not one that Cairn has, and contexts are never fetched", c),
					"supply it as a document, if you trust its publisher",
				}
			}
			a, err = r.follow(a, nextKey{kind: stepURL, text: c}, document, true)
		case map[string]any:
			text, marshalErr := json.Marshal(c) // keys sorted
			if marshalErr != nil {
				return nil, badContext("the context cannot be read")
			}
			a, err = r.follow(a, nextKey{kind: stepInline, text: string(text)}, c, false)
		case nil:
			err = badContext("a document may not take back the contexts before")
		default:
			err = badContext("a context is a URL or an object")
		}
		if err != nil {
			return nil, err
		}
	}
	return a, nil
}

// scoped applies the scoped context of a term.
func (r *run) scoped(a *active, t *term, kind stepKind) (*active, *contextError) {
	return r.follow(a, nextKey{kind: kind, term: t}, t.context, t.trusted)
}
