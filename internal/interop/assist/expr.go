package assist

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// source builds the expression of the sending side. ok is false where the
// groups are joined in a way that does not say which belong together; then a
// person must decide and the text says what the file holds.
func (im *importer) source(s *sending) (e agreement.Expr, ok bool) {
	if s.unreadable {
		return agreement.Expr{}, false
	}
	parts := make([]agreement.Expr, len(s.groups))
	positions := make([]int, len(s.groups))
	for i, g := range s.groups {
		if parts[i], ok = im.groupExpr(g); !ok {
			return agreement.Expr{}, false
		}
		positions[i] = g.position
	}
	tree, ok := joinGroups(positions, s.conjunctions)
	if !ok {
		return agreement.Expr{}, false
	}
	return tree.expr(parts), true
}

// groupExpr is the courses of one group. A course that is listed twice in a
// group is asked for once.
func (im *importer) groupExpr(g group) (agreement.Expr, bool) {
	var leaves []agreement.Expr
	seen := map[intake.Key]bool{}
	for _, k := range g.courses {
		if !seen[k] {
			seen[k] = true
			leaves = append(leaves, agreement.Expr{Item: im.courses.ID(k)})
		}
	}
	switch {
	case len(leaves) == 0:
		return agreement.Expr{}, false
	case len(leaves) == 1:
		return leaves[0], true
	case g.conjunction == "and":
		return agreement.Expr{All: leaves}, true
	case g.conjunction == "or":
		return agreement.Expr{Any: leaves}, true
	}
	return agreement.Expr{}, false
}

// describe writes the groups and conjunctions for the person who must decide.
func (im *importer) describe(s *sending) string {
	var b strings.Builder
	for i, g := range s.groups {
		codes := make([]string, len(g.courses))
		for j, k := range g.courses {
			codes[j] = im.courses.Code(k)
		}
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "group %d: %s", g.position, strings.Join(codes, " "+cmp.Or(g.conjunction, "?")+" "))
	}
	for _, c := range s.conjunctions {
		fmt.Fprintf(&b, "; %s joins groups %d to %d", c.word, c.begin, c.end)
	}
	if s.unreadable {
		b.WriteString("; some courses could not be read")
	}
	return b.String()
}
