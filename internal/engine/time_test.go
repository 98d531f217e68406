package engine_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// day reads a date that is right.
func day(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rightsWorld is a college whose program asks for one course in 2019, two in
// 2021, and another one in 2022 (worked case F7).
func rightsWorld(t *testing.T, rights *catalog.CatalogueRights, unit credit.Unit) *engine.Snapshot {
	t.Helper()
	set := ruleset.Set{Institutions: []catalog.Institution{{ID: "merced", Name: "Merced College", Kind: catalog.TwoYear, Unit: unit, Policy: catalog.Policy{Catalogue: rights}}}}
	for _, code := range []string{"a-1", "b-2", "c-3"} {
		set.Items = append(set.Items, catalog.Item{
			ID: catalog.ItemID("merced/" + code), Institution: "merced", Kind: catalog.Course,
			Versions: []catalog.ItemVersion{{Code: strings.ToUpper(strings.ReplaceAll(code, "-", " ")), Title: code, Credits: credit.Int(3)}},
		})
	}
	item := func(ids ...catalog.ItemID) *requirement.Node {
		n := &requirement.Node{All: []requirement.Node{}}
		for _, id := range ids {
			n.All = append(n.All, requirement.Node{Item: id})
		}
		return n
	}
	set.Programs = []requirement.Program{{
		ID: "merced/liberal-studies", Institution: "merced", Title: "Liberal Studies",
		Versions: []requirement.ProgramVersion{
			{ID: "2019", Catalog: calendar.Range{From: day(t, "2019-08-01"), To: day(t, "2020-07-31")}, Requires: item("merced/a-1")},
			{ID: "2020", Catalog: calendar.Range{From: day(t, "2020-08-01"), To: day(t, "2021-12-31")}, Requires: item("merced/a-1", "merced/b-2")},
			{ID: "2022", Catalog: calendar.Range{From: day(t, "2022-01-01")}, Requires: item("merced/a-1", "merced/b-2", "merced/c-3")},
		},
	}}
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func auditOf(t *testing.T, s *engine.Snapshot, rec record.Record, asOf string) *engine.Audit {
	t.Helper()
	r, err := s.Evaluate(engine.Query{Record: rec, Targets: []engine.Target{{Institution: "merced", Program: "merced/liberal-studies"}}, AsOf: day(t, asOf)})
	if err != nil {
		t.Fatal(err)
	}
	return r.Targets[0].Audit
}

func at(item, term string) record.Attainment {
	return record.Attainment{ID: item + term, Item: catalog.ItemID("merced/" + item), Term: term, Grade: "B"}
}

func TestCatalogueRights(t *testing.T) {
	t.Parallel()
	all := &catalog.CatalogueRights{
		Rights: []catalog.CatalogueRight{catalog.EntryRight, catalog.ContinuousRight, catalog.GraduationRight},
		Leaves: map[string]int{"military": 2},
	}
	entryOnly := &catalog.CatalogueRights{Rights: []catalog.CatalogueRight{catalog.EntryRight}, Leaves: map[string]int{"military": 2}}
	began := []record.Attainment{at("a-1", "Fall 2019"), at("b-2", "Spring 2020")}
	gap := append(append([]record.Attainment{}, began...), at("b-2", "Spring 2022"))
	steady := append(append([]record.Attainment{}, gap...), record.Attainment{ID: "x", Item: "merced/b-2", Term: "Fall 2021", Grade: "D"})
	military := []record.Leave{{Kind: "military", From: day(t, "2020-09-01"), To: day(t, "2021-12-20")}}
	for name, c := range map[string]struct {
		rights  *catalog.CatalogueRights
		unit    credit.Unit
		rec     record.Record
		asOf    string
		version string
		right   string
		says    string
		choices int
	}{
		"no gap: entry is best":                       {all, credit.Semester, record.Record{Attainments: steady}, "2022-06-30", "2019", "entry 2019-08-16, continuous", "catalogue_choice", 3},
		"F7: a year without enrolment loses entry":    {all, credit.Semester, record.Record{Attainments: gap}, "2022-06-30", "2022", "entry 2022-01-01", "catalogue_rights_lost", 0},
		"F7: military leave keeps it":                 {all, credit.Semester, record.Record{Attainments: gap, Leaves: military}, "2022-06-30", "2019", "entry 2019-08-16", "catalogue_leave", 3},
		"another leave does not":                      {all, credit.Semester, record.Record{Attainments: gap, Leaves: []record.Leave{{Kind: "travel", From: military[0].From, To: military[0].To}}}, "2022-06-30", "2022", "entry 2022-01-01", "catalogue_rights_lost", 0},
		"an enrolment that is stated":                 {entryOnly, credit.Semester, record.Record{Attainments: gap, Enrolments: []record.Enrolment{{Institution: "merced", Term: "Fall 2021"}}}, "2022-06-30", "2019", "entry 2019-08-16", "", 0},
		"elsewhere is not counted":                    {entryOnly, credit.Semester, record.Record{Attainments: gap, Enrolments: []record.Enrolment{{Institution: "other", Term: "Fall 2021"}}}, "2022-06-30", "2022", "entry 2022-01-01", "catalogue_rights_lost", 0},
		"summer is not counted":                       {entryOnly, credit.Semester, record.Record{Attainments: gap, Enrolments: []record.Enrolment{{Institution: "merced", Term: "Summer 2021"}}}, "2022-06-30", "2022", "entry 2022-01-01", "catalogue_rights_lost", 0},
		"one quarter of two is a gap":                 {entryOnly, credit.Quarter, record.Record{Attainments: gap, Enrolments: []record.Enrolment{{Institution: "merced", Term: "Fall 2021"}, {Institution: "merced", Term: "Fall 2020"}}}, "2022-06-30", "2022", "entry 2022-01-01", "catalogue_rights_lost", 0},
		"two quarters are none":                       {entryOnly, credit.Quarter, record.Record{Attainments: gap, Enrolments: []record.Enrolment{{Institution: "merced", Term: "Fall 2021"}, {Institution: "merced", Term: "Winter 2021"}, {Institution: "merced", Term: "Fall 2020"}}}, "2022-06-30", "2019", "entry 2019-08-16", "", 0},
		"not returned: today's":                       {entryOnly, credit.Semester, record.Record{Attainments: began}, "2022-06-30", "2022", "graduation 2022-06-30", "has not returned", 0},
		"the year of evaluation breaks nothing":       {entryOnly, credit.Semester, record.Record{Attainments: began}, "2021-06-30", "2019", "entry 2019-08-16", "", 0},
		"the day of entry stands where nothing shows": {entryOnly, credit.Semester, record.Record{Attainments: []record.Attainment{}, EntryCatalog: map[catalog.InstitutionID]calendar.Date{"merced": day(t, "2020-09-01")}}, "2022-06-30", "2020", "entry 2020-09-01", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := auditOf(t, rightsWorld(t, c.rights, c.unit), c.rec, c.asOf)
			if a.Version != c.version || !strings.HasPrefix(a.Right, c.right) || len(a.Choices) != c.choices {
				t.Errorf("version %q by %q of %d choices, want %q by %q of %d", a.Version, a.Right, len(a.Choices), c.version, c.right, c.choices)
			}
			var said []string
			for _, r := range a.RightReasons {
				said = append(said, r.Code+": "+r.Text)
			}
			if text := strings.Join(said, "\n"); !strings.Contains(text, c.says) || c.says == "" && text != "" {
				t.Errorf("reasons %q, want %q", text, c.says)
			}
			chosen := 0
			for _, ch := range a.Choices {
				if ch.Chosen {
					chosen++
					if diff := cmp.Diff(a.Remaining, ch.Remaining); ch.Version != a.Version || diff != "" {
						t.Errorf("chosen %q, audited %q\n%s", ch.Version, a.Version, diff)
					}
				}
			}
			if c.choices > 0 && chosen != 1 {
				t.Errorf("%d versions are chosen", chosen)
			}
		})
	}
}

// Without a policy on rights nothing changes: the day of entry, else today's.
func TestWithoutRightsTheEntryCounts(t *testing.T) {
	t.Parallel()
	s := rightsWorld(t, nil, credit.Semester)
	rec := record.Record{Attainments: []record.Attainment{at("a-1", "Fall 2019")}}
	if a := auditOf(t, s, rec, "2022-06-30"); a.Version != "2022" || a.Right != "current" {
		t.Errorf("version %q by %q", a.Version, a.Right)
	}
	rec.EntryCatalog = map[catalog.InstitutionID]calendar.Date{"merced": day(t, "2019-09-01")}
	if a := auditOf(t, s, rec, "2022-06-30"); a.Version != "2019" || a.Right != "entry 2019-09-01" || a.RightReasons != nil {
		t.Errorf("version %q by %q, %v", a.Version, a.Right, a.RightReasons)
	}
}

// expiryWorld is a certifier whose licence is valid for two years and renewed by
// two courses of continuing education, and a college that asks for it active.
func expiryWorld(t *testing.T) *engine.Snapshot {
	t.Helper()
	version := func(code string) []catalog.ItemVersion {
		return []catalog.ItemVersion{{Code: code, Title: code, Credits: credit.Int(3)}}
	}
	set := ruleset.Set{
		Institutions: []catalog.Institution{
			{ID: "board", Name: "Board", Kind: catalog.Certifier, Unit: credit.Semester},
			{ID: "merced", Name: "Merced College", Kind: catalog.TwoYear, Unit: credit.Semester},
		},
		Items: []catalog.Item{
			{ID: "board/licence", Institution: "board", Kind: catalog.Licence, Versions: version("LIC"), ValidYears: 2, Renewal: &catalog.Renewal{Items: []catalog.ItemID{"board/ce"}, Count: 2}},
			{ID: "board/ce", Institution: "board", Kind: catalog.Training, Versions: version("CE"), Repeatable: true},
			{ID: "merced/nur-100", Institution: "merced", Kind: catalog.Course, Versions: version("NUR 100")},
		},
		Agreements: []agreement.Agreement{{
			ID: "board-merced", Version: 1, Kind: agreement.Articulation, Senders: []catalog.InstitutionID{"board"}, Receiver: "merced",
			Lifecycle: agreement.Approved, Evidence: agreement.Evidence{Reference: "x", SignedOn: day(t, "2015-01-01")},
			Rules: []agreement.Rule{{
				ID: "lic", When: &agreement.Expr{Item: "board/licence", Condition: agreement.Condition{Active: true}},
				Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: "merced/nur-100"}},
			}},
		}},
	}
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCredentialsExpireAndAreRenewed(t *testing.T) {
	t.Parallel()
	s := expiryWorld(t)
	earned := func(id, item, on string) record.Attainment {
		return record.Attainment{ID: id, Item: catalog.ItemID("board/" + item), Attained: day(t, on)}
	}
	licence := earned("lic", "licence", "2020-06-01")
	stated := licence
	stated.Expires = day(t, "2021-01-31")
	for name, c := range map[string]struct {
		lines  []record.Attainment
		asOf   string
		status engine.Status
		says   []string
	}{
		"active to the day":             {[]record.Attainment{licence}, "2022-06-01", engine.Awarded, nil},
		"expired the day after":         {[]record.Attainment{licence}, "2022-06-02", engine.Expired, []string{"2022-06-01", "2022-06-02"}},
		"a stated day goes first":       {[]record.Attainment{stated}, "2021-02-01", engine.Expired, []string{"2021-01-31"}},
		"renewed by two courses":        {[]record.Attainment{licence, earned("c1", "ce", "2021-01-01"), earned("c2", "ce", "2022-01-01")}, "2024-06-01", engine.Awarded, []string{"2024-06-01", "2022-06-01"}},
		"one course is not enough":      {[]record.Attainment{licence, earned("c1", "ce", "2021-01-01")}, "2024-06-01", engine.Expired, []string{"2022-06-01"}},
		"a course after expiry is late": {[]record.Attainment{licence, earned("c1", "ce", "2021-01-01"), earned("c2", "ce", "2022-06-02")}, "2024-06-01", engine.Expired, nil},
		"each course renews once":       {[]record.Attainment{licence, earned("c1", "ce", "2021-01-01"), earned("c2", "ce", "2022-01-01")}, "2026-06-01", engine.Expired, []string{"2024-06-01"}},
		"renewed twice": {[]record.Attainment{
			licence, earned("c1", "ce", "2021-01-01"), earned("c2", "ce", "2022-01-01"), earned("c3", "ce", "2023-01-01"), earned("c4", "ce", "2024-01-01"),
		}, "2026-06-01", engine.Awarded, []string{"2026-06-01"}},
		"earned again":                  {[]record.Attainment{licence, earned("again", "licence", "2023-01-01")}, "2024-01-01", engine.Awarded, []string{"2025-01-01"}},
		"what comes later is not there": {[]record.Attainment{licence, earned("again", "licence", "2023-01-01")}, "2022-12-31", engine.Duplicate, []string{"after the day of evaluation 2022-12-31"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := s.Evaluate(engine.Query{Record: record.Record{Attainments: c.lines}, Targets: []engine.Target{{Institution: "merced"}}, AsOf: day(t, c.asOf)})
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			status := engine.Status("")
			for _, l := range r.Targets[0].Lines {
				if l.Source.Item == "board/licence" && (status == "" || l.Status == engine.Awarded) {
					status = l.Status
				}
				for _, x := range l.Reasons {
					texts = append(texts, x.Text)
				}
			}
			if status != c.status {
				t.Errorf("status %s, want %s: %v", status, c.status, texts)
			}
			for _, want := range c.says {
				if !strings.Contains(strings.Join(texts, "\n"), want) {
					t.Errorf("no reason says %s: %q", want, texts)
				}
			}
		})
	}
}

// The same question gives the same bytes whatever the order of lines,
// enrolments and leaves; another leave is another question.
func TestTimeDoesNotDependOnOrder(t *testing.T) {
	t.Parallel()
	s := rightsWorld(t, &catalog.CatalogueRights{Rights: catalog.CatalogueRightKinds(), Leaves: map[string]int{"military": 2, "medical": 1}}, credit.Semester)
	rec := record.Record{
		Attainments: []record.Attainment{at("a-1", "Fall 2019"), at("b-2", "Spring 2022"), at("c-3", "Fall 2022")},
		Enrolments:  []record.Enrolment{{Institution: "merced", Term: "Spring 2020"}, {Institution: "merced", Term: "Fall 2020"}},
		Leaves: []record.Leave{
			{Kind: "military", From: day(t, "2021-01-01"), To: day(t, "2021-06-30")}, {Kind: "medical", From: day(t, "2021-07-01"), To: day(t, "2021-12-31")},
		},
	}
	answer := func(r record.Record) string {
		got, err := s.Evaluate(engine.Query{Record: r, Targets: []engine.Target{{Institution: "merced", Program: "merced/liberal-studies"}}, AsOf: day(t, "2023-06-01")})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	want := answer(rec)
	if !strings.Contains(want, `"code":"catalogue_leave"`) || strings.Count(want, `"right":"`) != 4 {
		t.Errorf("the answer does not say how the right came about: %s", want)
	}
	turned := record.Record{
		Attainments: slices.Clone(rec.Attainments), Enrolments: slices.Clone(rec.Enrolments), Leaves: slices.Clone(rec.Leaves),
	}
	slices.Reverse(turned.Attainments)
	slices.Reverse(turned.Enrolments)
	slices.Reverse(turned.Leaves)
	if diff := cmp.Diff(want, answer(turned)); diff != "" {
		t.Errorf("another order, another answer:\n%s", diff)
	}
	turned.Leaves = turned.Leaves[:1]
	_, hash, _ := strings.Cut(want, `"inputHash":`)
	if strings.Contains(answer(turned), hash[:64]) {
		t.Error("a leave less is the same input")
	}
}
