package jsonld

import (
	"fmt"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// goldLoader serves the same contexts to json-gold.
type goldLoader struct{ processor *Processor }

func (l goldLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	context, known := l.processor.documents[url]
	if !known {
		return nil, fmt.Errorf("no context %s", url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: map[string]any{"@context": context}}, nil
}

// gold expands a document with json-gold in safe mode and turns it into quads.
func gold(p *Processor, document map[string]any) (quads []rdfcanon.Quad, err error) {
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = goldLoader{p}
	options.SafeMode = true
	processor := ld.NewJsonLdProcessor()
	expanded, err := processor.Expand(ld.CloneDocument(document), options)
	if err != nil {
		return nil, err
	}
	dataset, err := processor.ToRDF(expanded, options)
	if err != nil {
		return nil, err
	}
	for name, list := range dataset.(*ld.RDFDataset).Graphs {
		for _, q := range list {
			quad := rdfcanon.Quad{Subject: goldTerm(q.Subject), Predicate: goldTerm(q.Predicate), Object: goldTerm(q.Object)}
			switch {
			case name == "@default":
			case strings.HasPrefix(name, "_:"):
				quad.Graph = rdfcanon.Term{Kind: rdfcanon.Blank, Value: name[2:]}
			default:
				quad.Graph = rdfcanon.Term{Kind: rdfcanon.IRI, Value: name}
			}
			quads = append(quads, quad)
		}
	}
	return quads, nil
}

func goldTerm(n ld.Node) rdfcanon.Term {
	switch v := n.(type) {
	case ld.Literal:
		t := rdfcanon.Term{Kind: rdfcanon.Literal, Value: v.Value, Datatype: v.Datatype, Language: v.Language}
		if v.Language != "" || v.Datatype == xsd+"string" {
			t.Datatype = ""
		}
		return t
	case ld.BlankNode:
		return rdfcanon.Term{Kind: rdfcanon.Blank, Value: strings.TrimPrefix(v.Attribute, "_:")}
	}
	return rdfcanon.Term{Kind: rdfcanon.IRI, Value: n.GetValue()}
}

func canonical(tb testing.TB, quads []rdfcanon.Quad) string {
	tb.Helper()
	r, err := rdfcanon.Canonicalize(quads, rdfcanon.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return string(r.NQuads())
}
