package postgres_test

import (
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/postgres"
	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

// relay stands between the store and the server, so that the server can vanish.
type relay struct {
	net.Listener

	mu    sync.Mutex
	conns []net.Conn
}

func newRelay(t *testing.T, network, to string) *relay {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{Listener: l}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(network, to)
			if err != nil {
				client.Close()
				continue
			}
			r.mu.Lock()
			r.conns = append(r.conns, client, server)
			r.mu.Unlock()
			go func() { _, _ = io.Copy(server, client); client.Close() }()
			go func() { _, _ = io.Copy(client, server); client.Close() }()
		}
	}()
	t.Cleanup(r.die)
	return r
}

func (r *relay) die() {
	r.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.conns {
		c.Close()
	}
}

// A server that dies is unavailable, at the first call and at every later one.
func TestAServerThatDiesIsUnavailable(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(pgtest.NewEmpty(t))
	if err != nil {
		t.Fatal(err)
	}
	network, address, q := "tcp", u.Host, u.Query()
	if dir := q.Get("host"); dir != "" { // the throwaway cluster listens on a socket in a folder
		network, address = "unix", dir+"/.s.PGSQL."+q.Get("port")
		q.Del("host")
		q.Del("port")
		u.RawQuery = q.Encode()
	}
	r := newRelay(t, network, address)
	u.Host = r.Addr().String()
	db, err := postgres.Open(t.Context(), postgres.Options{URL: u.String()})
	if err != nil {
		t.Fatal(err)
	}
	s := db.Store()
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.die()
	for i := range 3 {
		if err := s.Ping(t.Context()); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("call %d after the end: %v, want %v", i+1, err, store.ErrUnavailable)
		}
	}
}
