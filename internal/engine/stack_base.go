package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/choose"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// stackBase is what all programs of an institution share: the transfer of the
// lines there, before any program is looked at.
type stackBase struct {
	e        *evaluation
	problem  *choose.Problem
	combos   combinations
	pieces   *pieces
	scale    int64
	groups   []audit.Group
	holdings []requirement.Piece
	err      error
}

// stackAsk is one question about one program: with which credentials besides
// the record, without which lines, with what was attained until a day only.
type stackAsk struct {
	program int32
	// extra are the conferred lines that may matter to the program.
	extra []*line
	// spent are ids of lines that serve other awards, ascending.
	spent []string
	// until leaves out what was attained later; zero is no bound. From and to
	// bound what may be used.
	until, from, to calendar.Date
	// results are the programs that are complete and that the program tests.
	results []string
}

// stackAnswer is how a program stands.
type stackAnswer struct {
	verdict audit.Verdict
	proven  bool
	// used are the ids of the lines behind what is used, ascending.
	used              []string
	counts, elsewhere credit.Amount
	first, last       calendar.Date
	// undated says that something used has no day.
	undated bool
	sol     *programSolution
	e       *evaluation
	// span says that the pieces are there and lie too far apart.
	span bool
	// needs is the answer's remaining work.
	needs Remaining
}

func (r *stackRun) key(a *stackAsk, program bool) string {
	var b strings.Builder
	p := &r.ix.list[a.program]
	b.WriteString(string(p.Institution))
	if program {
		b.WriteString("\x00" + p.ID)
	}
	for _, l := range a.extra {
		b.WriteString("\x00+" + l.id + l.day.String())
	}
	for _, id := range a.spent {
		b.WriteString("\x00-" + id)
	}
	for _, d := range []calendar.Date{a.until, a.from, a.to} {
		b.WriteString("\x00" + day(int32(d)))
	}
	if program {
		for _, id := range a.results {
			b.WriteString("\x00=" + id)
		}
	}
	return b.String()
}

// solve answers a question, once.
func (r *stackRun) solve(a *stackAsk) (*stackAnswer, error) {
	key := r.key(a, true)
	if known, ok := r.memo[key]; ok {
		return known, nil
	}
	r.work++
	out, err := r.solveNew(a)
	if err != nil {
		return nil, err
	}
	r.memo[key] = out
	return out, nil
}

func (r *stackRun) solveNew(a *stackAsk) (*stackAnswer, error) {
	b := r.base(a)
	if b.err != nil {
		return nil, b.err
	}
	p := &r.ix.list[a.program]
	e := *b.e
	e.target.Program = p.ID
	e.prog, e.right = e.version()
	if e.prog == nil {
		return &stackAnswer{verdict: audit.Incomplete, proven: true}, nil
	}
	e.others = nil
	for _, id := range a.results {
		if e.others == nil {
			e.others = map[string]requirement.Truth{}
		}
		e.others["program:"+id] = requirement.Yes
	}
	sol, err := r.place(b, &e)
	if err != nil {
		return nil, err
	}
	if !e.prog.met {
		return r.read(&e, sol), nil
	}
	for range maxRounds {
		results := sol.results()
		if sameResults(results, e.results) {
			break
		}
		e.results = results
		if sol, err = r.place(b, &e); err != nil {
			return nil, err
		}
	}
	return r.read(&e, sol), nil
}

// base prepares the transfer of the lines at the program's institution; where
// no agreement and no name concerns this program alone, once for all of them.
func (r *stackRun) base(a *stackAsk) *stackBase {
	p := &r.ix.list[a.program]
	lines := r.lines(a)
	own := r.concerns(p, lines)
	key := r.key(a, own)
	if b, ok := r.bases[key]; ok {
		return b
	}
	t := Target{Institution: p.Institution}
	if own {
		t.Program = p.ID
	}
	b := r.newBase(lines, t, a)
	r.bases[key] = b
	return b
}

func (r *stackRun) newBase(lines []line, t Target, a *stackAsk) *stackBase {
	e := r.s.newEvaluation(r.rec, lines, t, r.q.AsOf, r.q.Budget)
	e.spent = r.blockedIDs(a, lines)
	e.collect()
	b := &stackBase{e: e, pieces: &pieces{index: map[pieceKey]int32{}}, holdings: e.holdings()}
	if b.scale, b.err = e.scale(); b.err != nil {
		return b
	}
	b.problem = e.chooseProblem(b.scale)
	b.combos = e.combinations(b.problem)
	e.piecesOf(b.pieces, b.combos.always)
	for _, c := range b.combos.choices {
		var bundles [][]int32
		for _, combo := range c.combos {
			bundles = append(bundles, e.piecesOf(b.pieces, combo))
		}
		b.groups = append(b.groups, e.group(b.problem, c.combos, bundles))
	}
	return b
}

// lines are the record's with the conferred ones, in canonical order.
func (r *stackRun) lines(a *stackAsk) []line {
	if len(a.extra) == 0 && a.until.IsZero() {
		return r.lined
	}
	out := make([]line, 0, len(r.lined)+len(a.extra))
	for i := range r.lined {
		if a.until.IsZero() || r.lined[i].day <= a.until {
			out = append(out, r.lined[i])
		}
	}
	for _, l := range a.extra {
		if a.until.IsZero() || l.day <= a.until {
			out = append(out, *l)
		}
	}
	inOrder(out)
	return out
}

// blockedIDs are the lines that serve other awards or lie outside the bounds.
func (r *stackRun) blockedIDs(a *stackAsk, lines []line) map[string]bool {
	if len(a.spent) == 0 && a.to.IsZero() {
		return nil
	}
	out := map[string]bool{}
	for _, id := range a.spent {
		out[id] = true
	}
	for i := range lines {
		if l := &lines[i]; !a.to.IsZero() && (l.day < a.from || l.day > a.to) {
			out[l.id] = true
		}
	}
	return out
}

// concerns reports whether agreements for programs, or the names of items of
// other institutions, make the transfer of the lines special to the program.
func (r *stackRun) concerns(p *stackProgram, lines []line) bool {
	for i := range lines {
		l := &lines[i]
		if l.item < 0 {
			continue
		}
		if l.inst != p.inst {
			for _, v := range p.versions {
				if v.named[r.s.items[l.item].ID] {
					return true
				}
			}
		}
		for _, u := range r.s.uses.at(l.item, p.inst) {
			a := &r.s.agreements[r.s.rules[u.rule].agreement]
			if len(a.Programs) > 0 && slices.Contains(a.Programs, p.ID) {
				return true
			}
		}
	}
	return slices.ContainsFunc(r.s.wildcards[p.inst], func(w wildcard) bool {
		return slices.Contains(r.s.agreements[r.s.rules[w.rule].agreement].Programs, p.ID)
	})
}

// place solves the placement in one program over the shared base.
func (r *stackRun) place(b *stackBase, e *evaluation) (*programSolution, error) {
	prog := r.s.programs[e.target.Program]
	out := &programSolution{pieces: b.pieces, auditor: &r.auditor}
	out.tree = view.Build(view.Input{
		Program: prog.ID, Version: e.prog.ProgramVersion, Facts: e.facts(), Exceptions: r.rec.Exceptions, Size: prog.size,
		Selector: requirement.Selector{
			Pieces: b.pieces.list, Holdings: b.holdings, AsOf: e.asOf, Scales: r.s.scales, HomeScale: e.recv.GradeScale,
		},
	})
	q := &audit.Question{Budget: e.budget, Groups: b.groups, Parts: []audit.Part{e.part(out.tree)}}
	for i := range out.tree.Pieces {
		q.Items = append(q.Items, e.auditItem(&out.tree.Pieces[i]))
	}
	q.Caps = e.auditCaps(b.pieces, b.problem)
	out.question = q
	var err error
	if out.answer, err = r.auditor.Answer(q); err != nil {
		return nil, diag.List{{
			Code: "audit_impossible", Message: e.target.String() + ": " + err.Error(),
			Suggestion: "state credits as whole numbers, decimals or simple fractions", Pointer: "/record/attainments",
		}}
	}
	out.proven = out.answer.Proven && b.combos.whole && !e.truncated
	return out, nil
}

// read sums up a solution.
func (r *stackRun) read(e *evaluation, sol *programSolution) *stackAnswer {
	out := &stackAnswer{verdict: sol.answer.Verdict, proven: sol.proven, sol: sol, e: e, needs: e.remaining(sol.answer)}
	if !sol.proven && out.verdict == audit.Incomplete {
		out.verdict = audit.Undecided
	}
	if left := out.needs.Credits.Amount; out.needs.Items == 0 && left.Sign() > 0 {
		// Only minima lack something: it takes courses of the usual size.
		out.needs.Items = coursesFor(left, r.s.typical[e.recvIdx])
	}
	ids := map[string]bool{}
	for piece := range usedPieces(sol) {
		p := &sol.tree.Pieces[piece]
		out.counts = out.counts.Add(sol.answer.Kept[piece])
		if !p.Home {
			out.elsewhere = out.elsewhere.Add(sol.answer.Kept[piece])
		}
		for _, i := range sol.pieces.lines[piece] {
			out.see(&e.lines[i])
			ids[e.lines[i].id] = true
		}
	}
	out.used = slices.Sorted(maps.Keys(ids))
	return out
}

// coursesFor is how many courses of a size it takes to earn the credits.
func coursesFor(credits, size credit.Amount) int {
	n := 1
	for sum := size; size.Sign() > 0 && sum.Cmp(credits) < 0; sum = sum.Add(size) {
		n++
	}
	return n
}

func (a *stackAnswer) see(l *line) {
	if l.day.IsZero() {
		a.undated = true
		return
	}
	if a.first.IsZero() || l.day < a.first {
		a.first = l.day
	}
	a.last = max(a.last, l.day)
}

// usedPieces are the pieces that owed requirements need, each once, in order.
func usedPieces(sol *programSolution) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		used := make([]bool, len(sol.tree.Pieces))
		nodes := sol.answer.Parts[0].Nodes
		for i := range nodes {
			if !nodes[i].Owed {
				continue
			}
			for _, piece := range nodes[i].Uses {
				used[piece] = used[piece] || !idle(sol.tree, &sol.tree.Nodes[i], int(piece))
			}
		}
		for piece, is := range used {
			if is && !yield(int32(piece)) {
				return
			}
		}
	}
}

// lineSet is ids of lines, ascending.
type lineSet []string

func (s lineSet) with(id string) lineSet {
	at, ok := slices.BinarySearch(s, id)
	if ok {
		return s
	}
	return slices.Insert(slices.Clone(s), at, id)
}

func (s lineSet) has(id string) bool {
	_, ok := slices.BinarySearch(s, id)
	return ok
}
