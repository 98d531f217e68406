package assist

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// articulationsTable is the report's table of rules: one record for each
// articulation and each cell without one.
const articulationsTable = "articulations"

func rangeFrom(d calendar.Date) calendar.Range { return calendar.Range{From: d} }

func unknownText(text string) agreement.Text { return agreement.Text{Text: text} }

// awards names what a cell or an articulation is about.
func (b *builder) awards(r receiving) []agreement.Award {
	var out []agreement.Award
	for _, k := range r.courses {
		out = append(out, agreement.Award{Kind: agreement.AwardCourse, Item: b.im.courses.ID(k)})
	}
	if len(out) > 0 {
		return out
	}
	switch {
	case r.name == "":
		return nil
	case r.kind == "GeneralEducation":
		return []agreement.Award{{Kind: agreement.AwardArea, Name: r.name}}
	}
	return []agreement.Award{{Kind: agreement.AwardRequirement, Name: r.name}}
}

// add gives the rule its id, adds it and counts it.
func (b *builder) add(r agreement.Rule, what receiving, code string, d intake.Disposition) {
	r.ID = b.ids.Unique(b.slug(what))
	b.im.report.Add(articulationsTable, code, d, fmt.Sprintf("%s, rule %s", filepath.Base(b.p.file), r.ID))
	b.im.report.Note("conditions kept on rules", len(r.Conditions))
	b.a.Rules = append(b.a.Rules, r)
}

// leave adds a rule that a person must decide.
func (b *builder) leave(r agreement.Rule, what receiving, code string) {
	if len(r.Conditions) == 0 {
		r.Conditions = []agreement.Text{unknownText("ASSIST: " + code)}
	}
	r.Outcome = undecided(&r)
	b.add(r, what, code, intake.Left)
}

// undecided is the outcome of a rule that a person must read: needs-assessment
// for who brings a source, absent where no source is named, because then the
// rule says something about the receiving side only. The words stand in the
// conditions in both cases.
func undecided(r *agreement.Rule) agreement.Outcome {
	if r.When == nil {
		return agreement.OutcomeAbsent
	}
	return agreement.OutcomeNeedsAssessment
}

// slug names a rule after what it gives: "math-20a", "chem-1a+chem-1al".
func (b *builder) slug(r receiving) string {
	var parts []string
	for _, k := range r.courses {
		_, local, _ := strings.Cut(string(b.im.courses.ID(k)), "/")
		parts = append(parts, local)
	}
	if len(parts) == 0 {
		parts = []string{intake.Slug(r.name)}
	}
	if s := strings.Join(parts, "+"); s != "" {
		return s
	}
	return "unreadable"
}

// anyOf is every course of a sending side, so that a learner who brings one of
// them is told that a person must decide.
func (b *builder) anyOf(s *sending) agreement.Expr {
	var leaves []agreement.Expr
	for _, g := range s.groups {
		for _, k := range g.courses {
			leaf := agreement.Expr{Item: b.im.courses.ID(k)}
			if !slices.ContainsFunc(leaves, func(e agreement.Expr) bool { return e.Item == leaf.Item }) {
				leaves = append(leaves, leaf)
			}
		}
	}
	switch len(leaves) {
	case 0:
		return agreement.Expr{}
	case 1:
		return leaves[0]
	}
	return agreement.Expr{Any: leaves}
}

func (b *builder) warn(art *articulation, code, message string) {
	b.im.problems = append(b.im.problems, diag.Problem{
		Severity: diag.Warning, Code: code, Message: message, File: b.p.file, Pointer: art.pointer,
		Suggestion: "the rule needs a person's assessment until it is written out",
	})
}

// countParts notes what the articulations consist of.
func (b *builder) countParts(art *articulation) {
	if art.receiving.kind == "Series" {
		b.im.report.Note("articulated series", 1)
	}
	if s := art.sending; s != nil {
		b.im.report.Note("sending groups", len(s.groups))
		for _, g := range s.groups {
			b.im.report.Note("sending courses", len(g.courses))
		}
	}
}

// notes keeps the template's texts that are about the whole agreement, and reads
// the one among them that changes answers.
func (b *builder) notes() {
	for _, r := range b.a.Rules {
		for _, c := range r.Conditions {
			b.a.HonorsMixable = b.a.HonorsMixable || strings.Contains(normalText(c.Text), mixedHonors)
		}
	}
	for _, a := range b.p.assets {
		if a.text == "" || a.kind == "RequirementTitle" {
			continue
		}
		b.a.Notes = append(b.a.Notes, a.text)
		b.a.HonorsMixable = b.a.HonorsMixable || strings.Contains(normalText(a.text), mixedHonors)
	}
}
