package catalogfile

import (
	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// FromNode reads a catalogue that is part of a larger text, such as a scenario
// file. file is used in problems; everything else is as in [Load].
func FromNode(n *yaml.Node, file string, opts Options) (ruleset.Set, *Positions, diag.List) {
	b := newBuilder(opts)
	b.document(file, n)
	return b.finish()
}
