package jsonld

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// member is one entry of a node with what its key stands for.
type member struct {
	key   string
	iri   string // an IRI or a keyword
	term  *term
	value any
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

// late are members that some versions of the standard contexts leave out, and that are
// read in every version: a document must not give their names to something else.
var late = map[string]bool{"awardedDate": true, "endorsementJwt": true, "refreshService": true}

// rightName refuses a known IRI under a name that is not its own.
func (r *run) rightName(name, iri string, t *term) bool {
	if t != nil && t.trusted {
		return true
	}
	names := r.processor.vocabulary[iri]
	switch {
	case names == nil && late[name]:
		r.report(CodeRedefinedTerm, fmt.Sprintf("the document's own context redefines the term %q of a standard context", name), "use a name that no standard context has")
		return false
	case names == nil || names[name]:
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
		own := e.term != nil && e.term.trusted
		if t := a.definition(alias); !own && t != nil && t.trusted && t.iri == e.iri {
			r.report(CodeRenamedTerm, fmt.Sprintf("%q stands for what the standard contexts call %q", e.key, alias), "write "+alias)
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
