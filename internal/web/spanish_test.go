package web_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/web"
	"github.com/cairnproject/cairn/internal/web/message"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// marked is the demo world with Spanish as its third language, every word of the
// catalogue of messages in marks.
func marked(t *testing.T) *webtest.World {
	t.Helper()
	es, ok := message.Find("es")
	if !ok {
		t.Fatal("there is no Spanish")
	}
	return webtest.DemoWith(t, web.Options{Languages: append(message.Locales(), message.Marked(es))})
}

// Every page speaks the language that it is asked in: what stands on it outside
// of messages is names, titles, codes and numbers of the data.
func TestNothingIsLeftInEnglish(t *testing.T) {
	t.Parallel()
	world := marked(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known := dataWords(t, view)
	found := map[string]string{}
	for _, address := range everyPage(t, view) {
		_, body := ask(t, http.MethodGet, world.URL+with(address, "lang=qps"), "", nil)
		for _, text := range foreign(t, body, slices.Concat(asked(t, address, true), known, asked(t, address, false))) {
			if _, there := found[text]; !there {
				found[text] = address
			}
		}
	}
	for text, address := range found {
		t.Errorf("%s: %q is no message and no data", address, text)
	}
}

// What a visitor brings, shares and gets wrong is answered in the language too.
func TestNothingOfAVisitIsLeftInEnglish(t *testing.T) {
	t.Parallel()
	world := marked(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const lines = "CIS 110 Introduction 3 B+ Fall 2024 @ Riverbend Community College\nNothing known 3 A Fall 2099 @ Elsewhere Academy\nMATH 1 2 3 4"
	known := slices.Concat([]string{
		"For my application", "Data Literacy", "Reads charts.", "Nothing known", "Elsewhere Academy", "credentials.example",
	}, dataWords(t, view), []string{"Introduction"})
	v, link := sharing(t, world, "show")
	see := func(what string) func(int, string) {
		return func(_ int, body string) {
			for _, text := range foreign(t, body, known) {
				t.Errorf("%s: %q is no message and no data", what, text)
			}
		}
	}
	see("language")(v.get("/?lang=qps"))
	see("lines")(v.send("/record/add", "lines", lines))
	for name, data := range map[string]string{
		"broken.json": "{", "broken.yaml": "attainments: [", "odd.csv": "code,credits\n\"", "nothing.txt": "", "badge.json": `{"type": ["VerifiableCredential"]}`, "image.png": "\x89PNG\r\n",
		"record.yaml": "attainments:\n  - {code: X, credits: -1}\n",
	} {
		see(name)(v.upload(name, []byte(data)))
	}
	for _, path := range []string{"/record", "/record?edit=new", "/stacks", "/shares", link, "/compare?t=hilltop&t=lakeside", "/results?target=hilltop"} {
		see(path)(v.get(path))
	}
	see("line")(v.send("/record/line", "credits", "x", "attained", "y"))
	see("no line")(v.send("/record/line", "id", "none"))
	see("share")(v.send("/shares", "days", "0"))
	see("key")(v.send("/shares/key", "key", "x"))
	see("keep")(v.send("/results/keep", "name", ""))
}

// asked are the texts of the address itself, which pages repeat: sentences, or
// words.
func asked(t *testing.T, address string, sentences bool) []string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, list := range u.Query() {
		for _, value := range list {
			out = append(out, strings.Split(value, "|")...)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return len(s) < 3 || strings.Contains(s, " ") != sentences })
}

func with(address, parameter string) string {
	if strings.Contains(address, "?") {
		return address + "&" + parameter
	}
	return address + "?" + parameter
}

// everyPage are pages of every kind: for every learner and target, program, item
// and agreement.
func everyPage(t *testing.T, view *app.View) []string {
	t.Helper()
	out := slices.Clone(demoPages)
	institutions, programs := targetsOf(view)
	for learner := range learners(t, view) {
		record := "record=demo-" + learner
		out = append(out, "/record?"+record, "/stacks?"+record, "/shares?"+record, "/compare?"+record+"&t="+strings.Join(programs[:5], "&t="))
		for _, target := range append(institutions, programs...) {
			out = append(out, "/results?"+record+"&target="+url.QueryEscape(target))
		}
		for _, program := range programs {
			out = append(out, "/pathways/"+program+"?"+record,
				"/results?"+record+"&target="+url.QueryEscape(program)+"&as_of=2025-01-01&against=2026-09-01")
		}
	}
	for i := range view.Set.Items {
		out = append(out, "/items/"+string(view.Set.Items[i].ID))
	}
	for i := range view.Set.Agreements {
		a := &view.Set.Agreements[i]
		out = append(out, fmt.Sprintf("/agreements/%s?version=%d", a.ID, a.Version))
	}
	return append(out, "/results?target=nowhere", "/results?as_of=x", "/items/none", "/compare.xyz", "/s/none", "/s?link=none", "/results?record=none")
}

var (
	inMarks = regexp.MustCompile(message.MarkOpen + "[^" + message.MarkClose + "]*" + message.MarkClose)
	// english is a word as it may stand in a sentence: small letters.
	english = regexp.MustCompile(`(^|[^\pL\d/._-])\p{Ll}{2,}`)
	// identifier is an address or a decentralised identifier.
	identifier = regexp.MustCompile(`\b(did|https?|urn):\S+`)
)

// lines are the texts below a node.
func lines(n *html.Node) []string {
	if n.Type == html.TextNode {
		return strings.Fields(n.Data)
	}
	var out []string
	for c := range n.ChildNodes() {
		out = append(out, lines(c)...)
	}
	return out
}

// foreign lists the texts of a page that are neither messages nor data.
func foreign(t *testing.T, page string, known []string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	see := func(text string) {
		for part := range strings.SplitSeq(inMarks.ReplaceAllString(text, "\x00"), "\x00") {
			if !english.MatchString(part) {
				continue
			}
			rest := identifier.ReplaceAllString(part, "·")
			for _, word := range known {
				rest = strings.ReplaceAll(rest, word, "·")
			}
			if english.MatchString(rest) {
				out = append(out, strings.TrimSpace(part))
			}
		}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			see(n.Data)
		}
		if n.Type == html.ElementNode {
			switch n.Data {
			case "svg": // a text is several lines of a drawing
				see(strings.Join(lines(n), " "))
				return
			case "script", "style", "code", "pre", "textarea":
				return
			}
			for _, a := range n.Attr {
				if slices.Contains([]string{"aria-label", "title", "placeholder", "alt"}, a.Key) || n.Data == "input" && a.Key == "value" && a.Val == "submit" {
					see(a.Val)
				}
				if a.Key == "class" && a.Val == "langs" {
					return
				}
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(doc)
	return out
}

// small is a word that may be of the vocabulary: it must not excuse English.
var small = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// dataWords are the texts of the demo world, longest first.
func dataWords(t *testing.T, view *app.View) []string {
	t.Helper()
	seen := map[string]bool{}
	note := func(word string) {
		if word = strings.TrimSpace(word); len(word) > 2 && !small.MatchString(word) {
			seen[word] = true
			seen[strings.ToUpper(word[:1])+word[1:]] = true
		}
	}
	note("record.json") // a name that is the same in every language
	err := fs.WalkDir(fixtures.FS, "demo", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fixtures.FS, path)
		if err != nil {
			return err
		}
		if !strings.HasSuffix(path, ".yaml") {
			for _, word := range regexp.MustCompile(`[,\n"]`).Split(string(text), -1) {
				note(word)
			}
			return nil
		}
		var doc yaml.Node
		for dec := yaml.NewDecoder(bytes.NewReader(text)); ; {
			if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			scalars(&doc, note)
		}
	})
	if err != nil || len(seen) < 200 {
		t.Fatal(len(seen), "texts of the demo world:", err)
	}
	// Ids and labels that look like words.
	for i := range view.Set.Institutions {
		seen[string(view.Set.Institutions[i].ID)] = true
	}
	for i := range view.Set.Agreements {
		seen[string(view.Set.Agreements[i].ID)] = true
		for k := range view.Set.Agreements[i].Rules {
			seen[view.Set.Agreements[i].Rules[k].ID] = true
		}
	}
	for i := range view.Set.Items {
		for _, tag := range view.Set.Items[i].Tags {
			seen[tag] = true
		}
	}
	for _, path := range []string{"what-if-1", "writing"} {
		seen[path] = true
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
}

func scalars(n *yaml.Node, note func(string)) {
	if n.Kind == yaml.ScalarNode {
		note(n.Value)
	}
	for _, c := range n.Content {
		scalars(c, note)
	}
}
