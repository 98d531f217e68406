package agreement

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

func name(id catalog.ItemID) string {
	_, local, _ := strings.Cut(string(id), "/")
	return strings.ToUpper(strings.ReplaceAll(local, "-", " "))
}

func item(id catalog.ItemID) Expr { return Expr{Item: id} }

func course(id catalog.ItemID) Award { return Award{Kind: AwardCourse, Item: id} }

func TestSentence(t *testing.T) {
	t.Parallel()
	three := credit.Int(3)
	cOrBetter := Condition{MinGrade: "C"}
	tests := []struct {
		rule Rule
		want string
	}{
		{
			Rule{When: &Expr{All: []Expr{item("s/math-7"), item("s/math-8")}, Condition: cOrBetter}, Awards: []Award{course("r/math-20a")}},
			"MATH 7 and MATH 8, each C or better, count as MATH 20A",
		},
		{
			Rule{When: &Expr{Any: []Expr{item("s/a-1"), {All: []Expr{item("s/b-1"), item("s/c-1")}}}}, Awards: []Award{course("r/x-1"), course("r/x-2")}},
			"A 1 or (B 1 and C 1) count as X 1 and X 2",
		},
		{
			Rule{When: &Expr{Any: []Expr{{All: []Expr{item("s/b-1"), item("s/c-1")}}, item("s/a-1")}}, Awards: []Award{course("r/x-1")}},
			"(B 1 and C 1) or A 1 counts as X 1",
		},
		{
			Rule{When: &Expr{Sequence: []Expr{item("s/a-1"), item("s/a-2")}}, Awards: []Award{{Kind: AwardSubjectElective, Subject: "ACC", Credits: &three}}},
			"A 1 then A 2 count as ACC elective (3)",
		},
		{
			Rule{When: &Expr{AtLeast: &AtLeast{Count: 2, Of: []Expr{item("s/a-1"), item("s/b-1"), item("s/c-1")}}}, Awards: []Award{{Kind: AwardBlock, Name: "the core block"}}},
			"Any 2 of A 1, B 1 or C 1 count as the core block",
		},
		{
			Rule{When: &Expr{AtLeast: &AtLeast{Credits: credit.Int(9), Of: []Expr{item("s/a-1"), item("s/b-1")}}}, Awards: []Award{{Kind: AwardElective}}},
			"At least 9 credits from A 1 or B 1 count as elective credit",
		},
		{
			Rule{When: &Expr{Match: &Pattern{Institution: "s", Subject: "HIST", Number: "2##"}}, Awards: []Award{{Kind: AwardLevelElective, Subject: "HIST", Level: "lower"}}},
			"Any HIST 2## course of s counts as HIST lower-level elective",
		},
		{
			Rule{When: &Expr{Item: "s/lpn", Condition: Condition{Active: true, MaxAgeYears: 2, Evidence: []catalog.EvidenceKind{catalog.LicenceEvidence}}}, Awards: []Award{{Kind: AwardExemption, Name: "NUR 100"}}},
			"LPN (not older than 2 years, still active, shown by licence) counts as an exemption from NUR 100",
		},
		{
			Rule{When: &Expr{Item: "s/a-1"}, Awards: []Award{course("r/m-1"), {Kind: AwardRequirement, Name: "the prerequisite of M 2", If: &cOrBetter}}},
			"A 1 counts as M 1 and the prerequisite of M 2 (requirement met, no credit) if C or better",
		},
		{
			Rule{When: &Expr{Item: "s/chem", Condition: Condition{MinGrade: "exam-1-5:4"}}, Awards: []Award{{Kind: AwardOneOf, OneOf: []Award{course("r/chem-1a"), course("r/engr-1a")}}}},
			"CHEM (4 or better) counts as one of CHEM 1A or ENGR 1A",
		},
		{Rule{When: &Expr{Item: "s/a-1"}, Outcome: OutcomeRefused}, "A 1 does not transfer"},
		{Rule{When: &Expr{All: []Expr{item("s/a-1"), item("s/a-2")}}, Outcome: OutcomeNeedsAssessment}, "A 1 and A 2 are assessed individually"},
		{Rule{Outcome: OutcomeNoEquivalent, Awards: []Award{course("r/x-1")}}, "X 1 has no articulated course"},
		{Rule{Outcome: OutcomeTakeAtReceiver, Awards: []Award{course("r/x-1")}}, "X 1 must be taken at the receiving institution"},
		{Rule{Outcome: OutcomeAbsent, Awards: []Award{course("r/x-1")}}, "X 1 is listed without any statement"},
	}
	for _, tt := range tests {
		if got := tt.rule.Sentence(name); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

// Every condition that an expression can carry is said in its sentence.
func TestSentenceSaysEveryCondition(t *testing.T) {
	t.Parallel()
	c := Condition{
		MinGrade: "B", MaxGrade: "A", LetterGrade: true, MaxAgeYears: 7, MinLevel: "eqf:5",
		Evidence: []catalog.EvidenceKind{catalog.Transcript}, MinCredits: credit.Int(2), MaxCredits: credit.Int(6),
		Attained: calendar.Range{From: calendar.NewDate(2020, 1, 1)}, Active: true, Attributes: map[string]string{"hours": "2080", "b": "x"},
	}
	r := Rule{When: &Expr{Item: "s/a-1", Condition: c}, Awards: []Award{{Kind: AwardElective}}}
	want := "A 1 (B or better, A or lower, for a letter grade, not older than 7 years, level eqf:5 or higher, " +
		"at least 2 credits, at most 6 credits, attained from 2020-01-01, still active, shown by transcript, b x, hours 2080) " +
		"counts as elective credit"
	if got := r.Sentence(name); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
