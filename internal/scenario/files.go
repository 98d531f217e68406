package scenario

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
)

// Load reads scenario files and all *.yaml and *.yml files below folders, in
// order of their names. Problems of all files come at once.
func Load(ctx context.Context, paths []string) ([]File, diag.List) {
	var (
		files    []File
		problems diag.List
	)
	for _, p := range paths {
		names, err := below(p)
		if err != nil {
			problems = append(problems, unreadable(p, err))
			continue
		}
		for _, name := range names {
			f, more := open(ctx, name)
			files, problems = append(files, f), append(problems, more...)
		}
	}
	return files, problems
}

func open(ctx context.Context, name string) (File, diag.List) {
	r, err := os.Open(name)
	if err != nil {
		return File{Name: name}, diag.List{unreadable(name, err)}
	}
	defer func() { _ = r.Close() }() // it was only read
	data, problems := yamltext.ReadAll(r, name, yamltext.Limits{})
	if problems != nil {
		return File{Name: name}, problems
	}
	return Parse(ctx, name, data)
}

// below lists the scenario files of a folder, or the file itself.
func below(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var names []string
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		ext := strings.ToLower(filepath.Ext(name))
		if err == nil && !d.IsDir() && (ext == ".yaml" || ext == ".yml") {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

func unreadable(name string, err error) diag.Problem {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return diag.Problem{Code: "unreadable", Message: "cannot read: " + err.Error(), File: name}
}
