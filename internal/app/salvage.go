package app

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
)

// salvage takes in a table of which some rows cannot be read as such: those are
// read as people paste lines, so that none is lost, and a warning names each. It
// reports false where the text is no table.
func (s *Service) salvage(v *View, h *HandIn, problems diag.List) (TakenIn, bool) {
	switch strings.ToLower(path.Ext(h.Name)) {
	case ".csv", ".tsv", ".txt", "":
	default:
		return TakenIn{}, false
	}
	rows := strings.Split(strings.TrimPrefix(string(h.Data), "\ufeff"), "\n")
	good, odd, warnings := sortRows(rows, problems)
	nameless := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == "missing_column" })
	if nameless {
		good, odd, warnings = nil, withoutNames(rows), diag.List{{
			Severity: diag.Warning, Code: "table_kept", Line: 1,
			Message:    "the columns of the table have no names that are known, so its rows were read as people paste lines",
			Suggestion: "look at the lines",
		}}
	}
	if odd == nil {
		return TakenIn{}, false
	}
	var out TakenIn
	if len(good) > 1 {
		rec, again := recordfile.Read(strings.NewReader(strings.Join(good, "\n")), "rows.csv", v.tableOptions(h))
		if again.HasErrors() {
			return TakenIn{}, false
		}
		out.Record = rec
	}
	lines, beyond := pastetext.Read(strings.Join(odd, "\n"), pastetext.Options{
		Institution: h.Institution, Known: v.Snapshot.KnowsInstitution, Lines: maxPasted,
	})
	v.codesIn(lines)
	if nameless && !slices.ContainsFunc(lines, func(a record.Attainment) bool { return a.Code != "" }) {
		return TakenIn{}, false // a table of something else
	}
	pasted := record.Record{Attainments: lines}
	if len(lines) == 0 || v.PrepareRecord(&pasted).HasErrors() {
		return TakenIn{}, false
	}
	out.Record, _ = Join(out.Record, pasted)
	out.Beyond = beyond
	out.Warnings = slices.Concat(warnings, s.Lower(&out.Record, nil))
	return out, !v.PrepareRecord(&out.Record).HasErrors()
}

// withoutNames are the rows of a table below its names of columns, where it has such.
func withoutNames(rows []string) []string {
	if len(rows) > 1 && !strings.ContainsAny(rows[0], "0123456789") {
		return rows[1:]
	}
	return rows
}

// sortRows divides the rows by whether something is wrong with them; the header is
// with the good ones. Where the header itself is wrong, or a quoted cell goes over
// several rows, nothing is odd.
func sortRows(rows []string, problems diag.List) (good, odd []string, warnings diag.List) {
	bad := map[int]string{}
	for i := range problems {
		p := &problems[i]
		if p.Severity != diag.Error {
			continue
		}
		if p.Line < 2 || p.Line > len(rows) {
			return nil, nil, nil
		}
		if bad[p.Line] == "" {
			bad[p.Line] = p.Message
		}
	}
	for i, row := range rows {
		if i > 0 && strings.Count(row, `"`)%2 == 1 {
			return nil, nil, nil
		}
		message, is := bad[i+1]
		if !is {
			good = append(good, row)
			continue
		}
		odd = append(odd, row)
		warnings = append(warnings, diag.Problem{
			Severity: diag.Warning, Code: "row_kept", Line: i + 1,
			Message: fmt.Sprintf("row %d was read as people paste lines: %s", i+1, message), Suggestion: "look at the line",
		})
	}
	return good, odd, warnings
}
