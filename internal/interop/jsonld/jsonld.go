// Package jsonld turns JSON-LD 1.1 documents into RDF datasets, safely: whatever
// stands in the document is in the dataset or the document is refused, nothing is
// fetched, and a property cannot hide behind another name.
//
// It implements the context processing and expansion algorithms of JSON-LD 1.1
// for what credentials use, straight to quads, and keeps every context that it
// has processed: context processing is most of the cost of verifying a
// credential. What it does not implement (@included, @index, @nest, @reverse,
// @import, @base, @direction, id and type maps) it refuses by name; nothing is
// passed over in silence. Tests compare it with json-gold, which is not part of
// the product (ADR 0007).
package jsonld

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// Options say which contexts a Processor knows besides the embedded ones.
type Options struct {
	// Contexts are documents with a member @context, by their URL, as JSON text.
	// They never replace an embedded one. They are trusted: give only what an
	// operator chose, never what came with a credential.
	Contexts map[string][]byte
}

// Processor reads JSON-LD. It is safe for concurrent use, and keeps what it
// compiled: make one and share it.
type Processor struct {
	documents  map[string]any // the value of @context, by URL
	vocabulary map[string]map[string]bool
	initial    atomic.Pointer[active] // everything compiled hangs on it
	kept       atomic.Int64           // definitions compiled since it was made
}

// maxKept is how many compiled definitions are kept before all are forgotten:
// documents decide which contexts there are, and must not fill the memory. The
// embedded contexts in ordinary use come to some ten thousand.
const maxKept = 500_000

// maxWork is how many definitions may be copied for one document.
const maxWork = 1_000_000

// maxContexts is how many contexts one @context of a document may list.
const maxContexts = 32

// forget drops everything compiled.
func (p *Processor) forget() {
	p.kept.Store(0)
	p.initial.Store(emptyContext())
}

func emptyContext() *active { return &active{terms: map[string]*term{}} }

// Default is a processor that knows the embedded contexts only.
var Default = sync.OnceValue(func() *Processor {
	p, err := New(Options{})
	if err != nil {
		panic("jsonld: an embedded context is broken: " + err.Error())
	}
	return p
})

// New prepares a processor. The error is a diag.List about the contexts that
// cannot be read; its problems name the URL as their file.
func New(o Options) (*Processor, error) {
	p := &Processor{documents: map[string]any{}}
	p.forget()
	var problems diag.List
	add := func(url string, text []byte) {
		tree, list := strictjson.Tree(text, strictjson.TreeOptions{})
		document, isObject := tree.(map[string]any)
		context, found := document["@context"]
		if len(list) == 0 && (!isObject || !found) {
			list = diag.List{{Code: CodeBadContext, Message: "the document has no @context"}}
		}
		for _, problem := range list {
			problem.File = url
			problems = append(problems, problem)
		}
		p.documents[url] = context
	}
	for url, file := range embedded {
		text, err := files.ReadFile("contexts/" + file)
		if err != nil {
			return nil, err
		}
		add(url, text)
	}
	for _, url := range slices.Sorted(maps.Keys(o.Contexts)) {
		if _, known := embedded[url]; !known {
			add(url, o.Contexts[url])
		}
	}
	p.vocabulary = vocabularyOf(p.documents)
	return p, problems.Err()
}

// URLs lists the contexts that the processor knows, sorted.
func (p *Processor) URLs() []string { return slices.Sorted(maps.Keys(p.documents)) }

// ToRDF turns a document, as strictjson.Tree reads it, into quads. The error is a
// diag.List: every problem has a code of this package and a JSON pointer.
func (p *Processor) ToRDF(document map[string]any) ([]rdfcanon.Quad, error) {
	r := run{processor: p, quads: make([]rdfcanon.Quad, 0, 48)}
	r.top(document)
	if len(r.problems) > 0 {
		r.problems.Sort()
		return nil, r.problems
	}
	return r.quads, nil
}

// The codes of problems.
const (
	// CodeUndefinedTerm: no context defines the term, so that a signature would
	// not cover it.
	CodeUndefinedTerm = "jsonld_undefined_term"
	// CodeRelativeIRI: an id, type or reference that is not absolute.
	CodeRelativeIRI = "jsonld_relative_iri"
	// CodeBadIRI: a character that no IRI may hold.
	CodeBadIRI = "jsonld_bad_iri"
	// CodeDirection: a base direction, which RDF drops.
	CodeDirection = "jsonld_direction"
	// CodeUnknownContext: the document names a context that is not embedded and was
	// not supplied.
	CodeUnknownContext = "jsonld_unknown_context"
	// CodeBadContext: a context breaks a rule of JSON-LD.
	CodeBadContext = "jsonld_bad_context"
	// CodeRedefinedTerm: a context gives a known term another meaning.
	CodeRedefinedTerm = "jsonld_redefined_term"
	// CodeRenamedTerm: a known property or type stands under another name, where a
	// reader of the JSON would miss it.
	CodeRenamedTerm = "jsonld_renamed_term"
	// CodeUnsupported: a construct of JSON-LD that Cairn does not read.
	CodeUnsupported = "jsonld_unsupported"
	// CodeBadValue: a value that breaks a rule of JSON-LD.
	CodeBadValue = "jsonld_bad_value"
	// CodeNotInRDF: a value that RDF would drop.
	CodeNotInRDF = "jsonld_not_in_rdf"
	// CodeSplitCredential: a credential, or what an endorsement is about, is described
	// in two places.
	CodeSplitCredential = "jsonld_split_credential"
)

// maxProblems is how many problems are collected before the rest is skipped.
const maxProblems = 20

// run is one document on its way to quads.
type run struct {
	processor *Processor
	quads     []rdfcanon.Quad
	problems  diag.List
	path      []any // keys and indexes
	blanks    int
	work      int            // definitions copied
	places    map[place]bool // where credentials were described
}

// report notes a problem at the current place.
func (r *run) report(code, message, suggestion string) {
	if len(r.problems) >= maxProblems {
		return
	}
	r.problems = append(r.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion, Pointer: pointer(r.path),
	})
}

func (r *run) push(step any) { r.path = append(r.path, step) }
func (r *run) pop()          { r.path = r.path[:len(r.path)-1] }

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")
