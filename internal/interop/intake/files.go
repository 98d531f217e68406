package intake

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// DefaultMaxBytes is the largest file that an importer reads unless its options
// say otherwise: 64 MiB, twenty times the largest real file we know.
const DefaultMaxBytes = 64 << 20

// Files lists the files behind the paths, each once and in a fixed order. A
// directory stands for the files below it whose names end in one of the
// extensions (with the dot, lower case); a file that is named is taken whatever
// it is called. Problems have the code "unreadable".
func Files(paths, extensions []string) ([]string, diag.List) {
	var files []string
	var problems diag.List
	for _, path := range paths {
		found, err := below(path, extensions)
		if err != nil {
			problems = append(problems, fileProblem(path, err))
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	return slices.Compact(files), problems
}

func below(path string, extensions []string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type().IsRegular() && slices.Contains(extensions, strings.ToLower(filepath.Ext(p))) {
			files = append(files, p)
		}
		return nil
	})
	return files, err
}

// ReadFile reads a file of at most maxBytes (0 means DefaultMaxBytes). It never
// holds more than that in memory, whatever the file claims to be. The problems
// have the codes "unreadable" and "file_too_large".
func ReadFile(path string, maxBytes int64) ([]byte, diag.List) {
	f, err := os.Open(path) // #nosec G304 -- naming the file to import is what the caller is for
	if err != nil {
		return nil, diag.List{fileProblem(path, err)}
	}
	defer f.Close() //nolint:errcheck // only read
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > limitOr(maxBytes) {
		return nil, diag.List{TooLarge(path, maxBytes)}
	}
	return ReadAll(path, f, maxBytes)
}

// ReadAll is ReadFile for a stream; the name stands for it in problems.
func ReadAll(name string, r io.Reader, maxBytes int64) ([]byte, diag.List) {
	limit := limitOr(maxBytes)
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, diag.List{fileProblem(name, err)}
	}
	if int64(len(data)) > limit {
		p := TooLarge(name, maxBytes)
		p.Line, p.Column = Position(data, len(data)-1)
		return nil, diag.List{p}
	}
	return data, nil
}

func limitOr(maxBytes int64) int64 {
	if maxBytes <= 0 {
		return DefaultMaxBytes
	}
	return maxBytes
}

// TooLarge is the problem of a file over the limit, at its beginning.
func TooLarge(name string, maxBytes int64) diag.Problem {
	return diag.Problem{
		Code: "file_too_large", File: name, Line: 1, Column: 1,
		Message:    fmt.Sprintf("the file is larger than the limit of %d bytes", limitOr(maxBytes)),
		Suggestion: "split it, or raise the limit if you trust it",
	}
}

// fileProblem keeps the reason and drops the operation: "open" and "stat" mean
// nothing to the person who named the file.
func fileProblem(name string, err error) diag.Problem {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		name, err = path.Path, path.Err
	}
	return diag.Problem{Code: "unreadable", File: name, Message: "cannot be read: " + err.Error()}
}
