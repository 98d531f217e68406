package assist

import (
	"regexp"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// codeText is a course as a table writes it: "CSE 30 - Title (4.00)".
type codeText struct {
	code, title string
	units, max  credit.Amount
	ok          bool // a code was found
	tidied      bool // the form was not the usual one
}

var (
	// unitsAtEnd is "(4.00)", "(3)" or "(4.00 - 6.00)" at the end.
	unitsAtEnd = regexp.MustCompile(`\s*\(\s*(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?\s*\)\s*$`)
	// usualCode is a code before " - ": letters, then a number, perhaps with
	// a letter or two behind a blank ("MATH 151 F").
	usualCode = regexp.MustCompile(`^[A-Z][A-Z&/. ]*-? ?-?[A-Z]{0,2}\d[A-Z0-9.]*(?: [A-Z]{1,2})?$`)
	// looseCode is a code before a hyphen that lacks a blank: "CIS 30E- Title".
	looseCode = regexp.MustCompile(`^([A-Z][A-Z&/. ]*-? ?-?[A-Z]{0,2}\d[A-Z0-9.]*(?: [A-Z]{1,2})?)(?:- ?| -)(\S.*)$`)
	// bareCode is a code without any hyphen: "CS 240 Discrete Structures".
	bareCode = regexp.MustCompile(`^([A-Z][A-Z&/]*(?: [A-Z&/]+)* \d[A-Z0-9.]*) ([A-Z][a-z].*)$`)
	// nextCourse is where another course of a series begins, after " & ".
	nextCourse = regexp.MustCompile(` & ([A-Z][A-Z&/. ]* ?[A-Z]?\d[A-Z0-9.]*(?: [A-Z]{1,2})? - )`)
)

// readCode reads one course. What cannot be read has ok false.
func readCode(text string) codeText {
	out := codeText{}
	trimmed := strings.TrimSpace(text)
	out.tidied = trimmed != text
	rest := trimmed
	if m := unitsAtEnd.FindStringSubmatchIndex(trimmed); m != nil {
		out.units, _ = credit.ParseAmount(trimmed[m[2]:m[3]])
		if m[4] >= 0 {
			out.max, _ = credit.ParseAmount(trimmed[m[4]:m[5]])
		}
		rest = trimmed[:m[0]]
		out.tidied = out.tidied || m[0] == 0 || !strings.HasPrefix(trimmed[m[0]:], " (")
	} else {
		out.tidied = true // without units
	}
	code, title, found := strings.Cut(rest, " - ")
	switch {
	case found && usualCode.MatchString(code):
		out.code, out.title, out.ok = code, title, true
	case usualCode.MatchString(rest):
		out.code, out.ok, out.tidied = rest, true, true // no title
	default:
		for _, pattern := range []*regexp.Regexp{looseCode, bareCode} {
			if m := pattern.FindStringSubmatch(rest); m != nil {
				return codeText{m[1], m[2], out.units, out.max, true, true}
			}
		}
	}
	out.tidied = out.tidied || code != strings.TrimSpace(code)
	return out
}

// splitSeries divides "A - T (x) & B - T (y)"; titles contain " & " too, so a
// new course begins only where a code follows.
func splitSeries(text string) []string {
	var parts []string
	for {
		m := nextCourse.FindStringSubmatchIndex(text)
		if m == nil {
			return append(parts, text)
		}
		parts = append(parts, text[:m[0]])
		text = text[m[2]:]
	}
}

// receiving reads the third column.
func (t *tableReader) receiving(text string, inst *catalog.Institution, r *matrixRow) receiving {
	if area, ok := strings.CutPrefix(strings.TrimSpace(text), "CSU GE Area: "); ok {
		return receiving{kind: "GeneralEducation", name: "CSU GE " + intake.OneLine(area), readable: true}
	}
	out := receiving{kind: "Course", readable: true}
	for _, part := range splitSeries(text) {
		k, ok := t.course(part, inst, r)
		if !ok {
			return receiving{kind: "Course", name: intake.OneLine(text)}
		}
		out.courses = append(out.courses, k)
	}
	if len(out.courses) > 1 {
		out.kind, out.conjunction = "Series", "And"
	}
	return out
}

// course reads and adds one course of an institution.
func (t *tableReader) course(text string, inst *catalog.Institution, r *matrixRow) (intake.Key, bool) {
	c, known := t.codes[text]
	if !known {
		c = readCode(text)
		t.codes[text] = c
	}
	if !c.ok {
		return intake.Key{}, false
	}
	r.tidied = r.tidied || c.tidied
	return t.im.courses.Add(intake.Course{
		Institution: inst.ID, Code: c.code, Title: c.title, Credits: c.units, MaxCredits: c.max, Unit: inst.Unit,
	}), true
}

// matrixOutcome is what a row says.
type matrixOutcome uint8

const (
	rowArticulated  matrixOutcome = iota
	rowNone                       // no course articulated
	rowPending                    // under review
	rowPerson                     // words that a person must read
	rowDenied                     // nothing but denials
	rowContradicted               // none, but courses are listed
)

// The words that stand in place of a course, lower case.
var (
	noneWords    = []string{"no course articulated", "not articulated", "no comparable course", "no current articulation"}
	pendingWords = []string{"articulation pending review"}
	shapeWords   = []string{"articulates as a series only", "articulates as course-to-course only"}
)
