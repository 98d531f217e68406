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
	"unicode/utf8"

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

// ReadAll reads a file's text up to the limit. A longer file is refused after
// one byte too many, without reading the rest: code file_too_large. A read that
// fails is code unreadable.
func ReadAll(r io.Reader, file string, limits Limits) ([]byte, diag.List) {
	limits = limits.WithDefaults()
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, diag.List{{Code: "unreadable", Message: "cannot read: " + err.Error(), File: file}}
	}
	if int64(len(data)) > limits.Bytes {
		return nil, diag.List{TooLarge(file, limits)}
	}
	return data, nil
}

// TooLarge is the problem of a file beyond the limit.
func TooLarge(file string, limits Limits) diag.Problem {
	return diag.Problem{
		Code: "file_too_large", File: file,
		Message:    fmt.Sprintf("the file is larger than %d MiB", limits.WithDefaults().Bytes>>20),
		Suggestion: "split it into several files",
	}
}

// CleanText removes a byte order mark and refuses what is not text: invalid
// UTF-8 (code invalid_utf8) and NUL bytes (code not_text), with the position.
func CleanText(data []byte, file string) ([]byte, diag.List) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line, col := lineColumn(data, i)
		return nil, diag.List{{
			Code: "not_text", Message: "a NUL byte: this is not a text file",
			Suggestion: "save the file as UTF-8 text", File: file, Line: line, Column: col,
		}}
	}
	if utf8.Valid(data) {
		return data, nil
	}
	i := invalidAt(data)
	line, col := lineColumn(data, i)
	return nil, diag.List{{
		Code: "invalid_utf8", Message: fmt.Sprintf("byte 0x%02x is not UTF-8", data[i]),
		Suggestion: "save the file as UTF-8", File: file, Line: line, Column: col,
	}}
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return 0
}

// lineColumn counts line and column, both from 1, the column in characters.
func lineColumn(data []byte, offset int) (line, column int) {
	before := data[:offset]
	line = bytes.Count(before, []byte{'\n'}) + 1
	start := bytes.LastIndexByte(before, '\n') + 1
	return line, utf8.RuneCount(before[start:]) + 1
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

// nodeChecker refuses the parts of YAML that make a file mean something other
// than what it shows.
type nodeChecker struct {
	file     string
	depth    int
	problems diag.List
}

func (c *nodeChecker) check(n *yaml.Node, depth int) {
	switch {
	case depth > c.depth:
		c.add(n, "too_deep", fmt.Sprintf("nested more than %d levels deep", c.depth), "")
		return
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		c.add(n, "alias", "anchors and aliases (& and *) are not supported", "write the text out, or quote it")
		return
	case n.Style&yaml.TaggedStyle != 0:
		c.add(n, "tag", "tags such as "+n.Tag+" are not supported", "leave the tag out")
		return
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Tag == "!!merge" {
			c.add(child, "alias", "merge keys (<<) are not supported", "write the keys out")
		}
		c.check(child, depth+1)
		if len(c.problems) > 0 && c.problems[len(c.problems)-1].Code == "too_deep" {
			return
		}
	}
}

func (c *nodeChecker) add(n *yaml.Node, code, message, suggestion string) {
	c.problems = append(c.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion,
		File: c.file, Line: max(n.Line, 1), Column: max(n.Column, 1),
	})
}
