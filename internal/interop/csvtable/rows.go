package csvtable

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// rows reads the simple form: every row is a rule.
func (t *table) rows() {
	for _, row := range t.sheet.Rows {
		d := t.draft(row)
		if d == nil {
			continue
		}
		day := d.Effective.From
		outcome, known := t.outcome(row)
		r := agreement.Rule{Outcome: outcome, When: t.sources(row, d, day)}
		if award, ok := t.award(row, d, day); ok {
			r.Awards = []agreement.Award{award}
		}
		if n := t.text(row, "note"); n != "" {
			r.Conditions = []agreement.Text{{Text: n, Meaning: meaning(n, &r)}}
		}
		if !known {
			continue
		}
		if r.When == nil && (outcome == "" || len(r.Awards) == 0) {
			t.bad(t.cell(row, "source"), "missing_cell", "", "the cell source is empty")
			continue
		}
		d.add(r, row, ruleName(t, row))
	}
}

// ruleName names a rule by what it is about, so that its id is stable when the
// rows are put into another order.
func ruleName(t *table, row []csvtext.Cell) string {
	if s := t.text(row, "source"); s != "" {
		return slug(strings.NewReplacer("|", " or ").Replace(s))
	}
	return slug(t.text(row, "target"))
}

func (d *draft) add(r agreement.Rule, row []csvtext.Cell, name string) {
	r.ID = d.names.unique(name)
	d.Rules, d.rows = append(d.Rules, r), append(d.rows, row)
}

// draft finds or makes the agreement that a row belongs to.
func (t *table) draft(row []csvtext.Cell) *draft {
	sending, ok1 := t.needed(row, "sending")
	receiving, ok2 := t.needed(row, "receiving")
	if !ok1 || !ok2 {
		return nil
	}
	unit := t.unit(row)
	sender, receiver := t.build.institution(sending, unit), t.build.institution(receiving, unit)
	id := agreement.ID(string(sender) + "-" + string(receiver))
	if own := t.text(row, "agreement_id"); own != "" {
		id = agreement.ID(slug(own))
	}
	a := agreement.Agreement{
		ID: id, Version: 1, Title: sending + " to " + receiving, Kind: agreement.Articulation,
		Senders: []catalog.InstitutionID{sender}, Receiver: receiver,
		Effective: calendar.Range{From: t.date(row, "effective_from"), To: t.date(row, "effective_until")},
		Lifecycle: t.build.opts.Lifecycle, Evidence: t.build.opts.Evidence,
	}
	if p := t.text(row, "receiving_program"); p != "" {
		a.Programs = []string{t.build.program(receiver, p)}
		a.Title += ": " + p
	}
	if p := t.text(row, "sending_program"); p != "" {
		a.Notes = []string{"From the sender's program: " + p}
	}
	d := t.build.agreements[id]
	if d == nil {
		a.Version = t.build.version(id)
		d = &draft{Agreement: a, names: names{}}
		t.build.agreements[id] = d
		t.build.order = append(t.build.order, id)
		return d
	}
	t.sameAgreement(d, &a, row)
	return d
}

// sameAgreement reports rows of one agreement that disagree about it.
func (t *table) sameAgreement(d *draft, a *agreement.Agreement, row []csvtext.Cell) {
	const help = "rows of one agreement agree about its parties, program and dates; give the other rows another agreement_id"
	switch {
	case d.Senders[0] != a.Senders[0]:
		t.bad(t.cell(row, "sending"), "contradiction", help, "the agreement %s has the sender %s above", d.ID, d.Senders[0])
	case d.Receiver != a.Receiver:
		t.bad(t.cell(row, "receiving"), "contradiction", help, "the agreement %s has the receiver %s above", d.ID, d.Receiver)
	case d.Effective != a.Effective:
		t.bad(t.cell(row, "effective_from"), "contradiction", help, "the agreement %s is valid %s above", d.ID, d.Effective)
	case !slices.Equal(d.Programs, a.Programs):
		t.bad(t.cell(row, "receiving_program"), "contradiction", help, "the agreement %s is about another program above", d.ID)
	}
}

// sources reads codes joined by + and |, all with the row's least grade.
func (t *table) sources(row []csvtext.Cell, d *draft, day calendar.Date) *agreement.Expr {
	var any []agreement.Expr
	for _, group := range alternatives(t.text(row, "source")) {
		var all []agreement.Expr
		for _, code := range group {
			c := course{code: code}
			if len(group) == 1 {
				c.title = t.text(row, "source_title")
			}
			all = append(all, agreement.Expr{Item: t.build.item(d.Senders[0], c, day)})
		}
		any = append(any, join(all, false))
	}
	if len(any) == 0 {
		return nil
	}
	e := join(any, true)
	e.MinGrade = t.text(row, "min_grade")
	return &e
}

// join makes one expression of several.
func join(parts []agreement.Expr, either bool) agreement.Expr {
	switch {
	case len(parts) == 1:
		return parts[0]
	case either:
		return agreement.Expr{Any: parts}
	}
	return agreement.Expr{All: parts}
}

// award reads what a row gives; ok is false where it names nothing.
func (t *table) award(row []csvtext.Cell, d *draft, day calendar.Date) (w agreement.Award, ok bool) {
	code, credits := t.text(row, "target"), t.credits(row)
	w.Credits = credits
	if credits != nil {
		w.Credits = t.inReceiverUnit(*credits, row, d)
	}
	elective := strings.EqualFold(t.text(row, "applies_to"), "elective") || strings.EqualFold(code, "elective")
	subject, wild := wildcard(code)
	switch {
	case wild:
		w.Kind, w.Subject, w.Level = agreement.AwardSubjectElective, subject, t.level(row)
	case code == "" && credits == nil && !elective:
		return w, false
	case code == "" || strings.EqualFold(code, "elective"):
		w.Kind = agreement.AwardElective
	default:
		c := course{code: code, title: t.text(row, "target_title"), credits: w.Credits, level: t.level(row)}
		w.Kind, w.Item = agreement.AwardCourse, t.build.item(d.Receiver, c, day)
	}
	return w, true
}

// inReceiverUnit converts the credits of a row, which may be in another unit
// than the receiver's.
func (t *table) inReceiverUnit(a credit.Amount, row []csvtext.Cell, d *draft) *credit.Amount {
	from := t.unit(row)
	for _, list := range [][]catalog.Institution{t.build.set.Institutions, t.build.baseInstitutions()} {
		for i := range list {
			if list[i].ID != d.Receiver || list[i].Unit == from || t.text(row, "unit") == "" {
				continue
			}
			ratio, ok := credit.NewTable(list[i].Policy.Conversions).Ratio(from, list[i].Unit)
			if !ok {
				t.bad(t.cell(row, "unit"), "unknown_conversion", "state the credits in "+string(list[i].Unit), "%s does not convert %s", d.Receiver, from)
				return &a
			}
			a = a.Mul(ratio)
		}
	}
	return &a
}

func (b *builder) baseInstitutions() []catalog.Institution {
	if b.opts.Base == nil {
		return nil
	}
	return b.opts.Base.Institutions
}

// outcomes are what tables write for the outcomes.
var outcomes = map[string]agreement.Outcome{
	"": "", "award": "", "accepted": "", "yes": "", "equivalent": "",
	"no credit": agreement.OutcomeRefused, "denied": agreement.OutcomeRefused, "no": agreement.OutcomeRefused,
	"does not transfer": agreement.OutcomeRefused, "no equivalent": agreement.OutcomeNoEquivalent,
	"not articulated": agreement.OutcomeNoEquivalent,
}

func (t *table) outcome(row []csvtext.Cell) (agreement.Outcome, bool) {
	c := t.cell(row, "outcome")
	low := strings.ToLower(c.Text)
	if o, ok := outcomes[low]; ok {
		return o, true
	}
	var names []string
	for _, o := range agreement.Outcomes() {
		if low == string(o) {
			return o, true
		}
		names = append(names, string(o))
	}
	hint := "one of " + strings.Join(names, ", ")
	if near := diag.Nearest(low, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	t.bad(c, "unknown_outcome", hint, "%q is no outcome", c.Text)
	return "", false
}

// meaning recognises notes that only repeat what the row says in its columns;
// they advise, and limit nothing.
func meaning(note string, r *agreement.Rule) agreement.TextMeaning {
	low := strings.ToLower(strings.Trim(note, ". "))
	all := r.When != nil && len(r.When.All) > 1
	elective := len(r.Awards) == 1 && r.Awards[0].Kind.Elective()
	switch {
	case all && (low == "both needed" || low == "all needed"), elective && low == "elective only":
		return agreement.MeansInformation
	case low == "must be taken for a letter grade":
		return agreement.MeansLetterGrade
	}
	return ""
}
