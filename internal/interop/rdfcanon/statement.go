package rdfcanon

import (
	"bytes"
	"slices"
)

// statement is a quad prepared for hashing: the written form of what is no blank
// node, and the number of what is one.
type statement struct {
	text  [4]string // subject, predicate, object, graph; empty where a blank node
	blank [4]int    // the number of the blank node, or -1
}

// The positions of a statement.
const (
	atSubject = iota
	atPredicate
	atObject
	atGraph
)

// add prepares a quad, unless it came before.
func (c *canonicalizer) add(q *Quad) {
	terms := [4]*Term{&q.Subject, &q.Predicate, &q.Object, &q.Graph}
	var ends [4]int
	c.scratch = c.scratch[:0]
	for i, t := range terms {
		c.scratch = appendTerm(c.scratch, *t)
		ends[i] = len(c.scratch)
		c.scratch = append(c.scratch, ' ') // no label can hold it
	}
	if c.seen[string(c.scratch)] {
		return
	}
	line := string(c.scratch)
	c.seen[line] = true
	var s statement
	start := 0
	for i, t := range terms {
		s.blank[i] = -1
		if t.Kind == Blank {
			s.blank[i] = c.number(t.Value, len(c.statements))
		} else {
			s.text[i] = line[start:ends[i]]
		}
		start = ends[i] + 1
	}
	c.statements = append(c.statements, s)
}

// number is the number of a blank node that a statement mentions.
func (c *canonicalizer) number(label string, statement int) int {
	n, known := c.numbers[label]
	if !known {
		n = len(c.labels)
		c.numbers[label] = n
		c.labels = append(c.labels, label)
		c.mentions = append(c.mentions, nil)
	}
	if m := c.mentions[n]; len(m) == 0 || m[len(m)-1] != statement {
		c.mentions[n] = append(m, statement)
	}
	return n
}

// write appends a statement as a line; name names its blank nodes.
func (s *statement) write(out []byte, name func(out []byte, blank int) []byte) []byte {
	for i := range s.text {
		switch {
		case s.blank[i] >= 0:
			out = name(append(out, "_:"...), s.blank[i])
		case s.text[i] == "": // the default graph
			continue
		default:
			out = append(out, s.text[i]...)
		}
		out = append(out, ' ')
	}
	return append(out, ".\n"...)
}

// firstDegree is the hash of the statements that mention a blank node (section
// 4.6.3): the node itself is written a, every other one z.
func (c *canonicalizer) firstDegree(n int) string {
	name := func(out []byte, blank int) []byte {
		if blank == n {
			return append(out, 'a')
		}
		return append(out, 'z')
	}
	c.scratch = c.scratch[:0]
	c.lines = c.lines[:0]
	ends := make([]int, 0, 16)
	for _, i := range c.mentions[n] {
		c.scratch = c.statements[i].write(c.scratch, name)
		ends = append(ends, len(c.scratch))
	}
	start := 0
	for _, end := range ends {
		c.lines = append(c.lines, c.scratch[start:end])
		start = end
	}
	slices.SortFunc(c.lines, bytes.Compare)
	return c.hash(bytes.Join(c.lines, nil))
}
