package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// flips are the smallest changes that turn the verdict: of a no, finishing the
// cheapest way, what is under way, an answer, a better grade; of a yes, the
// fewest lines that it depends on, at most three together.
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
			out = append(out, flip(Flip{To: audit.Complete}, wording.Of("flip.finish", "finish what is {what}",
				"what", wording.Term("status", l.With, strings.ReplaceAll(l.With, "-", " ")))))
			break
		}
	}
	if n := len(a.Questions); n > 0 && a.Verdict == audit.Undecided {
		for _, q := range a.Questions {
			out = append(out, flip(Flip{To: audit.Complete, Path: q.Path}, wording.Of("flip.answer", "a person answers: {question}", "question", q.Words)))
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
	var parts []wording.Phrase
	for i := range a.Ways[0].Steps {
		s := &a.Ways[0].Steps[i]
		words, bare := s.does()
		text := bare.String()
		if i > 0 {
			words = bare
		}
		if s.Short {
			words = wording.Row(words, " (", s.ListedPhrase(), ")")
		} else if len(s.Options) > 0 && !strings.Contains(s.Options[0].Text, text) && !s.names(s.Options[0].Text) {
			words = wording.Of("flip.example", "{what} (for example by {option})", "what", words, "option", s.Example().Words)
		}
		parts = append(parts, words)
	}
	return []Flip{flip(Flip{To: audit.Complete}, wording.Join(parts, "; "))}
}

// ListedWords says what the catalogue lists for a step that takes more:
// "the catalogue lists only BB 301".
func (s *Step) ListedWords() string { return s.ListedPhrase().String() }

// ListedPhrase is the phrase of [Step.ListedWords].
func (s *Step) ListedPhrase() wording.Phrase {
	var names []wording.Phrase
	for i := range s.Options {
		name := s.Options[i].Words
		if items := s.Options[i].Items; len(items) == 1 && items[0].Code != "" {
			name = wording.Name(items[0].Code)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return wording.Of("step.listed_none", "the catalogue lists nothing that fits")
	}
	return wording.Of("step.listed", "the catalogue lists only {names}", "names", wording.And(names))
}

// does is a step in the middle of a sentence: "complete AA 101", "hold WEBM";
// bare is without "complete".
func (s *Step) does() (full, bare wording.Phrase) {
	p := &s.parts
	full, bare = p.full, p.bare
	if p.class != "" {
		full, bare = wording.Row(full, " ("+p.class+")"), wording.Row(bare, " ("+p.class+")")
	}
	if p.title != "" {
		bare = wording.Row(p.title, " (", bare, ")")
		full = wording.Of("requirement.complete", "complete {what}", "what", bare)
	}
	return full, bare
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

// maxTried bounds how many lines are tried with another grade, and flipBudget the
// search for each: all of them together take no longer than the answer may.
const (
	maxTried   = 8
	flipBudget = solve.DefaultBudget / maxTried
)

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
		if other.budget = min(other.budget, flipBudget); !a.Proven { // this is as hard as that was
			other.budget = min(other.budget, flipBudget/maxTried)
		}
		sol, err := other.solveResults()
		if err != nil {
			return nil, err
		}
		if sol.answer.Verdict == audit.Complete {
			need := wording.Of("flip.better_grade", "a better grade")
			if why >= 0 {
				if v := lines[i].Reasons[why].Need; v != nil && v.Text != "" {
					need = v.phrase()
				}
			}
			out = append(out, flip(Flip{To: audit.Complete, Lines: []string{id}},
				wording.Of("flip.with", "{line} with {grade}", "line", lineName(&e.lines[i]), "grade", need)))
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

// maxWithout bounds how many lines together are tried without, and maxTriedSets how
// many such sets.
const (
	maxWithout   = 3
	maxTriedSets = 400
)

// criticalLines tries a complete program without each of its lines; where no single
// one turns the verdict, without two, and then three. Of several, each is used by
// the placement that is left without those before it: what is not used there cannot
// be missed.
func (e *evaluation) criticalLines() ([]Flip, error) {
	var sets [][]int
	for i := range e.lines {
		sets = append(sets, []int{i})
	}
	tried := 0
	for range maxWithout {
		var out []Flip
		var next [][]int
		seen := map[string]bool{}
		for _, set := range sets {
			if tried++; len(set) > 1 && tried > maxTriedSets {
				return out, nil
			}
			f, used, err := e.without(set)
			if err != nil {
				return nil, err
			}
			if f != nil {
				out = append(out, *f)
				continue
			}
			for _, i := range used {
				if larger := slices.Sorted(slices.Values(append(slices.Clip(set), i))); !seen[fmt.Sprint(larger)] {
					seen[fmt.Sprint(larger)] = true
					next = append(next, larger)
				}
			}
		}
		if len(out) > 0 {
			return out, nil
		}
		sets = next
	}
	return nil, nil
}

// without is the flip where a complete program is not without some lines; else the
// lines that it uses then.
func (e *evaluation) without(set []int) (*Flip, []int, error) {
	var names []wording.Phrase
	var ids []string
	for _, i := range set {
		name := wording.Name(lineName(&e.lines[i]))
		if day := e.lines[i].day; !day.IsZero() {
			name = wording.Row(name, " (", day, ")")
		}
		names, ids = append(names, name), append(ids, e.lines[i].id)
	}
	other := e.variant(func(l *line) bool { return !slices.Contains(ids, l.id) })
	sol, err := other.solveResults()
	if err != nil {
		return nil, nil, err
	}
	if v := sol.answer.Verdict; v != audit.Complete {
		f := flip(Flip{To: v, Lines: ids}, wording.Of("flip.without", "without {line}", "line", wording.And(names)))
		return &f, nil, nil
	}
	uses := map[string]bool{}
	for piece := range usedPieces(sol) {
		for _, l := range sol.pieces.lines[piece] {
			uses[other.lines[l].id] = true
		}
	}
	var used []int
	for i := range e.lines {
		if uses[e.lines[i].id] {
			used = append(used, i)
		}
	}
	return nil, used, nil
}
