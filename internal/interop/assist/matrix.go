package assist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// matrixColumns is the header of the matrix.
var matrixColumns = []string{"receiving", "sending", "receiving_course", "status", "any_of_all_of_json"}

// matrixReceivers says which university each abbreviation of the matrix means.
var matrixReceivers = map[string]catalog.InstitutionID{
	"CPP": "cpp", "CSUB": "csub", "CSUCI": "csuci", "CSUEB": "csuhay", "CSUF": "csufull", "CSULA": "csula",
	"CSULB": "csulb", "CSUN": "csun", "CSUS": "csus", "CSUSM": "csusm", "CSUStan": "csustan", "Humboldt": "hsu",
	"SDSU": "sdsu", "SJSU": "sjsu", "Sonoma": "ssu", "UCD": "ucd", "UCI": "uci", "UCM": "ucm", "UCR": "ucr",
	"UCSC": "ucsc", "UCSD": "ucsd",
}

// matrix is one table, read but not yet interpreted.
type matrix struct {
	file, hash string
	rows       []matrixRow
}

// matrixRow is one row: what is received, and the alternatives that give it.
type matrixRow struct {
	line             int
	sender, receiver catalog.InstitutionID
	text             string // the receiving course as written
	receiving        receiving
	alternatives     [][]intake.Key
	outcome          matrixOutcome
	notes            []string
	denied           []intake.Key
	tidied           bool // the form of some text was put right
	unread           []string
}

// rowsTable is the report's table of matrix rows.
const rowsTable = "matrix rows"

// readMatrix reads the table row by row; a row that cannot be read is refused
// alone.
func (im *importer) readMatrix(in Input) {
	if at := intake.InvalidUTF8(in.Data); at >= 0 {
		line, column := intake.Position(in.Data, at)
		im.tableProblem(in.Name, line, column, "invalid_utf8", "the text is not UTF-8", "save the file as UTF-8")
		im.report.Add("files", "unreadable", intake.Refused, filepath.Base(in.Name))
		return
	}
	header, body, _ := bytes.Cut(bytes.TrimPrefix(in.Data, []byte("\ufeff")), []byte{'\n'})
	if got := strings.Split(strings.TrimRight(string(header), "\r"), "\t"); !slices.Equal(got, matrixColumns) {
		im.tableProblem(in.Name, 1, 1, "wrong_columns", fmt.Sprintf("the columns are %q", got),
			"the matrix has the columns "+strings.Join(matrixColumns, ", "))
		im.report.Add("files", "unreadable", intake.Refused, filepath.Base(in.Name))
		return
	}
	m := &matrix{file: in.Name, hash: sha256Hex(in.Data)}
	t := tableReader{im: im, m: m, names: map[string]*catalog.Institution{}, codes: map[string]codeText{}}
	total := bytes.Count(body, []byte{'\n'})
	for line := range strings.Lines(string(body)) {
		t.line++
		t.row(strings.TrimRight(line, "\r\n"))
		if t.line%2000 == 0 {
			im.progress(t.line, total)
		}
	}
	im.matrices = append(im.matrices, m)
	im.report.Add("files", "matrix", intake.Kept, filepath.Base(in.Name))
}

func (im *importer) tableProblem(file string, line, column int, code, message, suggestion string) {
	im.problems = append(im.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion, File: file, Line: line, Column: column,
	})
}

// tableReader remembers what it has read, for the same texts come back
// thousands of times.
type tableReader struct {
	im    *importer
	m     *matrix
	line  int // of the body, from 1
	names map[string]*catalog.Institution
	codes map[string]codeText
}

func (t *tableReader) refuse(column int, code, message string) {
	t.im.tableProblem(t.m.file, t.line+1, column, code, message, "")
	t.im.report.Add(rowsTable, "unreadable", intake.Refused, fmt.Sprintf("row %d", t.line+1))
}

func (t *tableReader) row(line string) {
	if line == "" {
		t.im.report.Add(rowsTable, "empty line", intake.Normalised, fmt.Sprintf("row %d", t.line+1))
		return
	}
	line, cleaned := intake.Clean(line)
	if cleaned {
		t.im.report.Cleaned(1)
	}
	f := strings.Split(line, "\t")
	if len(f) != len(matrixColumns) {
		t.refuse(1, "bad_row", fmt.Sprintf("the row has %d columns instead of %d", len(f), len(matrixColumns)))
		return
	}
	receiver, sender := t.institution(f[0], matrixReceivers[strings.TrimSpace(f[0])]), t.institution(f[1], "")
	if receiver == nil || sender == nil {
		missing, column := f[0], 1
		if receiver != nil {
			missing, column = f[1], len(f[0])+2
		}
		t.refuse(column, "unknown_institution", fmt.Sprintf("no institution is called %q", missing))
		return
	}
	var groups [][]string
	if err := json.Unmarshal([]byte(f[4]), &groups); err != nil {
		t.refuse(len(line)-len(f[4])+1, "syntax", "the last column is not a list of lists of courses: "+err.Error())
		return
	}
	for _, g := range groups {
		for i := range g {
			g[i], _ = intake.Clean(g[i]) // an escape in the JSON can spell a control
		}
	}
	r := matrixRow{line: t.line + 1, sender: sender.ID, receiver: receiver.ID, text: intake.OneLine(f[2])}
	r.receiving = t.receiving(f[2], receiver, &r)
	if !t.status(f[3], groups, sender, &r) {
		t.refuse(len(strings.Join(f[:3], "\t"))+2, "unknown_status", fmt.Sprintf("the status %q is not known", f[3]))
		return
	}
	t.m.rows = append(t.m.rows, r)
}

// institution finds a party of a row by abbreviation or name.
func (t *tableReader) institution(text string, id catalog.InstitutionID) *catalog.Institution {
	if inst, ok := t.names[text]; ok {
		return inst
	}
	name := strings.TrimSpace(text)
	if id != "" {
		name = string(id)
	}
	inst := t.im.byName(name)
	if inst == nil && id != "" {
		d := loadDirectory()
		for i := range d.all {
			if d.all[i].ID == id {
				inst = adopt(t.im, &d.all[i])
			}
		}
	}
	t.names[text] = inst
	if inst != nil {
		if _, ok := t.im.institutions[inst.ID]; !ok {
			t.im.institutions[inst.ID] = *inst
		}
	}
	return inst
}
