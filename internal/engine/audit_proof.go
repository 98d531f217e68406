package engine

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
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
	proved.Words(audit.Words{Item: o.pieceWords, Node: o.nodeWords, Condition: o.conditionPhrase, Cap: func(c *audit.Cap) wording.Phrase { return c.Title }})
	p := &Proof{Kind: "placement", Text: proved.Sentence, Words: proved.Phrase, Checked: proved.Check() == nil}
	if proved.No != nil {
		p.Kind = "certificate"
	}
	if whole {
		p.Certificate = &proved.Certificate
	}
	o.out.Proof = p
}

func (o *outline) pieceWords(piece int) wording.Phrase {
	u := o.use(int32(piece), false)
	if u.Code == "" && u.Title == "" {
		return wording.Of("proof.piece", "a piece")
	}
	return wording.Name(cmp.Or(u.Code, u.Title))
}

func (o *outline) conditionPhrase(_ int, c *view.Condition) wording.Phrase {
	return o.conditionWords(c)
}

func (o *outline) nodeWords(part, node int) wording.Phrase {
	if part < 0 {
		return wording.Name(o.e.programTitle())
	}
	n := &o.tree.Nodes[node]
	if n.From == nil || n.Path == "" {
		return wording.Name(o.e.programTitle())
	}
	if n.From.Item != "" {
		return wording.Name(o.e.s.itemName(n.From.Item))
	}
	return wording.Name(cmp.Or(n.From.Title, n.Path))
}
