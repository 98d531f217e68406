package precedent

import (
	"regexp"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

var (
	// homeCode is a course of the receiver: "ECON2252", "ECON 3284", "ECOn2214".
	homeCode = regexp.MustCompile(`^([A-Za-z]{2,6}) ?(\d{3,4}[A-Za-z]?)$`)
	// patternCode is elective credit in a subject: "ECONxxxx", "POLI xxxx",
	// "SOCI20xx", "ARTHxxxx/FINExxxx".
	patternCode = regexp.MustCompile(`^([A-Za-z]{2,6}?) ?\d{0,2}[xX]{2,4}$`)
	// patternHead is a pattern with words behind it: "CHINxxxx (CLL)".
	patternHead = regexp.MustCompile(`^([A-Za-z]{2,6}?) ?\d{0,2}[xX]{4}\b(.*)$`)
	// statedCredits is "(3 credits)" or "(3-credit)".
	statedCredits = regexp.MustCompile(`\((\d+)[ -]credits?\)`)
	// refusal is what a person wrote instead of a course.
	refusal = regexp.MustCompile(`(?i)\bnot\b|overlap|recommended|won't`)
)

// learnTitles finds the code of home courses by title, for rows that have the
// title only.
func (im *importer) learnTitles(table []intake.Row) {
	for _, t := range table {
		m := homeCode.FindStringSubmatch(trimMarks(t.Fields[4]))
		title := nameKey(t.Fields[5])
		if m == nil || title == "" || blank(title) {
			continue
		}
		code := strings.ToUpper(m[1] + m[2])
		if known, ok := im.byTitle[title]; ok && known != code {
			code = ""
		}
		im.byTitle[title] = code
	}
}

// readTarget reads what the courses were accepted as.
func (im *importer) readTarget(code, title string, d *decision) (tidied bool) {
	clean := trimMarks(code)
	words := intake.OneLine(title)
	switch {
	case refusal.MatchString(clean) || blank(code) && refusal.MatchString(words):
		d.leave("words instead of a course", strings.TrimSpace(clean+" "+words))
		return false
	case blank(code):
		im.byWords(words, d)
		return true
	}
	if parts := splitCells(clean, sourceJoint); len(parts) > 1 && allCodes(parts) {
		im.severalCourses(parts, splitCells(words, sourceJoint), words, d)
		return true
	}
	if m := homeCode.FindStringSubmatch(clean); m != nil {
		im.homeCourse(strings.ToUpper(m[1]+m[2]), words, d)
		return clean != code || strings.ToUpper(m[1]+m[2]) != clean
	}
	return im.pattern(code, clean, words, d)
}

func allCodes(parts []string) bool {
	for _, p := range parts {
		if !homeCode.MatchString(p) {
			return false
		}
	}
	return true
}

func (im *importer) severalCourses(codes, titles []string, words string, d *decision) {
	for i, c := range codes {
		m := homeCode.FindStringSubmatch(c)
		title := words
		if len(titles) == len(codes) {
			title = titles[i]
		}
		im.homeCourse(strings.ToUpper(m[1]+m[2]), title, d)
	}
}

func (im *importer) homeCourse(code, title string, d *decision) {
	if blank(title) {
		title = ""
	}
	d.code = "accepted as a course"
	d.courses = append(d.courses, im.courses.Add(intake.Course{
		Institution: im.receiver.ID, Code: code, Title: title, Unit: im.receiver.Unit,
	}))
}

// pattern reads elective credit in a subject, or "ELECTIVE".
func (im *importer) pattern(code, clean, words string, d *decision) (tidied bool) {
	if strings.EqualFold(clean, "elective") {
		d.elective("", words)
		return false
	}
	if left, right, found := strings.Cut(clean, "/"); found {
		a, b := patternCode.FindStringSubmatch(left), patternCode.FindStringSubmatch(right)
		if a != nil && b != nil {
			d.elective(strings.ToUpper(a[1])+"/"+strings.ToUpper(b[1]), words)
			return true
		}
	}
	if m := patternCode.FindStringSubmatch(clean); m != nil {
		d.elective(m[1], words)
		return clean != code || clean != m[1]+"xxxx"
	}
	if m := patternHead.FindStringSubmatch(clean); m != nil {
		if blank(words) {
			words = ""
		}
		d.elective(m[1], strings.TrimSpace(strings.Trim(m[2], " `")+" "+words))
		return true
	}
	if looksElective(clean) {
		d.elective("", clean)
		return true
	}
	d.leave("not a course of the receiver", strings.TrimSpace(clean+" "+words))
	return false
}

// byWords reads a decision that has a title only: an elective, or a course that
// is known by its title.
func (im *importer) byWords(words string, d *decision) {
	switch {
	case blank(words):
		d.leave("no decision written", "The row names no course and no elective of the receiver.")
	case looksElective(words):
		d.elective("", words)
	case strings.Contains(strings.ToLower(words), " course"):
		d.leave("words instead of a course", words)
	case im.byTitle[nameKey(words)] != "":
		im.homeCourse(im.byTitle[nameKey(words)], words, d)
		d.code = "accepted as a course, by its title"
	default:
		im.homeCourse(words, words, d)
		d.code = "accepted as a course that has no code"
	}
}

// looksElective reports whether a word is "elective", or nearly so: people type
// "Elecitve".
func looksElective(words string) bool {
	for w := range strings.FieldsFuncSeq(strings.ToLower(words), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if len(w) > 5 && diag.Nearest(w, []string{"elective", "electives"}) != "" {
			return true
		}
	}
	return false
}

// elective gives elective credit, in a subject and at a level where the words
// say so. The words stay as a note: they may name the programme.
func (d *decision) elective(subject, words string) {
	d.code = "accepted as an elective"
	a := agreement.Award{Kind: agreement.AwardElective, Level: levelOf(words)}
	switch {
	case subject != "":
		d.code = "accepted as an elective in a subject"
		a.Kind, a.Subject = agreement.AwardSubjectElective, subject
	case a.Level != "":
		a.Kind = agreement.AwardLevelElective
	}
	if m := statedCredits.FindStringSubmatch(words); m != nil {
		if credits, err := credit.ParseAmount(m[1]); err == nil {
			a.Credits = &credits
		}
	}
	if words = strings.TrimSpace(words); !blank(words) && !strings.EqualFold(words, "elective") {
		d.notes = append(d.notes, words)
	}
	d.awards = append(d.awards, a)
}

// levelOf reads "Advanced Level" and the like.
func levelOf(words string) string {
	low := strings.ToLower(words)
	for _, w := range []string{"advanced", "senior"} {
		if strings.Contains(low, w) {
			return "upper"
		}
	}
	for _, w := range []string{"introductory", "junior"} {
		if strings.Contains(low, w) {
			return "lower"
		}
	}
	return ""
}
