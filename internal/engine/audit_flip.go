package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
)

// flips are the smallest changes that turn the verdict: of a no, finishing the
// cheapest way, what is under way, an answer, a better grade; of a yes, each
// line that it depends on.
func (e *evaluation) flips(a *Audit, lines []Line) ([]Flip, error) {
	if a.Verdict == audit.Complete {
		if !e.critical {
			return nil, nil
		}
		return e.criticalLines()
	}
	out := wayFlip(a)
	for _, l := range a.Lenses {
		if l.Verdict == audit.Complete {
			out = append(out, Flip{To: audit.Complete, Text: "finish what is " + strings.ReplaceAll(l.With, "-", " ")})
			break
		}
	}
	if n := len(a.Questions); n > 0 && a.Verdict == audit.Undecided {
		for _, q := range a.Questions {
			out = append(out, Flip{To: audit.Complete, Path: q.Path, Text: "a person answers: " + q.Text})
		}
	}
	grades, err := e.gradeFlips(lines, a)
	return append(out, grades...), err
}

// wayFlip is the cheapest way as one change.
func wayFlip(a *Audit) []Flip {
	if len(a.Ways) == 0 || a.Verdict != audit.Incomplete {
		return nil
	}
	var parts []string
	for i := range a.Ways[0].Steps {
		s := &a.Ways[0].Steps[i]
		text := s.does()
		if i > 0 {
			text = strings.TrimPrefix(text, "complete ")
		}
		if s.Short {
			text += " (" + s.ListedWords() + ")"
		} else if len(s.Options) > 0 && !strings.Contains(s.Options[0].Text, strings.TrimPrefix(text, "complete ")) && !s.names(s.Options[0].Text) {
			text += fmt.Sprintf(" (for example by %s)", s.Options[0].Text)
		}
		parts = append(parts, text)
	}
	return []Flip{{To: audit.Complete, Text: strings.Join(parts, "; ")}}
}

// ListedWords says what the catalogue lists for a step that takes more:
// "the catalogue lists only BB 301".
func (s *Step) ListedWords() string {
	var names []string
	for i := range s.Options {
		name := s.Options[i].Text
		if items := s.Options[i].Items; len(items) == 1 && items[0].Code != "" {
			name = items[0].Code
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "the catalogue lists nothing that fits"
	}
	return "the catalogue lists only " + andList(names)
}

// does is a step in the middle of a sentence: "complete AA 101", "hold WEBM".
func (s *Step) does() string {
	if title, rest, ok := strings.Cut(s.Text, ": "); ok {
		return "complete " + title + " (" + strings.TrimPrefix(lowerFirst(rest), "complete ") + ")"
	}
	return lowerFirst(s.Text)
}

// names reports whether the step says an item already that an option names.
func (s *Step) names(option string) bool {
	for _, o := range s.Options[:1] {
		for _, it := range o.Items {
			if it.Code != "" && strings.Contains(s.Text, it.Code) {
				return strings.HasPrefix(option, it.Code)
			}
		}
	}
	return false
}

// maxTried bounds how many lines are tried with another grade.
const maxTried = 8

// gradeCodes are the reasons of lines that fail by their grade alone.
var gradeCodes = []string{"grade_below_minimum", "policy_min_grade", "not_passed", "grade_missing"}

// gradeFlips tries each line that fails by its grade with the best one of its
// scale, and reports those that alone would complete the program.
func (e *evaluation) gradeFlips(lines []Line, a *Audit) ([]Flip, error) {
	var out []Flip
	tried := 0
	held := a.heldByGrade()
	for i := range e.lines {
		why := slices.IndexFunc(lines[i].Reasons, func(r Reason) bool { return slices.Contains(gradeCodes, r.Code) })
		if why < 0 && !slices.Contains(held, e.lines[i].id) || tried == maxTried {
			continue
		}
		tried++
		id := e.lines[i].id
		best, ok := bestMark(e.s.scaleOf(&e.lines[i]))
		if !ok {
			continue
		}
		other := e.variant(func(l *line) bool {
			if l.id == id {
				l.mark, l.graded, l.gradeDoubt = best, true, nil
				if l.status == record.Failed {
					l.status, l.amount = record.Earned, e.s.catalogAmount(l)
				}
			}
			return true
		})
		sol, err := other.solveResults()
		if err != nil {
			return nil, err
		}
		if sol.answer.Verdict == audit.Complete {
			need := "a better grade"
			if why >= 0 {
				if v := lines[i].Reasons[why].Need; v != nil && v.Text != "" {
					need = v.Text
				}
			}
			out = append(out, Flip{To: audit.Complete, Lines: []string{id}, Text: fmt.Sprintf("%s with %s", lineName(&e.lines[i]), need)})
		}
	}
	return out, nil
}

// heldByGrade are the lines that a requirement leaves out for their grade.
func (a *Audit) heldByGrade() []string {
	var out []string
	for i := range a.Requirements {
		for _, r := range a.Requirements[i].Reasons {
			out = append(out, r.lines...)
		}
	}
	return out
}

// bestMark is the highest grade of a scale.
func bestMark(s *catalog.Scale) (catalog.Mark, bool) {
	if s.Numeric {
		return s.Read(s.Max.String())
	}
	for i := range s.Steps {
		if s.Steps[i].Passing {
			return s.Read(s.Steps[i].Symbol)
		}
	}
	return catalog.Mark{}, false
}

// criticalLines tries a complete program without each of its lines.
func (e *evaluation) criticalLines() ([]Flip, error) {
	var out []Flip
	for i := range e.lines {
		id := e.lines[i].id
		sol, err := e.variant(func(l *line) bool { return l.id != id }).solveResults()
		if err != nil {
			return nil, err
		}
		if v := sol.answer.Verdict; v != audit.Complete {
			out = append(out, Flip{
				To: v, Lines: []string{id},
				Text: fmt.Sprintf("without %s%s", lineName(&e.lines[i]), onDay(e.lines[i].day)),
			})
		}
	}
	return out, nil
}

func onDay(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return " (" + d.String() + ")"
}
