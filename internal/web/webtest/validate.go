package webtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Validate finds what is wrong with a page as HTML, one sentence each: what a
// parser would silently mend (tags that do not match, attributes given twice,
// nesting that is not allowed), and what a reader would miss (names of controls,
// headings in order, references to ids that are not there). A fragment is a part
// of a page without its frame.
func Validate(page string, fragment bool) []string {
	v := &validator{fragment: fragment, ids: map[string]int{}}
	v.tokens(page)
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return append(v.problems, err.Error())
	}
	v.collect(doc)
	v.walk(doc, nil)
	v.references()
	if !fragment {
		v.frame(page)
	}
	return v.problems
}

type validator struct {
	fragment bool
	problems []string
	ids      map[string]int
	labelled map[string]bool // ids of controls that a label names
	wanted   []reference
	headings []int
	counts   map[string]int
	title    string
}

type reference struct{ from, id string }

func (v *validator) f(format string, a ...any) {
	v.problems = append(v.problems, fmt.Sprintf(format, a...))
}

// void elements have no end tag.
var void = strings.Fields("area base br col embed hr img input link meta source track wbr")

// tokens checks what a parser mends: every tag that opens closes, in order, and
// no attribute is given twice.
func (v *validator) tokens(page string) {
	z := html.NewTokenizer(strings.NewReader(page))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				v.f("never closed: <%s>", strings.Join(open, "> <"))
			}
			return
		case html.StartTagToken:
			v.twice(string(z.Raw()))
			t := z.Token()
			v.attributes(t)
			v.mended(t.Data, open)
			if !slices.Contains(void, t.Data) {
				open = append(open, t.Data)
			}
		case html.SelfClosingTagToken:
			v.twice(string(z.Raw()))
			t := z.Token()
			v.attributes(t)
			if !slices.Contains(void, t.Data) && !slices.Contains(open, "svg") {
				v.f("<%s/> is not closed by its slash", t.Data)
			}
		case html.EndTagToken:
			t := z.Token()
			if n := len(open); n == 0 || open[n-1] != t.Data {
				v.f("</%s> closes nothing: open is <%s>", t.Data, strings.Join(open, "> <"))
				return
			}
			open = open[:len(open)-1]
		case html.TextToken, html.CommentToken, html.DoctypeToken:
		}
	}
}

var quoted = regexp.MustCompile(`"[^"]*"|'[^']*'`)

// twice finds attributes that the parser drops because they are there already.
func (v *validator) twice(tag string) {
	seen := map[string]bool{}
	for _, word := range strings.Fields(strings.Trim(quoted.ReplaceAllString(tag, " "), "</>"))[1:] {
		name := strings.TrimRight(word, "=/")
		if name != "" && seen[name] {
			v.f("%s: %s twice", tag, name)
		}
		seen[name] = true
	}
}

// mended finds what the parser moves elsewhere: blocks in paragraphs, forms in
// forms.
func (v *validator) mended(name string, open []string) {
	if n := len(open); n > 0 && !slices.Contains(open, "svg") && slices.Contains(phrasingOnly, open[n-1]) && !slices.Contains(phrasing, name) {
		v.f("<%s> may not stand in <%s>: it is no phrasing", name, open[n-1])
	}
	if name == "form" && slices.Contains(open, "form") {
		v.f("a <form> stands in a <form>")
	}
}

func (v *validator) attributes(t html.Token) {
	for _, a := range t.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			v.f("<%s> has %s inline", t.Data, a.Key)
		case strings.HasPrefix(a.Key, "aria-") && !slices.Contains(ariaNames, a.Key[len("aria-"):]):
			v.f("<%s> has the unknown %s", t.Data, a.Key)
		case a.Key == "role" && !slices.Contains(roles, a.Val):
			v.f("<%s> has the unknown role %q", t.Data, a.Val)
		case a.Key == "tabindex" && a.Val != "0" && a.Val != "-1":
			v.f("<%s> has the tabindex %s", t.Data, a.Val)
		case a.Key == "lang" && a.Val != "en" && a.Val != "es":
			v.f("<%s> is in the unknown language %q", t.Data, a.Val)
		case a.Key == "id" && (a.Val == "" || strings.ContainsAny(a.Val, " \t\n")):
			v.f("<%s> has the id %q", t.Data, a.Val)
		}
	}
}

var (
	ariaNames = strings.Fields("label labelledby describedby hidden current live controls expanded pressed sort atomic")
	roles     = strings.Fields("search status table rowgroup row columnheader rowheader cell img region group list listitem presentation alert")
)

// collect finds ids and what labels name before anything refers to them.
func (v *validator) collect(n *html.Node) {
	if v.labelled == nil {
		v.labelled, v.counts = map[string]bool{}, map[string]int{}
	}
	if n.Type == html.ElementNode {
		if id, ok := attr(n, "id"); ok {
			v.ids[id]++
			if v.ids[id] == 2 {
				v.f("the id %q is given twice", id)
			}
		}
		if id, ok := attr(n, "for"); ok && n.Data == "label" {
			v.labelled[id] = true
			v.wanted = append(v.wanted, reference{"label for", id})
		}
		if n.Namespace == "" {
			v.counts[n.Data]++
		}
	}
	for c := range n.ChildNodes() {
		v.collect(c)
	}
}

func (v *validator) references() {
	for _, r := range v.wanted {
		if v.ids[r.id] == 0 {
			v.f("%s=%q leads to nothing", r.from, r.id)
		}
	}
}

// frame checks what every whole page has.
func (v *validator) frame(page string) {
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(page)), "<!doctype html>") {
		v.f("there is no <!doctype html>")
	}
	for name, want := range map[string]int{"h1": 1, "main": 1, "title": 1, "header": 1, "footer": 1} {
		if v.counts[name] != want {
			v.f("there are %d <%s>, want %d", v.counts[name], name, want)
		}
	}
	last := 0
	for _, level := range v.headings {
		if level > last+1 {
			v.f("a heading of level %d follows one of level %d", level, last)
		}
		last = level
	}
	if strings.TrimSpace(v.title) == "" {
		v.f("the title is empty")
	}
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
