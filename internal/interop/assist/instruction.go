package assist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/requirement"
)

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

func withText(n requirement.Node, texts ...string) requirement.Node {
	n.Conditions = append(slices.Clip(n.Conditions), texts...)
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
