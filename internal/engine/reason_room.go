package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// What qualifies and is kept out by a limit, by how often it may be used, or by
// a grade point average.

// room says why a piece that qualifies for a Take finds no room there.
type room struct {
	node   int // where the limit stands, -1 for the whole record
	c      *view.Condition
	have   credit.Amount
	reason Reason
	// words are the sentence about what is named.
	words func(names wording.Phrase) wording.Phrase
}

// about is the reason about what it names.
func (r *room) about(names wording.Phrase) Reason {
	r.reason.Words = r.words(names)
	r.reason.Text = r.reason.Words.String()
	return r.reason
}

// noRoom names what qualifies for a leaf, is used nowhere, and would break a
// limit or an average at or above it.
func (o *outline) noRoom(at int) []Reason {
	var rooms []room
	names := map[int][]wording.Phrase{}
	for piece := range o.tree.Pieces {
		if !o.tree.Sets[o.tree.Nodes[at].Set].Yes.Has(piece) || !o.sol.taken[o.sol.pieces.cand[piece]] || o.usedAnywhere(int32(piece)) {
			continue
		}
		r, ok := o.limitOf(at, piece)
		if !ok {
			continue
		}
		k := slices.IndexFunc(rooms, func(x room) bool { return x.c == r.c })
		if k < 0 {
			k = len(rooms)
			rooms = append(rooms, r)
		}
		if name := o.pieceName(piece); !slices.ContainsFunc(names[k], name.Equal) {
			names[k] = append(names[k], name)
			if r.c.Measure == view.MeanAtLeast {
				rooms[k].reason.lines = append(rooms[k].reason.lines, o.e.lines[o.sol.pieces.lines[piece][0]].id)
			}
		}
	}
	var out []Reason
	for k := range rooms {
		r := &rooms[k]
		if r.c.Measure == view.MeanAtLeast && at == r.node {
			continue // the node says so itself
		}
		out = append(out, r.about(wording.And(names[k])))
	}
	return out
}

func (o *outline) usedAnywhere(piece int32) bool { return o.users()[piece].any }

// uses says where a piece is used: the Take nodes, in their order, and whether
// anything that is not free uses it.
type uses struct {
	takes []int32
	any   bool
}

// users is the table of uses by piece, made when it is first asked for: a program
// may have tens of thousands of requirements, and each asks.
func (o *outline) users() []uses {
	if o.usersByPiece != nil {
		return o.usersByPiece
	}
	list := make([]uses, len(o.tree.Pieces)+1) // never nil
	for i := range o.part.Nodes {
		a, n := &o.part.Nodes[i], &o.tree.Nodes[i]
		if !a.Owed || n.Free {
			continue
		}
		for _, piece := range a.Uses {
			list[piece].any = true
			if n.Kind == view.Take {
				list[piece].takes = append(list[piece].takes, int32(i))
			}
		}
		for _, piece := range a.Extra {
			list[piece].any = true
		}
	}
	o.usersByPiece = list
	return list
}

// limitOf finds the condition at or above a node that leaves a piece no room.
func (o *outline) limitOf(at, piece int) (room, bool) {
	for node := at; node >= 0; node = o.tree.Nodes[node].Parent {
		a := &o.part.Nodes[node]
		for i := range o.tree.Nodes[node].Conditions {
			c := &o.tree.Nodes[node].Conditions[i]
			if i < len(a.Conditions) && o.breaks(c, node, piece, a.Conditions[i].Have) {
				return o.roomAt(node, c, piece, a.Conditions[i].Have), true
			}
		}
	}
	for i := range o.tree.Record {
		c := &o.tree.Record[i]
		if have := o.usedInAll(c); o.breaks(c, -1, piece, have) {
			return o.roomAt(-1, c, piece, have), true
		}
	}
	return room{}, false
}

// breaks reports whether the piece besides what is used would break a condition.
func (o *outline) breaks(c *view.Condition, node, piece int, have credit.Amount) bool {
	if c.Set >= 0 && !o.tree.Sets[c.Set].Yes.Has(piece) {
		return false
	}
	switch c.Measure {
	case view.AtMostItems:
		return have.Add(credit.Int(1)).Cmp(c.Amount) > 0
	case view.AtMostCredits:
		return have.Add(o.tree.Pieces[piece].Credits).Cmp(c.Amount) > 0
	case view.MeanAtLeast:
		mean, known := o.meanWith(c, node, piece)
		return known && mean.Cmp(c.Amount) < 0
	default:
		return false
	}
}

// meanWith is the grade point average of what is used below a node and a piece.
func (o *outline) meanWith(c *view.Condition, node, piece int) (credit.Amount, bool) {
	if !o.sol.question.Items[piece].Graded {
		return credit.Amount{}, false
	}
	sum := *o.usedSum(node, c.Set)
	if !o.belowNode(node).used[piece] && o.averaged(piece, c.Set) {
		sum.add(&o.sol.question.Items[piece])
	}
	return sum.mean()
}

// usedInAll adds up what is used in a set anywhere.
func (o *outline) usedInAll(c *view.Condition) credit.Amount {
	var sum credit.Amount
	for piece := range o.tree.Pieces {
		switch {
		case c.Set >= 0 && !o.tree.Sets[c.Set].Yes.Has(piece) || !o.usedAnywhere(int32(piece)):
		case c.Measure == view.AtMostItems:
			sum = sum.Add(credit.Int(1))
		default:
			sum = sum.Add(o.kept(int32(piece)))
		}
	}
	return sum
}

func (o *outline) roomAt(node int, c *view.Condition, piece int, have credit.Amount) room {
	r := room{node: node, c: c, have: have}
	words := o.conditionWords(c)
	if c.Measure == view.MeanAtLeast {
		mean, _ := o.meanWith(c, node, piece)
		r.words = func(names wording.Phrase) wording.Phrase {
			return wording.Of("reason.left_out", "{names} would qualify; left out, because with it the grade point average would be {mean}; {need} is needed",
				"names", names, "mean", mean, "need", c.Amount)
		}
		r.reason = Reason{
			Code: "requirement_gpa_left_out", Have: &Value{Text: mean.Decimal()}, Need: &Value{Text: c.Amount.Decimal()},
		}.fix(betterGrades())
		return r
	}
	unit := string(o.e.recv.Unit)
	if c.Measure == view.AtMostItems {
		unit = "courses"
	}
	r.words = func(names wording.Phrase) wording.Phrase {
		return wording.Of("reason.no_room", "{names} would qualify, and a limit leaves no room: {limit}, and {used}",
			"names", names, "limit", words, "used", usedWords(have))
	}
	most := value("requirement.at_most", "at most {what}", "what", c.Amount)
	r.reason = Reason{Code: "requirement_no_room", Have: &Value{Text: have.Decimal(), Unit: unit}, Need: most.in(unit)}.
		fix(wording.Of("fix.other_work", "complete something to which the limit does not apply"))
	return r
}

func betterGrades() wording.Phrase {
	return wording.Of("fix.better_grades", "raise the average with better grades")
}

func usedWords(have credit.Amount) wording.Phrase {
	if have.Equal(credit.Int(1)) {
		return wording.Of("count.used.one", "{n} is used", "n", have)
	}
	return wording.Of("count.used.other", "{n} are used", "n", have)
}

// taken is a piece and the requirements that use it.
type taken struct {
	piece int32
	by    []int32
}

// takenElsewhere says which pieces qualify for a leaf and are used by others,
// which it may not share with.
func (o *outline) takenElsewhere(at int) []Reason {
	n := &o.tree.Nodes[at]
	if n.Free {
		return nil
	}
	var list []taken
	for piece, u := range o.users() {
		if len(u.takes) == 0 || !o.tree.Sets[n.Set].Yes.Has(piece) || slices.Contains(o.part.Nodes[at].Uses, int32(piece)) {
			continue
		}
		t := taken{piece: int32(piece)}
		for _, i := range u.takes {
			if int(i) != at && o.apart(n.Scope, o.tree.Nodes[i].Scope) {
				t.by = append(t.by, i)
			}
		}
		if len(t.by) > 0 {
			list = append(list, t)
		}
	}
	// In the order of the requirements that use them.
	slices.SortStableFunc(list, func(a, b taken) int { return cmp.Compare(a.by[0], b.by[0]) })
	var texts []wording.Phrase
	for _, t := range list[:min(len(list), maxMissed)] {
		var names []string
		for _, i := range t.by {
			names = append(names, o.placeName(int(i)))
		}
		texts = append(texts, wording.Of("piece.for", "{code} (for {requirements})", "code", o.use(t.piece, false).Code, "requirements", listed(slices.Compact(names))))
	}
	if len(texts) == 0 {
		return nil
	}
	words := wording.Of("reason.elsewhere.one", "{names} would qualify and is used elsewhere", "names", wording.And(texts))
	if len(texts) > 1 {
		words = wording.Of("reason.elsewhere.other", "{names} would qualify and are used elsewhere", "names", wording.And(texts))
	}
	why := Reason{Code: "requirement_used_elsewhere"}
	for _, t := range list {
		for _, i := range t.by {
			if b, ok := o.budgetOf(at, int(i)); ok && why.Need == nil {
				words = wording.Row(words, "; ", b.Phrase())
				why.Have, why.Need = b.Have, b.Need
			}
		}
	}
	if most := o.tree.MaxUses; most > 0 {
		words = wording.Row(words, wording.Count("reason.max_uses", most,
			"; a course may count for at most {n} requirement", "; a course may count for at most {n} requirements"))
	}
	why.Words, why.Text = words, words.String()
	return []Reason{why}
}

// apart reports whether two scopes may not use everything together.
func (o *outline) apart(a, b int) bool {
	return a == b || slices.ContainsFunc(o.tree.Shares, func(s view.Share) bool {
		return s.Scopes && (s.A == a && s.B == b || s.A == b && s.B == a)
	})
}

// placeName is a requirement as people would point at it.
func (o *outline) placeName(at int) string {
	n := &o.tree.Nodes[at]
	if n.From != nil && n.From.Title != "" {
		return n.From.Title
	}
	if n.From != nil && n.From.Item != "" && n.Parent >= 0 && o.tree.Nodes[n.Parent].Path != "" {
		return o.placeName(n.Parent) // the course is said already
	}
	if n.Path == "" {
		return o.e.programTitle()
	}
	return n.Path
}

// uncounted says which caps of the receiver take credit from what qualifies.
func (o *outline) uncounted(at int) []Reason {
	if o.tree.Nodes[at].Credits.IsZero() {
		return nil
	}
	var out []Reason
	for i := range o.sol.question.Caps {
		c := &o.sol.question.Caps[i]
		var had, kept credit.Amount
		for _, it := range c.Items {
			if piece := o.items.PieceOf(it); piece >= 0 && o.tree.Sets[o.tree.Nodes[at].Set].Yes.Has(piece) {
				had, kept = had.Add(o.tree.Pieces[piece].Credits), kept.Add(o.kept(int32(piece)))
			}
		}
		if kept.Cmp(had) < 0 {
			out = append(out, capped(o, c, had, kept))
		}
	}
	return out
}

func capped(o *outline, c *audit.Cap, had, kept credit.Amount) Reason {
	unit := string(o.e.recv.Unit)
	r := because("requirement_no_room", wording.Of("reason.capped", "of {had} credits that would qualify {kept} count ({cap})", "had", had, "kept", kept, "cap", c.Title))
	r.Have, r.Need = &Value{Text: kept.Decimal(), Unit: unit}, &Value{Text: had.Decimal(), Unit: unit}
	return r
}
