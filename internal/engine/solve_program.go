package engine

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/choose"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// programSolution is the joint choice of rules, branches and placement.
type programSolution struct {
	solution
	question *audit.Question
	answer   *audit.Answer
	tree     *view.Tree
	pieces   *pieces
	auditor  *audit.Auditor
	// whole says that every choice of rules was looked at: a no is then one, also
	// where the search for the least that remains was cut short.
	whole bool
	// least is the solution by which least remains, where tests look at results
	// that will be others at the end; below is what no other can beat. assumed
	// says that there were too many to try.
	least   *programSolution
	below   credit.Amount
	assumed bool
	// under are the results that the tests looked at; finish is the least that
	// completes the program, finished that it was looked for.
	under    map[string]requirement.Truth
	finish   *finish
	finished bool
}

// solveProgram chooses rules and places the pieces in one problem, in the order
// of engine.md section 5: complete, least remaining, fewest unmet, most credit
// that counts, most accepted, fewest rule applications, canonical.
func (e *evaluation) solveProgram() (*programSolution, error) {
	scale, err := e.scale()
	if err != nil {
		return nil, err
	}
	p := e.chooseProblem(scale)
	combos := e.combinations(p)
	ps := newPieces(len(e.lines))
	q := &audit.Question{Budget: e.auditBudget()}
	shared := e.piecesOfAll(ps, combos.always)
	var bundles [][][]int32
	for _, c := range combos.choices {
		var of [][]int32
		for _, combo := range c.combos {
			of = append(of, e.piecesOf(ps, combo))
		}
		bundles = append(bundles, of)
	}
	out := &programSolution{question: q, pieces: ps, auditor: e.auditor(), under: e.results}
	out.tree = e.tree(ps)
	for i := range out.tree.Pieces {
		q.Items = append(q.Items, e.auditItem(&out.tree.Pieces[i]))
	}
	q.Parts = []audit.Part{e.part(out.tree)}
	for k, c := range combos.choices {
		q.Groups = append(q.Groups, e.group(p, c.combos, bundles[k]))
	}
	q.Caps = e.auditCaps(ps, p)
	q.Caps = append(q.Caps, onceCaps(shared)...)
	if out.answer, err = out.auditor.Answer(q); err != nil {
		return nil, e.impossible(err)
	}
	chosen := slices.Clone(combos.always)
	for g, b := range out.answer.Bundles {
		chosen = append(chosen, combos.choices[g].combos[b]...)
	}
	slices.Sort(chosen)
	out.settle(e, p, chosen, scale)
	out.whole = combos.whole && !e.truncated
	out.proven = out.answer.Proven && out.whole
	return out, nil
}

// impossible says why there is no answer, and what to do about it.
func (e *evaluation) impossible(err error) error {
	return impossible(e.target.String(), "the program has", len(e.prog.places), err)
}

func impossible(what, has string, places int, err error) error {
	p := diag.Problem{
		Code: "audit_impossible", Message: what + ": " + err.Error(),
		Suggestion: "state credits as whole numbers, decimals or simple fractions",
	}
	if errors.Is(err, audit.ErrTooMany) {
		p.Message = fmt.Sprintf("%s: %s %d requirements, too many to be weighed against one another exactly", what, has, places)
		p.Suggestion = "ask for several courses in one requirement, or divide the program into several"
	}
	return diag.List{p}
}

// auditBudget is the budget of one solve: the solver's own, unless the query
// asks for less.
func (e *evaluation) auditBudget() int { return min(e.budget, solve.DefaultBudget) }

// auditor is the evaluation's own: it keeps the solver's memory from one solve
// to the next.
func (e *evaluation) auditor() *audit.Auditor {
	if e.solver == nil {
		var ok bool
		if e.solver, ok = e.s.auditors.Get().(*audit.Auditor); !ok {
			e.solver = new(audit.Auditor)
		}
	}
	e.solver.StopAt(e.stop)
	return e.solver
}

// release gives the auditor to the next evaluation.
func (e *evaluation) release() {
	if e.solver != nil {
		e.solver.StopAt(nil)
		e.s.auditors.Put(e.solver)
		e.solver = nil
	}
}

// settle fills what the ledger reads.
func (s *programSolution) settle(e *evaluation, p *choose.Problem, chosen []int, scale int64) {
	s.chosen, s.scale = chosen, scale
	s.kept = choose.Value(p, chosen)
	s.taken = make([]bool, len(e.cands))
	for _, i := range chosen {
		s.taken[i] = true
	}
	var units int64
	for _, k := range s.kept {
		units += k.Units
	}
	s.bound = credit.Frac(units, scale)
}

// tree lays the program out over the pieces.
func (e *evaluation) tree(ps *pieces) *view.Tree {
	if e.crew != nil {
		return e.crew.tree(ps.list)
	}
	prog := e.s.programs[e.target.Program]
	return view.Build(view.Input{
		Program: prog.ID, Version: e.prog.ProgramVersion, Facts: e.facts(), Layout: e.prog.layout, Exceptions: e.exceptions(), Size: prog.size,
		Selector: requirement.Selector{
			Pieces: ps.list, Holdings: e.holdings(), AsOf: e.asOf, Scales: e.s.scales, HomeScale: e.recv.GradeScale,
		},
	})
}

// facts are what the record says about the learner.
func (e *evaluation) facts() requirement.Facts {
	results := e.results
	if len(e.others) > 0 {
		results = maps.Clone(e.others)
		maps.Copy(results, e.results)
	}
	return requirement.Facts{
		Values: e.rec.Facts, Competencies: truths(e.rec.Competencies), Milestones: truths(e.rec.Milestones),
		Results: results, Entered: e.rec.EntryCatalog[e.recv.ID],
	}
}

func truths(m map[string]bool) map[string]requirement.Truth {
	out := make(map[string]requirement.Truth, len(m))
	for name, yes := range m {
		out[name] = requirement.No
		if yes {
			out[name] = requirement.Yes
		}
	}
	return out
}

func (e *evaluation) auditItem(p *requirement.Piece) audit.Item {
	it := audit.Item{Credits: p.Credits}
	here := p.Institution == e.recv.ID || e.recv.policy.TransferGrades != catalog.GradesExcluded
	if here && p.Graded && p.Grade.Points != nil {
		it.Points, it.Graded = *p.Grade.Points, true
	}
	return it
}

// fewest is the weight of a credit against the number of rule applications.
const fewest = 1 << 12

// group is a choice between combinations: most credit accepted first, then
// fewest rule applications.
func (e *evaluation) group(p *choose.Problem, combos [][]int, bundles [][]int32) audit.Group {
	var g audit.Group
	var most int64
	units := make([]int64, len(combos))
	for i, combo := range combos {
		for _, k := range choose.Value(&choose.Problem{Sources: p.Sources, Candidates: p.Candidates}, combo) {
			units[i] += k.Units
		}
		most = max(most, units[i])
	}
	for i, combo := range combos {
		cost := min((most-units[i])*fewest+int64(min(len(combo), fewest-1)), maxBundleCost)
		g.Bundles = append(g.Bundles, audit.Bundle{Items: bundles[i], Cost: cost})
	}
	return g
}

// maxBundleCost keeps the packed goals of the solver in range.
const maxBundleCost = 1 << 20

// onceCaps let lines that several pieces share count once.
func onceCaps(shared []sharedPieces) []audit.Cap {
	var out []audit.Cap
	for _, g := range shared {
		out = append(out, audit.Cap{
			Items: g.pieces, Limit: g.limit, Subject: true,
			Title: wording.Of("cap.once", "course work that serves several courses counts its {n} credits once", "n", g.limit),
		})
	}
	return out
}

// auditCaps are the receiver's caps that could take something.
func (e *evaluation) auditCaps(ps *pieces, p *choose.Problem) []audit.Cap {
	var out []audit.Cap
	n := 0
	for i := range e.recv.policy.Caps {
		c := &e.recv.policy.Caps[i]
		limit, ok := e.capLimit(c)
		if !ok {
			continue
		}
		sources := p.Caps[n].Sources
		n++
		var all credit.Amount
		list := audit.Cap{
			Limit: limit, Whole: c.WholeItems, Subject: !c.DropSubject,
			Title: wording.Of("cap.most", "{cap}: at most {n} credits", "cap", cmp.Or(c.Title, c.ID), "n", limit),
		}
		for at := range ps.list {
			// A piece of several lines is capped with the first of them.
			if slices.Contains(sources, ps.lines[at][0]) && !ps.list[at].Credits.IsZero() {
				list.Items = append(list.Items, int32(at))
				all = all.Add(ps.list[at].Credits)
			}
		}
		if all.Cmp(limit) > 0 {
			out = append(out, list)
		}
	}
	return out
}
