package view

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// Item is the page about one item.
type Item struct {
	Answer *app.ItemAnswer
	// Now is how the item is described on the page's day, Size its credit.
	Now  catalog.ItemVersion
	Size credit.Quantity
	// Issuer is whose item it is.
	Issuer *catalog.Institution
	// Reused are other items that have had one of its codes.
	Reused []ReusedCode
	// Rows are the rows that the filters leave; Hidden counts the others.
	Rows   []app.ItemRow
	Hidden int
	// Levels can be chosen; Level, OnlyCounts and Only are what is.
	Levels     []string
	Level      string
	OnlyCounts bool
	// Facts are the facts about it, Trust what supports it.
	Facts, Trust []Fact
	// Onward is what it leads to, Drawing the same as a picture.
	Onward  []*app.LeadStep
	Drawing []byte
}

// ReusedCode is another item that has had the same code.
type ReusedCode struct {
	Item  catalog.ItemID
	Code  string
	Title string
	Valid calendar.Range
}

// NameOf is how people know an item: its code, else its title, else its id.
func NameOf(it *catalog.Item, v catalog.ItemVersion) string {
	return firstOf(v.Code, v.Title, string(it.ID))
}

// itemVerdicts counts the rows by part of the ledger, for the sentence on top.
func itemVerdicts(p *Page, m *Item) string {
	counts := map[Part]map[catalog.InstitutionID]bool{}
	for i := range m.Answer.Rows {
		row := &m.Answer.Rows[i]
		part := PartOf(row.Line.Status)
		if counts[part] == nil {
			counts[part] = map[catalog.InstitutionID]bool{}
		}
		counts[part][row.Target.Institution] = true
	}
	var words []string
	for _, part := range Parts() {
		n := len(counts[part])
		if part == Undecided {
			n += len(m.Answer.Silent)
		}
		if n > 0 {
			words = append(words, p.N("item.verdict."+string(part), n))
		}
	}
	return p.Loc.List(words)
}

// rowBecomes is what the item becomes at a target.
func rowBecomes(p *Page, l *engine.Line) string {
	var words []string
	for i := range l.Awards {
		words = append(words, awardText(p, &l.Awards[i]))
	}
	return strings.Join(words, "; ")
}

// rowCredits is the credit that is accepted.
func rowCredits(r *app.ItemRow) credit.Quantity {
	return credit.Quantity{Amount: r.Line.Ledger.Accepted(), Unit: r.Target.Unit}
}

// ruleHref is the page of an agreement, at the rule.
func ruleHref(p *Page, r *engine.RuleRef) string {
	return AgreementHref(p, string(r.Agreement), r.Version, r.Rule)
}

// AgreementHref is the page of a version of an agreement, at one of its rules.
func AgreementHref(p *Page, id string, version int, rule string) string {
	pairs := []string{"version", strconv.Itoa(version)}
	if rule == "" {
		return p.Href("/agreements/"+id, pairs...)
	}
	return p.Href("/agreements/"+id, append(pairs, "rule", rule)...) + "#" + fragment(RuleAnchor(rule))
}

func levelName(p *Page, level string) string { return LevelName(p.Loc, level) }

// shownUses are the requirements worth showing: the deepest of those that use it.
func shownUses(list []app.ItemUse) []app.ItemUse {
	var out []app.ItemUse
	for i := range list {
		inner := false
		for j := range list {
			inner = inner || i != j && list[i].Program == list[j].Program && list[i].Path != list[j].Path &&
				(list[i].Path == "" || strings.HasPrefix(list[j].Path, list[i].Path+"/"))
		}
		if !inner {
			out = append(out, list[i])
		}
	}
	return out
}

// useText is a requirement that uses an item.
func useText(p *Page, u *app.ItemUse) string {
	if p.Loc.Tag() != "en" && !u.Words.IsZero() {
		return capital(p.Loc.Say(u.Words))
	}
	return bareSentence(u.Text)
}

// bareSentence is a requirement's sentence as it stands in a list.
func bareSentence(s string) string {
	return capital(strings.TrimSuffix(strings.TrimPrefix(s, "Complete "), "."))
}

// noRuleKey says what stands behind an answer without a rule.
func noRuleKey(l *engine.Line) string {
	switch {
	case PartOf(l.Status) == Undecided:
		return "item.rule.unpublished"
	case len(l.Reasons) > 0 && l.Reasons[0].Code == "earned_here":
		return "item.rule.home"
	}
	return "item.rule.none"
}
