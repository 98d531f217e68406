package engine

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
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
	once     []audit.Cap // what lines that pieces share give together
	selector requirement.Selector
	// items are the pieces as the audit sees them, trees those of programs that
	// depend on the pieces alone.
	items []audit.Item
	trees map[int32]*view.Tree
	err   error
}

// stackAsk is one question about one program: with which credentials besides
// the record, without which lines, with what was attained until a day only.
type stackAsk struct {
	program int32
	// extra are the conferred lines that may matter to the program, and around
	// those that may matter to any at its institution: their transfer is shared.
	extra, around []*line
	// spent are ids of lines that serve other awards, ascending.
	spent []string
	// until leaves out what was attained later; zero is no bound. from and to
	// bound what may be used, a span of the same length for one program.
	until, from, to calendar.Date
	// results are the programs that are complete and that the program tests.
	results []string
	// quick asks only whether the program is complete: where something plainly
	// lacks, nothing is searched.
	quick bool
	// priced lets the credentials that the program looks at cost what it takes
	// to earn them; floors only what it takes at least, for a quick answer that
	// is never searched.
	priced, floors bool
	// whole searches also where the program is far off.
	whole bool
}

// key names what a base or an answer depends on; program says that it is the
// program's own.
func (r *stackRun) key(a *stackAsk, program, answer bool) string {
	var b strings.Builder
	p := &r.ix.list[a.program]
	b.WriteString(string(p.Institution))
	if program {
		b.WriteString("\x00" + p.ID)
	}
	extra := a.around
	if answer {
		extra = a.extra
	}
	for _, l := range extra {
		b.WriteString("\x00+" + l.id + day(int32(l.day)))
	}
	for _, id := range a.spent {
		b.WriteString("\x00-" + id)
	}
	b.WriteString("\x00" + day(int32(a.from)))
	if answer {
		b.WriteString("\x00" + day(int32(a.until)))
		if a.quick {
			b.WriteString("?")
		}
		if a.priced {
			b.WriteString("$")
		}
		if a.floors {
			b.WriteString("_")
		}
		if a.whole {
			b.WriteString("!")
		}
		for _, id := range a.results {
			b.WriteString("\x00=" + id)
		}
	}
	return b.String()
}

// solve answers a question, once.
func (r *stackRun) solve(a *stackAsk) (*stackAnswer, error) {
	r.asked++
	key := r.key(a, true, true)
	if known, ok := r.memo[key]; ok {
		return known, nil
	}
	if !a.quick && !a.priced {
		quick := *a
		quick.quick = true
		if known, ok := r.memo[r.key(&quick, true, true)]; ok && known.sol != nil {
			return known, nil // it was searched all the same
		}
	}
	r.work++
	out, err := r.solveNew(a)
	switch {
	case errors.Is(err, ErrStopped):
		return nil, err
	case err != nil: // one program that cannot be weighed is no reason to say nothing of the others
		out = &stackAnswer{verdict: audit.Undecided, least: distance{far: true}, unweighed: err}
	}
	if !a.priced || r.round >= len(r.asking)-1 {
		r.memo[key] = out // and not where a price is missing for now
	}
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
	for range maxRounds {
		sol, prices, least, err := r.place(b, &e, a)
		if err != nil {
			return nil, err
		}
		if sol == nil {
			return &stackAnswer{verdict: audit.Incomplete, proven: true, least: least}, nil
		}
		results := sol.results()
		if !e.prog.met || sameResults(results, e.results) {
			out := r.read(b, &e, sol)
			out.prices = prices
			return out, nil
		}
		e.results = results
	}
	return &stackAnswer{verdict: audit.Undecided}, nil
}

// maxAround is by how much the lines that an institution's programs share may
// outnumber those that matter to one of them, before that one gets its own: the
// transfers of a long chain of credentials would not fit into memory otherwise.
const maxAround = 24

// narrow leaves the shared lines out where they are too many.
func (a *stackAsk) narrow() {
	if len(a.around) > len(a.extra)+maxAround {
		a.around = a.extra
	}
}

// base prepares the transfer of the lines at the program's institution; where
// no agreement and no name concerns this program alone, once for all of them.
func (r *stackRun) base(a *stackAsk) *stackBase {
	a.narrow()
	p := &r.ix.list[a.program]
	own := p.scoped || len(p.foreign) > 0 && r.concerns(p, r.lines(a))
	key := r.key(a, own, false)
	if b, ok := r.bases[key]; ok {
		return b
	}
	lines := r.lines(a)
	t := Target{Institution: p.Institution}
	if own {
		t.Program = p.ID
	}
	b := r.newBase(lines, t, a)
	r.bases[key] = b
	r.kept += len(lines)
	return b
}

func (r *stackRun) newBase(lines []line, t Target, a *stackAsk) *stackBase {
	e := r.s.newEvaluation(r.rec, lines, t, r.q.AsOf, cmp.Or(r.q.Budget, DefaultStackBudget))
	e.spent = r.blockedIDs(a, lines)
	e.collect()
	b := &stackBase{e: e, pieces: newPieces(len(lines)), trees: map[int32]*view.Tree{}}
	if b.scale, b.err = e.scale(); b.err != nil {
		return b
	}
	b.problem = e.chooseProblem(b.scale)
	b.combos = e.combinations(b.problem)
	b.once = onceCaps(e.piecesOfAll(b.pieces, b.combos.always))
	for _, c := range b.combos.choices {
		var bundles [][]int32
		for _, combo := range c.combos {
			bundles = append(bundles, e.piecesOf(b.pieces, combo))
		}
		b.groups = append(b.groups, e.group(b.problem, c.combos, bundles))
	}
	b.selector = requirement.Selector{
		Pieces: b.pieces.list, Holdings: e.holdings(), AsOf: e.asOf, Scales: r.s.scales, HomeScale: e.recv.GradeScale,
	}
	b.selector.Index()
	for i := range b.pieces.list {
		b.items = append(b.items, e.auditItem(&b.pieces.list[i]))
	}
	return b
}

// lines are the record's with the conferred ones, in canonical order.
func (r *stackRun) lines(a *stackAsk) []line {
	if len(a.around) == 0 {
		return r.lined
	}
	out := slices.Clone(r.lined)
	for _, l := range a.around {
		out = append(out, *l)
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
	if p.scoped {
		return true
	}
	return len(p.foreign) > 0 && slices.ContainsFunc(lines, func(l line) bool {
		return l.item >= 0 && p.foreign[r.s.items[l.item].ID]
	})
}
