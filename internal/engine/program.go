package engine

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// program is a program with its versions made ready.
type program struct {
	*requirement.Program
	versions []*programVersion
	// size is the credits of the program's credential, zero where unknown.
	size credit.Amount
}

// programVersion is what a program asks of learners of some catalogue years.
type programVersion struct {
	*requirement.ProgramVersion
	// sizes are the credits of what a leaf lacks, in the institution's unit: of
	// the smallest item that it names, or the usual size of the home items that
	// its filter selects; other leaves are absent.
	sizes map[*requirement.Node]credit.Amount
	// fits are the items that would serve a leaf, minima those that would serve
	// a minimum of items, floors those that would serve a minimum of credits.
	fits   map[*requirement.Node]*leafFits
	minima map[*requirement.Minimum]*leafFits
	floors map[*requirement.Minimum]*leafFits
	// byPointer are the requirements by their place in the program file.
	byPointer map[string]*requirement.Node
	// namedAt are the items that a leaf names.
	namedAt map[*requirement.Node][]catalog.ItemID
	// named are the items that the version names, wherever they are earned.
	named map[catalog.ItemID]bool
	// places are the requirements in order, texts their sentences, made when
	// first needed.
	layout *view.Layout
	places []requirement.Place
	texts  func() []placeWords
	// met says that some test looks at the result of another requirement.
	met bool
}

func (s *Snapshot) compilePrograms() {
	s.programs = make(map[string]*program, len(s.set.Programs))
	for i := range s.set.Programs {
		p := &program{Program: &s.set.Programs[i]}
		if k, ok := s.itemByID[p.Credential]; ok {
			p.size = s.items[k].Latest().Credits
		}
		for _, v := range p.Each {
			p.versions = append(p.versions, s.compileVersion(p, v))
		}
		s.programs[p.ID] = p
	}
	s.credentialYears = map[catalog.ItemID]int{}
	for i := range s.set.Programs {
		if p := &s.set.Programs[i]; p.Stack != nil && p.Stack.ValidYears > 0 && p.Credential != "" {
			s.credentialYears[p.Credential] = p.Stack.ValidYears
		}
	}
	s.findTypical()
	s.findFits()
}

func (s *Snapshot) compileVersion(p *program, v *requirement.ProgramVersion) *programVersion {
	out := &programVersion{
		ProgramVersion: v, sizes: map[*requirement.Node]credit.Amount{}, fits: map[*requirement.Node]*leafFits{},
		minima: map[*requirement.Minimum]*leafFits{}, floors: map[*requirement.Minimum]*leafFits{}, byPointer: map[string]*requirement.Node{},
		named: map[catalog.ItemID]bool{}, namedAt: map[*requirement.Node][]catalog.ItemID{},
	}
	if v.Requires == nil {
		return out
	}
	closed := requirement.Closed{Sets: v.Sets}
	out.layout = view.NewLayout(v)
	out.places = out.layout.Places()
	out.texts = sync.OnceValue(func() []placeWords {
		texts := make([]placeWords, len(out.places))
		for i := range out.places {
			n := out.places[i].Node
			texts[i] = placeWords{n.Sentence(s.itemName), n.BareWords(s.itemName)}
		}
		return texts
	})
	for _, at := range out.places {
		out.byPointer[at.Pointer] = at.Node
		ids := namedBy(at.Node, &closed)
		out.namedAt[at.Node] = ids
		least, known := credit.Amount{}, false
		for _, id := range ids {
			out.named[id] = true
			if size, ok := s.sizeOf(id, p.Institution); ok && !size.IsZero() && (!known || size.Cmp(least) < 0) {
				least, known = size, true
			}
		}
		if known {
			out.sizes[at.Node] = least
		}
		out.met = out.met || asksResults(at.Node)
	}
	return out
}

// nodeOf is the requirement that asks for a condition, and the rest of the
// condition's pointer. A limit on the program stands at the top and belongs to
// a node below.
func (v *programVersion) nodeOf(c *view.Condition) (*requirement.Node, string) {
	at := c.Pointer
	for range 2 {
		at = at[:max(0, strings.LastIndexByte(at, '/'))]
		if from, ok := v.byPointer[at]; ok {
			return from, strings.TrimPrefix(c.Pointer, at)
		}
	}
	return nil, ""
}

// limitAt is the limit that a condition was made of, or nil.
func (v *programVersion) limitAt(c *view.Condition) *requirement.Limit {
	n, rest := v.nodeOf(c)
	index, ok := strings.CutPrefix(rest, "/limits/")
	if i, err := strconv.Atoi(index); ok && err == nil && i < len(n.Limits) {
		return &n.Limits[i]
	}
	return nil
}

// minimumFits are the items that would serve a minimum, nil where that is not
// known.
func (v *programVersion) minimumFits(c *view.Condition) *leafFits {
	n, rest := v.nodeOf(c)
	index, ok := strings.CutPrefix(rest, "/minima/")
	if i, err := strconv.Atoi(index); ok && err == nil && i < len(n.Minima) {
		return v.minima[&n.Minima[i]]
	}
	return nil
}

// namedBy lists the items that a leaf names one by one.
func namedBy(n *requirement.Node, closed *requirement.Closed) []catalog.ItemID {
	switch {
	case n.Item != "":
		return []catalog.ItemID{n.Item}
	case n.Series != nil:
		return n.Series
	case n.Take != nil:
		ids, _ := closed.Items(n.Take.From)
		return ids
	}
	return nil
}

// asksResults reports whether a test of the node looks at another result.
func asksResults(n *requirement.Node) bool {
	if n.If != nil && testAsks(&n.If.Test) {
		return true
	}
	return slices.ContainsFunc(n.Changes, func(c requirement.NeedChange) bool { return testAsks(&c.When) })
}

func testAsks(t *requirement.Test) bool {
	asks := func(x requirement.Test) bool { return testAsks(&x) }
	return t.Met != "" || t.Not != nil && testAsks(t.Not) || slices.ContainsFunc(t.All, asks) || slices.ContainsFunc(t.Any, asks)
}

// sizeOf is the credits of an item in an institution's unit.
func (s *Snapshot) sizeOf(id catalog.ItemID, at catalog.InstitutionID) (credit.Amount, bool) {
	k, ok := s.itemByID[id]
	if !ok {
		return credit.Amount{}, false
	}
	i, ok := s.instByID[at]
	if !ok {
		return credit.Amount{}, false
	}
	v := s.items[k].Latest()
	unit := v.Unit
	if j := s.items[k].institution; unit == "" && j >= 0 {
		unit = s.institutions[j].Unit
	}
	ratio, ok := s.institutions[i].table.Ratio(unit, s.institutions[i].Unit)
	return v.Credits.Mul(ratio), ok
}

// findTypical finds the size of a typical course of every institution: the
// most frequent one in its catalogue, of several the smallest.
func (s *Snapshot) findTypical() {
	counts := make([]map[credit.Amount]int, len(s.institutions))
	for i := range s.items {
		it := &s.items[i]
		v := it.Latest()
		if it.institution < 0 || cmp.Or(it.Kind, catalog.Course) != catalog.Course || v.Credits.Sign() <= 0 || v.Unit != "" {
			continue
		}
		if _, ok := v.Credits.Denominator(); !ok {
			continue
		}
		if counts[it.institution] == nil {
			counts[it.institution] = map[credit.Amount]int{}
		}
		counts[it.institution][v.Credits]++
	}
	s.typical = make([]credit.Amount, len(s.institutions))
	for i := range s.institutions {
		s.typical[i] = customary(s.institutions[i].Unit)
		best := 0
		for size, n := range counts[i] {
			if n > best || n == best && size.Cmp(s.typical[i]) < 0 {
				s.typical[i], best = size, n
			}
		}
	}
}

// customary is the usual size of a course in a unit, for institutions without
// courses of their own.
func customary(u credit.Unit) credit.Amount {
	switch u {
	case credit.Quarter:
		return credit.Int(4)
	case credit.ECTS:
		return credit.Int(5)
	case credit.CATS:
		return credit.Int(15)
	}
	return credit.Int(3)
}

// version is the version of the program that the learner is held to, and why.
// It is nil where the program asks for nothing.
func (e *evaluation) version() (*programVersion, wording.Phrase) {
	p := e.s.programs[e.target.Program]
	if p == nil || len(p.versions) == 0 {
		return nil, wording.Phrase{}
	}
	if day := e.rec.EntryCatalog[e.recv.ID]; !day.IsZero() {
		if v := p.covering(day); v != nil {
			return v, wording.Of("right.entry", "entry {day}", "day", day)
		}
	}
	if v := p.covering(e.asOf); v != nil {
		return v, wording.Of("right.current", "current")
	}
	return p.covering(0), wording.Of("right.latest", "latest")
}

// entryUnknown says that no catalogue version covers the day of entry that the
// record states, so that another one is asked.
func (e *evaluation) entryUnknown() []Reason {
	p, day := e.s.programs[e.target.Program], e.rec.EntryCatalog[e.recv.ID]
	if p == nil || day.IsZero() || p.covering(day) != nil {
		return nil
	}
	words := wording.Of("rights.no_version", "no catalogue version covers the entry on {day}", "day", day)
	need := value("value.no_version", "no version")
	first := slices.MinFunc(p.versions, func(a, b *programVersion) int { return cmp.Compare(a.Catalog.From, b.Catalog.From) })
	if from := first.Catalog.From; day < from {
		words = wording.Row(words, wording.Of("rights.first", "; the first begins on {day}", "day", from))
		need = value("value.first_version", "first version").on(from)
	}
	r := because("catalogue_entry_unknown", words)
	r.Have, r.Need = value("value.entry", "entry").on(day), need
	return []Reason{r.fix(wording.Of("fix.which_catalogue", "ask the registrar which catalogue holds for the learner"))}
}

// covering is the version for a day: of several the one that began last; for
// the zero day the last of all.
func (p *program) covering(day calendar.Date) *programVersion {
	var found *programVersion
	for _, v := range p.versions {
		if (day.IsZero() || v.Catalog.Contains(day)) && (found == nil || v.Catalog.From >= found.Catalog.From) {
			found = v
		}
	}
	if found == nil || found.Requires == nil {
		return nil
	}
	return found
}

// addNamed adds what was earned elsewhere and the program names itself: naming
// an item of another institution is the receiver's own statement about it.
func (e *evaluation) addNamed() {
	if e.prog == nil {
		return
	}
	for i := range e.lines {
		l := &e.lines[i]
		if l.item < 0 || l.inst == e.recvIdx || e.blocked[i].status != "" || !e.prog.named[e.s.items[l.item].ID] {
			continue
		}
		if l.waits() {
			e.prospects = append(e.prospects, prospect{-1, []int32{int32(i)}, Pending, e.unfinished([]int32{int32(i)})})
			continue
		}
		c := candidate{
			rule: -1, tier: agreement.TierPair, share: -1, lines: []int32{int32(i)}, outcome: Awarded, consumes: true,
			awards:  []agreement.Award{{Kind: agreement.AwardCourse, Item: e.s.items[l.item].ID}},
			reasons: []Reason{namedByProgram(e.programTitle())},
		}
		e.price(&c, agreement.BySender, agreement.RemainderDefault)
		e.cands = append(e.cands, c)
	}
}

func (e *evaluation) programTitle() string {
	if p := e.s.programs[e.target.Program]; p != nil {
		return cmp.Or(p.Title, p.ID)
	}
	return e.target.Program
}
