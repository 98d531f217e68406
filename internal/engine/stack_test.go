package engine_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/record"
)

// stackWorld compiles a catalogue of testdata/stacks.
func stackWorld(t *testing.T, name string) *engine.Snapshot {
	t.Helper()
	file := "testdata/stacks/" + name + ".yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	set, _, problems := catalogfile.Parse(file, data, catalogfile.Options{})
	if problems.HasErrors() {
		t.Fatal(problems.Error())
	}
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// took is attainments in one line each: "item day grade credits key=value …",
// a "-" standing for what is not stated.
func took(t *testing.T, lines ...string) record.Record {
	t.Helper()
	var r record.Record
	for _, text := range lines {
		f := strings.Fields(text)
		a := record.Attainment{Item: catalog.ItemID(f[0])}
		_, a.ID, _ = strings.Cut(f[0], "/")
		for i, v := range f[1:] {
			switch key, value, pair := strings.Cut(v, "="); {
			case pair && key == "evidence":
				a.Evidence = catalog.EvidenceKind(value)
			case pair && key == "id":
				a.ID = value
			case pair && key == "status":
				a.Status = record.Status(value)
			case pair:
				a.Attributes = map[string]string{key: value}
			case v == "-":
			case i == 0:
				a.Attained = date(t, v)
			case i == 1:
				a.Grade = v
			case i == 2:
				n, err := credit.ParseAmount(v)
				if err != nil {
					t.Fatal(err)
				}
				a.Credits = &n
			}
		}
		r.Attainments = append(r.Attainments, a)
	}
	return r
}

func date(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func stacks(t *testing.T, s *engine.Snapshot, r record.Record) engine.StackResult {
	t.Helper()
	res, err := s.Stacks(engine.StackQuery{Record: r, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	if !res.Decided {
		t.Error("not decided")
	}
	return res
}

// told is the result in few words.
func told(res *engine.StackResult) string {
	var b strings.Builder
	award := func(what string, list []engine.StackAward) {
		for _, a := range list {
			fmt.Fprintf(&b, "%s %d %s %s", what, a.Step, a.Program, a.Issued)
			for _, u := range a.Uses {
				fmt.Fprintf(&b, " %s", strings.Join(u.Lines, "+"))
			}
			if len(a.BuildsOn) > 0 {
				fmt.Fprintf(&b, " on %s", strings.Join(a.BuildsOn, ","))
			}
			if a.ReverseTransfer {
				b.WriteString(" reverse")
			}
			if a.Expired {
				b.WriteString(" expired")
			}
			if len(a.ExitOf) > 0 {
				fmt.Fprintf(&b, " exit of %s", strings.Join(a.ExitOf, ","))
			}
			b.WriteString("\n")
		}
	}
	award("completed", res.Completed)
	award("available", res.Available)
	award("held", res.Held)
	near := func(what string, list []engine.NearMiss) {
		for _, n := range list {
			fmt.Fprintf(&b, "%s %s %s in %d:", what, n.Program, n.Remaining.Credits.Amount.Decimal(), n.Remaining.Items)
			for _, m := range n.Missing {
				fmt.Fprintf(&b, " %s", m.Path)
			}
			b.WriteString("\n")
		}
	}
	near("step", res.OneStep)
	near("reach", res.InReach)
	near("undecided", res.Undecided)
	for _, x := range res.Excluded {
		fmt.Fprintf(&b, "excluded %s because %s\n", x.Program, strings.Join(x.Because, ","))
	}
	for _, c := range res.Choices {
		b.WriteString(c.Text + "\n")
	}
	return b.String()
}

func check(t *testing.T, s *engine.Snapshot, r record.Record, want string) engine.StackResult {
	t.Helper()
	res := stacks(t, s, r)
	if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(told(&res))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	return res
}

func TestStackAcrossInstitutions(t *testing.T) {
	t.Parallel()
	s := stackWorld(t, "ladder")
	check(t, s, took(t, "coast/web-1 2022-05-20 A", "coast/web-2 2022-12-18 B"), `
completed 1 coast/micro 2022-12-18 web-1 web-2 expired exit of coast/associate
step coast/certificate 3 in 1: web-3
reach coast/associate 6 in 2: web-3 web-4
`)
	res := check(t, s, took(t, "coast/web-1 2024-05-20 A", "coast/web-2 2024-12-18 B", "coast/web-3 2025-05-20 B", "ridge/it-1 2025-12-18 B"), `
completed 1 coast/micro 2024-12-18 web-1 web-2 exit of coast/associate
completed 2 coast/certificate 2025-05-20 web-3 on coast/micro exit of coast/associate
available 3 ridge/minor 2025-12-18 it-1 conferred:coast/certificate on coast/certificate
step coast/associate 3 in 1: web-4
`)
	if a := res.Available[0]; !a.Counts.Amount.Equal(credit.Int(13)) || !a.Elsewhere.Amount.Equal(credit.Int(9)) {
		t.Errorf("the minor counts %v, %v from elsewhere", a.Counts, a.Elsewhere)
	}
	if a := res.Completed[0]; a.Expires != date(t, "2027-12-18") {
		t.Errorf("the micro-credential expires %s", a.Expires)
	}
}

// Of the bank's two awards one gets the piece, which a debited award takes from
// every institution; the generic award leaves it alone, because it can. What is
// excluded is shown with what would take its place.
func TestAwardsThatCompete(t *testing.T) {
	t.Parallel()
	check(t, stackWorld(t, "policies"), took(t, "space/m-3 2021-01-01", "space/m-4 2020-01-01", "space/m-2 2025-01-01"), `
completed 1 bank/cert 2021-01-01 m-3
available 1 space/generic 2025-01-01 m-2 m-4
excluded bank/shared because bank/cert
excluded space/small because space/generic
instead: Bank shared, not Bank certificate
instead: Small, not Generic
`)
}

// G4: 46 and 15 is eligible, 44 and 20 is not; nor is a mean of 1.9, a grade
// below C, or what is older than five years.
func TestReverseTransfer(t *testing.T) {
	t.Parallel()
	s := stackWorld(t, "reverse")
	here := func(n int, day, grade string) string {
		return fmt.Sprintf("cc/a %s %s %d id=a%d%s", day, grade, n, n, grade[:1])
	}
	there := func(n int, day, grade string) string {
		return fmt.Sprintf("state/b %s %s %d id=b%d%s", day, grade, n, n, grade[:1])
	}
	const old, then, later = "2018-05-20", "2023-05-20", "2025-05-20"
	for name, c := range map[string]struct {
		record []string
		want   string
	}{
		"46 and 15":  {[]string{here(46, then, "C"), there(15, later, "B")}, "completed 1 cc/aa 2025-05-20 a46C b15B reverse"},
		"44 and 20":  {[]string{here(44, then, "C"), there(20, later, "B")}, "step cc/aa 1 in 1:"},
		"15 too bad": {[]string{here(46, then, "C"), there(15, later, "D")}, "reach cc/aa 15 in 15:"},
		"46 too old": {[]string{here(46, old, "C"), there(15, later, "B")}, ""},
		"not left":   {[]string{here(46, later, "C"), there(15, then, "B")}, "completed 1 cc/aa 2025-05-20 a46C b15B"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, s, took(t, c.record...), c.want)
		})
	}
}

// D9 and H4.
func TestMicroCredentialWithResidenceAndPriorLearning(t *testing.T) {
	t.Parallel()
	s := stackWorld(t, "micro")
	check(t, s, took(t, "canton/it-101 2024-01-01 A", "canton/it-102 2024-06-01 A", "other/x-1 2023-01-01 B"), `
completed 1 canton/micro 2024-06-01 it-101 it-102 x-1
reach canton/bs 3 in 2: core
`)
	// 4 transferred, 3 by prior learning, 2 at home: 2 are less than 5.
	check(t, s, took(t, "canton/it-102 2024-06-01 A", "other/x-1 2023-01-01 B", "boards/security-plus 2024-01-01 - - evidence=exam-score"), `
reach canton/bs 3 in 2: core
reach canton/micro 3 in 2:
`)
	// ServSafe is left out of the award, and counts in the degree.
	check(t, s, took(t, "canton/it-101 2024-01-01 A", "canton/it-105 2024-06-01 A", "boards/security-plus 2024-01-01 - - evidence=exam-score", "boards/servsafe 2024-01-01 - - evidence=exam-score"), `
completed 1 canton/bs 2024-06-01 it-101 it-105 security-plus servsafe
completed 1 canton/micro 2024-06-01 it-101 it-105 security-plus
`)
}

// G8 and G9.
func TestReceiversTakePiecesEachInTheirWay(t *testing.T) {
	t.Parallel()
	s := stackWorld(t, "receivers")
	check(t, s, took(t, "oeru/m-1 2024-01-01", "oeru/m-2 2024-02-01", "oeru/m-3 2024-03-01", "oeru/m-4 2024-04-01"), `
completed 1 north/intro 2024-03-01 m-1+m-2+m-3
completed 1 south/intro 2024-04-01 m-1+m-2+m-3+m-4
`)
	check(t, s, took(t, "mitx/sc-1 2024-01-01", "mitx/sc-2 2024-02-01", "mitx/sc-3 2024-03-01", "mitx/sc-4 2024-04-01", "mitx/sc-5 2024-05-01", "mitx/cfx 2024-06-01"), `
completed 1 mitx/mm 2024-06-01 cfx sc-1 sc-2 sc-3 sc-4 sc-5
`)
}

// The first day on which the record sufficed is the day of issue, even where
// later work would serve as well.
func TestStackIsIssuedOnTheFirstDay(t *testing.T) {
	t.Parallel()
	res := stacks(t, stackWorld(t, "policies"), took(t, "space/m-1 2025-01-01", "space/m-4 2020-01-01", "space/m-2 2021-01-01"))
	for _, a := range res.Available {
		if a.Program == "space/generic" && a.Issued != date(t, "2021-01-01") {
			t.Errorf("issued %s", a.Issued)
		}
	}
	if len(res.Available) != 1 {
		t.Errorf("available %v", res.Available)
	}
}

// G9: the extension school takes 16 of 48, 32 remain, one course at least there;
// the institute takes a semester. Neither takes from the other.
func TestMicroMastersAtTwoReceivers(t *testing.T) {
	t.Parallel()
	r := took(t, "mitx/sc-1 2024-01-01", "mitx/sc-2 2024-02-01", "mitx/sc-3 2024-03-01", "mitx/sc-4 2024-04-01", "mitx/sc-5 2024-05-01", "mitx/cfx 2024-06-01")
	s := stackWorld(t, "receivers")
	for range 8 {
		r.Attainments = append(r.Attainments, record.Attainment{Item: "ext/c-1", Attained: date(t, "2025-05-20")})
	}
	res := stacks(t, s, r)
	if len(res.Available) != 1 || res.Available[0].Program != "ext/alm" || !res.Available[0].Elsewhere.Amount.Equal(credit.Int(16)) {
		t.Errorf("available: %s", told(&res))
	}
	r.Attainments = r.Attainments[:7]
	res = stacks(t, s, r)
	want := "completed 1 mitx/mm 2024-06-01 cfx sc-1 sc-2 sc-3 sc-4 sc-5\n"
	if got := told(&res); got != want {
		t.Errorf("one of eight courses is not near:\n%s", cmp.Diff(want, got))
	}
}

// A credential that the record shows is held; its pieces are spent where the
// record says what they were and the award debits them.
func TestHeldCredentialsSpendTheirPieces(t *testing.T) {
	t.Parallel()
	s := stackWorld(t, "policies")
	check(t, s, took(t, "space/m-3 2021-01-01", "bank/cert 2021-02-01 - - made-of=m-3"), `
held 0 bank/cert 2021-02-01
`)
	check(t, s, took(t, "space/m-3 2021-01-01", "bank/cert 2021-02-01"), `
completed 1 bank/shared 2021-01-01 m-3
held 0 bank/cert 2021-02-01
step space/generic 6 in 1:
`)
	check(t, s, took(t, "space/m-4 2021-01-01", "space/generic 2021-02-01"), `
held 0 space/generic 2021-02-01
excluded space/small because space/generic
`)
}

// A credential and what it was conferred for are the same learning: a receiver
// gives credit for the one or for the others.
func TestCredentialAndPiecesCountOnce(t *testing.T) {
	t.Parallel()
	s := stackWorld(t, "ladder")
	r := took(t, "coast/web-1 2024-05-20 A", "coast/web-2 2024-12-18 B", "coast/web-3 2025-05-20 B", "coast/web-cert 2025-05-20 - - made-of=web-1,web-3")
	res, err := s.Evaluate(engine.Query{Record: r, AsOf: asOf, Targets: []engine.Target{{Institution: "ridge"}, {Institution: "coast"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Targets[0].Totals.Accepted; !got.Equal(credit.Int(9)) {
		t.Errorf("ridge accepts %s, not the block of 9 alone", got)
	}
	if got := res.Targets[1].Totals.Accepted; !got.Equal(credit.Int(9)) {
		t.Errorf("coast counts %s, not three courses of 3", got)
	}
}
