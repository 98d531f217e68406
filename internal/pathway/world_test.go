package pathway_test

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// item makes an item whose code is the local part of its id in capitals.
func item(id catalog.ItemID, kind catalog.ItemKind) catalog.Item {
	_, local, _ := strings.Cut(string(id), "/")
	return catalog.Item{
		ID: id, Institution: id.Institution(), Kind: kind,
		Versions: []catalog.ItemVersion{{Code: strings.ToUpper(strings.ReplaceAll(local, "-", " ")), Credits: credit.Int(3)}},
	}
}

func needs(ids ...catalog.ItemID) *requirement.Node {
	n := &requirement.Node{Title: "Core"}
	for _, id := range ids {
		n.All = append(n.All, requirement.Node{Item: id})
	}
	return n
}

func source(ids ...catalog.ItemID) *agreement.Expr {
	if len(ids) == 1 {
		return &agreement.Expr{Item: ids[0]}
	}
	e := &agreement.Expr{}
	for _, id := range ids {
		e.All = append(e.All, agreement.Expr{Item: id})
	}
	return e
}

func gives(ids ...catalog.ItemID) (out []agreement.Award) {
	for _, id := range ids {
		out = append(out, agreement.Award{Kind: agreement.AwardCourse, Item: id})
	}
	return out
}

func rule(id string, when *agreement.Expr, awards ...agreement.Award) agreement.Rule {
	return agreement.Rule{ID: id, When: when, Awards: awards}
}

var signed = agreement.Evidence{Reference: "doc", SignedOn: 1}

func articulation(id agreement.ID, from, to catalog.InstitutionID, rules ...agreement.Rule) agreement.Agreement {
	return agreement.Agreement{
		ID: id, Version: 1, Kind: agreement.Articulation, Lifecycle: agreement.Approved,
		Senders: []catalog.InstitutionID{from}, Receiver: to, Rules: rules, Evidence: signed,
	}
}

func day(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// world is a college, a university and a second one: a badge and two courses
// make a certificate, the certificate counts toward a degree at the university,
// mathematics goes both ways, and the second university only knows the first.
func world(tb testing.TB) *ruleset.Set {
	tb.Helper()
	degree := articulation("college-state", "college", "state",
		rule("certificate", source("college/web"), gives("state/web-1")...),
		rule("math", source("college/math-1", "college/math-2"), gives("state/math-10")...),
		agreement.Rule{ID: "art", When: source("college/art-1"), Outcome: agreement.OutcomeRefused},
	)
	degree.Programs = []string{"state/cs"}
	back := articulation("state-college", "state", "college", rule("math", source("state/math-10"), gives("college/math-1")...))
	draft := articulation("college-state-draft", "college", "state",
		rule("art", source("college/art-1"), agreement.Award{Kind: agreement.AwardArea, Name: "Arts & <Humanities>"}))
	draft.Lifecycle = agreement.Draft
	onward := articulation("state-tech", "state", "tech", rule("web", source("state/web-1"), gives("tech/web-9")...))
	old := articulation("state-tech-old", "state", "tech", rule("math", source("state/math-10"), gives("tech/math-9")...))
	old.Effective = calendar.Range{To: day(tb, "2020-12-31")}
	return &ruleset.Set{
		Institutions: []catalog.Institution{
			{ID: "college", Name: "River College"}, {ID: "state", Name: "State University"}, {ID: "tech", Name: "Tech"},
		},
		Items: []catalog.Item{
			item("college/html", catalog.MicroCredential), item("college/css", catalog.Course), item("college/js", catalog.Course),
			item("college/web", catalog.Certificate), item("college/math-1", catalog.Course), item("college/math-2", catalog.Course),
			item("college/art-1", catalog.Course), item("state/web-1", catalog.Course), item("state/math-10", catalog.Course),
			item("state/cs", catalog.Degree), item("tech/web-9", catalog.Course), item("tech/math-9", catalog.Course),
			item("college/tags", catalog.Course),
		},
		Programs: []requirement.Program{
			{ID: "college/html", Institution: "college", Title: "HTML badge", Credential: "college/html", Requires: needs("college/tags")},
			{ID: "college/web", Institution: "college", Title: "Web certificate", Credential: "college/web", Requires: needs("college/html", "college/css", "college/js")},
			{ID: "state/cs", Institution: "state", Title: "Computing BS", Credential: "state/cs", Requires: needs("state/web-1", "state/math-10")},
			{ID: "state/minor", Institution: "state", Title: "Web minor", Requires: needs("state/web-1")},
		},
		Agreements: []agreement.Agreement{degree, back, draft, onward, old},
	}
}

func build(tb testing.TB, set *ruleset.Set) *pathway.Graph {
	tb.Helper()
	g, problems := pathway.Build(set)
	if len(problems) > 0 {
		tb.Fatalf("problems: %v", problems)
	}
	return g
}
