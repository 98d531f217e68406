package check

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Exceptions checks a learner's exceptions against the program version that
// they are for; those of other programs are passed over. Pointers begin with
// the index in the list.
func Exceptions(program string, v *requirement.ProgramVersion, list []requirement.Exception) diag.List {
	c := &checker{v: v}
	c.places, _ = requirement.Places(v.Requires, 0, 0)
	c.byPath = make(map[string]int, len(c.places))
	for k := range c.places {
		c.byPath[c.places[k].Path] = k
	}
	for i := range list {
		if list[i].Program == program {
			c.exception("/"+strconv.Itoa(i), &list[i])
		}
	}
	c.problems.Sort()
	return c.problems
}

func (c *checker) exception(at string, e *requirement.Exception) {
	word(c, at+"/kind", "kind of exception", e.Kind, requirement.ExceptionKinds(), false)
	if strings.TrimSpace(e.Reason) == "" {
		c.reportf(at+"/reason", "missing_reason", "say why", "the exception has no reason")
	}
	if strings.TrimSpace(e.Approver) == "" {
		c.reportf(at+"/approver", "missing_approver", "say who approved it", "nobody approved the exception")
	}
	if !e.Expires.IsZero() && e.Expires < e.ApprovedOn {
		c.reportf(at+"/expires", "inverted_dates", "exchange the two dates", "it expires on %s, before it was approved on %s", e.Expires, e.ApprovedOn)
	}
	k, ok := c.byPath[e.Path]
	if !ok {
		c.reportf(at+"/path", "unknown_path", c.nearPath(e.Path), "there is no requirement %q", e.Path)
		return
	}
	c.exceptionParts(at, e, c.places[k].Node)
}

// exceptionParts checks that an exception says all that its kind needs.
func (c *checker) exceptionParts(at string, e *requirement.Exception, n *requirement.Node) {
	missing := func(is bool, key string) {
		if is {
			c.reportf(at+"/"+key, "missing_"+key, "", "an exception of the kind %s needs %s", e.Kind, key)
		}
	}
	switch e.Kind {
	case requirement.Force, requirement.Block, requirement.Pin:
		missing(e.Line == "", "line")
	case requirement.Recredit:
		missing(e.Line == "", "line")
		missing(e.To == nil, "to")
	case requirement.Substitute:
		missing(e.Item == "", "item")
		missing(e.With == "", "with")
	case requirement.Threshold:
		missing(e.To == nil, "to")
		if !n.Asks(e.What) {
			c.reportf(at+"/what", "bad_change", "", "the requirement does not ask for %q", string(e.What))
		}
	}
	if e.To != nil && e.To.Sign() < 0 {
		c.reportf(at+"/to", "negative_need", "", "nothing can become %s", e.To)
	}
}
