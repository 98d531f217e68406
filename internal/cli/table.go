package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/cairnproject/cairn/internal/engine"
)

// defaultWidth is used where nobody knows how wide the output is.
const defaultWidth = 120

// width is the columns that a table may use.
func (p *program) width() int {
	if n, err := strconv.Atoi(p.Getenv("COLUMNS")); err == nil && n >= 40 {
		return n
	}
	if p.Width >= 40 {
		return p.Width
	}
	return defaultWidth
}

func (p *program) colour() bool { return p.Terminal && p.Getenv("NO_COLOR") == "" }

func (p *program) bold(s string) string {
	if p.colour() {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

// printLines prints one line a source, fitted to the width: the reason has a
// column of its own where there is room, else it stands in place of what a line
// counts as.
func (p *program) printLines(w *printer, t *engine.TargetResult) {
	const fixed = 5 + 14 + 20 + 6*3 // grade, credits, status, borders
	room := max(p.width()-fixed, 36)
	wide := p.width() >= 100
	source, counts, why := room*34/100, room*26/100, room*40/100
	if !wide {
		source, counts = 32, 40 // as much as there is: see fit
	}
	columns := []column{
		{most: max(source, 16), least: 12},
		{most: 12, least: 5},
		{most: 18, least: 8, align: text.AlignRight},
		{most: 20, least: 10},
		{most: max(counts, 12), least: 9},
	}
	rows := [][]string{{"Source", "Grade", "Credits (" + unitWord(t.Unit) + ")", "Status", "Counts as"}}
	if wide {
		columns = append(columns, column{most: max(why, 20), least: 12})
		rows[0] = append(rows[0], "Why")
	}
	for i := range t.Lines {
		l := &t.Lines[i]
		sign, word := statusSign(l.Status)
		row := []string{sourceWords(&l.Source), l.Source.Grade, creditsWords(l.Credits), sign + " " + word, countsAs(l)}
		if wide {
			row = append(row, shortReason(l))
		} else if !accepted(l.Status) {
			row[4] = shortReason(l)
		}
		rows = append(rows, row)
	}
	w.println(render(columns, rows, p.width()))
}

func sourceWords(s *engine.Source) string {
	return strings.TrimSpace(s.Code + " " + s.Title)
}

// shortReason is the first reason and, where the line did not become a course,
// the second: what stood in the way.
func shortReason(l *engine.Line) string {
	var texts []string
	for i := range l.Reasons {
		if i == 0 || i == 1 && l.Status != engine.Awarded {
			texts = append(texts, l.Reasons[i].Text)
		}
	}
	return strings.Join(texts, "; ")
}

// printReceiving lists the receiving items of a program by how they stand.
func (p *program) printReceiving(w *printer, t *engine.TargetResult) {
	if t.Program == "" || len(t.Receiving) == 0 {
		return
	}
	codes := lineCodes(t)
	w.println("Receiving courses")
	for i := range t.Receiving {
		r := &t.Receiving[i]
		p.wrapped(w, fmt.Sprintf("  %s %s  ", receivingSign(r.Status), receivingNames(r)), receivingWords(r, codes))
	}
}

func receivingSign(s engine.ReceivingStatus) string {
	switch s {
	case engine.ReceivingSatisfied:
		return "✓"
	case engine.ReceivingWaiting:
		return "…"
	case engine.ReceivingNeedsAssessment:
		return "¿"
	case engine.ReceivingPending:
		return "…"
	case engine.ReceivingNoEquivalent:
		return "∅"
	case engine.ReceivingTakeAtReceiver:
		return "⌂"
	case engine.ReceivingAbsent:
		return "–"
	}
	return "?"
}

func receivingNames(r *engine.Receiving) string {
	names := make([]string, len(r.Items))
	for i := range r.Items {
		names[i] = first(r.Items[i].Code, string(r.Items[i].Item))
	}
	return fmt.Sprintf("%-12s", strings.Join(names, " + "))
}

func receivingWords(r *engine.Receiving, codes map[string]string) string {
	switch r.Status {
	case engine.ReceivingSatisfied:
		by := make([]string, len(r.By))
		for i, id := range r.By {
			by[i] = codes[id]
		}
		return "satisfied by " + andWords(by)
	case engine.ReceivingWaiting:
		ways := make([]string, 0, len(r.Missing))
		for i := range r.Missing {
			ways = append(ways, missingWords(&r.Missing[i]))
		}
		return "waiting for " + strings.Join(ways, ", or ")
	case engine.ReceivingNeedsAssessment:
		texts := r.Texts
		if len(texts) == 0 && len(r.Missing) > 0 {
			texts = []string{r.Missing[0].Text}
		}
		return "needs a person: " + strings.Join(texts, "; ")
	case engine.ReceivingPending:
		return "pending"
	case engine.ReceivingNoEquivalent:
		return "no course articulated"
	case engine.ReceivingTakeAtReceiver:
		return "must be taken there"
	case engine.ReceivingAbsent:
		return "listed without any articulation"
	}
	return string(r.Status)
}

// missingWords names one course with its title, several by their codes.
func missingWords(m *engine.Missing) string {
	if len(m.Items) < 2 {
		return m.Text
	}
	codes := make([]string, len(m.Items))
	for i := range m.Items {
		codes[i] = first(m.Items[i].Code, string(m.Items[i].Item))
	}
	return andWords(codes)
}

// andWords joins words: "a", "a and b", "a, b and c".
func andWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func (p *program) printNotes(w *printer, t *engine.TargetResult) {
	for i := range t.Notes {
		p.wrapped(w, "Note: ", t.Notes[i].Text)
	}
}
