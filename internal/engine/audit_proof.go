package engine

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// proofBudget is the length of the longest certificate that an evaluation looks
// for; longer ones are found on demand.
const proofBudget = 200

// proof proves the verdict and has the checker look at it.
func (o *outline) proof(whole bool) {
	budget := proofBudget
	if whole {
		budget = 0
	}
	proved := o.sol.auditor.Prove(o.sol.answer, budget)
	if proved == nil || o.out.Verdict == audit.Undecided {
		return
	}
	proved.Words(audit.Words{Item: o.pieceWords, Node: o.nodeWords, Condition: o.conditionPhrase, Cap: func(c *audit.Cap) string { return c.Title }})
	p := &Proof{Kind: "placement", Text: proved.Sentence, Checked: proved.Check() == nil}
	if proved.No != nil {
		p.Kind = "certificate"
	}
	if whole {
		p.Certificate = &proved.Certificate
	}
	o.out.Proof = p
}

func (o *outline) pieceWords(piece int) string {
	u := o.use(int32(piece), false)
	return cmp.Or(u.Code, u.Title, "a piece")
}

func (o *outline) conditionPhrase(_ int, c *view.Condition) string { return o.conditionWords(c) }

func (o *outline) nodeWords(part, node int) string {
	if part < 0 {
		return o.e.programTitle()
	}
	n := &o.tree.Nodes[node]
	if n.From == nil || n.Path == "" {
		return o.e.programTitle()
	}
	if n.From.Item != "" {
		return o.e.s.itemName(n.From.Item)
	}
	return cmp.Or(n.From.Title, n.Path)
}
