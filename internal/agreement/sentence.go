package agreement

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// Namer returns the name that people know an item by, usually its code.
type Namer func(catalog.ItemID) string

// Sentence is the rule in words, made from its parts: "MATH 7 and MATH 8, each
// C or better, count as MATH 20A".
func (r *Rule) Sentence(name Namer) string {
	targets := awardsText(r.Awards, name)
	if r.When == nil {
		return capital(targets) + " " + statement(r.Outcome)
	}
	source, many := exprText(r.When, name, false)
	if r.Outcome != "" && r.Outcome != OutcomeAward {
		return capital(source) + " " + sourceStatement(r.Outcome, many)
	}
	verb := "counts as"
	if many {
		verb = "count as"
	}
	return capital(source) + " " + verb + " " + targets + voidText(r.VoidIf, name)
}

// voidText says what makes a rule void: ", unless NUR 201 was failed twice".
func voidText(v *Attempts, name Namer) string {
	if v == nil {
		return ""
	}
	names := make([]string, len(v.Items))
	for i, id := range v.Items {
		names[i] = name(id)
	}
	what := "attempted"
	if len(v.Status) > 0 {
		what = strings.NewReplacer("in-progress", "in progress").Replace(join(v.Status, "or"))
	}
	times := ""
	switch {
	case v.Times == 2:
		times = " twice"
	case v.Times > 2:
		times = fmt.Sprintf(" %d times", v.Times)
	}
	return ", unless " + join(names, "or") + " was " + what + times
}

// Text is the source expression in words.
func (e *Expr) Text(name Namer) string {
	text, _ := exprText(e, name, false)
	return text
}

func statement(o Outcome) string {
	switch o {
	case OutcomeNoEquivalent:
		return "has no articulated course"
	case OutcomeTakeAtReceiver:
		return "must be taken at the receiving institution"
	case OutcomeAbsent:
		return "is listed without any statement"
	case OutcomeNeedsAssessment:
		return "is assessed individually"
	case OutcomePending:
		return "is under evaluation"
	}
	return "is not given by transfer"
}

func sourceStatement(o Outcome, many bool) string {
	verb := func(one, several string) string {
		if many {
			return several
		}
		return one
	}
	switch o {
	case OutcomeRefused:
		return verb("does", "do") + " not transfer"
	case OutcomeNoEquivalent:
		return verb("has", "have") + " no equivalent"
	case OutcomeTakeAtReceiver:
		return "must be taken at the receiving institution instead"
	case OutcomeNeedsAssessment:
		return verb("is", "are") + " assessed individually"
	case OutcomePending:
		return verb("is", "are") + " under evaluation"
	}
	return verb("is", "are") + " listed without any statement"
}

// exprText returns the expression in words and whether it is plural.
func exprText(e *Expr, name Namer, nested bool) (text string, many bool) {
	parts := e.Parts()
	if parts == nil {
		return leafText(e, name), false
	}
	words := make([]string, len(parts))
	lastMany := false // the verb agrees with the last alternative
	for i := range parts {
		words[i], lastMany = exprText(&parts[i], name, true)
	}
	cond := conditionText(&e.Condition)
	switch {
	case e.Any != nil:
		text, many = join(words, "or"), lastMany
	case e.Sequence != nil:
		text, many = join(words, "then"), true
	case e.AtLeast != nil && e.AtLeast.Count > 0:
		text, many = fmt.Sprintf("any %d of %s", e.AtLeast.Count, join(words, "or")), true
	case e.AtLeast != nil:
		text, many = fmt.Sprintf("at least %s credits from %s", e.AtLeast.Credits, join(words, "or")), true
	default:
		text, many = join(words, "and"), len(words) > 1
	}
	if cond != "" {
		text += ", each " + cond + ","
	}
	if nested && len(words) > 1 {
		text = "(" + strings.TrimSuffix(text, ",") + ")"
	}
	return text, many
}

func leafText(e *Expr, name Namer) string {
	var text string
	if e.Match != nil {
		text = patternText(e.Match)
	} else {
		text = name(e.Item)
	}
	if c := conditionText(&e.Condition); c != "" {
		text += " (" + c + ")"
	}
	return text
}

func patternText(p *Pattern) string {
	text := "any"
	if p.Number != "" || p.Subject != "" {
		text += " " + strings.TrimSpace(p.Subject+" "+p.Number)
	}
	kind := "course"
	if len(p.Kinds) > 0 {
		kinds := make([]string, len(p.Kinds))
		for i, k := range p.Kinds {
			kinds[i] = string(k)
		}
		kind = join(kinds, "or")
	}
	if len(p.Levels) > 0 {
		text += " " + join(p.Levels, "or") + "-level"
	}
	text += " " + kind
	if len(p.Tags) > 0 {
		text += " tagged " + join(p.Tags, "or")
	}
	if p.Institution != "" && !p.InAgreement {
		text += " of " + string(p.Institution)
	}
	if p.InAgreement {
		text += " that this agreement names"
	}
	return text
}

// conditionText is the condition in words, without a verb.
func conditionText(c *Condition) string {
	if c.IsZero() {
		return ""
	}
	var parts []string
	add := func(ok bool, format string, args ...any) {
		if ok {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	add(c.MinGrade != "", "%s or better", gradeText(c.MinGrade))
	add(c.MaxGrade != "", "%s or lower", gradeText(c.MaxGrade))
	add(c.LetterGrade, "for a letter grade")
	add(c.MaxAgeYears > 0, "not older than %d years", c.MaxAgeYears)
	add(c.MaxAgeMonths > 0, "not older than %d months", c.MaxAgeMonths)
	add(c.MinIssuerTier != "", "from an issuer that is %s or better in the receiver's register", c.MinIssuerTier)
	add(c.MinLevel != "", "level %s or higher", c.MinLevel)
	add(!c.MinCredits.IsZero(), "at least %s credits", c.MinCredits)
	add(!c.MaxCredits.IsZero(), "at most %s credits", c.MaxCredits)
	add(c.Attained != (calendar.Range{}), "attained %s", c.Attained)
	add(c.Active, "still active")
	for _, k := range c.Evidence {
		add(true, "shown by %s", strings.ReplaceAll(string(k), "-", " "))
	}
	for _, k := range sortedAttributes(c.Attributes) {
		add(true, "%s %s", k, c.Attributes[k])
	}
	return strings.Join(parts, ", ")
}

func gradeText(s string) string {
	if _, grade, ok := strings.Cut(s, ":"); ok {
		return grade
	}
	return s
}

func awardsText(awards []Award, name Namer) string {
	words := make([]string, len(awards))
	for i := range awards {
		words[i] = awards[i].text(name)
	}
	if len(words) == 0 {
		return "nothing"
	}
	return join(words, "and")
}

func (a *Award) text(name Namer) string {
	var text string
	switch a.Kind {
	case AwardCourse:
		text = name(a.Item)
	case AwardSubjectElective:
		text = a.Subject + " elective"
	case AwardLevelElective:
		text = strings.TrimSpace(a.Subject+" "+a.Level) + "-level elective"
	case AwardElective:
		text = "elective credit"
	case AwardRequirement:
		text = a.Name + " (requirement met, no credit)"
	case AwardExemption:
		text = "an exemption from " + a.exempted(name)
	case AwardOneOf:
		words := make([]string, len(a.OneOf))
		for i := range a.OneOf {
			words[i] = a.OneOf[i].text(name)
		}
		text = "one of " + join(words, "or")
	default:
		text = a.Name
	}
	if a.Credits != nil {
		text += " (" + a.Credits.Decimal() + ")"
	}
	if a.If != nil {
		text += " if " + conditionText(a.If)
	}
	return text
}

// exempted names what an exemption waives: an item, or a requirement by its name.
func (a *Award) exempted(name Namer) string {
	if a.Item != "" {
		return name(a.Item)
	}
	return a.Name
}

func join(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	head, tail := words[:len(words)-1], words[len(words)-1]
	return strings.Join(head, ", ") + " " + last + " " + tail
}

func sortedAttributes(m map[string]string) []string {
	return slices.Sorted(maps.Keys(m))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
