package pathway

import (
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

// name is what people know an item by today.
func (b *builder) name(id catalog.ItemID) string {
	if it := b.items[id]; it != nil {
		name, _ := itemName(it, 0)
		return name
	}
	return string(id)
}
