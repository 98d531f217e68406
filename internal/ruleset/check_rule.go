package ruleset

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// ruleChecker checks the rules of one agreement.
type ruleChecker struct {
	*checker
	a *agreement.Agreement
	// receivers are the institutions whose items may be awarded.
	receivers []catalog.InstitutionID
	// sources are the items of the rule at hand.
	sources map[catalog.ItemID]bool
	// holding is set inside holdUntil, which looks at the whole record.
	holding bool
}

func newRuleChecker(c *checker, a *agreement.Agreement) *ruleChecker {
	rc := &ruleChecker{checker: c, a: a, sources: map[catalog.ItemID]bool{}}
	switch {
	case a.Receiver != "":
		rc.receivers = []catalog.InstitutionID{a.Receiver}
	case a.Kind == agreement.Hub:
		rc.receivers = a.Senders
	}
	return rc
}

func (c *ruleChecker) rule(r *agreement.Rule) {
	clear(c.sources)
	enum(c.checker, "outcome", "outcome", r.Outcome, agreement.Outcomes(), true)
	enum(c.checker, "credit", "credit source", r.Credit, creditSources, true)
	enum(c.checker, "remainder", "treatment of a remainder", r.Remainder, remainders, true)
	c.dates("valid", r.Valid)
	if !r.Valid.Empty() && !c.a.Effective.Empty() && !r.Valid.Overlaps(c.a.Effective) {
		c.warnf("valid", "never_in_force", "give the rule days within those of the agreement, or remove it", "the rule is valid %s, the agreement %s", r.Valid, c.a.Effective)
	}
	if r.When != nil {
		c.in("when", func() { c.expr(r.When, 1) })
	} else if !aboutReceiver(r.Outcome) {
		c.reportf("", "missing_source", "only no-equivalent, take-at-receiver and absent have none", "the rule has no source (when)")
	}
	c.awardList(r)
	for i, t := range r.Conditions {
		key := "conditions/" + strconv.Itoa(i)
		if strings.TrimSpace(t.Text) == "" {
			c.reportf(key+"/text", "empty_text", "remove it", "the condition has no words")
		}
		if t.Meaning != "" {
			enum(c.checker, key+"/meaning", "known wording", t.Meaning, meanings, true)
		}
	}
	if r.HoldUntil != nil {
		c.holding = true
		c.in("holdUntil", func() { c.expr(r.HoldUntil, 1) })
		c.holding = false
	}
	if r.VoidIf != nil {
		c.in("voidIf", func() { c.attempts(r.VoidIf) })
	}
}

func (c *ruleChecker) attempts(v *agreement.Attempts) {
	if len(v.Items) == 0 {
		c.reportf("items", "empty_list", "name the courses", "no course is named")
	}
	c.itemList("items", v.Items)
	enumList(c.checker, "status", "status of an attempt", v.Status, agreement.AttemptStatuses())
	if v.Times < 0 {
		c.reportf("times", "negative_need", "from 1", "%d attempts are less than none", v.Times)
	}
}

// aboutReceiver reports whether an outcome can be a statement about receiving
// items alone.
func aboutReceiver(o agreement.Outcome) bool {
	return o == agreement.OutcomeNoEquivalent || o == agreement.OutcomeTakeAtReceiver || o == agreement.OutcomeAbsent
}

func (c *ruleChecker) awardList(r *agreement.Rule) {
	awards := r.Outcome == "" || r.Outcome == agreement.OutcomeAward
	switch {
	case awards && len(r.Awards) == 0:
		c.reportf("awards", "missing_awards", "say what the source counts as, or give another outcome", "the rule awards nothing")
	case r.When == nil && len(r.Awards) == 0:
		c.reportf("awards", "missing_awards", "name the receiving items that the statement is about", "the statement is about nothing")
	case r.Outcome == agreement.OutcomeRefused && len(r.Awards) > 0:
		c.warnf("awards", "awards_ignored", "remove them", "a refusal gives no awards")
	}
	for i := range r.Awards {
		c.push("awards", i)
		c.award(&r.Awards[i], r, 1)
		c.pop()
	}
}

func (c *ruleChecker) alternatives(w *agreement.Award, r *agreement.Rule, depth int) {
	switch {
	case w.Kind == agreement.AwardOneOf && len(w.OneOf) < 2:
		c.reportf("oneOf", "too_few_awards", "list the alternatives, or award the only one", "a choice needs at least two awards, not %d", len(w.OneOf))
	case depth > 2 && len(w.OneOf) > 0:
		c.reportf("oneOf", "too_deep", "list all alternatives in one oneOf", "alternatives are nested too deep")
		return
	}
	for i := range w.OneOf {
		c.push("oneOf", i)
		c.award(&w.OneOf[i], r, depth+1)
		c.pop()
	}
}

func (c *ruleChecker) award(w *agreement.Award, r *agreement.Rule, depth int) {
	enum(c.checker, "kind", "kind of award", w.Kind, agreement.AwardKinds(), false)
	c.level("level", w.Level)
	c.awardFields(w, r)
	if w.Item != "" {
		c.item("item", w.Item)
		if len(c.receivers) > 0 && !belongs(w.Item, c.receivers) {
			c.reportf("item", "foreign_award", "award an item of "+string(c.receivers[0]), "%s is no item of the receiver", w.Item)
		}
		if c.sources[w.Item] {
			c.reportf("item", "self_award", "remove the source or the award", "%s would be awarded for itself", w.Item)
		}
	}
	if w.Credits != nil {
		c.amount("credits", *w.Credits)
		if w.Kind != "" && !w.Kind.GivesCredit() {
			c.reportf("credits", "credit_without_effect", "remove the credits, or award an elective beside it", "an award of kind %s gives no credit", w.Kind)
		}
	}
	if len(w.OneOf) > 0 && w.Kind != agreement.AwardOneOf {
		c.reportf("oneOf", "awards_ignored", "give the award the kind one-of", "an award of kind %s has no alternatives", w.Kind)
	}
	c.alternatives(w, r, depth)
	if w.If != nil {
		c.in("if", func() { c.condition(w.If, "") })
	}
}
