package pathway

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/wording"
)

func refOf(a *agreement.Agreement) AgreementRef {
	return AgreementRef{
		ID: a.ID, Version: a.Version, Title: a.Title, Kind: a.Kind,
		Lifecycle: a.Lifecycle, Signed: a.Evidence.Signed(), Effective: a.Effective,
	}
}

// addAgreement adds the rules of one version, which stands at a position of the
// set.
func (b *builder) addAgreement(a *agreement.Agreement, position int) {
	ref := refOf(a)
	for i := range a.Rules {
		id := b.addRule(a, &a.Rules[i], ref)
		b.places[id] = pointer("agreements", position, "/rules/"+strconv.Itoa(i))
	}
	if a.Numbering != nil {
		b.addNumbering(a, ref)
	}
}

// ruleVertex adds the vertex of a rule; a rule id that is taken gets a number.
func (b *builder) ruleVertex(a *agreement.Agreement, rule string, facts *RuleFacts) VertexID {
	id := RuleVertex(a.ID, a.Version, rule)
	for n := 2; b.vertices[id] != nil; n++ {
		id = RuleVertex(a.ID, a.Version, rule+"#"+strconv.Itoa(n))
	}
	b.vertices[id] = &Vertex{
		ID: id, Kind: KindRule, Ref: rule, Institution: a.Receiver, Rule: facts,
		Name: string(a.ID) + " v" + strconv.Itoa(a.Version) + " " + rule, Detail: string(facts.Outcome),
	}
	return id
}

func (b *builder) addRule(a *agreement.Agreement, r *agreement.Rule, ref AgreementRef) VertexID {
	words := r.Words(b.name)
	facts := &RuleFacts{
		Agreement: ref, Outcome: cmp.Or(r.Outcome, agreement.OutcomeAward),
		Sentence: words.String(), Words: words, Valid: r.Valid, Programs: slices.Sorted(slices.Values(a.Programs)),
	}
	id := b.ruleVertex(a, r.ID, facts)
	if r.When != nil {
		b.addSources(a, r, id, ref)
	}
	for i := range r.Awards {
		b.addAward(a, &r.Awards[i], id, ref)
	}
	return id
}

// addSources links every item that a leaf of the source accepts.
func (b *builder) addSources(a *agreement.Agreement, r *agreement.Rule, rule VertexID, ref AgreementRef) {
	for leaf := range r.When.Leaves {
		l := Link{To: rule, Kind: LinkSource, Agreements: []AgreementRef{ref}}
		accepted := b.accepted(a, leaf)
		l.Wildcard = leaf.Item == ""
		for _, id := range accepted {
			l.From = b.item(id)
			l.Alone = b.alone(r.When, leaf, id)
			b.link(l)
		}
	}
}

// accepted lists the items that one leaf stands for.
func (b *builder) accepted(a *agreement.Agreement, leaf *agreement.Expr) []catalog.ItemID {
	if leaf.Item == "" {
		if leaf.Match == nil {
			return nil
		}
		return b.matching(a, leaf.Match)
	}
	out := []catalog.ItemID{leaf.Item}
	if a.HonorsMixable {
		out = append(out, b.twins[leaf.Item]...)
	}
	return out
}

// addAward links what a rule gives, and an award that is no item to the
// programs that the agreement is for.
func (b *builder) addAward(a *agreement.Agreement, w *agreement.Award, rule VertexID, ref AgreementRef) {
	refs := []AgreementRef{ref}
	if w.Item != "" {
		b.link(Link{From: rule, To: b.item(w.Item), Kind: LinkAward, Agreements: refs, Awards: []agreement.AwardKind{w.Kind}})
		return
	}
	id, words := awardVertex(a.Receiver, w), awardName(w)
	if b.vertices[id] == nil {
		b.vertices[id] = &Vertex{
			ID: id, Kind: KindAward, Ref: string(id[len("award:"):]), Name: words.String(), Words: words,
			Detail: string(w.Kind), Institution: a.Receiver,
		}
	}
	b.link(Link{From: rule, To: id, Kind: LinkAward, Agreements: refs, Awards: []agreement.AwardKind{w.Kind}})
	for _, program := range a.Programs {
		to := ProgramVertex(program)
		if b.vertices[to] == nil {
			b.vertices[to] = &Vertex{
				ID: to, Kind: KindProgram, Ref: program, Name: program, Unknown: true,
				Institution: cmp.Or(a.Receiver, catalog.ItemID(program).Institution()),
			}
		}
		b.link(Link{From: id, To: to, Kind: LinkToward, Agreements: refs})
	}
}

// addNumbering adds one rule for each common number: items of the members that
// share it are accepted as one another, between institutions.
func (b *builder) addNumbering(a *agreement.Agreement, ref AgreementRef) {
	groups := map[string][]catalog.ItemID{}
	for _, it := range b.itemOrder {
		number := a.Numbering.Number(it)
		if number == "" || slices.Contains(a.Numbering.Except, it.ID) || !slices.Contains(a.Senders, it.Institution) {
			continue
		}
		groups[number] = append(groups[number], it.ID)
	}
	for number, members := range groups {
		if len(members) < 2 {
			continue
		}
		words := wording.Of("rule.numbering", "{number} of one member counts as {number} of another", "number", number)
		facts := &RuleFacts{
			Agreement: ref, Outcome: agreement.OutcomeAward, Sentence: words.String(), Words: words, Equivalence: true,
			Programs: slices.Sorted(slices.Values(a.Programs)),
		}
		rule := b.ruleVertex(a, "number:"+number, facts)
		refs := []AgreementRef{ref}
		for _, id := range members {
			b.link(Link{From: b.item(id), To: rule, Kind: LinkSource, Agreements: refs, Alone: true})
			b.link(Link{From: rule, To: b.item(id), Kind: LinkAward, Agreements: refs, Awards: []agreement.AwardKind{agreement.AwardCourse}})
		}
	}
}
