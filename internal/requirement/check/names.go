package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

func (c *checker) item(at string, id catalog.ItemID) {
	if code, message, suggestion := c.w.ItemProblem(id); code != "" {
		c.reportf(at, code, suggestion, "%s", message)
	}
}

func (c *checker) itemList(at string, ids []catalog.ItemID) {
	seen := make(map[catalog.ItemID]bool, len(ids))
	for i, id := range ids {
		c.item(at+"/"+strconv.Itoa(i), id)
		if seen[id] {
			c.warnf(at+"/"+strconv.Itoa(i), "repeated_item", "remove it", "%s is in the list already", id)
		}
		seen[id] = true
	}
}

// filter checks the words and names of a filter.
func (c *checker) filter(at string, f *requirement.ItemFilter, depth int) {
	if depth > requirement.MaxDepth {
		c.reportf(at, "too_deep", "name a part of it as a set", "filters are nested more than %d levels deep", requirement.MaxDepth)
		return
	}
	if f.Set != "" {
		c.setName(at+"/set", f.Set)
	}
	c.itemList(at+"/items", f.Items)
	c.lists(at, f)
	inst := c.p.Institution
	if len(f.Institutions) == 1 {
		inst = f.Institutions[0]
	}
	for key, grade := range map[string]string{"minGrade": f.MinGrade, "maxGrade": f.MaxGrade} {
		if grade == "" {
			continue
		}
		if code, message, suggestion := c.w.GradeProblem(inst, grade); code != "" {
			c.reportf(at+"/"+key, code, suggestion, "%s", message)
		}
	}
	c.contradictions(at, f, inst)
	word(c, at+"/origin", "origin", f.Origin, requirement.Origins(), true)
	word(c, at+"/grading", "grading", f.Grading, requirement.Gradings(), true)
	c.ranges(at, f)
	for key, part := range f.Each {
		c.filter(at+"/"+key, part, depth+1)
	}
}

// setName looks a set up. The text may be a course that stands alone.
func (c *checker) setName(at, name string) {
	if _, ok := c.v.Sets[name]; ok {
		return
	}
	suggestion := "declare it under sets, or write [" + name + "] for a single item"
	if near := c.nearest(name, &c.setNames, func() []string { return slices.Sorted(maps.Keys(c.v.Sets)) }); near != "" {
		suggestion = "did you mean " + near + "?"
	}
	c.reportf(strings.TrimSuffix(at, "/set"), "unknown_set", suggestion, "there is no set %q", name)
}

// suggestBudget is how many names one program's misspellings are compared with.
const suggestBudget = 200_000

// nearest suggests a name of a list that is made once. Comparing is the one step
// whose work grows with both numbers, so it ends at a budget: a program with
// ten thousand unknown names has another problem than spelling.
func (c *checker) nearest(text string, list *[]string, names func() []string) string {
	if *list == nil {
		*list = append([]string{}, names()...)
	}
	if c.compared += len(*list); c.compared > suggestBudget {
		return ""
	}
	return diag.Nearest(text, *list)
}

func (c *checker) lists(at string, f *requirement.ItemFilter) {
	for key, list := range map[string]int{
		"items": lenOr(f.Items), "all": lenOr(f.All), "any": lenOr(f.Any), "subjects": lenOr(f.Subjects), "numbers": lenOr(f.Numbers),
		"kinds": lenOr(f.Kinds), "levels": lenOr(f.Levels), "tags": lenOr(f.Tags), "institutions": lenOr(f.Institutions), "evidence": lenOr(f.Evidence),
	} {
		if list == 0 {
			c.reportf(at+"/"+key, "empty_list", "leave it out to select everything", "an empty list selects nothing")
		}
	}
	for i, k := range f.Kinds {
		word(c, at+"/kinds/"+strconv.Itoa(i), "kind of item", k, catalog.ItemKinds(), false)
	}
	for i, e := range f.Evidence {
		word(c, at+"/evidence/"+strconv.Itoa(i), "kind of evidence", e, catalog.EvidenceKinds(), false)
	}
	for i, id := range f.Institutions {
		if !c.w.Institution(id) {
			c.reportf(at+"/institutions/"+strconv.Itoa(i), "unknown_institution", c.w.Suggest("institution", string(id)), "there is no institution %q", string(id))
		}
	}
	for i, s := range f.Numbers {
		if !validNumber(s) {
			c.reportf(at+"/numbers/"+strconv.Itoa(i), "bad_number_pattern", "write 2## (# is one digit), 1@ (@ is anything) or a range such as 100-199", "%q is no pattern of course numbers", s)
		}
	}
	for i, s := range f.Subjects {
		if strings.TrimSpace(s) == "" {
			c.reportf(at+"/subjects/"+strconv.Itoa(i), "empty_text", "remove it", "a subject is empty")
		}
	}
	for i, l := range f.Levels {
		if !catalog.ValidLevel(l) && !c.w.Level(l) {
			c.reportf(at+"/levels/"+strconv.Itoa(i), "unknown_level", `write lower, upper, graduate or "framework:number" such as eqf:5, or a level that items have`, "%q is no level, and no item has it", l)
		}
	}
	if f.MinLevel != "" && !catalog.ValidLevel(f.MinLevel) {
		c.reportf(at+"/minLevel", "unknown_level", `write lower, upper, graduate or "framework:number" such as eqf:5`, "%q is no level", f.MinLevel)
	}
}

func (c *checker) ranges(at string, f *requirement.ItemFilter) {
	if f.Attained.Empty() {
		c.reportf(at+"/attained", "inverted_dates", "exchange the two dates", "the range ends on %s, before it begins on %s", f.Attained.To, f.Attained.From)
	}
	if f.MaxAgeYears < 0 {
		c.reportf(at+"/maxAgeYears", "bad_years", "give a number of years from 1", "%d years is no age limit", f.MaxAgeYears)
	}
	if f.ByTerm < 0 {
		c.reportf(at+"/byTerm", "negative_need", "from 1", "there is no term %d", f.ByTerm)
	}
	for key, a := range map[string]credit.Amount{"latest": f.Latest, "minCredits": f.MinCredits, "maxCredits": f.MaxCredits} {
		if a.Sign() < 0 {
			c.reportf(at+"/"+key, "negative_credits", "", "%s credits are less than none", a)
		}
	}
	if !f.MaxCredits.IsZero() && f.MaxCredits.Cmp(f.MinCredits) < 0 {
		c.reportf(at+"/maxCredits", "inverted_credits", "exchange the two", "at most %s credits is less than at least %s", f.MaxCredits, f.MinCredits)
	}
}
