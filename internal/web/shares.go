package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// sharesKey is where the session keeps the owner's key and the links given out.
const sharesKey = "shares"

// keptShares is what the session knows of what was shared.
type keptShares struct {
	Owner string            `json:"owner"`
	Links map[string]string `json:"links"` // id of the share → secret of its link
}

// shares is what can be shared and what has been.
func (s *Site) shares(x *exchange) (*answer, error) {
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	rec := x.rules.Named(who.record, x.asOf)
	sheet, err := x.rules.Sheet(&rec, x.asOf)
	if err != nil {
		return nil, err
	}
	stacks, err := s.service.StacksOn(x.rules, app.StackQuery{Record: rec, AsOf: x.asOf, Near: -1, Stop: x.context().Done(), Keep: x.keep()})
	if err != nil {
		return nil, err
	}
	v := &view.Shares{Sheet: &sheet, Stacks: &stacks, Learner: who.learner, Record: who.id, Empty: who.empty, New: x.query.Get("new"), Withdrawn: x.query.Has("withdrawn")}
	var kept keptShares
	if s.sessions.Get(x.context(), sharesKey, &kept) && kept.Owner != "" {
		v.Owner = kept.Owner
		list, next, err := s.service.Shares(x.context(), kept.Owner, store.Page{Limit: store.MaxPage, After: x.query.Get("after")})
		if err != nil {
			return nil, err
		}
		for i := range list {
			v.List = append(v.List, s.listed(x, &list[i], &kept))
		}
		if next != "" {
			v.Next = x.href("/shares", "after", next)
		}
	}
	p := x.page("stacks", x.loc.T("share.title"))
	p.NoIndex = true
	if v.New != "" {
		p.Announce = x.loc.T("share.made")
	}
	return &answer{page: p, body: view.SharesPage(p, v)}, nil
}

func (s *Site) listed(x *exchange, h *store.Share, kept *keptShares) view.Listed {
	l := view.Listed{ID: h.ID.String(), Title: h.Title, Created: h.Created, Expires: h.Expires, Revoked: h.Revoked, Expired: !s.service.Now().Before(h.Expires)}
	if token := kept.Links[l.ID]; token != "" && h.Revoked.IsZero() && !l.Expired {
		l.Path = "/s/" + token
		l.URL = x.origin() + l.Path
	}
	return l
}

// origin is the address of this site as the visitor has it.
func (x *exchange) origin() string {
	scheme := "http"
	if x.r.TLS != nil || x.r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: x.r.Host}).String()
}

// createShare makes a link.
func (s *Site) createShare(x *exchange) (*answer, error) {
	form := x.r.PostForm
	if id := form.Get("record"); id != "" {
		x.query.Set("record", id)
	}
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	days, err := strconv.Atoi(form.Get("days"))
	if err != nil {
		return nil, fault.Say(fault.Invalid, wording.Of("fault.days", "Say how many days the link works."))
	}
	var held map[string]app.HeldCredential
	if who.id == "" {
		s.sessions.Get(x.context(), credentialsKey, &held)
	}
	kept := keptShares{Links: map[string]string{}}
	s.sessions.Get(x.context(), sharesKey, &kept)
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	made, err := s.service.Share(x.context(), x.rules, &app.ShareRequest{
		Record: x.rules.Named(who.record, x.asOf), Credentials: held, AsOf: x.asOf, Lines: form["line"], Programs: form["program"],
		HideGrades: form.Get("grades") != "show", Title: strings.TrimSpace(form.Get("title")), Holder: strings.TrimSpace(form.Get("holder")),
		Days: days, Owner: kept.Owner,
	})
	if err != nil {
		return nil, err
	}
	kept.Owner, kept.Links[made.ID.String()] = made.Owner, made.Token
	if err := s.sessions.Put(x.context(), sharesKey, kept); err != nil {
		// Nobody could withdraw it.
		return nil, firstError(err, s.service.Withdraw(x.context(), made.Owner, made.ID))
	}
	return &answer{redirect: x.href("/shares", "new", made.ID.String()) + "#shared"}, nil
}

func firstError(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// withdrawShare ends a link.
func (s *Site) withdrawShare(x *exchange) (*answer, error) {
	id, err := uuid.Parse(x.r.PostForm.Get("id"))
	var kept keptShares
	if err != nil || !s.sessions.Get(x.context(), sharesKey, &kept) || kept.Owner == "" {
		return nil, fault.Say(fault.NotFound, wording.Of("fault.share_unknown", "This session has shared nothing like it; enter the key that you were given."))
	}
	if err := s.service.Withdraw(x.context(), kept.Owner, id); err != nil {
		return nil, err
	}
	delete(kept.Links, id.String())
	if err := s.sessions.Put(x.context(), sharesKey, kept); err != nil {
		return nil, err
	}
	return &answer{redirect: x.own("/shares") + mark(x.own("/shares")) + "withdrawn=1#shared"}, nil
}

// mark is what stands before one more parameter.
func mark(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// takeKey lets the owner of a key withdraw from another session.
func (s *Site) takeKey(x *exchange) (*answer, error) {
	key := strings.TrimSpace(x.r.PostForm.Get("key"))
	if !app.ValidShareSecret(key) {
		return nil, fault.Say(fault.Invalid, wording.Of("fault.no_key", "This is no key; it has 43 letters, digits, dashes and underscores."))
	}
	kept := keptShares{Owner: key, Links: map[string]string{}}
	if err := s.sessions.Put(x.context(), sharesKey, kept); err != nil {
		return nil, err
	}
	return &answer{redirect: x.own("/shares") + "#shared"}, nil
}
