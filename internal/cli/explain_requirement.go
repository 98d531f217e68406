package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
)

// printRequirementExplained prints all that is known about one requirement.
func (p *program) printRequirementExplained(w *printer, x *engine.Explanation) {
	r := &x.Requirement
	sign, word := requirementSign(r.Status)
	p.wrapped(w, "", fmt.Sprintf("%s of %s: %s %s", first(r.Path, "The whole"), first(x.ProgramTitle, x.Program), sign, word))
	p.wrapped(w, "  asks        ", strings.TrimSpace(r.Title+" "+r.Text))
	if x.About != "" {
		p.wrapped(w, "  about       ", x.About)
	}
	if words := versionWords(&engine.Audit{Version: x.Version, Catalog: x.Catalog, Right: x.Right}); words != "" {
		p.wrapped(w, "  held to     ", words)
	}
	for i := range r.Measures {
		p.wrapped(w, "  stands at   ", measureWords(&r.Measures[i]))
	}
	if r.Remaining != nil {
		p.wrapped(w, "  remaining   ", quantityWords(*r.Remaining))
	}
	for i := range r.Reasons {
		p.wrapped(w, "  because     ", fmt.Sprintf("%s  [%s]", r.Reasons[i].Text, r.Reasons[i].Code))
		if r.Reasons[i].Fix != "" {
			p.wrapped(w, "  change it   ", r.Reasons[i].Fix)
		}
	}
	for _, t := range r.Texts {
		p.wrapped(w, "  note        ", t)
	}
	for i := range x.Exceptions {
		p.wrapped(w, "  exception   ", "* "+x.Exceptions[i].Mark)
	}
	for i := range x.Questions {
		p.wrapped(w, "  question    ", x.Questions[i].Text)
	}
	p.printParts(w, x)
	p.printAccepts(w, x)
	p.printStandings(w, x)
	p.printWhatChanges(w, x)
	w.printf("  as of       %s · %s is %s\n", x.AsOf, x.Target, verdictWord(x.Verdict))
}

func (p *program) printParts(w *printer, x *engine.Explanation) {
	for i := range x.Parts {
		part := &x.Parts[i]
		sign, word := requirementSign(part.Status)
		p.wrapped(w, "  part        ", fmt.Sprintf("%s %s: %s  [%s]", sign, word, first(part.Title, bareSentence(part.Text)), part.Path))
	}
}

func (p *program) printAccepts(w *printer, x *engine.Explanation) {
	if x.AcceptsInAll == 0 {
		return
	}
	codes := make([]string, 0, len(x.Accepts)+1)
	for i := range x.Accepts {
		codes = append(codes, first(x.Accepts[i].Code, string(x.Accepts[i].Item)))
	}
	if more := x.AcceptsInAll - len(x.Accepts); more > 0 {
		codes = append(codes, fmt.Sprintf("%d more", more))
	}
	p.wrapped(w, "  qualifies   ", andWords(codes))
}

// printStandings prints what of the record qualifies, and why the rest does
// not.
func (p *program) printStandings(w *printer, x *engine.Explanation) {
	var others []string
	for i := range x.Record {
		st := &x.Record[i]
		if otherItem(st) {
			others = append(others, first(st.Code, strings.Join(st.Lines, "+")))
			continue
		}
		name := strings.TrimSpace(first(st.Code, strings.Join(st.Lines, "+")) + " " + st.Title)
		if !st.Credits.Amount.IsZero() {
			name += " (" + st.Credits.Amount.Decimal() + ")"
		}
		p.wrapped(w, "  record      ", fitSign(st.Fit)+" "+name+": "+fitWords(st))
	}
	if others != nil {
		p.wrapped(w, "  record      ", fitSign(engine.FitNo)+" not what is asked: "+andWords(others))
	}
}

// otherItem reports whether nothing is to be said but that it is something else.
func otherItem(st *engine.RecordStanding) bool {
	return st.Fit == engine.FitNo && !slices.ContainsFunc(st.Reasons, func(r engine.Reason) bool {
		return r.Code != "requirement_other_item" && r.Code != "requirement_needs_person"
	})
}

func fitSign(f engine.Fit) string {
	switch f {
	case engine.FitUsed:
		return "✓"
	case engine.FitElsewhere:
		return "→"
	case engine.FitLimited:
		return "≤"
	case engine.FitFree:
		return "◐"
	case engine.FitDoubtful:
		return "¿"
	case engine.FitNo:
		return "✗"
	case engine.FitNoCredit:
		return "∅"
	}
	return "?"
}

func fitWords(st *engine.RecordStanding) string {
	why := make([]string, 0, len(st.Reasons))
	for i := range st.Reasons {
		why = append(why, st.Reasons[i].Text)
	}
	reasons := strings.Join(why, "; ")
	switch st.Fit {
	case engine.FitUsed:
		return "is used here"
	case engine.FitElsewhere:
		text := "would qualify and is used for " + andWords(st.UsedFor)
		if reasons != "" {
			text += "; " + reasons
		}
		return text
	case engine.FitLimited:
		return first(strings.TrimPrefix(reasons, st.Code+" "), "qualifies, and a limit leaves no room")
	case engine.FitFree:
		return "qualifies and is not needed"
	case engine.FitDoubtful:
		return first(reasons, "a person must say")
	case engine.FitNo, engine.FitNoCredit:
	}
	words := "does not qualify"
	if st.Fit == engine.FitNoCredit {
		words = "carries nothing that could be used"
	}
	if reasons != "" {
		words += ": " + reasons
	}
	if st.Fit == engine.FitNo && len(st.UsedFor) > 0 {
		words += " (used for " + andWords(st.UsedFor) + ")"
	}
	return words
}

func (p *program) printWhatChanges(w *printer, x *engine.Explanation) {
	for i := range x.Steps {
		p.wrapped(w, "  to finish   ", stepWords(&x.Steps[i]))
	}
	for i := range x.Flips {
		p.wrapped(w, "  would turn  ", x.Flips[i].Text)
	}
	if x.Proof != nil && x.Proof.Text != "" {
		p.wrapped(w, "  proof       ", x.Proof.Text)
	}
}
