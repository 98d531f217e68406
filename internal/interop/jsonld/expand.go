package jsonld

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

const (
	rdfType  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	rdfFirst = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
	rdfRest  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
	rdfNil   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"

	credentialType = "https://www.w3.org/2018/credentials#VerifiableCredential"
)

func pointer(path []any) string {
	var b strings.Builder
	for _, step := range path {
		b.WriteByte('/')
		switch s := step.(type) {
		case string:
			b.WriteString(pointerEscape.Replace(s))
		case int:
			b.WriteString(strconv.Itoa(s))
		}
	}
	return b.String()
}

func (r *run) emit(subject, predicate, object, graph rdfcanon.Term) {
	r.quads = append(r.quads, rdfcanon.Quad{Subject: subject, Predicate: predicate, Object: object, Graph: graph})
}

func (r *run) blank() rdfcanon.Term {
	r.blanks++
	return rdfcanon.Term{Kind: rdfcanon.Blank, Value: "b" + strconv.Itoa(r.blanks)}
}

func (r *run) contextProblem(err *contextError) {
	r.report(err.code, err.message, err.suggestion)
}

// member is one entry of a node with what its key stands for.
type member struct {
	key   string
	iri   string // an IRI or a keyword
	term  *term
	value any
}

// top reads the whole document.
func (r *run) top(document map[string]any) {
	r.credentials = map[rdfcanon.Term]bool{}
	initial := r.processor.initial.Load()
	r.item(initial, nil, document, rdfcanon.Term{})
	if len(r.quads) == 0 && len(r.problems) == 0 {
		r.report(CodeNotInRDF, "the document says nothing", "")
	}
}

// item reads one object as the value of a property and returns the term that
// stands for it. property is nil at the top; ok is false where there is nothing
// or something is wrong.
func (r *run) item(a *active, property *term, m map[string]any, graph rdfcanon.Term) (object rdfcanon.Term, ok bool) {
	a, typed, ok := r.enter(a, property, m)
	if !ok {
		return object, false
	}
	members := r.members(a, m)
	for i := range members {
		if members[i].iri == "@value" {
			return r.valueObject(typed, members)
		}
	}
	return r.node(a, typed, members, graph, property == nil)
}

// enter finds the active context inside an object (JSON-LD 1.1 API, section
// 5.1.2, steps 7 to 11). typed is the one before type-scoped contexts, which the
// values of @type are read with.
func (r *run) enter(a *active, property *term, m map[string]any) (inside, typed *active, ok bool) {
	if a.previous != nil && !r.keepsContext(a, m) {
		a = a.previous
	}
	var err *contextError
	if property != nil && property.scoped {
		if a, err = r.processor.scoped(a, property, stepProperty); err != nil {
			r.contextProblem(err)
			return nil, nil, false
		}
	}
	if local, given := m["@context"]; given {
		if a, err = r.processor.documentContext(a, local); err != nil {
			r.push("@context")
			r.contextProblem(err)
			r.pop()
			return nil, nil, false
		}
	}
	typed = a
	for _, name := range r.typesOf(typed, m) {
		t := typed.definition(name)
		if t == nil || !t.scoped {
			continue
		}
		if a, err = r.processor.scoped(a, t, stepType); err != nil {
			r.contextProblem(err)
			return nil, nil, false
		}
	}
	return a, typed, true
}

// keepsContext reports whether an object is a value or a mere reference, to which
// a type-scoped context still applies.
func (r *run) keepsContext(a *active, m map[string]any) bool {
	for key := range m {
		switch a.expandIRI(key, true) {
		case "@value":
			return true
		case "@id":
			if len(m) == 1 {
				return true
			}
		}
	}
	return false
}

// typesOf lists the types of an object as written, sorted.
func (r *run) typesOf(a *active, m map[string]any) []string {
	var types []string
	for key, value := range m {
		if a.expandIRI(key, true) != "@type" {
			continue
		}
		switch v := value.(type) {
		case string:
			types = append(types, v)
		case []any:
			for _, item := range v {
				if s, isString := item.(string); isString {
					types = append(types, s)
				}
			}
		}
	}
	slices.Sort(types)
	return types
}

// members lists the entries of an object in the order of their keys. What no
// context defines is reported and left out.
func (r *run) members(a *active, m map[string]any) []member {
	members := make([]member, 0, len(m))
	for key, value := range m {
		if key != "@context" {
			members = append(members, member{key: key, value: value})
		}
	}
	slices.SortFunc(members, func(x, y member) int { return strings.Compare(x.key, y.key) })
	good := members[:0]
	for _, e := range members {
		r.push(e.key)
		if r.name(a, &e) {
			good = append(good, e)
		}
		r.pop()
	}
	return good
}

// name finds what a key stands for.
func (r *run) name(a *active, e *member) bool {
	e.term = a.definition(e.key)
	e.iri = a.expandIRI(e.key, true)
	switch {
	case e.iri == "" && e.term != nil && e.term.refused != "":
		r.report(CodeUnsupported, fmt.Sprintf("the term %q is defined with %s, which is not read", e.key, e.term.refused), "")
	case e.iri == "" || !isKeyword(e.iri) && !strings.Contains(e.iri, ":"):
		r.undefined(a, e.key)
	case isKeyword(e.iri):
		return r.keyword(a, e)
	case strings.HasPrefix(e.iri, "_:"):
		r.report(CodeNotInRDF, fmt.Sprintf("the property %q is a blank node, which RDF does not have", e.key), "")
	case !rdfcanon.ValidIRI(e.iri):
		r.report(CodeBadIRI, fmt.Sprintf("the property %q stands for %q, which is no IRI", e.key, e.iri), "")
	case e.term != nil && e.term.refused != "":
		code := CodeUnsupported
		if e.term.refused == "@direction" {
			code = CodeDirection
		}
		r.report(code, fmt.Sprintf("the term %q is defined with %s, which is not read", e.key, e.term.refused), "")
	default:
		return r.rightName(e.key, e.iri, e.term)
	}
	return false
}

func (r *run) undefined(a *active, name string) {
	if len(r.problems) >= maxProblems {
		return
	}
	names := make([]string, 0, len(a.terms))
	for known := range a.terms {
		names = append(names, known)
	}
	slices.Sort(names)
	suggestion := "add the context that defines it"
	if near := diag.Nearest(name, names); near != "" {
		suggestion = "did you mean " + near + "?"
	}
	r.report(CodeUndefinedTerm, fmt.Sprintf("no context of the document defines the term %q here", name), suggestion)
}

// rightName refuses a known IRI under a name that is not its own.
func (r *run) rightName(name, iri string, t *term) bool {
	if t != nil && t.trusted {
		return true
	}
	names := r.processor.vocabulary[iri]
	if names == nil || names[name] {
		return true
	}
	own := ""
	for n := range names {
		if own == "" || n < own {
			own = n
		}
	}
	r.report(CodeRenamedTerm, fmt.Sprintf("%q stands for %s, which the standard contexts call %q", name, iri, own), "write "+own)
	return false
}

// keyword checks that a keyword may stand in an object. Where a context has its
// own word for @id or @type, that word must be used: who reads the JSON looks
// for it.
func (r *run) keyword(a *active, e *member) bool {
	switch e.iri {
	case "@id", "@type":
		alias := e.iri[1:]
		if t := a.definition(alias); e.key == e.iri && t != nil && t.trusted && t.iri == e.iri {
			r.report(CodeRenamedTerm, fmt.Sprintf("the contexts call %s %q", e.iri, alias), "write "+alias)
			return false
		}
		return true
	case "@value", "@language", "@graph":
		return true
	case "@direction":
		r.report(CodeDirection, "a base direction is not kept in RDF, so that no signature covers it", "leave it out")
	default:
		r.report(CodeUnsupported, fmt.Sprintf("%s is not read", e.iri), "")
	}
	return false
}
