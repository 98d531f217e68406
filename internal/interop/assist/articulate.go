package assist

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// cells writes the rules of the template's cells, in the order of the template.
func (b *builder) cells(byCell map[string][]*articulation) {
	for _, a := range b.p.assets {
		for _, s := range a.sections {
			for _, w := range s.rows {
				for i := range w.cells {
					c := &w.cells[i]
					b.cell(c, byCell[c.id], [][]string{a.attributes, s.attributes, w.attributes, c.attributes})
				}
			}
		}
	}
}

// cell writes one rule for each articulation of the cell, or one that says that
// there is none.
func (b *builder) cell(c *cell, arts []*articulation, attributes [][]string) {
	b.im.report.Note("template cells", 1)
	if c.id == "" || len(arts) == 0 {
		r := agreement.Rule{
			Outcome: agreement.OutcomeAbsent, Awards: b.awards(c.receiving), Conditions: conditions(attributes...),
		}
		if c.receiving.readable {
			b.add(r, c.receiving, "cell without articulation", intake.Kept)
		} else {
			b.leave(r, c.receiving, "cell that cannot be read")
		}
		return
	}
	for _, art := range arts {
		art.cellID = placed
		b.articulation(art, attributes)
	}
}

// placed marks an articulation that its cell has used. It cannot be an id in a
// file: those carry no blanks at the ends.
const placed = " placed "

// orphans writes the rules of articulations that no cell of the template uses.
func (b *builder) orphans() {
	for i := range b.p.articulations {
		if art := &b.p.articulations[i]; art.cellID != placed {
			b.im.report.Note("articulations outside the template", 1)
			b.articulation(art, nil)
		}
	}
}

// articulation writes the rule of one articulation.
func (b *builder) articulation(art *articulation, attributes [][]string) {
	r := agreement.Rule{Awards: b.awards(art.receiving), Conditions: conditions(append(attributes, art.attributes)...)}
	s := art.sending
	b.countParts(art)
	switch {
	case !art.receiving.readable:
		b.leave(r, art.receiving, "receiving side that cannot be read")
	case s == nil:
		r.Conditions = append(r.Conditions, unknownText("ASSIST lists this articulation without a sending side"))
		b.leave(r, art.receiving, "sending side missing")
	case len(s.groups) == 0:
		b.withoutCourses(r, art)
	default:
		b.withCourses(r, art)
	}
}

// withoutCourses writes what the reason means.
func (b *builder) withoutCourses(r agreement.Rule, art *articulation) {
	reason := art.sending.reason
	switch normalText(reason) {
	case "no course articulated":
		r.Outcome = agreement.OutcomeNoEquivalent
		b.add(r, art.receiving, "no course articulated", intake.Kept)
	case "this course must be taken at the university after transfer", "must be taken at the university after transfer":
		r.Outcome = agreement.OutcomeTakeAtReceiver
		b.add(r, art.receiving, "must be taken at the university", intake.Kept)
	case "":
		r.Conditions = append(r.Conditions, unknownText("ASSIST names no course and gives no reason"))
		b.leave(r, art.receiving, "no course and no reason")
	default:
		r.Conditions = append(r.Conditions, unknownText(reason))
		b.leave(r, art.receiving, "another reason: "+intake.OneLine(reason))
	}
}

// withCourses writes a rule with a source, unless what the file says cannot be
// put exactly.
func (b *builder) withCourses(r agreement.Rule, art *articulation) {
	s, why := art.sending, ""
	e, ok := b.im.source(s)
	switch {
	case !ok:
		why = "groups that are joined inconsistently"
		r.Conditions = append(r.Conditions, unknownText("The sending side cannot be read as a rule: "+b.im.describe(s)))
		b.warn(art, "unclear_groups", "the groups of courses are joined in a way that does not say which belong together")
		e = b.anyOf(s)
	case s.reason != "":
		why = "courses together with a reason why there are none"
		r.Conditions = append(r.Conditions, unknownText(s.reason))
		b.warn(art, "contradiction", "courses are listed together with a reason why there are none")
	case art.receiving.kind == "Series" && len(art.receiving.courses) > 1 && !strings.EqualFold(art.receiving.conjunction, "and"):
		why = "series of which one course is given"
		r.Conditions = append(r.Conditions, unknownText(fmt.Sprintf("The series %q is joined by %q: the file does not say which of its courses is given", art.receiving.name, art.receiving.conjunction)))
		b.warn(art, "unclear_series", "a receiving series is not joined by And")
	}
	if e.Item != "" || e.Parts() != nil {
		r.When = &e
	}
	if why != "" {
		b.leave(r, art.receiving, why)
		return
	}
	b.add(r, art.receiving, "articulated", intake.Kept)
}
