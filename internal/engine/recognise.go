package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/record"
)

// line is an attainment as it was understood, before any target is looked at.
type line struct {
	id   string
	att  *record.Attainment
	inst int32 // -1 where the institution is not known
	item int32 // -1 where the item is not known
	ver  catalog.ItemVersion
	day  calendar.Date
	// amount is the credit brought: what was earned or, for what is in progress
	// or planned, what would be.
	amount credit.Amount
	unit   credit.Unit
	mark   catalog.Mark
	graded bool // mark is set
	status record.Status
	// doubts say why the line was not recognised.
	doubts []Reason
	// future lines were attained after the day of evaluation.
	future bool
	// assumed lines are not finished and taken as if they were, for the question
	// what would be.
	assumed bool
	// taken lines are not in the record: they stand for what would be taken.
	taken bool
	// madeOf are the ids of the lines that a credential was conferred for.
	madeOf []string
	// expires is the last day on which what was earned is active, by the
	// attainment, the issuer's policy and renewals; zero is for ever. renewed says
	// what moved it.
	expires calendar.Date
	renewed *Reason
	// gradeDoubt says why its grade was not understood.
	gradeDoubt *Reason
}

// earned reports whether the line can earn credit on the day of evaluation;
// expected whether it would once finished.
func (l *line) earned() bool { return l.status == record.Earned && !l.future }

// waits reports whether the line keeps what it is a source of waiting.
func (l *line) waits() bool { return l.expected() && !l.assumed }

// underWay reports whether a line is in progress: it says so, or was earned
// after the day of evaluation. A planned line with a date is still planned.
func (l *line) underWay() bool {
	return l.status == record.InProgress || l.status == record.Earned && l.future
}

func (l *line) expected() bool { return l.underWay() || l.status == record.Planned || l.taken }

// notYet reports whether the line was attained only after the day: by its date,
// or where it states a term, when the term has not begun, or has not ended and
// no grade shows that it is finished.
func (l *line) notYet(asOf calendar.Date) bool {
	if l.day <= asOf || asOf.IsZero() {
		return false
	}
	term, err := calendar.ParseTerm(l.att.Term)
	if !l.att.Attained.IsZero() || err != nil {
		return true
	}
	return term.Start() > asOf || !l.graded
}

// recognise understands every attainment and puts the lines into canonical
// order. Problems that make the record unusable come back as a list.
func (s *Snapshot) recognise(r *record.Record, asOf calendar.Date) ([]line, diag.List) {
	var problems diag.List
	lines := make([]line, len(r.Attainments))
	for i := range r.Attainments {
		l, p := s.recogniseLine(&r.Attainments[i])
		for j := range p {
			p[j].Pointer = fmt.Sprintf("/record/attainments/%d%s", i, p[j].Pointer)
		}
		problems = append(problems, p...)
		l.future = l.notYet(asOf)
		lines[i] = l
	}
	inOrder(lines)
	s.expire(lines)
	problems = append(problems, nameLines(lines)...)
	return lines, problems
}

// inOrder puts the lines into canonical order. Lines are large, so their places
// are sorted and each line is moved once.
func inOrder(lines []line) {
	places := make([]int, len(lines))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return compareLines(&lines[a], &lines[b]) })
	for i := range places {
		// Move the lines of one circle of places; a place that is done is its own.
		if places[i] == i {
			continue
		}
		held := lines[i]
		at := i
		for places[at] != i {
			from := places[at]
			lines[at], places[at] = lines[from], at
			at = from
		}
		lines[at], places[at] = held, at
	}
}

// compareLines is the canonical order: by content first, so that it does not
// depend on the order of input; lines that are equal in all this are the same.
func compareLines(a, b *line) int {
	x, y := a.att, b.att
	// What tells nearly all lines apart comes first, and alone: the arguments of
	// one cmp.Or are all worked out.
	if c := catalog.CompareNatural(x.Item, y.Item); c != 0 {
		return c
	}
	if c := cmp.Compare(x.Institution, y.Institution); c != 0 {
		return c
	}
	if c := catalog.CompareNatural(x.Code, y.Code); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.day, b.day), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Title, y.Title),
		cmp.Compare(x.Grade, y.Grade), cmp.Compare(x.Status, y.Status), cmp.Compare(x.Term, y.Term),
		a.amount.Cmp(b.amount), cmp.Compare(a.unit, b.unit), cmp.Compare(x.Evidence, y.Evidence),
		cmp.Compare(x.Level, y.Level), cmp.Compare(x.Scale, y.Scale), cmp.Compare(x.Expires, y.Expires),
		cmp.Compare(x.Started, y.Started), compareAttributes(x.Attributes, y.Attributes),
	)
}

func compareAttributes(a, b map[string]string) int {
	if len(a) == 0 && len(b) == 0 {
		return 0
	}
	return slices.Compare(flatten(a), flatten(b))
}

func flatten(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k, v := range m {
		out = append(out, k+"\x00"+v)
	}
	slices.Sort(out)
	return out
}

// nameLines gives ids to lines that have none, in canonical order, and refuses
// ids that stand twice.
func nameLines(lines []line) diag.List {
	used := make(map[string]bool, len(lines))
	var problems diag.List
	for i := range lines {
		id := lines[i].att.ID
		if id == "" {
			continue
		}
		if used[id] {
			problems = append(problems, diag.Problem{
				Code: "duplicate_id", Message: fmt.Sprintf("two attainments have the id %q", id),
				Suggestion: "give each line its own id, or none", Pointer: "/record/attainments",
			})
		}
		used[id] = true
		lines[i].id = id
	}
	next := 1
	for i := range lines {
		for lines[i].id == "" {
			if id := "L" + strconv.Itoa(next); !used[id] {
				lines[i].id = id
			}
			next++
		}
	}
	return problems
}

func (s *Snapshot) recogniseLine(a *record.Attainment) (line, diag.List) {
	l := line{att: a, inst: -1, item: -1, day: a.Day(), status: cmp.Or(a.Status, record.Earned)}
	var problems diag.List
	if !slices.Contains(record.Statuses(), l.status) {
		problems = append(problems, diag.Problem{
			Code: "unknown_status", Message: fmt.Sprintf("the status %q is unknown", a.Status),
			Suggestion: "use one of earned, in-progress, planned, failed, withdrawn", Pointer: "/status",
		})
	}
	if a.Term != "" {
		if _, err := calendar.ParseTerm(a.Term); err != nil && a.Attained.IsZero() {
			problems = append(problems, diag.Problem{Code: "bad_term", Message: err.Error(), Pointer: "/term"})
		}
	}
	s.findItem(&l)
	l.madeOf = madeOf(a)
	problems = append(problems, s.readCredit(&l)...)
	s.readGrade(&l)
	if l.status == record.Failed || l.status == record.Withdrawn {
		l.amount = credit.Amount{} // attempted, not earned
	}
	return l, problems
}

// findItem resolves the institution and the item on the day of attainment.
func (s *Snapshot) findItem(l *line) {
	a := l.att
	if a.Item != "" {
		if i, ok := s.itemByID[a.Item]; ok {
			l.item, l.inst = i, s.items[i].institution
			l.ver, _ = s.items[i].At(l.day)
			return
		}
		l.doubts = append(l.doubts, itemUnknown(string(a.Item)))
		l.inst, _ = s.institutionOrNone(string(a.Item.Institution()))
		return
	}
	inst, ok := s.institutionOrNone(a.Institution)
	if !ok {
		l.doubts = append(l.doubts, institutionUnknown(a.Institution))
		return
	}
	l.inst = inst
	if a.Code == "" {
		l.doubts = append(l.doubts, itemUnknown(a.Title))
		return
	}
	found, why := s.resolveCode(inst, a.Code, l.day)
	if why != nil {
		l.doubts = append(l.doubts, *why)
		return
	}
	l.item = found
	l.ver, _ = s.items[found].At(l.day)
}

func (s *Snapshot) institutionOrNone(name string) (int32, bool) {
	if i, ok := s.institutionIndex(name); ok {
		return i, true
	}
	return -1, false
}

// resolveCode finds the item that had the code at the institution on the day.
// A code that another item had on that day, or that nobody had, is no match:
// codes are given to other items later, so a code alone proves nothing. Without
// a day the code must have meant one item only, ever.
func (s *Snapshot) resolveCode(inst int32, code string, day calendar.Date) (int32, *Reason) {
	want, known := s.normal[code]
	if !known {
		want = catalog.NormalCode(code)
	}
	all := s.codes[codeKey{inst, want}]
	if day.IsZero() && len(all) == 1 {
		return all[0], nil
	}
	var hits []int32
	for _, i := range all {
		if day.IsZero() || s.items[i].hadCode(want, day) {
			hits = append(hits, i)
		}
	}
	switch {
	case len(hits) == 1:
		return hits[0], nil
	case len(all) == 0:
		return -1, new(itemUnknown(code))
	case len(hits) == 0:
		return -1, new(codeNotInUse(code, day, &s.items[all[0]]))
	}
	return -1, new(codeAmbiguous(code, day, s.items[hits[0]].Latest().Title, s.items[hits[1]].Latest().Title))
}

// hadCode reports whether the item had the code, in normal form, on the day.
func (it *item) hadCode(code string, day calendar.Date) bool {
	for i := range it.Versions {
		if it.codes[i].normal == code && it.Versions[i].Valid.Contains(day) {
			return true
		}
	}
	return false
}

// readCredit sets amount and unit: what the record states, else the catalogue.
func (s *Snapshot) readCredit(l *line) diag.List {
	a := l.att
	l.unit = cmp.Or(a.Unit, l.ver.Unit)
	if l.unit == "" && l.inst >= 0 {
		l.unit = s.institutions[l.inst].Unit
	}
	// Where neither the record nor the catalogue says it, the unit stays unstated:
	// a guess would be a wrong number.
	l.amount = l.ver.Credits
	if a.Credits != nil {
		l.amount = *a.Credits
	}
	var problems diag.List
	if l.amount.Sign() < 0 {
		problems = append(problems, diag.Problem{
			Code: "negative_credits", Message: fmt.Sprintf("%s credits: an attainment cannot have negative credit", l.amount),
			Suggestion: "state the credits earned, 0 for none", Pointer: "/credits",
		})
	}
	if l.unit == "" && !l.amount.IsZero() {
		l.doubts = append(l.doubts, unitUnstated(l.amount))
	}
	if l.unit != "" && !s.knownUnit(l.unit) {
		problems = append(problems, diag.Problem{
			Code: "unknown_unit", Message: fmt.Sprintf("the unit %q is unknown", l.unit),
			Suggestion: unitSuggestion(l.unit), Pointer: "/unit",
		})
	}
	return problems
}

func unitSuggestion(u credit.Unit) string {
	var names []string
	for _, k := range credit.Units() {
		names = append(names, string(k))
	}
	if near := diag.Nearest(string(u), names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "use semester, quarter, ects, cats or a unit that a policy defines"
}

// knownUnit reports whether some institution or policy gives the unit meaning.
func (s *Snapshot) knownUnit(u credit.Unit) bool {
	if credit.Known(u) {
		return true
	}
	return slices.ContainsFunc(s.institutions, func(in institution) bool {
		return in.Unit == u || slices.ContainsFunc(in.policy.Conversions, func(f credit.Factor) bool {
			return f.From == u || f.To == u
		})
	})
}

// readGrade understands the grade; a grade that does not pass makes the line
// failed, whatever status the record claims.
func (s *Snapshot) readGrade(l *line) {
	text := l.att.Grade
	if text == "" {
		return
	}
	scale := s.scaleOf(l)
	m, ok := scale.Read(text)
	if !ok {
		l.gradeDoubt = new(gradeUnknown(text, scale))
		return
	}
	l.mark, l.graded = m, true
	if !m.Passing && l.status == record.Earned {
		l.status = record.Failed
	}
}

func (s *Snapshot) scaleOf(l *line) *catalog.Scale {
	id := l.att.Scale
	if id == "" && l.inst >= 0 {
		id = s.institutions[l.inst].GradeScale
	}
	if sc, ok := s.scales[cmp.Or(id, catalog.USLetter)]; ok {
		return sc
	}
	return s.scales[catalog.USLetter]
}

// source describes the line for the result.
func (s *Snapshot) source(l *line) Source {
	a := l.att
	src := Source{
		Code: a.Code, Title: a.Title, Attained: l.day, Grade: a.Grade, Status: l.status,
		Evidence: a.Evidence, InstitutionName: a.Institution,
	}
	if l.inst >= 0 {
		src.Institution, src.InstitutionName = s.institutions[l.inst].ID, s.institutions[l.inst].Name
	}
	if l.item >= 0 {
		src.Item = s.items[l.item].ID
		src.Code = cmp.Or(src.Code, l.ver.Code)
		src.Title = cmp.Or(src.Title, l.ver.Title)
	}
	return src
}

// catalogAmount is the credit that a line would have if it were passed.
func (s *Snapshot) catalogAmount(l *line) credit.Amount {
	if l.att.Credits != nil {
		return *l.att.Credits
	}
	return l.ver.Credits
}
