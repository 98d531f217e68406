// Package check proves requirements sound before they are published: what can
// never be satisfied, what asks for nothing, what is hidden behind a weaker
// alternative, what needs itself, and every name, number and word that is not
// known. Each problem has a stable code, the JSON pointer of its place below
// the program, a sentence and, where there is one, a fix. The codes are listed
// in docs/reference/problem-codes.md.
//
// The work grows with the size of the program. What would take longer (scanning
// a catalogue for every filter) stops at a budget and is then not reported.
package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// World is what a program refers to.
type World interface {
	// Item returns nil for an unknown item.
	Item(id catalog.ItemID) *catalog.Item
	// ItemProblem says what is wrong with an item's id: a code ("" where
	// nothing is), a message and a suggestion.
	ItemProblem(id catalog.ItemID) (code, message, suggestion string)
	Institution(id catalog.InstitutionID) bool
	Program(id string) bool
	// Suggest names the nearest of a kind ("institution", "program"), or "".
	Suggest(kind, text string) string
	// Catalogue lists the items of an institution.
	Catalogue(id catalog.InstitutionID) []*catalog.Item
	Grades
	// Level reports whether some item or award has the level.
	Level(text string) bool
}

// Grades is what a program needs to know of grades.
type Grades interface {
	// GradeProblem is ItemProblem for "C" or "scale:C" at an institution; ""
	// means any institution.
	GradeProblem(inst catalog.InstitutionID, grade string) (code, message, suggestion string)
	// TopPoints is the most grade points that a grade of the institution
	// carries; ok is false where grades carry none.
	TopPoints(id catalog.InstitutionID) (credit.Amount, bool)
	// GradeOrder compares two grades, as bounds are written, on the scale of an
	// institution; ok is false where they have no common order.
	GradeOrder(id catalog.InstitutionID, a, b string) (order int, ok bool)
	// GradePoints are the grade points of a grade on the scale of an institution.
	GradePoints(id catalog.InstitutionID, grade string) (credit.Amount, bool)
}

// Program checks one program. Pointers begin below the program; the problems are
// in the order of their pointers.
func Program(p *requirement.Program, w World) diag.List {
	c := &checker{p: p, w: w, budget: scanBudget}
	if p.Requires != nil && p.Versions != nil {
		c.reportf("/versions", "two_forms", "put the requirement into a version with its dates", "the program has a requirement of its own and versions")
	}
	c.stack()
	c.versionList()
	for i, v := range p.Each {
		c.version(v, i)
	}
	// Vocabularies are walked as maps; the report has one order all the same.
	c.problems.Sort()
	return slices.CompactFunc(c.problems, func(a, b diag.Problem) bool { return a == b })
}

// scanBudget is how many items of catalogues one program may be compared with.
const scanBudget = 4_000_000

// checker collects the problems of a program.
type checker struct {
	p        *requirement.Program
	w        World
	problems diag.List
	budget   int
	// branch says that an alternative is looked at by itself, deadEnd that nobody
	// can take it.
	branch, deadEnd bool
	compared        int // names that misspellings were compared with

	v      *requirement.ProgramVersion
	base   string // pointer of the version
	places []requirement.Place
	byPath map[string]int
	closed requirement.Closed
	pieces map[catalog.ItemID]*requirement.Piece
	// catalogues are whole institutions, made when a pattern asks.
	catalogues map[catalog.InstitutionID]*requirement.Selector
	// setNames and paths are made for the first suggestion.
	setNames, paths []string
}

// reportf adds an error at a pointer below the program.
func (c *checker) reportf(pointer, code, suggestion, format string, args ...any) {
	c.problems = append(c.problems, diag.Problem{
		Code: code, Message: fmt.Sprintf(format, args...), Suggestion: suggestion, Pointer: pointer,
	})
}

func (c *checker) warnf(pointer, code, suggestion, format string, args ...any) {
	c.reportf(pointer, code, suggestion, format, args...)
	c.problems[len(c.problems)-1].Severity = diag.Warning
}

// version checks one version: names first, then what they add up to.
func (c *checker) version(v *requirement.ProgramVersion, i int) {
	c.v, c.base, c.setNames, c.paths, c.catalogues = v, "", nil, nil, nil
	if c.p.Versions != nil {
		c.base = "/versions/" + strconv.Itoa(i)
	}
	c.closed = requirement.Closed{Sets: v.Sets}
	before := len(c.problems)
	c.sets(i)
	if v.Requires == nil {
		if c.p.Versions != nil {
			c.reportf(c.base, "missing_requirement", "", "the version %s asks for nothing", v.ID)
		}
		return
	}
	places, whole := requirement.Places(v.Requires, 0, 0)
	c.places, c.byPath = places, make(map[string]int, len(places))
	for k := range places {
		c.byPath[places[k].Path] = k
	}
	if !whole {
		c.tooLarge()
		return
	}
	for k := range places {
		c.node(k)
	}
	c.moved()
	c.shares()
	c.met()
	if !c.problems[before:].HasErrors() {
		c.prove()
	}
}

func (c *checker) tooLarge() {
	for _, p := range c.places {
		if p.Depth == requirement.MaxDepth-1 && len(p.Node.Parts()) > 0 {
			c.reportf(c.at(&p), "too_deep", "split the requirement", "requirements are nested more than %d levels deep", requirement.MaxDepth)
			return
		}
	}
	c.reportf(c.base+"/requires", "too_large", "split the program, or use filters in place of lists", "the program has more than %d requirements", requirement.MaxNodes)
}

// at is the pointer of a place below the program.
func (c *checker) at(p *requirement.Place) string { return c.base + "/requires" + p.Pointer }

// sets checks the named sets that this version brings; the program's own are
// checked with the first version.
func (c *checker) sets(i int) {
	own := func(pointer string, sets map[string]requirement.ItemFilter) {
		for _, name := range slices.Sorted(maps.Keys(sets)) {
			f := sets[name]
			at := pointer + "/" + escape(name)
			if !validName(name) {
				c.reportf(at, "bad_name", "use lower-case letters, digits and hyphens", "%q is no name of a set", name)
			}
			c.filter(at, &f, 1)
		}
	}
	if i == 0 {
		own("/sets", c.p.Sets)
	}
	if c.p.Versions != nil {
		own(c.base+"/sets", c.p.Versions[i].Sets)
	}
	c.setCycles()
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

func escape(key string) string { return pointerEscape.Replace(key) }

// validName accepts what can stand in a path or as the name of a set.
func validName(s string) bool {
	if s == "" || strings.ContainsAny(s[:1], "-._") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte("-._~&+", c) < 0 {
			return false
		}
	}
	return true
}
