package agreement

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// conditionText is the condition in words, without a verb.
func conditionText(c *Condition) wording.Phrase {
	if c.IsZero() {
		return wording.Phrase{}
	}
	var parts []wording.Phrase
	add := func(ok bool, key, english string, pairs ...any) {
		if ok {
			parts = append(parts, wording.Of(key, english, pairs...))
		}
	}
	add(c.MinGrade != "", "condition.min_grade", "{grade} or better", "grade", gradeText(c.MinGrade))
	add(c.MaxGrade != "", "condition.max_grade", "{grade} or lower", "grade", gradeText(c.MaxGrade))
	add(c.LetterGrade, "condition.letter_grade", "for a letter grade")
	add(c.MaxAgeYears == 1, "condition.years.one", "not older than {n} years", "n", c.MaxAgeYears)
	add(c.MaxAgeYears > 1, "condition.years.other", "not older than {n} years", "n", c.MaxAgeYears)
	add(c.MaxAgeMonths == 1, "condition.months.one", "not older than {n} months", "n", c.MaxAgeMonths)
	add(c.MaxAgeMonths > 1, "condition.months.other", "not older than {n} months", "n", c.MaxAgeMonths)
	add(c.MinIssuerTier != "", "condition.issuer", "from an issuer that is {tier} or better in the receiver's register",
		"tier", wording.Term("tier", string(c.MinIssuerTier), string(c.MinIssuerTier)))
	add(c.MinLevel != "", "condition.level", "level {level} or higher", "level", wording.Term("level", c.MinLevel, c.MinLevel))
	add(!c.MinCredits.IsZero(), "condition.min_credits", "at least {credits} credits", "credits", exact(c.MinCredits))
	add(!c.MaxCredits.IsZero(), "condition.max_credits", "at most {credits} credits", "credits", exact(c.MaxCredits))
	add(c.Attained != (calendar.Range{}), "condition.attained", "attained {period}", "period", c.Attained)
	add(c.Active, "condition.active", "still active")
	for _, k := range c.Evidence {
		add(true, "condition.evidence", "shown by {kind}", "kind",
			wording.Term("evidence", string(k), strings.ReplaceAll(string(k), "-", " ")))
	}
	for _, k := range slices.Sorted(maps.Keys(c.Attributes)) {
		parts = append(parts, wording.Name(k+" "+c.Attributes[k]))
	}
	return wording.Join(parts, ", ")
}

func exact(a credit.Amount) any { return wording.As(a.String(), a) }

// leveled is a kind of item at levels: "upper-level course".
func leveled(p *Pattern, kind wording.Phrase) wording.Phrase {
	levels := make([]wording.Phrase, len(p.Levels))
	for i, l := range p.Levels {
		levels[i] = wording.Term("level", l, l)
	}
	return wording.Of("rule.leveled", "{levels}-level {kind}", "levels", wording.Or(levels), "kind", kind)
}

// levelElective is elective credit at a level.
func (a *Award) levelElective() wording.Phrase {
	level := wording.Term("level", a.Level, a.Level)
	switch {
	case a.Level == "":
		return wording.Of("award.level_elective", "{level}-level elective", "level", a.Subject)
	case a.Subject == "":
		return wording.Of("award.level_elective", "{level}-level elective", "level", level)
	}
	return wording.Of("award.subject_level_elective", "{subject} {level}-level elective", "subject", a.Subject, "level", level)
}
