package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// Together is how several programs stand when they are solved as one: no piece
// serves more of them than their budgets and MaxUses allow.
type Together struct {
	Verdict audit.Verdict `json:"verdict"`
	Text    string        `json:"text"`
	Proven  bool          `json:"proven"`
	// Remaining is the least work for all of them, in the unit of the first: the
	// courses of the catalogue that complete every one, within their budgets.
	Remaining Remaining         `json:"remaining"`
	Programs  []TogetherProgram `json:"programs"`
	// Shared are the lines that several of the programs use.
	Shared []SharedLine `json:"shared,omitempty"`
	// Budgets are the limits on what two of them may both use.
	Budgets []Budget `json:"budgets,omitempty"`
	// Ways are the best ways to finish all of them, cheapest first; Flips are the
	// smallest changes that complete all.
	Ways  []Way  `json:"ways,omitempty"`
	Flips []Flip `json:"flips,omitempty"`
	// Notes say what was taken for granted.
	Notes []string `json:"notes,omitempty"`
}

// TogetherProgram is one of the programs.
type TogetherProgram struct {
	Target
	Verdict audit.Verdict `json:"verdict"`
	// Remaining is what the best way for all takes for this one: a course that
	// serves several programs counts in each.
	Remaining    credit.Quantity `json:"remaining"`
	Requirements []Requirement   `json:"requirements"`
}

// SharedLine is a line that several programs use.
type SharedLine struct {
	Line     string   `json:"line"`
	Programs []string `json:"programs"`
}

// Budget is a limit on what two programs may both use, and how much they do.
type Budget struct {
	Between []string      `json:"between"`
	What    string        `json:"what"` // items or credits
	Limit   credit.Amount `json:"limit"`
	Have    credit.Amount `json:"have"`
	Note    string        `json:"note,omitempty"`
}

// joint solves several programs as one.
type joint struct {
	s     *Snapshot
	q     *Query
	evals []*evaluation
	sols  []*programSolution
	// whole says that the rule choice is part of the one problem.
	whole    bool
	question audit.Question
	answer   *audit.Answer
	// lines are the lines behind each item.
	lines   [][]int32
	budgets []Budget
	// found is the least that completes all of them, nil where nothing was found.
	found *finish
	out   Together
}

// together solves the targets that name a program with requirements. It returns
// nil where there are fewer than two.
func (s *Snapshot) together(q *Query, lines []line) (*Together, error) {
	j, err := s.joined(q, lines)
	if j == nil || err != nil {
		return nil, err
	}
	return &j.out, nil
}

func (s *Snapshot) joined(q *Query, lines []line) (*joint, error) {
	j, err := s.laid(q, lines)
	if j == nil || err != nil {
		return nil, err
	}
	j.write()
	return j, nil
}

// laid solves the programs, and writes nothing yet.
func (s *Snapshot) laid(q *Query, lines []line) (*joint, error) {
	j := &joint{s: s, q: q}
	for _, t := range q.Targets {
		e := s.newEvaluation(&q.Record, lines, t, q.AsOf, q.Budget)
		e.stop = q.Stop
		if len(e.rights()) > 0 {
			best, _, err := s.settled(q, lines, t)
			if err != nil {
				return nil, err
			}
			e.hold(held{best.prog, best.right})
		}
		if e.prog != nil {
			j.evals = append(j.evals, e)
		}
	}
	if len(j.evals) < 2 {
		return nil, nil
	}
	j.nameAll()
	for _, e := range j.evals {
		e.collect()
		sol, err := e.solveResults()
		if err != nil {
			return nil, err
		}
		j.sols = append(j.sols, sol)
	}
	return j, j.solve()
}

// nameAll lets programs of one institution see what any of them names, so that
// they choose among the same pieces.
func (j *joint) nameAll() {
	for _, e := range j.evals {
		own := *e.prog
		own.named = map[catalog.ItemID]bool{}
		for _, o := range j.evals {
			if o.recvIdx == e.recvIdx {
				for id := range o.prog.named {
					own.named[id] = true
				}
			}
		}
		e.prog = &own
	}
}

// sameCandidates reports whether all programs choose among the same
// applications of rules: one institution, and no agreement for one program
// alone that the record touches.
func (j *joint) sameCandidates() bool {
	first := j.evals[0]
	for _, e := range j.evals[1:] {
		same := e.recvIdx == first.recvIdx && slices.EqualFunc(e.cands, first.cands, func(a, b candidate) bool {
			return a.rule == b.rule && a.tier == b.tier && a.outcome == b.outcome && slices.Equal(a.lines, b.lines)
		})
		if !same {
			return false
		}
	}
	return true
}

func (j *joint) solve() error {
	if j.whole = j.sameCandidates(); j.whole {
		j.shareQuestion()
	} else {
		j.mergeQuestion()
	}
	j.question.Budget, j.question.MaxUses = j.q.Budget, j.q.MaxUses
	j.addBudgets()
	var err error
	if j.answer, err = new(audit.Auditor).Answer(&j.question); err != nil {
		places := 0
		for _, e := range j.evals {
			places += len(e.prog.places)
		}
		return impossible("the programs together", "they have", places, err)
	}
	return nil
}

// shareQuestion puts several trees over one list of pieces with its choices.
func (j *joint) shareQuestion() {
	first := j.sols[0]
	j.question.Items, j.question.Groups, j.question.Caps = first.question.Items, first.question.Groups, first.question.Caps
	j.lines = first.pieces.lines
	for k, e := range j.evals {
		part := j.sols[k].question.Parts[0]
		if k > 0 {
			part = e.part(e.tree(first.pieces))
		}
		j.question.Parts = append(j.question.Parts, part)
		j.sols[k].tree, j.sols[k].pieces = part.Tree, first.pieces
	}
}

// mergeQuestion keeps the rule choice that is best for each program by itself.
// Pieces of different programs that come from the same lines are one item,
// where they are worth the same credit.
func (j *joint) mergeQuestion() {
	at := map[string]int32{}
	for k, e := range j.evals {
		sol := j.sols[k]
		part := sol.question.Parts[0]
		part.Factor = j.factor(e)
		part.Item = make([]int32, len(part.Tree.Pieces))
		count := map[string]int{}
		for piece := range part.Tree.Pieces {
			item := sol.question.Items[piece]
			item.Credits = sol.answer.Kept[piece]
			if !part.Factor.IsZero() {
				item.Credits = item.Credits.Mul(part.Factor)
			}
			lines := sol.pieces.lines[piece]
			same := fmt.Sprint(lines)
			count[same]++
			key := fmt.Sprintf("%s %d %s", same, count[same], item.Credits)
			if !sol.has(piece) {
				key = fmt.Sprintf("gone %d %d", k, piece)
				item.Credits = credit.Amount{}
			}
			if _, known := at[key]; !known {
				at[key] = int32(len(j.question.Items))
				j.question.Items = append(j.question.Items, item)
				j.lines = append(j.lines, lines)
			}
			part.Item[piece] = at[key]
		}
		part.Tree = sol.settledTree()
		j.question.Parts = append(j.question.Parts, part)
		sol.tree = part.Tree
	}
	j.out.Notes = append(j.out.Notes, "the rules that apply were chosen for each program by itself, since the programs do not see the same agreements")
}

// factor converts the program's credits to those of the first.
func (j *joint) factor(e *evaluation) credit.Amount {
	to := j.evals[0].recv
	if e.recv.Unit == to.Unit {
		return credit.Amount{}
	}
	ratio, ok := to.table.Ratio(e.recv.Unit, to.Unit)
	if !ok {
		j.out.Notes = append(j.out.Notes, fmt.Sprintf("%s counts in %s, which %s does not convert; its credits are taken one to one", e.recv.Name, e.recv.Unit, to.Name))
		return credit.Amount{}
	}
	return ratio
}

// has reports whether the piece belongs to the chosen combination.
func (s *programSolution) has(piece int) bool {
	return s.taken[s.pieces.cand[piece]] && s.available(int32(piece))
}

// available reports whether the piece is in no choice, or in the chosen bundle.
func (s *programSolution) available(piece int32) bool {
	for g := range s.question.Groups {
		in, chosen := false, false
		for b := range s.question.Groups[g].Bundles {
			if slices.Contains(s.question.Groups[g].Bundles[b].Items, piece) {
				in = true
				chosen = chosen || s.answer.Bundles[g] == b
			}
		}
		if in {
			return chosen
		}
	}
	return true
}

// settledTree is the tree without the pieces of combinations that were not
// chosen.
func (s *programSolution) settledTree() *view.Tree {
	tree := *s.tree
	tree.Sets = make([]view.Set, len(s.tree.Sets))
	for i, set := range s.tree.Sets {
		tree.Sets[i] = view.Set{Yes: slices.Clone(set.Yes), Maybe: slices.Clone(set.Maybe)}
		for piece := range tree.Pieces {
			if !s.has(piece) {
				tree.Sets[i].Yes.Remove(piece)
				tree.Sets[i].Maybe.Remove(piece)
			}
		}
	}
	return &tree
}

// addBudgets reads the shares of the programs with one another.
func (j *joint) addBudgets() {
	for k, sol := range j.sols {
		for i := range sol.tree.Outside {
			s := &sol.tree.Outside[i]
			if len(s.Between) != 2 {
				continue
			}
			own, other := s.Between[0], s.Between[1]
			if strings.HasPrefix(own, "program:") && !j.is(own, k) {
				own, other = other, own
			}
			for o := range j.sols {
				if o == k || !j.names(other, o) {
					continue
				}
				a, okA := j.end(k, own)
				b, okB := j.end(o, path(other))
				if okA && okB {
					j.question.Between = append(j.question.Between, audit.Between{A: a, B: b, Items: s.Items, Credits: s.Credits, Loose: s.Of != nil})
					j.note(k, o, s)
				}
			}
		}
	}
}

// names reports whether an end of a share means the program.
func (j *joint) names(end string, program int) bool {
	id, _, _ := strings.Cut(strings.TrimPrefix(end, "program:"), "#")
	return id == "*" || id == j.evals[program].target.Program
}

// is reports whether an end is the program itself, by its id.
func (j *joint) is(end string, program int) bool {
	id, _, _ := strings.Cut(strings.TrimPrefix(end, "program:"), "#")
	return id == j.evals[program].target.Program
}

// path is the part after "#", or "".
func path(end string) string {
	_, p, _ := strings.Cut(end, "#")
	return p
}

// end finds what a share calls by path or scope; "" and the program itself are
// the whole part.
func (j *joint) end(k int, text string) (audit.End, bool) {
	out := audit.Whole(k)
	text, _ = strings.CutPrefix(text, "program:"+j.evals[k].target.Program)
	text = strings.TrimPrefix(text, "#")
	if text == "" {
		return out, true
	}
	tree := j.sols[k].tree
	if name, ok := strings.CutPrefix(text, "scope:"); ok {
		out.Scope = slices.Index(tree.Scopes, name)
		return out, out.Scope >= 0
	}
	if out.Scope = slices.Index(tree.Scopes, "path:"+text); out.Scope >= 0 {
		return out, true
	}
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Path == text && !n.Made && len(n.Children) == 0 {
			out.Leaf = i
			return out, true
		}
	}
	return out, false
}

func (j *joint) note(k, o int, s *requirement.Share) {
	b := Budget{Between: []string{j.evals[k].target.Program, j.evals[o].target.Program}, Note: s.Note, What: "items"}
	switch {
	case s.Items != nil:
		b.Limit = credit.Int(int64(*s.Items))
	case s.Credits != nil:
		b.What, b.Limit = "credits", *s.Credits
	default:
		return
	}
	j.budgets = append(j.budgets, b)
}

// write puts the answer into words and lists.
func (j *joint) write() {
	a := j.answer
	j.out.Verdict, j.out.Proven = a.Verdict, a.Proven
	j.finish()
	users := map[int32][]string{}
	for k, e := range j.evals {
		part := &a.Parts[k]
		o := &outline{
			e: e, sol: j.sols[k], tree: j.sols[k].tree, part: part, items: &j.question.Parts[k],
			waived: map[int]bool{}, out: &Audit{},
		}
		joined := *j.sols[k]
		joined.answer = a
		o.sol = &joined
		o.exceptions()
		o.requirements()
		left := part.Remaining
		if j.found != nil && part.Verdict != audit.Complete {
			left = j.share(k)
		}
		j.out.Programs = append(j.out.Programs, TogetherProgram{
			Target: e.target, Verdict: part.Verdict, Remaining: e.quantity(left), Requirements: o.out.Requirements,
		})
		j.users(k, part, users)
	}
	j.shared(users)
	j.out.Text = j.text()
}

// users notes which programs use which items for what they are owed.
func (j *joint) users(k int, part *audit.PartAnswer, users map[int32][]string) {
	program := j.evals[k].target.Program
	tree := j.sols[k].tree
	for i := range part.Nodes {
		if tree.Nodes[i].Free {
			continue // totals leave what they count free
		}
		for _, piece := range part.Nodes[i].Uses {
			it := j.question.Parts[k].At(piece)
			if !slices.Contains(users[it], program) {
				users[it] = append(users[it], program)
			}
		}
	}
}

func (j *joint) shared(users map[int32][]string) {
	for b := range j.budgets {
		for it, programs := range users {
			if slices.Contains(programs, j.budgets[b].Between[0]) && slices.Contains(programs, j.budgets[b].Between[1]) {
				add := credit.Int(1)
				if j.budgets[b].What == "credits" {
					add = j.answer.Kept[it]
				}
				j.budgets[b].Have = j.budgets[b].Have.Add(add)
			}
		}
	}
	j.out.Budgets = j.budgets
	byLine := map[int32][]string{}
	for it, programs := range users {
		for _, l := range j.lines[it] {
			for _, p := range programs {
				if !slices.Contains(byLine[l], p) {
					byLine[l] = append(byLine[l], p)
				}
			}
		}
	}
	for i := range j.evals[0].lines {
		if programs := byLine[int32(i)]; len(programs) > 1 {
			slices.Sort(programs)
			j.out.Shared = append(j.out.Shared, SharedLine{Line: j.evals[0].lines[i].id, Programs: programs})
		}
	}
}

func (j *joint) text() string {
	done := 0
	for i := range j.out.Programs {
		if j.out.Programs[i].Verdict == audit.Complete {
			done++
		}
	}
	text := fmt.Sprintf("%d of %d programs are complete together", done, len(j.out.Programs))
	if j.out.Verdict == audit.Complete {
		text = fmt.Sprintf("all %d programs are complete together", len(j.out.Programs))
	}
	return text + j.leftWords()
}

// leftWords is what is left of all programs, for the end of a sentence.
func (j *joint) leftWords() string {
	r := &j.out.Remaining
	if r.Credits.Amount.Sign() <= 0 {
		return ""
	}
	text := fmt.Sprintf("; %s in %s left in all", creditWords(r.Credits), plural(r.Items, "course"))
	switch {
	case r.Bound == nil:
		return text
	case j.found == nil:
		return fmt.Sprintf("; at least %s left in all", creditWords(*r.Bound))
	}
	return strings.Replace(text, "; ", "; at most ", 1)
}
