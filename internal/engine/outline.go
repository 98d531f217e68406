package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// outline writes the audit of a solved program for people and programs.
type outline struct {
	e    *evaluation
	sol  *programSolution
	tree *view.Tree
	part *audit.PartAnswer
	// items is the part of the question, for what pieces keep under caps.
	items *audit.Part
	// waived are exceptions by node.
	waived map[int]bool
	// usersByPiece is the table of users.
	usersByPiece []uses
	// belowByNode are those that were looked at.
	belowByNode map[int]*belowPieces
	texts       []placeWords
	// leftOf is what remains by pointer, where the least was looked for.
	leftOf map[string]credit.Amount
	out    *Audit
}

func (e *evaluation) outline(sol *programSolution, receiving []Receiving) *Audit {
	o := &outline{
		e: e, sol: sol, tree: sol.tree, part: &sol.answer.Parts[0], items: &sol.question.Parts[0], waived: map[int]bool{},
		out: &Audit{
			Version: e.prog.ID, Catalog: e.prog.Catalog, Right: e.right.String(), RightWords: e.right,
			Verdict: sol.answer.Verdict, Proven: sol.proven,
		},
	}
	if !sol.whole && o.out.Verdict == audit.Incomplete {
		o.out.Verdict = audit.Undecided
	}
	o.out.Remaining = e.left(sol)
	o.exceptions()
	for _, q := range o.tree.Open {
		o.out.Questions = append(o.out.Questions, question(q.Path, q.Words))
	}
	o.requirements()
	if f := sol.finish; f != nil && f.found && len(o.out.Requirements) > 0 && o.out.Requirements[0].Remaining != nil {
		left := o.out.Remaining.Credits // which the estimate of the whole may not be
		o.out.Requirements[0].Remaining = &left
	}
	o.counts()
	if !e.figures {
		o.finished().ways(receiving)
	}
	o.proof(e.certificate)
	o.out.Text = o.verdict()
	return o.out
}

func (e *evaluation) quantity(a credit.Amount) credit.Quantity {
	return credit.Quantity{Amount: a, Unit: e.recv.Unit}
}

// remaining is what is left of an answer.
func (e *evaluation) remaining(a *audit.Answer) Remaining {
	r := Remaining{Credits: e.quantity(a.Remaining), Unmet: a.Unmet}
	for k := range a.Parts {
		r.Items += a.Parts[k].Nodes[0].Missing
	}
	if !a.Proven || a.Bound.Cmp(a.Remaining) < 0 {
		bound := e.quantity(a.Bound)
		r.Bound = &bound
	}
	return r
}

// requirements lists the places of the program: those that became nodes, and
// advice.
func (o *outline) requirements() {
	nodeOf := map[string]int{}
	for i := range o.tree.Nodes {
		if n := &o.tree.Nodes[i]; !n.Made {
			nodeOf[n.Pointer] = i
		}
	}
	depth := make([]int, len(o.e.prog.places))
	advised := map[string]bool{}
	for _, path := range o.tree.Advice {
		advised[path] = true
	}
	places := o.e.prog.places
	o.texts = o.e.prog.texts()
	hidden := make([]bool, len(places))
	for i := range places {
		p := &places[i]
		if p.Parent >= 0 {
			depth[i] = depth[p.Parent] + 1
			hidden[i] = hidden[p.Parent]
		}
		at, ok := nodeOf[p.Pointer]
		switch {
		case ok:
			o.out.Requirements = append(o.out.Requirements, o.requirement(i, at, depth[i]))
		case advised[p.Path] && !hidden[i]:
			o.out.Requirements = append(o.out.Requirements, o.line(i, depth[i], RequirementAdvice))
			hidden[i] = true
		}
	}
}

// placeWords are the words of a requirement: its sentence, and the phrase without
// "complete".
type placeWords struct {
	sentence string
	bare     wording.Phrase
}

func (o *outline) line(place, depth int, status RequirementStatus) Requirement {
	p := &o.e.prog.places[place]
	return Requirement{
		Path: p.Path, Pointer: p.Pointer, Depth: depth, Kind: p.Node.Kind(), Title: p.Node.Title,
		Text: o.texts[place].sentence, Words: o.texts[place].bare, Status: status, Texts: p.Node.Conditions,
	}
}

// itemName is the code that people know an item by today, with its institution
// where that is needed to tell it.
func (s *Snapshot) itemName(id catalog.ItemID) string {
	k, ok := s.itemByID[id]
	if !ok {
		return string(id)
	}
	v := s.items[k].Latest()
	return cmp.Or(v.Code, v.Title, string(id))
}

func (o *outline) requirement(place, at, depth int) Requirement {
	r := o.line(place, depth, o.status(at))
	if r.Status != RequirementNotNeeded {
		r.Uses = o.uses(at)
	}
	if r.Status == RequirementSatisfied && slices.ContainsFunc(r.Uses, func(u Use) bool { return u.Expected }) {
		r.Status = RequirementProvisional
	}
	if r.Status == RequirementWaived || r.Status == RequirementNotNeeded {
		return r
	}
	o.measures(at, &r)
	if left := o.leftAt(at); left.Sign() > 0 && r.Status != RequirementSatisfied && r.Status != RequirementProvisional {
		q := o.e.quantity(left)
		r.Remaining = &q
	}
	if r.Status == RequirementUnmet || r.Status == RequirementUndecided {
		r.Reasons = o.reasons(place, at, &r)
	}
	return r
}

// finished is the outline of the solution by which least remains.
func (o *outline) finished() *outline {
	if o.sol.least == nil {
		return o
	}
	end := *o
	end.sol = o.sol.least
	end.sol.finish = o.sol.finish
	end.tree, end.part, end.items = end.sol.tree, &end.sol.answer.Parts[0], &end.sol.question.Parts[0]
	return &end
}

// leftAt is the least that is left at a node.
func (o *outline) leftAt(at int) credit.Amount {
	if f := o.sol.finish; f != nil && f.found && f.plan.e.crew == nil {
		if o.leftOf == nil {
			o.leftOf = f.leftOfLines()
		}
		return o.leftOf[o.tree.Nodes[at].Pointer]
	}
	if end := o.sol.least; end != nil {
		for i := range end.tree.Nodes {
			if n := &end.tree.Nodes[i]; !n.Made && n.Path == o.tree.Nodes[at].Path {
				return end.answer.Parts[0].Nodes[i].Remaining
			}
		}
	}
	return o.part.Nodes[at].Remaining
}

func (o *outline) status(at int) RequirementStatus {
	a := &o.part.Nodes[at]
	switch {
	case o.waived[at]:
		return RequirementWaived
	case !a.Owed:
		return RequirementNotNeeded
	case a.Truth == requirement.Yes:
		return RequirementSatisfied
	case a.Truth == requirement.Open:
		return RequirementUndecided
	}
	return RequirementUnmet
}

// uses are the pieces of a leaf; those of parts that the layout made belong to
// their requirement.
func (o *outline) uses(at int) []Use {
	var out []Use
	for _, piece := range o.part.Nodes[at].Uses {
		out = append(out, o.use(piece, false))
	}
	for _, piece := range o.part.Nodes[at].Extra {
		out = append(out, o.use(piece, true))
	}
	for _, c := range o.tree.Nodes[at].Children {
		if o.tree.Nodes[c].Made && o.part.Nodes[c].Owed {
			out = append(out, o.uses(c)...)
		}
	}
	return out
}

// sameClass is the leaf that stands for a requirement whose pieces must all be
// of one class: that of the class that is furthest; or -1.
func (o *outline) sameClass(at int) int {
	n := &o.tree.Nodes[at]
	if n.Kind != view.Any || n.From == nil || n.From.Take == nil || n.From.Take.Same == "" {
		return -1
	}
	for _, c := range n.Children {
		if o.tree.Nodes[c].Made && o.part.Nodes[c].Owed {
			return c
		}
	}
	return -1
}

// kept is the credit of a piece under the caps, in the receiver's unit.
func (o *outline) kept(piece int32) credit.Amount {
	return o.items.Own(o.sol.answer.Kept[o.items.At(piece)])
}

func (o *outline) use(piece int32, beyond bool) Use {
	p := &o.tree.Pieces[piece]
	u := Use{
		Item: p.Item, Credits: o.e.quantity(o.kept(piece)), Beyond: beyond, Expected: p.Expected,
	}
	for _, i := range o.sol.pieces.lines[piece] {
		l := &o.e.lines[i]
		u.Lines = append(u.Lines, l.id)
		u.Grade = cmp.Or(u.Grade, l.att.Grade)
	}
	if k, ok := o.e.s.itemByID[p.Item]; ok {
		v, _ := o.e.s.items[k].At(o.e.asOf)
		u.Code, u.Title = v.Code, v.Title
		return u
	}
	src := o.e.s.source(&o.e.lines[o.sol.pieces.lines[piece][0]])
	u.Code, u.Title = src.Code, src.Title
	return u
}

// measures are the two values of everything that the node counts.
func (o *outline) measures(at int, r *Requirement) {
	n, a := &o.tree.Nodes[at], &o.part.Nodes[at]
	add := func(what string, have, need credit.Amount, unit string, of wording.Phrase, holds bool) {
		r.Measures = append(r.Measures, Measure{What: what, Have: have, Need: need, Unit: unit, Of: of.String(), Words: of, Holds: holds})
	}
	if c := o.sameClass(at); c >= 0 {
		o.measures(c, r)
		for i := range r.Measures {
			if m := &r.Measures[i]; m.Of == "" {
				m.Of, m.Words = string(n.From.Take.Same), className(n.From.Take.Same)
			}
		}
		return
	}
	unit := string(o.e.recv.Unit)
	switch n.Kind {
	case view.Take:
		if n.Items > 0 {
			add("items", credit.Int(int64(a.Items)), credit.Int(int64(n.Items)), "", wording.Phrase{}, a.Items >= n.Items)
		}
		if !n.Credits.IsZero() {
			add("credits", a.Credits, n.Credits, unit, wording.Phrase{}, a.Credits.Cmp(n.Credits) >= 0)
		}
		if n.Distinct > 0 {
			add("distinct", credit.Int(int64(a.Distinct)), credit.Int(int64(n.Distinct)), "", className(n.By), a.Distinct >= n.Distinct)
		}
	case view.All, view.Any, view.Choose:
		if need := o.parts(n); need > 0 {
			have := 0
			for _, c := range n.Children {
				if o.part.Nodes[c].Truth == requirement.Yes {
					have++
				}
			}
			add("parts", credit.Int(int64(have)), credit.Int(int64(need)), "", wording.Phrase{}, have >= need)
		}
	default:
	}
	o.conditionMeasures(at, add)
}

func (o *outline) parts(n *view.Node) int {
	switch n.Kind {
	case view.All:
		return len(n.Children)
	case view.Any:
		return 1
	}
	return n.K
}

func (o *outline) conditionMeasures(at int, add func(what string, have, need credit.Amount, unit string, of wording.Phrase, holds bool)) {
	n, a := &o.tree.Nodes[at], &o.part.Nodes[at]
	for i := range n.Conditions {
		c := &n.Conditions[i]
		if i >= len(a.Conditions) {
			return
		}
		have, holds := a.Conditions[i].Have, a.Conditions[i].Holds
		of := o.conditionWords(c)
		switch c.Measure {
		case view.AtMostItems:
			add("at-most", have, c.Amount, "items", of, holds)
		case view.AtMostCredits:
			add("at-most", have, c.Amount, string(o.e.recv.Unit), of, holds)
		case view.AtLeastItems:
			add("at-least", have, c.Amount, "items", of, holds)
		case view.AtLeastCredits:
			add("at-least", have, c.Amount, string(o.e.recv.Unit), of, holds)
		case view.MeanAtLeast:
			add("gpa", have, c.Amount, "", of, holds)
		}
	}
}

// conditionWords is what a limit or minimum is about, in words.
func (o *outline) conditionWords(c *view.Condition) wording.Phrase {
	if from, rest := o.e.prog.nodeOf(c); from != nil {
		if words := from.ConditionWords(rest, o.e.s.itemName); !words.IsZero() {
			if class := o.classOf(c); class != "" {
				return wording.Row(words, class)
			}
			return words
		}
	}
	switch c.Measure {
	case view.AtMostItems:
		return wording.Of("requirement.at_most", "at most {what}", "what", coursePhrase(c.Amount))
	case view.AtMostCredits:
		return wording.Of("requirement.at_most", "at most {what}", "what", creditPhrase(c.Amount))
	case view.AtLeastItems:
		return wording.Of("requirement.at_least", "at least {what}", "what", coursePhrase(c.Amount))
	case view.AtLeastCredits:
		return wording.Of("requirement.at_least", "at least {what}", "what", creditPhrase(c.Amount))
	}
	return wording.Of("requirement.gpa", "a grade point average of at least {gpa}", "gpa", c.Amount)
}

func className(c requirement.Class) wording.Phrase {
	return wording.Term("class", string(c), string(c))
}

// classOf names the class of a limit on every class: " (AA)".
func (o *outline) classOf(c *view.Condition) string {
	l := o.e.prog.limitAt(c)
	if l == nil || l.Each == "" || c.Set < 0 {
		return ""
	}
	for i := range o.tree.Pieces {
		if set := &o.tree.Sets[c.Set]; set.Yes.Has(i) || set.Maybe.Has(i) {
			return " (" + o.tree.Pieces[i].Class(l.Each) + ")"
		}
	}
	return ""
}

// counts sums what is used anywhere, and lists the lines that are not.
func (o *outline) counts() {
	used := make([]bool, len(o.tree.Pieces))
	for i := range o.part.Nodes {
		if !o.part.Nodes[i].Owed {
			continue
		}
		for _, piece := range o.part.Nodes[i].Uses {
			used[piece] = true
		}
		for _, piece := range o.part.Nodes[i].Extra {
			used[piece] = true
		}
	}
	var sum credit.Amount
	lines := map[int32]bool{}
	for piece, is := range used {
		if is {
			sum = sum.Add(o.kept(int32(piece)))
			for _, i := range o.sol.pieces.lines[piece] {
				lines[i] = true
			}
		}
	}
	o.out.Counts = o.e.quantity(sum)
	o.applicable()
	for i := range o.e.lines {
		if !lines[int32(i)] && o.sol.kept[i].Units > 0 {
			o.out.Unused = append(o.out.Unused, o.e.lines[i].id)
		}
	}
}

// applicable is the credential's size less what remains of it.
func (o *outline) applicable() {
	k, ok := o.e.credential()
	if !ok || !o.out.Proven {
		return
	}
	size, ok := o.e.s.sizeOf(o.e.s.items[k].ID, o.e.recv.ID)
	if !ok || size.IsZero() {
		return
	}
	done := o.e.quantity(credit.Max(size.Sub(o.out.Remaining.Credits.Amount), credit.Amount{}))
	o.out.Applicable = &done
}

// verdict says the verdict in a sentence.
func (o *outline) verdict() string {
	title := o.e.programTitle()
	r := &o.out.Remaining
	switch o.out.Verdict {
	case audit.Complete:
		return title + " is complete"
	case audit.Undecided:
		return fmt.Sprintf("%s is undecided: %s", title, o.undecided())
	}
	left, verb := fmt.Sprintf("%s in %s", creditWords(r.Credits), plural(r.Items, "course")), "remain"
	switch {
	case r.Credits.Amount.IsZero():
		left = plural(r.Unmet, "requirement") + " without credits"
		if r.Unmet == 1 {
			verb = "remains"
		}
	case r.Credits.Amount.Equal(credit.Int(1)):
		verb = "remains"
	}
	if f := o.sol.finish; !o.out.Proven || f != nil && f.found && !f.proven {
		verb += " at most"
	}
	return fmt.Sprintf("%s is not complete: %s %s", title, left, verb)
}

// creditWords is credit with its unit: "1 semester credit".
func creditWords(q credit.Quantity) string {
	return plural1(q.Amount, strings.TrimSpace(string(q.Unit)+" credit"))
}

func (o *outline) undecided() string {
	if n := len(o.out.Questions); n > 0 {
		return fmt.Sprintf("%s to be answered by a person", plural(n, "question"))
	}
	if !o.out.Proven {
		return "the search reached its limit"
	}
	return "it depends on what a person must assess"
}

func unitWord(u credit.Unit) string { return string(u) + " credits" }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
