package renumber

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

const realList = "tccns-uh/tccns_updates.csv"

// holders are the items that have a code on a day.
func holders(set *ruleset.Set, code string, day calendar.Date) string {
	var ids []string
	for _, it := range set.Items {
		for _, v := range it.Versions {
			if catalog.NormalCode(v.Code) == code && v.Valid.Contains(day) {
				ids = append(ids, string(it.ID))
			}
		}
	}
	return strings.Join(ids, " ")
}

var (
	before = calendar.Term{Year: 2020, Season: calendar.Fall}.End()
	after  = calendar.Term{Year: 2021, Season: calendar.Fall}.End()
)

func TestSample(t *testing.T) {
	t.Parallel()
	set, report, problems := Import("testdata/sample.csv", Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	intaketest.Want(t, &report, rowsTable, map[string]int{
		"renumbered": 4, "nothing changes": 2, "new title": 1, "merged into another course": 1, "repeats another row": 2,
		"one course to two codes": 1, "undated, cross-listed": 2, "one course to two codes, undated": 2,
		"former code is used for another course, undated": 1, "code of an unusual form": 1,
	})
	for _, tt := range []struct {
		code string
		day  calendar.Date
		want string
	}{
		{"INVT 2302", before, "uh/invt-2351"},
		{"INVT 2302", after, "uh/invt-2302"},
		{"INVT 2303", before, "uh/invt-2302"},
		{"INVT 2303", after, ""},
		{"INVT 1301", before, "uh/invt-1301"},
		{"INVT 1301", after, "uh/invt-1301"},
		{"INVT 1332", before, "uh/invt-1332"},
		{"INVT 1332", after, "uh/invt-1332"},
		{"INVT 1311", before, "uh/invt-1311"},
		{"INVT 3301", before, "uh/invt-3301"},
		{"INVT 3301", after, "uh/invt-3301"},
		{"INVT 4301", after, ""},
		{"INVT 1315", before, "uh/invt-1315"},
	} {
		if got := holders(&set, tt.code, tt.day); got != tt.want {
			t.Errorf("%s on %s is %q, want %q", tt.code, tt.day, got, tt.want)
		}
	}
	byID := map[catalog.ItemID]catalog.Item{}
	for _, it := range set.Items {
		byID[it.ID] = it
	}
	if got := byID["uh/invt-1311"].CrossListed; len(got) != 2 || got[0] != "uh/invt-1315" || got[1] != "uh/invt-1332" {
		t.Errorf("the merged course is cross-listed with %v", got)
	}
	if got := byID["uh/invt-2302"]; got.Numbers["tccns"] != "INVT 2302" || !got.Versions[0].Credits.Equal(credit.Int(3)) {
		t.Errorf("common number and credits: %+v", got)
	}
	if got := byID["uh/invt-4304"].ExternalIDs["formerly"]; got != "INVT 2302" {
		t.Errorf("the reused former code is lost: %q", got)
	}
}

// TestReusedCodes is worked case F3 on the real list: eight codes mean another
// course from autumn 2021 on.
func TestReusedCodes(t *testing.T) {
	t.Parallel()
	set, report, problems := Import(intaketest.Data(t, realList), Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	table, _ := intake.ReadTable("", readFile(t, intaketest.Data(t, realList)), columns)
	if len(table) != 722 || report.Total(rowsTable) != 722 {
		t.Errorf("%d rows, %d in the report", len(table), report.Total(rowsTable))
	}
	reused := map[string][2]string{}
	for _, row := range table {
		code := row.Fields[4]
		a, b := holders(&set, code, before), holders(&set, code, after)
		if row.Fields[1] != "0" && a != "" && a != b {
			reused[code] = [2]string{a, b}
		}
	}
	want := map[string][2]string{
		"ANTH 2302": {"uh/anth-2351", "uh/anth-2302"}, "BIOL 1309": {"uh/biol-1319", "uh/biol-1309"},
		"ENGL 2323": {"uh/engl-2314", "uh/engl-2323"}, "HIST 2301": {"uh/hist-2303", "uh/hist-2301"},
		"MATH 1314": {"uh/math-1325", "uh/math-1314"}, "MUSI 1160": {"uh/musi-1181", "uh/musi-1160"},
		"MUSI 1311": {"uh/musi-1312", "uh/musi-1311"}, "PSYC 2301": {"uh/psyc-2305", "uh/psyc-2301"},
	}
	if d := cmp.Diff(want, reused); d != "" {
		t.Error(d)
	}
}

func TestImportAgainAndBase(t *testing.T) {
	t.Parallel()
	first, _, _ := Import("testdata/sample.csv", Options{})
	again, _, _ := Import("testdata/sample.csv", Options{Base: &first})
	if d := cmp.Diff(first, again); d != "" {
		t.Error(d)
	}
	base := ruleset.Set{Items: []catalog.Item{{
		ID: "uh/invt-2302", Institution: "uh", Tags: []string{"kept"},
		Versions: []catalog.ItemVersion{{Code: "INVT 2302", Title: "Digging", Credits: credit.Int(4)}},
	}}}
	set, _, _ := Import("testdata/sample.csv", Options{Base: &base})
	for _, it := range set.Items {
		if it.ID == "uh/invt-2302" && (len(it.Tags) != 1 || !it.Versions[1].Credits.Equal(credit.Int(4))) {
			t.Errorf("the base is forgotten: %+v", it)
		}
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	head := strings.Join(columns, ",") + "\n"
	for text, code := range map[string]string{
		"":                                   "wrong_columns",
		"a,b\n":                              "wrong_columns",
		head + "Manual,202103,A 1\n":         "bad_row",
		head + "M,202199,A 1,x,A 2,y,z\n":    "bad_term",
		head + "M,202103,,x,A 2,y,z\n":       "missing_code",
		head + "M,202103,\xff,x,A 2,y,z\n":   "invalid_utf8",
		head + "M,202103,\"A\"b,x,A 2,y,z\n": "bad_row",
	} {
		_, report, problems := ImportData("f.csv", []byte(text), Options{})
		if len(problems) != 1 || problems[0].Code != code || problems[0].Line < 1 {
			t.Errorf("%q: got %v, want %s", text, problems, code)
		}
		intaketest.Balanced(t, &report)
	}
	if _, _, problems := Import("testdata/none.csv", Options{}); !problems.HasErrors() {
		t.Error("a missing file is no problem")
	}
}

func readFile(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func FuzzImport(f *testing.F) {
	f.Add(readFile(f, "testdata/sample.csv"))
	f.Add([]byte(strings.Join(columns, ",") + "\nM,202103,A 1,x,B 1,y,z\nM,202103,B 1,x,A 1,y,z\n"))
	f.Add([]byte(strings.Join(columns, ",") + "\nM,202003,A 1,x,B 1,y,z\nM,202103,B 1,x,A 1,y,z\nM,0,Z,,A 1,y,z\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, report, problems := ImportData("f.csv", data, Options{})
		intaketest.Balanced(t, &report)
		if problems.HasErrors() {
			return
		}
		if err := ruleset.Validate(&set).Err(); err != nil {
			t.Errorf("accepted, but not valid: %v", err)
		}
	})
}

func BenchmarkImport(b *testing.B) {
	data := readFile(b, intaketest.Data(b, realList))
	for b.Loop() {
		if _, _, problems := ImportData("list.csv", data, Options{}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}
