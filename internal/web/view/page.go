// Package view draws pages: templ components that format what they are given and
// compute nothing. Every word comes from package message.
package view

import (
	"net/url"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/web/message"
)

// Page is what every page knows about itself. Components take it first.
type Page struct {
	// Loc is the language of the page.
	Loc *message.Locale
	// Languages are those of the site.
	Languages []*message.Locale
	// Title is the text of the window's title and of the one h1.
	Title string
	// Nav is the entry of the main navigation that the page belongs to: "check",
	// "record", "stacks", "compare", "pathways", or none.
	Nav string
	// AsOf is the day of every answer on the page, Rules the short name of the
	// rules version.
	AsOf  calendar.Date
	Rules string
	// Demo says that AsOf, where nobody states it, is the demo's fixed day.
	Demo bool
	// Path and Query are the page's address, without the suffix of a twin.
	Path  string
	Query url.Values
	// JSON, CSV and SVG say which twins the page has.
	JSON, CSV, SVG bool
	// Open has every reason open: for print.
	Open bool
	// Live pages load htmx.
	Live bool
	// NoIndex keeps search engines away.
	NoIndex bool
	// Announce is what the live region says.
	Announce string
	// SearchText is what stands in the search box.
	SearchText string
	// Learners are the demo learners that can be chosen; Own says that the
	// session holds a record.
	Learners []Learner
	Own      bool
	// Pinning offers to pin the lines of a ledger.
	Pinning bool
	// Agreement finds the title and period of the version of an agreement that a
	// rule belongs to; nil where no rules are at hand.
	Agreement func(*engine.RuleRef) (title string, valid calendar.Range, ok bool)
}

// Learner is a record that can be chosen by name.
type Learner struct{ ID, Name string }

// T is the text under a key, see message.Locale.T.
func (p *Page) T(key string, pairs ...any) string { return p.Loc.T(key, pairs...) }

// N is the text for a number of things, see message.Locale.N.
func (p *Page) N(key string, n int, pairs ...any) string { return p.Loc.N(key, n, pairs...) }

// carried are the parameters that a link to another page keeps.
var carried = [...]string{"record", "as_of", "lang"}

// Href is a link to another page for the same record, day and language: the path
// and further parameters as pairs.
func (p *Page) Href(path string, pairs ...string) string {
	q := url.Values{}
	for _, name := range carried {
		if v := p.Query.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return address(path, q)
}

// Twin is the address of the same page as "json", "csv" or "svg".
func (p *Page) Twin(format string) string { return address(p.Path+"."+format, p.without("print")) }

// Print is the address of the same page with everything open.
func (p *Page) Print() string { return p.with("print", "1") }

// In is the address of the same page in another language.
func (p *Page) In(l *message.Locale) string { return p.with("lang", l.Tag()) }

// Here is the page's own path, for forms that ask it again.
func (p *Page) Here() string { return address(p.Path, nil) }

func (p *Page) with(name, value string) string {
	q := p.without(name)
	q.Set(name, value)
	return address(p.Path, q)
}

// address is the page's own address with one parameter changed; "" takes it away.
func (p *Page) address(name, value string) string {
	if value == "" {
		return address(p.Path, p.without(name))
	}
	return p.with(name, value)
}

// With is the address of the same page with a parameter.
func (p *Page) With(name, value string) string { return p.with(name, value) }

// Without is the address of the same page without a parameter.
func (p *Page) Without(name string) string { return address(p.Path, p.without(name)) }

func (p *Page) without(name string) url.Values {
	q := url.Values{}
	for k, v := range p.Query {
		if k != name {
			q[k] = v
		}
	}
	return q
}

func address(path string, q url.Values) string {
	escaped := (&url.URL{Path: path}).EscapedPath()
	if len(q) == 0 {
		return escaped
	}
	return escaped + "?" + q.Encode()
}

// RecordParam is the record parameter of the page: "" is the session's own.
func (p *Page) RecordParam() string { return p.Query.Get("record") }

// LearnerName is how a learner is named in a list: by the catalogue of messages,
// else by the id.
func (p *Page) LearnerName(l Learner) string {
	key := "record.demo." + l.Name
	if text := p.T(key); text != key {
		return text
	}
	return l.Name
}

// outside reports whether a URL from data may be linked: https and no credentials
// in it.
func outside(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && !strings.ContainsAny(link, " \t\r\n")
}

// firstOf is the first text that says something.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// before and after are the parts of a text around {name}.
func before(text, name string) string {
	head, _, _ := strings.Cut(text, "{"+name+"}")
	return head
}

func after(text, name string) string {
	_, tail, _ := strings.Cut(text, "{"+name+"}")
	return tail
}

// records are the choices of whose record a page is about.
func (p *Page) records() []Group {
	own := p.T("record.own_empty")
	if p.Own {
		own = p.T("record.own")
	}
	groups := []Group{{Options: []Option{{"", own}}}}
	if len(p.Learners) > 0 {
		demo := Group{Label: p.T("record.demo")}
		for _, l := range p.Learners {
			demo.Options = append(demo.Options, Option{l.ID, p.LearnerName(l)})
		}
		groups = append(groups, demo)
	}
	if id := p.RecordParam(); id != "" && !strings.HasPrefix(id, "demo-") {
		groups = append(groups, Group{Options: []Option{{id, p.T("record.stored", "id", id)}}})
	}
	return groups
}
