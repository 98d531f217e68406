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

// denials writes the courses that articulations deny.
func (b *builder) denials() {
	for i := range b.p.articulations {
		art := &b.p.articulations[i]
		if art.sending != nil {
			b.deny(art.sending.denied, art.receiving)
		}
	}
}

// deny refuses courses that are denied for a receiving course. A course that the
// same agreement articulates elsewhere is not refused: the denial is about this
// receiving course only, so it stays as a note of the agreement.
func (b *builder) deny(courses []intake.Key, what receiving) {
	for _, k := range courses {
		b.im.report.Note("denied courses", 1)
		note := fmt.Sprintf("%s is denied for %s.", b.im.courses.Code(k), b.nameOf(what))
		id := b.im.courses.ID(k)
		if b.awardsFor(id) {
			b.a.Notes = append(b.a.Notes, note)
			continue
		}
		_, local, _ := strings.Cut(string(id), "/")
		b.a.Rules = append(b.a.Rules, agreement.Rule{
			ID:   b.ids.Unique("denied-" + local + "-for-" + b.slug(what)),
			When: &agreement.Expr{Item: id}, Outcome: agreement.OutcomeRefused, Notes: []string{note},
		})
	}
}

// awardsFor reports whether a rule of the agreement gives something for the
// item.
func (b *builder) awardsFor(id catalog.ItemID) bool {
	return slices.ContainsFunc(b.a.Rules, func(r agreement.Rule) bool {
		return r.Outcome == "" && r.When != nil && slices.Contains(r.When.Items(), id)
	})
}

// nameOf is what is received, in the words of the file.
func (b *builder) nameOf(r receiving) string {
	codes := make([]string, len(r.courses))
	for i, k := range r.courses {
		codes[i] = b.im.courses.Code(k)
	}
	return cmp.Or(strings.Join(codes, " + "), r.name)
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

// linkHonors marks honours twins: a course whose code is another's with an H
// behind it and whose title is the other's but for the word honors. Both carry
// the external id "honors-of" with the regular item's id. A pair that differs
// in anything else is not linked: combining it needs a person.
func (im *importer) linkHonors() {
	byCode := map[string]*catalog.Item{}
	items := im.courses.Items()
	for i := range items {
		v := items[i].Latest()
		byCode[string(items[i].Institution)+"/"+catalog.NormalCode(v.Code)] = &items[i]
	}
	for i := range items {
		v := items[i].Latest()
		regularCode, isHonors := strings.CutSuffix(catalog.NormalCode(v.Code), "H")
		regular := byCode[string(items[i].Institution)+"/"+regularCode]
		if !isHonors || regular == nil {
			continue
		}
		plain, said := withoutHonors(v.Title)
		other, both := withoutHonors(regular.Latest().Title)
		if said && !both && plain == other {
			im.courses.SetExternal(items[i].ID, "honors-of", string(regular.ID))
			im.courses.SetExternal(regular.ID, "honors-of", string(regular.ID))
			im.report.Note("honours twins", 1)
		}
	}
}

// withoutHonors is a title without the word and without punctuation.
func withoutHonors(title string) (rest string, found bool) {
	var words []string
	for w := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return !isWordRune(r) }) {
		if w == "honors" || w == "honor" || w == "honours" {
			found = true
			continue
		}
		words = append(words, w)
	}
	return strings.Join(words, " "), found
}

func isWordRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 || r == '+' || r == '#'
}
