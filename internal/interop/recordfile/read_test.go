package recordfile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/record"
)

const yamlRecord = `learner: L-1
attainments:
  - {id: a, item: coast/math-7, attained: 2024-05-31, credits: 5.0, grade: A}
  - {institution: Coast College, code: 101, title: Open, term: Fall 2024, credits: 8/3, unit: ects, status: in-progress}
decisions:
  - {id: d, receiver: ridge, lines: [a], awards: [ridge/math-20a], decidedOn: 2024-07-01}
entryCatalog: {ridge: 2024-08-01}
`

const jsonRecord = `{"learner":"L-1","attainments":[
 {"id":"a","item":"coast/math-7","attained":"2024-05-31","credits":5.0,"grade":"A","title":null},
 {"institution":"Coast College","code":"101","title":"Open","term":"Fall 2024","credits":"8/3","unit":"ects","status":"in-progress"}],
 "decisions":[{"id":"d","receiver":"ridge","lines":["a"],"awards":[{"kind":"course","item":"ridge/math-20a"}],"decidedOn":"2024-07-01"}],
 "entryCatalog":{"ridge":"2024-08-01"}}`

const csvRecord = "\ufeffLearner ID,Line,Item,School,Course Code,Title,Date,Term,Units,Unit,Grade,Status\r\n" +
	"L-1,a,coast/math-7,,,,2024-05-31,,5.0,,A,\r\n" +
	"L-1,,,Coast College,101,Open,,Fall 2024,8/3,ECTS,,In-Progress\r\n"

func wantRecord() record.Record {
	five, thirds := credit.Int(5), credit.Frac(8, 3)
	return record.Record{
		Learner: "L-1",
		Attainments: []record.Attainment{
			{ID: "a", Item: "coast/math-7", Attained: calendar.NewDate(2024, 5, 31), Credits: &five, Grade: "A"},
			{Institution: "Coast College", Code: "101", Title: "Open", Term: "Fall 2024", Credits: &thirds, Unit: credit.ECTS, Status: record.InProgress},
		},
		Decisions: []record.Decision{{
			ID: "d", Receiver: "ridge", Lines: []string{"a"}, DecidedOn: calendar.NewDate(2024, 7, 1),
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: "ridge/math-20a"}},
		}},
		EntryCatalog: map[catalog.InstitutionID]calendar.Date{"ridge": calendar.NewDate(2024, 8, 1)},
	}
}

// TestUnknownKeyListsTheKeys also where there are many and none is near.
func TestUnknownKeyListsTheKeys(t *testing.T) {
	t.Parallel()
	_, problems := Read(strings.NewReader("attainments:\n  - {item: coast/x, zzzzzzzz: 1}\n"), "r.yaml", Options{})
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Suggestion, "one of id, ") || !strings.Contains(problems[0].Suggestion, "grade") {
		t.Errorf("got %v", problems)
	}
}

func TestOneRecordInEveryFormat(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text string }{
		{"r.yaml", yamlRecord}, {"r.json", jsonRecord}, {"-", yamlRecord}, {"-", jsonRecord}, {"r.csv", csvRecord}, {"-", csvRecord},
	} {
		got, problems := Read(strings.NewReader(c.text), c.name, Options{})
		if problems != nil {
			t.Errorf("%s: %s", c.name, problems.Error())
		}
		want := wantRecord()
		if strings.HasPrefix(c.text, "\ufeff") { // a table has no decisions
			want.Decisions, want.EntryCatalog = nil, nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Every bad value is named at its place, in one pass.
func TestProblemsHavePlaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"r.yaml", "attainments:\n  - {item: coast/x, credits: -3, unit: semster, status: done}\n", "2:30 negative_credits\n2:40 unknown_unit\n2:57 unknown_status"},
		{"r.yaml", "attainments:\n  - {item: coast/x, credits: 1e3, grde: A}\n  - {item: coast/x, attained: 2024-02-30}\n", "2:30 bad_value\n2:35 unknown_key\n3:31 bad_value"},
		{"r.yaml", "attainments:\n  - {id: a, item: coast/x}\n  - {id: a, code: X 1}\n  - {title: y, institution: c, term: soon}\n", "3:5 missing_institution\n3:10 duplicate_id\n4:38 bad_term"},
		{"r.yaml", "attainments: [{id: a, item: coast/x}]\ndecisions: [{id: d, receiver: r, lines: [b], decidedOn: 2024-01-01}]\n", "2:42 unknown_line"},
		{"r.json", "{\"attainments\":[\n {\"item\":\"é/x\",\"credits\":-1}]}", "2:26 negative_credits"},
		{"r.json", "{\"attainments\":[{\"item\":\"a/b\"}", "1:31 syntax"},
		{"r.json", "{\"attainments\":[{\"item\":\"a/b\",}]}", "1:30 syntax"},
		{"r.yaml", "attainments: [\n", "1:1 syntax"},
		{"r.yaml", "", "1:1 empty"},
		{"r.yaml", "a: \"\xff\"", "1:5 invalid_utf8"},
		{"r.yaml", "a: \x00", "1:4 not_text"},
		{"r.yaml", "attainments: &x\n  - {item: a/b}\nmore: *x\n", "1:14 alias\n3:7 alias"},
		{"r.csv", "institution,code,credits,unit,status\nCoast,X 1,-3,semster,done\nCoast,X 2,3x,semester,\n", "2:11 negative_credits\n2:14 unknown_unit\n2:22 unknown_status\n3:11 bad_value"},
		{"r.csv", "institution,code,flavour\nCoast,X 1,sweet\n", "1:18 unknown_column"},
		{"r.csv", "course,credits\nX 1,3\n", "1:1 missing_column\n2:1 missing_institution"},
		{"r.csv", "institution,code\nCoast,X 1,3\nCoast\n", "2:1 bad_row\n3:1 bad_row"},
		{"r.csv", "institution,code\nCoast,\"X 1\n", "2:12 bad_row"},
		{"r.csv", "learner,institution,code\n1,Coast,X 1\n2,Coast,X 2\n", "3:1 several_learners"},
		{"r.csv", "id,institution,code\na,Coast,X 1\na,Coast,X 2\n", "3:1 duplicate_id"},
		{"r.csv", "institution,code,code\nCoast,X 1,X 2\n", "1:18 duplicate_column"},
		{"r.csv", "\n\n", "1:1 empty"},
	} {
		_, problems := Read(strings.NewReader(c.text), c.name, Options{})
		got := []string{}
		for _, p := range problems {
			if p.File != c.name || p.Message == "" {
				t.Errorf("incomplete problem %+v", p)
			}
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(strings.SplitN(p.String(), ": ", 2)[0], c.name+":"), ":")+" "+p.Code)
		}
		if diff := cmp.Diff(strings.Split(c.want, "\n"), got); diff != "" {
			t.Errorf("%q (-want +got):\n%s\n%s", c.text, diff, problems.Error())
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	row := "Coast,X 1\n"
	for _, c := range []struct {
		name, text, code string
		opts             Options
	}{
		{"r.csv", "institution,code\n" + strings.Repeat(row, 4), "too_many_lines", Options{Lines: 3}},
		{"r.yaml", "attainments:\n" + strings.Repeat("  - {item: a/b}\n", 4), "too_many_lines", Options{Lines: 3}},
		{"r.csv", "institution,code\nCoast," + strings.Repeat("X", 70_000), "line_too_long", Options{}},
		{"r.csv", "institution,code\n" + strings.Repeat(row, 100), "file_too_large", Options{Limits: yamltext.Limits{Bytes: 100}}},
		{"r.yaml", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "too_deep", Options{}},
		{"r.json", strings.Repeat("[", 5000), "too_deep", Options{}},
	} {
		_, problems := Read(strings.NewReader(c.text), c.name, c.opts)
		if len(problems) != 1 || problems[0].Code != c.code {
			t.Errorf("%.30q: got %v, want one %s", c.text, problems, c.code)
		}
	}
}

func TestTranscriptExtract(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "data", "transcripts", "csv", "synthetic-transcript-extract.csv"))
	if err != nil {
		t.Skip("the shared test data is not beside the repository")
	}
	defer f.Close()
	rec, problems := Read(f, "extract.csv", Options{})
	if problems != nil {
		t.Fatal(problems.Error())
	}
	type line struct {
		Code, Grade, Credits, Level string
		Status                      record.Status
		Scale                       catalog.ScaleID
	}
	var got []line
	for _, a := range rec.Attainments {
		got = append(got, line{a.Code, a.Grade, a.Credits.String(), a.Level, a.Status, a.Scale})
	}
	want := []line{
		{"STAT 101", "A-", "4", "lower", "", catalog.USLetter},
		{"CIS 120", "W", "0", "lower", record.Withdrawn, ""},
		{"CIS 120", "B", "3", "lower", "", catalog.USLetter},
		{"MTH 111", "3.3", "5", "lower", "", catalog.USPoints},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := rec.Attainments[0].Day().String(); got != "2025-12-31" {
		t.Errorf("2025FA ends on %s", got)
	}
}

func TestMarksSetTheStatus(t *testing.T) {
	t.Parallel()
	const text = `institution,code,credits_attempted,credits_earned,grade,status
C,A 1,3,0,F,
C,A 2,3,0,IP,
C,A 3,3,0,I,
C,A 4,3,0,W,earned
C,A 5,3,3,F,
`
	rec, problems := Read(strings.NewReader(text), "r.csv", Options{})
	if problems != nil {
		t.Fatal(problems.Error())
	}
	got := []string{}
	for _, a := range rec.Attainments {
		got = append(got, string(a.Status)+" "+a.Credits.String())
	}
	if diff := cmp.Diff([]string{"failed 0", "in-progress 3", "in-progress 3", "earned 0", " 3"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{yamlRecord, jsonRecord, csvRecord, "[[[", "a,b\n\"", "{\"a\":\"\\ud83d\\ude00\"}", "- - - -", "\r\n,,,\n"} {
		for _, name := range []string{"r.yaml", "r.json", "r.csv", "-"} {
			f.Add([]byte(seed), name)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		rec, problems := Read(strings.NewReader(string(data)), name, Options{Lines: 500, Limits: yamltext.Limits{Bytes: 1 << 16}})
		for _, p := range problems {
			if p.Code == "" || p.Message == "" || p.Code != "file_too_large" && (p.Line < 1 || p.Column < 1) {
				t.Errorf("incomplete problem %+v", p)
			}
		}
		if again := Check(&rec, Options{Lines: 500}); !problems.HasErrors() && again.HasErrors() {
			t.Errorf("the record is not as good as it was said to be:\n%s", again.Error())
		}
	})
}

func TestIDsOfARecordAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 9000)
	_, problems := Read(strings.NewReader("learner: "+long+"\nattainments:\n- {id: "+long+", item: a/"+long+"}\n"), "r.yaml", Options{})
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code))
	}
	if want := []string{"1:10 id_too_long", "3:8 id_too_long", "3:9016 id_too_long"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
