package webtest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var (
	phrasing = strings.Fields("a abbr b bdi br button cite code data datalist em i img input kbd label mark output q s script select small span strong sub sup svg textarea time u wbr")
	flow     = append(strings.Fields("address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul search"), phrasing...)
	// inside lists what may stand directly in an element; what is not listed here
	// takes anything that flows.
	inside = map[string][]string{
		"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "table": {"caption", "thead", "tbody", "tfoot", "colgroup"},
		"thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"}, "tr": {"th", "td"}, "select": {"option", "optgroup"}, "optgroup": {"option"}, "datalist": {"option"},
		"html": {"head", "body"}, "head": {"meta", "title", "link", "script"}, "option": nil, "textarea": nil, "title": nil,
		"summary": append([]string{"h2", "h3", "h4"}, phrasing...),
	}
	// homes are the only places for what stands nowhere else.
	homes = map[string][]string{
		"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
		"option": {"select", "optgroup", "datalist"}, "summary": {"details"}, "caption": {"table"}, "legend": {"fieldset"}, "figcaption": {"figure"},
	}
	phrasingOnly = strings.Fields("p span h1 h2 h3 h4 h5 h6 a abbr b button cite code data em i kbd label mark q s small strong sub sup time u dt")
	interactive  = strings.Fields("a button input select textarea details label")
)

// walk checks elements with what stands above them.
func (v *validator) walk(n *html.Node, above []*html.Node) {
	if n.Type == html.ElementNode {
		if n.Namespace == "svg" {
			v.picture(n)
		} else {
			v.element(n, above)
		}
		above = append(above, n)
	}
	for c := range n.ChildNodes() {
		v.walk(c, above)
	}
}

func (v *validator) element(n *html.Node, above []*html.Node) {
	if len(above) > 0 {
		v.place(n, above)
	}
	for _, key := range [...]string{"aria-labelledby", "aria-describedby", "aria-controls", "headers", "list"} {
		if ids, ok := attr(n, key); ok {
			for id := range strings.FieldsSeq(ids) {
				v.wanted = append(v.wanted, reference{n.Data + " " + key, id})
			}
			if strings.TrimSpace(ids) == "" {
				v.f("<%s> has an empty %s", n.Data, key)
			}
		}
	}
	v.kinds(n, above)
}

// place checks that an element may stand where it does.
func (v *validator) place(n *html.Node, above []*html.Node) {
	parent := above[len(above)-1]
	known := slices.Contains(flow, n.Data) || homes[n.Data] != nil || len(above) <= 2
	list, limited := inside[parent.Data]
	home, bound := homes[n.Data]
	switch {
	case !known && !limited:
		v.f("<%s> in <%s> is not known", n.Data, parent.Data)
	case limited && !slices.Contains(list, n.Data):
		v.f("<%s> may not stand in <%s>", n.Data, parent.Data)
	case bound && !slices.Contains(home, parent.Data):
		v.f("<%s> may not stand in <%s>", n.Data, parent.Data)
	}
	if slices.Contains(interactive, n.Data) {
		for _, up := range above {
			if up.Data == "a" || up.Data == "button" || up.Data == "label" && n.Data != "input" && n.Data != "select" && n.Data != "textarea" {
				v.f("<%s> stands in <%s>: both answer to a click", n.Data, up.Data)
			}
		}
	}
}

// kinds checks what single elements must have.
func (v *validator) kinds(n *html.Node, above []*html.Node) {
	need := func(key string) {
		if text, ok := attr(n, key); !ok || strings.TrimSpace(text) == "" {
			v.f("<%s> has no %s: %.60s", n.Data, key, words(n))
		}
	}
	switch n.Data {
	case "html":
		if !v.fragment {
			need("lang")
		}
	case "title":
		v.title = words(n)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		v.headings = append(v.headings, int(n.Data[1]-'0'))
		if words(n) == "" {
			v.f("<%s> is empty", n.Data)
		}
	case "img":
		if _, ok := attr(n, "alt"); !ok {
			v.f("<img> has no alt")
		}
	case "script":
		need("src")
	case "th":
		need("scope")
	case "table":
		if first := n.FirstChild; first == nil || first.Data != "caption" {
			v.f("<table> does not begin with its caption")
		}
	case "time":
		need("datetime")
	case "data":
		need("value")
	case "details":
		if first := n.FirstChild; first == nil || first.Data != "summary" {
			v.f("<details> does not begin with its summary")
		}
	case "a":
		need("href")
		v.link(n)
		v.named(n)
	case "button", "summary":
		v.named(n)
	case "input", "select", "textarea":
		v.control(n, above)
	case "section", "aside", "nav":
		if !has(n, "aria-label") && !has(n, "aria-labelledby") {
			v.f("<%s> has no name", n.Data)
		}
	}
}

func (v *validator) link(n *html.Node) {
	href, _ := attr(n, "href")
	if id, ok := strings.CutPrefix(href, "#"); ok {
		v.wanted = append(v.wanted, reference{"a href", id})
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(href)), "javascript:") {
		v.f("a link runs a script: %s", href)
	}
}

// named checks that a link or button says what it does.
func (v *validator) named(n *html.Node) {
	if words(n) == "" && !has(n, "aria-label") && !has(n, "aria-labelledby") {
		v.f("<%s> has no name", n.Data)
	}
}

// control checks that a control has a label.
func (v *validator) control(n *html.Node, above []*html.Node) {
	kind, _ := attr(n, "type")
	if kind == "hidden" || kind == "submit" {
		return
	}
	id, _ := attr(n, "id")
	inLabel := slices.ContainsFunc(above, func(up *html.Node) bool { return up.Data == "label" && words(up) != "" })
	if !inLabel && !v.labelled[id] && !has(n, "aria-label") && !has(n, "aria-labelledby") {
		name, _ := attr(n, "name")
		v.f("<%s name=%q> has no label", n.Data, name)
	}
	if n.Data != "input" && !has(n, "name") {
		v.f("<%s> has no name to be sent under", n.Data)
	}
}

// picture checks drawings: those that speak have a name, the others are hidden.
func (v *validator) picture(n *html.Node) {
	if href, ok := attr(n, "href"); ok && strings.HasPrefix(href, "#") {
		v.wanted = append(v.wanted, reference{n.Data + " href", href[1:]})
	}
	if n.Data != "svg" {
		return
	}
	if ids, ok := attr(n, "aria-labelledby"); ok {
		v.wanted = append(v.wanted, reference{"svg aria-labelledby", ids})
	} else if !has(n, "aria-label") && !has(n, "aria-hidden") {
		v.f("a drawing has no name and is not hidden")
	}
	if ids, ok := attr(n, "aria-describedby"); ok {
		v.wanted = append(v.wanted, reference{"svg aria-describedby", ids})
	}
}

func has(n *html.Node, key string) bool {
	text, ok := attr(n, key)
	return ok && strings.TrimSpace(text) != ""
}

// words is the text of an element.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return strings.TrimSpace(n.Data)
	}
	var out strings.Builder
	for c := range n.ChildNodes() {
		out.WriteString(words(c))
	}
	return out.String()
}
