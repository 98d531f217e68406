package documents

import (
	"context"
	"errors"
	"sync"
)

// maxSilent is after how many servers that do not answer no more are asked: a
// credential must not make us wait for each of many.
const maxSilent = 4

// DefaultMost is how many different documents one verification may ask for.
const DefaultMost = 64

// Session remembers the answers of one verification, refusals too, so that a
// credential that names one address a thousand times asks once, and bounds how
// many addresses it may name. It is safe for concurrent use.
type Session struct {
	source Source
	most   int

	mu     sync.Mutex
	known  map[string]answer
	silent int
}

type answer struct {
	doc *Document
	err error
}

// NewSession starts a verification; most is the number of different addresses
// it may ask for, 0 means DefaultMost.
func NewSession(source Source, most int) *Session {
	if source == nil {
		source = None{}
	}
	if most <= 0 {
		most = DefaultMost
	}
	return &Session{source: source, most: most, known: map[string]answer{}}
}

// Get asks the source once for each address.
func (s *Session) Get(ctx context.Context, url string) (*Document, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.known[url]; ok {
		return a.doc, a.err
	}
	if len(s.known) >= s.most {
		return nil, NewError(TooMany, url, "this credential asks for too many documents", nil)
	}
	if s.silent >= maxSilent {
		return nil, NewError(Unreachable, url, "not asked: too many other addresses of this credential do not answer", nil)
	}
	doc, err := s.source.Get(ctx, url)
	if ctx.Err() != nil {
		return nil, ctx.Err() // the next one may ask again
	}
	if e, ok := errors.AsType[*Error](err); ok && e.Code == Unreachable {
		s.silent++
	}
	s.known[url] = answer{doc, err}
	return doc, err
}
