// Package webfetch reads documents from the network as a stranger's credential
// names them: over https only, within limits of time and size, never from a
// private, loopback or link-local address unless that is allowed, and following
// redirects only to the same host. The address is judged when it is dialled, so
// a name that resolves to something else the second time gains nothing. Proxies
// of the environment are not used: they would dial in our place, unjudged.
package webfetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/cairnproject/cairn/internal/interop/documents"
)

// Options bound what one client may do; zero means the default.
type Options struct {
	// AllowPrivate permits private, loopback and link-local addresses: for an
	// institution whose issuers live in its own network, and for tests.
	AllowPrivate bool
	// Timeout is for one document, redirects included; 5 s.
	Timeout time.Duration
	// MaxBytes is the largest content after decompression; 4 MiB.
	MaxBytes int64
	// Fresh is how long an answer is used without asking its server again; 0
	// asks every time.
	Fresh time.Duration
	// CacheBytes bounds the content kept for ETags; 32 MiB.
	CacheBytes int
	// Now is the clock. Required.
	Now func() time.Time
	// TLS replaces the roots of the system; for tests and for institutions with
	// roots of their own.
	TLS *tls.Config
	// UserAgent is sent with each request.
	UserAgent string
}

// maxRedirects is how often one document may be redirected.
const maxRedirects = 3

// Client reads documents. It is safe for concurrent use.
type Client struct {
	options Options
	http    *http.Client
	cache   cache
}

// errRefused is an address or a redirect that is not allowed.
var errRefused = errors.New("refused")

// New makes a client.
func New(o Options) *Client {
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 4 << 20
	}
	if o.CacheBytes <= 0 {
		o.CacheBytes = 32 << 20
	}
	c := &Client{options: o, cache: cache{most: o.CacheBytes}}
	dialer := &net.Dialer{Timeout: o.Timeout, Control: c.judge}
	c.http = &http.Client{
		Timeout: o.Timeout,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: o.TLS, TLSHandshakeTimeout: o.Timeout,
			ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 64 << 10, ResponseHeaderTimeout: o.Timeout,
			MaxIdleConns: 32, MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: sameHost,
	}
	return c
}

// judge sees the address that is really dialled, after the name was resolved.
func (c *Client) judge(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s is no address", errRefused, address)
	}
	if !c.options.AllowPrivate && !public(at.Addr()) {
		return fmt.Errorf("%w: %s is not a public address", errRefused, at.Addr())
	}
	return nil
}

// sameHost permits redirects that stay with the host that was named.
func sameHost(req *http.Request, via []*http.Request) error {
	first := via[0].URL
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("%w: more than %d redirects", errRefused, maxRedirects)
	case req.URL.Scheme != "https" || req.URL.User != nil:
		return fmt.Errorf("%w: redirected to something that is not https", errRefused)
	case !strings.EqualFold(req.URL.Host, first.Host):
		return fmt.Errorf("%w: redirected from %s to %s", errRefused, first.Host, req.URL.Host)
	}
	return nil
}

// Get reads the document at an https URL.
func (c *Client) Get(ctx context.Context, address string) (*documents.Document, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return nil, documents.NewError(documents.Refused, address, "this is not a URL", err)
	case u.Scheme != "https":
		return nil, documents.NewError(documents.Refused, address, "only https is read", nil)
	case u.User != nil:
		return nil, documents.NewError(documents.Refused, address, "a URL with a user name is not read", nil)
	}
	kept := c.cache.get(address)
	if kept != nil && c.options.Now().Sub(kept.doc.Read) < c.options.Fresh {
		return kept.doc, nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, documents.NewError(documents.Refused, address, "this is not a URL", err)
	}
	req.Header.Set("Accept", "application/json, application/did+ld+json, application/ld+json, application/vc, application/jwk-set+json, */*;q=0.1")
	if c.options.UserAgent != "" {
		req.Header.Set("User-Agent", c.options.UserAgent)
	}
	if kept != nil && kept.etag != "" {
		req.Header.Set("If-None-Match", kept.etag)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, failed(ctx, address, err)
	}
	defer func() { _ = resp.Body.Close() }() // nothing more is read
	return c.answer(ctx, address, resp, kept)
}

func (c *Client) answer(ctx context.Context, address string, resp *http.Response, kept *entry) (*documents.Document, error) {
	if resp.StatusCode == http.StatusNotModified && kept != nil {
		doc := *kept.doc
		doc.Read = c.options.Now()
		c.cache.put(&entry{doc: &doc, etag: kept.etag})
		return &doc, nil
	}
	if resp.StatusCode != http.StatusOK {
		return nil, documents.NewError(documents.Unreachable, address, "the server answers "+resp.Status, nil)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.options.MaxBytes+1))
	if err != nil {
		return nil, failed(ctx, address, err)
	}
	if int64(len(body)) > c.options.MaxBytes {
		return nil, documents.NewError(documents.TooLarge, address, fmt.Sprintf("the content is larger than %d bytes", c.options.MaxBytes), nil)
	}
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		media = ""
	}
	doc := &documents.Document{URL: address, Body: body, MediaType: media, Read: c.options.Now()}
	if etag := resp.Header.Get("ETag"); etag != "" || c.options.Fresh > 0 {
		c.cache.put(&entry{doc: doc, etag: etag})
	}
	return doc, nil
}

// failed turns an error of net/http into one for people. What the name resolves
// to inside our network is not told.
func failed(ctx context.Context, address string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, errRefused) {
		why := "the address is not one that may be asked"
		if u, ok := errors.AsType[*url.Error](err); ok && strings.Contains(u.Err.Error(), "redirect") {
			why = "the server redirects to another host, or too often"
		}
		return documents.NewError(documents.Refused, address, why, err)
	}
	if n, ok := errors.AsType[net.Error](err); ok && n.Timeout() {
		return documents.NewError(documents.Unreachable, address, "the server did not answer in time", err)
	}
	return documents.NewError(documents.Unreachable, address, "the server cannot be reached", err)
}
