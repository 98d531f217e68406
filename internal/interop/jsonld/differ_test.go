package jsonld

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"
	"pgregory.net/rapid"

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
	rdf, isDataset := dataset.(*ld.RDFDataset)
	if !isDataset {
		return nil, fmt.Errorf("json-gold gave a %T", dataset)
	}
	for name, list := range rdf.Graphs {
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

// checkSound reads the written form of quads back.
func checkSound(tb testing.TB, quads []rdfcanon.Quad) {
	tb.Helper()
	var text strings.Builder
	for _, q := range quads {
		text.WriteString(q.String())
	}
	again, err := rdfcanon.ParseNQuads(text.String())
	if err != nil {
		tb.Fatalf("%v in\n%s", err, text.String())
	}
	if diff := cmp.Diff(quads, again); diff != "" {
		tb.Fatal(diff)
	}
}

// goldIsWrong says that json-gold reads a document otherwise than the standard
// and jsonld.js: it looks for the container of a term in the term's own scoped
// context, so that verifiableCredential of a presentation is no graph.
func goldIsWrong(document map[string]any) bool {
	return document["verifiableCredential"] != nil
}

// compare holds the own answer against json-gold's and reports whether both read
// the document.
func compare(tb testing.TB, document map[string]any) bool {
	tb.Helper()
	own, err := Default().ToRDF(document)
	if err != nil {
		return false // refusing more is the purpose; TestRefusals says what
	}
	checkSound(tb, own)
	other, err := gold(Default(), document)
	if err != nil {
		tb.Errorf("json-gold refuses what was accepted: %v", err)
		return false
	}
	if got, want := canonical(tb, own), canonical(tb, other); got != want && !goldIsWrong(document) {
		tb.Errorf("another dataset: %s", cmp.Diff(want, got))
	}
	return true
}

func TestEqualToJSONGold(t *testing.T) {
	t.Parallel()
	both := 0
	for _, s := range samples(t) {
		if compare(t, s.document) {
			both++
		}
	}
	if both < 130 {
		t.Errorf("only %d documents were compared", both)
	}
}

// TestChangedDocumentsEqualJSONGold changes samples at random places.
func TestChangedDocumentsEqualJSONGold(t *testing.T) {
	t.Parallel()
	all := samples(t)
	rapid.Check(t, func(r *rapid.T) {
		s := all[rapid.IntRange(0, len(all)-1).Draw(r, "sample")]
		document := as[map[string]any](t, clone(s.document))
		for range rapid.IntRange(1, 3).Draw(r, "changes") {
			change(r, document)
		}
		own, err := Default().ToRDF(document)
		if err != nil || goldIsWrong(document) {
			return
		}
		other, err := gold(Default(), document)
		if err != nil {
			r.Fatalf("%s: json-gold refuses what was accepted: %v", s.name, err)
		}
		x, errX := rdfcanon.Canonicalize(own, rdfcanon.Options{})
		y, errY := rdfcanon.Canonicalize(other, rdfcanon.Options{})
		if errX != nil || errY != nil || string(x.NQuads()) != string(y.NQuads()) {
			r.Fatalf("%s: %v %v\n%s", s.name, errX, errY, cmp.Diff(string(y.NQuads()), string(x.NQuads())))
		}
	})
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = clone(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	}
	return v
}

// change walks to a random object and changes, renames, adds or removes a member.
func change(r *rapid.T, m map[string]any) {
	keys := slices.Sorted(maps.Keys(m))
	if len(keys) == 0 {
		return
	}
	key := rapid.SampledFrom(keys).Draw(r, "key")
	inner := m[key]
	if list, isList := inner.([]any); isList && len(list) > 0 {
		inner = list[rapid.IntRange(0, len(list)-1).Draw(r, "index")]
	}
	if object, isObject := inner.(map[string]any); isObject && rapid.IntRange(0, 4).Draw(r, "deeper") > 0 {
		change(r, object)
		return
	}
	if key == "@context" && rapid.IntRange(0, 2).Draw(r, "context") > 0 {
		return
	}
	names := []string{
		"name", "description", "id", "type", "creditsAvailable", "tag", "allowedValue", "image", "evidence", "result",
		"alignment", "https://x.example/p", "verifiableCredential", "created", "relatedResource", "identifier",
	}
	values := []any{
		"urn:x:y", "text", 1.5, 3.0, 0.07, true, nil,
		[]any{},
		[]any{"a", "a", []any{"b"}},
		map[string]any{},
		map[string]any{"id": "urn:x:z"},
		map[string]any{"@value": "v", "@language": "EN"},
		"Achievement",
		[]any{"Profile", "Evidence"},
		map[string]any{"type": "Profile", "name": "n", "image": "urn:x:i"},
		map[string]any{"@value": 2.5, "@type": "urn:x:t"},
	}
	switch rapid.IntRange(0, 3).Draw(r, "what") {
	case 0:
		delete(m, key)
	case 1:
		m[rapid.SampledFrom(names).Draw(r, "name")] = m[key]
		delete(m, key)
	case 2:
		m[key] = rapid.SampledFrom(values).Draw(r, "value")
	default:
		m[rapid.SampledFrom(names).Draw(r, "name")] = rapid.SampledFrom(values).Draw(r, "value")
	}
}

// BenchmarkExpand compares reading a badge here with reading it with json-gold.
func BenchmarkExpand(b *testing.B) {
	for _, s := range samples(b) {
		if s.name != filepath.Join("peer-signed", "valid-didkey-eddsa.json") {
			continue
		}
		b.Run("own", func(b *testing.B) {
			for b.Loop() {
				if _, err := Default().ToRDF(s.document); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("json-gold", func(b *testing.B) {
			for b.Loop() {
				if _, err := gold(Default(), s.document); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
