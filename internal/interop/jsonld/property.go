package jsonld

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// property reads the values of one property.
func (r *run) property(a *active, e *member, subject, graph rdfcanon.Term) {
	predicate := rdfcanon.Term{Kind: rdfcanon.IRI, Value: e.iri}
	t := e.term
	if t == nil {
		t = &term{name: e.key, iri: e.iri}
	}
	var object rdfcanon.Term
	var ok bool
	switch {
	case t.typ == "@json":
		object, ok = r.jsonLiteral(e.value)
	case t.container&containerOther != 0:
		if _, isMap := e.value.(map[string]any); isMap {
			r.report(CodeUnsupported, "a map by index, id or type is not read", "")
			return
		}
		r.each(a, t, e.value, graph, func(o rdfcanon.Term) { r.emit(subject, predicate, o, graph) })
		return
	case t.container&containerLanguage != 0 && isMap(e.value):
		r.languageMap(e.value, func(o rdfcanon.Term) { r.emit(subject, predicate, o, graph) })
		return
	case t.container&containerGraph != 0:
		r.graphs(a, t, e.value, func(o rdfcanon.Term) { r.emit(subject, predicate, o, graph) })
		return
	case t.container&containerList != 0 && e.value != nil:
		object, ok = r.list(a, t, e.value, graph)
	default:
		r.each(a, t, e.value, graph, func(o rdfcanon.Term) { r.emit(subject, predicate, o, graph) })
		return
	}
	if ok {
		r.emit(subject, predicate, object, graph)
	}
}

func isMap(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}

// each reads a value or the values of an array, arrays in arrays too.
func (r *run) each(a *active, t *term, value any, graph rdfcanon.Term, use func(rdfcanon.Term)) {
	switch v := value.(type) {
	case nil:
	case []any:
		for i, item := range v {
			r.push(i)
			r.each(a, t, item, graph, use)
			r.pop()
		}
	case map[string]any:
		if object, ok := r.item(a, t, v, graph); ok {
			use(object)
		}
	default:
		if object, ok := r.scalar(a, t, v); ok {
			use(object)
		}
	}
}

// graphs reads the values of a term whose values are graphs: each in a graph of
// its own, named by a blank node.
func (r *run) graphs(a *active, t *term, value any, use func(rdfcanon.Term)) {
	switch v := value.(type) {
	case nil:
	case []any:
		for i, item := range v {
			r.push(i)
			r.graphs(a, t, item, use)
			r.pop()
		}
	case map[string]any:
		name := r.blank()
		before := len(r.quads)
		if _, ok := r.item(a, t, v, name); ok && len(r.quads) == before && len(r.problems) == 0 {
			r.report(CodeNotInRDF, "the object says nothing", "")
		}
		use(name)
	default:
		r.report(CodeNotInRDF, fmt.Sprintf("%q holds objects only", t.name), "")
	}
}

// list reads values as an ordered list.
func (r *run) list(a *active, t *term, value any, graph rdfcanon.Term) (rdfcanon.Term, bool) {
	var objects []rdfcanon.Term
	bad := false
	_, isList := value.([]any)
	for i, item := range items(value) {
		if isList {
			r.push(i)
		}
		if _, nested := item.([]any); nested {
			r.report(CodeUnsupported, "a list of lists is not read", "")
			bad = true
		}
		r.each(a, t, item, graph, func(o rdfcanon.Term) { objects = append(objects, o) })
		if isList {
			r.pop()
		}
	}
	next := rdfcanon.Term{Kind: rdfcanon.IRI, Value: rdfNil}
	for _, object := range slices.Backward(objects) {
		cell := r.blank()
		r.emit(cell, rdfcanon.Term{Kind: rdfcanon.IRI, Value: rdfFirst}, object, graph)
		r.emit(cell, rdfcanon.Term{Kind: rdfcanon.IRI, Value: rdfRest}, next, graph)
		next = cell
	}
	return next, !bad
}
