package api

import (
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/google/uuid"
)

// requestIDs names requests: the client's X-Request-ID where it is a plain
// short word, else a number after a prefix that differs between processes.
type requestIDs struct {
	prefix string
	last   atomic.Uint64
}

func newRequestIDs(seed uuid.UUID) *requestIDs {
	return &requestIDs{prefix: seed.String()[:8] + "-"}
}

func (g *requestIDs) of(r *http.Request) string {
	if id := r.Header.Get("X-Request-ID"); plainWord(id) {
		return id
	}
	return g.prefix + strconv.FormatUint(g.last.Add(1), 10)
}

func plainWord(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
