package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Page is what every list asks for. It is exported because huma looks into
// exported parts of an input only.
type Page struct {
	Request

	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"The most entries to return."`
	Cursor string `query:"cursor" maxLength:"1024" doc:"Where to go on: the nextCursor of the answer before. Opaque."`
}

// listOf is the body of every list.
type listOf[T any] struct {
	Data []T `json:"data" doc:"The entries, in a fixed order."`
	// NextCursor is also in the Link header, as a whole address.
	NextCursor string `json:"nextCursor,omitempty" doc:"The cursor of the next page; absent on the last one."`
	// RulesVersion is absent where the list does not come from the rules.
	RulesVersion ruleset.Version `json:"rulesVersion,omitempty" doc:"The rules version that the list was read from."`
}

// listOutput adds the link to the next page.
type listOutput[T any] struct {
	Link string `header:"Link" doc:"The next page, with rel=\"next\" (RFC 8288); absent on the last one."`
	Body listOf[T]
}

// newList completes a page; next is the position after it, "" at the end.
func newList[T any](p *Page, data []T, next string, v ruleset.Version) *listOutput[T] {
	if data == nil {
		data = []T{}
	}
	out := &listOutput[T]{Body: listOf[T]{Data: data, RulesVersion: v}}
	if next == "" {
		return out
	}
	out.Body.NextCursor = p.encodeCursor(next)
	u := p.ctx.URL()
	q := u.Query()
	q.Set("cursor", out.Body.NextCursor)
	out.Link = "<" + (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String() + `>; rel="next"`
	return out
}

// cursorMark lets us change what a cursor holds and still tell old ones.
const cursorMark = "2:"

// seal ties a position to the list and the filter that it was given for, and
// shows where it was altered. It keeps no secret: a list shows nothing more to
// whoever makes a cursor up.
func (p *Page) seal(position string) string {
	u := p.ctx.URL()
	q := u.Query()
	q.Del("cursor")
	q.Del("limit")
	sum := sha256.Sum256([]byte(u.Path + "\x00" + q.Encode() + "\x00" + position))
	return string(sum[:8])
}

func (p *Page) encodeCursor(position string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorMark + p.seal(position) + position))
}

// position reads the cursor; "" is the beginning.
func (p *Page) position() (string, error) {
	if p.Cursor == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	rest, ok := strings.CutPrefix(string(raw), cursorMark)
	if err != nil || !ok || len(rest) <= 8 {
		return "", badCursor("The cursor is not one that Cairn gave.")
	}
	if position := rest[8:]; rest[:8] == p.seal(position) {
		return position, nil
	}
	return "", badCursor("The cursor belongs to another list or filter, or was altered.")
}

func badCursor(message string) error {
	return fault.List(fault.Invalid, message, diag.List{{Code: "bad_cursor", Message: message, Suggestion: "start without a cursor"}})
}

// pageOf walks a sorted list from behind the cursor and keeps what matches.
func pageOf[T, U any](p *Page, sorted []T, key func(*T) string, keep func(*T) (U, bool)) (data []U, next string, err error) {
	after, err := p.position()
	if err != nil {
		return nil, "", err
	}
	last := ""
	for i := search(sorted, after, key); i < len(sorted); i++ {
		entry, ok := keep(&sorted[i])
		if !ok {
			continue
		}
		if len(data) == p.Limit {
			return data, last, nil
		}
		data = append(data, entry)
		last = key(&sorted[i])
	}
	return data, "", nil
}

// search is the index of the first entry behind the key.
func search[T any](sorted []T, after string, key func(*T) string) int {
	if after == "" {
		return 0
	}
	low, high := 0, len(sorted)
	for low < high {
		if mid := (low + high) / 2; key(&sorted[mid]) <= after {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// offsetOf pages through a list that is made anew for each request and has no
// key of its own: the position counts, and holds for one rules version.
func offsetOf[T any](p *Page, all []T, v ruleset.Version) (data []T, next string, err error) {
	position, err := p.position()
	if err != nil {
		return nil, "", err
	}
	from := 0
	if position != "" {
		number, version, _ := strings.Cut(position, "@")
		from, err = strconv.Atoi(number)
		if err != nil || from < 0 || from > len(all) {
			return nil, "", badCursor("The cursor does not belong to this list.")
		}
		if version != string(v) {
			return nil, "", fault.New(fault.Conflict, "The rules have changed since the last page; start again.")
		}
	}
	to := min(from+p.Limit, len(all))
	if to < len(all) {
		next = strconv.Itoa(to) + "@" + string(v)
	}
	return all[from:to], next, nil
}
