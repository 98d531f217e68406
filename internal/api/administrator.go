package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
)

// administrators are those who may sign credentials and change their standing:
// whoever has the token, or, where there is none, whoever asks from the same
// machine.
type administrators struct {
	digest [sha256.Size]byte
	token  bool // there is one
}

func newAdministrators(token string) administrators {
	return administrators{digest: sha256.Sum256([]byte(token)), token: token != ""}
}

// administer refuses what only administrators may do. Codes: forbidden.
func (s *Server) administer(r *Request) error {
	p := s.admins.refuse(r.ctx)
	if p == nil {
		return nil
	}
	return fault.List(fault.Forbidden, "Credentials are signed, changed and listed by administrators only.", diag.List{*p})
}

// refuse says why a request is not an administrator's; nil where it is.
func (a *administrators) refuse(r huma.Context) *diag.Problem {
	if a.token {
		// A token that is asked for is asked of everybody: a proxy on the same
		// machine looks like a local caller, unless it says that it is one.
		given, ok := bearer(r.Header("Authorization"))
		digest := sha256.Sum256([]byte(given))
		if ok && subtle.ConstantTimeCompare(digest[:], a.digest[:]) == 1 {
			return nil
		}
		return &diag.Problem{
			Code: "not_administrator", Message: "the request does not have the administrator’s token",
			Suggestion: "send Authorization: Bearer with the token that CAIRN_ADMIN_TOKEN names",
		}
	}
	if why := notLocal(r); why != "" {
		return &diag.Problem{
			Code: "not_administrator", Message: "the request does not come from the server’s own machine: " + why,
			Suggestion: "use the command line there, or set CAIRN_ADMIN_TOKEN for the server and send Authorization: Bearer with it",
		}
	}
	return nil
}

// bearer is the token of an Authorization header (RFC 6750).
func bearer(header string) (string, bool) {
	scheme, token, found := strings.Cut(header, " ")
	return strings.TrimSpace(token), found && strings.EqualFold(scheme, "Bearer")
}

// proxies are the headers by which a proxy tells that it passes on what somebody
// else asks.
var proxies = map[string]bool{
	"forwarded": true, "via": true, "x-real-ip": true, "x-client-ip": true, "x-cluster-client-ip": true, "client-ip": true,
	"true-client-ip": true, "cf-connecting-ip": true, "fastly-client-ip": true, "x-original-host": true, "x-original-url": true,
}

// notLocal says why a request does not come from a program on this machine, empty
// where it does. Only the connection proves where it comes from; headers can only
// speak against it.
func notLocal(r huma.Context) (why string) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr())
	if err != nil || !peer.Addr().Unmap().WithZone("").IsLoopback() {
		return "its peer is no loopback address"
	}
	r.EachHeader(func(name, _ string) {
		if lower := strings.ToLower(name); proxies[lower] || strings.HasPrefix(lower, "x-forwarded") {
			why = "a proxy passed it on (" + lower + ")"
		}
	})
	if why != "" {
		return why
	}
	if !localHost(r.Host()) { // a proxy that keeps the name, or a name made to lead here
		return "it asks for another host than this machine"
	}
	if site := r.Header("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return "a page of another site sent it"
	}
	if origin := r.Header("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host() {
			return "a page of another site sent it"
		}
	}
	return ""
}

// localHost reports whether a Host header names this machine by a name that
// nobody else can give away.
func localHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// storing is the context of a request that stores a record: what others than
// administrators store is not conferred by itself.
func (s *Server) storing(ctx context.Context, r *Request) context.Context {
	if s.admins.refuse(r.ctx) == nil {
		return ctx
	}
	return app.WithoutConferral(ctx)
}
