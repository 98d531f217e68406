// Package assist imports what ASSIST.org publishes: articulation agreements as
// raw JSON, the list of institutions, general-education area lists, and the
// community's matrix of computer-science articulation. What each part of a file
// becomes is described in docs/reference/assist.md.
package assist

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// System is the key of ASSIST numbers in external ids.
const System = "assist"

// Options say how to import. The zero value is ready to use.
type Options struct {
	// Base is what is stored already: its ids are kept, and its older versions
	// of the same agreements become superseded.
	Base *ruleset.Set
	// Progress is called after each file or, in a table, now and then.
	Progress func(done, total int)
	// MaxBytes limits each file; 0 means intake.DefaultMaxBytes.
	MaxBytes int64
	// Published is the day on which a matrix was published; the table does not
	// say. Zero means DefaultPublished, with a warning.
	Published calendar.Date
}

// DefaultPublished is the first day of the academic year whose agreements the
// matrix repeats.
var DefaultPublished = calendar.NewDate(2024, 10, 1)

// Input is a file that is already in memory.
type Input struct {
	Name string
	Data []byte
}

// Import reads files and directories (their .json and .tsv files). Each file is
// recognised by its content. The result holds everything that could be read;
// refuse it as a whole where the problems hold an error. Problem codes are
// listed in docs/reference/assist.md.
func Import(paths []string, o Options) (ruleset.Set, intake.Report, diag.List) {
	files, problems := intake.Files(paths, []string{".json", ".tsv"})
	im := newImporter(o)
	im.problems = problems
	for i, path := range files {
		if data, bad := intake.ReadFile(path, o.MaxBytes); bad != nil {
			im.problems = append(im.problems, bad...)
			im.report.Add("files", "unreadable", intake.Refused, filepath.Base(path))
		} else {
			im.read(Input{path, data})
		}
		im.progress(i+1, len(files))
	}
	return im.finish()
}

// ImportData is Import for files in memory, such as an upload.
func ImportData(inputs []Input, o Options) (ruleset.Set, intake.Report, diag.List) {
	im := newImporter(o)
	for i, in := range inputs {
		if limit := o.MaxBytes; limit > 0 && int64(len(in.Data)) > limit || len(in.Data) > intake.DefaultMaxBytes && limit <= 0 {
			im.problems = append(im.problems, intake.TooLarge(in.Name, limit))
			im.report.Add("files", "unreadable", intake.Refused, filepath.Base(in.Name))
		} else {
			im.read(in)
		}
		im.progress(i+1, len(inputs))
	}
	return im.finish()
}

type importer struct {
	o            Options
	report       intake.Report
	problems     diag.List
	courses      *intake.Courses
	institutions map[catalog.InstitutionID]catalog.Institution
	baseByNumber map[string]*catalog.Institution
	baseByName   map[string]*catalog.Institution
	baseByID     map[catalog.InstitutionID]*catalog.Institution
	parsed       []*parsed
	lists        []*areaList
	matrices     []*matrix
	programs     []requirement.Program
	programYear  map[string]int       // of the agreement that each program is from
	baseYears    map[agreement.ID]int // latest version of each agreement in the base
	agreements   []agreement.Agreement
}

func newImporter(o Options) *importer {
	im := &importer{
		o: o, courses: intake.NewCourses(System, o.Base),
		institutions: map[catalog.InstitutionID]catalog.Institution{},
		baseByNumber: map[string]*catalog.Institution{},
		baseByName:   map[string]*catalog.Institution{},
		baseByID:     map[catalog.InstitutionID]*catalog.Institution{},
		programYear:  map[string]int{},
		baseYears:    map[agreement.ID]int{},
	}
	im.report.Format = "ASSIST"
	if o.Base == nil {
		return im
	}
	for i := range o.Base.Agreements {
		a := &o.Base.Agreements[i]
		im.baseYears[a.ID] = max(im.baseYears[a.ID], a.Version)
	}
	for i := range o.Base.Institutions {
		inst := &o.Base.Institutions[i]
		im.baseByID[inst.ID] = inst
		if number := inst.ExternalIDs[System]; number != "" {
			im.baseByNumber[number] = inst
		}
		for _, name := range append(allNames(inst), string(inst.ID)) {
			im.baseByName[strings.ToLower(name)] = inst
		}
	}
	return im
}

func (im *importer) progress(done, total int) {
	if im.o.Progress != nil {
		im.o.Progress(done, total)
	}
}

// read recognises one file and reads it.
func (im *importer) read(in Input) {
	if strings.EqualFold(filepath.Ext(in.Name), ".tsv") {
		im.readMatrix(in)
		return
	}
	doc, problems := intake.ParseJSON(in.Name, in.Data)
	if doc == nil {
		im.problems = append(im.problems, problems...)
		im.report.Add("files", "unreadable", intake.Refused, filepath.Base(in.Name))
		return
	}
	root := doc.Root()
	code, disposition := "agreement", intake.Kept
	switch {
	case root.IsList():
		code = "institution list"
		im.readInstitutions(root)
	case root.Has("area") && root.Has("courses"):
		code = "area list"
		im.readAreaList(in, root)
	case root.Has("metadata") && root.Has("areas"):
		code, disposition = "summary of area lists, nothing to import", intake.Normalised
	default:
		im.readAgreement(in, root)
	}
	if problems := doc.Problems(); problems.HasErrors() {
		code, disposition = code+" with errors", intake.Refused
	}
	im.problems = append(im.problems, doc.Problems()...)
	im.report.Cleaned(doc.Cleaned())
	im.report.Add("files", code, disposition, filepath.Base(in.Name))
}

// readInstitutions reads institutions.json.
func (im *importer) readInstitutions(root *intake.Node) {
	for _, n := range root.List() {
		id, ok := im.institution(n)
		if !ok {
			im.report.Add("institutions", "without id and name", intake.Refused, n.Pointer())
			continue
		}
		im.report.Add("institutions", "institution", intake.Kept, string(id))
	}
}

// finish gives the ids, builds the agreements and sorts everything.
func (im *importer) finish() (ruleset.Set, intake.Report, diag.List) {
	im.courses.Resolve()
	im.linkHonors()
	im.dropOlderCopies()
	for _, p := range im.parsed {
		im.buildAgreement(p)
	}
	for _, l := range im.lists {
		im.buildAreaList(l)
	}
	for _, m := range im.matrices {
		im.buildMatrix(m)
	}
	im.supersede()
	set := ruleset.Set{Items: im.courses.Items(), Programs: im.programs, Agreements: im.agreements}
	for _, inst := range im.institutions {
		set.Institutions = append(set.Institutions, inst)
	}
	set.Sort()
	im.report.Note("items", len(set.Items))
	im.report.Note("items described in contradictory ways", im.courses.Conflicts)
	im.report.Sort()
	im.problems.Sort()
	return set, im.report, im.problems
}

// sha256Hex identifies the document behind an agreement.
func sha256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
