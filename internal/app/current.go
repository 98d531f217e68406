package app

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// current keeps the view of the newest rules. Readers take it with one atomic
// load; one goroutine at a time looks whether it is still the newest.
type current struct {
	store     store.Catalog
	now       func() time.Time
	recheck   time.Duration
	refreshed func(time.Duration, error)

	kept atomic.Pointer[kept]

	mu     sync.Mutex
	flight *flight
}

// kept is a view and the time at which the store was asked for its version.
type kept struct {
	view    *View
	checked time.Time
}

// flight is a refresh that several callers wait for.
type flight struct {
	done chan struct{}
	view *View
	err  error
}

func newCurrent(o Options) *current {
	c := &current{store: o.Store, now: o.Now, recheck: o.Recheck, refreshed: o.Refreshed}
	if c.refreshed == nil {
		c.refreshed = func(time.Duration, error) {}
	}
	return c
}

// get returns the newest view, at most recheck old.
func (c *current) get(ctx context.Context) (*View, error) {
	if k := c.kept.Load(); k != nil && c.now().Sub(k.checked) < c.recheck {
		return k.view, nil
	}
	return c.refresh(ctx)
}

// refresh joins the refresh under way or starts one. It runs to its end even
// when the caller who started it gives up: others may be waiting.
func (c *current) refresh(ctx context.Context) (*View, error) {
	c.mu.Lock()
	f := c.flight
	if f == nil {
		f = &flight{done: make(chan struct{})}
		c.flight = f
		go c.fly(context.WithoutCancel(ctx), f)
	}
	c.mu.Unlock()
	select {
	case <-f.done:
		return f.view, f.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *current) fly(ctx context.Context, f *flight) {
	defer func() {
		if r := recover(); r != nil { // a request must not take the process with it
			f.err = fmt.Errorf("compiling the rules: panic: %v", r)
		}
		c.mu.Lock()
		c.flight = nil
		c.mu.Unlock()
		close(f.done)
	}()
	asked := c.now()
	version, err := c.store.Version(ctx)
	if err != nil {
		f.err = err
		return
	}
	if k := c.kept.Load(); k != nil && k.view.Version == version {
		f.view = k.view
	} else if f.view, f.err = c.compile(ctx); f.err != nil {
		return
	}
	c.kept.Store(&kept{view: f.view, checked: asked})
}

func (c *current) compile(ctx context.Context) (*View, error) {
	begin := c.now()
	set, version, err := c.store.Load(ctx)
	var view *View
	if err == nil {
		view, err = NewView(set, version)
	}
	c.refreshed(c.now().Sub(begin), err)
	return view, err
}

// expire makes the next get ask the store.
func (c *current) expire() {
	if k := c.kept.Load(); k != nil {
		c.kept.CompareAndSwap(k, &kept{view: k.view, checked: time.Time{}})
	}
}

// Current returns the newest rules. Every call may return another view: take
// one and use it for a whole answer. Codes: unavailable, internal.
func (s *Service) Current(ctx context.Context) (*View, error) {
	v, err := s.current.get(ctx)
	if err != nil {
		return nil, stored(err, "rule set")
	}
	return v, nil
}

// Ready returns nil when the store answers and its rules are compiled. Codes:
// unavailable, internal.
func (s *Service) Ready(ctx context.Context) (ruleset.Version, error) {
	if err := s.store.Ping(ctx); err != nil {
		return "", stored(err, "database")
	}
	v, err := s.Current(ctx)
	if err != nil {
		return "", err
	}
	return v.Version, nil
}
