// Package session keeps what a visitor has entered, in memory and for a while
// only: the record, and what other pages put beside it. Nothing of it reaches the
// database. A visitor who has entered nothing has no session and no cookie.
package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// Options are what sessions may cost. Zero values mean the defaults.
type Options struct {
	// Idle is after how long without a request a session ends (2 h), Lifetime
	// after how long at most (12 h).
	Idle, Lifetime time.Duration
	// Bytes bounds all sessions together (64 MiB): beyond it the oldest end.
	// Each bounds one of them (1 MiB).
	Bytes, Each int
	// Secure keeps the cookie from being sent over plain HTTP.
	Secure bool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Manager gives requests their session. It is safe for concurrent use.
type Manager struct {
	scs  *scs.SessionManager
	each int
}

// New makes a manager with no sessions.
func New(o Options) *Manager {
	if o.Idle == 0 {
		o.Idle = 2 * time.Hour
	}
	if o.Lifetime == 0 {
		o.Lifetime = 12 * time.Hour
	}
	if o.Bytes == 0 {
		o.Bytes = 64 << 20
	}
	if o.Each == 0 {
		o.Each = 1 << 20
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	m := scs.New()
	if own, ok := m.Store.(*memstore.MemStore); ok {
		own.StopCleanup() // the store below cleans up without a goroutine
	}
	m.Store = newMemory(o.Bytes, o.Now)
	m.HashTokenInStore = true
	m.IdleTimeout, m.Lifetime = o.Idle, o.Lifetime
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.Secure = "cairn", true, o.Secure
	m.Cookie.SameSite, m.Cookie.Persist = http.SameSiteLaxMode, false
	return &Manager{scs: m, each: o.Each}
}

// Wrap gives the requests of a handler their session.
func (m *Manager) Wrap(next http.Handler) http.Handler { return m.scs.LoadAndSave(next) }

// recordKey is where the learner's record lies.
const recordKey = "record"

// Record is the record that the visitor has entered; ok is false where there is
// none.
func (m *Manager) Record(ctx context.Context) (rec record.Record, ok bool) {
	ok = m.Get(ctx, recordKey, &rec)
	return rec, ok
}

// Keep keeps the visitor's record in place of an earlier one. Codes: too_large.
func (m *Manager) Keep(ctx context.Context, rec record.Record) error {
	return m.Put(ctx, recordKey, rec)
}

// Get reads what Put has kept under the key; ok is false where there is nothing.
func (m *Manager) Get(ctx context.Context, key string, into any) (ok bool) {
	data := m.scs.GetBytes(ctx, key)
	return data != nil && json.Unmarshal(data, into) == nil
}

// Put keeps a value, as JSON, under the key. Codes: too_large, internal.
func (m *Manager) Put(ctx context.Context, key string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fault.From(err)
	}
	total := len(data)
	for _, other := range m.scs.Keys(ctx) {
		if other != key {
			total += len(m.scs.GetBytes(ctx, other))
		}
	}
	if total > m.each {
		return fault.Say(fault.TooLarge, wording.Of("fault.session_full", "This is more than a session can hold."))
	}
	if len(m.scs.Keys(ctx)) == 0 { // nobody may have chosen the token beforehand
		if err := m.scs.RenewToken(ctx); err != nil {
			return fault.From(err)
		}
	}
	m.scs.Put(ctx, key, data)
	return nil
}

// Drop removes what lies under the key.
func (m *Manager) Drop(ctx context.Context, key string) { m.scs.Remove(ctx, key) }

// Owner names the session for what is kept beside it; "" where there is none. It
// tells nobody the token.
func (m *Manager) Owner(ctx context.Context) string {
	token := m.scs.Token(ctx)
	if token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("owner " + token))
	return hex.EncodeToString(sum[:])
}

// Forget ends the session: everything in it is gone.
func (m *Manager) Forget(ctx context.Context) error {
	if err := m.scs.Destroy(ctx); err != nil {
		return fault.From(err)
	}
	return nil
}
