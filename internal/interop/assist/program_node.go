package assist

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/requirement"
)

// unclear reports whether a person should look at how a group was read.
func unclear(a asset) bool {
	in := a.instruction
	for _, s := range a.sections {
		if len(s.advisements) > 1 || len(s.advisements) == 1 && s.advisements[0].kind != "NFollowing" {
			return true
		}
		for _, w := range s.rows {
			if len(w.cells) != 1 {
				return true
			}
		}
	}
	if in == nil {
		return false
	}
	switch in.kind {
	case "Conjunction":
		return in.conjunction != "And" && in.conjunction != "Or"
	case "Following":
		return false
	case "NFromArea", "NFromConjunction":
		return anyAdvised(a) || !plainAmount(*in) || in.conjunction == "Or" && len(a.sections) > 1
	}
	return true
}

func anyAdvised(a asset) bool {
	for _, s := range a.sections {
		if len(s.advisements) > 0 {
			return true
		}
	}
	return false
}

// rows are the nodes of a section's rows, in order.
func (b *builder) rows(s section) []requirement.Node {
	var out []requirement.Node
	for _, w := range s.rows {
		var cells []requirement.Node
		for _, c := range w.cells {
			if n, ok := b.cellNode(c); ok {
				cells = append(cells, n)
			}
		}
		if len(cells) == 0 {
			continue
		}
		n := all(cells)
		n = conditioned(n, w.attributes)
		out = append(out, n)
	}
	return out
}

func (b *builder) cellNode(c cell) (requirement.Node, bool) {
	var n requirement.Node
	for _, k := range c.receiving.courses {
		n.Series = append(n.Series, b.im.courses.ID(k))
	}
	switch {
	case len(n.Series) == 1:
		n.Item, n.Series = n.Series[0], nil
	case len(n.Series) > 1 && strings.EqualFold(c.receiving.conjunction, "or"):
		for _, id := range n.Series {
			n.Any = append(n.Any, requirement.Node{Item: id})
		}
		n.Series = nil
	case len(n.Series) == 0:
		return n, false // requirements and areas without courses stay rules only
	}
	n = conditioned(n, c.attributes)
	return n, true
}

// sectionNode applies the advisement of a section to its rows.
func sectionNode(s section, rows []requirement.Node) (requirement.Node, bool) {
	if len(rows) == 0 {
		return requirement.Node{}, false
	}
	n := all(rows)
	if len(s.advisements) == 1 && s.advisements[0].kind == "NFollowing" {
		n = choose(s.advisements[0], rows)
	} else {
		for _, v := range s.advisements {
			n = withText(n, instructionText(v))
		}
	}
	n = conditioned(n, s.attributes)
	return n, true
}

// apart numbers the sections of a group and gives each a scope.
func apart(sections []requirement.Node, group int) {
	for i := range sections {
		sections[i].ID = fmt.Sprintf("s%d", i+1)
		sections[i].Scope = fmt.Sprintf("g%d-s%d", group, i+1)
	}
}

// conditioned keeps the texts of conditions, and checks those whose words are
// known.
func conditioned(n requirement.Node, attributes []string) requirement.Node {
	for _, c := range conditions(attributes) {
		n.Conditions = append(n.Conditions, c.Text)
		if c.Meaning == agreement.MeansLetterGrade {
			n.Where = &requirement.ItemFilter{Grading: requirement.LetterGraded}
		}
	}
	return n
}

func all(parts []requirement.Node) requirement.Node {
	if len(parts) == 1 {
		return parts[0]
	}
	return requirement.Node{All: parts}
}

func either(parts []requirement.Node) requirement.Node {
	if len(parts) == 1 {
		return parts[0]
	}
	return requirement.Node{Any: parts}
}
