package pathway_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// The only lines that may appear, whatever the names: a quoted text cannot end
// early, and holds nothing that the formats act on.
var (
	dotLine = regexp.MustCompile(`^(digraph cairn \{|\}|  (rankdir=LR|node \[fontname="sans-serif"\]|edge \[fontname="sans-serif"\]);` +
		`|  n\d+ \[shape=[a-z0-9=, ]+, label="([^"\\<>]|\\\\|\\"|\\n)*", tooltip="([^"\\<>]|\\\\|\\")*"\];` +
		`|  n\d+ -> n\d+( \[label="[a-z ,-]+"(, style=dashed)?\])?;)$`)
	mermaidLine = regexp.MustCompile(`^(flowchart LR` +
		"|  n\\d+(\\[|\\(\\[|\\[\\[|\\{\\{|\\()\"([A-Za-z0-9 .,/\u0080-\U0010FFFF-]|<br/>|#\\d+;)*\"(\\]|\\]\\)|\\]\\]|\\}\\}|\\))" +
		`|  n\d+ (-->|-\.->)(\|"[a-z ,-]+"\|)? n\d+)$`)
)

func FuzzEscaping(f *testing.F) {
	for _, s := range []string{"", "plain", "a\"b", "\\", "\\\"", "a\nb\r\x00", "<b>&amp;", "#quot;", "%%{init}%%", "]]-->n1", "1. x", "- x", "\xff\xfe", "\u202Ex", "数学", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		it := item("h/1", catalog.Certificate)
		it.Versions[0].Code, it.Versions[0].Title = s, s+"2"
		a := articulation(agreement.ID(s), "h", "r", rule(s, source("h/1", catalog.ItemID("h/"+s)), agreement.Award{Kind: agreement.AwardArea, Name: s}))
		a.Programs = []string{s}
		set := &ruleset.Set{
			Items: []catalog.Item{it}, Agreements: []agreement.Agreement{a},
			Programs: []requirement.Program{{ID: s, Title: s, Credential: "h/1", Requires: needs("h/1")}},
		}
		g, problems := pathway.Build(set)
		if len(problems) != 1 || strings.ContainsAny(problems[0].Message, "\n\r\x00") {
			t.Fatalf("problems %q", problems)
		}
		v, err := g.View(pathway.ViewOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for extension, line := range map[string]*regexp.Regexp{"dot": dotLine, "mmd": mermaidLine} {
			text := export(t, v, extension)
			if !utf8.ValidString(text) {
				t.Fatalf("%s is not UTF-8: %q", extension, text)
			}
			for l := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
				if !line.MatchString(l) {
					t.Fatalf("%s: %q", extension, l)
				}
			}
		}
		var back pathway.View
		text := export(t, v, "json")
		if err := json.Unmarshal([]byte(text), &back); err != nil || strings.ContainsAny(text, "<>&") {
			t.Fatalf("%v in %s", err, text)
		}
		if len(back.Nodes) != len(v.Nodes) || utf8.ValidString(s) && back.Nodes[1].Ref != v.Nodes[1].Ref {
			t.Fatalf("read back %+v", back.Nodes)
		}
	})
}
