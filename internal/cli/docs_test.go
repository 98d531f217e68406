package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/cli"
)

// TestTheTutorialIsTrue types what the tutorial shows and expects what it
// prints; "..." stands for lines that are left out.
func TestTheTutorialIsTrue(t *testing.T) {
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "tutorials", "first-evaluation.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	fixtures, err := filepath.Abs(filepath.Join(root, "fixtures"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(fixtures, filepath.Join(dir, "fixtures")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	t.Chdir(dir)
	if err := os.WriteFile("sam.csv", []byte(fenced(string(page), "csv")[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, block := range fenced(string(page), "console") {
		command, want, _ := strings.Cut(block, "\n")
		var out bytes.Buffer
		cli.Run(t.Context(), cli.System{
			In: strings.NewReader(""), Out: &out, Err: &out, Getenv: func(string) string { return "" }, Now: today,
		}, split(strings.TrimPrefix(command, "$ cairn ")))
		rest := out.String()
		for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
			if line == "..." {
				continue
			}
			_, after, found := strings.Cut(rest, line)
			if !found {
				t.Errorf("%s\ndoes not print\n%s\nbut\n%s", command, line, out.String())
				break
			}
			rest = after
		}
	}
}

// fenced returns the code blocks of a language.
func fenced(page, language string) []string {
	var out []string
	for _, part := range strings.Split(page, "```"+language+"\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		out = append(out, block)
	}
	return out
}

// split divides a command line at blanks outside quotes.
func split(command string) []string {
	var args []string
	for i, part := range strings.Split(command, `"`) {
		if i%2 == 1 {
			args = append(args, part)
			continue
		}
		args = append(args, strings.Fields(part)...)
	}
	return args
}

// TestTheReadmeIsTrue: what the README shows of "make demo" is what it prints.
func TestTheReadmeIsTrue(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := fenced(string(page), "text")
	if len(blocks) == 0 {
		t.Fatal("the README shows no output")
	}
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	code := cli.Run(t.Context(), cli.System{
		In: strings.NewReader(""), Out: &out, Err: &out, Getenv: func(string) string { return "" }, Now: today, Width: 118,
	}, []string{"demo"})
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, out.String())
	}
	if !strings.Contains(out.String(), blocks[0]) {
		t.Errorf("the README shows\n%s\nbut demo prints\n%s", blocks[0], out.String())
	}
}
