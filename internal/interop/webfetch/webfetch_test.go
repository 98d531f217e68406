package webfetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/interop/documents"
)

func clock() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// serve starts a server on the loopback and a client that may talk to it.
func serve(t *testing.T, h http.HandlerFunc, change func(*Options)) (*Client, string) {
	t.Helper()
	server := httptest.NewTLSServer(h)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	o := Options{AllowPrivate: true, Now: clock, TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, Timeout: 2 * time.Second}
	if change != nil {
		change(&o)
	}
	return New(o), server.URL
}

func code(err error) string {
	if e, ok := errors.AsType[*documents.Error](err); ok {
		return e.Code
	}
	return ""
}

func TestADocumentIsRead(t *testing.T) {
	t.Parallel()
	c, url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/DID+json; charset=utf-8")
		_, _ = w.Write([]byte(`{"id":"x"}`))
	}, nil)
	doc, err := c.Get(t.Context(), url+"/did.json")
	if err != nil || string(doc.Body) != `{"id":"x"}` || doc.MediaType != "application/did+json" || !doc.Read.Equal(clock()) {
		t.Errorf("%v %+v", err, doc)
	}
}

// TestPrivateAddressesAreRefused: unless they are allowed, nothing on the
// loopback is asked, whatever name leads there.
func TestPrivateAddressesAreRefused(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	c, url := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) }, func(o *Options) { o.AllowPrivate = false })
	_, port, err := net.SplitHostPort(strings.TrimPrefix(url, "https://"))
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "127.1"} {
		if _, err := c.Get(t.Context(), "https://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s was read", host)
		}
	}
	if _, err := c.Get(t.Context(), url); code(err) != documents.Refused {
		t.Errorf("%v, want %s", err, documents.Refused)
	}
	if asked.Load() != 0 {
		t.Error("the server was asked")
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "::ffff:93.184.216.34": true, "172.32.0.1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false,
		"0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "240.0.0.1": false, "198.18.0.1": false, "192.0.2.1": false,
		"::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fd12::1": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2001:0:1::1": false, "2001:db8::1": false, "fe80::1%eth0": false,
	} {
		if got := public(netip.MustParseAddr(text)); got != want {
			t.Errorf("public(%s) = %v", text, got)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestWhatIsNotAsked(t *testing.T) {
	t.Parallel()
	c := New(Options{Now: clock})
	for _, url := range []string{
		"http://example.org/", "file:///etc/passwd", "ftp://example.org/", "https://user:secret@example.org/", "https:///x", "https:example.org", "gopher://x", "%zz", "",
	} {
		if _, err := c.Get(t.Context(), url); code(err) != documents.Refused {
			t.Errorf("%q: %v, want %s", url, err, documents.Refused)
		}
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int64
	other := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/near":
			http.Redirect(w, r, "/here", http.StatusFound)
		case "/far":
			http.Redirect(w, r, other.URL, http.StatusFound)
		case "/plain":
			http.Redirect(w, r, "http://"+r.Host+"/here", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		default:
			_, _ = w.Write([]byte("here"))
		}
	}, nil)
	if doc, err := c.Get(t.Context(), url+"/near"); err != nil || string(doc.Body) != "here" {
		t.Errorf("to the same host: %v", err)
	}
	for _, path := range []string{"/far", "/plain", "/round"} {
		if _, err := c.Get(t.Context(), url+path); code(err) != documents.Refused {
			t.Errorf("%s: %v, want %s", path, err, documents.Refused)
		}
	}
	if elsewhere.Load() != 0 {
		t.Error("the other host was asked")
	}
}

// TestLimits: what is too large, too slow, or no answer.
func TestLimits(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	_, _ = w.Write(make([]byte, 8<<20))
	_ = w.Close()
	held := make(chan struct{})
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/large":
			_, _ = w.Write(make([]byte, 2000))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		case "/slow":
			select {
			case <-held:
			case <-r.Context().Done():
			}
		default:
			http.NotFound(w, r)
		}
	}, func(o *Options) { o.MaxBytes, o.Timeout = 1000, 200*time.Millisecond })
	t.Cleanup(func() { close(held) })
	for path, want := range map[string]string{
		"/large": documents.TooLarge, "/bomb": documents.TooLarge, "/slow": documents.Unreachable, "/nothing": documents.Unreachable,
	} {
		if _, err := c.Get(t.Context(), url+path); code(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, url+"/large"); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// TestUntrustedCertificates are refused.
func TestUntrustedCertificates(t *testing.T) {
	t.Parallel()
	c, url := serve(t, func(http.ResponseWriter, *http.Request) {}, func(o *Options) { o.TLS = nil })
	if _, err := c.Get(t.Context(), url); code(err) != documents.Unreachable {
		t.Errorf("%v, want %s", err, documents.Unreachable)
	}
}

// TestETags: an answer is confirmed by its tag, and not asked for while fresh.
func TestETags(t *testing.T) {
	t.Parallel()
	var asked, sent atomic.Int64
	now := clock()
	c, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent.Add(1)
		_, _ = w.Write([]byte("content"))
	}, func(o *Options) { o.Fresh, o.Now = time.Minute, func() time.Time { return now } })
	for i, want := range []struct {
		after       time.Duration
		asked, sent int64
	}{{0, 1, 1}, {30 * time.Second, 1, 1}, {2 * time.Minute, 2, 1}, {30 * time.Second, 2, 1}} {
		now = now.Add(want.after)
		doc, err := c.Get(t.Context(), url)
		if err != nil || string(doc.Body) != "content" || asked.Load() != want.asked || sent.Load() != want.sent {
			t.Errorf("%d: %v, asked %d, sent %d; want %d, %d", i, err, asked.Load(), sent.Load(), want.asked, want.sent)
		}
	}
}

// TestTheCacheIsBounded: what was used least goes first.
func TestTheCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := cache{most: 10}
	for _, url := range []string{"a", "b", "c"} {
		c.put(&entry{doc: &documents.Document{URL: url, Body: make([]byte, 4)}})
		c.get("a")
	}
	if c.get("a") == nil || c.get("b") != nil || c.get("c") == nil || c.size != 8 {
		t.Errorf("%v, %d bytes", c.byURL, c.size)
	}
	c.put(&entry{doc: &documents.Document{URL: "a", Body: make([]byte, 11)}})
	if c.get("a") != nil {
		t.Error("something larger than the cache was kept")
	}
}
