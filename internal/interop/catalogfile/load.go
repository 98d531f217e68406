// Package catalogfile is the text format of the catalogue: institutions, items,
// programs and agreements as YAML files that a registrar reviews in git. The
// keys are the json names of the domain types, with short forms for what is
// written most: see docs/reference/catalogue-files.md.
package catalogfile

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Options say how files are read. The zero value is right for a whole
// catalogue.
type Options struct {
	Limits yamltext.Limits
	// Base is what the files may refer to besides themselves.
	Base *ruleset.Set
	// Stdin is read where a path is "-".
	Stdin io.Reader
}

// Load reads files and folders (all *.yaml, *.yml and *.json below, in order of
// their names) as one catalogue. The set is sorted; what could not be read is
// left out of it, so use the set only where the list holds no errors. All
// problems come at once, each at its file, line and column: those of the text
// (see [yamltext.Decoder]), of course codes (unknown_code, ambiguous_code,
// code_without_institution) and of [ruleset.Validate]. Positions finds the
// place of any JSON pointer into the set. A cancelled context is the problem
// canceled.
func Load(ctx context.Context, paths []string, opts Options) (ruleset.Set, *Positions, diag.List) {
	b := newBuilder(opts)
	for _, p := range paths {
		if p == "-" {
			b.stream(ctx, "-", opts.Stdin)
			continue
		}
		info, err := os.Stat(p)
		switch {
		case err != nil:
			b.unreadable(p, err)
		case info.IsDir():
			b.folder(ctx, os.DirFS(p), ".", func(name string) string { return filepath.Join(p, filepath.FromSlash(name)) })
		default:
			b.file(ctx, os.DirFS(filepath.Dir(p)), filepath.Base(p), p)
		}
	}
	return b.finish()
}

// LoadFS is [Load] on one file or folder of a file system, such as an embedded
// one.
func LoadFS(ctx context.Context, fsys fs.FS, name string, opts Options) (ruleset.Set, *Positions, diag.List) {
	b := newBuilder(opts)
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		b.unreadable(name, err)
	case info.IsDir():
		b.folder(ctx, fsys, name, func(n string) string { return n })
	default:
		b.file(ctx, fsys, name, name)
	}
	return b.finish()
}

// Parse is [Load] on a text in memory; name is used in problems.
func Parse(name string, data []byte, opts Options) (ruleset.Set, *Positions, diag.List) {
	b := newBuilder(opts)
	b.text(name, data)
	return b.finish()
}

func (b *builder) folder(ctx context.Context, fsys fs.FS, root string, show func(string) string) {
	var names []string
	err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			b.unreadable(show(name), err)
			return nil
		case entry.IsDir() && name != root && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !entry.IsDir() && catalogueName(name):
			names = append(names, name)
		}
		return ctx.Err()
	})
	if err != nil {
		b.unreadable(show(root), err)
	}
	slices.Sort(names)
	for _, name := range names {
		b.file(ctx, fsys, name, show(name))
	}
}

// catalogueName reports whether a folder's file belongs to the catalogue.
func catalogueName(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return (ext == ".yaml" || ext == ".yml" || ext == ".json") && !strings.HasPrefix(path.Base(name), ".")
}

func (b *builder) file(ctx context.Context, fsys fs.FS, name, shown string) {
	f, err := fsys.Open(name)
	if err != nil {
		b.unreadable(shown, err)
		return
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err == nil && info.Size() > b.opts.Limits.WithDefaults().Bytes {
		b.problems = append(b.problems, yamltext.TooLarge(shown, b.opts.Limits))
		return
	}
	b.stream(ctx, shown, f)
}

func (b *builder) stream(ctx context.Context, name string, r io.Reader) {
	if err := ctx.Err(); err != nil {
		if !b.stopped {
			b.problems = append(b.problems, diag.Problem{Code: "canceled", Message: "reading was stopped: " + err.Error(), File: name})
		}
		b.stopped = true
		return
	}
	if r == nil {
		r = strings.NewReader("")
	}
	data, problems := yamltext.ReadAll(r, name, b.opts.Limits)
	b.problems = append(b.problems, problems...)
	if problems == nil {
		b.text(name, data)
	}
}

func (b *builder) unreadable(name string, err error) {
	b.problems = append(b.problems, diag.Problem{
		Code: "unreadable", Message: "cannot read: " + cause(err), File: name,
	})
}

// cause leaves out the path that a *fs.PathError repeats.
func cause(err error) string {
	if pe, ok := err.(*fs.PathError); ok { //nolint:errorlint // only the outermost one repeats the path
		return pe.Err.Error()
	}
	return err.Error()
}
