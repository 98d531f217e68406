package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/web/view"
)

// itemFacts are the facts about an item.
func (x *exchange) itemFacts(m *view.Item) []view.Fact {
	it, t := m.Answer.Item, x.loc.T
	facts := []view.Fact{{Name: t("item.fact.issuer"), Text: m.Issuer.Name}}
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, view.Fact{Name: t("item.fact." + key), Text: text})
		}
	}
	add("kind", view.KindName(x.loc, string(it.Kind)))
	add("level", view.LevelName(x.loc, m.Now.Level))
	switch {
	case m.Size.Amount.IsZero():
		add("credits", t("item.fact.credits.none"))
	case !m.Now.MaxCredits.IsZero():
		add("credits", x.loc.Amount(m.Size.Amount)+"–"+x.loc.Amount(m.Now.MaxCredits)+" "+x.loc.Unit(m.Size.Unit, m.Now.MaxCredits))
	default:
		add("credits", x.loc.Quantity(m.Size))
	}
	add("assessed", assessment(x, it.Kind))
	if it.ValidYears > 0 {
		add("valid", x.loc.N("item.fact.valid.years", it.ValidYears))
	} else {
		add("valid", t("item.fact.valid.always"))
	}
	if it.Repeatable {
		add("repeat", t("item.fact.repeatable"))
	}
	var same []string
	for _, id := range it.CrossListed {
		same = append(same, x.rules.Name(id))
	}
	add("same", x.loc.List(same))
	for _, key := range slices.Sorted(maps.Keys(it.Numbers)) {
		facts = append(facts, view.Fact{Name: strings.ToUpper(key), Text: it.Numbers[key]})
	}
	add("id", string(it.ID))
	return facts
}

// assessment is how kinds of items are assessed that are nothing but their
// assessment; catalogues say nothing of the others.
func assessment(x *exchange, kind catalog.ItemKind) string {
	key := "item.assessed." + string(kind)
	if text := x.loc.T(key); text != key {
		return text
	}
	return x.loc.T("item.assessed.unknown")
}

// itemTrust are the signals of trust, each a fact of its own.
func (x *exchange) itemTrust(m *view.Item) []view.Fact {
	t := x.loc.T
	registered := view.Fact{Name: t("item.trust.register"), Truth: view.Unknown, Text: t("item.trust.register.none")}
	if names := x.registers(m.Issuer); len(names) > 0 {
		registered.Truth, registered.Text = view.Yes, x.loc.List(names)
	}
	signed, all := signedRules(m.Answer.Rows)
	rules := view.Fact{Name: t("item.trust.signed"), Truth: view.Unknown, Text: t("item.trust.signed.none")}
	switch {
	case all > 0 && signed == all:
		rules.Truth, rules.Text = view.Yes, x.loc.N("item.trust.signed.all", all)
	case all > 0:
		rules.Truth, rules.Text = view.Warning, t("item.trust.signed.some", "signed", strconv.Itoa(signed), "n", strconv.Itoa(all))
	}
	ended := view.Fact{Name: t("item.trust.offered"), Truth: view.Yes, Text: x.loc.Range(m.Now.Valid)}
	if !m.Now.Valid.Contains(x.asOf) {
		ended.Truth = view.No
	}
	return []view.Fact{rules, registered, ended}
}

// registers names the institutions that have the issuer in their register, under
// one of its external ids.
func (x *exchange) registers(issuer *catalog.Institution) []string {
	var out []string
	for i := range x.rules.Set.Institutions {
		in := &x.rules.Set.Institutions[i]
		for _, id := range slices.Sorted(maps.Values(issuer.ExternalIDs)) {
			if e := in.IssuerOn(id, x.asOf); e != nil {
				out = append(out, x.loc.T("item.trust.registered", "institution", in.Name, "tier", x.loc.T("item.tier."+string(e.Tier))))
				break
			}
		}
	}
	return out
}

// signedRules counts the versions of agreements behind the rows, and those that
// name their signed document.
func signedRules(rows []app.ItemRow) (signed, all int) {
	seen := map[string]bool{}
	for i := range rows {
		for _, r := range rows[i].Rules {
			if key := string(r.Ref.Agreement) + "@" + strconv.Itoa(r.Ref.Version); !seen[key] && r.Title != "" {
				seen[key] = true
				all++
				if r.Signed {
					signed++
				}
			}
		}
	}
	return signed, all
}

// ruleCells are the rules of a row in the columns of a table.
func ruleCells(rules []app.ItemRule) []string {
	cells := make([][]string, 6)
	for i := range rules {
		r := &rules[i]
		for k, text := range []string{
			string(r.Ref.Agreement), strconv.Itoa(r.Ref.Version), r.Ref.Rule, r.Sentence, dayText(r.Valid.From), dayText(r.Valid.To),
		} {
			cells[k] = append(cells[k], text)
		}
	}
	out := make([]string, len(cells))
	for k := range cells {
		out[k] = strings.Join(cells[k], "; ")
	}
	return out
}
