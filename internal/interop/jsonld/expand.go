package jsonld

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

const (
	rdfType  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	rdfFirst = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
	rdfRest  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
	rdfNil   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"

	credentialType     = "https://www.w3.org/2018/credentials#VerifiableCredential"
	badgeVocabulary    = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
	endorsementSubject = badgeVocabulary + "EndorsementSubject"
)

// endorsed are the types of what an endorsement may be about and never describes.
var endorsed = map[string]bool{
	credentialType: true,
	badgeVocabulary + "AchievementCredential": true,
	badgeVocabulary + "OpenBadgeCredential":   true,
	badgeVocabulary + "Achievement":           true,
	badgeVocabulary + "AchievementSubject":    true,
}

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

// top reads the whole document.
func (r *run) top(document map[string]any) {
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
			return r.valueObject(typed, property, members)
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
		if a, err = r.scoped(a, property, stepProperty); err != nil {
			r.contextProblem(err)
			return nil, nil, false
		}
	}
	if local, given := m["@context"]; given {
		if a, err = r.documentContext(a, local); err != nil {
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
		if a, err = r.scoped(a, t, stepType); err != nil {
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
