package lint

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// caps compares the receiver's caps on incoming credit with what a program
// makes everybody bring: "40 credits that were transferred" cannot be had where
// the institution takes 30.
func (l *linter) caps(top string, p *requirement.Program, v *requirement.ProgramVersion, places []requirement.Place) {
	in := l.institutions[p.Institution]
	if in == nil || len(in.Policy.Caps) == 0 {
		return
	}
	owed := owedPlaces(places)
	for i := range in.Policy.Caps {
		c := &in.Policy.Caps[i]
		limit, ok := l.capFor(c, in, p)
		if !ok || c.Except != nil {
			continue
		}
		sums := map[string]credit.Amount{}
		for n := range places {
			if !owed[n] {
				continue
			}
			at := top + places[n].Pointer
			l.capNeed(at, p, v, places, n, c, limit, sums)
			l.capMinima(at, p, v, &places[n], c, limit)
		}
	}
}

// capNeed adds up what must be taken of what the cap counts; requirements of one
// scope use different items.
func (l *linter) capNeed(at string, p *requirement.Program, v *requirement.ProgramVersion, places []requirement.Place, n int, c *catalog.Cap, limit credit.Amount, sums map[string]credit.Amount) {
	t := places[n].Node.Take
	if t == nil || t.Credits.IsZero() || t.Free && t.From == nil || len(places[n].Node.Changes) > 0 {
		return
	}
	if l.work--; l.work < 0 || !counted(c, p.Institution, v.Sets, filtersAt(places, n)) {
		return
	}
	need := t.Credits
	if !t.Free && len(v.Shares) == 0 {
		scope := places[n].Scope
		need = sums[scope].Add(need)
		sums[scope] = need
	}
	if need.Cmp(limit) > 0 && need.Sub(t.Credits).Cmp(limit) <= 0 {
		l.reportCap(at+"/take/credits", p, c, need, limit)
	}
}

func (l *linter) capMinima(at string, p *requirement.Program, v *requirement.ProgramVersion, place *requirement.Place, c *catalog.Cap, limit credit.Amount) {
	size := credit.Amount{}
	if it := l.items[p.Credential]; it != nil {
		size = it.Latest().Credits
	}
	for i := range place.Node.Minima {
		m := &place.Node.Minima[i]
		need := m.Need(size)
		if m.Of == nil || need.Cmp(limit) <= 0 || !counted(c, p.Institution, v.Sets, []*requirement.ItemFilter{m.Of}) {
			continue
		}
		l.reportCap(at+"/minima/"+strconv.Itoa(i), p, c, need, limit)
	}
}

func (l *linter) reportCap(at string, p *requirement.Program, c *catalog.Cap, need, limit credit.Amount) {
	l.findf(at, CapConflictsNeed, "ask for at most "+limit.Decimal()+", or raise the cap",
		"%s credits are asked for that the cap %q of %s counts, and it accepts %s", need.Decimal(), first(c.Title, c.ID), p.Institution, limit.Decimal())
}

// capFor is the limit in the institution's unit for a program; ok is false where
// the cap is not on what the program leads to, or its share is of a size that
// nobody states.
func (l *linter) capFor(c *catalog.Cap, in *catalog.Institution, p *requirement.Program) (credit.Amount, bool) {
	limit, ok := capIn(c, in)
	if c.Award == nil && c.Share.IsZero() {
		return limit, ok
	}
	it := l.items[p.Credential]
	if it == nil || !ok || c.Award != nil && !awards(c.Award, it) {
		return limit, false
	}
	if c.Share.IsZero() {
		return limit, true
	}
	size := it.Latest().Credits
	if unit := it.Latest().Unit; size.IsZero() || unit != "" && unit != in.Unit {
		return limit, false
	}
	if part := c.Share.Mul(size); c.Limit.IsZero() || part.Cmp(limit) < 0 {
		limit = part
	}
	return limit, true
}

// awards reports whether a cap's filter selects the credential.
func awards(f *catalog.Filter, it *catalog.Item) bool {
	v := it.Latest()
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, it.Kind)) &&
		(len(f.Items) == 0 || slices.Contains(f.Items, it.ID)) &&
		(len(f.Levels) == 0 || slices.Contains(f.Levels, v.Level)) &&
		(len(f.Tags) == 0 || slices.ContainsFunc(f.Tags, func(t string) bool { return slices.Contains(it.Tags, t) })) &&
		(len(f.Institutions) == 0 || slices.Contains(f.Institutions, it.Institution))
}

// capIn is the limit in the institution's unit.
func capIn(c *catalog.Cap, in *catalog.Institution) (credit.Amount, bool) {
	if c.Unit == "" || c.Unit == in.Unit {
		return c.Limit, true
	}
	ratio, ok := credit.NewTable(in.Policy.Conversions).Ratio(c.Unit, in.Unit)
	return c.Limit.Mul(ratio), ok
}

// owedPlaces tells which places everybody must satisfy: those that only All
// stands above.
func owedPlaces(places []requirement.Place) []bool {
	out := make([]bool, len(places))
	for k := range places {
		p := &places[k]
		if p.Node.Recommended {
			continue
		}
		if p.Parent < 0 {
			out[k] = true
			continue
		}
		above := places[p.Parent].Node
		out[k] = out[p.Parent] && (above.All != nil || len(above.Any) == 1)
	}
	return out
}

// filtersAt are the filters that everything taken at a place passes.
func filtersAt(places []requirement.Place, n int) []*requirement.ItemFilter {
	out := []*requirement.ItemFilter{places[n].Node.Take.From}
	for k := n; k >= 0; k = places[k].Parent {
		if w := places[k].Node.Where; w != nil {
			out = append(out, w)
		}
	}
	return out
}

// counted reports whether whatever passes the filters comes from outside and is
// counted by the cap, for certain.
func counted(c *catalog.Cap, home catalog.InstitutionID, sets map[string]requirement.ItemFilter, filters []*requirement.ItemFilter) bool {
	w := &c.Filter
	return w.InstitutionKinds == nil && (priorLearning(w) || foreign(home, sets, filters)) && requirement.Implies(sets, filters, &requirement.ItemFilter{
		Kinds: w.Kinds, Evidence: w.Evidence, Institutions: w.Institutions, Items: w.Items, Levels: w.Levels, Tags: w.Tags, Subjects: w.Subjects,
	})
}

// priorLearning reports whether the cap is on credit without study alone, of
// which it counts the institution's own too.
func priorLearning(w *catalog.Filter) bool {
	return len(w.Evidence) > 0 && !slices.ContainsFunc(w.Evidence, func(k catalog.EvidenceKind) bool {
		return k != catalog.PortfolioEvidence && k != catalog.ExamScore && k != catalog.LicenceEvidence
	})
}

// foreign reports whether what passes was earned elsewhere, for certain.
func foreign(home catalog.InstitutionID, sets map[string]requirement.ItemFilter, filters []*requirement.ItemFilter) bool {
	if requirement.Implies(sets, filters, &requirement.ItemFilter{Origin: requirement.Transferred}) {
		return true
	}
	closed := requirement.Closed{Sets: sets}
	for _, f := range filters {
		if f == nil {
			continue
		}
		if len(f.Institutions) > 0 && !slices.Contains(f.Institutions, home) {
			return true
		}
		ids, ok := closed.Items(f)
		if ok && len(ids) > 0 && !slices.ContainsFunc(ids, func(id catalog.ItemID) bool { return id.Institution() == home }) {
			return true
		}
	}
	return false
}
