package assist

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/requirement"
)

// program turns the template into a requirement tree: one node for each group,
// in order, under the title that stands before it. Groups and sections are
// numbered, so that paths stay when titles change, and each is a scope of its
// own: a template that lists a course in two places means the same course.
func (b *builder) program() requirement.Program {
	p := b.p
	out := requirement.Program{
		ID:          string(p.receiver) + "/" + cmp.Or(intake.Slug(p.name), "program"),
		Institution: p.receiver, Title: p.name,
	}
	if p.catalogYear != "" {
		out.Notes = append(out.Notes, "Catalogue year "+p.catalogYear+", as published on ASSIST.org.")
	}
	var groups []requirement.Node
	title := ""
	for _, a := range p.assets {
		switch {
		case a.kind == "RequirementTitle":
			title = intake.OneLine(a.text)
		case a.kind == "RequirementGroup":
			for _, n := range b.group(a, title, len(groups)+1) {
				n.ID = fmt.Sprintf("g%d", len(groups)+1)
				n.Scope = cmp.Or(n.Scope, n.ID)
				groups = append(groups, n)
			}
		case a.text != "":
			out.Notes = append(out.Notes, a.text)
		default:
			b.im.report.Note("template parts without text", 1)
		}
	}
	if len(groups) > 0 {
		advice := !slices.ContainsFunc(groups, func(n requirement.Node) bool { return !n.Recommended })
		out.Requires = &requirement.Node{Title: p.name, All: groups, Recommended: advice}
	}
	return out
}

// group is the node of one requirement group, or none where it has no cells.
func (b *builder) group(a asset, title string, number int) []requirement.Node {
	n, ok := b.combine(a, number)
	code := "without instruction"
	if a.instruction != nil {
		code = a.instruction.kind
	}
	sample := fmt.Sprintf("%s, group at position %d", filepath.Base(b.p.file), a.position)
	if !ok {
		b.im.report.Add("requirement groups", "empty", intake.Normalised, sample)
		return nil
	}
	n.Title = cmp.Or(title, n.Title)
	n = conditioned(n, a.attributes)
	disposition := intake.Kept
	if unclear(a) {
		disposition = intake.Left
	}
	n.Recommended = strings.Contains(strings.ToLower(title), "recommended")
	b.im.report.Add("requirement groups", code, disposition, sample)
	return []requirement.Node{n}
}

// combine applies the instruction of a group to its sections.
func (b *builder) combine(a asset, group int) (requirement.Node, bool) {
	var sections, rows []requirement.Node
	for _, s := range a.sections {
		list := b.rows(s)
		rows = append(rows, list...)
		if n, ok := sectionNode(s, list); ok {
			sections = append(sections, n)
		}
	}
	if len(sections) == 0 {
		return requirement.Node{}, false
	}
	in := a.instruction
	switch {
	case in == nil || in.kind == "Following" || in.kind == "Conjunction" && in.conjunction == "And":
		if len(sections) > 1 {
			apart(sections, group)
		}
		return all(sections), true
	case in.kind == "Conjunction" && in.conjunction == "Or":
		return either(sections), true
	case in.kind == "NFromArea" && !anyAdvised(a), in.kind == "NFromConjunction" && (in.conjunction == "And" || len(sections) == 1) && !anyAdvised(a):
		return choose(*in, rows), true
	case (in.kind == "NFromArea" || in.kind == "NFromConjunction") && len(sections) == 1:
		// "1 course from" beside "select 1 course" in the only section: the
		// stricter of the two, which the section states already, plus the text.
		return withText(sections[0], instructionText(*in)), true
	case in.kind == "NFromConjunction" && in.conjunction == "Or":
		return either(chooseEach(*in, a, b)), true
	case in.kind == "NFromArea" || in.kind == "NFromConjunction":
		// Sections with limits of their own: keep the choice over all rows and
		// the limits as text.
		return withText(choose(*in, rows), sectionTexts(a)...), true
	}
	return withText(all(sections), "ASSIST instruction: "+instructionText(*in)), true
}
