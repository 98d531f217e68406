package recordfile

import (
	"slices"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
	"github.com/cairnproject/cairn/internal/record"
)

// columns are what a table of attainments may hold. Names, birth dates and the
// like are known and never read: a record holds no personal data.
var columns = []csvtext.Column{
	{Name: "learner", Synonyms: []string{"learner id", "student id", "student number"}},
	{Name: "id", Synonyms: []string{"line", "line id", "identificador"}},
	{Name: "institution", Synonyms: []string{"institution id", "institution name", "school", "issuer", "college", "institución"}},
	{Name: "item", Synonyms: []string{"item id", "elemento"}},
	{Name: "code", Synonyms: []string{"course code", "course", "código"}},
	{Name: "subject", Synonyms: []string{"course subject", "prefix"}},
	{Name: "number", Synonyms: []string{"course number"}},
	{Name: "title", Synonyms: []string{"course title", "name", "course name", "description", "título"}},
	{Name: "credits", Synonyms: []string{"credits earned", "earned", "units earned", "units", "credit", "credit hours", "semester hours", "créditos"}},
	{Name: "attempted", Synonyms: []string{"credits attempted", "units attempted"}},
	{Name: "unit", Synonyms: []string{"credit unit", "unidad"}},
	{Name: "grade", Synonyms: []string{"final grade", "official grade", "letter grade", "course grade", "mark", "final mark", "grd", "calificación", "nota"}},
	{Name: "scale", Synonyms: []string{"grade scale", "escala"}},
	{Name: "term", Synonyms: []string{"semester", "academic period", "academic term", "period", "periodo"}},
	{Name: "attained", Synonyms: []string{"date", "date earned", "completed", "attained on", "obtenido"}},
	{Name: "started", Synonyms: []string{"start date", "comenzado"}},
	{Name: "expires", Synonyms: []string{"expiry", "expiration date", "valid until", "vence"}},
	{Name: "status", Synonyms: []string{"estado"}},
	{Name: "level", Synonyms: []string{"nivel"}},
	{Name: "evidence", Synonyms: []string{"prueba"}},
	{Name: "kind", Synonyms: []string{"type", "clase"}},
	{Name: "repeat", Synonyms: []string{"repeat flag"}},
	{Name: "transfer", Synonyms: []string{"transfer flag"}},
	{Name: "not read", Ignored: true, Synonyms: []string{
		"last name", "first name", "middle name", "student name", "birth date", "date of birth",
		"email", "institution ipeds",
	}},
}

// readTable reads one attainment a line.
func readTable(data []byte, name string, opts Options) (record.Record, diag.List) {
	sheet, problems := csvtext.Read(data, name, csvtext.Limits{Rows: opts.Lines, LineBytes: opts.LineBytes})
	if sheet.Header == nil {
		return record.Record{}, problems
	}
	at, more := sheet.Columns(columnsOf(&sheet))
	problems = append(problems, more...)
	t := table{sheet: &sheet, at: at, institution: opts.Institution, problems: problems}
	t.required()
	tooMany := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == "too_many_lines" })
	if tooMany || t.problems.HasErrors() && len(at) == 0 {
		return record.Record{}, t.problems
	}
	var rec record.Record
	for i := range sheet.Rows {
		rec.Attainments = append(rec.Attainments, t.line(sheet.Rows[i], &rec))
	}
	for _, p := range Check(&rec, opts) {
		if placed, ok := t.place(p); ok {
			t.problems = append(t.problems, placed)
		}
	}
	return rec, t.problems
}

// table reads rows by their columns.
type table struct {
	sheet *csvtext.Sheet
	at    map[string]int
	// institution is that of rows which name neither one nor an item.
	institution string
	problems    diag.List
	broken      map[csvtext.Cell]bool
}

// required reports columns without which no line can be understood.
func (t *table) required() {
	has := func(names ...string) bool {
		for _, n := range names {
			if _, ok := t.at[n]; ok {
				return true
			}
		}
		return false
	}
	var missing []string
	if t.institution == "" && !has("item", "institution") {
		missing = append(missing, "institution")
	}
	if !has("item", "code", "title") && (!has("subject") || !has("number")) {
		missing = append(missing, "code (or course_subject and course_number)")
	}
	for _, m := range missing {
		t.problems = append(t.problems, t.sheet.Header[0].Problem(t.sheet.File, "missing_column",
			"the table has no column "+m, "the first line names the columns, such as institution,code,title,credits,grade,term"))
	}
}

func (t *table) cell(row []csvtext.Cell, column string) csvtext.Cell {
	if i, ok := t.at[column]; ok {
		return row[i]
	}
	return csvtext.Cell{}
}

func (t *table) text(row []csvtext.Cell, column string) string { return t.cell(row, column).Text }

func (t *table) bad(c csvtext.Cell, code, message, suggestion string) {
	t.problems = append(t.problems, c.Problem(t.sheet.File, code, message, suggestion))
	if t.broken == nil {
		t.broken = map[csvtext.Cell]bool{}
	}
	t.broken[c] = true
}
