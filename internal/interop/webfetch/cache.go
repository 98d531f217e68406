package webfetch

import (
	"container/list"
	"sync"

	"github.com/cairnproject/cairn/internal/interop/documents"
)

// entry is an answer that may be confirmed by its ETag (RFC 9110, 8.8.3).
type entry struct {
	doc  *documents.Document
	etag string
}

// cache keeps the answers used last, up to a number of bytes.
type cache struct {
	most int

	mu    sync.Mutex
	size  int
	order list.List // of *entry, the one used last in front
	byURL map[string]*list.Element
}

func (c *cache) get(url string) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byURL[url]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry) //nolint:forcetypeassert,errcheck // the list holds nothing else
}

func (c *cache) put(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byURL == nil {
		c.byURL = map[string]*list.Element{}
	}
	if old, ok := c.byURL[e.doc.URL]; ok {
		c.drop(old)
	}
	if len(e.doc.Body) > c.most {
		return
	}
	c.byURL[e.doc.URL] = c.order.PushFront(e)
	c.size += len(e.doc.Body)
	for c.size > c.most {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(at *list.Element) {
	e := c.order.Remove(at).(*entry) //nolint:forcetypeassert,errcheck // the list holds nothing else
	delete(c.byURL, e.doc.URL)
	c.size -= len(e.doc.Body)
}
