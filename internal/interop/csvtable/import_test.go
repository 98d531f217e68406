package csvtable

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// long is in the long form, with a group of two courses and a wildcard.
const long = `agreement_id,sending_institution,receiving_institution,receiving_program,effective_from,effective_until,rule_group,source_course,source_title,min_grade,operator,target_course,target_credits,credit_unit,level,applies_to,note
A-1,Coast Community College,Ridge University,BS Data,2025-07-01,2028-06-30,G1,STAT 101,Statistics,C,AND,MATH 210,3,semester,LD,major,
A-1,Coast Community College,Ridge University,BS Data,2025-07-01,2028-06-30,G2,CIS 120,Programming I,C,AND,CS 110,4,semester,LD,major,both needed
A-1,Coast Community College,Ridge University,BS Data,2025-07-01,2028-06-30,G2,CIS 121,Programming II,C,AND,CS 110,4,semester,LD,major,both needed
A-1,Coast Community College,Ridge University,BS Data,2025-07-01,2028-06-30,G3,SOC 100,Sociology,D,,SOC 1XX,3,semester,LD,elective,ask the dean
`

func TestLongForm(t *testing.T) {
	t.Parallel()
	set, report, problems := Import(strings.NewReader(long), "t.csv", Options{})
	if problems.HasErrors() {
		t.Fatal(problems.Error())
	}
	wantReport := Report{
		Rows: 4, Agreements: 1, Rules: 3, Texts: 2,
		NewInstitutions: []string{"coast-community-college", "ridge-university"},
		NewItems: []string{
			"coast-community-college/cis-120", "coast-community-college/cis-121", "coast-community-college/soc-100",
			"coast-community-college/stat-101", "ridge-university/cs-110", "ridge-university/math-210",
		},
		NewPrograms: []string{"ridge-university/bs-data"},
	}
	if diff := cmp.Diff(wantReport, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	a := set.Agreements[0]
	if a.ID != "a-1" || a.Lifecycle != agreement.Draft || a.Effective.String() != "2025-07-01 to 2028-06-30" || a.Programs[0] != "ridge-university/bs-data" {
		t.Errorf("agreement %+v", a)
	}
	four, three := credit.Int(4), credit.Int(3)
	want := []agreement.Rule{
		{
			ID: "g2", When: &agreement.Expr{
				All:       []agreement.Expr{{Item: "coast-community-college/cis-120"}, {Item: "coast-community-college/cis-121"}},
				Condition: agreement.Condition{MinGrade: "C"},
			},
			Awards:     []agreement.Award{{Kind: agreement.AwardCourse, Item: "ridge-university/cs-110", Credits: &four}},
			Conditions: []agreement.Text{{Text: "both needed", Meaning: agreement.MeansInformation}},
		},
		{
			ID: "g3", When: &agreement.Expr{Item: "coast-community-college/soc-100", Condition: agreement.Condition{MinGrade: "D"}},
			Awards:     []agreement.Award{{Kind: agreement.AwardSubjectElective, Subject: "SOC", Level: "lower", Credits: &three}},
			Conditions: []agreement.Text{{Text: "ask the dean"}},
		},
	}
	if diff := cmp.Diff(want, a.Rules[1:]); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

const simple = `sending;sending_code;receiving;receiving_code;credits;unit;min_grade;outcome;note
Coast;MATH 7 + MATH 8 | MATH 7H;Ridge;MATH 20A;4;semester;C;;
Coast;ART 1;Ridge;;;;;no credit;
Coast;ART 2;Ridge;Elective;3;;;;
Coast;;Ridge;CSE 15L;;;;no equivalent;
`

func TestSimpleForm(t *testing.T) {
	t.Parallel()
	base := ruleset.Set{
		Institutions: []catalog.Institution{{ID: "ridge-u", Name: "Ridge University", Aliases: []string{"RIDGE"}, Kind: catalog.University, Unit: credit.Quarter}},
		Items:        []catalog.Item{{ID: "ridge-u/m20a", Institution: "ridge-u", Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: "math 20a"}}}},
	}
	set, report, problems := Import(strings.NewReader(simple), "t.csv", Options{Base: &base})
	if problems.HasErrors() {
		t.Fatal(problems.Error())
	}
	if diff := cmp.Diff([]string{"coast"}, report.NewInstitutions); diff != "" {
		t.Error(diff)
	}
	rules := set.Agreements[0].Rules
	first := rules[0].When
	if len(first.Any) != 2 || len(first.Any[0].All) != 2 || first.Any[1].Item != "coast/math-7h" || first.MinGrade != "C" {
		t.Errorf("source %+v", first)
	}
	if w := rules[0].Awards[0]; w.Item != "ridge-u/m20a" || !w.Credits.Equal(credit.Int(6)) {
		t.Errorf("4 semester credits at a quarter school were read as %+v", w)
	}
	got := []agreement.Outcome{rules[1].Outcome, rules[2].Outcome, rules[3].Outcome}
	if diff := cmp.Diff([]agreement.Outcome{"refused", "", "no-equivalent"}, got); diff != "" {
		t.Error(diff)
	}
	if rules[2].Awards[0].Kind != agreement.AwardElective || rules[3].When != nil {
		t.Errorf("rules %+v", rules[2:])
	}
}

func TestEveryBadCellIsReported(t *testing.T) {
	t.Parallel()
	const text = `sending,sending_code,receiving,receiving_code,credits,unit,min_grade,outcome,effective_from,color
Coast,MATH 7,Ridge,MATH 20A,-4,semster,Q,award,2024-13-01,red
Coast,,Ridge,MATH 20B,x,semester,C,maybe,,red
,ART 1,Ridge,ART 2,1,semester,C,,,red
`
	_, _, problems := Import(strings.NewReader(text), "t.csv", Options{})
	got := []string{}
	for _, p := range problems {
		got = append(got, strings.SplitN(p.String(), ": ", 3)[0]+" "+p.Code)
	}
	want := []string{
		"t.csv:1:93 unknown_column",
		"t.csv:2:29 negative_credits", "t.csv:2:32 unknown_unit", "t.csv:2:40 unknown_grade", "t.csv:2:48 bad_value",
		"t.csv:3:23 bad_value", "t.csv:3:36 unknown_outcome", "t.csv:4:1 missing_cell",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s\n%s", diff, problems.Error())
	}
}

func TestContradictingRows(t *testing.T) {
	t.Parallel()
	text := strings.Replace(long, "CS 110,4,semester,LD,major,both needed\nA-1,Coast", "CS 110,5,semester,LD,major,both needed\nA-1,Shore", 1)
	text = strings.Replace(text, "CIS 121,Programming II,C,AND", "CIS 121,Programming II,C,XOR", 1)
	_, _, problems := Import(strings.NewReader(text), "t.csv", Options{})
	codes := map[string]bool{}
	for _, p := range problems {
		codes[p.Code] = true
	}
	if !codes["contradiction"] || !codes["unknown_operator"] {
		t.Error(problems.Error())
	}
}

func TestWrongColumns(t *testing.T) {
	t.Parallel()
	_, _, problems := Import(strings.NewReader("a,b,c\n1,2,3\n"), "t.csv", Options{})
	missing := 0
	for _, p := range problems {
		if p.Code == "missing_column" && p.Line == 1 {
			missing++
		}
	}
	if missing != 4 {
		t.Errorf("want four missing columns:\n%s", problems.Error())
	}
}

func TestSyntheticAgreement(t *testing.T) {
	t.Parallel()
	name := filepath.Join("..", "..", "..", "..", "shared", "data", "transcripts", "csv", "synthetic-articulation-agreement.csv")
	f, err := os.Open(name)
	if err != nil {
		t.Skip("the shared test data is not beside the repository")
	}
	defer f.Close()
	set, report, problems := Import(f, "agreement.csv", Options{})
	if problems.HasErrors() || report.Rows != 4 || report.Rules != 3 || len(set.Agreements) != 1 {
		t.Errorf("%+v\n%s", report, problems.Error())
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(long))
	f.Add([]byte(simple))
	f.Add([]byte("sending,receiving,source,target\n\"a,b,c,d\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, _, problems := Import(strings.NewReader(string(data)), "t.csv", Options{Rows: 1000})
		for _, p := range problems {
			if p.Code == "" || p.Message == "" || p.Line < 1 || p.Column < 1 {
				t.Errorf("incomplete problem %+v", p)
			}
		}
		if more := ruleset.Validate(&set); !problems.HasErrors() && more.HasErrors() {
			t.Errorf("the set does not stand on its own:\n%s", more.Error())
		}
	})
}
