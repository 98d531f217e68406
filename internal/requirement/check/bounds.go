package check

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// bounds checks limits, minima and means by themselves.
func (c *checker) bounds(at string, n *requirement.Node) {
	if n.GPA.Sign() < 0 {
		c.reportf(at+"/gpa", "negative_need", "", "a mean of %s is less than none", n.GPA)
	}
	if top, ok := c.w.TopPoints(c.p.Institution); ok && n.GPA.Cmp(top) > 0 {
		c.reportf(at+"/gpa", "unsatisfiable", "at most "+top.String(), "no grade carries more than %s points, and the mean must be %s", top, n.GPA)
	}
	for i := range n.Limits {
		l, at := &n.Limits[i], at+"/limits/"+strconv.Itoa(i)
		word(c, at+"/in", "reach", l.In, requirement.Reaches(), true)
		word(c, at+"/each", "classification", l.Each, requirement.Classes(), true)
		switch {
		case l.Items == nil && l.Credits == nil:
			c.reportf(at, "vacuous", "give items or credits", "the limit does not say how much")
		case l.Items != nil && *l.Items < 0 || l.Credits != nil && l.Credits.Sign() < 0:
			c.reportf(at, "negative_need", "give 0 to forbid", "a limit cannot be less than nothing")
		}
	}
	for i := range n.Minima {
		m, at := &n.Minima[i], at+"/minima/"+strconv.Itoa(i)
		switch {
		case m.Items < 0 || m.Credits.Sign() < 0 || m.Share.Sign() < 0 || m.OutOf.Sign() < 0 || m.RoundTo.Sign() < 0:
			c.reportf(at, "negative_need", "", "a minimum cannot be less than nothing")
		case m.Items == 0 && m.Credits.IsZero() && m.Share.IsZero():
			c.reportf(at, "zero_required", "give items, credits or share", "the minimum asks for nothing")
		case m.Share.Cmp(credit.Int(1)) > 0:
			c.reportf(at+"/share", "unsatisfiable", "write a part such as 1/2, or 50%", "more than the whole is asked for: %s", m.Share)
		case !m.Share.IsZero() && m.OutOf.IsZero() && c.size().IsZero():
			c.reportf(at+"/share", "missing_size", "give outOf, or the credits of the credential", "nobody knows what the share is a share of")
		}
	}
}

// size is the credits of the program's credential.
func (c *checker) size() credit.Amount {
	if it := c.w.Item(c.p.Credential); it != nil {
		return it.Latest().Credits
	}
	return credit.Amount{}
}

func (c *checker) change(at string, n *requirement.Node, ch *requirement.NeedChange) {
	word(c, at+"/what", "need", ch.What, requirement.Needs(), false)
	if (ch.By == nil) == (ch.To == nil) {
		c.reportf(at, "bad_change", "give one of by and to", "a change adds to a need or replaces it")
	}
	if ch.To != nil && ch.To.Sign() < 0 {
		c.reportf(at+"/to", "negative_need", "", "a need cannot become %s", ch.To)
	}
	if slices.Contains(requirement.Needs(), ch.What) && !n.Asks(ch.What) {
		c.reportf(at+"/what", "bad_change", "", "the requirement does not ask for %s", ch.What)
	}
}
