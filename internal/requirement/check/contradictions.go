package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// contradictions reports filters that take away what they select: a least grade
// above the greatest, and an exception of everything.
func (c *checker) contradictions(at string, f *requirement.ItemFilter, inst catalog.InstitutionID) {
	if f.MinGrade != "" && f.MaxGrade != "" {
		if order, ok := c.w.GradeOrder(inst, f.MinGrade, f.MaxGrade); ok && order > 0 {
			c.reportf(at+"/maxGrade", "inverted_grades", "exchange the two", "no grade is at least %s and at most %s", f.MinGrade, f.MaxGrade)
		}
	}
	if f.Except == nil {
		return
	}
	whole := *f
	whole.Except = nil
	if requirement.Implies(c.v.Sets, []*requirement.ItemFilter{&whole}, f.Except) {
		if bounds(at) {
			c.warnf(at+"/except", "vacuous", "leave out less, or remove the limit", "everything that the filter selects is left out again: it limits nothing")
			return
		}
		c.reportf(at+"/except", "unsatisfiable", "leave out less, or select more", "everything that the filter selects is left out again")
	}
}

// bounds reports whether the filter at a pointer says what a limit or a share is
// about: one that selects nothing does no harm there.
func bounds(at string) bool {
	return strings.Contains(at, "/limits/") || strings.Contains(at, "/shares/")
}

// repeatedParts reports parts of a choice that are written twice: one item
// serves one of them, so they are one part.
func (c *checker) repeatedParts(at string, ch *requirement.Choose) {
	first := map[string]int{}
	for i := range ch.Of {
		bare := ch.Of[i]
		bare.ID, bare.Title = "", ""
		if many := c.w.Item(bare.Item); bare.Item == "" && bare.Series == nil || many != nil && many.Repeatable {
			first[fmt.Sprintf("part %d", i)] = i
			continue // two takes of one filter are two parts
		}
		text, err := json.Marshal(&bare)
		if err != nil {
			return // cannot happen: the types have no circles
		}
		if j, ok := first[string(text)]; ok {
			c.warnf(at+"/of/"+itoa(i), "repeated_item", "remove it", "the part is the same as the part %d", j+1)
			continue
		}
		first[string(text)] = i
	}
	if ch.Count > len(first) && ch.Count <= len(ch.Of) {
		c.reportf(at+"/count", "unsatisfiable", fmt.Sprintf("at most %d", len(first)), "%d parts are asked for, and %d of them are different", ch.Count, len(first))
	}
}

// fewClasses reports a need for more different subjects, levels or institutions
// than an open filter names. A course that has several codes may be counted
// under another subject than the one that it matches by: where the catalogue
// has one, nothing is reported.
func (c *checker) fewClasses(d *demand) bool {
	t := c.places[d.place].Node.Take
	if t == nil || t.Distinct == nil || d.filter == nil {
		return false
	}
	seen := map[string]bool{}
	for _, name := range c.namedClasses(d, t.Distinct.By) {
		seen[strings.ToUpper(strings.TrimSpace(name))] = true
	}
	if len(seen) == 0 || t.Distinct.AtLeast <= len(seen) {
		return false
	}
	if t.Distinct.By == requirement.BySubject && !c.oneCodeEach(d.filter, seen) {
		return false
	}
	c.reportf(c.at(&c.places[d.place])+"/take/distinct/atLeast", "unsatisfiable", fmt.Sprintf("at most %d", len(seen)),
		"%d different ones are asked for, and what qualifies is of %d", t.Distinct.AtLeast, len(seen))
	return true
}

// namedClasses are the classes that the filters of a demand name; none where
// they do not bound them.
func (c *checker) namedClasses(d *demand, by requirement.Class) []string {
	for _, f := range c.filtersAt(d) {
		if f == nil {
			continue
		}
		switch {
		case by == requirement.BySubject && f.Subjects != nil:
			return f.Subjects
		case by == requirement.ByLevel && f.Levels != nil:
			return f.Levels
		case by == requirement.ByInstitution && f.Institutions != nil:
			out := make([]string, len(f.Institutions))
			for i, id := range f.Institutions {
				out[i] = string(id)
			}
			return out
		}
	}
	return nil
}

// oneCodeEach reports whether the items of the institution that the filter could
// select are counted under the subjects that it names.
func (c *checker) oneCodeEach(f *requirement.ItemFilter, subjects map[string]bool) bool {
	sel := c.catalogue(c.p.Institution)
	if c.budget -= len(sel.Pieces); c.budget < 0 {
		return false
	}
	for i, t := range sel.Select(f) {
		codes := sel.Pieces[i].Codes
		if t != requirement.No && slices.ContainsFunc(codes, func(code requirement.PieceCode) bool { return !subjects[code.Subject] }) {
			return false
		}
	}
	return true
}
