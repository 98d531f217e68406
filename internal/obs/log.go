// Package obs makes what operators look at: the logger, the metrics registry
// and the build information. Nothing in it is global.
package obs

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"
)

// LogOptions says how to log. The zero value is level INFO, text on a terminal
// and JSON elsewhere.
type LogOptions struct {
	Level slog.Leveler
	// Format is "text", "json", or "auto" or empty: text on a terminal.
	Format string
	// WithSource adds file and line to every record.
	WithSource bool
}

// NewLogger returns a logger that writes one line a record to w. It returns an
// error when the format is unknown.
func NewLogger(w io.Writer, o LogOptions) (*slog.Logger, error) {
	level := o.Level
	if level == nil {
		level = slog.LevelInfo
	}
	h := &slog.HandlerOptions{Level: level, AddSource: o.WithSource}
	switch {
	case o.Format == "text", isAuto(o.Format) && IsTerminal(w):
		return slog.New(slog.NewTextHandler(w, h)), nil
	case o.Format == "json", isAuto(o.Format):
		return slog.New(slog.NewJSONHandler(w, h)), nil
	}
	return nil, fmt.Errorf("obs: log format %q is not one of auto, text, json", o.Format)
}

func isAuto(format string) bool { return format == "" || format == "auto" }

// IsTerminal reports whether w is a terminal that somebody may be looking at.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
