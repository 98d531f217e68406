// Package gormconfig holds the one GORM configuration that both dialects use,
// so that SQLite and PostgreSQL cannot drift apart in behaviour.
package gormconfig

import (
	"log/slog"
	"time"

	"gorm.io/gorm"
)

// DefaultSlowQuery is the duration from which a statement is logged as slow
// when the caller names no other limit.
const DefaultSlowQuery = 500 * time.Millisecond

// New returns a fresh configuration. Statements that take longer than slow are
// logged at level WARN, without their parameters, because those are learners'
// data; slow = 0 means [DefaultSlowQuery]. A nil logger means silence.
//
// Database errors are never logged here: they are returned, and whoever
// handles them decides whether they are worth a line.
func New(log *slog.Logger, slow time.Duration) *gorm.Config {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if slow <= 0 {
		slow = DefaultSlowQuery
	}
	return &gorm.Config{
		// The store opens its transactions itself; an implicit one around
		// every single write would only cost round trips.
		SkipDefaultTransaction: true,
		// Driver errors become gorm.ErrDuplicatedKey and the like, the same
		// values for both dialects.
		TranslateError: true,
		NowFunc:        now,
		Logger:         &slowLog{log: log, slow: slow},
	}
}

// now is in UTC and whole microseconds: PostgreSQL keeps no more, and a value
// must read back equal from either backend.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
