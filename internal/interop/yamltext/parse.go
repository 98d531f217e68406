// Package yamltext reads and writes the text files that people keep: YAML, or
// JSON, turned strictly into the domain's own types. Every problem is collected
// with its place; nothing is guessed and nothing passes through a float.
package yamltext

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
)

// Limits bound what one file may ask of the machine. Zero fields mean the
// defaults.
type Limits struct {
	Bytes int64 // per file; default 64 MiB
	Depth int   // nesting of lists and mappings; default 200
}

// The default limits.
const (
	DefaultBytes = 64 << 20
	DefaultDepth = 200
)

// WithDefaults returns the limits with every zero field replaced.
func (l Limits) WithDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultBytes
	}
	if l.Depth <= 0 {
		l.Depth = DefaultDepth
	}
	return l
}

// Parse reads text into documents. Text that begins with "{" and is named
// *.json, or begins with "{" and is valid as JSON, is read as JSON; all else as
// YAML, of which anchors, aliases, tags and merge keys are refused. Codes:
// not_text, invalid_utf8, syntax, alias, tag, too_deep. The documents are given
// as far as they could be read.
func Parse(data []byte, file string, limits Limits) ([]*yaml.Node, diag.List) {
	limits = limits.WithDefaults()
	if int64(len(data)) > limits.Bytes {
		return nil, diag.List{TooLarge(file, limits)}
	}
	data, problems := CleanText(data, file)
	if problems != nil {
		return nil, problems
	}
	if LooksJSON(data, file) {
		return parseJSON(data, file, limits)
	}
	docs, problems := parseYAML(data, file)
	if len(problems) > 0 && strings.Contains(problems[len(problems)-1].Message, "exceeded max depth") {
		if p := deepAt(data, file, limits.Depth); p != nil {
			problems[len(problems)-1] = *p
		}
	}
	kept := docs[:0]
	for _, doc := range docs {
		c := nodeChecker{file: file, depth: limits.Depth}
		c.check(doc, 0)
		problems = append(problems, c.problems...)
		if !c.problems.HasErrors() {
			kept = append(kept, doc)
		}
	}
	return kept, problems
}

// LooksJSON reports whether the text is to be read as JSON: by its name, or
// because it starts as a JSON object does and YAML written by hand does not.
func LooksJSON(data []byte, file string) bool {
	if strings.HasSuffix(strings.ToLower(file), ".json") {
		return true
	}
	text := bytes.TrimLeft(data, " \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	text = bytes.TrimLeft(text[1:], " \t\r\n")
	return len(text) > 0 && text[0] == '"'
}

func parseYAML(data []byte, file string) (docs []*yaml.Node, problems diag.List) {
	// The scanner is a translation of C that has panicked on hostile text
	// before; a panic there is unreadable text here.
	defer func() {
		if r := recover(); r != nil {
			problems = append(problems, diag.Problem{Code: "syntax", Message: fmt.Sprintf("not YAML: %v", r), File: file, Line: 1, Column: 1})
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return docs, problems
		}
		if err != nil {
			return docs, append(problems, syntaxProblem(err, file))
		}
		if len(doc.Content) == 1 && !isNull(doc.Content[0]) {
			docs = append(docs, doc.Content[0])
		}
	}
}

// syntaxProblem finds the line that yaml.v3 puts into its message.
func syntaxProblem(err error, file string) diag.Problem {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	p := diag.Problem{Code: "syntax", File: file, Line: 1, Column: 1}
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		number, after, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil && n > 0 {
			p.Line, text = n, after
		}
	}
	p.Message = "not YAML: " + text
	return p
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}
