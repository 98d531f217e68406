package jsonld

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// node reads a node object.
func (r *run) node(a, typed *active, members []member, graph rdfcanon.Term, top bool) (rdfcanon.Term, bool) {
	subject, found, ok := r.subject(a, members)
	if !ok {
		return subject, false
	}
	if !found {
		subject = r.blank()
	}
	for i := range members {
		e := &members[i]
		r.push(e.key)
		switch e.iri {
		case "@id":
		case "@type":
			r.types(typed, e.value, subject, graph)
		case "@graph":
			inner := subject
			if top && len(members) == 1 {
				inner = rdfcanon.Term{} // the document is nothing but its graph
			}
			r.graph(a, e.value, inner)
		case "@language":
			r.report(CodeNotInRDF, "a language belongs to a text, not to an object", "")
		default:
			r.property(a, e, subject, graph)
		}
		r.pop()
	}
	return subject, true
}

// subject reads the id of a node.
func (r *run) subject(a *active, members []member) (subject rdfcanon.Term, found, ok bool) {
	ok = true
	for i := range members {
		e := &members[i]
		if e.iri != "@id" {
			continue
		}
		r.push(e.key)
		text, isString := e.value.(string)
		switch {
		case !isString:
			r.report(CodeBadValue, "an id is a text", "leave it out where there is none")
			ok = false
		case found:
			r.report(CodeBadValue, "there are two ids", "")
			ok = false
		default:
			subject, ok = r.whole(a.expandIRI(text, false), text)
			found = true
		}
		r.pop()
	}
	return subject, found, ok
}

// reference makes the term for an expanded IRI.
func (r *run) reference(iri, written string) (rdfcanon.Term, bool) {
	switch {
	case strings.HasPrefix(iri, "_:"):
		r.report(CodeNotInRDF, fmt.Sprintf("%q is the label of a blank node: labels are not signed", written), "use a urn:uuid, or leave the id out")
	case strings.IndexByte(iri, ':') <= 0:
		r.report(CodeRelativeIRI, fmt.Sprintf("%q is not an absolute IRI", written), "write the whole URL, or a urn")
	case !rdfcanon.ValidIRI(iri):
		r.report(CodeBadIRI, fmt.Sprintf("%q is not an absolute IRI", written), "")
	default:
		return rdfcanon.Term{Kind: rdfcanon.IRI, Value: iri}, true
	}
	return rdfcanon.Term{}, false
}

// whole is reference for ids and what refers to them. They stand written out: readers of
// the JSON compare them, look them up in revocation lists and fetch them, and a prefix
// of the document's own making would show them another id over the same statements.
func (r *run) whole(iri, written string) (rdfcanon.Term, bool) {
	object, ok := r.reference(iri, written)
	if ok && iri != written {
		r.report(CodeRenamedTerm, fmt.Sprintf("%q stands for %s", written, iri), "write the whole address")
		return object, false
	}
	return object, ok
}

func (r *run) types(a *active, value any, subject, graph rdfcanon.Term) {
	_, isList := value.([]any)
	described, endorsement := false, false
	for i, item := range items(value) {
		if isList {
			r.push(i)
		}
		if object, ok := r.typeOf(a, item); ok && r.once(object, subject, graph) {
			described, endorsement = described || endorsed[object.Value], endorsement || object.Value == endorsementSubject
			r.emit(subject, rdfcanon.Term{Kind: rdfcanon.IRI, Value: rdfType}, object, graph)
		}
		if isList {
			r.pop()
		}
	}
	if described && endorsement {
		// Both are one thing to a signature over statements: what belongs to the
		// achievement could stand here, where nobody who reads the JSON looks for it.
		r.report(CodeSplitCredential, "what an endorsement is about is described in two places", "say in the endorsement only what it endorses")
	}
}

// place is a credential in a graph.
type place struct{ credential, graph rdfcanon.Term }

// once refuses a second description of a credential, for the same reason. Another
// graph is another matter: a presentation may hold a credential twice.
func (r *run) once(kind, subject, graph rdfcanon.Term) bool {
	if kind.Value != credentialType || subject.Kind != rdfcanon.IRI {
		return true
	}
	at := place{subject, graph}
	if r.places[at] {
		r.report(CodeSplitCredential, fmt.Sprintf("the credential %s is described in two places", subject.Value), "")
		return false
	}
	if r.places == nil {
		r.places = map[place]bool{}
	}
	r.places[at] = true
	return true
}

func (r *run) typeOf(a *active, value any) (rdfcanon.Term, bool) {
	text, isString := value.(string)
	if !isString {
		r.report(CodeBadValue, "a type is a text", "")
		return rdfcanon.Term{}, false
	}
	iri := a.expandIRI(text, true)
	if strings.IndexByte(iri, ':') <= 0 {
		r.undefined(a, text)
		return rdfcanon.Term{}, false
	}
	object, ok := r.reference(iri, text)
	return object, ok && r.rightName(text, iri, a.definition(text))
}

// items is a value as a list.
func items(value any) []any {
	if list, isList := value.([]any); isList {
		return list
	}
	return []any{value}
}

// graph reads the nodes of a graph.
func (r *run) graph(a *active, value any, name rdfcanon.Term) {
	_, isList := value.([]any)
	for i, item := range items(value) {
		if isList {
			r.push(i)
		}
		before := len(r.quads)
		m, isObject := item.(map[string]any)
		if !isObject {
			r.report(CodeNotInRDF, "a graph holds objects only", "")
		} else if r.item(a, nil, m, name); len(r.quads) == before && len(r.problems) == 0 {
			r.report(CodeNotInRDF, "the object says nothing", "")
		}
		if isList {
			r.pop()
		}
	}
}
