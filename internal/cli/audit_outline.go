package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/requirement"
)

// requirementSign is a requirement's status for people: a sign that differs in
// shape, and a word.
func requirementSign(s engine.RequirementStatus) (sign, word string) {
	switch s {
	case engine.RequirementSatisfied:
		return "✓", "satisfied"
	case engine.RequirementProvisional:
		return "~", "in progress"
	case engine.RequirementUnmet:
		return "✗", "unmet"
	case engine.RequirementUndecided:
		return "¿", "undecided"
	case engine.RequirementWaived:
		return "◇", "waived"
	case engine.RequirementNotNeeded:
		return "–", "not needed"
	case engine.RequirementAdvice:
		return "·", "recommended"
	}
	return "?", string(s)
}

// roomForWords is the width from which statuses stand as words beside their
// signs.
const roomForWords = 60

// printOutline prints one line a requirement, its parts indented below it, and
// below those that are not satisfied why.
func (p *program) printOutline(w *printer, t *engine.TargetResult) {
	a, codes := t.Audit, lineCodes(t)
	w.println("Requirements")
	marks := exceptionMarks(a)
	closed := -1 // the depth of a branch that is not needed: its parts are left out
	for i := range a.Requirements {
		r := &a.Requirements[i]
		if closed >= 0 && r.Depth > closed {
			continue
		}
		closed = -1
		if r.Status == engine.RequirementNotNeeded {
			closed = r.Depth
		}
		p.printRequirement(w, r, codes)
		indent := p.indentOf(r.Depth) + "  "
		for _, mark := range marks[r.Path] {
			p.wrapped(w, indent, "* "+mark)
		}
		delete(marks, r.Path)
		p.printShortfall(w, indent, r)
	}
	for i := range a.Exceptions {
		x := &a.Exceptions[i]
		for _, mark := range marks[x.Path] { // its requirement is not shown
			p.wrapped(w, "  ", "* "+strings.TrimPrefix(x.Path+": ", ": ")+mark)
		}
		delete(marks, x.Path)
	}
}

// indentOf is what stands before the name of a requirement and its remarks.
func (p *program) indentOf(depth int) string {
	if p.width() < roomForWords {
		return strings.Repeat(" ", 4+min(depth, 6))
	}
	return strings.Repeat(" ", 16+2*min(depth, 12))
}

// lineCodes are the codes by which people know the lines of a target, by id.
func lineCodes(t *engine.TargetResult) map[string]string {
	codes := make(map[string]string, len(t.Lines))
	for i := range t.Lines {
		codes[t.Lines[i].ID] = first(t.Lines[i].Source.Code, t.Lines[i].Source.Title, t.Lines[i].ID)
	}
	return codes
}

func (p *program) printRequirement(w *printer, r *engine.Requirement, codes map[string]string) {
	sign, word := requirementSign(r.Status)
	before := "  " + sign
	if p.width() >= roomForWords {
		before += " " + word
	}
	indent := p.indentOf(r.Depth)
	before += strings.Repeat(" ", max(1, len(indent)-text.StringWidth(before)))
	p.wrapped(w, before, strings.Join(requirementParts(r, codes), " · "))
}

// requirementParts are the name of a requirement, the two values of what it
// counts, what is used, and what is left.
func requirementParts(r *engine.Requirement, codes map[string]string) []string {
	parts := []string{requirementName(r)}
	if r.Status == engine.RequirementNotNeeded || r.Status == engine.RequirementAdvice || r.Status == engine.RequirementWaived {
		return parts
	}
	for i := range r.Measures {
		if m := &r.Measures[i]; !m.Holds || worthShowing(r, m) {
			parts = append(parts, measureWords(m))
		}
	}
	if len(r.Uses) > 0 {
		uses := make([]string, len(r.Uses))
		for i := range r.Uses {
			uses[i] = strings.TrimPrefix(useWords(&r.Uses[i], codes), parts[0]+" ")
		}
		parts = append(parts, strings.Join(uses, ", "))
	}
	if r.Remaining != nil {
		parts = append(parts, quantityWords(*r.Remaining)+" left")
	}
	return parts
}

// worthShowing leaves out "1 of 1" beside the course itself.
func worthShowing(r *engine.Requirement, m *engine.Measure) bool {
	return m.What != "items" || r.Kind != requirement.KindItem
}

// requirementName is the title, or the sentence cut to what stands at this
// level: the parts follow on their own lines.
func requirementName(r *engine.Requirement) string {
	switch {
	case r.Title != "":
		return r.Title
	case r.Path == "" && r.Depth == 0 && r.Kind == requirement.KindAll:
		return "The whole program"
	}
	if r.Status == engine.RequirementNotNeeded || r.Status == engine.RequirementAdvice || r.Status == engine.RequirementWaived {
		return bareSentence(r.Text)
	}
	id := givenID(r)
	switch r.Kind {
	case requirement.KindAll:
		return sentenceCase(id + "all of")
	case requirement.KindAny:
		return sentenceCase(id + "one of")
	case requirement.KindChoose:
		if head, _, ok := strings.Cut(bareSentence(r.Text), " of "); ok {
			return id + head + " of"
		}
	case requirement.KindTake:
		return id + bareSentence(r.Text)
	}
	return bareSentence(r.Text)
}

// sentenceCase begins what has no id before it with a capital.
func sentenceCase(s string) string {
	if strings.Contains(s, ": ") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// givenID is the id that a requirement was given, for one without a title: it
// is what reasons and proofs call it. Ids that stand for a kind say nothing.
func givenID(r *engine.Requirement) string {
	id := r.Path[strings.LastIndexByte(r.Path, '/')+1:]
	made := strings.TrimRight(id, "-0123456789")
	if id == "" || slices.ContainsFunc(requirement.Kinds(), func(k requirement.Kind) bool { return string(k) == made }) {
		return ""
	}
	return id + ": "
}

// bareSentence is "Complete X." as "X".
func bareSentence(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, "Complete "), ".")
}

// measureWords is "12 of 15 semester credits".
func measureWords(m *engine.Measure) string {
	values := m.Have.Decimal() + " of " + m.Need.Decimal()
	switch m.What {
	case "items":
		words := values + " " + plural(m.Need.Decimal(), "course")
		if m.Of != "" {
			words += " of one " + m.Of
		}
		return words
	case "credits":
		return values + " " + plural(m.Need.Decimal(), m.Unit+" credit")
	case "parts":
		return values + " " + plural(m.Need.Decimal(), "part")
	case "distinct":
		return values + " different " + plural(m.Need.Decimal(), m.Of)
	case "gpa":
		if m.Holds && m.Have.IsZero() {
			return "nothing graded yet for the grade point average of " + m.Need.Decimal()
		}
		return "grade point average " + values
	}
	if m.What == "at-most" {
		return m.Of + ": " + m.Have.Decimal() + " used"
	}
	return m.Of + ": " + m.Have.Decimal() + " so far"
}

func plural(n, what string) string {
	if n == "1" {
		return what
	}
	return what + "s"
}

// useWords is "CSE 12 (4) B from CIS 120 and CIS 121".
func useWords(u *engine.Use, codes map[string]string) string {
	var from []string
	for _, id := range u.Lines {
		from = append(from, first(codes[id], id))
	}
	sources := andWords(from)
	out := first(u.Code, u.Title, string(u.Item), sources)
	if !u.Credits.Amount.IsZero() {
		out += " (" + u.Credits.Amount.Decimal() + ")"
	}
	if u.Grade != "" {
		out += " " + u.Grade
	}
	if sources != first(u.Code, u.Title, string(u.Item), sources) {
		out += " from " + sources
	}
	if u.Expected {
		out += ", expected"
	}
	if u.Beyond {
		out += ", beyond the need"
	}
	return out
}

// exceptionMarks are the visible marks by path.
func exceptionMarks(a *engine.Audit) map[string][]string {
	out := map[string][]string{}
	for i := range a.Exceptions {
		x := &a.Exceptions[i]
		out[x.Path] = append(out[x.Path], exceptionWords(x))
	}
	return out
}

// exceptionWords is the mark of an exception with what became of it.
func exceptionWords(x *engine.AppliedException) string {
	var words strings.Builder
	words.WriteString(x.Mark)
	for i := range x.Reasons {
		r := &x.Reasons[i]
		text := r.Text
		switch {
		case x.Lapsed:
			text = "changes nothing: " + text
		case r.Text == x.Orphan:
			text = fmt.Sprintf("exception %s, %s of the record, changes nothing any more: %s", x.ID, x.Pointer, text)
		}
		if r.Fix != "" {
			text += " → " + r.Fix
		}
		words.WriteString(" (" + text + ")")
	}
	return words.String()
}

// printShortfall prints why a requirement is not satisfied, less what its line
// says already, and the conditions that are only words.
func (p *program) printShortfall(w *printer, indent string, r *engine.Requirement) {
	for i := range r.Reasons {
		x := &r.Reasons[i]
		if counted(x.Code) && x.Fix == "" {
			continue
		}
		words := x.Text
		if x.Fix != "" {
			words += " → " + x.Fix
		}
		p.wrapped(w, indent, "because "+words)
	}
	if r.Status == engine.RequirementUnmet || r.Status == engine.RequirementUndecided {
		for _, t := range r.Texts {
			p.wrapped(w, indent, "note: "+t)
		}
	}
}

// counted reasons repeat the two values of a measure.
func counted(code string) bool {
	switch code {
	case "requirement_items_short", "requirement_credits_short", "requirement_distinct_short", "requirement_parts_short", "requirement_gpa_low", "requirement_minimum_short":
		return true
	}
	return false
}
