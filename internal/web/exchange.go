package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/web/message"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// exchange is one request for a page on its way.
type exchange struct {
	site *Site
	w    http.ResponseWriter
	r    *http.Request
	// rules are those of the whole answer.
	rules *app.View
	query url.Values
	loc   *message.Locale
	asOf  calendar.Date
}

// exchange reads what every page asks for. Where it fails, the exchange is good
// enough for an error page.
func (s *Site) exchange(w http.ResponseWriter, r *http.Request) (*exchange, error) {
	x := &exchange{site: s, w: w, r: r, loc: s.languages[0], query: url.Values{}}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err == nil {
		x.query = query
	}
	x.loc = x.language()
	if err != nil {
		return x, fault.Say(fault.Malformed, wording.Of("fault.query", "The part of the address after the question mark cannot be read."))
	}
	if x.rules, err = s.service.Current(r.Context()); err != nil {
		return x, err
	}
	x.asOf = s.today()
	if text := query.Get("as_of"); text != "" {
		if x.asOf, err = calendar.ParseDate(text); err != nil {
			x.asOf = s.today()
			return x, fault.SayList(fault.Usage, wording.Of("fault.day", "The day cannot be read."), diag.List{{
				Code: "bad_date", Message: "as_of is not a day", Suggestion: "write it as YYYY-MM-DD, such as " + s.today().String(),
			}})
		}
	}
	return x, nil
}

const languageCookie = "cairn_lang"

// language is the stated one, else the one chosen before, else the browser's.
func (x *exchange) language() *message.Locale {
	if l, ok := x.site.find(x.query.Get("lang")); ok {
		http.SetCookie(x.w, &http.Cookie{ //nolint:gosec // it is Secure wherever the connection is; a language is no secret
			Name: languageCookie, Value: l.Tag(), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
			Secure: x.r.TLS != nil,
		})
		return l
	}
	if c, err := x.r.Cookie(languageCookie); err == nil {
		if l, ok := x.site.find(c.Value); ok {
			return l
		}
	}
	return message.Match(x.site.languages, x.r.Header.Get("Accept-Language"))
}

// find is the language of the site with the tag.
func (s *Site) find(tag string) (*message.Locale, bool) {
	i := slices.IndexFunc(s.languages, func(l *message.Locale) bool { return l.Tag() == tag })
	if i < 0 {
		return nil, false
	}
	return s.languages[i], true
}

// page is the frame of the answer.
func (x *exchange) page(nav, title string) *view.Page {
	p := &view.Page{
		Loc: x.loc, Title: title, Nav: nav, AsOf: x.asOf, Demo: x.site.demo && x.query.Get("as_of") == "",
		Path: x.r.URL.Path, Query: x.query, Open: x.query.Has("print"), Languages: x.site.languages,
	}
	if x.rules != nil {
		p.Rules = x.rules.Version.Short()
		p.Agreement = x.agreementOf
	}
	for i := range x.site.learners {
		p.Learners = append(p.Learners, view.Learner{ID: x.site.learners[i].id, Name: x.site.learners[i].name})
	}
	_, p.Own = x.site.sessions.Record(x.r.Context())
	return p
}

// agreementOf is the version of an agreement that a rule belongs to.
func (x *exchange) agreementOf(r *engine.RuleRef) (title string, valid calendar.Range, ok bool) {
	for _, a := range x.rules.Agreement(r.Agreement) {
		if a.Version == r.Version {
			return a.Title, a.Effective, true
		}
	}
	return "", calendar.Range{}, false
}

// owner is a record and whose it is.
type owner struct {
	record record.Record
	// id is the record parameter; "" is the session's own record. learner is how
	// the learner is named, "" for the session's own.
	id, learner string
	// empty says that the session holds none.
	empty bool
}

// record finds the record that the page is about: the session's own, a demo
// learner, or a stored one. Codes: not_found, unavailable, internal.
func (x *exchange) record() (owner, error) {
	id := x.query.Get("record")
	if id == "" {
		rec, ok := x.site.sessions.Record(x.r.Context())
		return owner{record: rec, empty: !ok || len(rec.Attainments) == 0}, nil
	}
	for i := range x.site.learners {
		if l := &x.site.learners[i]; l.id == id {
			return owner{record: l.record, id: id, learner: strings.ToUpper(l.name[:1]) + l.name[1:]}, nil
		}
	}
	key, err := uuid.Parse(id)
	if err != nil || len(id) != 36 {
		return owner{}, fault.Say(fault.NotFound, wording.Of("fault.no_record", "There is no such record."))
	}
	stored, err := x.site.service.RecordToday(x.r.Context(), key)
	if err != nil {
		return owner{}, err
	}
	return owner{record: stored.Record, id: id, learner: firstOf(stored.Record.Learner, id)}, nil
}

// evaluate works out an answer, a bounded number of them at a time.
func (x *exchange) evaluate(q app.Query) (engine.Result, error) {
	if err := x.begin(); err != nil {
		return engine.Result{}, err
	}
	defer x.end()
	q.AsOf, q.Stop, q.Keep = x.asOf, x.context().Done(), x.keep()
	return x.site.service.EvaluateOn(x.rules, q)
}

// begin waits for room to work; end gives it back.
func (x *exchange) begin() error {
	select {
	case x.site.evaluating <- struct{}{}:
		return nil
	case <-x.r.Context().Done():
		return fault.From(x.r.Context().Err())
	}
}

func (x *exchange) end() { <-x.site.evaluating }

// form reads the body of a change: fields, and files up to the site's limit.
// Codes: too_large, malformed.
func (x *exchange) form() (url.Values, error) {
	err := x.r.ParseMultipartForm(x.site.formBytes) //nolint:gosec // admit has bounded the body
	if errors.Is(err, http.ErrNotMultipart) {
		err = x.r.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, x.site.tooLarge()
	case err != nil:
		return nil, fault.SayWrap(fault.Malformed, wording.Of("fault.form", "The form cannot be read."), err)
	}
	return x.r.PostForm, nil
}

// href keeps the common parameters of this page for an address.
func (x *exchange) href(path string, pairs ...string) string {
	p := view.Page{Query: x.query}
	return p.Href(path, pairs...)
}

func (x *exchange) context() context.Context { return x.r.Context() }

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
