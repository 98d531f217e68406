package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/choose"
	"github.com/cairnproject/cairn/internal/requirement"
)

// pieces are what the candidates make of the lines, as requirements see it.
// One list serves every combination; bundles say which pieces go together.
type pieces struct {
	list []requirement.Piece
	// lines are the lines behind each piece, cand its candidate.
	lines [][]int32
	cand  []int
	index map[pieceKey]int32
}

// newPieces has room for about as many pieces as there are lines.
func newPieces(lines int) *pieces {
	return &pieces{
		list: make([]requirement.Piece, 0, lines), lines: make([][]int32, 0, lines), cand: make([]int, 0, lines),
		index: make(map[pieceKey]int32, lines),
	}
}

// pieceKey tells pieces apart: the same award is another piece where another
// combination leaves it other credits.
type pieceKey struct {
	cand, award int
	line        int32 // of a remainder, else -1
	credits     string
}

// remainder stands for the credit of a line that no award names.
const remainder = -1

// sharedPieces are pieces that lines are shared between, each with all that it
// could have, and what they have together at most.
type sharedPieces struct {
	pieces []int32
	limit  credit.Amount
}

// piecesOfAll returns the pieces of what is always available. Pieces that ask
// for more of a shared line than it has keep what they ask for, and a cap on
// all of them says what there is: the audit shares it out where it is needed.
func (e *evaluation) piecesOfAll(ps *pieces, combination []int) []sharedPieces {
	units := e.lineUnits(combination)
	over := e.overAsked(combination, units)
	list := e.piecesFrom(ps, combination, e.lineUnits(combination), over)
	var out []sharedPieces
	seen := make([]bool, len(e.lines))
	for i := range e.lines {
		if !over[int32(i)] || seen[i] {
			continue
		}
		group := sharedPieces{}
		for open := []int32{int32(i)}; len(open) > 0; open = open[1:] {
			if seen[open[0]] {
				continue
			}
			seen[open[0]] = true
			group.limit = group.limit.Add(units[open[0]])
			for _, p := range list {
				if !slices.Contains(ps.lines[p], open[0]) || slices.Contains(group.pieces, p) {
					continue
				}
				group.pieces = append(group.pieces, p)
				open = append(open, ps.lines[p]...)
			}
		}
		slices.Sort(group.pieces)
		out = append(out, group)
	}
	return out
}

// overAsked are the lines of which a combination asks for more than they have.
func (e *evaluation) overAsked(combination []int, units map[int32]credit.Amount) map[int32]bool {
	asked := map[int32]credit.Amount{}
	for _, ci := range combination {
		c := &e.cands[ci]
		if !e.makesPieces(c) || len(c.split) != len(c.lines) || c.share < 0 {
			continue
		}
		for a := range c.awards {
			if !c.awards[a].Kind.GivesCredit() {
				continue
			}
			for _, i := range c.lines {
				asked[i] = asked[i].Add(e.awardShare(c, int(i), &c.awards[a]))
			}
		}
	}
	out := map[int32]bool{}
	for i, sum := range asked {
		out[i] = sum.Cmp(units[i]) > 0
	}
	return out
}

// piecesOf returns the pieces of one combination of candidates.
func (e *evaluation) piecesOf(ps *pieces, combination []int) []int32 {
	return e.piecesFrom(ps, combination, e.lineUnits(combination), nil)
}

// piecesFrom makes pieces out of what the lines have left; lines that are over
// asked give every piece all that it asks for.
func (e *evaluation) piecesFrom(ps *pieces, combination []int, left map[int32]credit.Amount, over map[int32]bool) []int32 {
	var out []int32
	primary := map[int32]int{}
	for _, ci := range combination {
		c := &e.cands[ci]
		if !e.makesPieces(c) {
			continue
		}
		for a := range c.awards {
			if p, ok := e.awardPiece(ps, ci, a, left, over); ok {
				out = append(out, p)
			}
		}
		for _, i := range c.lines {
			if at, seen := primary[i]; !seen || e.cands[at].share < 0 {
				primary[i] = ci
			}
		}
	}
	for i := range e.lines {
		if rest, ok := left[int32(i)]; ok && rest.Sign() > 0 && !over[int32(i)] {
			out = append(out, ps.add(pieceKey{primary[int32(i)], remainder, int32(i), rest.String()}, []int32{int32(i)}, func() requirement.Piece {
				return e.restPiece(primary[int32(i)], int32(i), rest)
			}))
		}
	}
	slices.Sort(out)
	return out
}

// makesPieces reports whether a candidate gives something that requirements can
// use, for certain or if a person says so.
func (e *evaluation) makesPieces(c *candidate) bool {
	return c.gives() || c.outcome == SatisfiedNoCredit || c.outcome == NeedsAssessment && len(c.awards) > 0
}

// doubtful candidates count only if a person says so.
func (c *candidate) doubtful() bool { return c.outcome == NeedsAssessment || c.outcome == Ambiguous }

// lineUnits is what each line gives in a combination, once however many of its
// candidates use it.
func (e *evaluation) lineUnits(combination []int) map[int32]credit.Amount {
	left := map[int32]credit.Amount{}
	for _, ci := range combination {
		c := &e.cands[ci]
		if !e.makesPieces(c) || len(c.split) != len(c.lines) {
			continue
		}
		for k, i := range c.lines {
			left[i] = credit.Max(left[i], c.split[k].units())
		}
	}
	return left
}

// awardPiece is the piece of one award. Its credits come out of what the lines
// have left, so that shared lines are counted once.
func (e *evaluation) awardPiece(ps *pieces, ci, a int, left map[int32]credit.Amount, over map[int32]bool) (int32, bool) {
	c := &e.cands[ci]
	aw := &c.awards[a]
	if aw.Kind == agreement.AwardAdmission {
		return 0, false
	}
	var sum credit.Amount
	if aw.Kind.GivesCredit() && len(c.split) == len(c.lines) {
		for _, i := range c.lines {
			part := e.awardShare(c, int(i), aw)
			if !over[i] {
				part = credit.Min(part, left[i])
				left[i] = left[i].Sub(part)
			}
			sum = sum.Add(part)
		}
	}
	if aw.Kind.Elective() && sum.IsZero() {
		return 0, false
	}
	return ps.add(pieceKey{ci, a, -1, sum.String()}, c.lines, func() requirement.Piece { return e.makePiece(c, aw, sum) }), true
}

func (ps *pieces) add(key pieceKey, lines []int32, made func() requirement.Piece) int32 {
	if at, ok := ps.index[key]; ok {
		return at
	}
	at := int32(len(ps.list))
	ps.list = append(ps.list, made())
	ps.lines = append(ps.lines, lines)
	ps.cand = append(ps.cand, key.cand)
	ps.index[key] = at
	return at
}

// makePiece describes an award: as what it was awarded, how it was earned.
func (e *evaluation) makePiece(c *candidate, aw *agreement.Award, credits credit.Amount) requirement.Piece {
	p := e.earnedAs(c.lines)
	p.Credits, p.Doubtful = credits, c.doubtful()
	p.Item, p.Level = aw.Item, aw.Level
	if aw.Subject != "" {
		p.Codes = []requirement.PieceCode{{Subject: requirement.CodeOf(aw.Subject + " 1").Subject}}
	}
	if aw.Name != "" {
		p.Tags = append(p.Tags, aw.Name)
	}
	p.Exempt = aw.Kind == agreement.AwardExemption
	if k, ok := e.s.itemByID[aw.Item]; ok {
		e.describe(&p, &e.s.items[k])
	}
	return p
}

// describe adds what the catalogue says of the receiving item.
func (e *evaluation) describe(p *requirement.Piece, it *item) {
	p.Kind = it.Kind
	p.Tags = append(p.Tags, it.Tags...)
	v, _ := it.At(e.asOf)
	p.Level = cmp.Or(p.Level, v.Level)
	p.Codes = slices.Grow(p.Codes, 1+len(it.codes)+len(it.same))
	p.Codes = append(p.Codes, it.divided(v))
	for i := range it.codes {
		if code := it.codes[i].parts; !slices.Contains(p.Codes, code) {
			p.Codes = append(p.Codes, code)
		}
	}
	for _, k := range it.same {
		if same := &e.s.items[k]; same.ID != it.ID {
			p.Also = append(p.Also, same.ID)
			p.Codes = append(p.Codes, same.divided(same.Latest()))
		}
	}
}

// restPiece is the elective credit that is left of a line.
func (e *evaluation) restPiece(ci int, i int32, credits credit.Amount) requirement.Piece {
	p := e.earnedAs([]int32{i})
	p.Credits, p.Doubtful = credits, e.cands[ci].doubtful()
	p.Level = e.levelOf(&e.lines[i])
	return p
}

func (e *evaluation) levelOf(l *line) string {
	return cmp.Or(l.att.Level, l.ver.Level)
}

// earnedAs says how lines were earned: of several the last day, the worst
// grade, the first to expire.
func (e *evaluation) earnedAs(lines []int32) requirement.Piece {
	first := &e.lines[lines[0]]
	p := requirement.Piece{
		Line: first.id, Home: true, Evidence: first.att.Evidence, Attributes: first.att.Attributes,
		Grade: first.mark, Graded: first.graded, Kind: cmp.Or(e.kindOf(first), catalog.Course),
	}
	if first.inst >= 0 {
		p.Institution = e.s.institutions[first.inst].ID
	}
	for _, i := range lines {
		l := &e.lines[i]
		p.Home = p.Home && e.resident(l)
		p.Expected = p.Expected || l.expected()
		if l.day > p.Attained {
			p.Attained = l.day
			p.Term, p.TermIndex = l.att.Term, e.termIndex(l)
		}
		if x := l.expires; !x.IsZero() && (p.Expires.IsZero() || x < p.Expires) {
			p.Expires = x
		}
		if !l.graded {
			p.Graded = false
		} else if order, ok := l.mark.Compare(p.Grade); ok && order < 0 {
			p.Grade = l.mark
		}
	}
	return p
}

// termIndex counts the learner's terms from 1; without terms nothing is known.
func (e *evaluation) termIndex(l *line) int {
	if l.att.Term == "" || l.day.IsZero() {
		return 0
	}
	var days []calendar.Date
	for i := range e.lines {
		if d := e.lines[i].day; e.lines[i].att.Term != "" && !d.IsZero() && d <= l.day && !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	return len(days)
}

// holdings are what the learner holds, wherever it was earned.
func (e *evaluation) holdings() []requirement.Piece {
	out := make([]requirement.Piece, 0, len(e.lines))
	for i := range e.lines {
		l := &e.lines[i]
		if l.item < 0 || !l.earned() && !l.assumed || l.status == "failed" {
			continue
		}
		p := e.earnedAs([]int32{int32(i)})
		p.Item, p.Credits = e.s.items[l.item].ID, e.brought[i]
		p.Level = e.levelOf(l)
		e.describe(&p, &e.s.items[l.item])
		out = append(out, p)
	}
	return out
}

// combinations lists what the rules allow, as bundles of pieces: what is always
// available, and the choices.
type combinations struct {
	always  []int
	choices []choice
	whole   bool
}

type choice struct {
	combos [][]int
}

// maxCombinations bounds the combinations of one independent part.
const maxCombinations = 64

func (e *evaluation) combinations(p *choose.Problem) combinations {
	out := combinations{whole: true}
	budget := e.budget
	for _, c := range choose.Combinations(p, maxCombinations, &budget) {
		out.whole = out.whole && c.Whole
		if len(c.Combinations) == 1 {
			out.always = append(out.always, c.Combinations[0]...)
			continue
		}
		out.choices = append(out.choices, choice{c.Combinations})
	}
	slices.Sort(out.always)
	return out
}
