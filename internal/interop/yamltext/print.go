package yamltext

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth is how long a line may get before a value is written over several.
const lineWidth = 96

type printer struct{ b bytes.Buffer }

func (p *printer) document(n *node) {
	if n.kind == mapNode && len(n.keys) > 0 {
		p.mapping(n, 0, false)
		return
	}
	p.b.WriteString(oneLine(n) + "\n")
}

// mapping writes one key a line; hanging means that the first key continues the
// line of a list's dash.
func (p *printer) mapping(n *node, indent int, hanging bool) {
	for i, key := range n.keys {
		if !hanging || i > 0 {
			p.pad(indent)
		}
		p.b.WriteString(quoted(key, true) + ":")
		p.under(n.parts[i], indent, indent+utf8.RuneCountInString(key)+1)
	}
}

// under writes the value of a key: on the same line where it fits.
func (p *printer) under(n *node, indent, column int) {
	switch {
	case p.literal(n, indent+2):
	case fits(n, column+1):
		p.b.WriteString(" " + blockLine(n) + "\n")
	case n.kind == mapNode:
		p.b.WriteByte('\n')
		p.mapping(n, indent+2, false)
	default:
		p.b.WriteByte('\n')
		p.list(n, indent+2)
	}
}

func (p *printer) list(n *node, indent int) {
	for _, part := range n.parts {
		p.pad(indent)
		p.b.WriteByte('-')
		switch {
		case p.literal(part, indent+2):
		case fits(part, indent+2):
			p.b.WriteString(" " + blockLine(part) + "\n")
		case part.kind == mapNode:
			p.b.WriteByte(' ')
			p.mapping(part, indent+2, true)
		default:
			p.b.WriteByte('\n')
			p.list(part, indent+2)
		}
	}
}

func (p *printer) pad(n int) { p.b.WriteString(strings.Repeat(" ", n)) }

// literal writes a text of several lines as people expect to read it. It
// reports false for all else.
func (p *printer) literal(n *node, indent int) bool {
	if n.kind != textNode || !strings.Contains(n.text, "\n") || !plainLines(n.text) {
		return false
	}
	body := strings.TrimRight(n.text, "\n")
	chomp := "|-"
	switch len(n.text) - len(body) {
	case 0:
	case 1:
		chomp = "|"
	default:
		return false
	}
	p.b.WriteString(" " + chomp + "\n")
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			p.pad(indent)
		}
		p.b.WriteString(line + "\n")
	}
	return true
}

// plainLines reports whether every line survives as a literal: printable, and
// no blanks at either end that nobody would see.
func plainLines(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if line != strings.TrimSpace(line) || !printable(line) {
			return false
		}
	}
	return strings.TrimLeft(s, "\n") == s && strings.Trim(s, "\n") != ""
}

func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) || r == '\uFEFF' {
			return false
		}
	}
	return true
}

// fits reports whether a value may and can be written on the rest of a line.
func fits(n *node, column int) bool {
	return compact(n, false) && column+utf8.RuneCountInString(oneLine(n)) <= lineWidth || scalar(n) || len(n.parts) == 0
}

func scalar(n *node) bool { return n.kind == textNode || n.kind == rawNode }

// compact reports whether a value reads well on one line: scalars, lists of
// scalars, mappings of these, and nested lists of inline types.
func compact(n *node, nested bool) bool {
	if n.block {
		return false
	}
	for _, part := range n.parts {
		if !compact(part, true) || n.kind == listNode && part.kind == mapNode && !part.inline {
			return false
		}
	}
	return n.kind != textNode || !nested || !strings.Contains(n.text, "\n")
}

// blockLine writes a value that stands alone on the rest of its line: there a
// text needs fewer quotes than among others.
func blockLine(n *node) string {
	if n.kind == textNode {
		return quoted(n.text, false)
	}
	return oneLine(n)
}

// oneLine writes a value in flow style.
func oneLine(n *node) string {
	switch n.kind {
	case rawNode:
		return n.text
	case textNode:
		return quoted(n.text, true)
	}
	var b strings.Builder
	open, end := "[", "]"
	if n.kind == mapNode {
		open, end = "{", "}"
	}
	b.WriteString(open)
	for i, part := range n.parts {
		if i > 0 {
			b.WriteString(", ")
		}
		if n.kind == mapNode {
			b.WriteString(quoted(n.keys[i], true) + ": ")
		}
		b.WriteString(oneLine(part))
	}
	return b.String() + end
}
