package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/choose"
)

// WithChooser returns the snapshot with another chooser, for comparing it with
// brute force.
func (s *Snapshot) WithChooser(c choose.Chooser) *Snapshot {
	other := &Snapshot{
		version: s.version, set: s.set, chooser: c, institutions: s.institutions, instByID: s.instByID,
		instByName: s.instByName, items: s.items, itemByID: s.itemByID, codes: s.codes, scales: s.scales,
		programs: s.programs, stacks: s.stacks, credentialYears: s.credentialYears, typical: s.typical, agreements: s.agreements, rules: s.rules, nodes: s.nodes, words: s.words,
		uses: s.uses, wildcards: s.wildcards, hubs: s.hubs,
	}
	return other
}

// Standing is how a program stands in one answer.
type Standing struct {
	Verdict   audit.Verdict
	Remaining credit.Amount
	Unmet     int
	Proven    bool
	// Bound is below what no answer goes.
	Bound credit.Amount
}

func standing(a *audit.Answer) Standing {
	return Standing{a.Verdict, a.Remaining, a.Unmet, a.Proven, a.Bound}
}

// JointAndSeparate answers the first target of a query jointly, and once for
// every admissible combination of rule applications by itself.
func (s *Snapshot) JointAndSeparate(q *Query) (joint Standing, separate []Standing, err error) {
	lines, _ := s.recognise(&q.Record, q.AsOf)
	e := s.newEvaluation(&q.Record, lines, q.Targets[0], q.AsOf, 0)
	e.collect()
	sol, err := e.solveProgram()
	if err != nil {
		return joint, nil, err
	}
	scale, err := e.scale()
	if err != nil {
		return joint, nil, err
	}
	budget := 1 << 20
	all := [][]int{nil}
	for _, c := range choose.Combinations(e.chooseProblem(scale), 1<<10, &budget) {
		var next [][]int
		for _, before := range all {
			for _, add := range c.Combinations {
				next = append(next, slices.Concat(before, add))
			}
		}
		if all = next; len(all) > 2000 {
			return standing(sol.answer), nil, nil
		}
	}
	for _, combination := range all {
		slices.Sort(combination)
		ps := &pieces{index: map[pieceKey]int32{}}
		shared := e.piecesOfAll(ps, combination)
		tree := e.tree(ps)
		one := &audit.Question{Parts: []audit.Part{e.part(tree)}, Caps: e.auditCaps(ps, e.chooseProblem(scale))}
		for _, g := range shared {
			one.Caps = append(one.Caps, audit.Cap{Items: g.pieces, Limit: g.limit, Subject: true})
		}
		for i := range tree.Pieces {
			one.Items = append(one.Items, e.auditItem(&tree.Pieces[i]))
		}
		a, err := new(audit.Auditor).Answer(one)
		if err != nil {
			return joint, nil, err
		}
		separate = append(separate, standing(a))
	}
	return standing(sol.answer), separate, nil
}

// StacksKept is how many lines the transfers hold that a query remembers.
func (s *Snapshot) StacksKept(q StackQuery) (kept int, err error) {
	lines, _ := s.recognise(&q.Record, q.AsOf)
	r := s.newStackRun(&q, lines)
	defer r.borrowAuditor()()
	r.hold()
	_, err = r.decide()
	return r.kept, err
}
