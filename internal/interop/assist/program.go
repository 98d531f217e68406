package assist

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
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

// apart numbers the sections of a group and gives each a scope.
func apart(sections []requirement.Node, group int) {
	for i := range sections {
		sections[i].ID = fmt.Sprintf("s%d", i+1)
		sections[i].Scope = fmt.Sprintf("g%d-s%d", group, i+1)
	}
}

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

// choose is "n courses from" or "n units from". Words about the amount that a
// count cannot hold stay as text.
func choose(in instruction, of []requirement.Node) requirement.Node {
	n := requirement.Node{Choose: &requirement.Choose{Of: of}}
	count, whole := wholeNumber(in.amount)
	switch {
	case countsCourses(in) && whole && count >= 1 && count <= len(of):
		n.Choose.Count = count
	case countsCourses(in):
		// More courses than there are rows (a row may be a series), or none.
		return withText(all(of), instructionText(in))
	default:
		n.Choose.Credits = in.amount.String()
	}
	if !plainAmount(in) {
		n = withText(n, instructionText(in))
	}
	return n
}

// chooseEach is "n courses from A or from B": the choice inside each section.
func chooseEach(in instruction, a asset, b *builder) []requirement.Node {
	var out []requirement.Node
	for _, s := range a.sections {
		if rows := b.rows(s); len(rows) > 0 {
			n := choose(in, rows)
			for _, v := range s.advisements {
				n = withText(n, instructionText(v))
			}
			out = append(out, n)
		}
	}
	return out
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

func withText(n requirement.Node, texts ...string) requirement.Node {
	n.Conditions = append(n.Conditions[:len(n.Conditions):len(n.Conditions)], texts...)
	return n
}

func countsCourses(in instruction) bool {
	return in.unit == "" || strings.HasPrefix(strings.ToLower(in.unit), "course")
}

func plainAmount(in instruction) bool {
	return in.quantifier == "" && in.determiner == "" && in.toAmount.IsZero()
}

func wholeNumber(a credit.Amount) (int, bool) {
	r := a.Rat()
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, false
	}
	return int(r.Num().Int64()), true
}

// instructionText says an instruction in words.
func instructionText(in instruction) string {
	parts := []string{cmp.Or(in.selection, "Complete")}
	if !in.amount.IsZero() {
		amount := in.amount.String()
		if !in.toAmount.IsZero() {
			amount += " " + strings.ToLower(cmp.Or(in.determiner, "to")) + " " + in.toAmount.String()
		}
		parts = append(parts, splitWords(in.quantifier), amount, splitWords(in.unit), "from")
	}
	parts = append(parts, "the following")
	if in.conjunction != "" {
		parts = append(parts, "("+strings.ToLower(in.conjunction)+")")
	}
	return intake.OneLine(strings.Join(parts, " "))
}

// splitWords writes "AtLeast" as "at least".
func splitWords(word string) string {
	var b strings.Builder
	for i, r := range word {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

func sectionTexts(a asset) []string {
	var out []string
	for i, s := range a.sections {
		for _, v := range s.advisements {
			out = append(out, fmt.Sprintf("Section %c: %s", 'A'+rune(i%26), instructionText(v)))
		}
	}
	return out
}

// adviceText says a group's own advisement in words.
func adviceText(n *intake.Node) string {
	if t := texts(n); len(t) == 1 && !strings.HasPrefix(t[0], "{") {
		return t[0]
	}
	return instructionText(readInstruction(n))
}
