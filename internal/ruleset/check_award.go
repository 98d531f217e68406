package ruleset

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// awardFields reports what the kind of an award needs and does not have.
func (c *ruleChecker) awardFields(w *agreement.Award, r *agreement.Rule) {
	missing := func(key, help string) {
		c.reportf(key, "missing_award_"+key, help, "an award of kind %s needs %s", w.Kind, key)
	}
	switch w.Kind {
	case agreement.AwardCourse:
		if w.Item == "" {
			missing("item", "name the receiving course")
		}
	case agreement.AwardSubjectElective:
		if w.Subject == "" {
			missing("subject", "name the receiver's subject, such as HIST")
		}
	case agreement.AwardLevelElective:
		if w.Level == "" {
			missing("level", "lower, upper, graduate or framework:number")
		}
	case agreement.AwardRequirement, agreement.AwardExemption:
		if w.Name == "" && w.Item == "" {
			missing("name", "name the requirement, or the item that need not be taken")
		}
	case agreement.AwardArea, agreement.AwardAdmission:
		if w.Name == "" {
			missing("name", "name the area or the right")
		}
	case agreement.AwardBlock:
		if w.Name == "" {
			missing("name", "name the block")
		}
		if w.Credits == nil && c.creditSource(r) == agreement.ByRule {
			missing("credits", "a block has no courses to take them from")
		}
	}
}

func (c *ruleChecker) creditSource(r *agreement.Rule) agreement.CreditSource {
	for _, s := range []agreement.CreditSource{r.Credit, c.a.Credit} {
		if s != "" {
			return s
		}
	}
	return agreement.ByRule
}

// source reports a source item that no sender of the agreement offers.
func (c *ruleChecker) source(id catalog.ItemID) {
	c.item("item", id)
	if c.holding {
		return
	}
	c.sources[id] = true
	if !belongs(id, c.a.Senders) && validPair(string(id)) {
		c.reportf("item", "foreign_source", fmt.Sprintf("add %s to the senders, or correct the item", id.Institution()), "%s is no item of a sender of the agreement", id)
	}
}
