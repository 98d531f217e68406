// Package examtable imports tables that say what an exam score is worth: the
// list of exams with a least score and units (as the University of California
// states Advanced Placement), and the map from "exam|score" to courses (as the
// University of Houston does). See docs/reference/examtable.md.
package examtable

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Options say how to import. The zero value is ready to use.
type Options struct {
	// Base is what is stored already; ids and policies of its institutions are
	// kept.
	Base *ruleset.Set
	// Progress is called once at the end.
	Progress func(done, total int)
	// MaxBytes limits the file; 0 means intake.DefaultMaxBytes.
	MaxBytes int64
	// Receivers hold the table. Empty means: for a list, the campuses of the
	// University of California on quarters; for a map, the University of
	// Houston.
	Receivers []catalog.Institution
	// Published is the day of the table, which it does not state itself. Zero
	// means DefaultPublished, with a warning.
	Published calendar.Date
}

// DefaultPublished stands in for the day of a table that states none.
var DefaultPublished = calendar.NewDate(2024, 7, 1)

// board is the examining board of Advanced Placement.
var board = catalog.Institution{
	ID: "college-board", Name: "College Board", Kind: catalog.ExaminingBoard, Country: "US",
	Unit: credit.Semester, GradeScale: catalog.ExamAP, Aliases: []string{"Advanced Placement", "AP"},
}

var houston = catalog.Institution{
	ID: "uh", Name: "University of Houston", Kind: catalog.University, Country: "US", Unit: credit.Semester,
	Aliases: []string{"U of H"},
}

const (
	formatName = "exam score table"
	rowsTable  = "exam scores"
)

// Import reads one table. The result holds the board with its exams and one
// table for each receiver; refuse it where the problems hold an error.
func Import(path string, o Options) (ruleset.Set, intake.Report, diag.List) {
	data, problems := intake.ReadFile(path, o.MaxBytes)
	if problems != nil {
		return ruleset.Set{}, intake.Report{Format: formatName}, problems
	}
	return ImportData(path, data, o)
}

// ImportData is Import for a table in memory; the name stands for it in
// problems.
func ImportData(name string, data []byte, o Options) (ruleset.Set, intake.Report, diag.List) {
	im := newImporter(name, data, o)
	if int64(len(data)) > max(o.MaxBytes, intake.DefaultMaxBytes) {
		return ruleset.Set{}, im.report, diag.List{intake.TooLarge(name, o.MaxBytes)}
	}
	doc, problems := intake.ParseJSON(name, data)
	if doc == nil {
		return ruleset.Set{}, im.report, problems
	}
	switch root := doc.Root(); {
	case root.IsList():
		im.receivers(quarterCampuses())
		im.readList(root)
	case root.IsObject():
		im.receivers([]catalog.Institution{houston})
		im.readMap(root)
	default:
		root.Report(diag.Error, "unknown_format", "this is not a list of exams or a map from exams to courses", "")
	}
	if len(im.rows) == 0 && !doc.Problems().HasErrors() {
		doc.Root().Report(diag.Error, "nothing_to_import", "the table holds no exams", "")
	}
	im.problems = append(im.problems, doc.Problems()...)
	im.report.Cleaned(doc.Cleaned())
	return im.finish()
}

type importer struct {
	o          Options
	file, hash string
	published  calendar.Date
	report     intake.Report
	problems   diag.List
	courses    *intake.Courses
	to         []catalog.Institution
	rows       []row
}

// row is one line of a table: an exam, the scores, and what they give.
type row struct {
	exam        intake.Key
	min, max    int // the scores; max 0 is open
	courses     []given
	elective    *credit.Amount
	requirement string
	refused     bool
	conditions  []agreement.Text
	notes       []string
	cap         *examCap
	sample      string
	code        string
	disposition intake.Disposition
}

// given is a receiving course with its share of the credit; keys are by
// receiver.
type given struct {
	keys    []intake.Key
	credits credit.Amount
}

// examCap is a limit that several exams share.
type examCap struct {
	text  string
	limit credit.Amount
}

func newImporter(name string, data []byte, o Options) *importer {
	sum := sha256.Sum256(data)
	im := &importer{
		o: o, file: filepath.Base(name), hash: hex.EncodeToString(sum[:]), published: o.Published,
		courses: intake.NewCourses("college-board", o.Base),
	}
	im.report.Format = formatName
	if im.published.IsZero() {
		im.published = DefaultPublished
		im.problems = append(im.problems, diag.Problem{
			Severity: diag.Warning, Code: "date_assumed", File: name,
			Message:    fmt.Sprintf("the table does not say when it was published; %s is assumed", im.published),
			Suggestion: "state the day of publication",
		})
	}
	return im
}

// quarterCampuses are the campuses whose units the published list states.
func quarterCampuses() []catalog.Institution {
	var out []catalog.Institution
	for _, id := range []string{"ucd", "uci", "ucla", "ucr", "ucsb", "ucsc", "ucsd"} {
		if inst, ok := assist.PublicInstitution(id); ok {
			out = append(out, inst)
		}
	}
	return out
}

// receivers sets who holds the table; what the base says of them stays.
func (im *importer) receivers(standard []catalog.Institution) {
	im.to = slices.Clone(im.o.Receivers)
	if len(im.to) == 0 {
		im.to = standard
	}
	for i := range im.to {
		im.to[i] = im.held(im.to[i])
	}
}

func (im *importer) held(inst catalog.Institution) catalog.Institution {
	if im.o.Base == nil {
		return inst
	}
	for _, b := range im.o.Base.Institutions {
		if b.ID == inst.ID {
			return b
		}
	}
	return inst
}

// exam names an exam of the board.
func (im *importer) exam(name string) intake.Key {
	code := "AP " + strings.TrimPrefix(intake.OneLine(name), "AP ")
	return im.courses.Add(intake.Course{Institution: board.ID, Kind: catalog.Exam, Code: code, Title: code, Unit: board.Unit})
}

// score reads "3"; AP scores go from 1 to 5.
func score(n *intake.Node, text string) (int, bool) {
	if len(text) == 1 && text[0] >= '1' && text[0] <= '5' {
		return int(text[0] - '0'), true
	}
	n.Report(diag.Error, "bad_score", fmt.Sprintf("%q is no score from 1 to 5", text), "")
	return 0, false
}
