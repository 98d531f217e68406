package cli_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/cli"
	"github.com/cairnproject/cairn/internal/fault"
)

// TestServeAnswersUntilItIsStopped starts the server on a free port with the
// demo world, asks it, and stops it as an interrupt would.
func TestServeAnswersUntilItIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	words, say := io.Pipe()
	code := make(chan int, 1)
	go func() {
		db := "sqlite:" + filepath.Join(t.TempDir(), "serve.db")
		code <- cli.Run(ctx, cli.System{
			In: strings.NewReader(""), Out: io.Discard, Err: say, Getenv: func(string) string { return "" }, Now: today,
		}, []string{"serve", "--demo", "--listen", "127.0.0.1:0", "--log-format", "text", "--db", db})
		_ = say.Close() // the reader sees the end
	}()
	address := listening(t, words)
	if strings.HasSuffix(address, ":8080") {
		t.Errorf("--listen is ignored: the server listens on %s", address)
	}
	for path, want := range map[string]string{
		"/healthz":         "",
		"/readyz":          "",
		"/v1/institutions": "riverbend",
		"/openapi.json":    "3.1",
		"/v1/graph?focus=hilltop/computer-science-bs": "nodes",
	} {
		if body := get(t, address+path); !strings.Contains(body, want) {
			t.Errorf("%s does not answer with %q:\n%.300s", path, want, body)
		}
	}
	stop()
	if got := <-code; got != fault.ExitOK {
		t.Errorf("exit code %d", got)
	}
}

// listening reads the words until they name the address, and then lets the
// rest pass.
func listening(t *testing.T, words io.Reader) string {
	t.Helper()
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	lines := bufio.NewScanner(words)
	for lines.Scan() {
		if at := url.FindString(lines.Text()); at != "" {
			go func() {
				for lines.Scan() { // the writer must not wait for a reader
				}
			}()
			return at
		}
	}
	t.Fatal("the server ended before it listened")
	return ""
}

func get(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Errorf("%s: status %d", url, resp.StatusCode)
	}
	return string(body)
}

// TestServeRefusesBadSettings: a wrong value of any flag ends the program
// before it listens.
func TestServeRefusesBadSettings(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{
		"--listen=8080", "--log-level=loud", "--log-format=xml", "--max-body-bytes=-1", "--read-header-timeout=7x",
		"--read-timeout=0s", "--request-timeout=7x", "--write-timeout=1s", "--idle-timeout=25h", "--shutdown-timeout=soon", "--nonsense=1",
	} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancel(t.Context())
			stop() // where the setting is accepted, the server ends at once
			var words strings.Builder
			db := "sqlite:" + filepath.Join(t.TempDir(), "serve.db")
			code := cli.Run(ctx, cli.System{
				In: strings.NewReader(""), Out: io.Discard, Err: &words, Getenv: func(string) string { return "" }, Now: today,
			}, []string{"serve", "--db", db, "--listen", "127.0.0.1:0", flag})
			if code != fault.ExitUsage || words.Len() == 0 {
				t.Errorf("exit code %d, %q", code, words.String())
			}
		})
	}
}
