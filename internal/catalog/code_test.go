package catalog

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestSplitCode(t *testing.T) {
	t.Parallel()
	// Real codes from ASSIST agreements and exchange precedents.
	for code, want := range map[string][2]string{
		"MATH 7": {"MATH", "7"}, "math  7": {"MATH", "7"}, "MATH-7": {"MATH", "7"}, "MATH7": {"MATH", "7"},
		"MATH& 141": {"MATH&", "141"}, "CIS22A": {"CIS", "22A"}, "THEATRE ARTS 5": {"THEATRE ARTS", "5"},
		"CS V30": {"CS", "V30"}, "MATH M25C": {"MATH", "M25C"}, "ENGL C1000": {"ENGL", "C1000"}, "CS A250": {"CS", "A250"},
		"PSY 161 C": {"PSY", "161C"}, "BIOL 101 HC": {"BIOL", "101HC"}, "CSE373 A": {"CSE", "373A"},
		"I&C SCI 33": {"I&C SCI", "33"}, "E C E 431": {"E C E", "431"}, "S&DS 365": {"S&DS", "365"}, "CS/IS 135": {"CS/IS", "135"},
		"STAT GR6301": {"STAT GR", "6301"}, "ECON-UB120": {"ECON UB", "120"}, "IB2D50": {"IB", "2D50"},
		"ENGLISH 282-0-2": {"ENGLISH", "282 0 2"}, "COMP131-01": {"COMP", "131 01"}, "PSYC 280-D100": {"PSYC", "280 D100"},
		"15.535": {"15", "535"}, "15.657J": {"15", "657J"}, "4338": {"", "4338"}, "1305AFE": {"", "1305AFE"}, "101 A": {"", "101A"},
		"HISTxxxx": {"HISTXXXX", ""}, "": {"", ""}, "--": {"", ""}, " ": {"", ""}, "MNGT-E3002": {"MNGT", "E3002"},
	} {
		if subject, number := SplitCode(code); subject != want[0] || number != want[1] {
			t.Errorf("SplitCode(%q) = %q, %q; want %q, %q", code, subject, number, want[0], want[1])
		}
	}
}

func TestDifferentCodesStayDifferent(t *testing.T) {
	t.Parallel()
	codes := []string{"MATH 7", "MATH 7A", "MATH 71", "MATH 7.1", "MATH 7H", "MATH& 7", "MAT 7", "MATHS 7", "MATH 07", "MATH M7"}
	seen := map[string]string{}
	for _, c := range codes {
		if other, ok := seen[NormalCode(c)]; ok {
			t.Errorf("%q and %q are both %q", other, c, NormalCode(c))
		}
		seen[NormalCode(c)] = c
	}
}

// letters is what no spelling of a code may change.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if separates(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}

func checkCode(t interface {
	Helper()
	Errorf(format string, args ...any)
}, code string,
) {
	t.Helper()
	normal := NormalCode(code)
	if again := NormalCode(normal); again != normal {
		t.Errorf("%q → %q → %q", code, normal, again)
	}
	if letters(normal) != letters(strings.ToUpper(code)) {
		t.Errorf("%q became %q", code, normal)
	}
}

func TestNormalCodeIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		checkCode(t, rapid.StringMatching(`[A-Za-z0-9&/ ._-]{0,14}`).Draw(t, "code"))
	})
}

func FuzzNormalCode(f *testing.F) {
	for _, s := range []string{"MATH 7", "PSY 161 C", "15.535", "é1", "\xff", "1 A A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, code string) {
		if normal := NormalCode(code); NormalCode(normal) != normal {
			t.Errorf("%q → %q → %q", code, normal, NormalCode(normal))
		}
	})
}

// Every code of 22,000 real agreement rows splits into a subject and a number.
func TestRealCodes(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "assist-matrix", "articulations.tsv"))
	if err != nil {
		t.Skip("the shared test data is not beside the repository")
	}
	defer f.Close()
	quoted := regexp.MustCompile(`"([A-Z][^"]*?[0-9][^"]*?) - [^"]*"`)
	total, without := 0, []string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		for _, m := range quoted.FindAllStringSubmatch(lines.Text(), -1) {
			total++
			checkCode(t, m[1])
			if subject, number := SplitCode(m[1]); subject == "" || number == "" || strings.ContainsAny(subject, "0123456789") {
				without = append(without, m[1])
			}
		}
	}
	if total < 10_000 || len(without) > 0 {
		t.Errorf("%d of %d codes have no subject and number: %.300q", len(without), total, without)
	}
}
