package agreement

import (
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/wording"
)

// Namer returns the name that people know an item by, usually its code.
type Namer func(catalog.ItemID) string

// Sentence is the rule in words, made from its parts: "MATH 7 and MATH 8, each
// C or better, count as MATH 20A".
func (r *Rule) Sentence(name Namer) string { return r.Words(name).String() }

// Words is the sentence of the rule as a phrase.
func (r *Rule) Words(name Namer) wording.Phrase {
	targets := awardsText(r.Awards, name)
	if r.When == nil {
		return wording.Capital(statement(targets, r.Outcome))
	}
	source, many := exprText(r.When, name, false)
	if r.Outcome != "" && r.Outcome != OutcomeAward {
		return wording.Capital(sourceStatement(source, r.Outcome, many))
	}
	text := wording.Of("rule.counts.one", "{source} counts as {awards}", "source", source, "awards", targets)
	if many {
		text = wording.Of("rule.counts.other", "{source} count as {awards}", "source", source, "awards", targets)
	}
	if r.VoidIf == nil {
		return wording.Capital(text)
	}
	return wording.Row(wording.Capital(text), voidText(r.VoidIf, name))
}

// voidText says what makes a rule void: ", unless NUR 201 was failed twice".
func voidText(v *Attempts, name Namer) wording.Phrase {
	names := make([]wording.Phrase, len(v.Items))
	for i, id := range v.Items {
		names[i] = wording.Name(name(id))
	}
	what := []wording.Phrase{wording.Of("rule.attempted", "attempted")}
	if len(v.Status) > 0 {
		what = what[:0]
		for _, s := range v.Status {
			what = append(what, wording.Term("attempt", s, strings.ReplaceAll(s, "in-progress", "in progress")))
		}
	}
	items, how := wording.Or(names), wording.Or(what)
	switch {
	case v.Times == 2:
		return wording.Of("rule.void_twice", ", unless {items} was {what} twice", "items", items, "what", how)
	case v.Times > 2:
		return wording.Of("rule.void_times", ", unless {items} was {what} {n} times", "items", items, "what", how, "n", v.Times)
	}
	return wording.Of("rule.void", ", unless {items} was {what}", "items", items, "what", how)
}

// Text is the source expression in words.
func (e *Expr) Text(name Namer) string { return e.Words(name).String() }

// Words is the source expression as a phrase.
func (e *Expr) Words(name Namer) wording.Phrase {
	text, _ := exprText(e, name, false)
	return text
}

// statement is what a rule says about its targets alone.
func statement(targets wording.Phrase, o Outcome) wording.Phrase {
	switch o {
	case OutcomeNoEquivalent:
		return wording.Of("rule.target.no_equivalent", "{awards} has no articulated course", "awards", targets)
	case OutcomeTakeAtReceiver:
		return wording.Of("rule.target.take", "{awards} must be taken at the receiving institution", "awards", targets)
	case OutcomeAbsent:
		return wording.Of("rule.target.absent", "{awards} is listed without any statement", "awards", targets)
	case OutcomeNeedsAssessment:
		return wording.Of("rule.target.assessed", "{awards} is assessed individually", "awards", targets)
	case OutcomePending:
		return wording.Of("rule.target.pending", "{awards} is under evaluation", "awards", targets)
	}
	return wording.Of("rule.target.not_given", "{awards} is not given by transfer", "awards", targets)
}

// sourceStatement is what a rule says about its source instead of an award.
func sourceStatement(source wording.Phrase, o Outcome, many bool) wording.Phrase {
	say := func(key, one, several string) wording.Phrase {
		if many {
			return wording.Of(key+".other", several, "source", source)
		}
		return wording.Of(key+".one", one, "source", source)
	}
	switch o {
	case OutcomeRefused:
		return say("rule.refused", "{source} does not transfer", "{source} do not transfer")
	case OutcomeNoEquivalent:
		return say("rule.no_equivalent", "{source} has no equivalent", "{source} have no equivalent")
	case OutcomeTakeAtReceiver:
		return wording.Of("rule.take", "{source} must be taken at the receiving institution instead", "source", source)
	case OutcomeNeedsAssessment:
		return say("rule.assessed", "{source} is assessed individually", "{source} are assessed individually")
	case OutcomePending:
		return say("rule.pending", "{source} is under evaluation", "{source} are under evaluation")
	}
	return say("rule.absent", "{source} is listed without any statement", "{source} are listed without any statement")
}

// exprText returns the expression in words and whether it is plural.
func exprText(e *Expr, name Namer, nested bool) (text wording.Phrase, many bool) {
	parts := e.Parts()
	if parts == nil {
		return leafText(e, name), false
	}
	words := make([]wording.Phrase, len(parts))
	lastMany := false // the verb agrees with the last alternative
	for i := range parts {
		words[i], lastMany = exprText(&parts[i], name, true)
	}
	text, many = joinText(e, words, lastMany)
	if cond := conditionText(&e.Condition); !cond.IsZero() {
		each := wording.Of("rule.each", "{source}, each {condition}", "source", text, "condition", cond)
		if !nested || len(words) <= 1 {
			return wording.Row(each, ","), many
		}
		text = each
	}
	if nested && len(words) > 1 {
		text = wording.Row("(", text, ")")
	}
	return text, many
}

// joinText puts the parts of an expression together.
func joinText(e *Expr, words []wording.Phrase, lastMany bool) (text wording.Phrase, many bool) {
	switch {
	case e.Any != nil:
		return wording.Or(words), lastMany
	case e.Sequence != nil:
		return wording.Then(words), true
	case e.AtLeast != nil && e.AtLeast.Count > 0:
		return wording.Of("rule.any_of", "any {n} of {sources}", "n", e.AtLeast.Count, "sources", wording.Or(words)), true
	case e.AtLeast != nil:
		return wording.Of("rule.credits_from", "at least {credits} credits from {sources}",
			"credits", wording.As(e.AtLeast.Credits.String(), e.AtLeast.Credits), "sources", wording.Or(words)), true
	}
	return wording.And(words), len(words) > 1
}

func leafText(e *Expr, name Namer) wording.Phrase {
	text := wording.Name(name(e.Item))
	if e.Match != nil {
		text = patternText(e.Match)
	}
	if c := conditionText(&e.Condition); !c.IsZero() {
		return wording.Row(text, " (", c, ")")
	}
	return text
}

func patternText(p *Pattern) wording.Phrase {
	kind := wording.Of("rule.course", "course")
	if len(p.Kinds) > 0 {
		kinds := make([]wording.Phrase, len(p.Kinds))
		for i, k := range p.Kinds {
			kinds[i] = wording.Term("kind", string(k), string(k))
		}
		kind = wording.Or(kinds)
	}
	if len(p.Levels) > 0 {
		kind = leveled(p, kind)
	}
	if p.Number != "" || p.Subject != "" {
		kind = wording.Of("rule.coded", "{code} {kind}", "code", strings.TrimSpace(p.Subject+" "+p.Number), "kind", kind)
	}
	out := []any{wording.Of("rule.any", "any {kind}", "kind", kind)}
	if len(p.Tags) > 0 {
		out = append(out, " ", wording.Of("filter.tagged", "tagged {tags}", "tags", wording.Or(wording.Names(p.Tags))))
	}
	switch {
	case p.InAgreement:
		out = append(out, " ", wording.Of("rule.named", "that this agreement names"))
	case p.Institution != "":
		out = append(out, " ", wording.Of("filter.of", "of {institutions}", "institutions", string(p.Institution)))
	}
	return wording.Row(out...)
}

// gradeText is a grade without its scale.
func gradeText(s string) string {
	if _, grade, ok := strings.Cut(s, ":"); ok {
		return grade
	}
	return s
}

func awardsText(awards []Award, name Namer) wording.Phrase {
	words := make([]wording.Phrase, len(awards))
	for i := range awards {
		words[i] = awards[i].text(name)
	}
	if len(words) == 0 {
		return wording.Of("rule.nothing", "nothing")
	}
	return wording.And(words)
}

func (a *Award) text(name Namer) wording.Phrase {
	text := a.bare(name)
	if a.Credits != nil {
		text = wording.Row(text, " (", *a.Credits, ")")
	}
	if a.If != nil {
		text = wording.Of("rule.award_if", "{award} if {condition}", "award", text, "condition", conditionText(a.If))
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

// bare is what an award gives, without its credit and condition.
func (a *Award) bare(name Namer) wording.Phrase {
	switch a.Kind {
	case AwardCourse:
		return wording.Name(name(a.Item))
	case AwardSubjectElective:
		return wording.Of("award.subject_elective", "{subject} elective", "subject", a.Subject)
	case AwardLevelElective:
		return a.levelElective()
	case AwardElective:
		return wording.Of("award.elective", "elective credit")
	case AwardRequirement:
		return wording.Of("award.requirement", "{name} (requirement met, no credit)", "name", a.Name)
	case AwardExemption:
		return wording.Of("award.exemption", "an exemption from {name}", "name", a.exempted(name))
	case AwardOneOf:
		words := make([]wording.Phrase, len(a.OneOf))
		for i := range a.OneOf {
			words[i] = a.OneOf[i].text(name)
		}
		return wording.Of("award.one_of", "one of {awards}", "awards", wording.Or(words))
	}
	return wording.Name(a.Name)
}
