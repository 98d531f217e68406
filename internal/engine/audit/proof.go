package audit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/proof/words"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// Words name what a certificate speaks of.
type Words struct {
	// Item names an item; Node a node of a part, or of the whole where node is
	// negative.
	Item func(item int) wording.Phrase
	Node func(part, node int) wording.Phrase
	// Condition says a condition of a part as a phrase: "at most 6 credits of
	// lower level". Cap names a cap of the question.
	Condition func(part int, c *view.Condition) wording.Phrase
	Cap       func(c *Cap) wording.Phrase
}

// Prove returns the certificate of the answer, or nil where none of at most
// budget nodes was found (0 is the solver's own): the placement of a yes, the
// argument of a no. An undecided answer has none.
func (v *Auditor) Prove(a *Answer, budget int) *Proved {
	m := a.model
	switch a.Verdict {
	case Complete:
		return m.proved(solve.CertifyYes(&m.p, &a.placed), nil)
	case Incomplete:
		if m.q.open() {
			m = newModel(m.q, true, false)
		}
		if size := len(m.p.Items) * len(m.p.Nodes); budget > 0 && size > wayLimit {
			budget = max(1, budget*wayLimit/size)
		}
		no := v.solver.CertifyNo(&m.p, budget)
		if no == nil {
			return nil
		}
		return m.proved(nil, no)
	default:
		return nil
	}
}

func (m *model) proved(yes *proof.Yes, no *proof.No) *Proved {
	w := solve.Rewrite(&m.p)
	w.Problem.Scale = m.scale
	return &Proved{Certificate: Certificate{Problem: w.Problem, Yes: yes, No: no}, model: m, origin: w.Nodes, rows: w.Rows}
}

// Check has the independent checker look at the certificate.
func (c *Certificate) Check() error {
	if c.Yes != nil {
		return check.Yes(c.Problem, c.Yes)
	}
	return check.No(c.Problem, c.No)
}

// Words fills Sentence and Phrase: the argument of a no in words.
func (p *Proved) Words(w Words) {
	if p.No == nil {
		return
	}
	t := proofWords{Proved: p, w: w}
	p.Phrase = words.Sentence(p.Problem, p.No, words.Names{
		Item: func(it int) wording.Phrase {
			if of := p.model.of[it]; of >= 0 {
				return w.Item(int(of))
			}
			return wording.Of("proof.cap", "what a cap leaves")
		},
		Node: t.node,
		Row:  t.row,
	})
	p.Sentence = p.Phrase.String()
}

// proofWords words the rows of a certificate.
type proofWords struct {
	*Proved
	w Words
}

func (t *proofWords) node(n int) wording.Phrase { return t.w.Node(t.model.place(t.origin[n])) }

// row is a constraint as a phrase, and keeps it in the certificate.
func (t *proofWords) row(at int) wording.Phrase {
	words := t.rowWords(at)
	t.Problem.Rows[at].Words = words.String()
	return words
}

func (t *proofWords) rowWords(at int) wording.Phrase {
	r, of := &t.Problem.Rows[at], t.rows[at]
	switch {
	case of.Share >= 0:
		return t.share(r, of)
	case of.Condition >= 0:
		return t.condition(r, of)
	case r.Kind == proof.Class:
		part, node := t.model.place(of.Node)
		n := &t.model.q.Parts[part].Tree.Nodes[node]
		return wording.Of("proof.distinct", "{part} needs {n} different {class}s", "part", t.node(r.Node), "n", n.Distinct,
			"class", string(n.By), "many", wording.Term("different", string(n.By), string(n.By)))
	}
	return wording.Of("proof.needs", "{part} needs {what}", "part", t.node(r.Node), "what", t.amount(r.Amount, r.Unit))
}

func (t *proofWords) amount(n int64, unit string) wording.Phrase {
	amount, key, word := credit.Int(n), "count.courses", "{n} course"
	if unit == proof.UnitCredits {
		amount, key, word = t.model.amount(n), "count.credits", "{n} credit"
	}
	if amount.Decimal() != "1" {
		return wording.Of(key+".other", word+"s", "n", amount)
	}
	return wording.Of(key+".one", word, "n", amount)
}

// share says a sharing budget with the two sides that it is between.
func (t *proofWords) share(r *proof.Row, of solve.RowOf) wording.Phrase {
	a, b := t.side(r.Takes), t.side(r.And)
	if of.Outside {
		return wording.Of("proof.share_named", "{a} and {b} may not share other courses than those named", "a", a, "b", b)
	}
	unit := proof.UnitItems
	if t.model.p.Shares[of.Share].Unit == solve.Credits {
		unit = proof.UnitCredits
	}
	if r.Amount == 0 {
		return wording.Of("proof.share_none", "no course may count for both {a} and {b}", "a", a, "b", b)
	}
	return wording.Of("proof.share_most", "at most {what} may count for both {a} and {b}", "what", t.amount(-r.Amount, unit), "a", a, "b", b)
}

// side names the requirement that all Takes of a side belong to.
func (t *proofWords) side(takes []int) wording.Phrase {
	part, node := t.model.place(t.origin[takes[0]])
	for _, n := range takes[1:] {
		p, other := t.model.place(t.origin[n])
		if p != part {
			return t.w.Node(-1, -1)
		}
		node = above(t.model.q.Parts[part].Tree, node, other)
	}
	name := t.w.Node(part, node)
	if node == 0 && len(t.model.q.Parts) == 1 {
		return wording.Of("proof.rest", "the rest of {part}", "part", name) // a scope of the program
	}
	return name
}

// above is the nearest node at or above both.
func above(t *view.Tree, a, b int) int {
	for a != b {
		// A node comes before its children.
		if a < b {
			a, b = b, a
		}
		a = t.Nodes[a].Parent
	}
	return a
}

func (t *proofWords) condition(r *proof.Row, of solve.RowOf) wording.Phrase {
	m := t.model
	name := t.node(r.Node)
	list, at := m.conditionsAt(of.Node), int(of.Condition)
	if at >= len(list) {
		return t.w.Cap(m.capAt(at - len(list)))
	}
	c := list[at]
	text := t.w.Condition(c.part, c.Condition)
	switch c.Measure {
	case view.AtLeastItems, view.AtLeastCredits:
		return wording.Of("proof.needs", "{part} needs {what}", "part", name, "what", text)
	case view.MeanAtLeast:
		return wording.Of("proof.mean", "the grade point average in {part} is at least {gpa}", "part", name, "gpa", c.Amount)
	}
	return wording.Of("proof.limit", "{what} in {part}", "what", text, "part", name)
}

// partCondition is a condition with the part that it belongs to.
type partCondition struct {
	*view.Condition
	part int
}

// conditionsAt lists the conditions of a node of the problem as they were added:
// its own and, at the root, those on the whole record; then come the caps.
func (m *model) conditionsAt(at int32) []partCondition {
	var out []partCondition
	if part, node := m.place(at); part >= 0 {
		for i := range m.q.Parts[part].Tree.Nodes[node].Conditions {
			out = append(out, partCondition{&m.q.Parts[part].Tree.Nodes[node].Conditions[i], part})
		}
	}
	if at != m.p.Root {
		return out
	}
	for k := range m.q.Parts {
		for i := range m.q.Parts[k].Tree.Record {
			out = append(out, partCondition{&m.q.Parts[k].Tree.Record[i], k})
		}
	}
	return out
}

// capAt is the cap of a place among those that the model has.
func (m *model) capAt(i int) *Cap {
	for k := range m.q.Caps {
		if c := &m.q.Caps[k]; !m.pooled || !c.Subject {
			if i == 0 {
				return c
			}
			i--
		}
	}
	return nil
}

// place is the part and node that a node of the problem stands for.
func (m *model) place(at int32) (part, node int) {
	for k, base := range slices.Backward(m.base) {
		if at >= base {
			node = int(at - base)
			if node >= len(m.q.Parts[k].Tree.Nodes) {
				return -1, -1
			}
			return k, node
		}
	}
	return -1, -1
}
