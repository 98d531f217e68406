package web

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// rulesShown is how many rules stand on one page of an agreement.
const rulesShown = 100

// agreement shows a version of an agreement, to be read.
func (s *Site) agreement(x *exchange) (*answer, error) {
	versions := x.rules.Agreement(agreement.ID(x.r.PathValue("id")))
	if len(versions) == 0 {
		return nil, fault.Say(fault.NotFound, wording.Of("fault.no_agreement", "There is no such agreement."))
	}
	a := &versions[len(versions)-1]
	if text := x.query.Get("version"); text != "" {
		number, _ := strconv.Atoi(text)
		i := slices.IndexFunc(versions, func(v agreement.Agreement) bool { return v.Version == number })
		if i < 0 {
			return nil, fault.Say(fault.NotFound, wording.Of("fault.no_version", "The agreement has no such version."))
		}
		a = &versions[i]
	}
	m := &view.Agreement{Agreement: a, Versions: versions, Rule: x.query.Get("rule"), Senders: x.names(a.Senders)}
	if a.Receiver != "" {
		m.Receiver = x.names([]catalog.InstitutionID{a.Receiver})[0]
	}
	x.placeRules(m)
	p := x.page("pathways", firstOf(a.Title, string(a.ID)))
	return &answer{
		page: p, body: view.AgreementPage(p, m),
		json: func() ([]byte, error) {
			var buf bytes.Buffer
			err := app.EncodeJSON(&buf, a)
			return buf.Bytes(), err
		},
		csv: func() [][]string { return ruleRows(a, x.rules) },
	}, nil
}

func (x *exchange) names(ids []catalog.InstitutionID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
		if in, ok := x.rules.Institution(id); ok {
			out[i] = in.Name
		}
	}
	return out
}

// placeRules chooses the rules of the page that is asked for: by its number, or
// the one that holds the rule.
func (x *exchange) placeRules(m *view.Agreement) {
	rules := m.Agreement.Rules
	from, _ := strconv.Atoi(x.query.Get("from"))
	if x.query.Get("from") == "" && m.Rule != "" {
		from = slices.IndexFunc(rules, func(r agreement.Rule) bool { return r.ID == m.Rule }) + 1
	}
	from = min(max(from-1, 0), max(len(rules)-1, 0)) / rulesShown * rulesShown
	to := min(from+rulesShown, len(rules))
	page := func(first int) string {
		return x.href(x.r.URL.Path, "version", strconv.Itoa(m.Version), "from", strconv.Itoa(first+1))
	}
	m.Place = view.Place{From: from + 1, To: to, All: len(rules)}
	if from > 0 {
		m.Place.Previous = page(from - rulesShown)
	}
	if to < len(rules) {
		m.Place.Next = page(to)
	}
	for i := from; i < to; i++ {
		r := &rules[i]
		m.Rules = append(m.Rules, view.AgreementRule{Rule: r, Sentence: x.loc.Say(r.Words(x.rules.Name))})
	}
}

func ruleRows(a *agreement.Agreement, v *app.View) [][]string {
	rows := [][]string{{"agreement", "version", "rule", "outcome", "sentence", "valid_from", "valid_to", "conditions"}}
	for i := range a.Rules {
		r := &a.Rules[i]
		conditions := make([]string, len(r.Conditions))
		for j := range r.Conditions {
			conditions[j] = r.Conditions[j].Text
		}
		rows = append(rows, []string{
			string(a.ID), strconv.Itoa(a.Version), r.ID, firstOf(string(r.Outcome), string(agreement.OutcomeAward)), r.Sentence(v.Name),
			dayText(r.Valid.From), dayText(r.Valid.To), strings.Join(conditions, "; "),
		})
	}
	return rows
}
