package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// capLimit is the cap's limit in the receiver's unit; ok is false where the cap
// does not apply at this target, or is in a unit that nobody can convert.
func (e *evaluation) capLimit(c *catalog.Cap) (limit credit.Amount, ok bool) {
	ratio := credit.Int(1)
	if c.Unit != "" {
		if ratio, ok = e.recv.table.Ratio(c.Unit, e.recv.Unit); !ok {
			return limit, false
		}
	}
	limit = c.Limit.Mul(ratio)
	if c.Award == nil && c.Share.IsZero() {
		return limit, true
	}
	k, known := e.credential()
	if !known || c.Award != nil && !e.s.isAward(c.Award, &e.s.items[k]) {
		return limit, false
	}
	if c.Share.IsZero() {
		return limit, true
	}
	size, known := e.s.sizeOf(e.s.items[k].ID, e.recv.ID)
	if !known || size.IsZero() {
		return limit, false
	}
	if part := c.Share.Mul(size); c.Limit.IsZero() || part.Cmp(limit) < 0 {
		limit = part
	}
	return limit, true
}

// credential is the item that the target program leads to.
func (e *evaluation) credential() (int32, bool) {
	p := e.s.programs[e.target.Program]
	if p == nil {
		return 0, false
	}
	k, ok := e.s.itemByID[p.Credential]
	return k, ok
}

// isAward reports whether the filter selects a credential.
func (s *Snapshot) isAward(f *catalog.Filter, it *item) bool {
	v := it.Latest()
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, it.Kind)) &&
		(len(f.Items) == 0 || slices.Contains(f.Items, it.ID)) &&
		(len(f.Levels) == 0 || slices.Contains(f.Levels, v.Level)) &&
		(len(f.Tags) == 0 || containsAny(it.Tags, f.Tags)) &&
		(len(f.Institutions) == 0 || slices.Contains(f.Institutions, it.Institution))
}

// capped are the lines that a cap limits, in canonical order. What was earned at
// the receiver by study is not transfer credit and is never capped; its own
// prior learning credit is where the cap asks for it.
func (e *evaluation) capped(c *catalog.Cap) []int32 {
	var out []int32
	asked := len(c.Filter.Evidence)+len(c.Filter.Kinds) > 0
	for i := range e.lines {
		l := &e.lines[i]
		if l.inst == e.recvIdx && (!asked || !e.priorLearning(l)) {
			continue
		}
		if e.selects(&c.Filter, l) && (c.Except == nil || !e.selects(c.Except, l)) {
			out = append(out, int32(i))
		}
	}
	return out
}

// priorLearning reports whether a line is credit for what was learned without
// study at its institution: shown by portfolio or examination.
func (e *evaluation) priorLearning(l *line) bool {
	switch cmp.Or(l.att.Evidence, catalog.Transcript) {
	case catalog.PortfolioEvidence, catalog.ExamScore, catalog.LicenceEvidence:
		return true
	}
	k := e.kindOf(l)
	return k == catalog.Portfolio || k == catalog.Exam
}

// resident reports whether a line was earned at the receiver, in residence.
func (e *evaluation) resident(l *line) bool {
	return l.inst == e.recvIdx && (e.recv.policy.PriorLearningInResidence || !e.priorLearning(l))
}
