package view

import (
	"net/url"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/web/diagram"
	"github.com/cairnproject/cairn/internal/web/message"
	"github.com/cairnproject/cairn/internal/wording"
)

// RuleAnchor is the id of a rule on the page of its agreement.
func RuleAnchor(rule string) string { return "rule-" + strings.Join(strings.Fields(rule), "-") }

// fragment writes an id as the part of an address after "#".
func fragment(id string) string { return (&url.URL{Path: id}).EscapedPath() }

// KindName is a kind of item or program in words.
func KindName(loc *message.Locale, kind string) string {
	if key := "search.kind." + kind; loc.T(key) != key {
		return loc.T(key)
	}
	return kind
}

func kindName(p *Page, kind string) string { return KindName(p.Loc, kind) }

// LevelName is a level in words, or as it is written.
func LevelName(loc *message.Locale, level string) string {
	if key := "level." + level; loc.T(key) != key {
		return loc.T(key)
	}
	return level
}

func vertexPath(v *pathway.Vertex) string {
	if v.Kind == pathway.KindProgram {
		return "/pathways/" + v.Ref
	}
	return "/items/" + v.Ref
}

func vertexName(p *Page, v *pathway.Vertex) string {
	if !v.Words.IsZero() {
		return p.Loc.Say(v.Words)
	}
	if v.Kind == pathway.KindItem && v.Title != "" && v.Name != v.Title {
		return v.Name + " " + v.Title
	}
	return firstOf(v.Title, v.Name)
}

// vertexLabel is a vertex in a drawing.
func vertexLabel(p *Page, v *pathway.Vertex) string {
	if !v.Words.IsZero() {
		return p.Loc.Say(v.Words)
	}
	return firstOf(v.Title, v.Name)
}

func vertexKind(p *Page, v *pathway.Vertex) string {
	if v.Kind == pathway.KindProgram || v.Detail == "" {
		return kindName(p, string(v.Kind))
	}
	if v.Kind == pathway.KindAward {
		return p.Loc.Say(wording.Term("award", v.Detail, v.Detail))
	}
	return kindName(p, v.Detail)
}

// nodeStatus is a requirement's status in the drawing.
func nodeStatus(s engine.RequirementStatus) diagram.Status {
	return map[engine.RequirementStatus]diagram.Status{
		engine.RequirementSatisfied: diagram.Satisfied, engine.RequirementProvisional: diagram.InProgress,
		engine.RequirementUnmet: diagram.Open, engine.RequirementUndecided: diagram.Undecided, engine.RequirementWaived: diagram.Waived,
	}[s]
}

func statusWord(p *Page, s engine.RequirementStatus) string {
	if nodeStatus(s) == diagram.Unstated {
		return ""
	}
	return p.T(MarkOfRequirement(s).Key)
}

// drawingSize says in which rooms and on which paper a drawing can be read: the
// rules of the classes are in 04-pathway.css.
func drawingSize(svg []byte) string {
	const small, middle, large, sheet = 440, 700, 1120, 1300
	switch least := diagram.Least(svg); {
	case least <= small:
		return "drawing-s"
	case least <= middle:
		return "drawing-m"
	case least <= large:
		return "drawing-l"
	case least <= sheet:
		return "drawing-xl"
	}
	return "drawing-xl drawing-sheets"
}

// drawOptions are those of every drawing on a page.
func drawOptions(p *Page, id, title, outline string) diagram.Options {
	return diagram.Options{
		ID: id, Title: title, Description: p.T("path.drawing.text"), MoreHref: "#" + outline,
		More: func(n int) string { return p.N("path.more", n) },
	}
}

// DrawLeads draws what an item leads to; in a file of its own links lead back to
// the page at base.
func DrawLeads(p *Page, name, base string, it *catalog.Item, steps []*app.LeadStep) []byte {
	g := diagram.Graph{Nodes: []diagram.Node{{
		ID: "item", Code: name, Label: p.T("path.this"), Goal: true, Lane: string(it.Institution),
	}}}
	var add func(from string, list []*app.LeadStep)
	add = func(from string, list []*app.LeadStep) {
		for _, s := range list {
			n := diagram.Node{
				ID: s.Number, Step: s.Number, Label: vertexLabel(p, &s.Vertex), Note: vertexKind(p, &s.Vertex),
				Href: base + "#lead-" + s.Number, Lane: string(s.Vertex.Institution),
			}
			switch s.Vertex.Kind {
			case pathway.KindProgram:
				n.Kind = diagram.Program
			case pathway.KindCredential:
				n.Kind, n.Exit = diagram.Credential, true
			case pathway.KindItem, pathway.KindAward, pathway.KindRule:
				if s.Vertex.Name != n.Label && s.Vertex.Words.IsZero() {
					n.Code = s.Vertex.Name
				}
			}
			g.Nodes = append(g.Nodes, n)
			g.Edges = append(g.Edges, diagram.Edge{From: from, To: s.Number, Optional: s.WithOthers})
			add(s.Number, s.Parts)
		}
	}
	add("item", steps)
	return diagram.Draw(g, drawOptions(p, "onward-drawing", p.T("item.onward.drawing"), "onward-outline"))
}
