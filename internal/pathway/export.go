package pathway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteJSON writes the view as indented JSON: nodes by id, edges by their ends.
// The same graph gives the same bytes.
func (v View) WriteJSON(w io.Writer) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("graph as JSON: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// dotShapes are the shapes by kind; the kind is also said in words.
var dotShapes = map[Kind]string{
	KindItem:       "shape=box",
	KindCredential: "shape=box, peripheries=2",
	KindProgram:    "shape=folder",
	KindRule:       "shape=diamond",
	KindAward:      "shape=ellipse",
}

// WriteDOT writes the view for Graphviz, drawn from left to right. Lines that do
// not award are dashed and say why. Nodes are numbered n1, n2, … in the order of
// the view; the tooltip holds the id.
func (v View) WriteDOT(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("digraph cairn {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n")
	name := v.names()
	for _, n := range v.Nodes {
		style := ""
		if n.Unknown || n.Standing != "" && n.Standing != Awarding {
			style = ", style=dashed"
		}
		fmt.Fprintf(&b, "  %s [%s%s, label=%s, tooltip=%s];\n",
			name[n.ID], dotShapes[n.Kind], style, dotText(n.lines()...), dotText(string(n.ID)))
	}
	for _, e := range v.Edges {
		fmt.Fprintf(&b, "  %s -> %s", name[e.From], name[e.To])
		if label := e.label(); label != "" {
			fmt.Fprintf(&b, " [label=%s", dotText(label))
			if e.dashed() {
				b.WriteString(", style=dashed")
			}
			b.WriteString("]")
		}
		b.WriteString(";\n")
	}
	b.WriteString("}\n")
	_, err := w.Write(b.Bytes())
	return err
}

// mermaidShapes are what stands before and after a label, by kind.
var mermaidShapes = map[Kind][2]string{
	KindItem:       {"[", "]"},
	KindCredential: {"([", "])"},
	KindProgram:    {"[[", "]]"},
	KindRule:       {"{{", "}}"},
	KindAward:      {"(", ")"},
}

// WriteMermaid writes the view as a Mermaid flowchart, with the numbers of
// [View.WriteDOT].
func (v View) WriteMermaid(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("flowchart LR\n")
	name := v.names()
	for _, n := range v.Nodes {
		shape := mermaidShapes[n.Kind]
		fmt.Fprintf(&b, "  %s%s%s%s\n", name[n.ID], shape[0], mermaidText(n.lines()...), shape[1])
	}
	for _, e := range v.Edges {
		arrow := "-->"
		if e.dashed() {
			arrow = "-.->"
		}
		if label := e.label(); label != "" {
			arrow += "|" + mermaidText(label) + "|"
		}
		fmt.Fprintf(&b, "  %s %s %s\n", name[e.From], arrow, name[e.To])
	}
	_, err := w.Write(b.Bytes())
	return err
}

// names numbers the nodes: ids may hold anything.
func (v View) names() map[VertexID]string {
	out := make(map[VertexID]string, len(v.Nodes))
	for i, n := range v.Nodes {
		out[n.ID] = fmt.Sprintf("n%d", i+1)
	}
	return out
}

// lines are the words in a box: the name, what it is and where.
func (n Node) lines() []string {
	what := string(n.Kind)
	if n.Detail != "" && n.Kind != KindRule {
		what = n.Detail
	}
	if n.Institution != "" {
		what += " of " + string(n.Institution)
	}
	switch {
	case n.Unknown:
		what = "unknown " + what
	case n.Standing != "" && n.Standing != Awarding:
		what += ", " + string(n.Standing)
	}
	lines := []string{n.Name}
	if n.Title != "" && n.Title != n.Name {
		lines = append(lines, n.Title)
	}
	return append(lines, what)
}

func (e Edge) dashed() bool { return e.Standing != Awarding || e.Recommended }

// label says what the line alone does not: why it does not award, and how
// binding it is.
func (e Edge) label() string {
	var parts []string
	if e.Standing != Awarding {
		parts = append(parts, string(e.Standing))
	}
	if e.Wildcard {
		parts = append(parts, "by pattern")
	}
	switch {
	case e.Recommended:
		parts = append(parts, "recommended")
	case e.Optional:
		parts = append(parts, "one way")
	case e.Kind == LinkSource && !e.Alone:
		parts = append(parts, "with others")
	case e.Kind == LinkConfers || e.Kind == LinkSame || e.Kind == LinkToward:
		parts = append(parts, map[LinkKind]string{LinkConfers: "confers", LinkSame: "cross-listed", LinkToward: "toward"}[e.Kind])
	}
	return strings.Join(parts, ", ")
}
