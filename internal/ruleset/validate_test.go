package ruleset

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// world is a small set without a problem; the tests break one thing each.
const world = `{
 "institutions": [
  {"id":"coast","name":"Coast College","kind":"two-year","unit":"semester"},
  {"id":"ridge","name":"Ridge University","kind":"university","unit":"ridge-unit",
   "policy":{"conversions":[{"from":"semester","to":"ridge-unit","ratio":"1/2"}],
    "caps":[{"id":"exams","limit":"10","filter":{"kinds":["exam"]}}],
    "exclusions":[{"kind":"one-of","items":["ridge/cs-1","ridge/cs-2"]}],
    "recency":[{"years":5}]}},
  {"id":"board","name":"The Board","kind":"examining-board","unit":"semester","gradeScale":"exam-1-5"}],
 "items": [
  {"id":"board/ap-calc","institution":"board","kind":"exam","versions":[{"code":"","title":"Calculus"}]},
  {"id":"coast/cs-1","institution":"coast","kind":"course","versions":[
    {"code":"CS 1","title":"Programming","credits":"3","valid":{"to":"2019-12-31"}},
    {"code":"CS 10","title":"Programming","credits":"3","valid":{"from":"2020-01-01"}}]},
  {"id":"coast/cs-2","institution":"coast","kind":"course","versions":[{"code":"CS 2","title":"Data","credits":"3","level":"lower"}]},
  {"id":"ridge/cs-1","institution":"ridge","kind":"course","versions":[{"code":"CS 1","title":"Programming","credits":"2"}]},
  {"id":"ridge/cs-2","institution":"ridge","kind":"course","versions":[{"code":"CS 2","title":"Data","credits":"2"}]},
  {"id":"ridge/cert","institution":"ridge","kind":"certificate","versions":[{"code":"","title":"Certificate"}]},
  {"id":"ridge/ba","institution":"ridge","kind":"degree","versions":[{"code":"","title":"Degree"}]}],
 "programs": [
  {"id":"ridge/cert-prog","institution":"ridge","title":"Certificate","credential":"ridge/cert","requires":{"all":[{"item":"ridge/cs-1"},{"item":"ridge/cs-2"}]}},
  {"id":"ridge/ba-prog","institution":"ridge","title":"Degree","credential":"ridge/ba","requires":{"choose":{"count":1,"of":[{"item":"ridge/cert"},{"series":["ridge/cs-1"]}]}}}],
 "agreements": [
  {"id":"coast-ridge","version":1,"title":"Coast to Ridge","kind":"articulation","senders":["coast"],"receiver":"ridge",
   "lifecycle":"approved","evidence":{"reference":"doc.pdf","signedOn":"2020-01-01"},
   "rules":[
    {"id":"one","when":{"all":[{"item":"coast/cs-1","minGrade":"C"},{"item":"coast/cs-2"}]},"awards":[{"kind":"course","item":"ridge/cs-1"}]},
    {"id":"two","when":{"atLeast":{"count":1,"of":[{"item":"coast/cs-2"}]}},"awards":[{"kind":"elective","credits":"2"}]},
    {"id":"three","when":{"match":{"subject":"CS","number":"1##"}},"awards":[{"kind":"subject-elective","subject":"CS"}]}]},
  {"id":"exams","version":1,"title":"Exams","kind":"receiver-table","senders":["board"],"receiver":"ridge",
   "lifecycle":"draft",
   "rules":[{"id":"calc","when":{"item":"board/ap-calc","minGrade":"4"},"awards":[{"kind":"area","name":"Quantitative"}]}]}]
}`

func newWorld(t *testing.T) *Set {
	t.Helper()
	var s Set
	if err := json.Unmarshal([]byte(world), &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestValidSetHasNoProblems(t *testing.T) {
	t.Parallel()
	if problems := Validate(newWorld(t)); len(problems) > 0 {
		t.Error(problems.Error())
	}
	if problems := Validate(&Set{}); problems != nil {
		t.Error(problems.Error())
	}
}

type breakage struct {
	name  string
	spoil func(s *Set)
	want  string // "code pointer", several separated by newlines
}

func amount(s string) credit.Amount {
	a, err := credit.ParseAmount(s)
	if err != nil {
		panic(err)
	}
	return a
}

func rule(s *Set, i int) *agreement.Rule { return &s.Agreements[0].Rules[i] }

func TestValidateFindsEachProblem(t *testing.T) {
	t.Parallel()
	day := calendar.NewDate
	for _, b := range []breakage{
		{"duplicate institution", func(s *Set) { s.Institutions[0].ID = "board" }, "duplicate_id /institutions/2/id\nunknown_institution"},
		{"bad id", func(s *Set) { s.Scales = []catalog.Scale{{ID: "My Scale", Numeric: true, Max: credit.Int(1)}} }, "bad_id /scales/0/id"},
		{"hidden id", func(s *Set) {
			s.Scales = []catalog.Scale{{ID: ".x", Steps: []catalog.GradeStep{{Symbol: "a"}, {Symbol: "A"}}}}
		}, "bad_id /scales/0/id\nduplicate_grade /scales/0/steps/1/symbol"},
		{"scale order", func(s *Set) { s.Scales = []catalog.Scale{{ID: "x", Numeric: true, Min: credit.Int(2)}} }, "bad_scale /scales/0"},
		{"institution kind", func(s *Set) { s.Institutions[0].Kind = "universal" }, "unknown_kind /institutions/0/kind"},
		{"institution unit", func(s *Set) { s.Institutions[0].Unit = "semster" }, "unknown_unit /institutions/0/unit"},
		{"no unit", func(s *Set) { s.Institutions[0].Unit = "" }, "missing_unit /institutions/0/unit"},
		{"country", func(s *Set) { s.Institutions[0].Country = "usa" }, "bad_country /institutions/0/country"},
		{"scale", func(s *Set) { s.Institutions[0].GradeScale = "us-leter" }, "unknown_scale /institutions/0/gradeScale\nunknown_grade /agreements/0/rules/0/when/all/0/minGrade"},
		{"shared name", func(s *Set) { s.Institutions[0].Aliases = []string{"ridge  university"} }, "shared_name /institutions/1/name"},
		{"issuers", func(s *Set) {
			s.Institutions[0].Issuers = []catalog.Issuer{
				{ID: "did:web:a.example", Tier: catalog.TierApproved, Reason: "Examined in 2026."},
				{ID: "college.example", Tier: "gold"},
				{ID: "http://a.example/", Reason: "Known."},
				{ID: "did:web:a.example", Tier: catalog.TierRefused, Reason: "Again."},
			}
		}, "bad_issuer /institutions/0/issuers/1/id\nunknown_tier /institutions/0/issuers/1/tier\nmissing_reason /institutions/0/issuers/1/reason\n" +
			"bad_issuer /institutions/0/issuers/2/id\nmissing_tier /institutions/0/issuers/2/tier\nduplicate_issuer /institutions/0/issuers/3/id"},
		{"issuers in turn", func(s *Set) {
			s.Institutions[0].Issuers = []catalog.Issuer{
				{ID: "https://a.example/1", Tier: catalog.TierApproved, Reason: "Examined.", Valid: calendar.Range{To: day(2026, 1, 1)}},
				{ID: "https://a.example/1", Tier: catalog.TierRefused, Reason: "No longer.", Valid: calendar.Range{From: day(2026, 1, 2)}},
			}
		}, ""},
		{"ratio", func(s *Set) { s.Institutions[1].Policy.Conversions[0].Ratio = amount("-1") }, "bad_conversion /institutions/1/policy/conversions/0/ratio"},
		{"two factors", func(s *Set) {
			p := &s.Institutions[1].Policy
			p.Conversions = append(p.Conversions, credit.Factor{From: "ridge-unit", To: "semester", Ratio: credit.Int(3)})
		}, "duplicate_conversion /institutions/1/policy/conversions/1"},
		{"rounding", func(s *Set) {
			s.Institutions[1].Policy.Rounding = credit.Rounding{Mode: "halfup", Stage: "x", Quantum: credit.Int(-1)}
		}, "unknown_mode /institutions/1/policy/rounding/mode\nunknown_stage /institutions/1/policy/rounding/stage\nnegative_quantum /institutions/1/policy/rounding/quantum"},
		{"cap", func(s *Set) { s.Institutions[1].Policy.Caps[0].Limit = credit.Int(-1) }, "negative_credits /institutions/1/policy/caps/0/limit"},
		{"exclusion", func(s *Set) { s.Institutions[1].Policy.Exclusions[0].Items[1] = "ridge/cs-3" }, "unknown_item /institutions/1/policy/exclusions/0/items/1"},
		{"recency", func(s *Set) { s.Institutions[1].Policy.Recency[0].Years = 0 }, "bad_years /institutions/1/policy/recency/0/years"},
		{"time for appeals", func(s *Set) {
			s.Institutions[1].Policy.Appeals = &catalog.Appeals{Days: 15, Business: true, Silence: catalog.SilenceGranted}
		}, ""},
		{"no time for appeals", func(s *Set) { s.Institutions[1].Policy.Appeals = &catalog.Appeals{Silence: "grant"} }, "bad_days /institutions/1/policy/appeals/days\nunknown_silence /institutions/1/policy/appeals/silence"},
		{"too long for appeals", func(s *Set) { s.Institutions[1].Policy.Appeals = &catalog.Appeals{Days: 367} }, "bad_days /institutions/1/policy/appeals/days"},
		{"item institution", func(s *Set) { s.Items[2].Institution = "ridge" }, "wrong_institution /items/2/institution\nshared_code /items/4/versions/0/code"},
		{"no versions", func(s *Set) { s.Items[2].Versions = nil }, "missing_versions /items/2"},
		{"negative credits", func(s *Set) { s.Items[2].Versions[0].Credits = credit.Int(-3) }, "negative_credits /items/2/versions/0/credits"},
		{"max below min", func(s *Set) { s.Items[2].Versions[0].MaxCredits = credit.Int(1) }, "inverted_credits /items/2/versions/0/maxCredits"},
		{"level", func(s *Set) { s.Items[2].Versions[0].Level = "lowr" }, "unknown_level /items/2/versions/0/level"},
		{"versions overlap", func(s *Set) { s.Items[1].Versions[1].Valid.From = day(2019, 6, 1) }, "overlapping_versions /items/1/versions/1/valid"},
		{"inverted dates", func(s *Set) { s.Items[1].Versions[1].Valid.To = day(2019, 6, 1) }, "inverted_dates /items/1/versions/1/valid"},
		{"code reused too early", func(s *Set) {
			s.Items[2].Versions[0].Code, s.Items[2].Versions[0].Valid.From = "cs-1", day(2019, 12, 31)
		}, "shared_code /items/2/versions/0/code"},
		{"code reused later", func(s *Set) {
			s.Items[2].Versions[0].Code, s.Items[2].Versions[0].Valid.From = "CS 1", day(2020, 1, 1)
		}, ""},
		{"cross-listed with itself", func(s *Set) { s.Items[2].CrossListed = []catalog.ItemID{"coast/cs-2"} }, "cross_listed_with_itself /items/2/crossListed/0"},
		{"requirement item", func(s *Set) { s.Programs[0].Requires.All[1].Item = "ridge/cs-22" }, "unknown_item /programs/0/requires/all/1/item"},
		{"choose too many", func(s *Set) { s.Programs[1].Requires.Choose.Count = 3 }, "count_out_of_range /programs/1/requires/choose/count"},
		{"two kinds of requirement", func(s *Set) { s.Programs[0].Requires.Item = "ridge/cs-1" }, "bad_requirement /programs/0/requires"},
		{"cycle", func(s *Set) { s.Programs[0].Requires.All[1].Item = "ridge/ba" }, "cyclic_program /programs/0/requires"},
		{"own credential", func(s *Set) { s.Programs[0].Requires = &requirement.Node{Item: "ridge/cert"} }, "cyclic_program /programs/0/requires"},
		{"agreement kind", func(s *Set) { s.Agreements[0].Kind = "" }, "missing_kind /agreements/0/kind"},
		{"lifecycle", func(s *Set) { s.Agreements[0].Lifecycle = "aproved" }, "unknown_lifecycle /agreements/0/lifecycle"},
		{"basis", func(s *Set) { s.Agreements[0].Basis = "entry" }, "unknown_basis /agreements/0/basis"},
		{"no receiver", func(s *Set) { s.Agreements[0].Receiver = "" }, "missing_receiver /agreements/0/receiver"},
		{"self", func(s *Set) { s.Agreements[0].Senders = append(s.Agreements[0].Senders, "ridge") }, "self_articulation /agreements/0/senders/1"},
		{"sender", func(s *Set) { s.Agreements[1].Senders[0] = "bord" }, "unknown_institution /agreements/1/senders/0\nforeign_source /agreements/1/rules/0/when/item"},
		{"program", func(s *Set) { s.Agreements[0].Programs = []string{"ridge/cert-pro"} }, "unknown_program /agreements/0/programs/0"},
		{"same version", func(s *Set) { s.Agreements[1].ID = "coast-ridge" }, "duplicate_id /agreements/1/id"},
		{"unsigned", func(s *Set) { s.Agreements[0].Evidence.SignedOn = 0 }, "unsigned /agreements/0/evidence"},
		{"sha", func(s *Set) { s.Agreements[0].Evidence.SHA256 = "ABC" }, "bad_sha256 /agreements/0/evidence/sha256"},
		{"effective", func(s *Set) { s.Agreements[0].Effective = calendar.Range{From: day(2021, 1, 1), To: day(2020, 1, 1)} }, "inverted_dates /agreements/0/effective"},
		{"both in force", func(s *Set) {
			s.Agreements[1] = s.Agreements[0]
			s.Agreements[1].Version = 2
		}, "overlapping_agreements /agreements/1/effective"},
		{"numbering", func(s *Set) { s.Agreements[0].Numbering = &agreement.Numbering{Kind: agreement.ByCommonNumber} }, "missing_key /agreements/0/numbering/key\nnumbering_outside_hub /agreements/0/numbering"},
		{"duplicate rule", func(s *Set) { rule(s, 1).ID = "one" }, "duplicate_rule /agreements/0/rules/1/id"},
		{"unknown source", func(s *Set) { rule(s, 0).When.All[0].Item = "coast/cs-11" }, "unknown_item /agreements/0/rules/0/when/all/0/item"},
		{"code for an id", func(s *Set) { rule(s, 0).When.All[0].Item = "CS 1" }, "bad_id /agreements/0/rules/0/when/all/0/item"},
		{"foreign source", func(s *Set) { rule(s, 0).When.All[0].Item = "ridge/cs-2" }, "foreign_source /agreements/0/rules/0/when/all/0/item"},
		{"foreign award", func(s *Set) { rule(s, 0).Awards[0].Item = "board/ap-calc" }, "foreign_award /agreements/0/rules/0/awards/0/item"},
		{"own source", func(s *Set) { rule(s, 0).Awards[0].Item = "coast/cs-1" }, "foreign_award /agreements/0/rules/0/awards/0/item\nself_award /agreements/0/rules/0/awards/0/item"},
		{"grade", func(s *Set) { rule(s, 0).When.All[0].MinGrade = "Q" }, "unknown_grade /agreements/0/rules/0/when/all/0/minGrade"},
		{"grade of a scale", func(s *Set) { rule(s, 0).When.All[0].MinGrade = "exam-1-5:6" }, "unknown_grade /agreements/0/rules/0/when/all/0/minGrade"},
		{"grade scale", func(s *Set) { rule(s, 0).When.All[0].MinGrade = "exam-1-6:6" }, "unknown_scale /agreements/0/rules/0/when/all/0/minGrade"},
		{"grades inverted", func(s *Set) { rule(s, 0).When.MinGrade, rule(s, 0).When.MaxGrade = "B", "D" }, "inverted_grades /agreements/0/rules/0/when/maxGrade"},
		{"two alternatives", func(s *Set) { rule(s, 1).When.Item = "coast/cs-1" }, "bad_expression /agreements/0/rules/1/when"},
		{"no alternative", func(s *Set) { rule(s, 1).When.AtLeast = nil }, "bad_expression /agreements/0/rules/1/when"},
		{"empty all", func(s *Set) { rule(s, 0).When.All = []agreement.Expr{} }, "empty_list /agreements/0/rules/0/when/all"},
		{"count", func(s *Set) { rule(s, 1).When.AtLeast.Count = 2 }, "count_out_of_range /agreements/0/rules/1/when/atLeast/count"},
		{"no count", func(s *Set) { rule(s, 1).When.AtLeast.Count = 0 }, "count_out_of_range /agreements/0/rules/1/when/atLeast"},
		{"number pattern", func(s *Set) { rule(s, 2).When.Match.Number = "199-100" }, "bad_number_pattern /agreements/0/rules/2/when/match/number"},
		{"credits range", func(s *Set) { rule(s, 2).When.MinCredits, rule(s, 2).When.MaxCredits = credit.Int(4), credit.Int(3) }, "inverted_credits /agreements/0/rules/2/when/maxCredits"},
		{"evidence", func(s *Set) { rule(s, 2).When.Evidence = []catalog.EvidenceKind{"transcripts"} }, "unknown_evidence /agreements/0/rules/2/when/evidence/0"},
		{"no source", func(s *Set) { rule(s, 1).When = nil }, "missing_source /agreements/0/rules/1"},
		{"no awards", func(s *Set) { rule(s, 1).Awards = nil }, "missing_awards /agreements/0/rules/1/awards"},
		{"outcome", func(s *Set) { rule(s, 1).Outcome = "denied" }, "unknown_outcome /agreements/0/rules/1/outcome"},
		{"award kind", func(s *Set) { rule(s, 1).Awards[0].Kind = "electiv" }, "unknown_kind /agreements/0/rules/1/awards/0/kind"},
		{"award without subject", func(s *Set) { rule(s, 2).Awards[0].Subject = "" }, "missing_award_subject /agreements/0/rules/2/awards/0/subject"},
		{"credit for a requirement", func(s *Set) {
			c := credit.Int(1)
			rule(s, 2).Awards[0] = agreement.Award{Kind: agreement.AwardRequirement, Name: "x", Credits: &c}
		}, "credit_without_effect /agreements/0/rules/2/awards/0/credits"},
		{"choice of one", func(s *Set) {
			rule(s, 2).Awards[0] = agreement.Award{Kind: agreement.AwardOneOf, OneOf: []agreement.Award{{Kind: agreement.AwardElective}}}
		}, "too_few_awards /agreements/0/rules/2/awards/0/oneOf"},
		{"wording", func(s *Set) { rule(s, 2).Conditions = []agreement.Text{{Text: "x", Meaning: "y"}} }, "unknown_meaning /agreements/0/rules/2/conditions/0/meaning"},
	} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			s := newWorld(t)
			b.spoil(s)
			compareProblems(t, Validate(s), b.want)
		})
	}
}

// compareProblems wants exactly the listed problems; a line with a code alone
// stands for any number of problems with that code.
func compareProblems(t *testing.T, got diag.List, want string) {
	t.Helper()
	anywhere, lines := map[string]bool{}, []string{}
	for line := range strings.SplitSeq(want, "\n") {
		if code, pointer, _ := strings.Cut(line, " "); pointer == "" {
			anywhere[code] = true
		} else {
			lines = append(lines, line)
		}
	}
	found := []string{}
	for _, p := range got {
		if p.Message == "" || strings.Contains(p.Message, "%!") {
			t.Errorf("bad message in %+v", p)
		}
		if !anywhere[p.Code] {
			found = append(found, p.Code+" "+p.Pointer)
		}
	}
	if diff := cmp.Diff(lines, found); diff != "" {
		t.Errorf("problems (-want +got):\n%s\n%s", diff, got.Error())
	}
}
