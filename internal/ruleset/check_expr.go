package ruleset

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

func (c *ruleChecker) expr(e *agreement.Expr, depth int) {
	if depth > MaxDepth {
		c.reportf("", "too_deep", "split the rule", "source expressions are nested more than %d levels deep", MaxDepth)
		return
	}
	if n := alternatives(e); n != 1 {
		c.reportf("", "bad_expression", "give exactly one of all, any, sequence, atLeast, item and match", "%d of the six kinds of source are given", n)
	}
	inst := catalog.InstitutionID("")
	switch {
	case e.Item != "":
		inst = e.Item.Institution()
		c.source(e.Item)
	case e.Match != nil:
		inst = e.Match.Institution
		c.in("match", func() { c.pattern(e.Match) })
	}
	c.condition(&e.Condition, inst)
	c.exprs("all", e.All, depth)
	c.exprs("any", e.Any, depth)
	c.exprs("sequence", e.Sequence, depth)
	if e.AtLeast != nil {
		c.in("atLeast", func() { c.atLeast(e.AtLeast, depth) })
	}
}

func alternatives(e *agreement.Expr) int {
	n := 0
	for _, given := range [...]bool{e.All != nil, e.Any != nil, e.Sequence != nil, e.AtLeast != nil, e.Item != "", e.Match != nil} {
		if given {
			n++
		}
	}
	return n
}

func (c *ruleChecker) exprs(key string, list []agreement.Expr, depth int) {
	if list != nil && len(list) == 0 {
		c.reportf(key, "empty_list", "name at least one source", "%s has no parts", key)
	}
	for i := range list {
		c.push(key, i)
		c.expr(&list[i], depth+1)
		c.pop()
	}
}

func (c *ruleChecker) atLeast(n *agreement.AtLeast, depth int) {
	switch {
	case len(n.Of) == 0:
		c.reportf("of", "empty_list", "name at least one source", "of has no parts")
	case n.Count < 0 || n.Count > len(n.Of):
		c.reportf("count", "count_out_of_range", fmt.Sprintf("from 1 to %d", len(n.Of)), "at least %d of %d parts is impossible", n.Count, len(n.Of))
	case (n.Count == 0) == n.Credits.IsZero():
		c.reportf("", "count_out_of_range", "give one of count and credits", "atLeast asks for a number of parts or for their credits")
	}
	c.amount("credits", n.Credits)
	for i := range n.Of {
		c.push("of", i)
		c.expr(&n.Of[i], depth+1)
		c.pop()
	}
}

func (c *ruleChecker) pattern(p *agreement.Pattern) {
	c.institution("institution", p.Institution)
	if p.Institution != "" && !c.holding && !belongs(catalog.ItemID(p.Institution), c.a.Senders) {
		c.reportf("institution", "foreign_source", "add it to the senders", "%s is no sender of the agreement", p.Institution)
	}
	enumList(c.checker, "kinds", "kind of item", p.Kinds, catalog.ItemKinds())
	for i, l := range p.Levels {
		c.level("levels/"+strconv.Itoa(i), l)
	}
	if p.Number != "" && !validNumber(p.Number) {
		c.reportf("number", "bad_number_pattern", "write 2## (# is one digit), 1@ (@ is anything) or a range such as 100-199", "%q is no pattern of course numbers", p.Number)
	}
}

// validNumber accepts what [agreement.NumberMatches] can match: a range
// "100-199" of whole numbers in order, or letters and digits in which # stands
// for any digit and a last @ for anything.
func validNumber(s string) bool {
	if from, to, ok := strings.Cut(s, "-"); ok {
		a, err1 := strconv.ParseUint(strings.TrimSpace(from), 10, 31)
		b, err2 := strconv.ParseUint(strings.TrimSpace(to), 10, 31)
		return err1 == nil && err2 == nil && a <= b
	}
	for _, r := range strings.ToUpper(strings.TrimSuffix(s, "@")) {
		if r != '#' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// condition checks what is asked of a source; inst is its institution, or "".
func (c *ruleChecker) condition(q *agreement.Condition, inst catalog.InstitutionID) {
	if q.IsZero() {
		return
	}
	senders := c.a.Senders
	if inst != "" {
		senders = []catalog.InstitutionID{inst}
	}
	c.grade("minGrade", q.MinGrade, senders)
	c.grade("maxGrade", q.MaxGrade, senders)
	c.gradeOrder(q, senders)
	if q.MaxAgeYears < 0 {
		c.reportf("maxAgeYears", "bad_years", "give a number of years from 1", "%d years is no age limit", q.MaxAgeYears)
	}
	if q.MaxAgeMonths < 0 {
		c.reportf("maxAgeMonths", "bad_years", "give a number of months from 1", "%d months is no age limit", q.MaxAgeMonths)
	}
	c.issuerTier(q.MinIssuerTier)
	c.level("minLevel", q.MinLevel)
	enumList(c.checker, "evidence", "kind of evidence", q.Evidence, catalog.EvidenceKinds())
	c.amount("minCredits", q.MinCredits)
	c.amount("maxCredits", q.MaxCredits)
	if !q.MaxCredits.IsZero() && q.MaxCredits.Cmp(q.MinCredits) < 0 {
		c.reportf("maxCredits", "inverted_credits", "exchange the two", "at most %s credits is less than at least %s", q.MaxCredits, q.MinCredits)
	}
	c.dates("attained", q.Attained)
}
