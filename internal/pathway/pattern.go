package pathway

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// itemCode is one code that an item has or had, taken apart.
type itemCode struct {
	item            *catalog.Item
	subject, number string
	level           string
}

// matching lists the items that a wildcard selects, by id: those of the
// institution it names, else of the senders, else of everybody but the
// receiver. A code matches whenever the item had it; the graph is about what
// may lead on, the engine decides on the day.
func (b *builder) matching(a *agreement.Agreement, p *agreement.Pattern) []catalog.ItemID {
	if b.codes == nil {
		b.splitCodes()
	}
	var named map[catalog.ItemID]bool
	if p.InAgreement {
		named = namedIn(a)
	}
	subject := strings.ToUpper(strings.TrimSpace(p.Subject))
	var out []catalog.ItemID
	for _, c := range b.codes {
		switch {
		case len(out) > 0 && out[len(out)-1] == c.item.ID,
			!inScope(a, p, c.item.Institution),
			subject != "" && c.subject != subject,
			p.Number != "" && !agreement.NumberMatches(p.Number, c.number),
			len(p.Kinds) > 0 && !slices.Contains(p.Kinds, c.item.Kind),
			len(p.Levels) > 0 && !slices.Contains(p.Levels, c.level),
			len(p.Tags) > 0 && !slices.ContainsFunc(p.Tags, func(t string) bool { return slices.Contains(c.item.Tags, t) }),
			named != nil && !named[c.item.ID]:
			continue
		}
		out = append(out, c.item.ID)
	}
	return out
}

func (b *builder) splitCodes() {
	b.codes = make([]itemCode, 0, len(b.itemOrder))
	for _, it := range b.itemOrder {
		if len(it.Versions) == 0 {
			b.codes = append(b.codes, itemCode{item: it})
		}
		for i := range it.Versions {
			subject, number := catalog.SplitCode(it.Versions[i].Code)
			b.codes = append(b.codes, itemCode{it, subject, number, it.Versions[i].Level})
		}
	}
}

func inScope(a *agreement.Agreement, p *agreement.Pattern, from catalog.InstitutionID) bool {
	switch {
	case p.Institution != "":
		return from == p.Institution
	case len(a.Senders) > 0:
		return slices.Contains(a.Senders, from)
	}
	return from != a.Receiver
}

// namedIn is the set of items that the sources of an agreement name.
func namedIn(a *agreement.Agreement) map[catalog.ItemID]bool {
	out := map[catalog.ItemID]bool{}
	for i := range a.Rules {
		if a.Rules[i].When == nil {
			continue
		}
		for _, id := range a.Rules[i].When.Items() {
			out[id] = true
		}
	}
	return out
}
