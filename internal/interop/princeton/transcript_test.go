package princeton

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// Every requirement that the expected trees name has a path in the program,
// and every course of a transcript is laid out.
func TestTranscriptsMeetTheirPrograms(t *testing.T) {
	t.Parallel()
	for _, name := range files(t, "princeton-2019/cases/*.test") {
		tr, expected := transcript(t, name)
		program := filepath.Join(shared, "princeton-2019", "*", tr.Code+"_"+tr.Year+".json")
		r := convert(t, files(t, strings.TrimPrefix(program, shared+string(filepath.Separator)))[0])
		paths := map[string]bool{}
		places, _ := requirement.Places(r.Program.Requires, 0, 0)
		for _, p := range places {
			paths[p.Path] = true
		}
		for node := range expected {
			path, ok := r.Paths[node]
			_, alone := r.Alone[node]
			switch {
			case node == "" || ok && paths[path] || strings.HasPrefix(node, "Degree Progress//Complete"): // renamed since
			case !alone:
				t.Errorf("%s: the file has no requirement %q", name, node)
			case ok:
				t.Errorf("%s: %q leads to %q, which is not there", name, node, path)
			default:
				t.Logf("%s: %q is not needed for the whole", filepath.Base(name), node)
			}
		}
		v, _ := r.Program.At(0)
		tree := view.Build(view.Input{Program: r.Program.ID, Version: v, Selector: requirement.Selector{Pieces: tr.Pieces}})
		if len(tree.Pieces) == 0 || len(tree.Nodes) < 3 {
			t.Errorf("%s: %d pieces, %d nodes", name, len(tree.Pieces), len(tree.Nodes))
		}
	}
}

func transcript(t *testing.T, name string) (*Transcript, map[string]bool) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := ReadTranscript(data)
	if err != nil {
		t.Fatal(err)
	}
	data, err = os.ReadFile(name + ".expected")
	if err != nil {
		t.Fatal(err)
	}
	expected, err := Expected(data)
	if err != nil {
		t.Fatal(err)
	}
	return tr, expected
}
