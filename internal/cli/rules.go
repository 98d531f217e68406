package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// rulesSource says where a command takes the rules from: files, or the
// database.
type rulesSource struct {
	catalogue []string
}

func (r *rulesSource) flags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&r.catalogue, "catalogue", "c", nil,
		"take the rules from these files or folders instead of the database (YAML, JSON, or ASSIST files)")
}

// loaded is a view of the rules, with the places of those that come from files.
type loaded struct {
	*app.View
	positions *catalogfile.Positions
	warnings  diag.List
}

// load reads the rules. Warnings are kept; mistakes are a fault.
func (p *program) load(ctx context.Context, r *rulesSource) (*loaded, error) {
	if len(r.catalogue) == 0 {
		out := &loaded{}
		err := p.withService(ctx, func(s *app.Service) (err error) {
			out.View, err = s.Current(ctx)
			return err
		})
		return out, err
	}
	set, positions, problems := p.readCatalogue(ctx, r.catalogue)
	if problems.HasErrors() {
		return nil, fault.List(fault.Invalid, "The catalogue has mistakes.", problems)
	}
	view, err := app.NewView(set, set.Version())
	if err != nil {
		return nil, err
	}
	return &loaded{View: view, positions: positions, warnings: problems}, nil
}

// readCatalogue reads catalogue files and ASSIST files, told apart by their
// content; both may be given.
func (p *program) readCatalogue(ctx context.Context, paths []string) (ruleset.Set, *catalogfile.Positions, diag.List) {
	var own, foreign []string
	for _, path := range paths {
		if path != "-" && isAssist(path) {
			foreign = append(foreign, path)
		} else {
			own = append(own, path)
		}
	}
	if len(foreign) == 0 {
		return catalogfile.Load(ctx, own, catalogfile.Options{Stdin: p.In})
	}
	set, _, problems := assist.Import(foreign, assist.Options{})
	if len(own) > 0 {
		more, _, bad := catalogfile.Load(ctx, own, catalogfile.Options{Base: &set, Stdin: p.In})
		set, problems = ruleset.Merge(set, more), append(problems, bad...)
	}
	set.Sort()
	return set, nil, problems
}

// assistMarks stand near the beginning of what ASSIST publishes.
var assistMarks = [][]byte{
	[]byte(`"receivingInstitution"`), []byte(`"sendingInstitution"`), []byte(`"templateAssets"`), []byte(`"isSuccessful"`),
	[]byte(`"area_code"`),
}

// isAssist looks at the first JSON or TSV file of a path.
func isAssist(path string) bool {
	found := ""
	_ = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil //nolint:nilerr // what cannot be read is reported by the reader
		}
		found = name
		return fs.SkipAll
	})
	switch strings.ToLower(filepath.Ext(found)) {
	case ".tsv":
		return true
	case ".json":
	default:
		return false
	}
	f, err := os.Open(found)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	head := make([]byte, 4096)
	n, _ := f.Read(head)
	if bytes.HasPrefix(bytes.TrimLeft(head[:n], " \t\r\n\uFEFF"), []byte("[")) {
		return true // the list of institutions; a catalogue file has keys
	}
	for _, mark := range assistMarks {
		if bytes.Contains(head[:n], mark) {
			return true
		}
	}
	return false
}
