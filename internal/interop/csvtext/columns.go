package csvtext

import (
	"strings"
	"unicode"

	"github.com/cairnproject/cairn/internal/diag"
)

// Column is a column by the name that code uses, with the other names that
// tables give it. Names are compared by their letters and digits alone.
type Column struct {
	Name     string
	Synonyms []string
	// Ignored columns are known and not read.
	Ignored bool
}

// Columns finds where each known column is: name → index. Unknown columns are a
// warning (unknown_column), a column that comes twice an error
// (duplicate_column). Of a column's names the first given in Synonyms wins, so
// "credits earned" can outrank "credits".
func (s *Sheet) Columns(known []Column) (map[string]int, diag.List) {
	type match struct {
		column string
		rank   int
	}
	names := map[string]match{}
	var list []string
	for _, c := range known {
		for rank, n := range append([]string{c.Name}, c.Synonyms...) {
			names[fold(n)] = match{c.Name, rank}
		}
		list = append(list, c.Name)
	}
	ignored := map[string]bool{}
	for _, c := range known {
		ignored[c.Name] = c.Ignored
	}
	at, ranks := map[string]int{}, map[string]int{}
	var problems diag.List
	for i, h := range s.Header {
		m, ok := names[fold(h.Text)]
		switch _, taken := at[m.column]; {
		case h.Text == "" || ok && ignored[m.column]:
		case !ok:
			p := h.Problem(s.File, "unknown_column", "the column "+quote(h.Text)+" is not read", nearest(h.Text, list))
			p.Severity = diag.Warning
			problems = append(problems, p)
		case taken && ranks[m.column] == m.rank:
			problems = append(problems, h.Problem(s.File, "duplicate_column", "the column "+quote(h.Text)+" comes twice", "remove one"))
		case !taken || m.rank < ranks[m.column]:
			at[m.column], ranks[m.column] = i, m.rank
		}
	}
	return at, problems
}

func nearest(text string, names []string) string {
	if n := diag.Nearest(text, names); n != "" {
		return "did you mean " + n + "?"
	}
	return ""
}

func quote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return `"` + s + `"`
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
