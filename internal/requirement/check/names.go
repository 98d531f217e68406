package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// word reports a text that is not in a vocabulary.
func word[T ~string](c *checker, at, what string, value T, words []T, optional bool) {
	if value == "" && optional || value != "" && slices.Contains(words, value) {
		return
	}
	if value == "" {
		c.report(at, "missing_"+lastKey(at), "one of "+wordList(words), "the %s is missing", what)
		return
	}
	suggestion := "one of " + wordList(words)
	if near := diag.Nearest(string(value), plain(words)); near != "" {
		suggestion = "did you mean " + near + "?"
	}
	c.report(at, "unknown_"+lastKey(at), suggestion, "%q is no %s", string(value), what)
}

// lastKey is the key that a pointer ends with, in the singular for an entry of a
// list.
func lastKey(at string) string {
	i := strings.LastIndexByte(at, '/')
	if last := at[i+1:]; strings.Trim(last, "0123456789") != "" {
		return last
	}
	return strings.TrimSuffix(lastKey(at[:i]), "s")
}

func plain[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

func (c *checker) item(at string, id catalog.ItemID) {
	if code, message, suggestion := c.w.ItemProblem(id); code != "" {
		c.report(at, code, suggestion, "%s", message)
	}
}

func (c *checker) itemList(at string, ids []catalog.ItemID) {
	seen := make(map[catalog.ItemID]bool, len(ids))
	for i, id := range ids {
		c.item(at+"/"+strconv.Itoa(i), id)
		if seen[id] {
			c.warn(at+"/"+strconv.Itoa(i), "repeated_item", "remove it", "%s is in the list already", id)
		}
		seen[id] = true
	}
}

// filter checks the words and names of a filter.
func (c *checker) filter(at string, f *requirement.ItemFilter, depth int) {
	if depth > requirement.MaxDepth {
		c.report(at, "too_deep", "name a part of it as a set", "filters are nested more than %d levels deep", requirement.MaxDepth)
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
			c.report(at+"/"+key, code, suggestion, "%s", message)
		}
	}
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
	names := make([]string, 0, len(c.v.Sets))
	for n := range c.v.Sets {
		names = append(names, n)
	}
	slices.Sort(names)
	suggestion := "declare it under sets, or write [" + name + "] for a single item"
	if near := diag.Nearest(name, names); near != "" {
		suggestion = "did you mean " + near + "?"
	}
	c.report(strings.TrimSuffix(at, "/set"), "unknown_set", suggestion, "there is no set %q", name)
}

func (c *checker) lists(at string, f *requirement.ItemFilter) {
	for key, list := range map[string]int{
		"items": lenOr(f.Items), "all": lenOr(f.All), "any": lenOr(f.Any), "subjects": lenOr(f.Subjects), "numbers": lenOr(f.Numbers),
		"kinds": lenOr(f.Kinds), "levels": lenOr(f.Levels), "tags": lenOr(f.Tags), "institutions": lenOr(f.Institutions), "evidence": lenOr(f.Evidence),
	} {
		if list == 0 {
			c.report(at+"/"+key, "empty_list", "leave it out to select everything", "an empty list selects nothing")
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
			c.report(at+"/institutions/"+strconv.Itoa(i), "unknown_institution", c.w.Suggest("institution", string(id)), "there is no institution %q", string(id))
		}
	}
	for i, s := range f.Numbers {
		if !validNumber(s) {
			c.report(at+"/numbers/"+strconv.Itoa(i), "bad_number_pattern", "write 2## (# is one digit), 1@ (@ is anything) or a range such as 100-199", "%q is no pattern of course numbers", s)
		}
	}
	for i, s := range f.Subjects {
		if strings.TrimSpace(s) == "" {
			c.report(at+"/subjects/"+strconv.Itoa(i), "empty_text", "remove it", "a subject is empty")
		}
	}
	if f.MinLevel != "" && !catalog.ValidLevel(f.MinLevel) {
		c.report(at+"/minLevel", "unknown_level", `write lower, upper, graduate or "framework:number" such as eqf:5`, "%q is no level", f.MinLevel)
	}
}

// lenOr is the length of a list, -1 where it is not given.
func lenOr[T any](list []T) int {
	if list == nil {
		return -1
	}
	return len(list)
}

func (c *checker) ranges(at string, f *requirement.ItemFilter) {
	if f.Attained.Empty() {
		c.report(at+"/attained", "inverted_dates", "exchange the two dates", "the range ends on %s, before it begins on %s", f.Attained.To, f.Attained.From)
	}
	if f.MaxAgeYears < 0 {
		c.report(at+"/maxAgeYears", "bad_years", "give a number of years from 1", "%d years is no age limit", f.MaxAgeYears)
	}
	if f.ByTerm < 0 {
		c.report(at+"/byTerm", "negative_need", "from 1", "there is no term %d", f.ByTerm)
	}
	for key, a := range map[string]credit.Amount{"latest": f.Latest, "minCredits": f.MinCredits, "maxCredits": f.MaxCredits} {
		if a.Sign() < 0 {
			c.report(at+"/"+key, "negative_credits", "", "%s credits are less than none", a)
		}
	}
	if !f.MaxCredits.IsZero() && f.MaxCredits.Cmp(f.MinCredits) < 0 {
		c.report(at+"/maxCredits", "inverted_credits", "exchange the two", "at most %s credits is less than at least %s", f.MaxCredits, f.MinCredits)
	}
}

// validNumber accepts what agreement.NumberMatches can match.
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
	return s != ""
}

// test checks a test; exactly one of its kinds is given.
func (c *checker) test(at string, t *requirement.Test, depth int) {
	if depth > requirement.MaxDepth {
		c.report(at, "too_deep", "", "tests are nested more than %d levels deep", requirement.MaxDepth)
		return
	}
	given := 0
	for _, set := range []bool{t.All != nil, t.Any != nil, t.Not != nil, t.Fact != "", t.Met != "", t.Holds != nil, t.Entered != (calendar.Range{})} {
		if set {
			given++
		}
	}
	if given != 1 {
		c.report(at, "bad_test", "give exactly one of all, any, not, fact, met, holds and entered", "%d of the kinds of test are given", given)
	}
	if t.AtLeast != nil && t.AtMost != nil && t.AtLeast.Cmp(*t.AtMost) > 0 {
		c.report(at+"/atMost", "inverted_credits", "exchange the two", "no number is at least %s and at most %s", t.AtLeast, t.AtMost)
	}
	if t.Entered.Empty() {
		c.report(at+"/entered", "inverted_dates", "exchange the two dates", "the range ends on %s, before it begins on %s", t.Entered.To, t.Entered.From)
	}
	if t.Met != "" {
		c.metName(at+"/met", t.Met)
	}
	for key, part := range t.Each {
		c.test(at+"/"+key, part, depth+1)
	}
}

func (c *checker) metName(at, name string) {
	if id, ok := strings.CutPrefix(name, "program:"); ok {
		if !c.w.Program(id) {
			c.report(at, "unknown_program", c.w.Suggest("program", id), "there is no program %q", id)
		}
		return
	}
	if _, ok := c.byPath[name]; !ok {
		c.report(at, "unknown_path", nearPath(name, c.places), "there is no requirement %q", name)
	}
}

// nearPath suggests a path; many paths are not compared.
func nearPath(path string, places []requirement.Place) string {
	var paths []string
	for i := range places {
		if len(paths) < 2000 && places[i].Path != "" {
			paths = append(paths, places[i].Path)
		}
	}
	if near := diag.Nearest(path, paths); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// met reports requirements whose test waits for their own result.
func (c *checker) met() {
	waits := map[string][]string{}
	for i := range c.places {
		p := &c.places[i]
		for _, t := range p.Node.Tests {
			collectMet(t, 0, func(name string) { waits[p.Path] = append(waits[p.Path], name) })
		}
	}
	if len(waits) == 0 {
		return
	}
	// A requirement waits for its parts, and for what its tests name.
	var names []string
	for i := range c.places {
		p := &c.places[i]
		names = append(names, p.Path)
		if p.Parent >= 0 {
			above := c.places[p.Parent].Path
			waits[above] = append(waits[above], p.Path)
		}
	}
	cycle := findCycle(names, func(name string, yield func(string)) {
		for _, to := range waits[name] {
			yield(to)
		}
	})
	if cycle == nil {
		return
	}
	for i, name := range cycle {
		if name == "" {
			cycle[i] = "the whole program"
		}
	}
	at := c.base + "/requires"
	if k, ok := c.byPath[cycle[0]]; ok {
		at = c.at(&c.places[k])
	}
	c.report(at, "cyclic_requirement", "remove one of the tests", "it waits for its own result: %s", around(cycle, " waits for "))
}

func collectMet(t *requirement.Test, depth int, yield func(string)) {
	if depth > requirement.MaxDepth {
		return
	}
	if t.Met != "" && !strings.HasPrefix(t.Met, "program:") {
		yield(t.Met)
	}
	for _, part := range t.Each {
		collectMet(part, depth+1, yield)
	}
}
