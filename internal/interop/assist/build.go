package assist

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
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

// binding is the day from which a publication counts as signed. ASSIST states no
// signatures: an agreement binds for its academic year, so the year's first day
// stands for one, or the day of publication where that came before.
func binding(begin, published calendar.Date) calendar.Date {
	if begin.IsZero() || !published.IsZero() && published < begin {
		return published
	}
	return begin
}

// head is everything but the rules.
func (b *builder) head() agreement.Agreement {
	p := b.p
	sender, receiver := b.im.institutions[p.sender], b.im.institutions[p.receiver]
	published := cmp.Or(p.published, p.year.begin)
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
			Reference: fmt.Sprintf("ASSIST agreement %q, academic year %s, published %s (%s)", p.name, p.year.code, published, filepath.Base(p.file)),
			SHA256:    p.hash, SignedOn: binding(p.year.begin, published), SignedBy: []string{sender.Name, receiver.Name},
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
