package api

import (
	"container/list"
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/cairnproject/cairn/internal/fault"
)

// The window of idempotency keys, per process: the last 1,000 keys, for an
// hour, while their answers fit into 16 MiB. It covers a client that tries
// again; it is no archive.
const (
	replayEntries = 1000
	replayBytes   = 16 << 20
	replayAge     = time.Hour
)

// replays remembers the answers of writes by idempotency key.
type replays struct {
	now   func() time.Time
	mu    sync.Mutex
	byKey map[replayKey]*list.Element
	order *list.List // of *replay, oldest first
	bytes int
}

type replayKey struct{ operation, key string }

type replay struct {
	key    replayKey
	body   [sha256.Size]byte
	at     time.Time
	done   chan struct{} // closed when answer is there
	answer *answer       // nil where the first request failed
}

func newReplays(now func() time.Time) *replays {
	return &replays{now: now, byKey: map[replayKey]*list.Element{}, order: list.New()}
}

// do runs a write at most once a key. A request that comes again gets the first
// one's answer; one with the same key and another body is refused. Answers that
// are errors are not kept: what failed may be tried again. No key, no memory.
func (r *replays) do(ctx context.Context, key replayKey, body []byte, write func() (*answer, error)) (*answer, error) {
	if key.key == "" {
		return write()
	}
	sum := sha256.Sum256(body)
	for {
		e, mine := r.claim(key, sum)
		if mine {
			a, err := write()
			r.settle(e, a, err)
			return a, err
		}
		if e.body != sum {
			return nil, fault.New(fault.KeyReused, "This Idempotency-Key came before with another request.")
		}
		select {
		case <-e.done:
			if e.answer != nil {
				again := *e.answer
				again.replayed = true
				return &again, nil
			}
		case <-ctx.Done():
			return nil, fault.From(ctx.Err())
		}
	}
}

// claim returns the entry of the key, and whether the caller is the first.
func (r *replays) claim(key replayKey, sum [sha256.Size]byte) (*replay, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trim()
	if el, ok := r.byKey[key]; ok {
		if e, ok := el.Value.(*replay); ok {
			return e, false
		}
	}
	e := &replay{key: key, body: sum, at: r.now(), done: make(chan struct{})}
	r.byKey[key] = r.order.PushBack(e)
	return e, true
}

func (r *replays) settle(e *replay, a *answer, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer close(e.done)
	el, ok := r.byKey[e.key]
	if ok && el.Value != e {
		el, ok = nil, false // it was forgotten meanwhile, and the key came again
	}
	if err != nil || a == nil {
		r.remove(el)
		return
	}
	kept := *a
	kept.body, kept.release = append([]byte{}, a.body...), nil
	e.answer = &kept
	if ok {
		r.bytes += len(kept.body)
	}
}

// trim forgets the oldest until the rest is within the window.
func (r *replays) trim() {
	for el := r.order.Front(); el != nil; el = r.order.Front() {
		e, ok := el.Value.(*replay)
		if ok && r.order.Len() < replayEntries && r.bytes <= replayBytes && r.now().Sub(e.at) < replayAge {
			return
		}
		r.remove(el)
	}
}

func (r *replays) remove(el *list.Element) {
	if el == nil {
		return
	}
	e, ok := r.order.Remove(el).(*replay)
	if !ok {
		return
	}
	delete(r.byKey, e.key)
	if e.answer != nil {
		r.bytes -= len(e.answer.body)
	}
}
