package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// root is the repository, seen from this package's folder.
var root = filepath.Join("..", "..")

// topLevel are the folders that may hold Go code.
var topLevel = []string{"cmd", "internal", "migrations", "fixtures"}

// pkg is what the rules need of one package, as `go list -json` names it.
type pkg struct {
	ImportPath, Name, Dir              string
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

// graph is the import graph of this module; own is sorted by import path.
type graph struct {
	own []pkg
}

// rel is the package's path inside the repository.
func (p pkg) rel() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

func (p pkg) room() string { return roomOf(p.rel()) }

// ownImports are the packages of this repository that p imports outside its tests.
func (p pkg) ownImports() []string {
	var own []string
	for _, path := range p.Imports {
		if rel, ok := strings.CutPrefix(path, module+"/"); ok {
			own = append(own, rel)
		}
	}

	return own
}

// servesTests says that p exists for tests: internal/testkit/..., storetest and the like.
func (p pkg) servesTests() bool {
	return under(p.rel(), "internal/testkit") || strings.HasSuffix(p.rel(), "test")
}

// roomOf maps a package to its room: internal/NAME, or the top-level folder.
func roomOf(rel string) string {
	parts := strings.SplitN(rel, "/", 3)
	if parts[0] == "internal" && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}

	return parts[0]
}

// under says that path is parent or lies below it.
func under(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, parent+"/")
}

func underAny(path string, parents []string) bool {
	return slices.ContainsFunc(parents, func(parent string) bool { return under(path, parent) })
}

func inModule(rooms []string) []string {
	paths := make([]string, 0, len(rooms))
	for _, room := range rooms {
		paths = append(paths, module+"/"+room)
	}

	return paths
}

// isStandard follows the go command: only paths of modules have a dot in the first element.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")

	return !strings.Contains(first, ".")
}

// load lists the packages once for all tests. It works without a network: go list reads
// this repository and the module cache.
func load(t *testing.T) graph {
	t.Helper()
	g, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}

	return g
}

var loadOnce = sync.OnceValues(func() (graph, error) {
	if err := touchSources(); err != nil {
		return graph{}, err
	}
	// -e: a package that does not compile at the moment still has its imports checked.
	cmd := exec.Command("go", "list", "-e",
		"-json=ImportPath,Name,Dir,GoFiles,Imports,TestImports,XTestImports,Deps", "./...")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return graph{}, errors.New("go list: " + err.Error() + "\n" + stderr.String())
	}
	var g graph
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return graph{}, err
		}
		g.own = append(g.own, p)
	}
	if len(g.own) == 0 {
		return graph{}, errors.New("go list found no package")
	}

	return g, nil
})

// touchSources stats every Go file. The go command remembers which files a test looked
// at and runs it again when one changes; it does not see what go list looks at.
func touchSources() error {
	for _, dir := range topLevel {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if filepath.Ext(path) == ".go" {
				_, err = os.Stat(path)
			}

			return err
		})
		if err != nil {
			return err
		}
	}

	return nil
}
