package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

type problem = diag.Problem

// node checks one requirement by itself.
func (c *checker) node(k int) {
	p := &c.places[k]
	n, at := p.Node, c.at(p)
	if given := n.Given(); len(given) != 1 {
		c.report(at, "bad_requirement", "give exactly one of "+wordList(requirement.Kinds()), "%s of the kinds of requirement are given", counted(given))
	}
	if n.ID != "" && !validName(n.ID) {
		c.report(at+"/id", "bad_name", "use lower-case letters, digits and hyphens", "%q cannot be part of a path", n.ID)
	}
	if n.Scope != "" && !validName(n.Scope) {
		c.report(at+"/scope", "bad_name", "use lower-case letters, digits and hyphens", "%q is no name of a scope", n.Scope)
	}
	c.structure(at, n)
	c.collisions(at, n)
	for key, f := range n.Filters {
		c.filter(at+"/"+key, f, 1)
	}
	if n.Where != nil && n.Where.IsZero() {
		c.warn(at+"/where", "vacuous", "remove it", "the filter lets everything through")
	}
	c.bounds(at, n)
	for key, t := range n.Tests {
		c.test(at+"/"+key, t, 1)
	}
	for i := range n.Changes {
		c.change(at+"/changes/"+strconv.Itoa(i), n, &n.Changes[i])
	}
}

func counted(given []requirement.Kind) string {
	if len(given) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d (%s)", len(given), wordList(given))
}

func wordList[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
}

func (c *checker) structure(at string, n *requirement.Node) {
	for key, list := range map[string][]requirement.Node{"all": n.All, "any": n.Any} {
		if list != nil && len(list) == 0 {
			c.report(at+"/"+key, "empty_list", "", "%s has no parts", key)
		}
	}
	if n.Item != "" {
		c.item(at+"/item", n.Item)
	}
	if n.Series != nil && len(n.Series) == 0 {
		c.report(at+"/series", "empty_list", "", "the series is empty")
	}
	c.itemList(at+"/series", n.Series)
	if n.Choose != nil {
		c.choose(at+"/choose", n.Choose)
	}
	if n.Take != nil {
		c.take(at+"/take", n.Take)
	}
}

func (c *checker) choose(at string, ch *requirement.Choose) {
	switch {
	case len(ch.Of) == 0:
		c.report(at+"/of", "empty_list", "", "there is nothing to choose from")
	case ch.Count < 0 || ch.Count > len(ch.Of):
		c.report(at+"/count", "count_out_of_range", fmt.Sprintf("from 1 to %d", len(ch.Of)), "%d of %d parts cannot be chosen", ch.Count, len(ch.Of))
	case ch.Count == 0 && ch.Credits == "":
		c.report(at, "count_out_of_range", "give count or credits, or mark the section as recommended", "nothing says how many to choose")
	}
	if ch.Credits == "" {
		return
	}
	switch a, err := credit.ParseAmount(ch.Credits); {
	case err != nil:
		c.report(at+"/credits", "bad_value", "", "%s", err)
	case a.Sign() < 0:
		c.report(at+"/credits", "negative_credits", "", "%s credits are less than none", a)
	case a.IsZero() && ch.Count == 0:
		c.report(at+"/credits", "zero_required", "give the credits, or mark the section as recommended", "the section asks for nothing")
	}
}

func (c *checker) take(at string, t *requirement.Take) {
	if t.Items < 0 {
		c.report(at+"/items", "negative_need", "", "%d items are less than none", t.Items)
	}
	if t.Credits.Sign() < 0 {
		c.report(at+"/credits", "negative_credits", "", "%s credits are less than none", t.Credits)
	}
	word(c, at+"/same", "classification", t.Same, requirement.Classes(), true)
	if d := t.Distinct; d != nil {
		word(c, at+"/distinct/by", "classification", d.By, requirement.Classes(), false)
		if d.AtLeast < 1 {
			c.report(at+"/distinct/atLeast", "negative_need", "from 1", "%d different ones ask for nothing", d.AtLeast)
		}
		if t.Same == d.By && d.AtLeast > 1 && t.Same != "" {
			c.report(at+"/distinct", "unsatisfiable", "remove same or distinct", "all of one %s cannot be of %d different ones", t.Same, d.AtLeast)
		}
	}
	if t.Items == 0 && t.Credits.IsZero() && t.Distinct == nil {
		c.report(at, "zero_required", "give items, credits or distinct, or mark the requirement as recommended", "the requirement asks for nothing")
	}
}

// collisions reports two parts of one name: exceptions could not tell them
// apart.
func (c *checker) collisions(at string, n *requirement.Node) {
	first := map[string]string{}
	for key, child := range n.Each {
		if child.ID == "" {
			continue
		}
		if other, ok := first[child.ID]; ok {
			c.report(at+"/"+key+"/id", "name_collision", "give each part an id of its own", "the part %s has the id %q too", other, child.ID)
			continue
		}
		first[child.ID] = key
	}
	titles := map[string]string{}
	for key, child := range n.Each {
		if child.ID != "" || child.Title == "" {
			continue
		}
		name := child.Segment()
		if other, ok := titles[name]; ok {
			c.warn(at+"/"+key+"/title", "name_collision", "give the parts ids", "the part %s leads to the name %q too; the order now tells them apart", other, name)
			continue
		}
		titles[name] = key
	}
}

// bounds checks limits, minima and means by themselves.
func (c *checker) bounds(at string, n *requirement.Node) {
	if n.GPA.Sign() < 0 {
		c.report(at+"/gpa", "negative_need", "", "a mean of %s is less than none", n.GPA)
	}
	if top, ok := c.w.TopPoints(c.p.Institution); ok && n.GPA.Cmp(top) > 0 {
		c.report(at+"/gpa", "unsatisfiable", "at most "+top.String(), "no grade carries more than %s points, and the mean must be %s", top, n.GPA)
	}
	for i := range n.Limits {
		l, at := &n.Limits[i], at+"/limits/"+strconv.Itoa(i)
		word(c, at+"/in", "reach", l.In, requirement.Reaches(), true)
		word(c, at+"/each", "classification", l.Each, requirement.Classes(), true)
		switch {
		case l.Items == nil && l.Credits == nil:
			c.report(at, "vacuous", "give items or credits", "the limit does not say how much")
		case l.Items != nil && *l.Items < 0 || l.Credits != nil && l.Credits.Sign() < 0:
			c.report(at, "negative_need", "give 0 to forbid", "a limit cannot be less than nothing")
		}
	}
	for i := range n.Minima {
		m, at := &n.Minima[i], at+"/minima/"+strconv.Itoa(i)
		switch {
		case m.Items < 0 || m.Credits.Sign() < 0 || m.Share.Sign() < 0 || m.OutOf.Sign() < 0 || m.RoundTo.Sign() < 0:
			c.report(at, "negative_need", "", "a minimum cannot be less than nothing")
		case m.Items == 0 && m.Credits.IsZero() && m.Share.IsZero():
			c.report(at, "zero_required", "give items, credits or share", "the minimum asks for nothing")
		case m.Share.Cmp(credit.Int(1)) > 0:
			c.report(at+"/share", "unsatisfiable", "write a part such as 1/2, or 50%", "more than the whole is asked for: %s", m.Share)
		case !m.Share.IsZero() && m.OutOf.IsZero() && c.size().IsZero():
			c.report(at+"/share", "missing_size", "give outOf, or the credits of the credential", "nobody knows what the share is a share of")
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
		c.report(at, "bad_change", "give one of by and to", "a change adds to a need or replaces it")
	}
	if ch.To != nil && ch.To.Sign() < 0 {
		c.report(at+"/to", "negative_need", "", "a need cannot become %s", ch.To)
	}
	if slices.Contains(requirement.Needs(), ch.What) && !n.Asks(ch.What) {
		c.report(at+"/what", "bad_change", "", "the requirement does not ask for %s", ch.What)
	}
}
