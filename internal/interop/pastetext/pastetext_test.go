package pastetext_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/record"
)

func known(name string) bool {
	return strings.EqualFold(name, "Riverbend Community College") || strings.EqualFold(name, "Hilltop")
}

// short writes an attainment in a line, to compare.
func short(a *record.Attainment) string {
	credits := ""
	if a.Credits != nil {
		credits = a.Credits.String() + string(a.Unit)
	}
	return strings.Join([]string{a.Code, a.Title, credits, a.Grade, a.Term + a.Attained.String(), string(a.Status), a.Institution}, "|")
}

func TestLinesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"CS 101 Intro 3.0 A Fall 2023 @ De Anza":                                 "CS 101|Intro|3|A|Fall 2023||De Anza",
		"CS 101":                                                                 "CS 101||||||not stated",
		"Calculus 2 4.0 B":                                                       "|Calculus 2|4|B|||not stated",
		"ENGL 101 Composition 3 F Sp24":                                          "ENGL 101|Composition|3|F|Spring 2024||not stated",
		"MATH 151 Calculus I 5.0 D Fall 24":                                      "MATH 151|Calculus I|5|D|Fall 2024||not stated",
		"MATH 140 Statistics 3 F repeated":                                       "MATH 140|Statistics repeated|3|F|||not stated",
		"CIS 110 Java Programming A 3.000 12.000":                                "CIS 110|Java Programming|3|A|||not stated",
		"MATH 152 Calculus II 5.00 5.00 A 20.00":                                 "MATH 152|Calculus II|5|A|||not stated",
		"MATH 152 Calculus II 5.00 0.00 F 0.00":                                  "MATH 152|Calculus II|5|F|||not stated",
		"PHYS 4A Mechanics 4.0 4.0 B+ F23":                                       "PHYS 4A|Mechanics|4|B+|Fall 2023||not stated",
		"ART 12 Drawing 3 credits B- Su '23":                                     "ART 12|Drawing|3|B-|Summer 2023||not stated",
		"ECON 202 Micro 3 I":                                                     "ECON 202|Micro|3|I|||not stated",
		"ECON 202 Micro 3 AU":                                                    "ECON 202|Micro|3|AU|||not stated",
		"ECON 202 Micro 3 WF Fall 2023":                                          "ECON 202|Micro|3|WF|Fall 2023||not stated",
		"ECON 202 Micro 3 *F":                                                    "ECON 202|Micro|3|F|||not stated",
		"ECON 202 Micro 3 F (R)":                                                 "ECON 202|Micro|3|F|||not stated",
		"ECON 202 Micro A 3.000 12.00":                                           "ECON 202|Micro|3|A|||not stated",
		"ENGL 101 Composition 3 F 2024":                                          "ENGL 101|Composition 2024|3|F|||not stated",
		"MATH 151 Calculus I":                                                    "MATH 151|Calculus I|||||not stated",
		"ENGL-101\tComposition\t3.00\tF\t12.00\tFall 2023\tHilltop":              "ENGL-101|Composition|3|F|Fall 2023||Hilltop",
		"HIS 7 War 1914 3 A":                                                     "HIS 7|War 1914|3|A|||not stated",
		"CIS 110\tIntroduction to Computing\t3.0\tB+\tFall 2024\tHilltop":        "CIS 110|Introduction to Computing|3|B+|Fall 2024||Hilltop",
		"CIS 110, Introduction to Computing, 3, B, 2024FA":                       "CIS 110|Introduction to Computing|3|B|Fall 2024||not stated",
		`MATH 151,"Calculus, first part",5,A-,Spring 2025`:                       "MATH 151|Calculus, first part|5|A-|Spring 2025||not stated",
		"ENGL 1A; English Composition; 5 quarter units; A; Winter 2022; De Anza": "ENGL 1A|English Composition|5quarter|A|Winter 2022||De Anza",
		"Fall 2023 BIO 115 Human Biology 4 B":                                    "BIO 115|Human Biology|4|B|Fall 2023||not stated",
		"- ANTH 230 Cultures of the World 3 cr A 2024-05-31":                     "ANTH 230|Cultures of the World|3|A|2024-05-31||not stated",
		"CIS 130 Databases 3 in progress":                                        "CIS 130|Databases|3|||in-progress|not stated",
		"CIS 130 Databases 3 IP":                                                 "CIS 130|Databases|3|||in-progress|not stated",
		"Estadística aplicada 6 ECTS 85 %":                                       "|Estadística aplicada|6ects|85 %|||not stated",
		"Google Data Analytics Certificate @ Coursera":                           "|Google Data Analytics Certificate|||||Coursera",
		"ENGL 101 Composition 3 [F]":                                             "ENGL 101|Composition|3|F|||not stated",
		`ENGL 101 Composition 3 "F"`:                                             "ENGL 101|Composition|3|F|||not stated",
		"ENGL 101 Composition 3 f":                                               "ENGL 101|Composition|3|f|||not stated",
		"ENGL 101 Composition 3 F/A":                                             "ENGL 101|Composition|3|F/A|||not stated",
		"ENGL 101 Composition 3 NF":                                              "ENGL 101|Composition|3|NF|||not stated",
		"ENGL 101 Composition 3 45/100":                                          "ENGL 101|Composition|3|45/100|||not stated",
		"ENGL 101 Composition 3 Fail":                                            "ENGL 101|Composition|3|||failed|not stated",
		"ENGL 101 Composition 3 FAIL Fall 2023":                                  "ENGL 101|Composition|3||Fall 2023|failed|not stated",
		"ENGL 101 Composition 3 Dropped":                                         "ENGL 101|Composition|3|||withdrawn|not stated",
		"ENGL 101 Composition 3 Incomplete":                                      "ENGL 101|Composition|3|Incomplete|||not stated",
		"ENGL 101 Composition 3 Grade: F":                                        "ENGL 101|Composition|3|F|||not stated",
		"ENGL 101 Composition 3 credits grade F":                                 "ENGL 101|Composition|3|F|||not stated",
		"ENGL 101 Composition Credits: 3 Grade: F Term: Fall 2023":               "ENGL 101|Composition|3|F|Fall 2023||not stated",
		"ENGL 101 | Composition | 3 | NF | Fall 2023":                            "ENGL 101|Composition|3|NF|Fall 2023||not stated",
		"ENGL 101\tComposition\t3\tFAIL\tFall 2023":                              "ENGL 101|Composition|3||Fall 2023|failed|not stated",
		"ENGL 101\tComposition\t3\tUG\tF":                                        "ENGL 101|Composition UG|3|F|||not stated",
		"MATH 140 Statistics C 3.000 6.00 I":                                     "MATH 140|Statistics|3|C|||not stated",
		"MATH 140 Statistics F 3.000 0.00 E":                                     "MATH 140|Statistics|3|F|||not stated",
		"PHYS 102 PHYSICS 2 LAB":                                                 "PHYS 102|PHYSICS 2 LAB|||||not stated",
		"HIS 7 World History 2 Honors":                                           "HIS 7|World History 2 Honors|||||not stated",
		"Cumulative: 9.000 6.000 15.90 1.77":                                     "|Cumulative: 9.000 6.000 15.90 1.77|||||not stated",
		"Institution Credit 12.000":                                              "|Institution Credit 12.000|||||not stated",
		"Term GPA\t1.850\tTerm Totals\t17.000":                                   "|Term GPA 1.850 Term Totals 17.000|||||not stated",
		"AP Calculus BC 5":                                                       "|AP Calculus BC||5|||not stated",
		"AP CALC BC 5 May 2023":                                                  "AP CALC BC|||5|2023-05-01||not stated",
		"AP CALC AB score 4 @ Board":                                             "AP CALC AB|||4|||Board",
		"CLEP Spanish Language: 63":                                              "|CLEP Spanish Language||63|||not stated",
		"STAT-1010 Statistiek 5 ECTS 7,5":                                        "STAT-1010|Statistiek|5ects|7,5|||not stated",
		"STAT-1010 Statistiek 7.5 5 EC":                                          "STAT-1010|Statistiek|5ects|7.5|||not stated",
		"STAT-1010\tStatistiek\t5,0\t4":                                          "STAT-1010|Statistiek|5|4|||not stated",
		"MATH 151\tCalculus\t5.000\t5.000":                                       "MATH 151|Calculus|5||||not stated",
		"ENGL 101 Fall 2023 F":                                                   "ENGL 101|||F|Fall 2023||not stated",
		"ENGL 101 Composition 3 2023 F":                                          "ENGL 101|Composition 3 2023||F|||not stated",
		"2023 F ENGL 101 Composition 3 B":                                        "ENGL 101|Composition|3|B|Fall 2023||not stated",
		"ENGL 101 Composition A/F":                                               "ENGL 101|Composition||A/F|||not stated",
		"NET 151 TCP/IP":                                                         "NET 151|TCP/IP|||||not stated",
		"ENGL 101 Composition 3 A FALL 2023":                                     "ENGL 101|Composition|3|A|Fall 2023||not stated",
		"MATH 151 Calculus 1 A 5 Fall 2024":                                      "MATH 151|Calculus 1|5|A|Fall 2024||not stated",
		"MATH 152 Calculus 2 A 5":                                                "MATH 152|Calculus 2|5|A|||not stated",
		"ENGL 101 English 1 B 3.0":                                               "ENGL 101|English 1|3|B|||not stated",
		"ENGL 101 English 1 A 4":                                                 "ENGL 101|English 1|4|A|||not stated",
		"CIS 120 Data Structures 2 P 6":                                          "CIS 120|Data Structures 2|6|P|||not stated",
		"CIS 110 Java Programming 3 A 12":                                        "CIS 110|Java Programming|3|A|||not stated",
		"CIS 110 Java Programming 3 B+ 9.90":                                     "CIS 110|Java Programming|3|B+|||not stated",
		"CIS 110 Java Programming 4.0 A- 14.8":                                   "CIS 110|Java Programming|4|A-|||not stated",
		"CIS 110 Java Programming 3 F 0":                                         "CIS 110|Java Programming|3|F|||not stated",
		"CIS 110 Java Programming 3 A 3":                                         "CIS 110|Java Programming|3|A|||not stated",
		"ENGL 101 1 A 4":                                                         "ENGL 101||1|A|||not stated",
		"ENGL 101 F 2024-02-30":                                                  "ENGL 101|2024-02-30||F|||not stated",
		"ENGL 101 F -3":                                                          "ENGL 101|-3||F|||not stated",
		"ENGL 101 Composition 3 F 12/15/2023":                                    "ENGL 101|Composition 12/15/2023|3|F|||not stated",
		"ENGL 101 Composition F 15.12.2023":                                      "ENGL 101|Composition 15.12.2023||F|||not stated",
		"ENGL 101 Composition 3 F Dec 2023":                                      "ENGL 101|Composition Dec 2023|3|F|||not stated",
		"ENGL 101 Composition F, Dec 2023":                                       "ENGL 101|Composition Dec 2023||F|||not stated",
		"ENGL 101 Composition 3 F 2023/24":                                       "ENGL 101|Composition 2023/24|3|F|||not stated",
		"ENGL 101 Composition 3 F AY2023":                                        "ENGL 101|Composition AY2023|3|F|||not stated",
		"ENGL 101 Composition 3 F 202310":                                        "ENGL 101|Composition 202310|3|F|||not stated",
		"ENGL 101 Composition 3 F 23FA":                                          "ENGL 101|Composition 23FA|3|F|||not stated",
		"ENGL 101 Composition 3 cr. (F) repeated":                                "ENGL 101|Composition repeated|3|F|||not stated",
		"ENGL 101 Composition 3 F†":                                              "ENGL 101|Composition|3|F|||not stated",
		"ENGL 101 Composition 3 F/repeat":                                        "ENGL 101|Composition repeat|3|F|||not stated",
		"ENGL 101 Composition 3 F; retaken 2024":                                 "ENGL 101|Composition retaken 2024|3|F|||not stated",
		"ENGL 101 Composition 3 WF 12/15/2023":                                   "ENGL 101|Composition 12/15/2023|3|WF|||not stated",
		"ENGL 101 Composition 3 I 12/15/2023":                                    "ENGL 101|Composition 12/15/2023|3|I|||not stated",
		"ENGL 101 Composition Fall 2023 Grade F Credits 3":                       "ENGL 101|Composition Fall 2023 Credits|3|F|||not stated",
		"ENGL*101 Composition 3.00 F 24/FA":                                      "ENGL 101|Composition 24/FA|3|F|||not stated",
		"ENGL 101, Composition, Fall 2023, F, 3, attempt 1, Hilltop":             "ENGL 101|Composition attempt 1|3|F|Fall 2023||Hilltop",
		"ENGL 101\tComposition\tLEC\t3.0\tF\t0.0\tGRD\tHilltop":                  "ENGL 101|Composition LEC GRD|3|F|||Hilltop",
		"ENGL 101\tComposition\t3\tFailing grade\tHilltop":                       "ENGL 101|Composition|3|||failed|Hilltop",
		"Composition ENGL 101 F 3":                                               "|Composition ENGL 101|3|F|||not stated",
		"ENGL 101 Composition did not pass":                                      "ENGL 101|Composition did not pass||||failed|not stated",
		"ENGL 101 Composition 3 no passed":                                       "ENGL 101|Composition 3 no passed||||failed|not stated",
		"ENGL 101 Composition I failed this 2023":                                "ENGL 101|Composition I failed this 2023||||failed|not stated",
		"ENGL 101 Composition no superada":                                       "ENGL 101|Composition no superada||||failed|not stated",
		"ENGL 101,Composition,TR,F,2024-05-31":                                   "ENGL 101|Composition||F|2024-05-31||not stated",
		"ENGL 101 Composition 3 F TR":                                            "ENGL 101|Composition|3|F|||not stated",
		"ENGL 101 Composition TR 3 F":                                            "ENGL 101|Composition TR|3|F|||not stated",
		"ENGL 101 Composition 3 TR":                                              "ENGL 101|Composition|3|TR|||not stated",
		"HIST 340 Failed States":                                                 "HIST 340|Failed States|||||not stated",
		"HIST 7 Plan A of 1914":                                                  "HIST 7|Plan A of 1914|||||not stated",
		"HIST 7 World War I 1914":                                                "HIST 7|World War I 1914|||||not stated",
		"BIOL 1 Vitamins A, D and E":                                             "BIOL 1|Vitamins A, D and E|||||not stated",
		"MUS 1 Music in C-sharp 1":                                               "MUS 1|Music in C-sharp|1||||not stated",
		"\u202eENGL 101 Composition\u202c 3 A":                                   "ENGL 101|Composition|3|A|||not stated",
		"???: something 12 that nobody understands":                              "|???: something 12 that nobody understands|||||not stated",
	} {
		got, rest := pastetext.Read(in, pastetext.Options{Known: known})
		if len(got) != 1 || rest != 0 || short(&got[0]) != want {
			for i := range got {
				t.Errorf("%q:\n got %s\nwant %s", in, short(&got[i]), want)
			}
			if len(got) != 1 {
				t.Errorf("%q: %d lines", in, len(got))
			}
		}
	}
}

func TestHeadingsHoldForTheLinesBelow(t *testing.T) {
	t.Parallel()
	got, _ := pastetext.Read(`Riverbend Community College
Fall 2024:
CIS 110 Intro 3 A
CIS 120 Programming 3 B
---------------
2025 Spring Term
MATH 152 Calculus 4 B @ De Anza
@ Hilltop
STAT 210 Statistics 3 A Fall 2025
`, pastetext.Options{Known: known, Institution: "Elsewhere"})
	var list []string
	for i := range got {
		list = append(list, short(&got[i]))
	}
	if diff := cmp.Diff([]string{
		"CIS 110|Intro|3|A|Fall 2024||Riverbend Community College", "CIS 120|Programming|3|B|Fall 2024||Riverbend Community College",
		"MATH 152|Calculus|4|B|Spring 2025||De Anza", "STAT 210|Statistics|3|A|Fall 2025||Hilltop",
	}, list); diff != "" {
		t.Error(diff)
	}
}

// Two columns of a transcript come as one line: each course keeps its own grade.
func TestTwoColumnsAreTwoLines(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"ENGL 101 Composition 3.0 F     CIS 110 Java Programming 3.0 A",
		"ENGL 101 Composition F 3.000 0.00 CIS 110 Java Programming A 3.000 12.00",
	} {
		got, _ := pastetext.Read(in, pastetext.Options{})
		if len(got) != 2 || got[0].Code != "ENGL 101" || got[0].Grade != "F" || got[1].Code != "CIS 110" || got[1].Grade != "A" {
			t.Errorf("%q: %+v", in, got)
		}
	}
}

func TestTooManyLinesAreCounted(t *testing.T) {
	t.Parallel()
	got, rest := pastetext.Read(strings.Repeat("CS 1\r\n", 12), pastetext.Options{Lines: 10})
	if len(got) != 10 || rest != 2 {
		t.Errorf("%d lines, %d beyond", len(got), rest)
	}
}

// FuzzRead: every line with a letter or digit that is no heading is kept, and says
// what it is and where.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"CS 101 Intro 3.0 A Fall 2023 @ De Anza", "a\tb\tc", `x,"y`, "@", "\xff1", "A,B,C,1,2,3", "Fall 2023 A"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, _ := pastetext.Read(text, pastetext.Options{Known: known})
		for i := range got {
			a := &got[i]
			if a.Institution == "" || strings.TrimSpace(a.Code+a.Title) == "" {
				t.Fatalf("%q: %+v", text, a)
			}
			if !utf8.ValidString(a.Title+a.Code+a.Institution) || a.Credits != nil && a.Credits.Sign() < 0 {
				t.Fatalf("%q: %+v", text, a)
			}
		}
	})
}
