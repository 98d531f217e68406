package check

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// node checks one requirement by itself.
func (c *checker) node(k int) {
	p := &c.places[k]
	n, at := p.Node, c.at(p)
	if given := n.Given(); len(given) != 1 {
		c.reportf(at, "bad_requirement", "give exactly one of "+wordList(requirement.Kinds()), "%s of the kinds of requirement are given", counted(given))
	}
	if n.ID != "" && !validName(n.ID) {
		c.reportf(at+"/id", "bad_name", "use lower-case letters, digits and hyphens", "%q cannot be part of a path", n.ID)
	}
	if n.Scope != "" && !validName(n.Scope) {
		c.reportf(at+"/scope", "bad_name", "use lower-case letters, digits and hyphens", "%q is no name of a scope", n.Scope)
	}
	c.structure(at, n)
	c.collisions(at, n)
	for key, f := range n.Filters {
		c.filter(at+"/"+key, f, 1)
	}
	if n.Where != nil && n.Where.IsZero() {
		c.warnf(at+"/where", "vacuous", "remove it", "the filter lets everything through")
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
			c.reportf(at+"/"+key, "empty_list", "", "%s has no parts", key)
		}
	}
	if n.Item != "" {
		c.item(at+"/item", n.Item)
	}
	if n.Series != nil && len(n.Series) == 0 {
		c.reportf(at+"/series", "empty_list", "", "the series is empty")
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
		c.reportf(at+"/of", "empty_list", "", "there is nothing to choose from")
	case ch.Count < 0 || ch.Count > len(ch.Of):
		c.reportf(at+"/count", "count_out_of_range", fmt.Sprintf("from 1 to %d", len(ch.Of)), "%d of %d parts cannot be chosen", ch.Count, len(ch.Of))
	case ch.Count == 0 && ch.Credits == "":
		c.reportf(at, "count_out_of_range", "give count or credits, or mark the section as recommended", "nothing says how many to choose")
	}
	c.repeatedParts(at, ch)
	if ch.Credits == "" {
		return
	}
	switch a, err := credit.ParseAmount(ch.Credits); {
	case err != nil:
		c.reportf(at+"/credits", "bad_value", "", "%s", err)
	case a.Sign() < 0:
		c.reportf(at+"/credits", "negative_credits", "", "%s credits are less than none", a)
	case a.IsZero() && ch.Count == 0:
		c.reportf(at+"/credits", "zero_required", "give the credits, or mark the section as recommended", "the section asks for nothing")
	}
}

func (c *checker) take(at string, t *requirement.Take) {
	if t.Items < 0 {
		c.reportf(at+"/items", "negative_need", "", "%d items are less than none", t.Items)
	}
	if t.Credits.Sign() < 0 {
		c.reportf(at+"/credits", "negative_credits", "", "%s credits are less than none", t.Credits)
	}
	word(c, at+"/same", "classification", t.Same, requirement.Classes(), true)
	if d := t.Distinct; d != nil {
		word(c, at+"/distinct/by", "classification", d.By, requirement.Classes(), false)
		if d.AtLeast < 1 {
			c.reportf(at+"/distinct/atLeast", "negative_need", "from 1", "%d different ones ask for nothing", d.AtLeast)
		}
		if t.Same == d.By && d.AtLeast > 1 && t.Same != "" {
			c.reportf(at+"/distinct", "unsatisfiable", "remove same or distinct", "all of one %s cannot be of %d different ones", t.Same, d.AtLeast)
		}
	}
	if t.Items == 0 && t.Credits.IsZero() && t.Distinct == nil {
		c.reportf(at, "zero_required", "give items, credits or distinct, or mark the requirement as recommended", "the requirement asks for nothing")
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
			c.reportf(at+"/"+key+"/id", "name_collision", "give each part an id of its own", "the part %s has the id %q too", other, child.ID)
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
			c.warnf(at+"/"+key+"/title", "name_collision", "give the parts ids", "the part %s leads to the name %q too; the order now tells them apart", other, name)
			continue
		}
		titles[name] = key
	}
}
