package assist

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/requirement"
)

// builder turns one parsed file into an agreement.
type builder struct {
	im  *importer
	p   *parsed
	a   *agreement.Agreement
	ids intake.Names // of the rules
}

// buildAgreement makes the agreement and, where the file has a template, the
// program of one file.
func (im *importer) buildAgreement(p *parsed) {
	b := &builder{im: im, p: p, ids: intake.NewNames()}
	a := b.head()
	b.a = &a
	byCell := map[string][]*articulation{}
	for i := range p.articulations {
		art := &p.articulations[i]
		byCell[art.cellID] = append(byCell[art.cellID], art)
	}
	b.cells(byCell)
	b.orphans()
	b.denials()
	b.addFallback(p.sender)
	b.notes()
	if p.isProgram() {
		program := b.program()
		a.Programs = []string{program.ID}
		im.keepProgram(program, &a)
	}
	im.agreements = append(im.agreements, a)
}

// keepProgram keeps the requirements of the latest year: a program has one
// description, while the agreements of earlier years stay beside the later ones.
func (im *importer) keepProgram(p requirement.Program, a *agreement.Agreement) {
	if a.Version < max(im.programYear[p.ID], im.baseYears[a.ID]) {
		return
	}
	im.programYear[p.ID] = a.Version
	i := slices.IndexFunc(im.programs, func(o requirement.Program) bool { return o.ID == p.ID })
	if i < 0 {
		im.programs = append(im.programs, p)
		return
	}
	im.programs[i] = p
}

// isProgram reports whether the agreement is about one program. Agreements by
// department or prefix hold for the whole institution.
func (p *parsed) isProgram() bool {
	switch strings.ToLower(p.kind) {
	case "department", "prefix", "generaleducation":
		return slices.ContainsFunc(p.assets, func(x asset) bool { return x.kind == "RequirementGroup" })
	}
	return true
}

// head is everything but the rules.
func (b *builder) head() agreement.Agreement {
	p := b.p
	sender, receiver := b.im.institutions[p.sender], b.im.institutions[p.receiver]
	signed := cmp.Or(p.published, p.year.begin)
	return agreement.Agreement{
		// The year is the version, not part of the id: next year's agreement
		// takes the place of this one.
		ID:      agreement.ID(strings.Join([]string{System, string(p.sender), string(p.receiver), cmp.Or(intake.Slug(p.name), "all")}, "-")),
		Version: max(p.year.begin.Time().Year(), 1),
		Title:   fmt.Sprintf("%s: %s to %s, %s", cmp.Or(p.name, "Articulation"), sender.Name, receiver.Name, p.year.code),
		Kind:    agreement.Articulation,
		Senders: []catalog.InstitutionID{p.sender}, Receiver: p.receiver,
		Basis: agreement.OnEvaluation,
		// Open to the future: an ASSIST agreement is the latest word until the
		// next year's is published; ReviewBy says when that is due.
		Effective: rangeFrom(p.year.begin), ReviewBy: p.year.end,
		Lifecycle: agreement.Approved,
		Evidence: agreement.Evidence{
			Reference: fmt.Sprintf("ASSIST agreement %q, academic year %s, published %s (%s)", p.name, p.year.code, signed, filepath.Base(p.file)),
			SHA256:    p.hash, SignedOn: signed, SignedBy: []string{sender.Name, receiver.Name},
		},
		Use: agreement.Shared, Credit: agreement.BySender, Remainder: agreement.RemainderElective,
	}
}

// addFallback lets a course that the agreement names transfer its units even where
// no receiving course is completed (one course of two that are asked for).
func (b *builder) addFallback(sender catalog.InstitutionID) {
	if !slices.ContainsFunc(b.a.Rules, func(r agreement.Rule) bool { return r.When != nil }) {
		return
	}
	b.a.Rules = append(b.a.Rules, agreement.Rule{
		ID:     b.ids.Unique("elective-credit"),
		When:   &agreement.Expr{Match: &agreement.Pattern{Institution: sender, InAgreement: true}},
		Awards: []agreement.Award{{Kind: agreement.AwardElective}},
		Credit: agreement.BySender,
	})
}

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
		b.warn(art, "assist-conjunction", "the groups of courses are joined in a way that does not say which belong together")
		e = b.anyOf(s)
	case s.reason != "":
		why = "courses together with a reason why there are none"
		r.Conditions = append(r.Conditions, unknownText(s.reason))
		b.warn(art, "assist-reason", "courses are listed together with a reason why there are none")
	case art.receiving.kind == "Series" && len(art.receiving.courses) > 1 && !strings.EqualFold(art.receiving.conjunction, "and"):
		why = "series of which one course is given"
		r.Conditions = append(r.Conditions, unknownText(fmt.Sprintf("The series %q is joined by %q: the file does not say which of its courses is given", art.receiving.name, art.receiving.conjunction)))
		b.warn(art, "assist-series", "a receiving series is not joined by And")
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
