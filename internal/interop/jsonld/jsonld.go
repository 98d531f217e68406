// Package jsonld turns JSON-LD documents into RDF datasets, safely: nothing that
// is in the document is left out of the dataset, and nothing is fetched.
package jsonld

// Options say which documents a Processor knows besides the embedded contexts.
type Options struct {
	// Contexts are JSON-LD contexts by their URL, as JSON text. They never
	// replace an embedded one.
	Contexts map[string][]byte
}

// Processor reads JSON-LD. It is safe for concurrent use, and keeps what it
// compiled: make one and share it.
type Processor struct{}

// New prepares a processor. The error is a diag.List about a context that cannot be read.
func New(_ Options) (*Processor, error) { return &Processor{}, nil }
