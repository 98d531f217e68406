package assist

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
)

const realMatrix = "assist-matrix/articulations.tsv"

func TestReadCode(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // "code|title|units|max|tidied", "" where unreadable
		"CSE 30 - Organization (4.00)":                  "CSE 30|Organization|4|0|false",
		"MATH 13 - Elementary Statistics (4.00 - 6.00)": "MATH 13|Elementary Statistics|4|6|false",
		"CIS 256 - (CS2) Data Structures: Java (4.00)":  "CIS 256|(CS2) Data Structures: Java|4|0|false",
		"COMP 111 (3.0)": "COMP 111||3|0|true",
		"CIS 30E- Advanced Python Programming (3.00)":     "CIS 30E|Advanced Python Programming|3|0|true",
		"CS 17.11 -Java Programming (3.00)":               "CS 17.11|Java Programming|3|0|true",
		"MATH- 212H -Honors Analytic Geometry (4.00)":     "MATH- 212H|Honors Analytic Geometry|4|0|true",
		"MATH- 212 - Analytic Geometry (4.00)":            "MATH- 212|Analytic Geometry|4|0|false",
		"MATH -07 - Discrete Structures (3.00)":           "MATH -07|Discrete Structures|3|0|false",
		"CSCI 223 F- \"C\" Languagefor Mathematics(4.00)": "CSCI 223 F|\"C\" Languagefor Mathematics|4|0|true",
		"BIOL 101 HC - Honors General Biology (4.00)":     "BIOL 101 HC|Honors General Biology|4|0|false",
		"CS/IS 190 - Programming (3.00)":                  "CS/IS 190|Programming|3|0|false",
		"CS 240 Discrete Structures (3.00)":               "CS 240|Discrete Structures|3|0|true",
		"COMP 262 - Computer Organization(3.00) ":         "COMP 262|Computer Organization|3|0|true",
		" (4.00)":                      "",
		"Computer Architecture (4.50)": "",
		"":                             "",
	}
	for text, want := range tests {
		c := readCode(text)
		got := ""
		if c.ok {
			tidied := map[bool]string{true: "true", false: "false"}[c.tidied]
			got = strings.Join([]string{c.code, c.title, c.units.String(), c.max.String(), tidied}, "|")
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]int{
		"BIO 1 - Life (2.00) & BIO 1L - Lab (1.00)":    2,
		"CPSC 240 - Organization & Assembly (3.00)":    1,
		"A 1 - X & Y (1.00) & B 2 - Z & Q (1.00)":      2,
		"MATH 1 - A (1) & MATH 2 - B (1) & C 3 - D(1)": 3,
	} {
		if got := len(splitSeries(text)); got != want {
			t.Errorf("%q: %d courses, want %d", text, got, want)
		}
	}
}

func TestMatrixSample(t *testing.T) {
	t.Parallel()
	set, report, problems := Import([]string{"testdata/matrix_sample.tsv"}, Options{})
	var codes []string
	for _, p := range problems {
		codes = append(codes, strings.TrimPrefix(strings.SplitN(p.String(), ": ", 3)[0], "testdata/matrix_sample.tsv")+" "+p.Code)
	}
	want := []string{" date_assumed", ":15:6 unknown_institution", ":16:46 unknown_status", ":17:1 bad_row", ":18:58 syntax"}
	if d := cmp.Diff(want, codes); d != "" {
		t.Error(d)
	}
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	if report.Total(rowsTable) != 17 || report.By(intake.Refused) != 4 {
		t.Errorf("got %s", &report)
	}
	a := find(t, &set, "assist-matrix-dac-ucsd", 1)
	rules := map[string]agreement.Rule{}
	for _, r := range a.Rules {
		rules[r.ID] = r
	}
	if got := write(*rules["cse-11"].When); got != "(dac/cis-35a | (dac/cis-36a & dac/cis-36b))" {
		t.Errorf("alternatives: %s", got)
	}
	if len(rules["phys-2a+phys-2al"].Awards) != 2 || rules["cse-30~2"].When == nil {
		t.Error("series or second statement missing")
	}
	if n := rules["cse-30"].Notes; len(n) != 1 || n[0] != "Not read: (4.00)" {
		t.Errorf("the unreadable alternative is not kept: %q", n)
	}
	if rules["denied-cis-22ch-for-cse-12"].Outcome != agreement.OutcomeRefused || !slices.Contains(a.Notes, "CIS 35A is denied for CSE 12.") {
		t.Errorf("denials: %+v, notes %q", rules["denied-cis-22ch-for-cse-12"], a.Notes)
	}
}

// TestRealMatrixIsRecounted counts the rows by status and by what stands in
// place of courses.
func TestRealMatrixIsRecounted(t *testing.T) {
	t.Parallel()
	path := intaketest.Data(t, realMatrix)
	rows, byStatus, courses, none := 0, map[string]int{}, 0, 0
	for i, line := range strings.Split(strings.TrimRight(string(readFile(t, path)), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 {
			continue
		}
		rows++
		byStatus[f[3]]++
		var groups [][]string
		if err := json.Unmarshal([]byte(f[4]), &groups); err != nil {
			t.Fatal(err)
		}
		named, nothing := false, false
		for _, text := range slices.Concat(groups...) {
			switch {
			case strings.HasPrefix(text, "No Co"), strings.HasPrefix(text, "No Cu"), text == "Not Articulated":
				nothing = true
			case strings.ContainsAny(text, "0123456789") && !strings.HasPrefix(text, "Course(s)") && !strings.HasPrefix(text, " ("):
				named = true
			}
		}
		if named {
			courses++
		} else if nothing {
			none++
		}
	}
	if rows != 22002 || byStatus["articulated"] != 14527 || byStatus["no_course_articulated"] != 7475 {
		t.Errorf("the file is not the one that was counted: %d rows, %v", rows, byStatus)
	}
	set, report, problems := Import([]string{path}, Options{Published: DefaultPublished})
	if len(problems) > 0 {
		t.Errorf("problems:\n%v", problems)
	}
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	intaketest.Want(t, &report, rowsTable, map[string]int{
		"articulated": 13882, "no course articulated": 8027, "pending review": 2, "courses denied, none articulated": 54,
		"courses beside \"no course articulated\"": 1, "words that a person must read": 36,
	})
	// One row of courses stands beside "no course articulated", and one names a
	// course without a code.
	if got := report.N(rowsTable, "articulated") + 2; got != courses {
		t.Errorf("%d rows with courses, want %d", got, courses)
	}
	// Two rows have a course without a code beside "No Course Articulated".
	if got := report.N(rowsTable, "no course articulated") + 2; got != none {
		t.Errorf("%d rows without, want %d", got, none)
	}
	if len(set.Institutions) != 21+115 || len(set.Agreements) == 0 {
		t.Errorf("%d institutions", len(set.Institutions))
	}
}

// TestMatrixAgreesWithTheAgreements imports both: a college's course is one item.
func TestMatrixAgreesWithTheAgreements(t *testing.T) {
	t.Parallel()
	base, _, _ := Import([]string{intaketest.Data(t, realDir+"/cse_computer_science_bs.json")}, Options{})
	set, _, problems := Import([]string{intaketest.Data(t, realMatrix)}, Options{Base: &base, Published: DefaultPublished})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, &base, &set)
	raw := find(t, &base, "assist-smcc-ucsd-cse-computer-science-bs", 2024)
	pair := find(t, &set, "assist-matrix-smcc-ucsd", 1)
	same := 0
	for _, r := range raw.Rules {
		for _, m := range pair.Rules {
			if r.ID == m.ID && r.When != nil && r.When.Match == nil && m.When != nil {
				same++
				if d := cmp.Diff(*r.When, *m.When); d != "" {
					t.Errorf("%s: %s", r.ID, d)
				}
			}
		}
	}
	if same < 10 {
		t.Errorf("only %d rules in both", same)
	}
}
