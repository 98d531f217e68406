package examtable

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// finish writes one table for each receiver.
func (im *importer) finish() (ruleset.Set, intake.Report, diag.List) {
	im.courses.Resolve()
	set := ruleset.Set{Institutions: []catalog.Institution{im.held(board)}, Items: im.courses.Items()}
	for _, r := range im.rows {
		im.report.Add(rowsTable, r.code, r.disposition, r.sample)
	}
	for i, to := range im.to {
		if len(im.rows) == 0 {
			break
		}
		to.Policy.Caps = im.caps(to)
		set.Institutions = append(set.Institutions, to)
		set.Agreements = append(set.Agreements, im.table(i, to))
	}
	if im.o.Progress != nil {
		im.o.Progress(len(im.rows), len(im.rows))
	}
	set.Sort()
	im.report.Sort()
	im.problems.Sort()
	return set, im.report, im.problems
}

// table is the table of one receiver.
func (im *importer) table(i int, to catalog.Institution) agreement.Agreement {
	a := agreement.Agreement{
		ID: agreement.ID("ap-" + string(to.ID)), Version: max(im.published.Time().Year(), 1),
		Title: "Advanced Placement scores at " + to.Name, Kind: agreement.ReceiverTable,
		Senders: []catalog.InstitutionID{board.ID}, Receiver: to.ID, Basis: agreement.OnEvaluation,
		Effective: calendar.Range{From: im.published}, Lifecycle: agreement.Approved,
		Evidence: agreement.Evidence{
			Reference: "exam score table (" + im.file + ")", SHA256: im.hash, SignedOn: im.published, SignedBy: []string{to.Name},
		},
		Use: agreement.Exclusive, Credit: agreement.ByRule,
	}
	ids := intake.NewNames()
	for _, r := range im.rows {
		rule := im.rule(&r, i)
		_, local, _ := strings.Cut(string(rule.When.Item), "/")
		rule.ID = ids.Unique(fmt.Sprintf("%s-%d", local, r.min))
		a.Rules = append(a.Rules, rule)
	}
	return a
}

func (im *importer) rule(r *row, receiver int) agreement.Rule {
	e := agreement.Expr{Item: im.courses.ID(r.exam)}
	e.MinGrade = grade(r.min)
	if r.max > 0 {
		e.MaxGrade = grade(r.max)
	}
	out := agreement.Rule{When: &e, Conditions: r.conditions, Notes: r.notes}
	if r.refused {
		out.Outcome = agreement.OutcomeRefused
		return out
	}
	for _, g := range r.courses {
		out.Awards = append(out.Awards, agreement.Award{Kind: agreement.AwardCourse, Item: im.courses.ID(g.keys[receiver]), Credits: &g.credits})
	}
	if r.elective != nil {
		out.Awards = append(out.Awards, agreement.Award{Kind: agreement.AwardElective, Credits: r.elective})
	}
	if r.requirement != "" {
		out.Awards = append(out.Awards, agreement.Award{Kind: agreement.AwardRequirement, Name: r.requirement})
	}
	if len(out.Awards) == 0 {
		out.Outcome = agreement.OutcomeNeedsAssessment
	}
	return out
}

func grade(points int) string { return fmt.Sprintf("%s:%d", catalog.ExamAP, points) }

// caps adds the limits that exams share to the receiver's own; exams with the
// same sentence share one limit.
func (im *importer) caps(to catalog.Institution) []catalog.Cap {
	caps := slices.Clone(to.Policy.Caps)
	for _, r := range im.rows {
		if r.cap == nil {
			continue
		}
		id := "ap-" + intake.Slug(strings.TrimSuffix(r.cap.text, "."))
		i := slices.IndexFunc(caps, func(c catalog.Cap) bool { return c.ID == id })
		if i < 0 {
			i = len(caps)
			caps = append(caps, catalog.Cap{ID: id, Title: r.cap.text, Limit: r.cap.limit, Unit: to.Unit})
		}
		items := append(slices.Clone(caps[i].Filter.Items), im.courses.ID(r.exam))
		slices.Sort(items)
		caps[i].Filter.Items = slices.Compact(items)
	}
	return caps
}
