package documents_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/documents"
)

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func code(err error) string {
	if list, ok := errors.AsType[diag.List](err); ok {
		return list[0].Code
	}
	return documents.Problem(err).Code
}

func TestAFolderOfDocuments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "index.json", `{"https://a.example/did.json": "did.json", "https://a.example/x#key": "did.json"}`)
	write(t, dir, "did.json", "content")
	var f documents.Files
	if err := f.AddDir(dir); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"https://a.example/did.json", "https://a.example/x"} {
		if d, err := f.Get(t.Context(), at); err != nil || string(d.Body) != "content" {
			t.Errorf("%s: %v", at, err)
		}
	}
	if _, err := f.Get(t.Context(), "https://a.example/"); code(err) != documents.Missing {
		t.Errorf("%v", err)
	}
}

func TestFoldersThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ index, want string }{
		"no index": {"", "unreadable"}, "no object": {"[]", "bad_document"}, "no file": {`{"https://a.example/":"no.json"}`, "unreadable"},
		"outside": {`{"https://a.example/":"../secret"}`, "unreadable"}, "absolute": {`{"https://a.example/":"/etc/passwd"}`, "unreadable"},
		"no address": {`{"a":"index.json"}`, "bad_document"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "in")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Dir(dir), "secret", "secret")
			if c.index != "" {
				write(t, dir, "index.json", c.index)
			}
			var f documents.Files
			if err := f.AddDir(dir); err == nil || code(err) != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// counting counts what it is asked.
type counting struct{ asked int }

func (c *counting) Get(ctx context.Context, url string) (*documents.Document, error) {
	c.asked++
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if url == "https://missing.example/" {
		return documents.None{}.Get(ctx, url)
	}
	return &documents.Document{URL: url}, nil
}

func TestASessionAsksOnceAndNotWithoutEnd(t *testing.T) {
	t.Parallel()
	var c counting
	s := documents.NewSession(&c, 3)
	for range 5 {
		_, _ = s.Get(t.Context(), "https://a.example/")
		if _, err := s.Get(t.Context(), "https://missing.example/"); code(err) != documents.Missing {
			t.Error(err)
		}
	}
	if c.asked != 2 {
		t.Errorf("asked %d times for two documents", c.asked)
	}
	for i := range 5 {
		_, err := s.Get(t.Context(), "https://a.example/"+strconv.Itoa(i))
		if want := i > 0; (err != nil) != want || want && code(err) != documents.TooMany {
			t.Errorf("%d: %v", i, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	fresh := documents.NewSession(&c, 3)
	if _, err := fresh.Get(ctx, "https://a.example/"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := fresh.Get(t.Context(), "https://a.example/"); err != nil {
		t.Error("what was given up is remembered:", err)
	}
}

func TestAChainAsksInOrder(t *testing.T) {
	t.Parallel()
	var f documents.Files
	if err := f.Add("https://missing.example/", []byte("given"), ""); err != nil {
		t.Fatal(err)
	}
	chain := documents.Chain{&f, &counting{}}
	if d, err := chain.Get(t.Context(), "https://missing.example/"); err != nil || string(d.Body) != "given" {
		t.Error(err)
	}
	if d, err := chain.Get(t.Context(), "https://a.example/"); err != nil || d.Body != nil {
		t.Error(err)
	}
	if _, err := (documents.Chain{}).Get(t.Context(), "https://a.example/"); code(err) != documents.Missing {
		t.Error(err)
	}
}

// silent never answers.
type silent struct{ asked int }

func (s *silent) Get(_ context.Context, url string) (*documents.Document, error) {
	s.asked++
	return nil, documents.NewError(documents.Unreachable, url, "no answer", nil)
}

func TestASessionGivesUpOnSilence(t *testing.T) {
	t.Parallel()
	var source silent
	s := documents.NewSession(&source, 0)
	for i := range 20 {
		if _, err := s.Get(t.Context(), "https://a.example/"+strconv.Itoa(i)); code(err) != documents.Unreachable {
			t.Error(err)
		}
	}
	if source.asked > 4 {
		t.Errorf("asked %d servers that do not answer", source.asked)
	}
}
