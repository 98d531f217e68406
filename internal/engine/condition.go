package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

// verdict is what a condition says of a line.
type verdict uint8

const (
	holds verdict = iota
	fails
	lapsed // fails because of a date: too old, or expired
	unsure // a person must decide: the two values cannot be compared
)

// check tests every condition that a leaf puts on a line; the first that does
// not hold decides, failures before doubts.
func (e *evaluation) check(l *line, conds []*agreement.Condition) (verdict, Reason) {
	result, why := holds, Reason{}
	for _, c := range conds {
		v, r := e.checkOne(l, c)
		if v == fails || v == lapsed {
			return v, r
		}
		if v == unsure && result == holds {
			result, why = v, r
		}
	}
	return result, why
}

func (e *evaluation) checkOne(l *line, c *agreement.Condition) (verdict, Reason) {
	for _, test := range [...]func(*line, *agreement.Condition) (verdict, Reason){
		e.checkGrade, e.checkDates, e.checkKind, e.checkSize,
	} {
		if v, r := test(l, c); v != holds {
			return v, r
		}
	}
	return holds, Reason{}
}

func (e *evaluation) checkGrade(l *line, c *agreement.Condition) (verdict, Reason) {
	if c.MinGrade == "" && c.MaxGrade == "" && !c.LetterGrade {
		return holds, Reason{}
	}
	if !l.earned() {
		return holds, Reason{} // no grade yet: what is expected is assumed
	}
	if !l.graded {
		return unsure, gradeMissing(l, cmp.Or(c.MinGrade, c.MaxGrade, "a letter grade"))
	}
	if c.LetterGrade && !l.mark.Letter {
		return fails, letterGradeNeeded(l)
	}
	if v, r := e.bound(l, c.MinGrade, -1); v != holds {
		return v, r
	}
	return e.bound(l, c.MaxGrade, 1)
}

// bound compares the line's grade with a bound; wrong is the order (-1 below, 1
// above) that fails.
func (e *evaluation) bound(l *line, text string, wrong int) (verdict, Reason) {
	if text == "" {
		return holds, Reason{}
	}
	m, ok := e.s.readBound(text, l)
	if !ok {
		return unsure, gradeIncomparable(l, text)
	}
	order, ok := l.mark.Compare(m)
	if !ok {
		return unsure, gradeIncomparable(l, text)
	}
	if order*wrong > 0 {
		return fails, gradeOutside(l, m, wrong)
	}
	return holds, Reason{}
}

// readBound reads "C" on the line's scale or "scale:grade" on its own.
func (s *Snapshot) readBound(text string, l *line) (catalog.Mark, bool) {
	if id, grade, ok := strings.Cut(text, ":"); ok {
		sc, known := s.scales[catalog.ScaleID(id)]
		if !known {
			return catalog.Mark{}, false
		}
		return sc.Read(grade)
	}
	if m, ok := s.scaleOf(l).Read(text); ok {
		return m, true
	}
	if l.inst >= 0 {
		if sc, ok := s.scales[cmp.Or(s.institutions[l.inst].GradeScale, catalog.USLetter)]; ok {
			return sc.Read(text)
		}
	}
	return catalog.Mark{}, false
}

func (e *evaluation) checkDates(l *line, c *agreement.Condition) (verdict, Reason) {
	if c.Attained != (calendar.Range{}) && !c.Attained.Contains(e.dayOf(l)) {
		return fails, attainedOutside(l, c.Attained)
	}
	if c.MaxAgeYears > 0 {
		if until := e.dayOf(l).AddYears(c.MaxAgeYears); until < e.asOf {
			return lapsed, tooOld(l, c.MaxAgeYears, until, e.asOf, "")
		}
	}
	if c.MaxAgeMonths > 0 {
		if until := e.dayOf(l).AddMonths(c.MaxAgeMonths); until < e.asOf {
			return lapsed, olderThanMonths(l, c.MaxAgeMonths, until, e.asOf)
		}
	}
	if c.Active && !l.expires.IsZero() && l.expires < e.asOf {
		return lapsed, notActive(l, e.asOf)
	}
	return holds, Reason{}
}

// dayOf is the day of attainment; what states none counts as of the evaluation.
func (e *evaluation) dayOf(l *line) calendar.Date { return cmp.Or(l.day, e.asOf) }

func (e *evaluation) checkKind(l *line, c *agreement.Condition) (verdict, Reason) {
	if len(c.Evidence) > 0 && !slices.Contains(c.Evidence, cmp.Or(l.att.Evidence, catalog.Transcript)) {
		return fails, wrongEvidence(l, c.Evidence)
	}
	for _, name := range sortedKeys(c.Attributes) {
		if l.att.Attributes[name] != c.Attributes[name] {
			return fails, wrongAttribute(l, name, c.Attributes[name])
		}
	}
	if c.MinIssuerTier != "" {
		if v, r := e.checkIssuer(l, c.MinIssuerTier); v != holds {
			return v, r
		}
	}
	if c.MinLevel == "" {
		return holds, Reason{}
	}
	have := cmp.Or(l.att.Level, l.ver.Level)
	order, ok := catalog.CompareLevels(have, c.MinLevel)
	switch {
	case !ok:
		return unsure, levelIncomparable(l, have, c.MinLevel)
	case order < 0:
		return fails, levelTooLow(l, have, c.MinLevel)
	}
	return holds, Reason{}
}

// checkIssuer asks the receiver's register about the issuer of the credential
// that shows the line. A credential whose issuer is not proved has none.
func (e *evaluation) checkIssuer(l *line, need catalog.IssuerTier) (verdict, Reason) {
	issuer := l.att.Attributes[record.CredentialIssuer]
	switch {
	case l.att.Evidence != catalog.VerifiedCredential || issuer == "":
		return fails, issuerNotShown(l, need)
	case l.att.Attributes[record.CredentialIssuerBound] != "true":
		return fails, issuerNotProved(l, issuer, need)
	}
	entry := e.recv.IssuerOn(issuer, e.asOf)
	if entry == nil || !entry.Tier.AtLeast(need) {
		return fails, issuerTooWeak(l, issuer, entry, need, e.recv.Name)
	}
	return holds, Reason{}
}

func sortedKeys(m map[string]string) []string {
	if len(m) == 0 {
		return nil
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (e *evaluation) checkSize(l *line, c *agreement.Condition) (verdict, Reason) {
	if !c.MinCredits.IsZero() && l.amount.Cmp(c.MinCredits) < 0 {
		return fails, creditsOutside(l, c.MinCredits, "at least")
	}
	if !c.MaxCredits.IsZero() && l.amount.Cmp(c.MaxCredits) > 0 {
		return fails, creditsOutside(l, c.MaxCredits, "at most")
	}
	return holds, Reason{}
}

// matches reports whether the line is what a wildcard describes.
func (e *evaluation) matches(l *line, p *agreement.Pattern, a *compiledAgreement) bool {
	it := &e.s.items[l.item]
	if p.Institution != "" && it.Institution != p.Institution {
		return false
	}
	if p.Institution == "" && len(a.Senders) > 0 && !slices.Contains(a.Senders, it.Institution) {
		return false
	}
	if p.InAgreement && !e.named(l, a) {
		return false
	}
	if len(p.Kinds) > 0 && !slices.Contains(p.Kinds, it.Kind) {
		return false
	}
	if len(p.Levels) > 0 && !slices.Contains(p.Levels, cmp.Or(l.att.Level, l.ver.Level)) {
		return false
	}
	if len(p.Tags) > 0 && !containsAny(it.Tags, p.Tags) {
		return false
	}
	subject, number := catalog.SplitCode(l.ver.Code)
	return (p.Subject == "" || strings.EqualFold(p.Subject, subject)) &&
		(p.Number == "" || agreement.NumberMatches(p.Number, number))
}

func (e *evaluation) named(l *line, a *compiledAgreement) bool {
	if _, ok := slices.BinarySearch(a.named, l.item); ok {
		return true
	}
	for _, same := range e.s.items[l.item].same {
		if _, ok := slices.BinarySearch(a.named, same); ok {
			return true
		}
	}
	return false
}

func containsAny(have, want []string) bool {
	return slices.ContainsFunc(have, func(t string) bool { return slices.Contains(want, t) })
}

// selects reports whether a policy filter selects the line.
func (e *evaluation) selects(f *catalog.Filter, l *line) bool {
	if len(f.Kinds) > 0 && !slices.Contains(f.Kinds, e.kindOf(l)) {
		return false
	}
	if len(f.Evidence) > 0 && !slices.Contains(f.Evidence, cmp.Or(l.att.Evidence, catalog.Transcript)) {
		return false
	}
	if len(f.Levels) > 0 && !slices.Contains(f.Levels, cmp.Or(l.att.Level, l.ver.Level)) {
		return false
	}
	if len(f.Institutions) > 0 && (l.inst < 0 || !slices.Contains(f.Institutions, e.s.institutions[l.inst].ID)) {
		return false
	}
	if len(f.InstitutionKinds) > 0 && (l.inst < 0 || !slices.Contains(f.InstitutionKinds, e.s.institutions[l.inst].Kind)) {
		return false
	}
	return e.selectsItem(f, l)
}

func (e *evaluation) selectsItem(f *catalog.Filter, l *line) bool {
	if len(f.Items) == 0 && len(f.Tags) == 0 && len(f.Subjects) == 0 {
		return true
	}
	if l.item < 0 {
		return false
	}
	it := &e.s.items[l.item]
	if len(f.Items) > 0 && !slices.Contains(f.Items, it.ID) {
		return false
	}
	if len(f.Tags) > 0 && !containsAny(it.Tags, f.Tags) {
		return false
	}
	subject, _ := catalog.SplitCode(l.ver.Code)
	return len(f.Subjects) == 0 || slices.ContainsFunc(f.Subjects, func(s string) bool {
		return strings.EqualFold(s, subject)
	})
}

func (e *evaluation) kindOf(l *line) catalog.ItemKind {
	if l.att.Kind != "" || l.item < 0 {
		return l.att.Kind
	}
	return e.s.items[l.item].Kind
}

// convert returns the line's credit in the receiver's unit; ok is false where
// nobody has stated a factor.
func (e *evaluation) convert(l *line) (a credit.Amount, ok bool) {
	ratio, ok := e.recv.table.Ratio(l.unit, e.recv.Unit)
	if !ok {
		return credit.Amount{}, l.amount.IsZero()
	}
	return l.amount.Mul(ratio), true
}
