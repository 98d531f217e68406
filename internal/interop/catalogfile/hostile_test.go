package catalogfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
)

// hostileHead is what every hostile program stands on.
const hostileHead = `institutions: [{id: u, name: U, kind: university, unit: semester}]
items:
  - {id: u/a, kind: course, versions: [{code: A 1, title: A, credits: 3}]}
  - {id: u/b, kind: course, versions: [{code: B 1, title: B, credits: 3}]}
  - {id: u/c, kind: certificate, versions: [{code: C 1, title: C, credits: 3}]}
  - {id: u/d, kind: certificate, versions: [{code: D 1, title: D, credits: 3}]}
programs:
`

// program is one program with the keys given.
func program(keys string) string { return hostileHead + "  - {id: u/p, title: P, " + keys + "}\n" }

// many repeats a text with its number.
func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// doubling is n sets of which each names the next one twice.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "s%d: {any: [s%d, s%d]}, ", i, i+1, i+1)
	}
	return fmt.Sprintf("sets: {%s s%d: [A 1, B 1]}", b.String(), n)
}

type hostileText struct {
	text string
	// code and line are the problem that is wanted; "" is none.
	code string
	line int
}

// hostileTexts are programs that people get wrong, and programs built to
// explode.
func hostileTexts() map[string]hostileText {
	return map[string]hostileText{
		"a set that needs itself":           {program("sets: {x: {any: [y]}, y: {except: x}}, requires: A 1"), "cyclic_set", 8},
		"a test that waits for itself":      {program("requires: {all: [{id: x, if: {test: {met: y}, then: A 1}}, {id: y, if: {test: {met: x}, then: B 1}}]}"), "cyclic_requirement", 8},
		"a part that waits for the whole":   {program(`requires: {id: w, all: [{id: x, if: {test: {met: x/then}, then: {id: then, if: {test: {met: x}, then: A 1}}}}]}`), "cyclic_requirement", 8},
		"credentials that need one another": {program("credential: u/c, requires: {held: [u/d]}") + "  - {id: u/q, title: Q, credential: u/d, requires: {all: [C 1]}}\n", "cyclic_program", 8},
		"a credential that needs itself":    {program("credential: u/c, requires: {all: [A 1, C 1]}"), "cyclic_program", 8},

		"choose none":             {program("requires: {choose: 0, from: [A 1, B 1]}"), "count_out_of_range", 8},
		"take none":               {program("requires: {items: 0, from: [A 1]}"), "zero_required", 8},
		"no credits":              {program("requires: {credits: 0, from: [A 1]}"), "zero_required", 8},
		"nothing":                 {program("requires: {all: []}"), "empty_list", 8},
		"less than none":          {program("requires: {items: -1, from: [A 1]}"), "negative_need", 8},
		"less than no credits":    {program("requires: {credits: -3, from: [A 1]}"), "negative_credits", 8},
		"choose less than none":   {program("requires: {choose: -1, from: [A 1]}"), "count_out_of_range", 8},
		"a mean below none":       {program("requires: {gpa: -2, all: [A 1]}"), "negative_need", 8},
		"a limit below none":      {program("requires: {limits: [{items: -1}], all: [A 1]}"), "negative_need", 8},
		"a minimum below none":    {program("requires: {minima: [{credits: -1}], all: [A 1]}"), "negative_need", 8},
		"a need beyond numbers":   {program("requires: {items: 99999999999999999999, from: [A 1]}"), "wrong_type", 8},
		"a key nobody knows":      {program("requires: {items: 1, from: {subjekt: CS}}"), "unknown_key", 8},
		"a course nobody knows":   {program("requires: {all: [u/zz]}"), "unknown_item", 8},
		"a code nobody knows":     {program("requires: {all: [Z 99]}"), "unknown_code", 8},
		"a set nobody knows":      {program("requires: {items: 1, from: zz}"), "unknown_set", 8},
		"a level nobody has":      {program("requires: {items: 1, from: {level: foo}}"), "unknown_level", 8},
		"grades the wrong way":    {program("requires: {items: 1, from: {subject: A, minGrade: A, maxGrade: C}}"), "inverted_grades", 8},
		"a mean above the grades": {program("requires: {items: 1, gpa: 3.0, from: {subject: A, maxGrade: C}}"), "unsatisfiable", 8},
		"a grade above the top":   {program("requires: {minGrade: B, all: [{id: t, items: 1, from: {subject: A, maxGrade: C}}]}"), "inverted_grades", 8},
		"a grade below the least": {program("requires: {maxGrade: C, all: [{id: t, items: 1, minGrade: B, from: {subject: A}}]}"), "inverted_grades", 8},
		"a mean above the top":    {program("requires: {maxGrade: C, all: [{id: t, items: 1, gpa: 3.0, from: {subject: A}}]}"), "unsatisfiable", 8},
		"a mean over passes":      {program("requires: {gpa: 2.0, grading: pass-fail, all: [{id: t, items: 1, from: {subject: A}}]}"), "vacuous", 8},
		"letters that only pass":  {program("requires: {grading: letter, all: [{id: t, items: 1, from: {subject: A, grading: pass-fail}}]}"), "unsatisfiable", 8},
		"two subjects of one":     {program("requires: {items: 2, distinct: {by: subject, atLeast: 2}, from: {subject: A}}"), "unsatisfiable", 8},
		"all but all":             {program("requires: {items: 1, from: {subject: A, except: {subject: A}}}"), "unsatisfiable", 8},
		"a part twice":            {program("requires: {choose: 2, from: [A 1, A 1, B 1]}"), "repeated_item", 8},
		"two of one part":         {program("requires: {choose: 2, from: [A 1, A 1]}"), "unsatisfiable", 8},
		"a moved path nobody had": {program("versions: [{id: '1', catalog: {to: 2020-01-01}, requires: {id: x, item: A 1}}, {id: '2', catalog: {from: 2020-01-02}, moved: {x: ''}, requires: A 1}]"), "unknown_path", 8},
		"a tag nobody has":        {program("requires: {items: 1, from: {tag: zz}}"), "matches_nothing", 8},
		"a program nobody has":    {program("requires: {if: {test: {met: 'program:u/zz'}, then: A 1}}"), "unknown_program", 8},
		"a path nobody has":       {program("requires: {if: {test: {met: zz}, then: A 1}}"), "unknown_path", 8},
		"an institution nobody":   {program("requires: {items: 1, from: {institution: zz}}"), "unknown_institution", 8},
		"a grade nobody gives":    {program("requires: {items: 1, from: {subject: A, minGrade: Z}}"), "unknown_grade", 8},
		"an exit that is nowhere": {program("stack: {exits: [u/zz]}, requires: A 1"), "unknown_program", 8},

		"an alias bomb":         {"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "alias", 1},
		"a larger alias bomb":   {"a: &a0 [x]\n" + aliasBomb(40), "alias", 1},
		"deep in YAML":          {hostileHead + "  - {requires: " + strings.Repeat("{all: [", 100_000) + "A 1" + strings.Repeat("]}", 100_000) + "}\n", "too_deep", 8},
		"deep in YAML blocks":   {hostileHead + "  - requires:\n      " + strings.Repeat("- ", 100_000) + "A 1\n", "too_deep", 9},
		"deep in JSON":          {`{"programs":[{"requires":` + strings.Repeat(`{"all":[`, 100_000) + `"A 1"` + strings.Repeat(`]}`, 100_000) + "}]}", "too_deep", 1},
		"99 levels":             {program("requires: " + strings.Repeat("{all: [", 90) + "A 1" + strings.Repeat("]}", 90)), "too_deep", 8},
		"70 levels of filters":  {program("requires: {items: 1, from: " + strings.Repeat("{any: [", 70) + "{subject: A}" + strings.Repeat("]}", 70) + "}"), "too_deep", 8},
		"99,998 requirements":   {program("requires: {any: [" + many(99_998, "{id: n%d, item: u/a}, ") + "]}"), "", 0},
		"100,001 requirements":  {program("requires: {any: [" + many(100_001, "{id: n%d, item: u/a}, ") + "]}"), "too_large", 8},
		"100,000 items":         {program("requires: {items: 2, from: [" + strings.Repeat("u/a, u/b, ", 50_000) + "]}"), "repeated_item", 8},
		"100,000 unknown items": {program("requires: {items: 2, from: [" + many(100_000, "u/x%d, ") + "]}"), "unknown_item", 8},
		"doubling sets":         {program(doubling(200) + ", requires: {items: 3, from: s0}"), "unsatisfiable", 8},
		"a long circle of sets": {program("sets: {" + many(20_000, "s%[1]d: {set: s%[1]d0}, s%[1]d0x: {set: s%[1]d}, ") + "}, requires: A 1"), "unknown_set", 8},
		"all but one of 10,000": {program("requires: {choose: 9999, from: [" + many(10_000, "{id: n%d, any: [A 1, B 1]}, ") + "]}"), "unsatisfiable_together", 8},
		"too many of 10,000":    {program("requires: {choose: 10001, from: [" + many(10_000, "{id: n%d, any: [A 1, B 1]}, ") + "]}"), "count_out_of_range", 8},
		"names that collide":    {program("requires: {any: [" + many(30_000, "{id: x-%d, item: u/a}, ") + strings.Repeat("{title: x, item: u/a}, ", 30_000) + "]}"), "name_collision", 8},
		"many unknown sets":     {program("sets: {" + many(20_000, "set-number-%d: [A 1], ") + "}, requires: {any: [" + many(20_000, "{id: n%[1]d, items: 1, from: set-nunber-%[1]d}, ") + "]}"), "unknown_set", 8},
		"many unknown paths":    {program("requires: {any: [" + many(20_000, "{id: part-number-%[1]d, if: {test: {met: part-nunber-%[1]d}, then: A 1}}, ") + "]}"), "unknown_path", 8},
		"two names of 2 MB": {
			`{"programs":[{"id":"u/p","title":"P","sets":{"` + strings.Repeat("a", 2_000_000) + `":["u/a"]},"requires":{"items":1,"from":"` +
				strings.Repeat("a", 1_999_999) + `b"}}]}`, "unknown_set", 1,
		},
		"10,000 limits":            {program("requires: {limits: [" + many(10_000, "{items: %d, of: {subject: A}}, ") + "], all: [" + many(10_000, "{id: n%d, items: 1, from: {subject: A}}, ") + "]}"), "cap_conflicts_need", 8},
		"10,000 minima and limits": {program("requires: {limits: [" + many(5_000, "{items: 9, of: {level: l%d}}, ") + "], minima: [" + many(5_000, "{items: %d, of: {subject: A}}, ") + "], all: [A 1]}"), "zero_required", 8},
		"a chain of 400 shares":    {program("shares: [" + many(400, "{between: [n%[1]d, n1%[1]d]}, ") + "], requires: {all: [" + many(5_000, "{id: n%d, items: 1, from: {subject: A}}, ") + "]}"), "", 0},
		"20,000 versions":          {program("versions: [" + many(20_000, "{id: v%d, requires: A 1}, ") + "]"), "overlapping_versions", 8},
		"deep and wide tests":      {program("requires: {if: {test: " + strings.Repeat("{all: [{fact: x}, ", 60) + "{fact: y}" + strings.Repeat("]}", 60) + ", then: A 1}}"), "", 0},
	}
}

func aliasBomb(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	return b.String()
}

// Whatever is written is answered, in bounded time: an error at its place, or
// none.
func TestHostileProgramsAreAnswered(t *testing.T) {
	t.Parallel()
	for name, c := range hostileTexts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := "f.yaml"
			if strings.HasPrefix(c.text, "{") {
				file = "f.json"
			}
			_, _, problems := Parse(file, []byte(c.text), Options{})
			if c.code == "" {
				if problems.HasErrors() {
					t.Error(problems[:min(3, len(problems))])
				}
				return
			}
			i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == c.code })
			if i < 0 {
				t.Fatalf("no %s among %d problems: %v", c.code, len(problems), problems[:min(3, len(problems))])
			}
			if p := problems[i]; p.File != file || p.Line != c.line || p.Column < 1 {
				t.Errorf("at %s:%d:%d, want line %d", p.File, p.Line, p.Column, c.line)
			}
		})
	}
}
