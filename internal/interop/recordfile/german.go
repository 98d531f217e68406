package recordfile

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// german are heads of columns in German tables. "Note" is not among them: in German
// it is the grade, elsewhere a remark.
var german = map[string][]string{
	"institution": {"hochschule", "universität", "einrichtung"},
	"code":        {"modulnummer", "kursnummer", "veranstaltungsnummer", "modulcode", "kurscode", "kürzel"},
	"title":       {"titel", "bezeichnung", "modulbezeichnung", "modulname", "modultitel", "modul", "kurs", "kursname", "lehrveranstaltung", "veranstaltung"},
	"credits":     {"leistungspunkte", "kreditpunkte", "lp"},
	"grade":       {"endnote", "modulnote", "bewertung"},
	"attained":    {"datum", "prüfungsdatum"},
}

// columnsOf are the columns of a table: where other heads are German, "Note" is the
// grade.
func columnsOf(s *csvtext.Sheet) []csvtext.Column {
	out := slices.Clone(columns)
	found := false
	for i := range out {
		words := german[out[i].Name]
		found = found || slices.ContainsFunc(s.Header, func(h csvtext.Cell) bool {
			return slices.Contains(words, strings.ToLower(strings.TrimSpace(h.Text)))
		})
		out[i].Synonyms = slices.Concat(out[i].Synonyms, words)
	}
	if !found {
		return out
	}
	for i := range out {
		if out[i].Name == "grade" {
			out[i].Synonyms = append(out[i].Synonyms, "note")
		}
	}
	return out
}
