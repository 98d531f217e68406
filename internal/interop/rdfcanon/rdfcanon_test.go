package rdfcanon

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSyntaxErrorsNameThePlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"<http://a> <http://b> <http://c> .\n<http://a>":       "2:11:",
		"<a> <http://b> <http://c> .":                          "1:1: this is no absolute IRI",
		"<http://a> _:b <http://c> .":                          "1:12: this term cannot stand here",
		`"a" <http://b> <http://c> .`:                          "1:1: this term cannot stand here",
		`<http://a> <http://b> <http://c>`:                     "1:33:",
		`<http://a> <http://b> "x .`:                           "1:27: the literal does not end",
		`<http://a> <http://b> "\x" .`:                         "1:24: this is no escape",
		`<http://a> <http://b> "x"@1 .`:                        "1:26: this is no language tag",
		`<http://a> <http://b> <http://c> . x`:                 "1:36: text follows the full stop",
		`<http://a> <http://b> <http://c\u0020d> .`:            "1:23: this is no absolute IRI",
		"<http://a> <http://b> _: .":                           "1:23: the blank node has no label",
		"<http://a> <http://b> \"\xff\" .":                     "1:1: the line is not UTF-8",
		`<http://a> <http://b> "x"^^<` + rdfLangString + `> .`: "1:83: a language-tagged text needs its tag",
	} {
		_, err := ParseNQuads(text)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
		if _, isSyntax := errors.AsType[*SyntaxError](err); !isSyntax {
			t.Errorf("%T is no SyntaxError", err)
		}
	}
}

func TestReadsEveryForm(t *testing.T) {
	t.Parallel()
	quads, err := ParseNQuads("# c\r\n\n _:a.b <http://p> \"t\\t\\u00e9\\U0001F600\"@en-GB <http://g> . # end\r<http://a><http://b>_:c.\n" +
		"<http://a> <http://b> \"x\"^^<" + xsdString + "> .")
	want := []Quad{
		{Term{Kind: Blank, Value: "a.b"}, Term{Kind: IRI, Value: "http://p"}, Term{Kind: Literal, Value: "t\té😀", Language: "en-GB"}, Term{Kind: IRI, Value: "http://g"}},
		{Term{Kind: IRI, Value: "http://a"}, Term{Kind: IRI, Value: "http://b"}, Term{Kind: Blank, Value: "c"}, Term{}},
		{Term{Kind: IRI, Value: "http://a"}, Term{Kind: IRI, Value: "http://b"}, Term{Kind: Literal, Value: "x"}, Term{}},
	}
	if diff := cmp.Diff(want, quads); diff != "" || err != nil {
		t.Errorf("%v -want +got:\n%s", err, diff)
	}
}

// drawDataset draws a dataset of few nodes, so that many of them look alike.
func drawDataset(t *rapid.T) []Quad {
	node := rapid.Custom(func(t *rapid.T) Term {
		if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
			return Term{Kind: IRI, Value: rapid.SampledFrom([]string{"urn:x", "urn:y"}).Draw(t, "iri")}
		}
		return Term{Kind: Blank, Value: fmt.Sprintf("n%d", rapid.IntRange(0, 5).Draw(t, "label"))}
	})
	object := rapid.OneOf(node, rapid.Custom(func(t *rapid.T) Term {
		return Term{Kind: Literal, Value: rapid.SampledFrom([]string{"", "a\n", "\x01\x7f\"\\", "é"}).Draw(t, "text")}
	}))
	quad := rapid.Custom(func(t *rapid.T) Quad {
		q := Quad{
			node.Draw(t, "s"),
			Term{Kind: IRI, Value: rapid.SampledFrom([]string{"urn:p", "urn:q"}).Draw(t, "p")},
			object.Draw(t, "o"),
			Term{},
		}
		if rapid.IntRange(0, 4).Draw(t, "named") == 0 {
			q.Graph = node.Draw(t, "g")
		}
		return q
	})
	return rapid.SliceOfN(quad, 0, 12).Draw(t, "quads")
}

// TestNamesAndOrderDoNotCount: relabelling blank nodes, shuffling and repeating
// quads never change the canonical form, and canonicalising it again keeps it.
func TestNamesAndOrderDoNotCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		quads := drawDataset(t)
		want, err := Canonicalize(quads, Options{})
		if err != nil {
			t.Fatal(err)
		}
		names := rapid.Permutation([]string{"x0", "x1", "x2", "x3", "x4", "x5"}).Draw(t, "names")
		other := rapid.Permutation(quads).Draw(t, "order")
		for i := range other {
			for _, term := range []*Term{&other[i].Subject, &other[i].Object, &other[i].Graph} {
				if term.Kind == Blank {
					term.Value = names[term.Value[1]-'0']
				}
			}
		}
		if len(other) > 0 {
			other = append(other, other[0])
		}
		got, err := Canonicalize(other, Options{})
		if err != nil || string(got.NQuads()) != string(want.NQuads()) {
			t.Fatalf("%v\n%s\n%s", err, want.NQuads(), got.NQuads())
		}
		parsed, err := ParseNQuads(string(want.NQuads()))
		if err != nil {
			t.Fatal(err)
		}
		again, err := Canonicalize(parsed, Options{})
		if err != nil || string(again.NQuads()) != string(want.NQuads()) {
			t.Fatalf("%v: the canonical form is not its own\n%s\n%s", err, want.NQuads(), again.NQuads())
		}
	})
}

// TestDifferentDatasetsDiffer: taking one quad away always shows.
func TestDifferentDatasetsDiffer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		quads := drawDataset(t)
		whole, err := Canonicalize(quads, Options{})
		if err != nil || len(whole.Quads) == 0 {
			return
		}
		gone := quads[rapid.IntRange(0, len(quads)-1).Draw(t, "gone")]
		var rest []Quad
		for _, q := range quads {
			if q != gone {
				rest = append(rest, q)
			}
		}
		part, err := Canonicalize(rest, Options{})
		if err != nil || len(part.Quads) >= len(whole.Quads) {
			t.Fatalf("%v: %d quads of %d", err, len(part.Quads), len(whole.Quads))
		}
	})
}

// clique is n blank nodes, each pointing at every other one.
func clique(n int) []Quad {
	var quads []Quad
	for i := range n {
		for j := range n {
			if i != j {
				quads = append(quads, Quad{
					Term{Kind: Blank, Value: fmt.Sprint("a", i)}, Term{Kind: IRI, Value: "urn:p"}, Term{Kind: Blank, Value: fmt.Sprint("a", j)}, Term{},
				})
			}
		}
	}
	return quads
}

func TestWorkIsBounded(t *testing.T) {
	t.Parallel()
	if _, err := Canonicalize(clique(4), Options{}); err != nil {
		t.Errorf("a clique of 4 is refused: %v", err)
	}
	for _, n := range []int{9, 10, 40} {
		r, err := Canonicalize(clique(n), Options{})
		if !errors.Is(err, ErrTooComplex) || len(r.Quads) > 0 || r.Steps > 2*DefaultSteps {
			t.Errorf("a clique of %d: %v after %d steps", n, err, r.Steps)
		}
	}
	if _, err := Canonicalize(clique(4), Options{Steps: 10}); !errors.Is(err, ErrTooComplex) {
		t.Errorf("10 steps were not kept: %v", err)
	}
}

// FuzzNQuads checks that what can be read can be canonicalised, written and read
// again as the same dataset.
func FuzzNQuads(f *testing.F) {
	for _, seed := range []string{
		"_:a <http://p> _:b .\n_:b <http://p> _:a <http://g> .\n", "<urn:a> <urn:b> \"\\u0001\\n\"@en .", "<urn:a> <urn:b> \"x\"^^<urn:t> . # c",
		"<urn:a> <urn:b> \"", "_:a <urn:p> _:a.", "<urn:a\\u0020> <urn:b> <urn:c> .",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := ParseNQuads(text)
		if err != nil {
			return
		}
		first, err := Canonicalize(quads, Options{Steps: 2000})
		if err != nil {
			return
		}
		again, err := ParseNQuads(string(first.NQuads()))
		if err != nil {
			t.Fatalf("cannot read what was written: %v\n%s", err, first.NQuads())
		}
		second, err := Canonicalize(again, Options{Steps: 20_000})
		if err != nil || string(second.NQuads()) != string(first.NQuads()) {
			t.Fatalf("%v\n%s\n%s", err, first.NQuads(), second.NQuads())
		}
	})
}
