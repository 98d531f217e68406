package cli

import (
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// column is one column of a table: how wide it should be at most, and how
// narrow it may get where the table would not fit otherwise.
type column struct {
	most, least int
	align       text.Align
}

// fit returns the width of every column: what its cells need, at most what it
// should take, and less, the widest first, until the table fits.
func fit(columns []column, rows [][]string, width int) []int {
	widths := make([]int, len(columns))
	sum := 3*len(columns) + 1 // borders and blanks
	for i, c := range columns {
		for _, row := range rows {
			for line := range strings.SplitSeq(row[i], "\n") {
				widths[i] = max(widths[i], text.StringWidth(line))
			}
		}
		widths[i] = min(widths[i], c.most)
		sum += widths[i]
	}
	for ; sum > width; sum-- {
		widest := -1
		for i, w := range widths {
			if w > columns[i].least && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// render draws a table, its first row the header, within the width.
func render(columns []column, rows [][]string, width int) string {
	tw := table.NewWriter()
	tw.SetStyle(table.StyleLight)
	tw.Style().Format.Header = text.FormatDefault
	configs := make([]table.ColumnConfig, len(columns))
	for i, w := range fit(columns, rows, width) {
		configs[i] = table.ColumnConfig{Number: i + 1, Align: columns[i].align, WidthMax: w, WidthMaxEnforcer: text.WrapSoft}
	}
	tw.SetColumnConfigs(configs)
	for i, row := range rows {
		cells := make(table.Row, len(row))
		for j, text := range row {
			cells[j] = text
		}
		if i == 0 {
			tw.AppendHeader(cells)
			continue
		}
		tw.AppendRow(cells)
	}
	return tw.Render()
}

// wrapped prints a text within the width, its later lines indented like the
// first; where that would leave too little room, by four blanks.
func (p *program) wrapped(w *printer, before, words string) {
	indent := text.StringWidth(before)
	room := p.width() - indent
	if room < 30 && text.StringWidth(words) > room {
		w.println(strings.TrimRight(text.WrapSoft(before, p.width()), " "))
		before, room = "    ", p.width()-4
		indent = 4
	}
	for i, line := range strings.Split(text.WrapSoft(words, room), "\n") {
		if i > 0 {
			before = strings.Repeat(" ", indent)
		}
		w.println(before + strings.TrimRight(line, " "))
	}
}

// line prints one line, and what does not fit on the next ones.
func (p *program) line(w *printer, words string) {
	if text.StringWidth(words) <= p.width() {
		w.println(words)
		return
	}
	for i, part := range strings.Split(text.WrapSoft(words, p.width()-2), "\n") {
		if i > 0 {
			part = "  " + part
		}
		w.println(strings.TrimRight(part, " "))
	}
}

// harmless is a text of somebody else's without what would move the cursor, colour
// or hide other words, or turn their direction round.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == 0x2028, r == 0x2029:
			return '\uFFFD'
		}
		return r
	}, s)
}
