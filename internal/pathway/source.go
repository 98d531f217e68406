package pathway

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// alone reports whether one item, standing at one leaf, satisfies the whole
// expression by itself.
func (b *builder) alone(e, leaf *agreement.Expr, id catalog.ItemID) bool {
	if e == leaf {
		return true
	}
	parts := e.Parts()
	met := 0
	for i := range parts {
		if b.alone(&parts[i], leaf, id) {
			met++
		}
	}
	switch {
	case e.Any != nil:
		return met > 0
	case e.AtLeast != nil:
		size := b.size(id)
		return met > 0 && met >= e.AtLeast.Count && size.Cmp(e.AtLeast.Credits) >= 0
	}
	return met > 0 && met == len(parts)
}

// size is the credit of an item as it is today, in its own unit.
func (b *builder) size(id catalog.ItemID) credit.Amount {
	if it := b.items[id]; it != nil {
		return it.Latest().Credits
	}
	return credit.Amount{}
}

// sentence writes a source expression in words.
func (b *builder) sentence(e *agreement.Expr) string { return b.phrase(e, false) }

func (b *builder) phrase(e *agreement.Expr, nested bool) string {
	parts := e.Parts()
	joined := func(word string) string {
		list := make([]string, len(parts))
		for i := range parts {
			list[i] = b.phrase(&parts[i], true)
		}
		return strings.Join(list, word)
	}
	var s string
	switch {
	case e.All != nil:
		s = joined(" and ")
	case e.Any != nil:
		s = joined(" or ")
	case e.Sequence != nil:
		s = joined(", then ")
	case e.AtLeast != nil:
		return atLeast(e.AtLeast) + " of (" + joined(", ") + ")"
	case e.Match != nil:
		return patternWords(e.Match)
	default:
		return b.itemWords(e.Item)
	}
	if nested && len(parts) > 1 {
		return "(" + s + ")"
	}
	return s
}

func atLeast(n *agreement.AtLeast) string {
	switch {
	case n.Credits.IsZero():
		return strconv.Itoa(n.Count)
	case n.Count == 0:
		return n.Credits.String() + " credits"
	}
	return strconv.Itoa(n.Count) + " with " + n.Credits.String() + " credits"
}

func (b *builder) itemWords(id catalog.ItemID) string {
	if it := b.items[id]; it != nil {
		name, _ := itemName(it, 0)
		return name
	}
	return string(id)
}

func patternWords(p *agreement.Pattern) string {
	parts := []string{"any"}
	for _, k := range p.Kinds {
		parts = append(parts, string(k))
	}
	if code := strings.TrimSpace(p.Subject + " " + p.Number); code != "" {
		parts = append(parts, code)
	}
	for _, s := range p.Levels {
		parts = append(parts, s+" level")
	}
	for _, s := range p.Tags {
		parts = append(parts, "tagged "+s)
	}
	if p.Institution != "" {
		parts = append(parts, "of "+string(p.Institution))
	}
	if p.InAgreement {
		parts = append(parts, "named in the agreement")
	}
	if len(parts) == 1 {
		return "any item"
	}
	return strings.Join(parts, " ")
}
