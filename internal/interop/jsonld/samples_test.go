package jsonld

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/strictjson"
)

// sharedCredentials are the credentials of the test data.
const sharedCredentials = "../../../../shared/data/credentials"

type sample struct {
	name     string
	path     string
	document map[string]any
}

// samples are all documents of the test data that have a context.
func samples(tb testing.TB) []sample {
	tb.Helper()
	var out []sample
	err := filepath.WalkDir(sharedCredentials, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(sharedCredentials, path)
		if d.IsDir() || !strings.HasSuffix(name, ".json") || strings.HasPrefix(name, "contexts") || strings.HasPrefix(name, "rdf-canon") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, _ := strictjson.Tree(data, strictjson.TreeOptions{})
		if document, isObject := tree.(map[string]any); isObject && document["@context"] != nil {
			out = append(out, sample{name, path, document})
		}
		return nil
	})
	if err != nil {
		tb.Skip("the credentials are not at ../shared/data/credentials beside the repository")
	}
	return out
}

// withoutProof is the document as the peer canonicalises it.
func withoutProof(document map[string]any) map[string]any {
	out := maps.Clone(document)
	delete(out, "proof")
	return out
}

// as is v as a T, which it must be.
func as[T any](tb interface {
	Helper()
	Fatalf(format string, args ...any)
}, v any,
) T {
	tb.Helper()
	out, is := v.(T)
	if !is {
		tb.Fatalf("%T is no %T", v, out)
	}
	return out
}
