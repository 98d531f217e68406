package gormconfig

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// slowLog is a GORM logger that reports slow statements and nothing else.
type slowLog struct {
	log  *slog.Logger
	slow time.Duration
}

var _ logger.Interface = (*slowLog)(nil)

// LogMode ignores the level: the slog handler decides what is printed.
func (l *slowLog) LogMode(logger.LogLevel) logger.Interface { return l }

// Info passes GORM's own remarks on at level DEBUG.
func (l *slowLog) Info(ctx context.Context, msg string, args ...any) {
	l.log.DebugContext(ctx, fmt.Sprintf(msg, args...))
}

// Warn passes GORM's own warnings on.
func (l *slowLog) Warn(ctx context.Context, msg string, args ...any) {
	l.log.WarnContext(ctx, fmt.Sprintf(msg, args...))
}

// Error passes GORM's own errors on.
func (l *slowLog) Error(ctx context.Context, msg string, args ...any) {
	l.log.ErrorContext(ctx, fmt.Sprintf(msg, args...))
}

// Trace logs the statement when it was slow. The statement text is built only
// then, because rendering it costs more than many of the statements.
func (l *slowLog) Trace(ctx context.Context, begin time.Time, fc func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < l.slow {
		return
	}
	sql, rows := fc()
	l.log.WarnContext(ctx, "slow SQL statement",
		slog.Duration("took", took), slog.Int64("rows", rows), slog.String("sql", sql))
}

// ParamsFilter keeps every parameter out of the log.
func (l *slowLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}
