package gormstore

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/store"
)

// keepable returns [store.ErrInvalid] for text that PostgreSQL refuses. SQLite
// would take it, and the two would differ.
func keepable(what string, texts ...string) error {
	for _, t := range texts {
		if !utf8.ValidString(t) || strings.IndexByte(t, 0) >= 0 {
			return fmt.Errorf("%w: a text of the %s", store.ErrInvalid, what) // not the text: it may be personal
		}
	}
	return nil
}

// plain makes text keepable. It is for columns that repeat what a body holds.
func plain(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// day reads a day as the columns hold it.
func day(s string) (calendar.Date, error) {
	if s == "" {
		return 0, nil
	}
	return calendar.ParseDate(s)
}

func limit(p store.Page) int {
	if p.Limit <= 0 || p.Limit > store.MaxPage {
		return store.MaxPage
	}
	return p.Limit
}

// cut keeps the first n of a list that was read with one more, and reports
// whether there is more.
func cut[T any](list []T, n int) (_ []T, more bool) {
	if len(list) > n {
		return list[:n], true
	}
	return list, false
}

func badCursor(s string) error { return fmt.Errorf("%w: cursor %q", store.ErrInvalid, s) }

func numberText(n int64) string { return strconv.FormatInt(n, 36) }

// numberCursor reads what numberText wrote; the empty cursor is 0.
func numberCursor(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 36, 64)
	if err != nil {
		return 0, badCursor(s)
	}
	return n, nil
}

// idCursor reads a cursor that is an id; the empty cursor is the zero id.
func idCursor(s string) (uuid.UUID, error) {
	if s == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(s)
	if err != nil {
		return uuid.Nil, badCursor(s)
	}
	return id, nil
}
