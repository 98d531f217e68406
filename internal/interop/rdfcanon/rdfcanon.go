// Package rdfcanon puts RDF datasets into the one order and naming that every
// implementation agrees on: RDF Dataset Canonicalization 1.0 (RDFC-1.0, W3C
// Recommendation of 21 May 2024). Two datasets that differ only in the labels of
// blank nodes and in the order of quads have the same canonical N-Quads.
//
// Some small datasets would take longer than anybody waits ("poison graphs").
// Work is therefore counted in steps and refused beyond a limit; the limit
// depends on no clock, so that the same dataset has the same answer everywhere.
package rdfcanon

import (
	"errors"
	"fmt"
)

// Kind says what a Term is.
type Kind uint8

// The kinds. None is the zero Term: no graph name, the default graph.
const (
	None Kind = iota
	IRI
	Blank
	Literal
)

// Term is a node, predicate or graph name.
type Term struct {
	Kind Kind
	// Value is the IRI, the label of a blank node without "_:", or the lexical
	// form of a literal.
	Value string
	// Datatype is the IRI of a literal's datatype; empty means xsd:string, or
	// rdf:langString where Language is given.
	Datatype string
	// Language is the tag of a language-tagged literal.
	Language string
}

// Quad is one statement. Graph is the zero Term in the default graph.
type Quad struct {
	Subject, Predicate, Object, Graph Term
}

// Hash is a hash algorithm of RDFC-1.0.
type Hash uint8

// The hash algorithms; SHA256 is the default of the standard.
const (
	SHA256 Hash = iota
	SHA384
)

// DefaultSteps is the work limit where Options states none. Credentials need a
// few hundred steps; the hardest graph of the W3C suite that must be
// canonicalised needs under 20 000.
const DefaultSteps = 100_000

// Options choose the hash and bound the work.
type Options struct {
	Hash  Hash
	Steps int // DefaultSteps where zero
}

// ErrTooComplex says that the work limit was reached: the dataset holds too many
// blank nodes that look alike.
var ErrTooComplex = errors.New("the blank nodes of the dataset cannot be told apart within the work limit")

// Result is a canonical dataset.
type Result struct {
	// Quads are the lines of the canonical N-Quads, in order, each with its line
	// feed, without duplicates.
	Quads []string
	// Labels maps each blank node's label in the input to its canonical label
	// (c14n0, c14n1, ...).
	Labels map[string]string
	// Steps is the work that it took.
	Steps int
}

// NQuads is the canonical form: all lines, each ended by a line feed.
func (r Result) NQuads() []byte {
	n := 0
	for _, q := range r.Quads {
		n += len(q)
	}
	out := make([]byte, 0, n)
	for _, q := range r.Quads {
		out = append(out, q...)
	}
	return out
}

func tooComplex(limit int) error {
	return fmt.Errorf("%w (%d steps)", ErrTooComplex, limit)
}
