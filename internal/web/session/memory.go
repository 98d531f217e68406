package session

import (
	"container/list"
	"sync"
	"time"
)

// memory is a store of sessions with a bound on what they weigh together. It has
// no goroutine: what has expired goes when something is written.
type memory struct {
	limit int
	now   func() time.Time

	mu    sync.Mutex
	bytes int
	found map[string]*list.Element
	order *list.List // of *entry, the one written longest ago first
}

type entry struct {
	token   string
	data    []byte
	expires time.Time
}

func newMemory(limit int, now func() time.Time) *memory {
	return &memory{limit: limit, now: now, found: map[string]*list.Element{}, order: list.New()}
}

// Find implements scs.Store.
func (m *memory) Find(token string) (data []byte, found bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.found[token]
	if !ok {
		return nil, false, nil
	}
	e := entryOf(at)
	if !m.now().Before(e.expires) {
		m.drop(at)
		return nil, false, nil
	}
	return e.data, true, nil
}

// Commit implements scs.Store.
func (m *memory) Commit(token string, data []byte, expires time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, ok := m.found[token]; ok {
		m.drop(at)
	}
	m.found[token] = m.order.PushBack(&entry{token: token, data: data, expires: expires})
	m.bytes += len(data)
	now := m.now()
	for at := m.order.Front(); at != nil; at = m.order.Front() {
		if m.bytes <= m.limit && now.Before(entryOf(at).expires) {
			break
		}
		m.drop(at)
	}
	return nil
}

// Delete implements scs.Store.
func (m *memory) Delete(token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, ok := m.found[token]; ok {
		m.drop(at)
	}
	return nil
}

func (m *memory) drop(at *list.Element) {
	e := entryOf(at)
	m.order.Remove(at)
	delete(m.found, e.token)
	m.bytes -= len(e.data)
}

func entryOf(at *list.Element) *entry {
	e, _ := at.Value.(*entry) // nothing else is in the list
	return e
}
